"""Ungapped aligned blocks of two builds: reading a chain file, and the arithmetic of blocks.

The format is UCSC's (`https://genome.ucsc.edu/goldenPath/help/chain.html`); the files read here are Ensembl's, who
write each chain twice and give every chain the score 1, which therefore says nothing.
"""

from __future__ import annotations

import gzip
from bisect import bisect_right
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from reference_sources.genome import CHROMOSOMES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

NUCLEAR = frozenset(CHROMOSOMES) - {"MT"}
UNGAPPED = 1  # numbers on the last line of a chain
Intervals = dict[str, list[tuple[int, int]]]  # disjoint and sorted, by chromosome


class Block(NamedTuple):
    """An ungapped stretch: source base p is target base `strand * p + offset` (1-based, target on the + strand)."""

    chrom: str
    start: int
    end: int
    target_chrom: str
    strand: int
    offset: int

    def target(self, position: int) -> int:
        return self.strand * position + self.offset

    def turned(self) -> Block:
        """The same block seen from the target."""
        ends = sorted((self.target(self.start), self.target(self.end)))
        return Block(self.target_chrom, ends[0], ends[1], self.chrom, self.strand, -self.strand * self.offset)


def read(data: bytes) -> list[Block]:
    """The blocks between the chromosomes 1 to 22, X and Y of a chain file, each once, those that abut joined."""
    text = (gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data).decode()
    chains = (chain.splitlines() for chain in text.split("chain ") if chain.strip())
    return joined(block for head, *lines in chains for block in blocks_of(head.split(), lines))


def blocks_of(head: list[str], lines: list[str]) -> Iterator[Block]:
    """The blocks of one chain: its head line is score, source, target and id, each place 0-based half-open."""
    _, chrom, _, _, start, _, target_chrom, size, strand, target_start, *_ = head
    if not {chrom, target_chrom} <= NUCLEAR:
        return
    position, target = int(start), int(target_start)
    for numbers in (line.split() for line in lines if line.strip()):
        length = int(numbers[0])
        # On the - strand, UCSC counts from the end of the chromosome.
        if strand == "+":
            yield Block(chrom, position + 1, position + length, target_chrom, 1, target - position)
        else:
            yield Block(chrom, position + 1, position + length, target_chrom, -1, int(size) - target + position + 1)
        if len(numbers) > UNGAPPED:
            position, target = position + length + int(numbers[1]), target + length + int(numbers[2])


def joined(blocks: Iterable[Block]) -> list[Block]:
    """Blocks that overlap or abut without a gap on either side, made one; sorted by chromosome and start."""
    found: list[Block] = []
    for block in sorted(blocks, key=lambda one: (one.chrom, one.target_chrom, one.strand, one.offset, one.start)):
        last = found[-1] if found else None
        if last and same_line(last, block) and block.start <= last.end + 1:
            found[-1] = last._replace(end=max(last.end, block.end))
        else:
            found.append(block)
    return sorted(found, key=lambda one: (CHROMOSOMES.index(one.chrom), *one[1:]))


def same_line(one: Block, other: Block) -> bool:
    """Whether two blocks move a position in the same way."""
    return (one.chrom, *one[3:]) == (other.chrom, *other[3:])


def covered(blocks: Iterable[Block]) -> Intervals:
    """Where blocks lie on the source, as disjoint intervals."""
    found: Intervals = defaultdict(list)
    for block in sorted(blocks):
        intervals = found[block.chrom]
        if intervals and block.start <= intervals[-1][1] + 1:
            intervals[-1] = (intervals[-1][0], max(intervals[-1][1], block.end))
        else:
            intervals.append((block.start, block.end))
    return found


def inside(block: Block, intervals: Intervals) -> Iterator[Block]:
    """The parts of a block that lie in intervals of its source chromosome."""
    there = intervals.get(block.chrom, [])
    first = max(0, bisect_right(there, (block.start,)) - 1)
    for number in range(first, bisect_right(there, (block.end + 1,))):
        start, end = max(there[number][0], block.start), min(there[number][1], block.end)
        if start <= end:
            yield block._replace(start=start, end=end)


def outside(block: Block, intervals: Intervals) -> Iterator[Block]:
    """The parts of a block that lie in no interval of its source chromosome."""
    start = block.start
    for part in inside(block, intervals):
        if start < part.start:
            yield block._replace(start=start, end=part.start - 1)
        start = part.end + 1
    if start <= block.end:
        yield block._replace(start=start)
