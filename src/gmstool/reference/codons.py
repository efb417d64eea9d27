"""Codons of many transcripts at once: the bases that share a codon with given ones, also across an intron."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from gmstool.reference import transcripts

if TYPE_CHECKING:
    import polars as pl

_CODON = 3
_LONGEST = 1 << 32  # more bases than any coding sequence has


@cache
def coding_spans(build: str) -> pl.DataFrame:
    """The coding sequences of a build whose exons are known: number, hgnc_id, chrom, strand, cds_start and cds_end."""
    import polars as pl

    table = transcripts.table().filter(pl.col("build") == build).drop_nulls(["exon_starts", "cds_start", "cds_end"])
    columns = ("number", "hgnc_id", "chrom", "strand", "cds_start", "cds_end", "exon_starts", "exon_ends")
    return table.with_row_index("number").select(columns)


def codon_mates(bases: pl.DataFrame, build: str) -> pl.DataFrame:
    """The places (chrom, pos) of all bases of the codons of some bases, each once.

    `bases` names coding bases: `number` of the transcript as in `coding_spans`, and the genomic `pos`; what lies in no
    coding exon has no codon.
    """
    import polars as pl

    parts = _parts(coding_spans(build).join(bases, on="number", how="semi", maintain_order="left"))
    here = bases.join(parts, on="number").filter(pl.col("pos").is_between("start", "end"))
    last, forward = pl.col("bases") - 1, pl.col("before") + pl.col("pos") - pl.col("start")
    base = pl.when(pl.col("strand") == 1).then(forward).otherwise(last - forward)  # from 0, as transcribed
    first = here.select("number", "strand", "bases", base=base - base % _CODON).unique()
    mates = pl.concat([first.with_columns(pl.col("base") + at) for at in range(_CODON)])
    mates = mates.filter(pl.col("base") < pl.col("bases"))
    forward = pl.when(pl.col("strand") == 1).then("base").otherwise(last - pl.col("base"))
    return _placed(mates.select("number", forward=forward), parts)


def _placed(bases: pl.DataFrame, parts: pl.DataFrame) -> pl.DataFrame:
    """Where bases lie that are counted from 0 through the coding parts of their transcript in genomic order."""
    import polars as pl

    firsts = parts.select(pl.col("number") * _LONGEST + pl.col("before")).to_series()
    asked = bases.select(pl.col("number") * _LONGEST + pl.col("forward")).to_series()
    of = parts[firsts.search_sorted(asked, side="right") - 1]
    return pl.DataFrame({"chrom": of["chrom"], "pos": of["start"] + bases["forward"] - of["before"]}).unique()


def _parts(spans: pl.DataFrame) -> pl.DataFrame:
    """The coding part of each exon in genomic order, how many bases of its transcript lie before it, and their sum."""
    import polars as pl

    each = spans.explode("exon_starts", "exon_ends").with_columns(
        pl.col("number").cast(pl.Int64),
        start=pl.max_horizontal("exon_starts", "cds_start").cast(pl.Int64),
        end=pl.min_horizontal("exon_ends", "cds_end").cast(pl.Int64),
    )
    length = pl.col("end") - pl.col("start") + 1
    coding = each.filter(pl.col("start") <= pl.col("end"))
    return coding.select(
        "number", "chrom", "strand", "start", "end",
        before=length.cum_sum().over("number") - length, bases=length.sum().over("number"),
    )  # fmt: skip
