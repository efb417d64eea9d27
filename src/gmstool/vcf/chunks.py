"""What the line kernel hands on: lines, their numbers, and the counts of everything that went through it."""

from dataclasses import dataclass
from typing import NamedTuple

ROWLESS = frozenset((b"*", b"<*>", b"<NON_REF>", b".", b""))  # alleles that state no change of their own


@dataclass(slots=True)
class Lines:
    """Where a reader is in a file: number of columns, 1-based number of the next line, empty lines seen."""

    n_columns: int
    line: int = 1
    blank_lines: int = 0


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
