"""Give genes named by NCBI number and symbol their HGNC id."""

from __future__ import annotations

import polars as pl

from reference_sources.spans import by, lookup


def with_hgnc_id(table: pl.DataFrame, genes: pl.DataFrame) -> pl.DataFrame:
    """Turn `ncbi_gene_id` and `named` into `hgnc_id` and today's `symbol`; rows of no known gene fall away, printed.

    The number decides; where HGNC does not list it, the approved symbol, then a former one of a single gene.
    """
    by_number = {number: hgnc_id for hgnc_id, number in genes.select("hgnc_id", "ncbi_gene_id").drop_nulls().rows()}
    found = pl.coalesce(
        pl.col("ncbi_gene_id").replace_strict(by_number, default=None, return_dtype=pl.Int32),
        by(lookup(genes, "symbol"), "named"),
        by(lookup(genes, "newer_symbol"), "named"),
        by(lookup(genes.explode("previous"), "previous"), "named"),
    )
    identified = table.with_columns(hgnc_id=found)
    report_lost(identified.filter(pl.col("hgnc_id").is_null()))
    return identified.join(genes.select("hgnc_id", "symbol"), on="hgnc_id").drop("ncbi_gene_id", "named")


def report_lost(rows: pl.DataFrame) -> None:
    """Say which genes fell away."""
    genes = rows.select("ncbi_gene_id", "named").unique().sort("ncbi_gene_id").rows()
    if genes:
        names = ", ".join(f"{number} {name}" for number, name in genes)
        print(f"  {len(genes)} genes without an HGNC id fell away ({len(rows)} rows): {names}")
