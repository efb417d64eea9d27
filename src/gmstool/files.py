"""Files: found by path or by shipped name, written whole or not at all."""

import contextlib
import os
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from gmstool.errors import GmsError, OutputError


def path_or_shipped(name: str, shipped: Mapping[str, Path], what: str, error: type[GmsError], else_hint: str) -> Path:
    """The file that a name means: a path, or what ships with gms under the name.

    Raises `error` for a name that is neither, with names like it, or `else_hint` where none is.
    """
    path = Path(name)
    if path.exists() and not path.is_dir():  # a pipe is no file, and can be read
        return path
    if name in shipped:
        return shipped[name]
    import difflib

    near = difflib.get_close_matches(name, shipped, n=3, cutoff=0.4)
    raise error(f"there is no {what} `{name}`", hint=f"did you mean {', '.join(near)}?" if near else else_hint)


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
    """A private temporary path beside `path` that takes its place when all went well, and is removed otherwise.

    A device or a pipe is written to as it is: nothing may take the place of /dev/null.
    """
    if path.exists() and not path.is_file():
        yield path
        return
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
    return digest(path, "sha256")


def digest(path: Path, kind: str) -> str:
    """A checksum of a file's bytes, hexadecimal: `kind` is what its source publishes, such as md5."""
    import hashlib

    with path.open("rb") as handle:
        return hashlib.file_digest(handle, lambda: hashlib.new(kind, usedforsecurity=False)).hexdigest()


def umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
