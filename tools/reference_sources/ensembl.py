"""Ensembl gene coordinates, three files."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import polars as pl

from reference_sources.sources import ENSEMBL_37, ENSEMBL_38, ENSEMBL_110
from reference_sources.spans import PLACED

if TYPE_CHECKING:
    from reference_sources.packages import Cache, Source


def read_all(cache: Cache) -> list[pl.DataFrame]:
    """Every Ensembl table, both builds, 1-based inclusive."""
    return [
        read_ideogram(cache),
        read_genmod(cache, ENSEMBL_38, "GRCh38"),
        read_genmod(cache, ENSEMBL_37, "GRCh37"),
    ]


def read_ideogram(cache: Cache) -> pl.DataFrame:
    """Ensembl 110: chromosome, start, end - start, digits of the gene id, symbol."""
    lines = [line for line in cache.read(ENSEMBL_110).splitlines() if not line.startswith(b"#")]
    names = ["chrom", "start", "length", "digits", "symbol", "description", "tissues", "tissues_in_gene"]
    raw = pl.read_csv(
        BytesIO(b"\n".join(lines)), separator="\t", quote_char=None, has_header=False, infer_schema=False,
        new_columns=names,
    )  # fmt: skip
    return raw.with_columns(
        pl.lit("GRCh38").alias("build"),
        pl.lit("ensembl").alias("source"),
        pl.lit(None, pl.Int32).alias("hgnc_id"),
        (pl.lit("ENSG") + pl.col("digits").str.zfill(11)).alias("ensembl_gene_id"),
        pl.col("start").cast(pl.Int32),
        (pl.col("start").cast(pl.Int32) + pl.col("length").cast(pl.Int32)).alias("end"),
    ).select(PLACED)


def read_genmod(cache: Cache, source: Source, build: str) -> pl.DataFrame:
    """BioMart export: chromosome, start, end, symbol, gene id; already 1-based inclusive."""
    names = ["chrom", "start", "end", "symbol", "ensembl_gene_id"]
    raw = pl.read_csv(
        BytesIO(cache.read(source)), separator="\t", quote_char=None, infer_schema=False, new_columns=names
    )
    return raw.with_columns(
        pl.lit(build).alias("build"),
        pl.lit("ensembl").alias("source"),
        pl.lit(None, pl.Int32).alias("hgnc_id"),
        pl.col("start", "end").cast(pl.Int32),
    ).select(PLACED)
