"""Segments with the copies of each allele, as ASCAT, FACETS, PureCN, CNVkit, PURPLE and Sequenza write them.

Where no copy of the minor allele is left, the other allele of a gene is lost: with two copies in all, by copy-neutral
loss of heterozygosity. A segment without copies of the minor allele says nothing of that: not assessed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from gmstool.genome import Region, bare
from gmstool.somatic.evidence import Event

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

LEFT = 0.5  # copies of the minor allele below which none is left: the nearest whole number is none
ONE_OR_LESS, MORE_THAN_TWO = 1.5, 2.5  # copies in all: nearer to one than to two, nearer to three than to two
KINDS = ("loss", "copy_neutral_loss", "allele_loss")
NAMES = {"loss": "loss", "copy_neutral_loss": "copy-neutral loss", "allele_loss": "loss of one allele"}


class Table(NamedTuple):
    """The columns of one caller, in small letters; `major` is added to `minor` where no total is written."""

    caller: str
    chrom: str
    start: str
    end: str
    total: str
    minor: str
    major: str = ""
    first: int = 1  # of the first base: 0 where segments are written half open


# From memory of the callers' documentation; FACETS writes `lcn.em` NA where it cannot tell.
TABLES = (
    Table("ASCAT", "chr", "startpos", "endpos", "", "nminor", "nmajor"),
    Table("FACETS", "chrom", "start", "end", "tcn.em", "lcn.em"),
    Table("FACETS", "chrom", "loc.start", "loc.end", "tcn.em", "lcn.em"),
    Table("PureCN", "chr", "start", "end", "c", "m"),
    Table("CNVkit", "chromosome", "start", "end", "cn", "cn2", first=0),
    Table("PURPLE", "chromosome", "start", "end", "copynumber", "minorallelecopynumber"),
    Table("Sequenza", "chromosome", "start.pos", "end.pos", "cnt", "b"),
)


@dataclass(frozen=True, slots=True)
class Place:
    """A gene whose copies are looked at; 1-based, inclusive. `limits` by kind: copies and their source."""

    chrom: str
    first: int
    last: int
    hgnc_id: int
    symbol: str
    limits: Mapping[str, tuple[float, str]]
    suppressor: bool = False  # whether the loss of one allele is told


class Segment(NamedTuple):
    """One segment: copies in all and of the minor allele, None where they are not stated."""

    region: Region
    total: float | None
    minor: float | None
    caller: str


def table_of(columns: list[str]) -> Table | None:
    """Which caller wrote a table, by the names of its columns."""
    here = {name.strip().strip('"').lower() for name in columns if name}
    return next((one for one in TABLES if here >= {name for name in one[1:7] if name}), None)


def of_row(row: Mapping[str, str], table: Table) -> Segment | None:
    """The segment of a row; None where its place cannot be read."""
    cells = {name.strip().strip('"').lower(): (cell or "").strip().strip('"') for name, cell in row.items() if name}
    start, end, minor = (_number(cells.get(name, "")) for name in (table.start, table.end, table.minor))
    if start is None or end is None:
        return None
    major = _number(cells.get(table.major, "")) if table.major else None
    total = _number(cells.get(table.total, "")) if table.total else None
    if table.major and major is not None and minor is not None:
        total = major + minor
    place = Region(bare(cells[table.chrom]), int(start) + 1 - table.first, int(end))
    return Segment(place, total, minor, table.caller)


def lost(minor: float | None, total: float | None) -> str | None:
    """What it means for a gene that no copy of the minor allele is left; None where one is, or nobody says."""
    if minor is None or total is None or minor >= LEFT or total < LEFT:
        return None  # no copy at all is a deletion: copy_numbers.py
    return "loss" if total < ONE_OR_LESS else "allele_loss" if total >= MORE_THAN_TWO else "copy_neutral_loss"


def minor_of(fraction: float, total: float, purity: float) -> float:
    """Copies of the minor allele in a tumour cell, from the allele fraction of inherited heterozygous variants.

    `f = (p m + 1 - p) / (p n + 2 (1 - p))` solved for m: p the purity, n the copies of a tumour cell, f at most a half.
    """
    of_minor = min(fraction, 1 - fraction)
    return (of_minor * (purity * total + 2 * (1 - purity)) - (1 - purity)) / purity


def events(segment: Segment, wanted: list[Place], source: str) -> Iterator[Event]:
    """The lost alleles of the genes that lie in a segment whole."""
    kind = lost(segment.minor, segment.total)
    if kind is None or segment.minor is None or segment.total is None:
        return
    detail = f"{segment.total:.1f} copies, {max(segment.minor, 0):.1f} of the minor allele, by {segment.caller}"
    for one in wanted:
        if one.suppressor and one.chrom == segment.region.chrom and _holds(segment.region, one):
            yield event(kind, one, detail, source)


def event(kind: str, one: Place, detail: str, source: str) -> Event:
    """A lost allele of a gene."""
    return Event(kind, f"{one.symbol} {NAMES[kind]}", (one.hgnc_id,), detail, source)


def _holds(region: Region, one: Place) -> bool:
    return region.start <= one.first and one.last <= region.end


def _number(text: str) -> float | None:
    try:
        return float(text) if text not in ("", "NA", ".", "nan") else None
    except ValueError:
        return None
