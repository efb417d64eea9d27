"""From a row to what it does to its transcript: frame, nonsense-mediated decay and the removed part of the protein.

Exons are those of the MANE transcript. Nothing here knows the sequence: where a stop arises after a splice site is
lost, after exons are deleted, or after a frameshift whose new stop is not named, follows from exon lengths alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from gmstool.criteria.effects import Effect
from gmstool.criteria.null_starts import start_lost
from gmstool.criteria.null_tree import Kind, Loss
from gmstool.vcf.alleles import is_sequence, trim

if TYPE_CHECKING:
    from gmstool.reference.transcripts import Exon, Transcript

_NEW_STOP = re.compile(r"[A-Za-z]{1,3}(\d+)(?:[A-Za-z]{1,3})?fs(?:Ter|\*|X)(\d+)")
_CODON = 3


@dataclass(frozen=True, slots=True)
class Change:
    """A variant as the tree needs it: the changed stretch of the genome, 1-based inclusive, and what was annotated."""

    start: int
    end: int
    ref: str
    alt: str
    effects: Effect
    hgvsp: str | None = None
    af: float | None = None
    af_is_whole: bool = True  # no frequency is missing that the file has for other variants

    @property
    def shift(self) -> int:
        """Bases that the change adds."""
        return len(self.alt) - len(self.ref)


def changed(pos: int, ref: str, alt: str, end: int | None) -> tuple[int, int, str, str]:
    """The changed bases: of an insertion those on its two sides; of a symbolic allele what follows its anchor."""
    if not (is_sequence(ref) and is_sequence(alt)):
        return pos + 1, end if end is not None else pos + 1, ref, ""
    pos, ref, alt = trim(pos, ref, alt)
    if ref[0] == alt[0] and len(ref) != len(alt):
        inserted = len(ref) == 1
        return (pos, pos + 1, "", alt[1:]) if inserted else (pos + 1, pos + len(ref) - 1, ref[1:], alt[1:])
    return pos, pos + len(ref) - 1, ref, alt


def loss_of(change: Change, of: Transcript, rules: Any) -> Loss | None:
    """What the change does to a transcript; None if it is no null variant there or lies outside its coding exons."""
    effects = change.effects
    if effects & Effect.STOP_GAINED:
        return _with_frequency(_stop(Kind.NONSENSE, change, of, rules), change, rules)
    if effects & Effect.FRAMESHIFT:
        return _with_frequency(_stop(Kind.FRAMESHIFT, change, of, rules), change, rules)
    if effects & Effect.SPLICE_SITE:
        return _with_frequency(_splice(change, of), change, rules)
    return start_lost(change.start, change.end, of) if effects & Effect.START_LOST else None


def _with_frequency(loss: Loss, change: Change, rules: Any) -> Loss:
    """What the population tells of the change itself: the largest known frequency, where a larger may be missing."""
    seen = change.af is not None and change.af > rules.pvs1.frequent_lof_af
    frequent = True if seen else False if change.af is not None and change.af_is_whole else None
    return replace(loss, frequent=frequent, frequency_missing=not change.af_is_whole)


def structural(start: int, end: int, svtype: str, of: Transcript, *, tandem: bool = False) -> Loss | None:
    """What a deletion or duplication of exons does; None where it spares the coding exons."""
    hit = [part for part in of.coding_parts if part.start <= end and part.end >= start]
    if _spans(start, end, of):
        return Loss(Kind.WHOLE_GENE) if svtype == "DEL" else None
    if not hit:
        return None
    bases = sum(min(end, part.end) - max(start, part.start) + 1 for part in hit)
    kind = Kind.DELETION if svtype == "DEL" else Kind.DUPLICATION
    if kind is Kind.DUPLICATION and (start < _span(of)[0] or end > _span(of)[1]):
        return None  # the tree speaks of duplications wholly inside the gene
    return _exons_gone(kind, hit, bases, of, tandem=tandem)


def _stop(kind: Kind, change: Change, of: Transcript, rules: Any) -> Loss:
    """A stop that comes too early, at once or after a shifted frame."""
    first = _first_coding_base(change, of)
    if first is None:
        return Loss(kind, relevant=None)
    residue = (first + _CODON - 1) // _CODON
    stop = _new_stop(change, first, residue) if kind is Kind.FRAMESHIFT else first
    removed, lost = _fraction_from(residue, of), (residue, _length(of))
    return Loss(kind, relevant=True, decay=_decays(stop, of, rules), removed=removed, lost=lost)


def _new_stop(change: Change, first: int, residue: int) -> int:
    """The base of the coding sequence, as numbered without the variant, where the shifted frame ends.

    Where the name does not tell (p.Arg97fs), the stop is taken to be near.
    """
    named = _NEW_STOP.search(change.hgvsp or "")
    if not named:
        return first
    at = int(named[1]) if abs(int(named[1]) - residue) <= abs(change.shift) + 1 else residue
    return max(first, _CODON * (at + int(named[2]) - 2) + 1 - change.shift)


def _decays(base: int, of: Transcript, rules: Any) -> bool:
    """Whether a stop at a base of the coding sequence is followed by a junction far enough away (NMD)."""
    place = of.genomic_position(min(base, of.cds_length))
    left = of.bases_before_last_junction(place) if place is not None else None
    return left is not None and left >= rules.pvs1.last_exon_margin


def _splice(change: Change, of: Transcript) -> Loss:
    """The exon next to a lost splice site is taken to be skipped."""
    found = _exon_beside(change, of)
    if found is None:
        return Loss(Kind.SPLICE, relevant=None)
    exon, donor, offset = found
    part = next((one for one in of.coding_parts if one.number == exon.number), None)
    if part is None:
        return Loss(Kind.SPLICE, relevant=None)
    loss = _exons_gone(Kind.SPLICE, [part], part.end - part.start + 1, of)
    plus = change.ref if of.strand == 1 else change.ref.translate(str.maketrans("ACGT", "TGCA"))
    new = change.alt if of.strand == 1 else change.alt.translate(str.maketrans("ACGT", "TGCA"))
    weak = donor and offset == 2 and (plus == "C" or (plus, new) == ("T", "C"))  # noqa: PLR2004  # the second base
    return replace(loss, weak_donor=weak)


def _exon_beside(change: Change, of: Transcript) -> tuple[Exon, bool, int] | None:
    """The exon whose splice site is hit, whether the site is its donor, and which base of the intron is hit."""
    for exon in of.exons:
        for edge, outward in ((exon.start, -1), (exon.end, 1)):
            donor = outward == of.strand
            last_or_first = exon.number == (len(of.exons) if donor else 1)
            near = [place for place in (edge + outward, edge + 2 * outward) if change.start <= place <= change.end]
            if near and not last_or_first:
                return exon, donor, min(abs(place - edge) for place in near)
    return None


def _exons_gone(kind: Kind, gone: list[Exon], bases: int, of: Transcript, *, tandem: bool = False) -> Loss:
    """What the absence (or doubling) of coding exons does, from their lengths."""
    parts = of.coding_parts
    numbers = {one.number for one in gone}
    if parts[0].number in numbers and kind is not Kind.DUPLICATION:
        # Without its start codon the transcript is read from another start, or not at all: the tree is silent on it.
        return Loss(kind, relevant=True, disrupts_frame=None)
    disrupts = bases % _CODON != 0 or parts[-1].number in numbers  # with the last of them the stop codon is gone
    follows = max(numbers) + 1
    # A frame that is shifted ends soon; in the last exon, or without one to follow, no decay comes of it.
    decay = disrupts and follows < of.exons[-1].number and parts[-1].number not in numbers
    edges = [_coding_base(of, place) for one in gone for place in (one.start, one.end)]
    first, last = ((base + _CODON - 1) // _CODON for base in (min(edges), max(edges)))
    removed = _fraction_from(first, of) if disrupts else bases / (of.cds_length - _CODON)
    lost = None if kind is Kind.DUPLICATION else (first, _length(of) if disrupts else last)
    return Loss(
        kind, relevant=True, disrupts_frame=disrupts, decay=decay, removed=min(removed, 1.0), lost=lost, tandem=tandem
    )


def _first_coding_base(change: Change, of: Transcript) -> int | None:
    """The first base of the coding sequence, in the order of translation, that the change touches."""
    places = (of.cds_position(change.start), of.cds_position(change.end))
    known = [one for one in places if one is not None]
    # An insertion changes the base behind it.
    return (min(known) if change.ref else max(known)) if known else None


def _coding_base(of: Transcript, place: int) -> int:
    return of.cds_position(place) or 1


def _fraction_from(residue: int, of: Transcript) -> float:
    """The part of the protein from a residue to its end."""
    return max(0.0, (_length(of) - residue + 1) / _length(of))


def _length(of: Transcript) -> int:
    """Residues of the protein."""
    return of.cds_length // _CODON - 1


def _span(of: Transcript) -> tuple[int, int]:
    return min(exon.start for exon in of.exons), max(exon.end for exon in of.exons)


def _spans(start: int, end: int, of: Transcript) -> bool:
    first, last = _span(of)
    return start <= first and end >= last
