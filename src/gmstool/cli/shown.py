"""Rows as commands show them: aligned text for people, TSV and JSONL for programs."""

import json
import shutil
import sys
import textwrap
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from gmstool.cli.console import printable
from gmstool.errors import UsageError

Row = Mapping[str, Any]
NARROWEST = 24  # letters of the last column, also on the narrowest terminal
GAP = "  "


class Format(StrEnum):
    """How rows are printed."""

    TABLE = "table"
    TSV = "tsv"
    JSONL = "jsonl"


NAMES = f"{', '.join(list(Format)[:-1])} or {list(Format)[-1]}"


def chosen(name: str) -> Format:
    """The format of an option. Raises UsageError."""
    try:
        return Format(name)
    except ValueError:
        raise UsageError(f"--format {name} is not known", hint=f"use {NAMES}") from None


def show(rows: Sequence[Row], form: Format, names: Sequence[str] = (), *, heading: bool = True) -> None:
    """Print rows that have the same keys; a table shows the columns `names` only, or all when none are given."""
    if form is Format.JSONL:
        for row in rows:
            print(json.dumps(row, ensure_ascii=False))
    elif rows and form is Format.TSV:
        print("\t".join(rows[0]))
        for row in rows:
            print("\t".join(" ".join(_text(value).split()) for value in row.values()))
    elif rows:
        filled = [name for name in names or rows[0] if any(row[name] not in (None, "", []) for row in rows)]
        print("\n".join(table(rows, filled, width(), heading=heading)))


def table(rows: Sequence[Row], names: Sequence[str], width: int | None, *, heading: bool = True) -> list[str]:
    """Aligned columns, numbers to the right; the last column goes on under itself where the terminal is narrow."""
    texts = [[printable(_text(row[name])) for name in names] for row in rows]
    shown = [list(names), *texts] if heading else texts
    right = [all(isinstance(row[name], int | float | None) for row in rows) for name in names]
    widths = [max(map(len, column)) for column in zip(*shown, strict=True)]
    before = sum(widths[:-1]) + len(GAP) * (len(names) - 1)
    last = None if width is None else max(NARROWEST, width - before)
    return [line for cells in shown for line in _lines(cells, widths, right, last)]


def _lines(cells: Sequence[str], widths: list[int], right: list[bool], last: int | None) -> list[str]:
    pairs = zip(cells[:-1], widths[:-1], right[:-1], strict=True)
    head = "".join((cell.rjust(width) if number else cell.ljust(width)) + GAP for cell, width, number in pairs)
    final = cells[-1].rjust(widths[-1]) if right[-1] else cells[-1]
    return [f"{' ' * len(head) if at else head}{part}".rstrip() for at, part in enumerate(_wrapped(final, last))]


def facts(told: Row) -> None:
    """Names and values, the values going on under themselves."""
    known = {key.replace("_", " "): printable(_text(value)) for key, value in told.items() if value is not None}
    before, wide = max(map(len, known)) + len(GAP), width()
    for key, value in known.items():
        for at, part in enumerate(_wrapped(value, max(NARROWEST, wide - before) if wide else None)):
            print(f"{'' if at else key:<{before}}{part}".rstrip())


def _wrapped(text: str, width: int | None) -> list[str]:
    if width is None or len(text) <= width:
        return [text]
    return textwrap.wrap(text, width, break_on_hyphens=False)


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return f"{value:.4f}"
    return ",".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def width() -> int | None:
    """Columns of the terminal; None for a file or pipe, where lines stay whole."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None
