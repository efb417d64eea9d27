"""CPIC's pharmacogenes: which genes have a guideline, and so an agreed function of alleles and phenotype of diplotypes.

pypgx's tables also hold genes that CPIC has no guideline for; those rows have other owners and are left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from reference_sources import csv_tables
from reference_sources.checks import require
from reference_sources.csv_tables import with_symbol
from reference_sources.knowledge import CPIC_PAIRS, CPIC_PRIORITIES

if TYPE_CHECKING:
    from reference_sources.packages import Cache, Source


def read(cache: Cache, source: Source, genes: pl.DataFrame) -> pl.DataFrame:
    """A table of pypgx with the gene's id and symbol; every gene must be known."""
    raw = csv_tables.read(cache, source)
    table = with_symbol(raw.with_columns(csv_tables.gene_of(genes, "Gene").alias("hgnc_id")), genes)
    lost = table.filter(pl.col("hgnc_id").is_null())["Gene"].unique().to_list()
    require(not lost, f"{source.member}: no gene for {lost}")
    return table


def of_guidelines(table: pl.DataFrame, cache: Cache) -> pl.DataFrame:
    """The rows of genes that have a guideline of CPIC and phenotypes in its terms."""
    guided = csv_tables.read(cache, CPIC_PAIRS).filter(pl.col("Guideline").is_not_null())["Gene"]
    with_phenotypes = csv_tables.read(cache, CPIC_PRIORITIES)["Gene"]
    genes = sorted(set(guided) & set(with_phenotypes))
    return table.filter(pl.col("Gene").is_in(genes))
