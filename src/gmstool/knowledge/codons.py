"""One codon of a gene's MANE Select transcript: which changes of its bases may make which change of its residue.

Without the sequence only some bases of a codon are known (those that known variants state as REF). Every codon that
fits them is tried, so an answer is what the change may be, and one answer only where the bases leave no other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gmstool.criteria.residues import CODE, on_strand, replaced

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gmstool.knowledge.model import Key
    from gmstool.reference.transcripts import Transcript

BUILD = "GRCh38"
Change = tuple[str, str]  # residue before and after, in one letter


@dataclass(frozen=True, slots=True)
class Codon:
    """A codon: its number, the GRCh38 positions of its three bases in the order of transcription, the strand."""

    transcript: str
    chrom: str
    number: int
    positions: tuple[int, ...]
    strand: int

    def stretches(self) -> list[tuple[int, int]]:
        """The codon's bases as stretches of the genome, 1-based inclusive; several where an intron parts it."""
        ordered = sorted(self.positions)
        if ordered[-1] - ordered[0] == len(ordered) - 1:
            return [(ordered[0], ordered[-1])]
        return [(at, at) for at in ordered]

    def bases(self, key: Key, *, alt: bool) -> dict[int, str] | None:
        """Which bases (at 0 to 2) a substitution states, as the transcript has them; None for other changes."""
        _, chrom, pos, ref, written = key
        if chrom != self.chrom or len(ref) != len(written):
            return None
        spelled = {pos + at: base for at, base in enumerate(written if alt else ref)}
        changed = {pos + at for at, base in enumerate(ref) if base != written[at]}
        if not changed <= set(self.positions):
            return None
        return {
            self.positions.index(at): on_strand(base, self.strand)
            for at, base in spelled.items()
            if at in self.positions
        }

    def known(self, keys: Iterable[Key]) -> dict[int, str]:
        """The reference bases that these variants state."""
        found: dict[int, str] = {}
        for key in keys:
            found |= self.bases(key, alt=False) or {}
        return found

    def readings(self, key: Key, known: dict[int, str]) -> set[Change]:
        """What a variant may make of the residue; empty for what is no substitution inside the codon."""
        made = self.bases(key, alt=True)
        if made is None:
            return set()
        fits = known | (self.bases(key, alt=False) or {})
        return {
            (residue, CODE[_with(codon, made)])
            for codon, residue in CODE.items()
            if all(codon[at] == base for at, base in fits.items())
        }

    def resized(self, key: Key, made: str) -> bool:
        """Whether an insertion or deletion here may be what HGVS calls del or dup of this residue, or fs from it."""
        _, chrom, pos, ref, alt = key
        longer = len(alt) - len(ref)
        touched = set(range(pos + 1, pos + max(len(ref), 2)))  # an insertion is before the base that follows it
        if chrom != self.chrom or not longer or not touched & set(self.positions):
            return False
        return (longer % 3 != 0) if made.startswith("fs") else longer == {"del": -3, "dup": 3}.get(made)

    def residues(self, known: dict[int, str]) -> set[str]:
        """The residues that the codon may code for."""
        return {residue for codon, residue in CODE.items() if all(codon[at] == base for at, base in known.items())}


def numbered(hgnc_id: int, number: int) -> Codon | None:
    """A codon of a gene; None where the gene has no such codon or no known transcript."""
    from gmstool.reference import transcripts

    of = next(iter(transcripts.of_gene(hgnc_id, BUILD)), None)
    return _codon(of, number) if of else None


def around(key: Key, hgnc_id: int) -> Codon | None:
    """The codon that a GRCh38 substitution changes; None outside the coding sequence, and for indels."""
    from gmstool.reference import transcripts

    of = next(iter(transcripts.of_gene(hgnc_id, BUILD)), None)
    if of is None or key[0] != BUILD or of.chrom != key[1] or len(key[3]) != len(key[4]):
        return None
    number = of.codon(key[2])
    codon = _codon(of, number) if number else None
    return codon if codon and codon.bases(key, alt=True) else None


def _codon(of: Transcript, number: int) -> Codon | None:
    places = [of.genomic_position(3 * number - 2 + at) for at in range(3)]
    if None in places or number < 1:
        return None
    return Codon(of.name, of.chrom, number, tuple(at for at in places if at is not None), of.strand)


def _with(codon: str, made: dict[int, str]) -> str:
    for at, base in made.items():
        codon = replaced(codon, at, base)
    return codon
