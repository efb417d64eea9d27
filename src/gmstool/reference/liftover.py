"""Positions and regions of one build in the other: GRCh37 <-> GRCh38, through blocks that align without a gap.

The blocks are Ensembl's assembly mapping, and exons that RefSeq places in both builds where that mapping has a gap.
Chromosomes are named 1..22, X, Y, MT; positions are 1-based inclusive. MT is rCRS in both builds and stays as it is;
hg19's chrM of 16,571 bases is another sequence, and the caller must not ask for it under the name MT.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from gmstool.genome import BUILDS, RCRS_LENGTH, Region, chromosome_length
from gmstool.reference import bundle

TABLE = "liftover_chains"
MIN_MAPPED = 0.95  # share of a region's bases that must have a place: the default of UCSC's liftOver (-minMatch)
MAX_GAP = 0.10  # largest gap inside a lifted region, on either build, as a share of the region's length
MAX_AMBIGUOUS = 0.05  # share of a region's bases that may have several places


class Reason(StrEnum):
    """Why something has no place in the other build. The value is what users read."""

    OTHER_CONTIG = "not on a chromosome 1 to 22, X, Y or MT"
    OTHER_MITOCHONDRIA = "chrM of hg19 is another sequence than rCRS, or it is not known which one this is"
    BEYOND_END = "lies beyond the end of the chromosome"
    NOT_ALIGNED = "no alignment with the other build"
    AMBIGUOUS = "aligned to several places"
    GAP = "the reference allele crosses a gap of the alignment"
    BESIDE_GAP = "an insertion or deletion beside a gap of the alignment may be the difference between the builds"
    NEEDS_FASTA = "an insertion or deletion on a stretch that is turned round needs --fasta"
    REFERENCE_DIFFERS = "the reference allele is another one in the other build"
    SWAPPED = "the reference and an alternate allele are swapped in the other build"
    NOT_A_SEQUENCE = "the alleles are not spelled in bases"
    BREAKEND = "a breakend or second place is not lifted"
    TURNED_STRUCTURE = "a structural variant on a stretch that is turned round is not lifted"
    NO_END = "a symbolic allele without a readable end"
    END_NOT_ALIGNED = "the end of the variant has no place in line with its start"
    PARTLY_ALIGNED = "too few of its bases are aligned"
    SPLIT = "its parts lie in several places"


@dataclass(frozen=True, slots=True)
class Failure:
    """Something that has no place in the other build, and why."""

    reason: Reason
    detail: str = ""


class Block(NamedTuple):
    """An ungapped stretch of the source: base p is base `strand * p + offset` of the target's + strand."""

    start: int
    end: int
    chrom: str
    strand: int
    offset: int
    by: str  # whose alignment it is

    def target(self, position: int) -> int:
        """Where a base inside the block lies on the target."""
        return self.strand * position + self.offset

    def region(self, start: int, end: int) -> Region:
        """Where a stretch inside the block lies on the target."""
        first, last = sorted((self.target(start), self.target(end)))
        return Region(self.chrom, first, last)


Piece = tuple[int, int, Block]  # first and last base on the source, and the block that holds them


@dataclass(frozen=True, slots=True)
class LiftedRegion:
    """A region's place in the other build. `mapped` is the share of its bases that are aligned."""

    region: Region
    strand: int
    mapped: float


class Chromosome:
    """The blocks of one chromosome, cut into segments: in each, the same blocks lie side by side."""

    def __init__(self, blocks: Iterable[Block]) -> None:
        segments = list(_segments(sorted(blocks)))
        self.starts = [start for start, _, _ in segments]
        self.ends = [end for _, end, _ in segments]
        self.blocks = [blocks for _, _, blocks in segments]

    def overlapping(self, start: int, end: int) -> Iterator[tuple[int, int, tuple[Block, ...]]]:
        """The parts of a stretch that are aligned, each with its blocks."""
        at = max(0, bisect_right(self.starts, start) - 1)
        while at < len(self.starts) and self.starts[at] <= end:
            if self.ends[at] >= start:
                yield max(start, self.starts[at]), min(end, self.ends[at]), self.blocks[at]
            at += 1

    def block(self, start: int, end: int) -> Block | Failure:
        """The one block that holds the whole stretch."""
        at = bisect_right(self.starts, start) - 1
        if at >= 0 and self.ends[at] >= end and len(self.blocks[at]) == 1:
            return self.blocks[at][0]
        return self._failure(start, end)

    def _failure(self, start: int, end: int) -> Block | Failure:
        found = list(self.overlapping(start, end))
        if not found:
            return Failure(Reason.NOT_ALIGNED)
        if several := next((blocks for _, _, blocks in found if len(blocks) > 1), None):
            return Failure(Reason.AMBIGUOUS, _places(several, start))
        block = found[0][2][0]
        whole = block.start <= start and block.end >= end
        return block if whole else Failure(Reason.GAP)


def _segments(blocks: list[Block]) -> Iterator[tuple[int, int, tuple[Block, ...]]]:
    """Stretches between the ends of blocks, with the blocks that hold them; most are one whole block."""
    borders = sorted({border for block in blocks for border in (block.start, block.end + 1)})
    following = iter(blocks)
    block = next(following, None)
    holding: list[Block] = []
    for start, after in pairwise(borders):
        holding = [one for one in holding if one.end >= start]
        while block is not None and block.start == start:
            holding.append(block)
            block = next(following, None)
        if holding:
            # Where RefSeq contradicts the chains, the chains come first.
            yield start, after - 1, tuple(sorted(holding, key=lambda one: one.by))


def _places(blocks: tuple[Block, ...], position: int) -> str:
    return ", ".join(f"{one.chrom}:{one.target(max(position, one.start))}" for one in blocks)


class Chains:
    """All blocks from one build to the other."""

    def __init__(self, source: str, blocks: Iterable[tuple[str, Block]]) -> None:
        self.source = source
        found: dict[str, list[Block]] = defaultdict(list)
        for chrom, block in blocks:
            found[chrom].append(block)
        self.chromosomes = {chrom: Chromosome(found[chrom]) for chrom in found}

    def block(self, chrom: str, start: int, end: int) -> Block | Failure:
        """The one block that holds a stretch of the source, or why there is none."""
        chromosome = self.chromosomes.get(chrom)
        found = chromosome.block(start, end) if chromosome else Failure(Reason.NOT_ALIGNED)
        return self._explained(chrom, start, end, found) if isinstance(found, Failure) else found

    def _explained(self, chrom: str, start: int, end: int, failure: Failure) -> Failure:
        """A better reason than an alignment that is missing: the place does not exist in the source."""
        length = chromosome_length(self.source, chrom)
        if length is None:
            return Failure(Reason.OTHER_CONTIG)
        if not 1 <= start <= end <= length:
            return Failure(Reason.BEYOND_END, f"{chrom} of {self.source} has {length} bases")
        return failure

    def region(self, region: Region) -> LiftedRegion | Failure:
        """The region's place: most bases aligned, in one order, on one strand, without a large gap."""
        chromosome = self.chromosomes.get(region.chrom)
        parts = list(chromosome.overlapping(region.start, region.end)) if chromosome else []
        failure = self._explained(*region, failure=Failure(Reason.NOT_ALIGNED))
        if not parts or failure.reason is not Reason.NOT_ALIGNED:
            return failure
        length = region.end - region.start + 1
        ambiguous = sum(end - start + 1 for start, end, blocks in parts if len(blocks) > 1) / length
        if ambiguous > MAX_AMBIGUOUS:
            return Failure(Reason.AMBIGUOUS, f"{ambiguous:.1%} of its bases")
        return _lifted_region([(start, end, blocks[0]) for start, end, blocks in parts], length)


def _lifted_region(pieces: list[Piece], length: int) -> LiftedRegion | Failure:
    """The place that most bases of a region have; the others count as not aligned."""
    by_place: dict[tuple[str, int], list[Piece]] = defaultdict(list)
    for piece in pieces:
        by_place[piece[2].chrom, piece[2].strand].append(piece)
    main = max(by_place.values(), key=_bases)
    mapped = _bases(main) / length
    if mapped < MIN_MAPPED:
        split = _bases(pieces) / length >= MIN_MAPPED
        reason = Reason.SPLIT if split else Reason.PARTLY_ALIGNED
        return Failure(reason, f"{mapped:.1%} of its bases: {_listed(pieces)}")
    if not _in_line(main, MAX_GAP * length):
        return Failure(Reason.SPLIT, _listed(main))
    return _joined(main, mapped)


def _bases(pieces: list[Piece]) -> int:
    return sum(end - start + 1 for start, end, _ in pieces)


def _in_line(pieces: list[Piece], largest: float) -> bool:
    """Whether pieces follow each other on one strand of one chromosome, no gap being larger than allowed."""
    for (_, end, one), (start, _, other) in pairwise(pieces):
        step = (other.target(start) - one.target(end)) * one.strand - 1  # bases between them on the target
        if (one.chrom, one.strand) != (other.chrom, other.strand) or not 0 <= step <= largest:
            return False
        if start - end - 1 > largest:
            return False
    return True


def _joined(pieces: list[Piece], mapped: float) -> LiftedRegion:
    ends = [position for start, end, block in pieces for position in block.region(start, end)[1:]]
    block = pieces[0][2]
    return LiftedRegion(Region(block.chrom, min(ends), max(ends)), block.strand, mapped)


def _listed(pieces: list[Piece]) -> str:
    shown = [f"{chrom}:{start}-{end}" for chrom, start, end in (block.region(a, b) for a, b, block in pieces[:5])]
    more = [f"and {len(pieces) - 5} more"] if len(pieces) > 5 else []  # noqa: PLR2004
    return ", ".join([*shown, *more])


def other_build(build: str) -> str:
    """The build that a file to be lifted to `build` is of."""
    return BUILDS[1 - BUILDS.index(build)]


@cache
def chains(source: str) -> Chains:
    """The bundled blocks from a build to the other one."""
    import polars as pl

    columns = ("source_chrom", "source_start", "target_chrom", "target_strand", "target_start", "length", "by")
    rows = bundle.table(TABLE).filter(pl.col("source_build") == source).select(columns)
    blocks = [
        (chrom, Block(start, start + length - 1, target_chrom, strand, target - strand * start, by))
        for chrom, start, target_chrom, strand, target, length, by in rows.iter_rows()
    ]
    return Chains(source, [*blocks, ("MT", Block(1, RCRS_LENGTH, "MT", 1, 0, "rCRS"))])


def lift_region(region: Region, source: str) -> LiftedRegion | Failure:
    """The place of a region of `source` in the other build, or why it has none.

    At least 95 % of its bases must be aligned, and its pieces must lie in order on one strand of one chromosome, with
    no gap of more than a tenth of its length on either build.
    """
    return chains(source).region(region)
