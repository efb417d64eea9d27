"""Rows of delimited tables with a header line."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, NamedTuple

from gmstool.errors import InputError
from gmstool.knowledge.importing.found import Found

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gmstool.knowledge.importing.lines import Line


class Table(NamedTuple):
    """A row by the lower-case names of its columns; an empty cell is None."""

    line: Line
    cells: dict[str, str | None]

    def first(self, *names: str) -> str | None:
        """The first of these columns that has a value."""
        return next((value for name in names if (value := self.cells.get(name))), None)


def rows(lines: Iterable[Line], delimiter: str | None = None) -> Iterator[Table | Found]:
    """The rows after the header; lines `##` are passed over. Without a delimiter the header line tells it."""
    names: list[str] | None = None
    for line in lines:
        if line.problem:
            yield Found(line, problem=line.problem)
        elif line.text.startswith("##") or not line.text.strip():
            continue
        elif names is None:
            delimiter = delimiter or delimiter_of(line.text)
            names = _names(line, delimiter)
        else:
            yield _row(line, names, delimiter or "\t")


def _names(line: Line, delimiter: str) -> list[str]:
    """The columns that a header names. Raises InputError."""
    try:
        return [one.lstrip("#").strip().lower() for one in _cells(line.text, delimiter)]
    except csv.Error as error:
        raise InputError(f"line {line.number} names no columns: {error}", "are its quotes in pairs?") from None


def delimiter_of(header: str) -> str:
    """Tab, semicolon or comma, whichever the header has most of."""
    return max("\t;,", key=header.count)


def _row(line: Line, names: list[str], delimiter: str) -> Table | Found:
    try:
        cells = _cells(line.text, delimiter)
    except csv.Error as error:
        return Found(line, problem=f"not a row of a table: {error}")
    if len(cells) > len(names):
        return Found(line, problem=f"{len(cells)} cells below {len(names)} columns")
    stripped = [cell.strip() for cell in cells] + [""] * (len(names) - len(cells))
    return Table(line, {name: cell or None for name, cell in zip(names, stripped, strict=True)})


def _cells(text: str, delimiter: str) -> list[str]:
    """Only commas and semicolons need quotes; in a table with tabs a quote is a letter."""
    if delimiter == "\t":
        return text.split("\t")
    return next(csv.reader([text], delimiter=delimiter, strict=True), [])
