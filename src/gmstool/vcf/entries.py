"""The annotation entries of many records as one table, and the rows they make: one per allele and gene.

Entries stand in the order of the file. Which entry of a gene is shown follows `Annotation.shown`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gmstool.consequences import rank

if TYPE_CHECKING:
    import polars as pl

    from gmstool.vcf.annotation import Annotation
    from gmstool.vcf.kernel import Positions

_INTERGENIC = ("intergenic_variant", "intergenic_region", "intergenic")
_SCORE_BITS, _GENE_BITS = 9, 27  # MANE and canonical take two bits, severity seven; a gene's number takes the next
_SELECT, _CLINICAL, _CANONICAL, _OTHER = 0, 1, 2, 3


def parsed(csq: bytes, n_entries: int, n_fields: int, fields: tuple[int, ...]) -> pl.DataFrame | None:
    """Chosen fields of so many `,`-joined entries as columns named by their place; None if an entry has not all fields.

    An empty field is null. The parser refuses entries that are too long; if none is and the total is right, none is
    too short.
    """
    import polars as pl

    if np.count_nonzero(np.frombuffer(csq, np.uint8) == ord("|")) != (n_fields - 1) * n_entries:
        return None
    names = [str(at) for at in range(n_fields)]
    scan = pl.scan_csv(
        csq, has_header=False, separator="|", eol_char=",", quote_char=None, schema=dict.fromkeys(names, pl.String)
    )
    try:
        found = scan.select(str(at) for at in fields).collect()
    except (pl.exceptions.ComputeError, pl.exceptions.SchemaError):  # an entry with too many fields
        return None
    return found if found.height == n_entries else None


class Entries:
    """Entries of plain records. `table` is what `parsed` gives, `allele` the number of the ALT each belongs to."""

    def __init__(self, table: pl.DataFrame, allele: Positions, annotation: Annotation) -> None:
        self.table, self._allele, self._annotation = table, allele, annotation
        self._group()

    def field(self, place: int) -> pl.Series:
        """A field of all entries; null for all of them where the header does not have it."""
        import polars as pl

        if place < 0:
            return pl.Series([None], dtype=pl.String).new_from_index(0, len(self._allele))
        return self.table[str(place)]

    def _group(self) -> None:
        """Sort entries by allele, gene and what is shown first; `shown` and `first` are entries, one per row."""
        import polars as pl

        self._named_by = key = self._key()
        gene = key.cast(pl.Categorical).to_physical().to_numpy().astype(np.int64)
        whole = ((self._allele << _GENE_BITS) | gene) << _SCORE_BITS | self._score()
        order = np.argsort(whole, kind="stable")
        groups = whole[order] >> _SCORE_BITS
        starts = np.flatnonzero(np.concatenate(([True], groups[1:] != groups[:-1])))
        first = np.minimum.reduceat(order, starts)
        rows = np.lexsort((first, self._allele[first]))
        self.shown, self.first = order[starts][rows], first[rows]
        self._order, self._starts, self._rows = order, starts, rows
        self.allele = self._allele[self.shown]

    def _key(self) -> pl.Series:
        """What entries are grouped by: the gene's symbol, else its id, else nothing."""
        import polars as pl

        symbol, number = (self.field(at) for at in (self._annotation.gene, self._annotation.gene_id))
        return pl.select(pl.coalesce(symbol, number, pl.lit(""))).to_series()

    def _preference(self) -> Positions:
        """0 for MANE Select, 1 for MANE Plus Clinical, 2 for canonical, 3 for other entries."""
        told = self._annotation
        found = np.full(len(self._allele), _OTHER)
        if told.canonical >= 0:
            found[_true(self.field(told.canonical) == "YES")] = _CANONICAL
        if told.mane >= 0 and told.mane_select < 0:
            stated = self.field(told.mane)
            found[_true(stated.is_not_null())] = _SELECT
            found[_true(stated.str.contains("Clinical", literal=True))] = _CLINICAL
        if told.mane_clinical >= 0:
            found[_true(self.field(told.mane_clinical).is_not_null())] = _CLINICAL
        if told.mane_select >= 0:
            found[_true(self.field(told.mane_select).is_not_null())] = _SELECT
        return found

    def _score(self) -> Positions:
        """What is shown first of a gene: by preference, then by the severest term."""
        import polars as pl

        self.preference = self._preference()
        terms = self.field(self._annotation.consequence)
        seen = terms.unique().drop_nulls().to_list()
        severity = [min(rank(term) for term in one.split("&")) for one in seen]
        ranks = terms.replace_strict(seen, severity, default=rank(""), return_dtype=pl.Int64).to_numpy()
        found: Positions = self.preference << (_SCORE_BITS - 2) | ranks
        return found

    # ------------------------------------------------------------------------------------------- columns of the rows

    def of_shown(self, place: int) -> pl.Series:
        """A field of the entry shown."""
        return self.field(place).gather(self.shown)

    def of_gene(self, place: int) -> pl.Series:
        """A field of the entry shown, else the first of the gene that knows it."""
        import polars as pl

        shown = known(self.of_shown(place))
        if not shown.null_count():
            return shown
        return pl.select(
            pl.coalesce(shown, self._first_known(place, self._row_of_entries(), len(self.shown)))
        ).to_series()

    def of_allele(self, place: int) -> pl.Series:
        """The first known value of a field among the entries of the allele."""
        return self._first_known(place, self._allele, int(self._allele.max()) + 1).gather(self.allele)

    def _first_known(self, place: int, group: Positions, n_groups: int) -> pl.Series:
        """The first known value of a field in each group of entries that stand together."""
        import polars as pl

        values = self.field(place)
        if values.null_count() == len(values):
            return values.clear(n_groups)
        told = (values != ".").arg_true().to_numpy()
        taken = np.full(n_groups, len(self._allele), np.int64)
        taken[group[told][::-1]] = told[::-1]  # of several for a group the last assigned stays: the first known
        return values.gather(pl.Series(taken).set(pl.Series(taken) == len(self._allele), None))

    def _row_of_entries(self) -> Positions:
        lengths = np.diff(np.append(self._starts, len(self._order)))
        row_of_group = np.empty(len(self._rows), np.int64)
        row_of_group[self._rows] = np.arange(len(self._rows))
        found = np.empty(len(self._order), np.int64)
        found[self._order] = np.repeat(row_of_group, lengths)
        return found

    def gene(self) -> pl.Series:
        """The gene's symbol as annotated."""
        return self.field(self._annotation.gene).gather(self.first)

    def mane(self) -> pl.Series:
        """MANE status of the entry shown."""
        import polars as pl

        names = pl.Series(["Select", "Plus Clinical", None, None], dtype=pl.String)
        return names.gather(self.preference[self.shown])

    def gene_status(self) -> pl.Series:
        """in_gene where the entries name a gene; else whether they lie between genes or in another feature."""
        import polars as pl

        named = self._named_by.gather(self.first) != ""
        unnamed = _true(self._named_by == "")
        terms = self.field(self._annotation.consequence).gather(unnamed)
        between = np.zeros(len(self._allele), bool)
        between[unnamed] = terms.is_in(_INTERGENIC).fill_null(value=False).to_numpy()  # no term: a feature
        all_between = np.logical_and.reduceat(between[self._order], self._starts)[self._rows]
        status = pl.when(named).then(pl.lit("in_gene")).when(pl.lit(pl.Series(all_between))).then(pl.lit("intergenic"))
        return pl.select(status.otherwise(pl.lit("feature"))).to_series()


def _true(mask: pl.Series) -> Positions:
    return mask.arg_true().to_numpy()


def known(values: pl.Series) -> pl.Series:
    """The texts, null for a dot."""
    dots = values == "."
    return values.set(dots, None) if dots.any() else values
