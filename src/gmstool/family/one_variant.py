"""The genotypes of a family at one variant: what the pedigree's figure shows below each person."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gmstool.errors import GmsError, MismatchError, UsageError
from gmstool.family.calls import CallReader
from gmstool.family.genotypes import MT, Declared, Floors, Members, with_regions, with_states
from gmstool.family.pedigree import Pedigree
from gmstool.genome import Region, bare
from gmstool.vcf.alleles import gives_row, trim
from gmstool.vcf.source import Question, VcfSource, open_vcf

_PARTS = 4  # chromosome, position, REF, ALT
WORDS = {"hom_ref": "no copy", "het": "het", "hom_alt": "hom", "hemi": "hemi"}
Key = tuple[str, int, str, str]


class NoVariantError(GmsError):
    """The variant is not in the file."""


@dataclass(frozen=True)
class Genotypes:
    """Members with a known genotype, those who carry the allele, and each sampled member's genotype in a word."""

    tested: tuple[str, ...]
    carriers: tuple[str, ...]
    texts: dict[str, str]


def genotypes(vcf: Path, variant: str, pedigree: Pedigree) -> Genotypes:
    """What the file says of the family's members at a variant. Raises UsageError, MismatchError, NoVariantError."""
    key = _key(variant)
    source = open_vcf(str(vcf), threads=1)
    try:
        family = pedigree.only(source.header.samples)
        if not len(family):
            raise MismatchError(f"no individual of {pedigree.name} is a sample of {vcf.name}")
        line, alt = _found(source, key, variant, vcf)
        return _read(source, Members.of(family), line, alt)
    finally:
        source.close()


def _key(variant: str) -> Key:
    parts = variant.replace(":", "-").split("-")
    if len(parts) != _PARTS or not parts[1].isdecimal() or not int(parts[1]):
        raise UsageError(f"--variant {variant} is not understood", hint="write CHROM-POS-REF-ALT: chr12-102840493-G-A")
    return (bare(parts[0]), *trim(int(parts[1]), parts[2].upper(), parts[3].upper()))


def _found(source: VcfSource, key: Key, variant: str, vcf: Path) -> tuple[bytes, int]:
    """The first record with the variant, and which of its ALTs it is."""
    near = [Region(key[0], max(1, key[1] - len(key[2])), key[1] + len(key[2]))]
    for chunk, _ in source.chunks(Question(regions=near if source.index else None)):
        for line in chunk.lines:
            for alt in _matching(line, key):
                return line, alt
    raise NoVariantError(f"{variant} is not in {vcf.name}", hint="positions and alleles are those of the file's build")


def _matching(line: bytes, key: Key) -> Iterator[int]:
    chrom, pos, _, ref, alts, _ = line.split(b"\t", 5)
    if abs(int(pos) - key[1]) > len(ref) or bare(chrom.decode()) != key[0]:
        return
    for index, alt in enumerate(alts.decode().split(",")):
        if gives_row(alt) and trim(int(pos), ref.decode().upper(), alt.upper()) == key[1:]:
            yield index


def _read(source: VcfSource, members: Members, line: bytes, alt: int) -> Genotypes:
    import polars as pl

    chrom, pos = line.split(b"\t", 2)[:2]
    calls = CallReader(source.header, members).read([line]).filter(pl.col("_alt") == alt)
    table = calls.with_columns(chrom=pl.lit(chrom.decode()), pos=pl.lit(int(pos)))
    table = with_regions(table, source.header.build.build)
    (row,) = with_states(table, members, Declared.of(source.header), Floors()).to_dicts()
    known = [k for k in range(len(members.people)) if row[f"has_{k}"] is not None]
    names = [one.id for one in members.people]
    return Genotypes(
        tuple(names[k] for k in known),
        tuple(names[k] for k in known if row[f"has_{k}"]),
        {name: _told(row, k) for k, name in enumerate(names)},
    )


def _told(row: dict[str, Any], k: int) -> str:
    """A genotype in a word; why it is not known; in mitochondria the share of the reads."""
    if row["region"] == MT:
        return f"{100 * row[f'vaf_{k}']:.0f} %" if row[f"vaf_{k}"] is not None else "not known"
    return WORDS.get(row[f"state_{k}"], row[f"why_{k}"] or "not known")
