"""Reading official files: packed or not, whole or not at all, by the names of their columns."""

from __future__ import annotations

import contextlib
import csv
import gzip
import io
import json
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TextIO

from gmstool.errors import InputError, TruncatedError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    import polars as pl

    Columns = dict[str, pl.DataType | type[pl.DataType]]

GZIP = b"\x1f\x8b"
BGZF_EOF = bytes.fromhex("1f8b08040000000000ff0600424302001b0003000000000000000000")
_AGAIN = "fetch it again; if it stays so, its source has changed the format: look for a newer gmstool"


@dataclass(frozen=True, slots=True)
class Made:
    """What a source's files say: tables by name, the release they state and its day (empty if they do not).

    version: the release in short where it has a number; else its day names it. kept: by table, the manifest's sources
    of what was taken over from the table in use.
    """

    tables: dict[str, pl.DataFrame]
    release: str
    date: str
    version: str = ""
    kept: dict[str, list[dict[str, Any]]] = field(default_factory=dict)


@contextlib.contextmanager
def opened(path: Path) -> Iterator[TextIO]:
    """The text of a file, unpacked when gzipped. Raises TruncatedError or InputError instead of a decoder's errors."""
    try:
        with path.open("rb") as raw:
            packed = raw.read(2) == GZIP
            if packed:
                _check_bgzf_end(path)
            raw.seek(0)
            with gzip.open(raw) if packed else raw as data:
                yield io.TextIOWrapper(data, encoding="utf-8-sig", newline="\n")
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise TruncatedError(f"{path} is cut or damaged: {error}", _AGAIN) from None
    except UnicodeDecodeError as error:
        raise InputError(f"{path} is not UTF-8 text (byte {error.start} of a block)", _AGAIN) from None


def lines(path: Path) -> Iterator[str]:
    """Every line without its end. Raises TruncatedError when the last one has none: the file was cut there."""
    with opened(path) as file:
        for line in file:
            if not line.endswith("\n"):
                raise TruncatedError(f"{path} ends in the middle of a line: `{line[:60]}`", _AGAIN)
            yield line.rstrip("\r\n")


def lines_of_any_end(path: Path) -> list[str]:
    """Every line of a small file, whether CR, LF or both end it. Raises TruncatedError when the last one has no end."""
    with opened(path) as file:
        text = file.read()
    if text and not text.endswith(("\r", "\n")):
        raise TruncatedError(f"{path} ends in the middle of a line", _AGAIN)
    return [line for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n") if line]


def begins(path: Path, size: int = 1 << 16) -> str:
    """The beginning of a file's text, as far as it can be unpacked."""
    with path.open("rb") as raw:
        data = raw.read(size)
    if data.startswith(GZIP):
        try:
            data = zlib.decompressobj(wbits=31).decompress(data, size)
        except zlib.error:
            data = b""
    return data.decode("utf-8", "replace").removeprefix("\ufeff").replace("\r\n", "\n")


def tsv(path: Path, needed: Iterable[str], *, comment: str = "") -> Iterator[dict[str, str]]:
    """Rows of a tab-separated file by column name; quotes around a cell are taken off."""
    rows = (line for line in lines(path) if line and not (comment and line.startswith(comment)))
    names = next(rows, "").split("\t")
    check_columns(path, names, needed)
    for line in rows:
        yield dict(zip(names, (_unquoted(cell) for cell in line.split("\t")), strict=False))


def csv_below_preamble(path: Path, first: str, needed: Iterable[str]) -> Iterator[dict[str, str]]:
    """Rows of a CSV file whose header follows lines of other content; `first` is the name of its first column."""
    with opened(path) as file:
        try:
            rows = list(csv.reader(file, strict=True))
        except csv.Error as error:
            raise TruncatedError(f"{path} is cut or damaged: {error}", _AGAIN) from None
    at = next((number for number, row in enumerate(rows) if row and row[0] == first), None)
    if at is None:
        raise InputError(f"{path} has no line of column names (`{first}` …)", _AGAIN)
    names = rows[at]
    check_columns(path, names, needed)
    for row in rows[at + 1 :]:
        if not row or set(row[0]) <= {"+"}:
            continue
        if len(row) != len(names):
            raise TruncatedError(f"{path} has a row of {len(row)} instead of {len(names)} columns: {row[:3]}", _AGAIN)
        yield dict(zip(names, row, strict=True))


def json_of(path: Path) -> Any:
    """The content of a JSON file."""
    with opened(path) as file:
        try:
            return json.load(file)
        except ValueError as error:
            raise TruncatedError(f"{path} is no whole JSON: {error}", _AGAIN) from None


def check_columns(path: Path, names: list[str], needed: Iterable[str]) -> None:
    """Raise InputError unless all columns are there."""
    if missing := [name for name in needed if name not in names]:
        raise InputError(f"{path} has no column {', '.join(f'`{name}`' for name in missing)}", _AGAIN)


def wrong(path: Path, what: str) -> InputError:
    """The error for a file that is not what its source publishes."""
    return InputError(f"{path}: {what}", _AGAIN)


def number(path: Path, cell: str, what: str) -> int:
    """A whole number, or InputError naming the cell."""
    try:
        return int(cell)
    except ValueError:
        raise wrong(path, f"{what} `{cell[:40]}` is not a number") from None


def hgnc_id(cell: str) -> int | None:
    """The number of `HGNC:123`; None for anything else."""
    digits = cell.strip().removeprefix("HGNC:")
    return int(digits) if digits.isdigit() else None


def _unquoted(cell: str) -> str:
    quoted = len(cell) > 1 and cell[0] == cell[-1] == '"'
    return cell[1:-1].replace('""', '"') if quoted else cell


def _check_bgzf_end(path: Path) -> None:
    """A blocked gzip file that is cut between two blocks unpacks without complaint: only its end block is missing."""
    with path.open("rb") as raw:
        head = raw.read(18)
        raw.seek(max(0, path.stat().st_size - len(BGZF_EOF)))
        if head[12:14] == b"BC" and raw.read() != BGZF_EOF:
            raise TruncatedError(f"{path} is cut: its end marker is missing", _AGAIN)
