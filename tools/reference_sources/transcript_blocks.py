"""Aligned blocks from RefSeq transcripts that have the very same exons in both builds.

Where a chain file has no alignment, a transcript that RefSeq placed in both builds still tells where each base of its
exons went. Where a chain file and such a transcript disagree, nobody should rely on either.
"""

from __future__ import annotations

from collections import defaultdict
from io import BytesIO
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from reference_sources.chains import NUCLEAR, Block, covered, inside, joined, outside

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reference_sources.chains import Intervals
    from reference_sources.packages import Cache, Source

# An intron of the same length has as a rule the same bases. A long one may have lost some and gained as many: only its
# ends are taken.
INTRON_END = 1_000
CHROMOSOMAL = sorted(f"chr{name}" for name in NUCLEAR)

Exons = tuple[tuple[int, int], ...]  # 1-based inclusive, in genomic order


class Placed(NamedTuple):
    """Where RefSeq puts a transcript."""

    chrom: str
    strand: str
    exons: Exons


def read(cache: Cache, source: Source) -> dict[str, Placed]:
    """Curated coding transcripts (NM) by accession and version; those with two places on chromosomes are left out."""
    columns = ["name", "chrom", "strand", "exonStarts", "exonEnds"]
    raw = pl.read_csv(BytesIO(cache.read(source)), separator="\t", quote_char=None, infer_schema=False, columns=columns)
    found: dict[str, list[Placed]] = defaultdict(list)
    curated = raw.select(columns).filter(pl.col("name").str.starts_with("NM_"), pl.col("chrom").is_in(CHROMOSOMAL))
    for name, chrom, strand, starts, ends in curated.iter_rows():
        exons = tuple(zip((one + 1 for one in numbers(starts)), numbers(ends), strict=True))
        found[name].append(Placed(chrom.removeprefix("chr"), strand, exons))
    return {name: places[0] for name, places in found.items() if len(places) == 1}


def numbers(text: str) -> list[int]:
    """The numbers of a list that ends in a comma."""
    return [int(number) for number in text.rstrip(",").split(",")]


def aligned(source: Placed, target: Placed) -> list[Block]:
    """Each exon as a block; empty unless all exons are as long in both builds, on the same chromosome."""
    strand = 1 if source.strand == target.strand else -1
    there = target.exons[::strand]
    if source.chrom != target.chrom or lengths(source.exons) != lengths(there):
        return []
    return [block(source.chrom, strand, *places) for places in zip(source.exons, there, strict=True)]


def introns(exons: list[Block]) -> Iterator[Block]:
    """The ends of introns that are as long in both builds: nothing came or went between their exons."""
    for one, other in pairwise(exons):
        if one.offset == other.offset and one.end + 1 < other.start:
            yield one._replace(start=one.end + 1, end=min(one.end + INTRON_END, other.start - 1))
            yield one._replace(start=max(one.end + 1, other.start - INTRON_END), end=other.start - 1)


def lengths(exons: Exons) -> list[int]:
    return [end - start for start, end in exons]


def block(chrom: str, strand: int, place: tuple[int, int], other: tuple[int, int]) -> Block:
    """The block from a place to one of the same length on the same chromosome."""
    return Block(chrom, *place, chrom, strand, other[0] - place[0] if strand == 1 else other[1] + place[0])


def beside(
    chains: list[Block], source: dict[str, Placed], target: dict[str, Placed]
) -> tuple[list[Block], list[Block]]:
    """Blocks where chains have none, and blocks that contradict the chains where they have some.

    Only transcripts that agree with the chains wherever both say something may fill their gaps.
    """
    here, there = covered(chains), covered(one.turned() for one in chains)
    lines = by_line(chains)
    filling: list[Block] = []
    contradicting: list[Block] = []
    for name in sorted(source.keys() & target.keys()):
        exons = aligned(source[name], target[name])
        against = [part for one in exons for part in contradictions(one, here, lines)]
        if against:
            contradicting += against
        else:
            filling += [part for one in (*exons, *introns(exons)) for part in gaps(one, here, there)]
    return joined(filling), joined(contradicting)


def by_line(blocks: list[Block]) -> dict[tuple[str, int, int], Intervals]:
    """Where blocks that move positions in the same way lie."""
    lines: dict[tuple[str, int, int], list[Block]] = defaultdict(list)
    for one in blocks:
        lines[one.chrom, one.strand, one.offset].append(one)
    return {line: covered(found) for line, found in lines.items()}


def contradictions(one: Block, here: Intervals, lines: dict[tuple[str, int, int], Intervals]) -> Iterator[Block]:
    """The parts of a block that chains send elsewhere."""
    agreeing = lines.get((one.chrom, one.strand, one.offset), {})
    for part in inside(one, here):
        yield from outside(part, agreeing)


def gaps(one: Block, here: Intervals, there: Intervals) -> Iterator[Block]:
    """The parts of a block that chains leave free on both sides."""
    for part in outside(one, here):
        yield from (free.turned() for free in outside(part.turned(), there))
