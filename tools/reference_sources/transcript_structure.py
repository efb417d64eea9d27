"""What every source of transcripts gives: a place, exons in genomic order, and the coding sequence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from polars._typing import PolarsDataType

STRUCTURE: dict[str, PolarsDataType] = {
    "chrom": pl.String,
    "strand": pl.Int8,
    "start": pl.Int32,
    "end": pl.Int32,
    "cds_start": pl.Int32,
    "cds_end": pl.Int32,
    "exon_starts": pl.List(pl.Int32),
    "exon_ends": pl.List(pl.Int32),
}


def structure(
    chrom: str, strand: str, cds_start: int, cds_end: int, starts: list[int], ends: list[int]
) -> tuple[object, ...]:
    """The columns of STRUCTURE, 1-based inclusive, from UCSC's 0-based half-open numbers; no CDS is null."""
    coding = (cds_start + 1, cds_end) if cds_start < cds_end else (None, None)
    first_bases = [start + 1 for start in starts]
    return (
        chrom.removeprefix("chr"), 1 if strand == "+" else -1, first_bases[0], ends[-1], *coding, first_bases, ends,
    )  # fmt: skip


def cds_length(table: pl.DataFrame) -> pl.Series:
    """Bases of the coding sequence of each row; null without one."""
    rows = table.select("cds_start", "cds_end", "exon_starts", "exon_ends").with_row_index()
    coding = pl.min_horizontal("exon_ends", "cds_end") - pl.max_horizontal("exon_starts", "cds_start") + 1
    bases = coding.clip(0).sum().alias("bases")
    lengths = rows.drop_nulls().explode("exon_starts", "exon_ends").group_by("index").agg(bases)
    return rows.join(lengths, on="index", how="left", maintain_order="left")["bases"]
