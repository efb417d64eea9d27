"""Insertions and deletions named by HGVS, found among known variants without the genome's sequence.

A name says which bases go and not what they are, and HGVS writes a change in a repeat at its last place, VCF at its
first. A record at the very place is the variant. One of the same kind and length before it is only consistent with it,
where the bases that the name spells are those of the record turned round by the distance, and no base known in between
speaks against a repeat.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gmstool.knowledge.model import Key

LONGEST_SHIFT = 20  # bases between the two spellings
EXACT, SHIFTED = "place and length", "consistent with"
_EDIT = re.compile(r"(?P<kind>delins|del|dup|ins)(?P<bases>[ACGT]*)")


@dataclass(frozen=True, slots=True)
class Indel:
    """What a name says of the genome: bases start to end (1-based, both included) of GRCh38, + strand."""

    chrom: str
    start: int
    end: int
    kind: str
    bases: str

    def fits(self, key: Key, known: dict[int, str]) -> str | None:
        """How a known variant fits: EXACT, SHIFTED, or None. `known` has reference bases by their positions."""
        _, chrom, pos, ref, alt = key
        if chrom != self.chrom:
            return None
        if self.kind == "delins":
            same = pos == self.start and len(ref) == self.end - self.start + 1 and alt == self.bases
            return EXACT if same else None
        before, moved = (alt, ref) if self.kind == "del" else (ref, alt)
        if len(before) != 1 or moved[:1] != before or len(moved) - 1 != self._length():
            return None
        return self._shifted(pos, moved[1:], known)

    def _length(self) -> int:
        return len(self.bases) if self.kind == "ins" else self.end - self.start + 1

    def _shifted(self, pos: int, moved: str, known: dict[int, str]) -> str | None:
        distance = (self.start if self.kind == "ins" else self.start - 1) - pos
        at, size = distance % len(moved), len(moved)
        if not 0 <= distance <= LONGEST_SHIFT or (self.bases and moved[at:] + moved[:at] != self.bases):
            return None
        behind = pos + 1 + (size if self.kind == "del" else 0)
        repeats = all(known.get(behind + step, moved[step % size]) == moved[step % size] for step in range(distance))
        return EXACT if distance == 0 else SHIFTED if repeats else None


def reference_bases(keys: Iterable[Key]) -> dict[int, str]:
    """The reference bases that some variants of one chromosome state, by position."""
    return {pos + at: base for _, _, pos, ref, _ in keys for at, base in enumerate(ref)}


def read(chrom: str, start: int, end: int, edit: str) -> Indel | None:
    """The indel of a genomic edit (`del`, `delAG`, `dup`, `insA`, `delinsAA`); None for other kinds."""
    match = _EDIT.fullmatch(edit)
    if match is None or (match["kind"] in ("ins", "delins") and not match["bases"]):
        return None
    return Indel(chrom, start, end, match["kind"], match["bases"])
