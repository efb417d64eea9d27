"""The line kernel: checks the fixed columns of every record, counts its alleles and picks the lines worth parsing.

It works on buffers of whole lines and never copies a line that the pretest drops.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

TAB, NEWLINE = 9, 10
HEAD = 64  # bytes of a line looked at by vector; longer ID, REF or ALT take the slow path
_BASE = np.zeros(256, dtype=bool)
_BASE[np.frombuffer(b"ACGTNacgtn", np.uint8)] = True
_DIGIT = np.zeros(256, dtype=bool)
_DIGIT[np.frombuffer(b"0123456789", np.uint8)] = True
ROWLESS = frozenset((b"*", b"<*>", b"<NON_REF>", b".", b""))  # alleles that state no change of their own

Bytes = npt.NDArray[np.uint8]
Positions = npt.NDArray[np.int64]
# Given a buffer and its lines' starts and ends: indices of lines to parse. It may select too many, never too few.
Pretest = Callable[[bytes, Positions, Positions], list[int]]


@dataclass(slots=True)
class Counts:
    """What went through the kernel. Alleles are alternate alleles that give a row; `rowless` are those that do not."""

    records: int = 0
    alleles: int = 0
    rowless: int = 0
    dropped_records: int = 0
    dropped_alleles: int = 0
    dropped_rowless: int = 0

    def add(self, other: "Counts") -> None:
        for name in self.__slots__:
            setattr(self, name, getattr(self, name) + getattr(other, name))


class BadLineError(Exception):
    """A record breaks the format. The reader that knows the file turns it into a RecordError with the line's number."""

    def __init__(self, number: int, what: str, hint: str = "") -> None:
        super().__init__(number, what, hint)
        self.number, self.what, self.hint = number, what, hint


class Chunk(NamedTuple):
    """Selected lines (with their newline), each one's 1-based line number in the file, and the counts."""

    lines: list[bytes]
    numbers: list[int]
    counts: Counts


@dataclass(slots=True)
class Kernel:
    """Applies the checks and the pretest to buffers in file order. `line` is the 1-based number of the next line."""

    n_columns: int
    line: int = 1
    pretest: Pretest | None = None
    blank_lines: int = field(default=0, init=False)

    def __call__(self, buffer: bytes) -> Chunk:
        codes = np.frombuffer(buffer, np.uint8)
        ends = np.flatnonzero(codes == NEWLINE)
        starts = np.concatenate((np.zeros(1, np.int64), ends[:-1] + 1)) if len(ends) else ends
        numbers = np.arange(self.line, self.line + len(ends))
        self.line += len(ends)
        starts, ends, numbers = self._without_blank(codes, starts, ends, numbers)
        self._check_columns(buffer, codes, starts, ends, numbers)
        ones, rowless = self._count_alleles(buffer, codes, starts, ends, numbers)
        chosen = self.pretest(buffer, starts, ends) if self.pretest else range(len(starts))
        lines = [buffer[starts[i] : ends[i] + 1] for i in chosen]
        picked = np.fromiter(chosen, np.int64, len(lines))
        counts = Counts(
            records=len(starts),
            alleles=int(ones.sum()),
            rowless=int(rowless.sum()),
            dropped_records=len(starts) - len(lines),
            dropped_alleles=int(ones.sum() - ones[picked].sum()),
            dropped_rowless=int(rowless.sum() - rowless[picked].sum()),
        )
        return Chunk(lines, numbers[picked].tolist(), counts)

    def _without_blank(
        self, codes: Bytes, starts: Positions, ends: Positions, numbers: Positions
    ) -> tuple[Positions, Positions, Positions]:
        short = np.flatnonzero(ends - starts <= 1)
        if not len(short):
            return starts, ends, numbers
        blank = [i for i in short if ends[i] == starts[i] or codes[starts[i]] == ord("\r")]
        self.blank_lines += len(blank)
        return np.delete(starts, blank), np.delete(ends, blank), np.delete(numbers, blank)

    def _check_columns(self, buffer: bytes, codes: Bytes, starts: Positions, ends: Positions, at: Positions) -> None:
        # One count over the whole buffer; only when it is off are the lines looked at one by one.
        if int(np.count_nonzero(codes == TAB)) == (self.n_columns - 1) * len(starts):
            return
        for start, end, number in zip(starts, ends, at, strict=True):
            found = buffer.count(b"\t", start, end) + 1
            if found != self.n_columns:
                what = f"{found} columns where the header has {self.n_columns}"
                if buffer[start] == ord("#"):
                    what = "a header line stands among the records"
                hint = "columns are separated by tabs, one per sample; a cut line often means a cut file"
                raise BadLineError(int(number), what, hint)

    def _count_alleles(
        self, buffer: bytes, codes: Bytes, starts: Positions, ends: Positions, at: Positions
    ) -> tuple[Positions, Positions]:
        """Per line: alternate alleles that give a row, and those that do not; POS checked to be a number."""
        ones = np.ones(len(starts), np.int64)
        rowless = np.zeros(len(starts), np.int64)
        slow = np.flatnonzero(~_plain_heads(codes, starts))
        for i in slow:
            ones[i], rowless[i] = _alleles(buffer[starts[i] : ends[i]], int(at[i]))
        return ones, rowless


def _plain_heads(codes: Bytes, starts: Positions) -> npt.NDArray[np.bool_]:
    """Lines whose first bytes hold a numeric POS and one ALT of plain bases: nothing more to look at."""
    plain = np.zeros(len(starts), bool)
    within = int(np.searchsorted(starts, len(codes) - HEAD, side="right"))
    if within == 0:
        return plain
    heads = np.lib.stride_tricks.sliding_window_view(codes, HEAD)[starts[:within]]
    tabs = heads == TAB
    column = np.cumsum(tabs, axis=1, dtype=np.uint8)
    good_pos = (column != 1) | tabs | _DIGIT[heads]
    good_alt = (column != 4) | tabs | _BASE[heads]  # noqa: PLR2004
    no_empty = ~(tabs[:, 1:] & tabs[:, :-1])  # an empty column among the first five
    fine = good_pos.all(axis=1) & good_alt.all(axis=1) & (column[:, -1] >= 5)  # noqa: PLR2004
    plain[:within] = fine & (no_empty | (column[:, 1:] > 5)).all(axis=1)  # noqa: PLR2004
    return plain


def _alleles(line: bytes, number: int) -> tuple[int, int]:
    """Alternate alleles of one line that give a row, and those that do not."""
    chrom, pos, _, ref, alt, _ = line.split(b"\t", 5)
    if not pos.isdigit():
        raise BadLineError(number, f"POS `{_shown(pos)}` is not a number")
    if not chrom or not ref or not alt or b" " in chrom:
        raise BadLineError(number, "CHROM, REF or ALT is empty or has a space")
    alts = alt.split(b",")
    rowless = sum(1 for one in alts if one in ROWLESS)
    return len(alts) - rowless, rowless


def _shown(text: bytes) -> str:
    return text[:30].decode("utf-8", "replace")
