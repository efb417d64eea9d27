"""A folder that appears whole or not at all, and replaces nothing but an earlier run."""

from __future__ import annotations

import contextlib
import json
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from gmstool.chain.wish import RECORD
from gmstool.errors import OutputError
from gmstool.files import umask

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def check(folder: Path, inputs: Mapping[str, Path], *, force: bool) -> None:
    """Refuse a folder that exists, unless it is an earlier run's and may be replaced. Raises OutputError."""
    if not folder.parent.is_dir():
        raise OutputError(f"the folder {folder.parent} does not exist", hint=f"make it with `mkdir -p {folder.parent}`")
    if not (folder.exists() or folder.is_symlink()):
        return
    if not folder.is_dir() or folder.is_symlink():
        raise OutputError(f"the output {folder} is no folder", hint="name a new one with -o")
    if not force:
        raise OutputError(f"the folder {folder} exists", hint="use --force to replace an earlier run, or name another")
    for path in inputs.values():
        if path.exists() and folder.resolve() in path.resolve().parents:
            raise OutputError(f"the folder {folder} holds the input {path.name}", hint="name another folder")
    _check_ours(folder)


def _check_ours(folder: Path) -> None:
    """An earlier run is replaced only where it is unchanged by others: nobody's notes or signatures are deleted."""
    known = _outputs(folder)
    strange = [path.name for path in sorted(folder.iterdir()) if path.name not in known or not path.is_file()]
    if strange:
        raise OutputError(
            f"the folder {folder} holds what no run of gms wrote: {strange[0]}",
            hint="--force replaces an earlier run only: move the file away, or name another folder",
        )


def _outputs(folder: Path) -> frozenset[str]:
    """The names of the files that the folder's run.json lists, itself included."""
    try:
        told = json.loads((folder / RECORD).read_text("utf-8"))
        return frozenset((RECORD, *(str(one["name"]) for one in told["outputs"])))
    except (OSError, ValueError, KeyError, TypeError):
        return frozenset()


@contextlib.contextmanager
def whole(folder: Path) -> Iterator[Path]:
    """A temporary folder beside, which takes the folder's place when all went well, and is removed otherwise."""
    part = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", suffix=".part", dir=folder.parent))
    try:
        yield part
        part.chmod(0o777 & ~umask())
        _take_place(part, folder)
    except OSError as error:
        raise OutputError(f"cannot write {folder}: {error.strerror or error}", hint="is the disk full?") from error
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _take_place(part: Path, folder: Path) -> None:
    """Move the new folder in; the earlier one goes only when the new one stands."""
    earlier = part.with_suffix(".earlier")
    if folder.exists():
        folder.rename(earlier)
    try:
        part.rename(folder)
    except OSError:
        if earlier.exists():
            earlier.rename(folder)
        raise
    shutil.rmtree(earlier, ignore_errors=True)
