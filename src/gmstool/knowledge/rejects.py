"""Rows that could not be imported, as a table: line, reason, and what was written, identity numbers masked."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from gmstool import identity
from gmstool.files import atomic

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

LONGEST: Final = 2_000  # letters of a line that are set aside


def write(path: Path, rejected: Iterable[tuple[int, str, str]]) -> None:
    """Write the rows of line, reason and masked text."""
    with atomic(path) as part, part.open("w", encoding="utf-8") as file:
        file.write("line\treason\ttext\n")
        file.writelines(
            f"{line}\t{reason}\t{json.dumps(text, ensure_ascii=False)}\n" for line, reason, text in rejected
        )


def default(store: Path, number: int, imported: Path) -> Path:
    """Where they go unless the user names a file: the folder `rejects` beside the store."""
    folder = store.parent / "rejects"
    folder.mkdir(exist_ok=True)
    return folder / f"{number}-{identity.masked(imported.name)}.tsv"
