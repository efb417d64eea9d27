"""Short tandem repeats that cause disease when expanded: place in both builds, motif, and limits in repeat units."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import polars as pl

from reference_sources.checks import require
from reference_sources.csv_tables import require_fact, with_symbol
from reference_sources.genome import CHROMOSOMES
from reference_sources.knowledge import REPEATS_37, REPEATS_38

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reference_sources.packages import Cache

SOURCES = (REPEATS_37, REPEATS_38)

MINIMUM_LOCI = 50
NEAR = 5_000  # bases between a locus and its gene: promoters and upstream exons
INHERITANCE = {"AD": "AD", "AR": "AR", "XR": "XLR", "XD": "XLD"}
COLUMNS = [
    "build", "locus", "hgnc_id", "symbol", "chrom", "start", "end", "motif", "disease", "inheritance", "normal_max",
    "pathologic_min", "source",
]  # fmt: skip


def build(cache: Cache, built: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """One row per locus and build; each lies at its gene, and its limits are in order."""
    rows = [
        row_of(locus, name)
        for source, name in ((REPEATS_37, "GRCh37"), (REPEATS_38, "GRCh38"))
        for locus in json.loads(cache.read(source))
    ]
    types = dict.fromkeys(("hgnc_id", "start", "end", "normal_max", "pathologic_min"), pl.Int32)
    table = with_symbol(pl.DataFrame(rows, schema_overrides=types), built["genes"])
    order = pl.col("chrom").replace_strict({name: rank for rank, name in enumerate(CHROMOSOMES)}, return_dtype=pl.Int32)
    table = table.sort("build", order, "start").select(COLUMNS)
    check(table, built["gene_spans"])
    return table


def row_of(locus: dict[str, Any], name: str) -> dict[str, object]:
    """One locus. Of a compound locus the pathologic repeat counts. Starts in the catalogue are 0-based.

    For a few loci the catalogue's region is no whole number of motifs, so that a place may be off by one base.
    """
    chrom, _, places = locus.get("PathologicRegion", locus["ReferenceRegion"]).partition(":")
    start, _, end = places.partition("-")
    return {
        "build": name,
        "locus": locus["LocusId"],
        "hgnc_id": locus["HGNCId"],
        "chrom": chrom,
        "start": int(start) + 1,
        "end": int(end),
        "motif": locus["DisplayRU"],
        "disease": locus["Disease"],
        "inheritance": INHERITANCE[locus["InheritanceMode"]],
        "normal_max": locus["NormalMax"],
        "pathologic_min": locus["PathologicMin"],
        "source": source_of(locus),
    }


def source_of(locus: dict[str, Any]) -> str | None:
    """The chapter or article that the limits are taken from, or None where the catalogue names none."""
    return f"{locus['Source']} {locus['SourceId']}" if locus.get("Source") else None


def check(table: pl.DataFrame, spans: pl.DataFrame) -> None:
    """Loci are unique and near their gene; limits are in order and the same in both builds."""
    for name in ("GRCh37", "GRCh38"):
        found = len(table.filter(pl.col("build") == name))
        require(found >= MINIMUM_LOCI, f"str_loci: only {found} loci in {name}")
    require(table.select("build", "locus").is_unique().all(), "str_loci: a locus occurs twice")
    ordered = (pl.col("normal_max") < pl.col("pathologic_min")) & (pl.col("start") <= pl.col("end"))
    require(table.select(ordered.all()).item(), "str_loci: limits or places out of order")
    limits = table.select("locus", "normal_max", "pathologic_min", "motif").unique()
    require(limits["locus"].is_unique().all(), "str_loci: the builds disagree about a locus")
    check_places(table, spans)
    require_fact(table, build="GRCh38", locus="HTT", chrom="4", start=3_074_877, motif="CAG", pathologic_min=36)
    require_fact(table, build="GRCh37", locus="HTT", chrom="4", start=3_076_604, motif="CAG", pathologic_min=36)
    require_fact(table, build="GRCh38", locus="FMR1", chrom="X", start=147_912_051, motif="CGG", pathologic_min=200)


def check_places(table: pl.DataFrame, spans: pl.DataFrame) -> None:
    """Every locus lies in its gene or close by."""
    places = spans.select("build", "hgnc_id", "chrom", gene_start="start", gene_end="end")
    near = (pl.col("start") <= pl.col("gene_end") + NEAR) & (pl.col("end") >= pl.col("gene_start") - NEAR)
    found = table.join(places, on=["build", "hgnc_id", "chrom"]).filter(near)
    lost = table.join(found, on=["build", "locus"], how="anti")
    require(lost.is_empty(), f"str_loci: far from their gene: {lost.select('build', 'locus').rows()}")
