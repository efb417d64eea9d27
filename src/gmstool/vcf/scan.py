"""The scan: every line of a BGZF file, whole or in ranges of blocks that several processes share."""

import itertools
from collections.abc import Iterator
from typing import TYPE_CHECKING

from gmstool.vcf.bgzf import BgzfFile
from gmstool.vcf.chunks import Chunk, Counts
from gmstool.vcf.text import Text, whole_lines

if TYPE_CHECKING:
    from gmstool.vcf.kernel import Kernel

RANGE_BYTES = 4 << 20  # compressed bytes of one range: small enough to keep the workers evenly busy


class Ranges:
    """The blocks of one file cut into ranges; a line belongs to the range in which it starts.

    `cuts` are (start of the block before, start, end) per range, as compressed offsets; `skip` is the place of the
    first record in the text of the first range.
    """

    def __init__(self, file: BgzfFile, cuts: list[tuple[int, int, int]], skip: int) -> None:
        self.file, self.cuts, self.skip = file, cuts, skip

    @classmethod
    def of(cls, file: BgzfFile, header_bytes: int) -> "Ranges":
        """Walk the whole chain of blocks, which also finds a cut file, and cut it."""
        offsets = file.offsets()
        first, skip = _first_record(file, offsets, header_bytes)
        cuts, start = [], first
        for index in range(first + 1, len(offsets)):
            if offsets[index] - offsets[start] >= RANGE_BYTES or index == len(offsets) - 1:
                cuts.append((offsets[start - 1] if start > first else offsets[start], offsets[start], offsets[index]))
                start = index
        file.forget(0, file.size)
        return cls(file, cuts, skip)

    def __len__(self) -> int:
        return len(self.cuts)

    def compressed_end(self, number: int) -> int:
        """Compressed offset at which a range ends, for progress."""
        return self.cuts[number][2]

    def lines(self, number: int) -> Iterator[bytes]:
        """Buffers of the whole lines that start in this range."""
        yield from whole_lines(self._text(number))
        self.file.forget(self.cuts[number][1], self.cuts[number][2])

    def _text(self, number: int) -> Iterator[Text]:
        _, start, end = self.cuts[number]
        skipping = number > 0 and not self._ends_line(number)
        skip = self.skip if number == 0 else 0
        ended = True
        for buffer in self.file.texts(start, end):
            text = buffer[skip:] if skip else buffer
            skip = 0
            if skipping:
                after = text.find(b"\n") + 1
                if not after:
                    continue
                text, skipping = text[after:], False
            if text:
                ended = text.endswith(b"\n")
                yield text
        if not ended:
            yield from self._rest_of_line(end)

    def _rest_of_line(self, offset: int) -> Iterator[Text]:
        while offset < self.file.size:
            size = self.file.block_size(offset)
            text = self.file.inflate(offset, size)
            after = text.find(b"\n") + 1
            yield text[:after] if after else text
            if after:
                return
            offset += size

    def _ends_line(self, number: int) -> bool:
        """Whether the text before a range ends a line; empty blocks say nothing, what stands before them is asked."""
        before, start, _ = self.cuts[number]
        if before != self.cuts[0][1] and (text := self.file.inflate(before, start - before)):
            return text.endswith(b"\n")
        for earlier in range(number - 1, -1, -1):
            _, first, end = self.cuts[earlier]
            passed = b"".join(self.file.texts(first, end))[self.skip if earlier == 0 else 0 :]
            if passed:
                return passed.endswith(b"\n")
        return True


def _first_record(file: BgzfFile, offsets: list[int], header_bytes: int) -> tuple[int, int]:
    """Index of the block with the first byte after the header, and that byte's place in its text."""
    left = header_bytes
    for index, (start, end) in enumerate(itertools.pairwise(offsets)):
        length = int.from_bytes(file.tail(start, end), "little")
        if left < length:
            return index, left
        left -= length
    return len(offsets) - 1, 0


def scan_range(ranges: Ranges, number: int, kernel: "Kernel") -> Chunk:
    """All selected lines of one range as one chunk; line numbers count from the kernel's start."""
    lines: list[bytes] = []
    numbers: list[int] = []
    counts = Counts()
    for buffer in ranges.lines(number):
        chunk = kernel(buffer)
        lines += chunk.lines
        numbers += chunk.numbers
        counts.add(chunk.counts)
    return Chunk(lines, numbers, counts)


def scan_alone(ranges: Ranges, kernel: "Kernel") -> Iterator[tuple[Chunk, int]]:
    """Chunks of the whole file in this process, each with the compressed offset reached."""
    for number in range(len(ranges)):
        for buffer in ranges.lines(number):
            yield kernel(buffer), ranges.compressed_end(number)
