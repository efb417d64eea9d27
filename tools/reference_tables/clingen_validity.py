"""How sure ClinGen is that a gene causes a disease: a reduced set, in which a missing gene means nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from reference_sources import clingen
from reference_sources.checks import require
from reference_sources.csv_tables import require_fact, with_symbol
from reference_sources.knowledge import CLINGEN_VALIDITY

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reference_sources.packages import Cache

SOURCES = (CLINGEN_VALIDITY,)

CURATIONS = 435
CLASSES = ("Definitive", "Strong", "Moderate", "Limited", "Disputed", "Refuted", "No Known Disease Relationship")
INHERITANCE = ("AD", "AR", "XL", "MT", "SD")  # SD: semidominant


def build(cache: Cache, built: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """One row per gene, disease and inheritance."""
    table = clingen.read(cache, CLINGEN_VALIDITY).select(
        clingen.hgnc_id("GENE ID (HGNC)"),
        pl.col("DISEASE LABEL").alias("disease"),
        pl.col("DISEASE ID (MONDO)").alias("mondo_id"),
        pl.col("MOI").alias("inheritance"),
        pl.col("CLASSIFICATION").alias("classification"),
        pl.col("SOP").alias("sop"),
        pl.col("GCEP").alias("panel"),
        clingen.day("CLASSIFICATION DATE"),
    )
    table = with_symbol(table, built["genes"]).sort("hgnc_id", "mondo_id", "inheritance")
    table = table.select("hgnc_id", "symbol", pl.exclude("hgnc_id", "symbol"))
    check(table)
    return table


def check(table: pl.DataFrame) -> None:
    """Counts, closed vocabularies, nothing missing, and a known curation."""
    require(len(table) == CURATIONS, f"clingen_validity: {len(table)} curations instead of {CURATIONS}")
    require(sum(table.null_count().row(0)) == 0, "clingen_validity: an empty cell")
    require(table.select("hgnc_id", "mondo_id", "inheritance").is_unique().all(), "clingen_validity: a row twice")
    require(table["classification"].is_in(CLASSES).all(), "clingen_validity: an unknown classification")
    require(table["inheritance"].is_in(INHERITANCE).all(), "clingen_validity: an unknown inheritance")
    require(table["mondo_id"].str.contains(r"^MONDO:\d{7}$").all(), "clingen_validity: an odd MONDO id")
    require_fact(table, symbol="ABCD1", mondo_id="MONDO:0018544", inheritance="XL", classification="Definitive")
