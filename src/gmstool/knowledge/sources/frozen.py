"""A signed snapshot as a source: Parquet files, read by polars without a store. Numbers of carriers are bands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gmstool.knowledge import snapshot
from gmstool.knowledge.model import Frequency
from gmstool.knowledge.sources import checking
from gmstool.reference.liftover import other_build

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import polars as pl

    from gmstool.knowledge.model import Assertion, Key

_PLACE = ("assembly", "chrom", "pos", "ref", "alt")


class Frozen:
    """A snapshot whose bytes and signature were checked. Raises SnapshotError for one that is not what it says."""

    def __init__(self, path: Path, key: Path | None = None) -> None:
        self._checked = snapshot.check(path, key)
        self._rows = snapshot.frame(self._checked)
        self.name = f"snapshot {path.name}"
        self.version: str | None = str(self._checked.manifest["made"])
        self.age: int | None = self._checked.age
        self.scope = f"the snapshot of {self.version}"
        self.stale = snapshot.stale(self._checked)

    def at(self, keys: Sequence[Key]) -> list[Assertion]:
        import polars as pl

        asked = _table(keys)
        own = self._rows.join(asked, on=list(_PLACE), how="semi")
        place = pl.concat_str("chrom", "pos", "ref", "alt", separator="-").alias("lifted")
        other = pl.when(pl.col("assembly") == "GRCh38").then(pl.lit("GRCh37")).otherwise(pl.lit("GRCh38"))
        lifted = self._rows.join(asked.select(other.alias("assembly"), place), on=["assembly", "lifted"], how="semi")
        return self._told(pl.concat([own, lifted]))

    def between(self, assembly: str, chrom: str, start: int, end: int) -> list[Assertion]:
        import polars as pl

        part = pl.col("lifted").str.split("-").list
        own = (pl.col("assembly") == assembly, pl.col("chrom"), pl.col("pos"), pl.col("ref"))
        lifted = (pl.col("assembly") == other_build(assembly), part.get(0), part.get(1).cast(pl.Int64), part.get(2))
        touched = [
            build & (on == chrom) & (pos <= end) & (pos + ref.str.len_bytes().cast(pl.Int64) > start)
            for build, on, pos, ref in (own, lifted)
        ]
        return self._told(self._rows.filter(pl.any_horizontal(touched)))

    def of_gene(self, hgnc_id: int) -> list[Assertion]:
        import polars as pl

        return self._told(self._rows.filter(pl.col("hgnc_id") == hgnc_id))

    def of_residue(self, hgnc_id: int, residue: int) -> list[Assertion]:
        import polars as pl

        stated = pl.col("hgvsp").str.extract(r"p\.\(?[A-Za-z*]{1,3}([1-9][0-9]{0,5})").cast(pl.Int32)
        return self._told(self._rows.filter((pl.col("hgnc_id") == hgnc_id) & (stated == residue)))

    def by_id(self, text: str) -> list[Assertion]:
        import polars as pl

        names = [text, f"VCV{text:>09}"] if text.isdecimal() else [text]
        same = [pl.col(name).is_in(names) for name in ("rsid", "source_id", "vrs_id", "accession")]
        return self._told(self._rows.filter(pl.any_horizontal(same)))

    def frequencies(self, keys: Sequence[Key]) -> list[Frequency]:
        """The numbers as bands, at GRCh38 places where these are known."""
        if snapshot.FREQUENCIES not in self._checked.manifest["files"]:
            return []
        rows = snapshot.frame(self._checked, snapshot.FREQUENCIES).join(_table(keys), on=list(_PLACE), how="semi")
        return [self._frequency(row) for row in rows.collect().iter_rows(named=True)]

    def _frequency(self, row: dict[str, Any]) -> Frequency:
        key = (row["assembly"], row["chrom"], row["pos"], row["ref"], row["alt"])
        het, hom, hemi, total = (
            checking.count_or_band(row, name, self.name) for name in ("het", "hom", "hemi", "total")
        )
        return Frequency(row["centre"], row["kind"], key, het, hom, hemi, total, row["source"])

    def _told(self, rows: pl.LazyFrame) -> list[Assertion]:
        import polars as pl

        standing = rows.filter(~pl.col("withdrawn")).collect()
        return [checking.assertion(row, self.name, row["source"]) for row in standing.iter_rows(named=True)]


def _table(keys: Sequence[Key]) -> pl.LazyFrame:
    import polars as pl

    schema = {name: pl.Int64 if name == "pos" else pl.String for name in _PLACE}
    return pl.LazyFrame(list(keys), schema=schema, orient="row").unique()
