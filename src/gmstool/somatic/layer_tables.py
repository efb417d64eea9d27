"""Tables made of several layers: hotspots, biomarkers, and the roles of genes."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from gmstool.reference import bundle
from gmstool.reference.formats.genes import GeneIndex
from gmstool.somatic import civic, fusion_pairs, gms_lists, moalmanac
from gmstool.somatic.shipped import stale

if TYPE_CHECKING:
    import datetime as dt

    import polars as pl

    from gmstool.somatic.tumour_types import TumourType

    Tables = dict[str, pl.DataFrame]

SIGNATURES = {"msi_high": "MSI", "tmb_high": "TMB", "hrd_positive": "HRD"}
NUMBERS = ("residue", "residue_end", "pos37", "pos38")
HOTSPOT_COLUMNS = (
    "hgnc_id", "symbol", "residue", "residue_end", "change", "kind", "chrom", "pos37", "pos38", "ref", "alt",
    "samples_position", "samples_change", "tumour_types", "layer", "source", "date", "reviewed",
)  # fmt: skip


@cache
def _genes() -> GeneIndex:
    """The index of gene names: layers are loaded one after the other, and it is the same for all."""
    return GeneIndex()


bundle.MADE_OF_TABLES.append(_genes.cache_clear)


def hotspots(tables: Tables, today: dt.date, tumour: TumourType | None = None) -> pl.DataFrame:
    """Every residue that a loaded layer calls a hotspot, one row per layer, residue and change.

    Not those of 3D hotspots, which stand near others and need not recur; nor, with a tumour, another tumour's lists.
    """
    import polars as pl

    parts = [_own_hotspots(tables[name], name, today) for name in ("own_hotspots", "site_hotspots") if name in tables]
    if "cancer_hotspots" in tables:
        parts.append(_counted(tables["cancer_hotspots"]))
    if "gms_hotspots" in tables:
        parts.append(gms_lists.hotspots(tables["gms_hotspots"], tumour))
    return pl.concat([_shaped(part) for part in parts])


def biomarkers(tables: Tables, today: dt.date) -> pl.DataFrame:
    """Curated biomarkers, the site's before the shipped ones; `reviewed` tells whether a row may weigh in full.

    A site's row takes the place of a shipped one with the same id.
    """
    import polars as pl

    parts = [
        tables[name].with_columns(layer=pl.lit(name)) for name in ("site_biomarkers", "biomarkers") if name in tables
    ]
    for name, read in (("civic_evidence", civic.rows), ("moalmanac", moalmanac.rows)):
        if name in tables and len(found := read(tables[name], today)):
            parts.append(found.with_columns(layer=pl.lit(name)))
    if "fusions" in tables:
        parts.append(fusion_pairs.rows(tables["fusions"]).with_columns(layer=pl.lit("fusions")))
    table = pl.concat(parts, how="diagonal_relaxed").unique("id", keep="first", maintain_order=True)
    return table.with_columns(
        pl.col("first", "last").cast(pl.Int32),
        hgnc_id=_ids(_gene_names(table)), partner_id=_ids(table["partner"]),
        reviewed=_reviewed(table, today),
    )  # fmt: skip


def roles(tables: Tables) -> dict[int, str]:
    """The role of every gene by HGNC id: what a user's list says, else the study, else the hand-written table.

    The study infers some roles from patterns of variants alone ("possible …"): a stated role goes before these.
    """
    own = tables["own_roles"]
    stated = dict(zip(_ids(own["symbol"]), own["role"], strict=True))
    found = dict(tables["cancer_genes"].select("hgnc_id", "role").drop_nulls().iter_rows())
    by_hand = {
        gene: role for gene, role in stated.items() if gene and found.get(gene, "possible").startswith("possible")
    }
    listed = (
        dict(tables["oncokb_genes"].select("hgnc_id", "role").drop_nulls().iter_rows())
        if "oncokb_genes" in tables
        else {}
    )
    return {**found, **by_hand, **listed}


def _own_hotspots(table: pl.DataFrame, name: str, today: dt.date) -> pl.DataFrame:
    import polars as pl

    return table.with_columns(
        pl.col(NUMBERS).cast(pl.Int32),
        pl.col("tumour_types").str.split(",").fill_null([]),
        hgnc_id=_ids(table["symbol"]), layer=pl.lit(name), reviewed=_reviewed(table, today),
    )  # fmt: skip


def _counted(table: pl.DataFrame) -> pl.DataFrame:
    """cancerhotspots.org: one row for each new amino acid; splice sites and indels keep their residue only."""
    import polars as pl

    letter = pl.col("residue").str.extract(r"^([A-Z*])\d")
    exploded = table.filter(pl.col("position").is_not_null()).explode("variants", "variant_counts")
    return exploded.select(
        "hgnc_id", "symbol", residue=pl.col("position"),
        change=pl.when(pl.col("variants").str.len_chars() == 1).then(
            pl.concat_str(letter, pl.col("position").cast(pl.String), "variants")),
        kind=pl.col("type"), samples_position="tumours", samples_change="variant_counts",
        layer=pl.lit("cancer_hotspots"), source=pl.lit("cancerhotspots.org"), reviewed=pl.lit(value=True),
    )  # fmt: skip


def _shaped(part: pl.DataFrame) -> pl.DataFrame:
    import polars as pl

    kinds: dict[str, pl.DataType | type[pl.DataType]] = dict.fromkeys(HOTSPOT_COLUMNS, pl.String)
    kinds |= dict.fromkeys((*NUMBERS, "hgnc_id", "samples_position", "samples_change"), pl.Int32)
    kinds |= {"tumour_types": pl.List(pl.String), "reviewed": pl.Boolean}
    columns = [
        (pl.col(name) if name in part.columns else pl.lit([] if name == "tumour_types" else None))
        .cast(kind)
        .alias(name)
        for name, kind in kinds.items()
    ]
    return part.select(columns)


def _ids(symbols: pl.Series) -> pl.Series:
    import polars as pl

    genes = _genes()
    return pl.Series([genes.by_any_symbol(symbol) if symbol else None for symbol in symbols], dtype=pl.Int32)


def _gene_names(table: pl.DataFrame) -> pl.Series:
    """The genes; MSI, TMB and HRD are signatures, though HRD was a symbol once."""
    import polars as pl

    return table.select(
        pl.when(pl.col("kind").is_in(list(SIGNATURES))).then(None).otherwise(pl.col("gene"))
    ).to_series()


def _reviewed(table: pl.DataFrame, today: dt.date) -> pl.Series:
    import polars as pl

    pairs = table.select("reviewer", "date").iter_rows()
    return pl.Series([bool(reviewer) and not stale(date, today) for reviewer, date in pairs], dtype=pl.Boolean)
