"""Judged rows from JSON lines, with what other commands know of the same alleles.

Every line is hostile until it is checked: its length, its form, and its texts for personal identity numbers.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gmstool import identity
from gmstool.errors import InputError
from gmstool.report.case import Row
from gmstool.report.checking import checked

if TYPE_CHECKING:
    from collections.abc import Iterator

STDIN = "-"
MAX_LINE = 2 << 20  # bytes of one JSON line: a judged row has some thousands
MAX_ROWS = 20_000  # a summary is for people; `gms filter` comes first
AS_A_WHOLE = "case_result"  # key of the last line of `gms classify --somatic` to a pipe, and of meta.json
SAID = ("criteria", "gate", "scope", "schemes_differ", "prompts", "notes", "layers")  # what a row says in sentences
BY_ALLELE = ("chrom", "pos", "ref", "alt")
BY_GENE = (*BY_ALLELE, "gene")


def read_rows(name: str) -> tuple[list[Row], list[dict[str, Any]]]:
    """Judged rows, and what a pipe of a tumour tells of the case as a whole. Raises InputError naming the line."""
    rows: list[Row] = []
    objects = read_objects(name)
    whole = [one for one in objects if AS_A_WHOLE in one and "variant" not in one]
    for number, content in enumerate((one for one in objects if one not in whole), 1):
        row: Row = checked(Row, content, f"{_called(name)}, row {number}")
        rows.append(row)
    return rows, whole


def read_objects(name: str) -> list[dict[str, Any]]:
    """JSON lines, each an object without identity numbers. Raises InputError naming the line."""
    found = []
    for number, line in enumerate(_lines(name), 1):
        where = f"{_called(name)}, line {number}"
        if number > MAX_ROWS:
            raise InputError(f"{where}: more than {MAX_ROWS:,} rows", hint="filter first: a summary is for people")
        if not line.strip():
            continue
        if len(line) > MAX_LINE:
            raise InputError(f"{where} is longer than {MAX_LINE >> 20} MiB")
        found.append(object_of(line, where))
    return found


def object_of(text: bytes, where: str) -> dict[str, Any]:
    """A JSON object without identity numbers. Raises InputError, IdentityError."""
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        raise InputError(
            f"{where} is no JSON", hint="`gms classify FILE --format jsonl` writes what is read here"
        ) from None
    if not isinstance(content, dict):
        raise InputError(f"{where} is no JSON object", hint="each line is one judged row")
    for place, said in texts(content):
        identity.check(said, f"{where}, `{place}`")
    return content


def texts(content: Any, place: str = "") -> Iterator[tuple[str, str]]:
    """Every text of nested data, with its place; keys are texts too."""
    if isinstance(content, str):
        yield place, content
    elif isinstance(content, dict):
        for key, value in content.items():
            yield place, str(key)
            yield from texts(value, f"{place}.{key}" if place else str(key))
    elif isinstance(content, list | tuple):
        for number, value in enumerate(content, 1):
            yield from texts(value, f"{place}[{number}]")


def _lines(name: str) -> Iterator[bytes]:
    if name == STDIN:
        yield from iter(lambda: sys.stdin.buffer.readline(MAX_LINE + 1), b"")
        return
    try:
        with Path(name).open("rb") as handle:
            yield from iter(lambda: handle.readline(MAX_LINE + 1), b"")
    except OSError as error:
        raise InputError(f"cannot read {name}: {error.strerror}", hint="JSON lines of `gms classify`") from None


def _called(name: str) -> str:
    return "standard input" if name == STDIN else name


def joined(rows: list[Row], others: list[dict[str, Any]], by: tuple[str, ...]) -> list[Row]:
    """Rows with what another command knows of the same allele or gene; what a row states itself stays."""
    known = {tuple(one.get(key) for key in by): one for one in others}
    found = []
    for row in rows:
        told = row.model_dump(mode="python")
        extra = known.get(tuple(told[key] for key in by), {})
        added = {key: value for key, value in extra.items() if told.get(key) is None and value is not None}
        found.append(checked(Row, {**told, **added}, f"row {row.variant}") if added else row)
    return found


def in_english(rows: list[Row]) -> tuple[list[Row], bool]:
    """Rows that were written in Swedish, as the catalogue says them in English; whether a text has no such form.

    Inside a case reasons are English, and each summary says them in its own language.
    """
    from gmstool.sentences.back import english

    kept: list[str] = []

    def turned(content: Any) -> Any:
        if isinstance(content, str):
            found = english(content)
            kept.extend([content] if found is None else [])
            return content if found is None else found
        if isinstance(content, dict):
            return {key: turned(value) if key in ("because", "source") else value for key, value in content.items()}
        return [turned(one) for one in content] if isinstance(content, list) else content

    found = []
    for row in rows:
        told = row.model_dump(mode="python")
        said = {key: turned(told[key]) for key in SAID if told.get(key)}
        found.append(checked(Row, told | said, f"row {row.variant}"))
    return found, bool(kept)
