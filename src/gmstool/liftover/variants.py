"""A variant's alleles in the other build.

Without the reference sequence of the target nobody knows whether the reference allele is the same there, and an indel
on a stretch that is turned round cannot be written, because the base before it is not known.
"""

from collections.abc import Callable
from dataclasses import dataclass

from gmstool.reference.liftover import Block, Chains, Failure, Reason
from gmstool.vcf.alleles import gives_row, is_sequence

Base = Callable[[str, int], str]
LONGEST_SHIFT = 10_000  # bases; a longer repeat is not walked through
_COMPLEMENT = str.maketrans("ACGTRYKMBVDHacgtrykmbvdh", "TGCAYRMKVBHDtgcayrmkvbhd")  # IUPAC codes; N, S and W stay


@dataclass(frozen=True, slots=True)
class Lifted:
    """A variant in the other build. `checked` tells whether the reference sequence has the reference allele."""

    chrom: str
    pos: int
    ref: str
    alts: tuple[str, ...]
    strand: int
    checked: bool


def reverse_complement(bases: str) -> str:
    """The bases of the other strand, in its reading direction."""
    return bases.translate(_COMPLEMENT)[::-1]


def lift_variant(
    chains: Chains, chrom: str, pos: int, ref: str, alts: tuple[str, ...], base: Base | None = None
) -> Lifted | Failure:
    """A variant spelled in bases, in the other build; `base` gives single bases of the target's sequence."""
    block = chains.block(chrom, pos, pos + len(ref) - 1)
    if isinstance(block, Failure):
        return block
    changed = [alt for alt in alts if gives_row(alt)]
    if not is_sequence(ref) or not all(map(is_sequence, changed)):
        return Failure(Reason.NOT_A_SEQUENCE)
    if any(len(alt) != len(ref) for alt in changed):
        return _indel(block, pos, ref, alts, base)
    if block.strand < 0:
        ref, alts = reverse_complement(ref), tuple(_turned(alt) for alt in alts)
    at = block.region(pos, pos + len(ref) - 1).start
    return checked(Lifted(block.chrom, at, ref, alts, block.strand, base is not None), base)


def _turned(alt: str) -> str:
    return reverse_complement(alt) if gives_row(alt) else alt


def _indel(block: Block, pos: int, ref: str, alts: tuple[str, ...], base: Base | None) -> Lifted | Failure:
    """An insertion or deletion must lie well inside its block: at its edge it may be the builds' own difference."""
    after = pos + len(ref)
    if not block.start < pos or after > block.end:
        return Failure(Reason.BESIDE_GAP)
    if block.strand > 0:
        lifted = Lifted(block.chrom, block.target(pos), ref, alts, 1, base is not None)
        return _inside(block, checked(lifted, base), base)
    if base is None:
        return Failure(Reason.NEEDS_FASTA)
    start = block.target(after)
    alleles = [reverse_complement(ref), *map(_turned, alts)]
    turned = Lifted(block.chrom, start + 1, alleles[0], tuple(alleles[1:]), -1, True)
    there = checked(turned, base)
    return there if isinstance(there, Failure) else _inside(block, anchored(base, there), base)


def checked(lifted: Lifted, base: Base | None) -> Lifted | Failure:
    """The variant, if the target's sequence has its reference allele."""
    if base is None:
        return lifted
    there = "".join(base(lifted.chrom, lifted.pos + offset) for offset in range(len(lifted.ref)))
    if there == lifted.ref.upper():
        return lifted
    place = f"{lifted.chrom}:{lifted.pos} has {there[:50] or 'nothing'}, expected {lifted.ref[:50]}"
    swapped = there in [alt.upper() for alt in lifted.alts]
    return Failure(Reason.SWAPPED if swapped else Reason.REFERENCE_DIFFERS, place)


def anchored(base: Base, lifted: Lifted) -> Lifted:
    """The leftmost spelling of all alleles together, with one base before what is inserted or deleted."""
    pos, alleles = lifted.pos, [lifted.ref, *(alt for alt in lifted.alts if gives_row(alt))]
    first = pos - LONGEST_SHIFT
    while pos > max(1, first) and len({allele[-1:].upper() for allele in alleles}) == 1:
        if any(len(allele) == 1 for allele in alleles):
            pos -= 1
            alleles = [base(lifted.chrom, pos) + allele for allele in alleles]
        alleles = [allele[:-1] for allele in alleles]
    while min(map(len, alleles)) > 1 and len({allele[0].upper() for allele in alleles}) == 1:
        pos, alleles = pos + 1, [allele[1:] for allele in alleles]
    spelled = iter(alleles[1:])
    alts = tuple(next(spelled) if gives_row(alt) else alt for alt in lifted.alts)
    return Lifted(lifted.chrom, pos, alleles[0], alts, lifted.strand, lifted.checked)


def _inside(block: Block, lifted: Lifted | Failure, base: Base | None) -> Lifted | Failure:
    """The indel, if it stays inside its block wherever the repeat around it lets it be written."""
    if base is None or isinstance(lifted, Failure):
        return lifted
    low, high = block.region(block.start, block.end)[1:]
    first = anchored(base, lifted).pos
    last = max(_rightmost(base, lifted, alt, high) for alt in lifted.alts if gives_row(alt))
    return lifted if low <= first and last < high else Failure(Reason.BESIDE_GAP)


def _rightmost(base: Base, lifted: Lifted, alt: str, high: int) -> int:
    """The last base that an indel may touch when it is shifted to the right."""
    after = lifted.pos + len(lifted.ref)
    moved = max(lifted.ref, alt, key=len)[1:].upper()
    if len(lifted.ref) == len(alt) or lifted.ref[:1].upper() != alt[:1].upper() or min(len(lifted.ref), len(alt)) > 1:
        return after - 1
    last = min(high, after + LONGEST_SHIFT)
    while after <= last and base(lifted.chrom, after) == moved[0]:
        moved, after = moved[1:] + moved[0], after + 1
    return after - 1
