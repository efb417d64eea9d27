"""Genomic HGVS changes as VCF alleles. All but substitutions need the reference sequence."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from gmstool.knowledge.importing.words import WordError

if TYPE_CHECKING:
    from gmstool.vcf.fasta import Base

_SUBSTITUTION = re.compile(r"(\d{1,10})([ACGT])>([ACGT])")
_CHANGE = re.compile(r"(?P<first>\d{1,10})(?:_(?P<last>\d{1,10}))?(?P<kind>delins|del|dup|ins)(?P<bases>[ACGT]*)")
LONGEST: Final = 10_000  # bases


def alleles(base: Base | None, chrom: str, change: str) -> tuple[int, str, str]:
    """Position, REF and ALT of a change such as 100A>T, 100_102del or 100_101insAC; 1-based. Raises WordError."""
    if found := _SUBSTITUTION.fullmatch(change):
        return int(found[1]), found[2], found[3]
    found = _CHANGE.fullmatch(change)
    if found is None:
        raise WordError("hgvs: a change of another kind than substitution, deletion, duplication and insertion")
    if base is None:
        raise WordError("hgvs: an insertion or deletion without alleles needs --fasta of its build")
    first = int(found["first"])
    last = int(found["last"] or first)
    if not 1 < first <= last < first + LONGEST:
        raise WordError("hgvs: its positions are in the wrong order or too far apart")
    return _spelled(base, chrom, found, first, last)


def _spelled(base: Base, chrom: str, found: re.Match[str], first: int, last: int) -> tuple[int, str, str]:
    span = "".join(base(chrom, at) for at in range(first, last + 1))
    before = base(chrom, first - 1)
    if found["kind"] == "ins":
        return first, base(chrom, first), base(chrom, first) + found["bases"]
    if found["kind"] == "dup":
        return first - 1, before, before + span
    return first - 1, before + span, before + (found["bases"] if found["kind"] == "delins" else "")
