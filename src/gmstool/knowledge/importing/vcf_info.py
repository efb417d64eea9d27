"""Records of small VCFs without samples' columns: fixed columns and INFO as a dictionary."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from gmstool.genome import build_from_lengths, build_from_words
from gmstool.knowledge.importing.found import Found

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gmstool.knowledge.importing.lines import Line

_FIXED = 8
_CONTIG = re.compile(r"##contig=<ID=([^,>]+),length=(\d{1,10})")


class Record(NamedTuple):
    """A record of one ALT; 1-based."""

    line: Line
    chrom: str
    pos: str
    name: str
    ref: str
    alt: str
    info: dict[str, str]


class Header:
    """The header as far as it has been read."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def value(self, key: str) -> str | None:
        """The value of a line `##key=value`."""
        return next((line.partition("=")[2] for line in self.lines if line.startswith(f"##{key}=")), None)

    def build(self) -> str | None:
        """The build that ##reference, ##assembly or the contigs state."""
        lengths = {found[1]: int(found[2]) for line in self.lines if (found := _CONTIG.match(line))}
        evidence = build_from_lengths(lengths)
        words = build_from_words(" ".join(self.value(key) or "" for key in ("reference", "assembly")))
        return (evidence and evidence.build) or (words and words.build) or None


def records(lines: Iterable[Line], header: Header) -> Iterator[Record | Found]:
    """One record per ALT; a line that cannot be read is found to be a problem."""
    for line in lines:
        if line.text.startswith("#"):
            header.lines.append(line.text)
        elif line.problem or line.text:
            yield from _of_line(line)


def _of_line(line: Line) -> Iterator[Record | Found]:
    cells = line.text.split("\t", _FIXED)
    if line.problem or len(cells) < _FIXED:
        yield Found(line, problem=line.problem or f"{len(cells)} columns, a record of a VCF has at least {_FIXED}")
        return
    info = dict(pair for one in cells[7].split(";") if len(pair := one.partition("=")[::2]) and pair[0])
    alts = cells[4].split(",")
    for at, alt in enumerate(alts):
        own = {key: _own(value, at, len(alts)) for key, value in info.items()} if len(alts) > 1 else info
        yield Record(line, cells[0], cells[1], cells[2], cells[3], alt, own)


def _own(value: str, at: int, alts: int) -> str:
    """An allele's own value where a key has one for each ALT."""
    parts = value.split(",")
    return parts[at] if len(parts) == alts else value
