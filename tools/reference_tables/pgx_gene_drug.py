"""Gene-drug pairs with CPIC's level of evidence for acting on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from reference_sources import cpic
from reference_sources.checks import require
from reference_sources.csv_tables import require_fact
from reference_sources.knowledge import CPIC_PAIRS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reference_sources.packages import Cache

SOURCES = (CPIC_PAIRS,)

PAIRS = 518
LEVELS = ("A", "A/B", "B", "B/C", "C", "C/D", "D")


def build(cache: Cache, built: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """One row per gene and drug; the pairs that every laboratory tests are of level A."""
    table = (
        cpic.read(cache, CPIC_PAIRS, built["genes"])
        .select(
            "hgnc_id",
            "symbol",
            pl.col("Drug").alias("drug"),
            pl.col("CPICLevel").alias("cpic_level"),
            pl.col("CPICLevelStatus").str.to_lowercase().alias("status"),
            pl.col("Guideline").alias("guideline"),
            pl.col("RxNorm").alias("rxnorm"),
            pl.col("PMID").str.split(";").alias("pmids"),
        )
        .sort("symbol", "drug")
    )
    check(table)
    return table


def check(table: pl.DataFrame) -> None:
    """Counts, the closed list of levels, and well-known pairs."""
    require(len(table) == PAIRS, f"pgx_gene_drug: {len(table)} pairs instead of {PAIRS}")
    require(table.select("hgnc_id", "drug").is_unique().all(), "pgx_gene_drug: a pair occurs twice")
    require(table["cpic_level"].is_in(LEVELS).all(), "pgx_gene_drug: a level that CPIC does not have")
    for symbol, drug in (
        ("CYP2C19", "clopidogrel"),
        ("DPYD", "fluorouracil"),
        ("DPYD", "capecitabine"),
        ("TPMT", "azathioprine"),
        ("HLA-B", "abacavir"),
    ):
        require_fact(table, symbol=symbol, drug=drug, cpic_level="A", status="final")
