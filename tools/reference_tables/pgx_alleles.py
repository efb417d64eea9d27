"""Star alleles of pharmacogenes with CPIC's clinical function and activity score, without their defining variants."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from reference_sources import cpic
from reference_sources.checks import require
from reference_sources.csv_tables import require_fact
from reference_sources.knowledge import CPIC_ALLELES, CPIC_PAIRS, CPIC_PRIORITIES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reference_sources.packages import Cache

SOURCES = (CPIC_ALLELES, CPIC_PAIRS, CPIC_PRIORITIES)

MINIMUM_ALLELES = 700
NO_ALLELE = "Sex Chromosome"  # stands for the chromosome that a man does not have
NOT_ASSIGNED = "Unknown Function"  # pypgx writes it where nobody has assigned a function


def build(cache: Cache, built: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """One row per allele of a gene with a guideline; a null function was assigned by nobody."""
    alleles = cpic.of_guidelines(cpic.read(cache, CPIC_ALLELES, built["genes"]), cache)
    table = (
        alleles.filter(pl.col("Function") != NO_ALLELE)
        .select(
            "hgnc_id",
            "symbol",
            pl.col("StarAllele").alias("allele"),
            pl.when(pl.col("Function") != NOT_ASSIGNED).then("Function").alias("function"),
            pl.col("ActivityScore").cast(pl.Float64).alias("activity_score"),
        )
        .sort("symbol", "allele")
    )
    check(table)
    return table


def check(table: pl.DataFrame) -> None:
    """Counts, scores in range, and well-known alleles."""
    require(len(table) >= MINIMUM_ALLELES, f"pgx_alleles: only {len(table)} alleles")
    require(table.select("hgnc_id", "allele").is_unique().all(), "pgx_alleles: an allele occurs twice")
    require(table["activity_score"].drop_nulls().is_between(0, 1).all(), "pgx_alleles: a score beyond 0 to 1")
    require_fact(table, symbol="CYP2C19", allele="*2", function="No Function")
    require_fact(table, symbol="CYP2C19", allele="*17", function="Increased Function")
    require_fact(table, symbol="CYP2D6", allele="*10", function="Decreased Function", activity_score=0.25)
    require_fact(table, symbol="CYP2D6", allele="*4", function="No Function", activity_score=0.0)
    require_fact(table, symbol="TPMT", allele="*3A", function="No Function")
    require_fact(table, symbol="UGT1A1", allele="*28", function="Decreased Function")
