"""Lifted lines in the order of the target: kept in a temporary file, because a genome's records are many."""

import mmap
import tempfile
from array import array
from collections.abc import Iterator
from pathlib import Path

CHROMOSOMES = (*map(str, range(1, 23)), "X", "Y", "MT")
_RANKS = {chrom: rank for rank, chrom in enumerate(CHROMOSOMES)}


class Sorter:
    """Takes lines in any order and gives them back sorted by chromosome and position; equal ones as they came."""

    def __init__(self, folder: Path | None) -> None:
        self._file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115  # lives as long as the sorter
        self._keys, self._ends = array("q"), array("q", [0])

    def add(self, chrom: str, pos: int, line: bytes) -> None:
        """Take one line with its place on the target."""
        self._keys.append(_RANKS[chrom] << 32 | pos)
        self._ends.append(self._ends[-1] + self._file.write(line))

    def __len__(self) -> int:
        return len(self._keys)

    def lines(self) -> Iterator[bytes]:
        """All lines in order."""
        self._file.flush()
        if not self._keys:
            return
        with mmap.mmap(self._file.fileno(), 0, access=mmap.ACCESS_READ) as text:
            for number in sorted(range(len(self._keys)), key=self._keys.__getitem__):
                yield text[self._ends[number] : self._ends[number + 1]]

    def close(self) -> None:
        """Remove the temporary file."""
        self._file.close()
