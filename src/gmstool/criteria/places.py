"""Where a variant lies: in scope or not, how far into an intron, how far from the ends of its exon, in which repeat."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gmstool.criteria.null_variants import transcript_of
from gmstool.genome import bare
from gmstool.reference.repeats import repeats_of

if TYPE_CHECKING:
    import polars as pl

MITOCHONDRIAL = "not in scope: mitochondrial variants have rules of their own"
STRUCTURAL = "not in scope: structural variants and repeats have rules of their own"
_OFFSETS = r"[cn]\.[-*]?\d+([+-]\d+)?(?:_[-*]?\d+([+-]\d+)?)?"


def scope(*, of_mitochondria: bool = False) -> tuple[pl.Expr, ...]:
    """Why a row is out of scope (null: it is in scope), and the kind of an allele that takes or doubles exons.

    The rules of mitochondrial DNA are for rows of its contig alone.
    """
    import polars as pl

    name = pl.col("chrom").str.strip_prefix("chr")
    mitochondrial = name.is_in(["M", "MT"]) | name.str.starts_with("NC_012920")
    symbolic = ~pl.col("alt").str.contains(r"^[A-Za-z]+$")
    foreign = mitochondrial.and_(not of_mitochondria)
    out = pl.when(foreign).then(pl.lit(MITOCHONDRIAL)).when(symbolic).then(pl.lit(STRUCTURAL))
    kind = pl.when(~mitochondrial).then(pl.col("alt").str.extract(r"^<(DEL|DUP)"))
    return out.alias("_out_of_scope"), kind.alias("_sv"), kind.is_not_null().alias("_exons_lost_or_gained")


def intron_offset() -> pl.Expr:
    """Bases into the intron from the HGVS name, of a range the end that is nearer to an exon; null in exons."""
    import polars as pl

    groups = pl.col("hgvsc").str.extract_groups(_OFFSETS)
    first, last = (groups.struct.field(str(at)).cast(pl.Int64) for at in (1, 2))
    nearer = pl.when(last.abs() < first.abs()).then(last).otherwise(first)
    return nearer.alias("_intron_offset")


def exon_ends(row: dict[str, Any], build: str | None) -> tuple[int | None, int | None]:
    """Which base of its exon a variant is, from the start and from the end, 1 for the outermost."""
    of = transcript_of(row["hgnc_id"], row["transcript"], build) if build and row["hgnc_id"] is not None else None
    exon = of.exon_at(row["pos"]) if of else None
    if of is None or exon is None or len(row["ref"]) != len(row["alt"]):
        return None, None
    left, right = row["pos"] - exon.start + 1, exon.end - row["pos"] + 1
    start, end = (left, right) if of.strand == 1 else (right, left)
    # The outer ends of a transcript are no splice sites.
    return (exon.end if exon.number == 1 else start), (exon.end if exon.number == len(of.exons) else end)


def in_repeat(row: dict[str, Any], build: str | None) -> bool | None:
    """In a tandem repeat that the bundle knows; null elsewhere, for it knows only those that cause disease."""
    if build is None or row["hgnc_id"] is None:
        return None
    places = repeats_of(row["hgnc_id"], build)
    inside = any(one.chrom == bare(row["chrom"]) and one.start <= row["pos"] <= one.end for one in places)
    return True if inside else None
