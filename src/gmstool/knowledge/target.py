"""What can be looked up: a place in the genome, a gene, a residue, or an identifier."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gmstool.errors import UsageError
from gmstool.vcf.alleles import trim

if TYPE_CHECKING:
    from gmstool.knowledge.forms import Identifier, ProteinChange, Stretch
    from gmstool.knowledge.indels import Indel
    from gmstool.knowledge.model import Key
    from gmstool.vcf.fasta import Base

DEFAULT_BUILD = "GRCh38"


@dataclass(frozen=True, slots=True)
class Gene:
    """An approved gene."""

    hgnc_id: int
    symbol: str


@dataclass(frozen=True, slots=True)
class Target:
    """What to look up. Exactly one of keys, indel, gene, region and identifier leads; `protein` goes with a gene.

    keys are of one variant, GRCh38 first where it has a place there. said are remarks on how the text was read;
    guessed tells that no build was stated.
    """

    query: str
    keys: tuple[Key, ...] = ()
    gene: Gene | None = None
    protein: ProteinChange | None = None
    region: Stretch | None = None
    identifier: Identifier | None = None
    indel: Indel | None = None
    said: tuple[str, ...] = ()
    guessed: bool = False


def normalised(place: tuple[str, int, str, str], base: Base | None, said: list[str]) -> tuple[str, int, str, str]:
    """The left-aligned, else the trimmed spelling; says which where it matters."""
    chrom, pos, ref, alt = place
    short = trim(pos, ref, alt)
    if base is None:
        if len(ref) != len(alt):
            said.append("compared by trimmed alleles: an indel in a repeat is found for sure only with --fasta")
        return (chrom, *short)
    from gmstool.vcf.fasta import left_aligned

    there = "".join(base(chrom, pos + at) for at in range(min(len(ref), 1_000)))
    if there and not ref.startswith(there):
        raise UsageError(f"{chrom}-{pos}: the reference has {there[:30]} there, not {ref[:30]}", hint="another build?")
    aligned = left_aligned(base, *place)
    if aligned != (pos, ref, alt):
        said.append(f"left-aligned to {chrom}-{'-'.join(map(str, aligned))}")
    return (chrom, *aligned)


def placed(place: tuple[str, int, str, str], build: str, said: list[str]) -> tuple[Key, ...]:
    """The keys of a place: of GRCh38, and of GRCh37 where it was given there."""
    if build == DEFAULT_BUILD:
        return ((build, *place),)
    here = (build, *place)
    lifted = lifted_key(here)
    if isinstance(lifted, str):
        said.append(f"{build} {named(here)} has no place in GRCh38: {lifted}")
        return (here,)
    said.append(f"lifted from {build} {named(here)} to GRCh38 {named(lifted)}")
    return (lifted, here)


def lifted_key(key: Key) -> Key | str:
    """A GRCh37 variant's key in GRCh38, or why it has none."""
    from gmstool.liftover.variants import lift_variant
    from gmstool.reference.liftover import Failure, chains

    found = lift_variant(chains(key[0]), key[1], key[2], key[3], (key[4],))
    if isinstance(found, Failure):
        return str(found.reason)
    return (DEFAULT_BUILD, found.chrom, *trim(found.pos, found.ref, found.alts[0]))


def named(key: Key) -> str:
    """A key as CHROM-POS-REF-ALT."""
    return "-".join(map(str, key[1:]))
