"""Notes on a row: what layers say of it that is no evidence, and that no criterion and no tier reads.

ClinVar's somatic origin tells where a variant was seen: its class is a germline one, and absence says nothing.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from gmstool.genome import bare
from gmstool.reference import bundle
from gmstool.somatic import gms_lists
from gmstool.somatic.changes import change_of
from gmstool.vcf.alleles import trim

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import polars as pl

    from gmstool.somatic.changes import Change
    from gmstool.somatic.layers import Layers
    from gmstool.somatic.tumour_types import TumourType

SOMATIC = 2  # bit of ClinVar's ORIGIN
_READ = (
    "hgvsp", "amino_acids", "protein_position", "hgnc_id", "chrom", "pos", "ref", "alt", "end", "assembly",
    "consequence",
)  # fmt: skip  # what notes read of a row


class Notes:
    """The notes of a run's layers; called with a row of the variant table."""

    def __init__(self, layers: Layers, tumour: TumourType | None) -> None:
        self._places = gms_lists.places(layers.table("gms_hotspots"), tumour) if layers.has("gms_hotspots") else {}
        self._layers = layers
        near = layers.table("hotspots_3d").select("hgnc_id", "residue").iter_rows() if layers.has("hotspots_3d") else ()
        self._near = frozenset(near)

    def __call__(self, row: Mapping[str, Any]) -> list[str]:
        return list(self._told(row))

    def of(self, table: pl.DataFrame) -> dict[int, list[str]]:
        """The rows of a table that have notes, by their number; one that no layer can speak of is not asked about."""
        asked = table.select(self._asked(table)).to_series().fill_null(value=True)
        rows = table.select(_READ).filter(asked).iter_rows(named=True)
        found = zip(asked.arg_true().to_list(), map(self, rows), strict=True)
        return {at: notes for at, notes in found if notes}

    def _asked(self, table: pl.DataFrame) -> pl.Expr:
        """The rows of genes that lists name, those where ClinVar has a variant, and those that have to be trimmed."""
        import polars as pl

        genes = {*self._places, *(gene for gene, _ in self._near)}
        places = [place for build in table["assembly"].unique().drop_nulls() for place in _places(build)]
        substitution = (pl.col("ref").str.len_bytes() == 1) & (pl.col("alt").str.len_bytes() == 1)
        chrom = pl.col("chrom").str.strip_prefix("chr").replace("M", "MT")
        place = pl.concat_str(chrom, pl.lit(":"), pl.col("pos"))
        return pl.col("hgnc_id").is_in(list(genes)).fill_null(value=False) | ~substitution | place.is_in(places)

    def _told(self, row: Mapping[str, Any]) -> Iterator[str]:
        change = change_of(row.get("hgvsp"), row.get("amino_acids"), row.get("protein_position"))
        residue = change.residue if change and change.becomes != change.was else None
        if change and (row.get("hgnc_id"), residue) in self._near and not self._listed(row, change):
            yield "near a hotspot in space (3D hotspots): not a residue that recurs by itself"
        yield from gms_lists.notes(self._places.get(row.get("hgnc_id") or 0, ()), row, residue)
        if origin := _origin(row):
            yield f"ClinVar: seen with somatic origin ({origin}); no class of oncogenicity"

    def _listed(self, row: Mapping[str, Any], change: Change) -> bool:
        """Whether the residue recurs by itself, by some list."""
        return self._layers.hotspot(row.get("hgnc_id"), change.residue, str(change)) is not None


def _origin(row: Mapping[str, Any]) -> str | None:
    """ClinVar's number of a variant with the somatic bit; None says nothing."""
    build, ref, alt = row.get("assembly"), row.get("ref") or "", row.get("alt") or ""
    if not build or not (ref + alt).isalpha():
        return None
    return _somatic(build).get((bare(row["chrom"]), *trim(row["pos"], ref, alt)))


@cache
def _somatic(build: str) -> dict[tuple[str, int, str, str], str]:
    """ClinVar's P and LP variants of a build that were seen with somatic origin."""
    table = bundle.table("clinvar")
    chosen = table.filter((table["build"] == build) & (table["origin"] // SOMATIC % 2 == 1))
    rows = chosen.select("chrom", "pos", "ref", "alt", "variation_id").iter_rows()
    return {(chrom, pos, ref, alt): f"variation {number}" for chrom, pos, ref, alt, number in rows}


@cache
def _places(build: str) -> tuple[str, ...]:
    return tuple({f"{chrom}:{pos}" for chrom, pos, *_ in _somatic(build)})


bundle.MADE_OF_TABLES.append(_somatic.cache_clear)
bundle.MADE_OF_TABLES.append(_places.cache_clear)
