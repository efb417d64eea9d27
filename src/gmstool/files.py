"""Writing files whole or not at all."""

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from gmstool.errors import OutputError


def check_new(path: Path, *, force: bool) -> None:
    """Raise OutputError when the output exists and may not be replaced, or its folder does not exist."""
    if path.is_dir():
        raise OutputError(f"the output {path} is a folder", hint="name a file, or use --out-dir for several files")
    if path.exists() and not force:
        raise OutputError(f"the output {path} exists", hint="use --force to replace it")
    if not path.parent.is_dir():
        raise OutputError(f"the folder {path.parent} does not exist", hint=f"make it with `mkdir -p {path.parent}`")


@contextlib.contextmanager
def atomic(path: Path) -> Iterator[Path]:
    """A private temporary path beside `path` that takes its place when all went well, and is removed otherwise."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
    os.close(handle)
    part = Path(name)
    try:
        yield part
        part.chmod(0o666 & ~umask())
        part.replace(path)
    except OSError as error:
        raise OutputError(f"cannot write {path}: {error.strerror or error}", hint="is the disk full?") from error
    finally:
        part.unlink(missing_ok=True)


def sha256(path: Path) -> str:
    """The SHA-256 of a file's bytes, hexadecimal."""
    import hashlib

    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
