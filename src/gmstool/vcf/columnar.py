"""Plain record lines to the typed table column by column, many times faster than line by line.

A line is plain if it is ASCII, its ALTs are spelled in bases, and it has a VEP annotation whose entries all have the
header's fields, name one gene and one ALT each, and leave no ALT out. All other lines are read by `RecordReader`, whose
table this one equals.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gmstool.columns import Level, contract
from gmstool.consequences import Dialect
from gmstool.vcf.annotation import Annotation
from gmstool.vcf.batch import LineBatch, first_known
from gmstool.vcf.entries import Entries, known
from gmstool.vcf.records import FIXED, RecordReader, Rows, Wanted
from gmstool.vcf.sources import OF_GENE, PACKED, READ_ELSEWHERE, steps_of
from gmstool.vcf.table import to_frame

if TYPE_CHECKING:
    from collections.abc import Iterable

    import polars as pl

    from gmstool.columns import Column
    from gmstool.vcf.header import Header
    from gmstool.vcf.kernel import Cut

_MADE = ("gene", "mane", "gene_status")  # columns that Entries works out


def usable(header: Header, wanted: Wanted) -> bool:
    """Whether the wanted columns of a file can be read so."""
    if header.dialect is not Dialect.CSQ or wanted.raw or wanted.entries or Annotation(header).allele < 0:
        return False
    packed = PACKED in header.info and "spliceai_max" in wanted.columns
    return not packed and all(_readable(contract()[name]) for name in wanted.columns)


def _readable(column: Column) -> bool:
    known = column.name not in READ_ELSEWHERE or column.name in (*FIXED, "alt", *_MADE)
    return known and column.level in (Level.VARIANT, Level.TRANSCRIPT)


class ColumnarReader:
    """Reads lines of one file to the typed table, the plain ones column by column."""

    def __init__(self, header: Header, wanted: Wanted, af_columns: tuple[str, ...]) -> None:
        self.records = RecordReader(header, wanted)
        self._header, self._af_columns = header, af_columns
        self._annotation = told = Annotation(header)
        self._names = [name for name in contract() if name in wanted.columns]
        self._steps = {
            name: steps_of(contract()[name], header, told) for name in self._names if name not in READ_ELSEWHERE
        }
        asked = [step for steps in self._steps.values() for step in steps]
        self._keys = {key: number for place, key, number in asked if place < 0}
        shown_by = (told.consequence, told.mane_select, told.mane_clinical, told.mane, told.canonical)
        read = {told.gene, told.gene_id, told.allele, told.allele_num, *shown_by, *(place for place, *_ in asked)}
        self._fields = tuple(sorted(place for place in read if place >= 0))

    def read(self, lines: list[bytes], numbers: list[int]) -> pl.DataFrame:
        """The table of these lines, in their order; `_line` counts among them."""
        batch = LineBatch.of(lines, self._header.n_columns, self._keys)
        entries = self._entries(batch)
        odd = np.flatnonzero(batch.odd).tolist()
        return self._table(batch, entries, [lines[at] for at in odd], [numbers[at] for at in odd])

    def read_whole(self, cuts: Iterable[Cut]) -> pl.DataFrame:
        """The table of all lines of buffers, as `read` gives it."""
        batch = LineBatch(cuts, self._keys)
        entries = self._entries(batch)
        return self._table(batch, entries, *batch.odd_lines())

    def _table(self, batch: LineBatch, entries: Entries | None, lines: list[bytes], numbers: list[int]) -> pl.DataFrame:
        """The rows of the plain lines, and of the odd ones, which are read one by one."""
        import polars as pl

        tables = []
        if entries is not None:
            tables.append(to_frame(self._rows(batch, entries), self._header, self._af_columns))
        if lines or entries is None:
            rows = self.records.read(lines, numbers)
            odd = np.flatnonzero(batch.odd).tolist()
            rows.line = [odd[at] for at in rows.line]
            tables.append(to_frame(rows, self._header, self._af_columns))
        return tables[0] if len(tables) == 1 else pl.concat(tables).sort("_line", maintain_order=True)

    def _entries(self, batch: LineBatch) -> Entries | None:
        """The entries of the plain lines; lines that turn out not to be plain are marked. None if no line is plain."""
        n_fields = len(self._annotation.fields)
        found = batch.parsed(n_fields, self._fields)
        if found is None:
            batch.refuse_cut(n_fields)
            found = batch.parsed(n_fields, self._fields)
        if found is None:
            return None
        table, line = found
        told = self._annotation
        number = table[str(told.allele_num)] if told.allele_num >= 0 else None
        allele = batch.alleles_of(table[str(told.allele)], number, line)
        if told.gene >= 0:
            several = table[str(told.gene)].str.contains("&", literal=True)
            batch.odd[line[several.arg_true().to_numpy()]] = True
        keep = ~batch.odd[line]
        if not keep.all():
            table, allele = table.filter(keep), allele[keep]
        return Entries(table, allele, told) if len(allele) else None

    def _rows(self, batch: LineBatch, entries: Entries) -> Rows:
        """The rows of the plain lines: series of texts in place of lists."""
        import polars as pl

        values = {name: self._column(name, batch, entries) for name in self._names}
        line, alt = (pl.Series(of[entries.allele], dtype=pl.Int32) for of in (batch.line_of, batch.index_of))
        return Rows(values, line, alt)  # type: ignore[arg-type]  # series instead of lists

    def _column(self, name: str, batch: LineBatch, entries: Entries) -> pl.Series:
        if name in _MADE:
            found: pl.Series = getattr(entries, name)()
            return found
        if name == "alt":
            return batch.alts.gather(entries.allele)
        if name in FIXED:
            return known(batch.fixed[name].gather(batch.line_of[entries.allele]))
        column, steps = contract()[name], self._steps[name]
        if column.level is Level.TRANSCRIPT and name not in OF_GENE and len(steps) == 1 and steps[0][0] >= 0:
            return entries.of_shown(steps[0][0])
        return first_known(
            [self._value(column, place, key, batch, entries) for place, key, _ in steps], len(entries.shown)
        )

    def _value(self, column: Column, place: int, key: str, batch: LineBatch, entries: Entries) -> pl.Series:
        """What one source tells of each row."""
        if place < 0:
            return batch.info[key].gather(batch.line_of[entries.allele])
        if column.name in OF_GENE:
            return entries.of_gene(place)
        if column.level is Level.VARIANT:
            return entries.of_allele(place)
        return known(entries.of_shown(place))
