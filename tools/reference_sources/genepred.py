"""RefSeq transcripts with exons and coding sequence, from UCSC genePredExt tables."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import polars as pl

from reference_sources.genome import CHROMOSOMES
from reference_sources.transcript_structure import STRUCTURE, structure

if TYPE_CHECKING:
    from reference_sources.packages import Cache, Source

COLUMNS = ["name", "chrom", "strand", "cdsStart", "cdsEnd", "exonStarts", "exonEnds"]
ON_CHROMOSOME = [f"chr{name}" for name in CHROMOSOMES if name != "MT"]  # chrM of hg19 is not rCRS


def read(cache: Cache, source: Source, accessions: pl.Series) -> pl.DataFrame:
    """One row per transcript and chromosome, of the accessions asked for, in any version.

    Alternate contigs are left out. A pseudoautosomal transcript is given on X, as MANE does.
    """
    raw = pl.read_csv(BytesIO(cache.read(source)), separator="\t", quote_char=None, infer_schema=False, columns=COLUMNS)
    asked = pl.col("name").str.split(".").list.first().is_in(accessions.implode())
    chosen = raw.filter(asked & pl.col("chrom").is_in(ON_CHROMOSOME)).select(COLUMNS)
    rows = [
        (name, *structure(chrom, strand, int(cds_start), int(cds_end), numbers(starts), numbers(ends)))
        for name, chrom, strand, cds_start, cds_end, starts, ends in chosen.iter_rows()
    ]
    table = pl.DataFrame(rows, schema={"transcript": pl.String, **STRUCTURE}, orient="row")
    return without_twins_on_y(table)


def numbers(text: str) -> list[int]:
    """The numbers of a list that ends in a comma."""
    return [int(number) for number in text.rstrip(",").split(",")]


def without_twins_on_y(table: pl.DataFrame) -> pl.DataFrame:
    """Drop the copies on Y of transcripts that are on X too."""
    on_x = table.filter(pl.col("chrom") == "X")["transcript"].implode()
    return table.filter((pl.col("chrom") != "Y") | ~pl.col("transcript").is_in(on_x))
