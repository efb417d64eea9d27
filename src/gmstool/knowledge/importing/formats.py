"""The formats that can be imported, and which of them a file is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gmstool.errors import InputError, UsageError
from gmstool.knowledge.importing import classified, clingen, clinvar, loqusdb, own, scout, vkgl

if TYPE_CHECKING:
    from pathlib import Path

    from gmstool.knowledge.importing.found import Reader

# In the order they are tried.
READERS: Final = {
    one.name: one
    for one in (
        clinvar.READER,
        loqusdb.READER,
        clingen.READER,
        classified.READER,
        own.READER,
        vkgl.READER,
        scout.READER,
    )
}


def chosen(name: str | None, head: str, path: Path) -> Reader:
    """The format that was asked for, or that the file's first lines are of."""
    if name is not None:
        if name not in READERS:
            raise UsageError(f"--format {name} is not known", f"formats: {', '.join(READERS)}")
        return READERS[name]
    found = next((one for one in READERS.values() if one.fits(head)), None)
    if found is None:
        hint = f"--format states it ({', '.join(READERS)}); docs/knowledge.md describes each"
        raise InputError(f"the format of {path.name} is not known by its first lines", hint)
    return found
