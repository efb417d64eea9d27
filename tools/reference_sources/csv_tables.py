"""Comma-separated files of several sources, and the genes that they name."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import polars as pl

from reference_sources.checks import require
from reference_sources.spans import GeneIndex, by

if TYPE_CHECKING:
    from reference_sources.packages import Cache, Source


def read(cache: Cache, source: Source, *, skip_rows: int = 0) -> pl.DataFrame:
    """A file as text; empty cells and N/A are null."""
    return pl.read_csv(BytesIO(cache.read(source)), skip_rows=skip_rows, infer_schema=False, null_values=["", "N/A"])


def gene_of(genes: pl.DataFrame, symbol: str, ensembl_gene_id: str | None = None) -> pl.Expr:
    """The HGNC id of a gene by its Ensembl id, else by approved, newer, or unambiguous previous symbol; else null."""
    index = GeneIndex(genes)
    by_symbol = [by(table, symbol) for table in (index.by_symbol, index.by_newer, index.by_previous)]
    by_ensembl = [by(index.by_ensembl, ensembl_gene_id)] if ensembl_gene_id else []
    return pl.coalesce(*by_ensembl, *by_symbol)


def with_symbol(
    table: pl.DataFrame, genes: pl.DataFrame, hgnc_id: str = "hgnc_id", symbol: str = "symbol"
) -> pl.DataFrame:
    """Add today's symbol of the gene; every stated id must be one of the gene table."""
    names = genes.select(pl.col("hgnc_id").alias(hgnc_id), pl.col("symbol").alias(symbol))
    named = table.join(names, on=hgnc_id, how="left", maintain_order="left")
    lost = named.filter(pl.col(hgnc_id).is_not_null() & pl.col(symbol).is_null())
    require(lost.is_empty(), f"HGNC ids that the gene table does not know: {lost[hgnc_id].to_list()[:10]}")
    return named


def require_fact(table: pl.DataFrame, /, **facts: str | float | None) -> None:
    """Raise unless some row holds all these values."""
    holds = pl.all_horizontal(pl.col(name).eq_missing(value) for name, value in facts.items())
    require(not table.filter(holds).is_empty(), f"no row says {facts}")
