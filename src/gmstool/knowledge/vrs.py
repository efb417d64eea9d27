"""GA4GH VRS 2.0 identifiers of alleles, computed without a network.

Substitutions need nothing but the chromosome's refget accession. An insertion or deletion is named by the whole
stretch on which it could be written ("fully justified"), so it needs the reference bases around it: without a FASTA
it has no identifier here. Source: VRS 2.0, "Computed Identifiers" and "Allele Normalization".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from gmstool.knowledge.refget import ACCESSIONS, sha512t24u
from gmstool.vcf.alleles import is_sequence

if TYPE_CHECKING:
    from gmstool.vcf.fasta import Base

LONGEST_SHIFT: Final = 10_000  # bases; a longer repeat is not walked through


class _Span(NamedTuple):
    """Interbase coordinates, 0-based and half-open, with what stands there now and afterwards."""

    start: int
    end: int
    ref: str
    alt: str


def allele_id(assembly: str, chrom: str, pos: int, ref: str, alt: str, base: Base | None = None) -> str | None:
    """The identifier `ga4gh:VA.…` of an allele (1-based, as in VCF); None where it cannot be known.

    base gives single bases of the assembly's sequence.
    """
    sequence = ACCESSIONS.get((assembly, chrom))
    if sequence is None or not is_sequence(ref) or not is_sequence(alt):
        return None
    span = _trimmed(pos, ref, alt)
    if span.ref and span.alt:
        return _identifier(sequence, span.start, span.end, _literal(span.alt))
    if base is None or not (span.ref or span.alt):
        return None
    return _of_shifted(sequence, _justified(base, chrom, span), len(span.ref or span.alt))


def _trimmed(pos: int, ref: str, alt: str) -> _Span:
    """Without the bases that both alleles share, last ones first; nothing may be left of one of them."""
    while ref and alt and ref[-1] == alt[-1]:
        ref, alt = ref[:-1], alt[:-1]
    shared = 0
    while shared < min(len(ref), len(alt)) and ref[shared] == alt[shared]:
        shared += 1
    start = pos - 1 + shared
    return _Span(start, start + len(ref) - shared, ref[shared:], alt[shared:])


def _justified(base: Base, chrom: str, span: _Span) -> _Span:
    """The widest stretch on which an insertion or deletion may be written, with the sequences before and after."""
    moved, left, right = span.ref or span.alt, "", ""
    turned = moved
    while len(left) < LONGEST_SHIFT and (one := base(chrom, span.start - len(left))) and one == turned[-1]:
        turned, left = turned[-1] + turned[:-1], one + left
    turned = moved
    while len(right) < LONGEST_SHIFT and (one := base(chrom, span.end + len(right) + 1)) and one == turned[0]:
        turned, right = turned[1:] + turned[0], right + one
    return _Span(span.start - len(left), span.end + len(right), left + span.ref + right, left + span.alt + right)


def _of_shifted(sequence: str, span: _Span, size: int) -> str:
    """A change that can be read off the reference is told by its length and the unit that repeats, else spelled."""
    unit = size if len(span.alt) < len(span.ref) else _repeated(span, size)
    if unit is None:
        return _identifier(sequence, span.start, span.end, _literal(span.alt))
    state = f'{{"length":{len(span.alt)},"repeatSubunitLength":{unit},"type":"ReferenceLengthExpression"}}'
    return _identifier(sequence, span.start, span.end, state)


def _repeated(span: _Span, size: int) -> int | None:
    """The longest unit, of a length that divides the insertion, that the reference has and the insertion repeats."""
    added = span.alt[len(span.ref) :]
    for unit in (one for one in range(size, 0, -1) if size % one == 0 and one <= len(span.ref)):
        cycle = span.ref[len(span.ref) - unit :]
        if added == (cycle * (len(added) // unit + 1))[: len(added)]:
            return unit
    return None


def _literal(bases: str) -> str:
    return f'{{"sequence":"{bases}","type":"LiteralSequenceExpression"}}'


def _identifier(sequence: str, start: int, end: int, state: str) -> str:
    """The digest of the allele's canonical JSON, in which its location stands as a digest too."""
    location = sha512t24u(
        f'{{"end":{end},"sequenceReference":{{"refgetAccession":"{sequence}","type":"SequenceReference"}},'
        f'"start":{start},"type":"SequenceLocation"}}'.encode()
    )
    return "ga4gh:VA." + sha512t24u(f'{{"location":"{location}","state":{state},"type":"Allele"}}'.encode())
