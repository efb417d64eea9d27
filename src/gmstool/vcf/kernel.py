"""The line kernel: checks the fixed columns of every record, counts its alleles and picks the lines worth parsing.

It works on buffers of whole lines and never copies a line that the pretest drops.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from gmstool.vcf.chunks import ROWLESS, BadLineError, Chunk, Counts, Lines

TAB, NEWLINE = 9, 10
LONGEST_POS = 9  # digits looked at by vector
WINDOW = 16  # bytes gathered to look at a position: one copy a line
LAST_POS = (1 << 31) - 1  # positions are 32-bit numbers in BCF and in htslib
LONGEST_ALT = 24  # bases looked at by vector; longer and unusual alleles take the slow path
_BASE = np.zeros(256, dtype=bool)
_BASE[np.frombuffer(b"ACGTNacgtn", np.uint8)] = True
# Bit masks by number of digits; 0 for lengths that are not looked at by vector.
_ALL_DIGITS = np.array([0, *((1 << n) - 1 for n in range(1, LONGEST_POS + 1)), 0], np.uint16)

Bytes = npt.NDArray[np.uint8]
Positions = npt.NDArray[np.int64]
# Given a buffer and its lines' starts and ends: indices of lines to parse. It may select too many, never too few.
Pretest = Callable[[bytes, Positions, Positions], list[int]]


class Cut(NamedTuple):
    """A buffer of whole lines with its places: a row of `tabs` per line, its last column the line's end."""

    buffer: bytes
    tabs: Positions
    starts: Positions
    numbers: Positions
    ones: Positions  # alternate alleles of each line that give a row
    rowless: Positions

    @property
    def counts(self) -> Counts:
        """The counts of all lines, none of them dropped."""
        return Counts(len(self.starts), int(self.ones.sum()), int(self.rowless.sum()))


class Kernel(Lines):
    """Applies the checks and the pretest to buffers in file order."""

    def __init__(self, n_columns: int, line: int = 1, pretest: Pretest | None = None) -> None:
        super().__init__(n_columns, line)
        self.pretest = pretest

    def cut(self, buffer: bytes) -> Cut:
        """Check the lines of a buffer. Raises BadLineError."""
        codes = np.frombuffer(buffer, np.uint8)
        tabs, starts, ends, numbers = self._columns(buffer, codes)
        return Cut(buffer, tabs, starts, numbers, *_count_alleles(buffer, codes, tabs, starts, ends, numbers))

    def __call__(self, buffer: bytes) -> Chunk:
        """The lines of a buffer that the pretest selects. Raises BadLineError."""
        cut = self.cut(buffer)
        starts, ends, counts = cut.starts, cut.tabs[:, -1], cut.counts
        chosen = self.pretest(buffer, starts, ends) if self.pretest else range(len(starts))
        picked = np.fromiter(chosen, np.int64, len(chosen))
        places = zip(starts[picked].tolist(), (ends[picked] + 1).tolist(), strict=True)
        lines = [buffer[start:end] for start, end in places]
        counts.dropped_records = len(starts) - len(lines)
        counts.dropped_alleles = counts.alleles - int(cut.ones[picked].sum())
        counts.dropped_rowless = counts.rowless - int(cut.rowless[picked].sum())
        return Chunk(lines, cut.numbers[picked].tolist(), counts)

    def _columns(self, buffer: bytes, codes: Bytes) -> tuple[Positions, Positions, Positions, Positions]:
        """Tabs of each line (one row per line), the lines' starts and ends, and their numbers.

        Every line must have the header's number of columns. One pass finds tabs and line ends together; when they
        do not fall into rows of equal length, the lines are looked at one by one.
        """
        # Below 11 are TAB (9), NEWLINE (10) and control characters that no VCF has: one comparison finds both.
        separators = np.flatnonzero(codes <= NEWLINE)
        if len(separators) % self.n_columns == 0:
            rows = separators.reshape(-1, self.n_columns)
            kinds = codes[separators].reshape(-1, self.n_columns)
            if bool((kinds[:, -1] == NEWLINE).all()) and np.count_nonzero(kinds == TAB) == rows.size - len(rows):
                return rows, _starts(rows[:, -1]), rows[:, -1], self._number(len(rows))
        return self._one_by_one(buffer, codes, separators[codes[separators] >= TAB])

    def _number(self, lines: int) -> Positions:
        numbers = np.arange(self.line, self.line + lines)
        self.line += lines
        return numbers

    def _one_by_one(
        self, buffer: bytes, codes: Bytes, separators: Positions
    ) -> tuple[Positions, Positions, Positions, Positions]:
        ends = separators[codes[separators] == NEWLINE]
        starts, numbers = _starts(ends), self._number(len(ends))
        blank = np.array([not buffer[a:b].strip(b" \r") for a, b in zip(starts, ends, strict=True)], bool)
        self.blank_lines += int(blank.sum())
        starts, ends, numbers = starts[~blank], ends[~blank], numbers[~blank]
        for start, end, number in zip(starts, ends, numbers, strict=True):
            found = buffer.count(b"\t", start, end) + 1
            if found != self.n_columns:
                self._refuse(int(number), found, header=buffer[start] == ord("#"))
        tabs = separators[codes[separators] == TAB]
        rows = np.column_stack((tabs.reshape(len(ends), self.n_columns - 1), ends))
        return rows, starts, ends, numbers

    def _refuse(self, number: int, found: int, *, header: bool) -> None:
        what = f"{found} columns where the header has {self.n_columns}"
        hint = "columns are separated by tabs, one per sample; a cut line often means a cut file"
        if header:
            what, hint = "a header line stands among the records", "join VCF files with `bcftools concat`, not with cat"
        raise BadLineError(number, what, hint)


def _starts(ends: Positions) -> Positions:
    starts = np.empty_like(ends)
    if len(ends):
        starts[0] = 0
        starts[1:] = ends[:-1] + 1
    return starts


def _count_alleles(
    buffer: bytes, codes: Bytes, tabs: Positions, starts: Positions, ends: Positions, numbers: Positions
) -> tuple[Positions, Positions]:
    """Per line: alternate alleles that give a row, and those that do not; POS checked to be a number."""
    ones = np.ones(len(starts), np.int64)
    rowless = np.zeros(len(starts), np.int64)
    for i in np.flatnonzero(~_plain(codes, tabs, starts)):
        ones[i], rowless[i] = _alleles(buffer[starts[i] : ends[i]], int(numbers[i]))
    return ones, rowless


def _plain(codes: Bytes, tabs: Positions, starts: Positions) -> npt.NDArray[np.bool_]:
    """Lines with CHROM and REF, a numeric POS and one ALT of plain bases: nothing more to look at."""
    chrom, pos, _, ref, alt = (tabs[:, i] for i in range(5))
    fine = (chrom > starts) & (ref > tabs[:, 2] + 1) & _digits(codes, chrom + 1, pos)
    fine &= _BASE[codes[ref + 1]]
    longer = np.flatnonzero(fine & (alt > ref + 2))
    fine[longer] = _all_in(codes, ref[longer] + 1, alt[longer], _BASE, LONGEST_ALT)
    return fine


def _digits(codes: Bytes, first: Positions, last: Positions) -> npt.NDArray[np.bool_]:
    """Whether each stretch [first, last) is a number of at most LONGEST_POS digits; near the buffer's end: False."""
    if len(codes) < WINDOW:
        return np.zeros(len(first), bool)
    end = len(codes) - WINDOW
    windows = np.ndarray((end + 1,), f"V{WINDOW}", codes, strides=(1,))
    text = windows[np.minimum(first, end)].view(np.uint8)
    digits = np.packbits((text - np.uint8(ord("0"))) < 10, bitorder="little").view("<u2")  # noqa: PLR2004
    wanted = _ALL_DIGITS[np.clip(last - first, 0, LONGEST_POS + 1)]
    found: npt.NDArray[np.bool_] = (wanted > 0) & (digits & wanted == wanted) & (first <= end)
    return found


def _all_in(
    codes: Bytes, first: Positions, last: Positions, allowed: npt.NDArray[np.bool_], longest: int
) -> npt.NDArray[np.bool_]:
    """Whether each stretch of bytes [first, last) is not empty, not longer than `longest`, and of allowed bytes."""
    length = last - first
    places = np.arange(longest)
    # Stretches near the end of the buffer are clipped: what lies beyond their length is not looked at.
    found = allowed[codes[np.minimum(first[:, None] + places, len(codes) - 1)]]
    fits: npt.NDArray[np.bool_] = (length > 0) & (length <= longest)
    reached: npt.NDArray[np.bool_] = (found | (places >= length[:, None])).all(axis=1)
    return fits & reached


def _alleles(line: bytes, number: int) -> tuple[int, int]:
    """Alternate alleles of one line that give a row, and those that do not."""
    chrom, pos, _, ref, alt, _ = line.split(b"\t", 5)
    if not pos.isdigit():
        raise BadLineError(number, f"POS `{_shown(pos)}` is not a number", "positions are 1-based whole numbers")
    if len(pos) > 10 or int(pos) > LAST_POS:  # noqa: PLR2004  # digits of LAST_POS
        raise BadLineError(number, f"POS `{_shown(pos)}` is beyond {LAST_POS:,}", "is the line cut or shifted?")
    if not chrom or not ref or not alt:
        raise BadLineError(number, "CHROM, REF or ALT is empty", "missing values are written as `.`")
    alts = alt.split(b",")
    rowless = sum(1 for one in alts if one in ROWLESS)
    return len(alts) - rowless, rowless


def _shown(text: bytes) -> str:
    return text[:30].decode("utf-8", "replace")
