"""A lost initiation codon: where else translation may start, and what is known to harm before it.

The bundle has MANE transcripts and no sequence. Another start is one of MANE's; the next start in frame is found as far
as REF alleles of the ClinVar table state the bases of the first codons, and is not known beyond them.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from gmstool.criteria.null_tree import Kind, Loss
from gmstool.criteria.residues import on_strand
from gmstool.errors import MismatchError
from gmstool.reference import clinvar_table, transcripts
from gmstool.vcf.alleles import is_sequence

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gmstool.reference.transcripts import Transcript

_START = "ATG"
_CODON = len(_START)


class Harmful(NamedTuple):
    """A pathogenic variant by the first codon that it touches."""

    codon: int
    name: str


def start_lost(start: int, end: int, of: Transcript) -> Loss:
    """What the loss of a start codon does, for a change of these bases (genomic, 1-based inclusive)."""
    codon = (of.genomic_position(base + 1) for base in range(_CODON))
    if not any(place is not None and start <= place <= end for place in codon):
        return Loss(Kind.START, other_start=of.name)  # the lost start is that of some other transcript
    siblings = transcripts.of_gene(of.hgnc_id, of.build) if of.hgnc_id is not None else ()
    elsewhere = next((one.name for one in siblings if starts_elsewhere(one, of)), None)
    return Loss(Kind.START, other_start=elsewhere, upstream=_harmful_before_next_start(of))


def starts_elsewhere(one: Transcript, of: Transcript) -> bool:
    """Whether a transcript makes the same protein from another start: bases of both are read in the same frame."""
    if one.genomic_position(1) == of.genomic_position(1):
        return False
    ends = (place for part in one.coding_parts for place in (part.start, part.end))
    both = ((one.cds_position(place), of.cds_position(place)) for place in ends)
    return any(a is not None and b is not None and (a - b) % _CODON == 0 for a, b in both)


def before_next_start(bases: Mapping[int, str], harmful: tuple[Harmful, ...]) -> tuple[str, ...] | None:
    """Names of the harmful variants between the start codon and the next one in frame; None where nobody can say.

    `bases` are the known ones of the coding sequence, by their place in it, from 1.
    """
    codon = 2
    while _is_no_start(known := _codon(bases, codon)):
        codon += 1
    names = tuple(one.name for one in harmful if 1 < one.codon < codon)
    return names if names or known == _START else None


def _codon(bases: Mapping[int, str], codon: int) -> str:
    """The bases of a codon, `.` for those not known."""
    first = _CODON * (codon - 1) + 1
    return "".join(bases.get(base, ".") for base in range(first, first + _CODON))


def _is_no_start(codon: str) -> bool:
    """Whether a known base tells that the codon does not start translation."""
    return any(base not in (".", of_start) for base, of_start in zip(codon, _START, strict=True))


@cache
def _harmful_before_next_start(of: Transcript) -> tuple[str, ...] | None:
    rows = tuple(_classified(of))
    bases = {base: letter for row in rows for base, letter in _stated(row, of)}
    touched = ((row, list(_changed(row, of))) for row in rows if row["significance"] == "P")
    harmful = (Harmful((min(places) + _CODON - 1) // _CODON, _name(row)) for row, places in touched if places)
    return before_next_start(bases, tuple(harmful))


def _classified(of: Transcript) -> Iterator[dict[str, Any]]:
    """The rows of the ClinVar table that lie in the transcript's coding sequence; none where it lacks the build."""
    import polars as pl

    try:
        table = clinvar_table.variants(of.build)
    except MismatchError:
        return
    inside = pl.col("pos").is_between(of.cds_start, of.cds_end) & (pl.col("chrom") == of.chrom)
    yield from (row for row in table.filter(inside).iter_rows(named=True) if is_sequence(row["ref"]))


def _stated(row: dict[str, Any], of: Transcript) -> Iterator[tuple[int, str]]:
    """The coding bases of a row's REF allele, as the transcript has them."""
    for at, base in enumerate(row["ref"]):
        if (place := of.cds_position(row["pos"] + at)) is not None:
            yield place, on_strand(base, of.strand)


def _changed(row: dict[str, Any], of: Transcript) -> Iterator[int]:
    """Places of the bases that a row changes; the base before a deletion is none of them."""
    deletion = len(row["ref"]) > len(row["alt"]) and row["ref"][0] == row["alt"][0]
    anchor = of.cds_position(row["pos"]) if deletion else None
    yield from (place for place, _ in _stated(row, of) if place != anchor)


def _name(row: dict[str, Any]) -> str:
    return f"ClinVar {row['variation_id']} ({row['significance']}, {row['stars']} stars)"
