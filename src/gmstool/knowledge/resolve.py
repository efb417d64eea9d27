"""From what was asked to what can be looked up."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from gmstool.errors import UsageError
from gmstool.knowledge.forms import Allele, Hgvs, Identifier, ProteinChange, Stretch
from gmstool.knowledge.target import DEFAULT_BUILD, Gene, Target, normalised, placed
from gmstool.knowledge.transcript_names import gene_of, of_hgvs, other_version, transcript_of
from gmstool.knowledge.variant_text import understood

if TYPE_CHECKING:
    from gmstool.knowledge.forms import Asked
    from gmstool.vcf.fasta import Base

_CHANGE_BEHIND = re.compile(r"\s*\(p\.[^()]*(?:\([^()]*\))?[^()]*\)\s*$")


def resolve(text: str, assembly: str = DEFAULT_BUILD, base: Base | None = None) -> Target:
    """What a user's text stands for. `base` gives bases of the assembly. Raises UsageError with near matches."""
    asked = understood(_CHANGE_BEHIND.sub("", text) if ":" in text else text)
    return replace(_target(asked, text, assembly, base), query=" ".join(text.split()))


def _target(asked: Asked, text: str, assembly: str, base: Base | None) -> Target:
    if isinstance(asked, Allele):
        return _of_allele(text, asked, assembly, base)
    if isinstance(asked, Hgvs):
        return of_hgvs(asked, assembly, base)
    if isinstance(asked, Stretch):
        return _of_region(text, asked, assembly)
    if isinstance(asked, Identifier):
        return Target(text, identifier=asked)
    if isinstance(asked, ProteinChange):
        return _of_protein(text, asked)
    gene, said = gene_of(asked.name)
    return Target(text, gene=gene, said=said)


def _of_allele(text: str, asked: Allele, assembly: str, base: Base | None) -> Target:
    build = asked.build or assembly
    said: list[str] = []
    place = normalised((asked.chrom, asked.pos, asked.ref, asked.alt), base, said)
    keys = placed(place, build, said)
    return Target(text, keys, said=tuple(said), guessed=asked.build is None)


def _of_region(text: str, asked: Stretch, assembly: str) -> Target:
    build = asked.build or assembly
    if build == DEFAULT_BUILD:
        return Target(text, region=replace(asked, build=build))
    from gmstool.genome import Region
    from gmstool.reference.liftover import Failure, lift_region

    found = lift_region(Region(asked.chrom, asked.start, asked.end), build)
    if isinstance(found, Failure):
        raise UsageError(f"{text}: the region has no place in GRCh38: {found.reason}")
    lifted = found.region
    said = f"lifted from {build} to GRCh38 {lifted.chrom}:{lifted.start}-{lifted.end}"
    return Target(text, region=Stretch(lifted.chrom, lifted.start, lifted.end, DEFAULT_BUILD), said=(said,))


def _of_protein(text: str, asked: ProteinChange) -> Target:
    if not asked.of.upper().startswith(("NP_", "ENSP")):
        gene, said = gene_of(asked.of)
        return Target(text, gene=gene, protein=asked, said=said)
    name = other_version(asked.of.partition(".")[0], DEFAULT_BUILD) if asked.of.upper().startswith("NP_") else None
    if name is None:
        raise UsageError(f"{asked.of} is no protein of a MANE transcript", hint="write the gene, as BRAF p.Val600Glu")
    transcript, _ = transcript_of(name, DEFAULT_BUILD)
    drift = (f"{asked.of} is read as {transcript.protein}",) if asked.of != transcript.protein else ()
    gene = Gene(transcript.hgnc_id or 0, transcript.symbol)
    return Target(text, gene=gene, protein=asked, said=drift)
