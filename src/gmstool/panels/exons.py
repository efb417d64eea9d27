"""What of a gene must be covered: the coding exons of its MANE Select transcript, else its exons, else its span."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from gmstool.genome import Region
from gmstool.panels.bed import merged
from gmstool.reference import bundle
from gmstool.reference import genes as reference

# "cds differs": the build's exons are not as long as MANE's, so a part of the coding sequence may have no place in it.
Basis = Literal["cds", "cds differs", "exons", "span"]
TABLE, SPANS = "transcripts", "gene_spans"


@dataclass(frozen=True, slots=True)
class Parts:
    """Stretches of a gene in one build, sorted; `basis` says what they are, `transcript` of which transcript."""

    basis: Basis
    transcript: str
    regions: tuple[Region, ...]


def parts(build: str, hgnc_ids: Iterable[int] | None = None) -> dict[int, Parts]:
    """The stretches of genes (all that have a MANE Select transcript, when none are named) by HGNC id."""
    wanted = None if hgnc_ids is None else tuple(hgnc_ids)
    found = _of_transcripts(build, wanted)
    missing = [one for one in wanted or () if one not in found]
    spans = reference.spans(build, tuple(missing)) if missing else {}
    by_span = {
        one: Parts("span", "", tuple(Region(*span) for span in spans[one])) for one in missing if one in spans
    }  # fmt: skip
    return found | by_span


def sources(build: str, *tables: str) -> str:
    """The build, and the releases that stretches were taken from, in one line."""
    known = [name for name in tables or (TABLE, SPANS) if name in bundle.tables()]
    return f"{build}, {bundle.release(*known)}"


def has_transcripts() -> bool:
    """Whether the reference bundle has the exons of transcripts."""
    return TABLE in bundle.tables()


def _of_transcripts(build: str, wanted: tuple[int, ...] | None) -> dict[int, Parts]:
    import polars as pl

    if not has_transcripts():
        return {}
    from gmstool.reference import transcripts

    table = transcripts.table().filter((pl.col("build") == build) & (pl.col("mane") == "Select"))
    if wanted is not None:
        table = table.filter(pl.col("hgnc_id").is_in(list(wanted)))
    # Without exons nothing tells what is coding.
    known = table.filter(pl.col("exon_starts").is_not_null() & pl.col("hgnc_id").is_not_null())
    return {row["hgnc_id"]: _parts(row) for row in known.iter_rows(named=True)}


def _parts(row: dict[str, object]) -> Parts:
    chrom, first, last = str(row["chrom"]), row["cds_start"], row["cds_end"]
    exons = zip(_numbers(row["exon_starts"]), _numbers(row["exon_ends"]), strict=True)
    if not isinstance(first, int) or not isinstance(last, int):
        return Parts("exons", str(row["transcript"]), tuple(merged(Region(chrom, *one) for one in exons)))
    inside = ((start, end) for start, end in exons if start <= last and end >= first)
    coding = (Region(chrom, max(start, first), min(end, last)) for start, end in inside)
    basis: Basis = "cds" if row["same_exons"] else "cds differs"
    return Parts(basis, str(row["transcript"]), tuple(merged(coding)))


def _numbers(value: object) -> list[int]:
    return list(value) if isinstance(value, list) else []
