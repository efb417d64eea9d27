"""Recurrent gene fusions by cancer type, each with its article."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from reference_sources import csv_tables
from reference_sources.checks import require
from reference_sources.csv_tables import require_fact, with_symbol
from reference_sources.knowledge import CANCER_TYPES, FUSIONS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reference_sources.packages import Cache

SOURCES = (FUSIONS, CANCER_TYPES)

MINIMUM_FUSIONS = 150
COLUMNS = [
    "hgnc_id_5", "symbol_5", "hgnc_id_3", "symbol_3", "cancer_code", "cancer", "frequency", "defining",
    "pathognomonic", "mechanism", "confidence", "pmid",
]  # fmt: skip


def build(cache: Cache, built: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """One row per pair of partners and cancer type (a null partner is any gene); the classical fusions are there."""
    genes = built["genes"]
    stated = csv_tables.read(cache, FUSIONS).filter(
        pl.any_horizontal(pl.col("gene_5prime", "gene_3prime").is_not_null())
    )
    identified = stated.with_columns(
        csv_tables.gene_of(genes, "gene_5prime", "gene_5prime_ensembl_id").alias("hgnc_id_5"),
        csv_tables.gene_of(genes, "gene_3prime", "gene_3prime_ensembl_id").alias("hgnc_id_3"),
    )
    check_partners(identified)
    named = with_symbol(with_symbol(identified, genes, "hgnc_id_5", "symbol_5"), genes, "hgnc_id_3", "symbol_3")
    table = tidy(named, csv_tables.read(cache, CANCER_TYPES))
    check(table)
    return table


def tidy(named: pl.DataFrame, cancer_types: pl.DataFrame) -> pl.DataFrame:
    """The columns of the table, with the cancer's name."""
    cancers = cancer_types.select(pl.col("code").alias("cancer_code"), pl.col("name").alias("cancer"))
    return (
        named.join(cancers, on="cancer_code", how="left")
        .with_columns(
            (pl.col("is_defining") == "true").alias("defining"),
            (pl.col("pathognomonic") == "true").alias("pathognomonic"),
            pl.col("pmid").str.strip_prefix("PMID:"),
        )
        .select(COLUMNS)
        .sort("symbol_5", "symbol_3", "cancer_code", nulls_last=True)
    )


def check_partners(identified: pl.DataFrame) -> None:
    """Every partner that is named is a known gene."""
    for side in ("5", "3"):
        lost = identified.filter(pl.col(f"hgnc_id_{side}").is_null())[f"gene_{side}prime"].drop_nulls()
        require(lost.is_empty(), f"fusions: no gene for {lost.to_list()}")


def check(table: pl.DataFrame) -> None:
    """As many fusions as there were, no doubles, all with article and cancer, and the classical ones."""
    require(len(table) >= MINIMUM_FUSIONS, f"fusions: only {len(table)}")
    require(table.select("symbol_5", "symbol_3", "cancer_code").is_unique().all(), "fusions: a row occurs twice")
    require(table.select("pmid", "cancer").null_count().row(0) == (0, 0), "fusions: no article or no cancer")
    for five, three, code in (
        ("BCR", "ABL1", "CML"),
        ("PML", "RARA", "LAML_APL"),
        ("EWSR1", "FLI1", "SARC_EWS"),
        ("RUNX1", "RUNX1T1", "LAML"),
        ("RBM15", "MRTFA", "LAML"),  # MKL1 in the source
    ):
        require_fact(table, symbol_5=five, symbol_3=three, cancer_code=code)
