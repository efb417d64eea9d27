"""Record lines as columns: the fixed fields, the alleles, values of INFO keys, and the annotation entries."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from gmstool.vcf.alleles import vep_names
from gmstool.vcf.entries import parsed
from gmstool.vcf.kernel import NEWLINE, TAB, Cut

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import numpy.typing as npt
    import polars as pl

    from gmstool.vcf.kernel import Positions

_COLUMNS = ("chrom", "pos", "id", "ref", "alt", "qual", "filter")
_INFO = len(_COLUMNS)
_KEY = b"CSQ="
_KEY_AS_NUMBER = int.from_bytes(_KEY, "little")
_BASES, _ALTS = "^[A-Za-z]+$", "^[A-Za-z]+(,[A-Za-z]+)*$"
_UNKNOWN = ("", ".")


class LineBatch:
    """Lines of one file in buffers that are cut into columns. `odd` marks those that cannot be read column by column.

    `fixed` has the fixed columns as texts, `info` the values of the asked INFO keys (by key; the value is the key's
    Number in the header), null where there is none. Alleles are numbered through the lines: `line_of` and `index_of`
    tell each one's line and its place among the ALTs, `alts` its bases. An odd line counts as one allele.
    """

    def __init__(self, cuts: Iterable[Cut], keys: dict[str, str]) -> None:
        self._cuts: list[Cut] = []
        self._annotations: list[tuple[Positions, Positions]] = []
        self._names: dict[int, dict[str, int]] = {}
        cells: list[bytes] = []
        odd = [np.zeros(0, bool)]
        for cut in cuts:  # all of a buffer at once, while the processor's cache holds it
            if not len(cut.starts):
                continue
            strange = _strange(cut)
            starts, stops = _annotations(cut)
            odd.append(strange | (stops - starts <= len(_UNKNOWN[-1])))  # none, empty, or a dot
            cells.append(_cells(cut, strange))
            self._annotations.append((starts, stops))
            self._cuts.append(cut)
        self.odd = np.concatenate(odd)
        self._length = len(self.odd)
        self.fixed = self._fixed(b"\n".join(cells))
        self._alleles()
        self.info = {key: self._values(key, number) for key, number in keys.items()}

    @classmethod
    def of(cls, lines: list[bytes], n_columns: int, keys: dict[str, str]) -> LineBatch:
        """A batch of single lines. If one has not as many columns, all are odd."""
        text = b"".join(lines)
        codes = np.frombuffer(text, np.uint8)
        ends = np.flatnonzero(codes <= NEWLINE)  # as in the kernel: one comparison finds tabs and line ends
        if len(ends) != len(lines) * n_columns:
            ends = np.flatnonzero((codes == TAB) | (codes == NEWLINE))
        fitting = len(ends) == len(lines) * n_columns
        tabs = (ends if fitting else np.zeros(len(lines) * n_columns, np.int64)).reshape(-1, n_columns)
        starts = np.append(0, tabs[:-1, -1] + 1)[: len(lines)]
        nothing = np.zeros(len(lines), np.int64)
        return cls([Cut(text, tabs, starts, nothing, nothing, nothing)] if lines else [], keys)

    def __len__(self) -> int:
        return self._length

    def odd_lines(self) -> tuple[list[bytes], list[int]]:
        """The lines that are odd, and their numbers in the file."""
        lines: list[bytes] = []
        numbers: list[int] = []
        first = 0
        for cut in self._cuts:
            at = np.flatnonzero(self.odd[first : first + len(cut.starts)])
            places = zip(cut.starts[at].tolist(), (cut.tabs[at, -1] + 1).tolist(), strict=True)
            lines += [cut.buffer[start:end] for start, end in places]
            numbers += cut.numbers[at].tolist()
            first += len(cut.starts)
        return lines, numbers

    def _fixed(self, cells: bytes) -> dict[str, pl.Series]:
        """CHROM to FILTER; a line with an empty cell, or whose alleles are not spelled in bases, is odd."""
        import polars as pl

        if not self._length:
            return {name: pl.Series(name, [], dtype=pl.String) for name in _COLUMNS}
        schema = dict.fromkeys(_COLUMNS, pl.String)
        table = pl.read_csv(cells, has_header=False, separator="\t", quote_char=None, schema=schema)
        fine = pl.all_horizontal(pl.all().is_not_null())
        fine &= pl.col("ref").str.contains(_BASES) & pl.col("alt").str.contains(_ALTS)
        self.odd |= ~table.select(fine.fill_null(value=False)).to_series().to_numpy()  # an empty cell: odd
        return {name: table[name] for name in _COLUMNS}

    def _alleles(self) -> None:
        import polars as pl

        alts = self.fixed["alt"].set(pl.Series(self.odd, dtype=pl.Boolean), None).str.split(",")
        counts = np.where(self.odd, 1, alts.list.len().cast(pl.Int64).fill_null(1).to_numpy())  # odd: one allele
        self.alts = alts.explode()
        self.line_of = np.repeat(np.arange(self._length), counts)
        self._first = np.cumsum(counts) - counts
        self.index_of = np.arange(len(self.line_of)) - self._first[self.line_of]
        self._several = counts > 1

    def _values(self, key: str, number: str) -> pl.Series:
        """The value of an INFO key: a flag's is `1`, of a key that stands twice the first counts.

        A line with several ALTs that has the key is odd, as is one with another number of values than the header says.
        """
        import polars as pl

        found: list[str | None] = []
        pattern = re.compile(rb"[;\t]" + re.escape(key.encode()) + rb"(?:=([^;\t\n]*))?(?=[;\t\n])")
        for cut in self._cuts:
            odd = self.odd[len(found) : len(found) + len(cut.starts)].tolist()
            found += _found(pattern, cut, odd) if key.encode() in cut.buffer else [None] * len(odd)
        values = _known(pl.Series(key, found, dtype=pl.String))
        self.odd |= self._several & values.is_not_null().to_numpy()
        if number not in ("A", "R"):
            return values
        first = 1 if number == "R" else 0
        self.odd |= (values.str.count_matches(",") != first).fill_null(value=False).to_numpy()  # no value: not odd
        return _known(values.str.split(",").list.get(first, null_on_oob=True))

    def parsed(self, n_fields: int, fields: tuple[int, ...]) -> tuple[pl.DataFrame, Positions] | None:
        """Fields of the annotation entries of lines that are not odd, and each entry's line; None if one is cut."""
        lines = np.flatnonzero(~self.odd)
        if not len(lines):
            return None
        text = b",".join(self._each())
        commas = np.flatnonzero(np.frombuffer(text, np.uint8) == ord(","))
        table = parsed(text, len(commas) + 1, n_fields, fields)
        if table is None:
            return None
        lengths = np.concatenate([stops - starts for starts, stops in self._annotations])[lines]
        ends = np.cumsum(lengths + 1) - 1  # commas between the lines
        entries = np.diff(np.searchsorted(commas, ends, side="right"), prepend=0)  # of each line, by its last comma
        entries[-1:] += 1  # no comma ends the last
        return table, np.repeat(lines, entries)

    def _each(self) -> Iterator[memoryview]:
        """The annotation of each line that is not odd, a view of its buffer: joined, they are copied once."""
        first = 0
        for cut, (starts, stops) in zip(self._cuts, self._annotations, strict=True):
            kept = ~self.odd[first : first + len(starts)]
            first += len(starts)
            whole = memoryview(cut.buffer)
            for start, stop in zip(starts[kept].tolist(), stops[kept].tolist(), strict=True):
                yield whole[start:stop]

    def refuse_cut(self, n_fields: int) -> None:
        """Mark lines with an entry that has not as many fields as the header defines."""
        lines = np.flatnonzero(~self.odd).tolist()
        for at, annotation in zip(lines, map(bytes, self._each()), strict=True):
            self.odd[at] = any(one.count(b"|") != n_fields - 1 for one in annotation.split(b","))

    def alleles_of(self, names: pl.Series, numbers: pl.Series | None, line: Positions) -> Positions:
        """The allele that each entry names, by VEP's name and number; lines that leave one open are marked odd."""
        import polars as pl

        allele = self._first[line]
        choice = np.flatnonzero(self._several[line])
        told = names.gather(choice).to_list(), line[choice].tolist()
        stated = [None] * len(choice) if numbers is None else numbers.gather(choice).to_list()
        for at, name, of, number in zip(choice.tolist(), *told, stated, strict=True):
            index = self._index(of).get(name, -1)
            fits = number is None or number == str(index + 1)
            allele[at] = allele[at] + index if index >= 0 and fits else -1
        self.odd[line[allele < 0]] = True
        alone = pl.Series(~self._several[line])
        self.odd[line[(alone & names.ne_missing(self._vep_names().gather(self._first[line]))).to_numpy()]] = True
        named = np.zeros(len(self.line_of), bool)
        named[allele[allele >= 0]] = True
        self.odd[self.line_of[~named]] = True  # an ALT without entries, or an odd line
        return allele

    def _index(self, line: int) -> dict[str, int]:
        """VEP's names of a line's ALTs; empty where two have the same name."""
        names = self._names.get(line)
        if names is None:
            found = vep_names(self.fixed["ref"][line], self.fixed["alt"][line].split(","))
            names = self._names[line] = (
                {name: at for at, name in enumerate(found)} if len(set(found)) == len(found) else {}
            )
        return names

    def _vep_names(self) -> pl.Series:
        """VEP's name of the only ALT of a line: without the first base if REF begins with it and is not as long."""
        import polars as pl

        ref, alt = pl.lit(self.fixed["ref"].gather(self.line_of)), pl.lit(self.alts)
        shared = ref.str.slice(0, 1).str.to_uppercase() == alt.str.slice(0, 1).str.to_uppercase()
        rest = alt.str.slice(1)
        short = pl.when(rest == "").then(pl.lit("-")).otherwise(rest)
        longer = ref.str.len_bytes() != alt.str.len_bytes()
        return pl.select(pl.when(shared & longer).then(short).otherwise(alt)).to_series()


def _strange(cut: Cut) -> npt.NDArray[np.bool_]:
    """Lines that were not cut, are not ASCII or have carriage returns."""
    buffer, starts, ends = cut.buffer, cut.starts, cut.tabs[:, -1]
    found: npt.NDArray[np.bool_] = ends <= starts
    if not buffer.isascii() or b"\r" in buffer:
        lines = (buffer[start:end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True))
        found |= np.fromiter((not one.isascii() or b"\r" in one for one in lines), bool, len(starts))
    return found


def _cells(cut: Cut, strange: npt.NDArray[np.bool_]) -> bytes:
    """The text of CHROM to FILTER of each line, on lines of their own."""
    places = zip(cut.starts.tolist(), cut.tabs[:, _INFO - 1].tolist(), strict=True)
    cells = [cut.buffer[start:end] for start, end in places]
    for at in np.flatnonzero(strange).tolist():
        cells[at] = b"\t" * (_INFO - 1)
    return b"\n".join(cells)


def _annotations(cut: Cut) -> tuple[Positions, Positions]:
    """Where in the buffer the annotation of each line starts and stops: at one place where it has none."""
    buffer, before, end = cut.buffer, cut.tabs[:, _INFO - 1], cut.tabs[:, _INFO]
    ends = np.append(np.flatnonzero(np.frombuffer(buffer, np.uint8) == ord(";")), len(buffer))  # of INFO items
    named = np.flatnonzero(_names_annotation(buffer, ends[:-1]))
    line = np.searchsorted(end, ends[named])  # where one stands behind INFO, that is the next line
    inside = ends[named] > np.append(before, len(buffer))[line]
    named, line = named[inside][::-1], line[inside][::-1]  # of several in a line the first stays
    start, stop = end.copy(), end.copy()
    start[line], stop[line] = ends[named] + 1 + len(_KEY), ends[named + 1]
    leading = np.flatnonzero(_names_annotation(buffer, before))
    start[leading] = before[leading] + 1 + len(_KEY)
    stop[leading] = ends[np.searchsorted(ends, start[leading])]
    return start, np.minimum(stop, end)


def _names_annotation(buffer: bytes, before: Positions) -> npt.NDArray[np.bool_]:
    """Whether the key of the annotation stands behind these places."""
    if len(buffer) < len(_KEY):
        return np.zeros(len(before), bool)
    windows = np.ndarray((len(buffer) - len(_KEY) + 1,), "<u4", buffer, strides=(1,))
    found: npt.NDArray[np.bool_] = windows[np.minimum(before + 1, len(windows) - 1)] == _KEY_AS_NUMBER
    return found


def _found(pattern: re.Pattern[bytes], cut: Cut, odd: list[bool]) -> list[str | None]:
    """What a pattern of an INFO item finds in each line that is not odd; a flag's value is `1`."""
    found: list[str | None] = []
    for start, end, skipped in zip(cut.tabs[:, _INFO - 1].tolist(), cut.tabs[:, _INFO].tolist(), odd, strict=True):
        match = None if skipped else pattern.search(cut.buffer, start, end + 1)
        found.append(None if match is None else "1" if match[1] is None else match[1].decode())
    return found


def _known(values: pl.Series) -> pl.Series:
    return values.set(values.is_in(_UNKNOWN), None)


def first_known(values: list[pl.Series], length: int) -> pl.Series:
    """Of several series the first value known in each row."""
    import polars as pl

    if not values:
        return pl.Series([None], dtype=pl.String).new_from_index(0, length)
    return values[0] if len(values) == 1 else pl.select(pl.coalesce(*map(pl.lit, values))).to_series()
