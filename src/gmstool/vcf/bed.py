"""BED files: 0-based half-open in the file, 1-based inclusive regions from here on."""

import hashlib
import io
import re
from pathlib import Path
from typing import NamedTuple

from gmstool.errors import PanelError
from gmstool.genome import Region
from gmstool.vcf.text import open_binary, sniffed

_HEADS = ("#", "track", "browser")
_NUMBER = re.compile(r"[0-9]{1,10}")
_LEAST_CELLS = 3  # contig, start, end


class Line(NamedTuple):
    """A region with its line's number and cells; the contig is named as in the file."""

    number: int
    cells: tuple[str, ...]
    region: Region


class Bed(NamedTuple):
    """The lines that are no regions (comments, track, browser), those that are, and the checksum of the file."""

    heads: tuple[str, ...]
    lines: tuple[Line, ...]
    sha256: str


def read(path: Path) -> Bed:
    """A plain or compressed BED file. Raises PanelError for a broken line, and for a file without regions."""
    with open_binary(path) as handle:
        data = handle.read()  # whole, since a pipe cannot be read twice
    lines = [(number, line) for number, line in enumerate(_text(data, path).splitlines(), 1) if line.strip()]
    heads = tuple(line for _, line in lines if line.startswith(_HEADS))
    found = tuple(_line(number, line, path) for number, line in lines if not line.startswith(_HEADS))
    if not found:
        raise PanelError(
            f"the BED file {path} has no regions",
            hint="one region a line: contig, start (0-based) and end, separated by tabs",
        )
    return Bed(heads, found, hashlib.sha256(data).hexdigest())


def _text(data: bytes, path: Path) -> str:
    if not data:
        return ""
    _, buffers = sniffed(io.BytesIO(data), str(path))
    return b"".join(buffers).decode("utf-8-sig", "replace")


def _line(number: int, line: str, path: Path) -> Line:
    cells = tuple(line.split("\t") if "\t" in line else line.split())
    if len(cells) < _LEAST_CELLS or not all(map(_NUMBER.fullmatch, cells[1:3])):
        raise PanelError(
            f"{path}, line {number}: expected contig, start and end, found `{line[:60]}`",
            hint="BED columns are separated by tabs; start is 0-based",
        )
    start, end = int(cells[1]) + 1, int(cells[2])
    if start > end:
        raise PanelError(
            f"{path}, line {number}: the end {end} is not after the start {start - 1}",
            hint="BED starts are 0-based and ends are exclusive: the first base of a contig is 0 to 1",
        )
    return Line(number, cells, Region(cells[0], start, end))
