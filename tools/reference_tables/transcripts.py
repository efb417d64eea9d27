"""The MANE transcripts with their exons and coding sequence, on GRCh38 and, through RefSeq, on GRCh37.

One row per transcript and build. MANE 1.5 says which transcripts; their exons are MANE's own, else those of RefSeq
for the very accession and version at the very same place, else not known (null). On GRCh37 a transcript has the place
that RefSeq gives it; if only another version has one, that version is given, and `same_version` is false. Transcripts
on alternate contigs are left out; pseudoautosomal ones are given on X.

Exons are kept as BED keeps them, as offsets from the transcript's start and lengths: two thirds the size of starts
and ends. `gmstool.reference.transcripts.table` gives starts and ends.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from reference_sources import checks_transcripts, genepred, mane, mane_bigbed
from reference_sources.genome import CHROMOSOMES
from reference_sources.sources import MANE, REFSEQ_37, REFSEQ_38
from reference_sources.transcript_structure import STRUCTURE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reference_sources.packages import Cache

SOURCES = (MANE, mane_bigbed.MANE_BIGBED, REFSEQ_38, REFSEQ_37)
COLUMNS = [
    "build", "transcript", "ensembl_transcript", "protein", "hgnc_id", "symbol", "mane", *STRUCTURE,
    "same_version", "same_exons",
]  # fmt: skip
OFFSETS = (pl.col("exon_starts") - pl.col("start")).alias("exon_offsets")
LENGTHS = (pl.col("exon_ends") - pl.col("exon_starts") + 1).alias("exon_lengths")


def build(cache: Cache, built: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Every check of `checks_transcripts` holds."""
    listed = read_listed(cache, built["genes"])
    accessions = listed["transcript"].str.split(".").list.first()
    track = mane_bigbed.read(cache)
    refseq_38 = genepred.read(cache, REFSEQ_38, accessions)
    checks_transcripts.check_agreement(listed, track, refseq_38)
    on_38 = with_structure(listed, track, refseq_38)
    on_37 = placed_on_37(on_38, genepred.read(cache, REFSEQ_37, accessions))
    table = ordered(pl.concat([on_38.select(COLUMNS), on_37.select(COLUMNS)]))
    checks_transcripts.check(table)
    return table.with_columns(OFFSETS, LENGTHS).drop("exon_starts", "exon_ends")


def read_listed(cache: Cache, genes: pl.DataFrame) -> pl.DataFrame:
    """The transcripts of MANE 1.5 on chromosomes, each with the symbol its gene has in the gene table."""
    symbols = genes.select("hgnc_id", pl.col("symbol").alias("approved"))
    return (
        mane.read(cache)
        .filter(pl.col("chrom").is_in(CHROMOSOMES))
        .join(symbols, on="hgnc_id", how="left", maintain_order="left")
        .select(
            pl.lit("GRCh38").alias("build"),
            pl.col("RefSeq_nuc").alias("transcript"),
            pl.col("Ensembl_nuc").alias("ensembl_transcript"),
            pl.col("RefSeq_prot").alias("protein"),
            "hgnc_id",
            pl.coalesce("approved", "symbol").alias("symbol"),  # a few MANE genes have no HGNC id
            pl.col("MANE_status").str.strip_prefix("MANE ").alias("mane"),
            "chrom",
            pl.col("chr_strand").replace_strict({"+": 1, "-": -1}, return_dtype=pl.Int8).alias("strand"),
            "start",
            "end",
        )
    )


def with_structure(listed: pl.DataFrame, track: pl.DataFrame, refseq: pl.DataFrame) -> pl.DataFrame:
    """Add exons and coding sequence: MANE's, else those RefSeq has for the same accession, version and place."""
    place = ["transcript", "chrom", "strand", "start", "end"]
    parts = ["cds_start", "cds_end", "exon_starts", "exon_ends"]
    only_refseq = refseq.join(track, on="transcript", how="anti")
    known = pl.concat([track.select(place + parts), only_refseq.select(place + parts)])
    return listed.join(known, on=place, how="left", maintain_order="left").with_columns(
        pl.lit(value=True).alias("same_version"),
        pl.when(pl.col("exon_starts").is_not_null()).then(True).alias("same_exons"),
    )


def placed_on_37(on_38: pl.DataFrame, refseq: pl.DataFrame) -> pl.DataFrame:
    """The same transcripts where RefSeq places them on GRCh37, in the same version if there is one, else the newest.

    MANE pairs an Ensembl transcript and a protein with one version only, so another version has neither.
    """
    names = on_38.select(
        accession(), pl.col("transcript").alias("listed"), "ensembl_transcript", "protein", "hgnc_id", "symbol", "mane",
        exon_lengths().alias("lengths_38"),
    )  # fmt: skip
    same = pl.col("transcript") == pl.col("listed")
    same_exons = exon_lengths() == pl.col("lengths_38")
    return (
        refseq.with_columns(accession(), version())
        .join(names, on="accession")
        .with_columns(
            pl.lit("GRCh37").alias("build"),
            same.alias("same_version"),
            same_exons.alias("same_exons"),
            pl.when(same).then("ensembl_transcript").alias("ensembl_transcript"),
            pl.when(same).then("protein").alias("protein"),
        )
        .sort("accession", "same_version", "version", descending=[False, True, True])
        .unique("accession", keep="first", maintain_order=True)
    )


def accession() -> pl.Expr:
    """The accession without its version."""
    return pl.col("transcript").str.split(".").list.first().alias("accession")


def version() -> pl.Expr:
    """The version alone."""
    return pl.col("transcript").str.split(".").list.last().cast(pl.Int32).alias("version")


def exon_lengths() -> pl.Expr:
    """Exon lengths in the order of transcription; null when the exons are not known."""
    return pl.when(pl.col("strand") == 1).then(LENGTHS).otherwise(LENGTHS.list.reverse())


def ordered(table: pl.DataFrame) -> pl.DataFrame:
    """By build and place."""
    rank = pl.col("chrom").replace_strict({name: i for i, name in enumerate(CHROMOSOMES)}, return_dtype=pl.Int32)
    return table.sort("build", rank, "start", "end", "transcript")
