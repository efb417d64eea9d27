"""Left-aligning indels with a reference sequence: Tan A et al., Bioinformatics 2015;31:2202, PMID 25701572."""

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from gmstool.errors import InputError
from gmstool.genome import bare
from gmstool.vcf.alleles import is_sequence, trim

LONGEST_SHIFT = 10_000  # bases; a longer repeat is not walked through
Base = Callable[[str, int], str]


class Reference:
    """An indexed FASTA file, asked for single bases (bare contig name, 1-based position)."""

    def __init__(self, path: Path) -> None:
        import pysam

        try:
            self._file = pysam.FastaFile(str(path))
        except (OSError, ValueError) as error:
            raise InputError(
                f"cannot read the reference {path}: {error}", f"make an index: samtools faidx {path}"
            ) from None
        self._names = {bare(name): name for name in self._file.references}
        self.base = lru_cache(maxsize=100_000)(self._base)

    def _base(self, chrom: str, pos: int) -> str:
        if chrom not in self._names or pos < 1:
            return ""
        return str(self._file.fetch(self._names[chrom], pos - 1, pos)).upper()


def left_aligned(base: Base, chrom: str, pos: int, ref: str, alt: str) -> tuple[int, str, str]:
    """The leftmost shortest spelling of a change (1-based); only trimmed where the reference says nothing."""
    if not (is_sequence(ref) and is_sequence(alt)) or len(ref) == len(alt):
        return trim(pos, ref, alt)
    start, ref, alt = trim(pos, ref, alt)
    pos = start
    while ref[-1:] == alt[-1:] and start - pos < LONGEST_SHIFT:
        before = base(chrom, pos - 1)
        if not before:
            break
        pos, ref, alt = pos - 1, before + ref[:-1], before + alt[:-1]
    return trim(pos, ref, alt)


def span(base: Base, chrom: str, pos: int, ref: str, alt: str) -> range:
    """Positions at which a left-aligned indel may be written: shifted right as long as the sequence repeats."""
    inserted = (alt if len(alt) > len(ref) else ref)[1:]
    last, after = pos, pos + len(ref)
    while inserted and last - pos < LONGEST_SHIFT and base(chrom, after) == inserted[0]:
        inserted = inserted[1:] + inserted[0]
        last, after = last + 1, after + 1
    return range(pos, last + 1)
