"""Where a variant lies: in scope or not, how far into an intron, how far from the ends of its exon, in which repeat."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from gmstool.criteria.null_losses import changed
from gmstool.criteria.null_variants import transcript_of
from gmstool.genome import bare
from gmstool.reference import transcripts
from gmstool.reference.repeats import repeats_of

if TYPE_CHECKING:
    import polars as pl

    from gmstool.reference.transcripts import Transcript

MANE_BUILD = "GRCh38"  # MANE lists its transcripts with their accessions there
MITOCHONDRIAL = "not in scope: mitochondrial variants have rules of their own"
STRUCTURAL = "not in scope: structural variants and repeats have rules of their own"
_KINDS = ("DEL", "DUP")
_OFFSET = r"[cn]\.[-*]?\d+([+-]\d+)?"
_RANGE = r"\d_[-*]?\d"
_OFFSETS = rf"{_OFFSET}(?:_[-*]?\d+([+-]\d+)?)?"


def scope(table: pl.DataFrame, *, of_mitochondria: bool = False) -> tuple[pl.Expr, ...]:
    """Why a row is out of scope (null: it is in scope), and the kind of an allele that takes or doubles exons.

    The rules of mitochondrial DNA are for rows of its contig alone.
    """
    import polars as pl

    contigs = [one for one in table["chrom"].unique() if one is not None and _is_mitochondrial(one)]
    mitochondrial = pl.col("chrom").is_in(contigs) if contigs else pl.lit(False)
    symbolic = ~pl.col("alt").str.contains(r"^[A-Za-z]+$")
    foreign = mitochondrial.and_(not of_mitochondria)
    out = pl.when(foreign).then(pl.lit(MITOCHONDRIAL)).when(symbolic).then(pl.lit(STRUCTURAL))
    kinds = (pl.when(~mitochondrial & pl.col("alt").str.starts_with(f"<{one}")).then(pl.lit(one)) for one in _KINDS)
    kind = pl.coalesce(*kinds)
    return out.alias("_out_of_scope"), kind.alias("_sv"), kind.is_not_null().alias("_exons_lost_or_gained")


def _is_mitochondrial(contig: str) -> bool:
    name = contig.removeprefix("chr")
    return name in ("M", "MT") or name.startswith("NC_012920")


def intron_offset(hgvsc: pl.Series) -> pl.Series:
    """Bases into the intron from the HGVS name, of a range the end that is nearer to an exon; null in exons."""
    import polars as pl

    first = hgvsc.str.extract(_OFFSET).cast(pl.Int64).alias("_intron_offset")
    ranges = hgvsc.str.contains(_RANGE).arg_true()
    if not len(ranges):
        return first
    groups = hgvsc.gather(ranges).str.extract_groups(_OFFSETS)
    one, other = (pl.lit(groups.struct.field(str(at)).cast(pl.Int64)) for at in (1, 2))
    return first.scatter(ranges, pl.select(pl.when(other.abs() < one.abs()).then(other).otherwise(one)).to_series())


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


@cache
def is_select(hgnc_id: int | None, transcript: str | None) -> bool | None:
    """Whether a transcript is the gene's MANE Select, in whatever version; None where none is told."""
    select = _select(hgnc_id, MANE_BUILD)
    if transcript is None:
        return None
    return select is not None and _unversioned(transcript) in map(_unversioned, (select.name, select.ensembl))


def residue_of_select(row: dict[str, Any], build: str | None) -> int | None:
    """The first changed residue of a coding change as the gene's MANE Select transcript numbers it.

    By the place in the genome; None where that is not known, or not in the coding sequence of that transcript.
    """
    select = _select(row["hgnc_id"], build)
    if select is None:
        return None
    start, end, *_ = changed(row["pos"], row["ref"], row["alt"], row["end"])
    return select.codon(start if select.strand == 1 else end)


def _select(hgnc_id: int | None, build: str | None) -> Transcript | None:
    known = transcripts.of_gene(hgnc_id, build) if hgnc_id is not None and build else ()
    return next((one for one in known if one.mane == "Select"), None)


def _unversioned(name: str | None) -> str:
    return (name or "").partition(".")[0]
