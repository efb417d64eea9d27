"""MANE Select and Plus Clinical: spans on GRCh38, and gene names newer than the HGNC file."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import polars as pl

from reference_sources.genome import REFSEQ_ACCESSION
from reference_sources.sources import MANE
from reference_sources.spans import PLACED

if TYPE_CHECKING:
    from reference_sources.packages import Cache


def read(cache: Cache) -> pl.DataFrame:
    """One row per MANE transcript, 1-based inclusive."""
    raw = pl.read_csv(BytesIO(cache.read(MANE)), separator="\t", quote_char=None, infer_schema=False)
    return raw.with_columns(
        pl.col("HGNC_ID").str.strip_prefix("HGNC:").cast(pl.Int32).alias("hgnc_id"),
        pl.col("#NCBI_GeneID").str.strip_prefix("GeneID:").cast(pl.Int32).alias("ncbi_gene_id"),
        pl.col("Ensembl_Gene").str.split(".").list.first().alias("ensembl_gene_id"),
        pl.col("GRCh38_chr").str.split(".").list.first().replace(REFSEQ_ACCESSION).alias("chrom"),
        pl.col("chr_start").cast(pl.Int32).alias("start"),
        pl.col("chr_end").cast(pl.Int32).alias("end"),
    )


def placed(transcripts: pl.DataFrame) -> pl.DataFrame:
    """The transcripts as placed genes."""
    return transcripts.with_columns(pl.lit("GRCh38").alias("build"), pl.lit("mane").alias("source")).select(PLACED)


def with_newer_names(genes: pl.DataFrame, transcripts: pl.DataFrame) -> pl.DataFrame:
    """Add the symbol that MANE uses where it differs, and the genes approved after the HGNC file was made."""
    named = transcripts.filter(pl.col("hgnc_id").is_not_null()).unique("hgnc_id", keep="first", maintain_order=True)
    newer = named.select("hgnc_id", pl.col("symbol").alias("newer_symbol"))
    both = genes.join(newer, on="hgnc_id", how="left", maintain_order="left").with_columns(
        pl.when(pl.col("newer_symbol") != pl.col("symbol")).then("newer_symbol").alias("newer_symbol")
    )
    return pl.concat([both, new_genes(named, both)], how="vertical").sort("hgnc_id")


def new_genes(named: pl.DataFrame, genes: pl.DataFrame) -> pl.DataFrame:
    """Genes with an HGNC id that the HGNC file does not know; a protein accession says they are coding."""
    coding = pl.col("RefSeq_prot").fill_null("").str.starts_with("NP_")
    empty = {name: pl.lit([], genes.schema[name]).alias(name) for name in ("previous", "alias", "withdrawn_ids")}
    return (
        named.join(genes, on="hgnc_id", how="anti")
        .with_columns(
            *empty.values(),
            pl.when(coding).then(pl.lit("gene with protein product")).otherwise(pl.lit("unknown")).alias("locus_type"),
            pl.lit(None, pl.String).alias("newer_symbol"),
        )
        .select(genes.columns)
    )
