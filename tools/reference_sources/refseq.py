"""RefSeq transcripts of both builds, from UCSC genePredExt tables."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import polars as pl

from reference_sources.sources import REFSEQ_37, REFSEQ_38
from reference_sources.spans import PLACED

if TYPE_CHECKING:
    from reference_sources.packages import Cache, Source


def read_all(cache: Cache) -> list[pl.DataFrame]:
    """RefSeq of both builds, 1-based inclusive."""
    return [read(cache, REFSEQ_37, "GRCh37"), read(cache, REFSEQ_38, "GRCh38")]


def read(cache: Cache, source: Source, build: str) -> pl.DataFrame:
    """One row per transcript; UCSC starts are 0-based. chrM is named unlike HGNC and, in hg19, is not rCRS."""
    raw = pl.read_csv(BytesIO(cache.read(source)), separator="\t", quote_char=None, infer_schema=False)
    return (
        raw.filter(pl.col("chrom") != "chrM")
        .with_columns(
            pl.lit(build).alias("build"),
            pl.lit("refseq").alias("source"),
            pl.lit(None, pl.Int32).alias("hgnc_id"),
            pl.lit(None, pl.String).alias("ensembl_gene_id"),
            pl.col("name2").alias("symbol"),
            pl.col("chrom").str.strip_prefix("chr"),
            (pl.col("txStart").cast(pl.Int32) + 1).alias("start"),
            pl.col("txEnd").cast(pl.Int32).alias("end"),
        )
        .select(PLACED)
    )
