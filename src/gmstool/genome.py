"""Assemblies, contig names and regions. All coordinates are 1-based and inclusive unless a name says otherwise."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

# Lengths in bases: Genome Reference Consortium, GRCh37.p13 (GCF_000001405.25) and GRCh38.p14 (GCF_000001405.40).
_CHROMOSOMES = (*map(str, range(1, 23)), "X", "Y")
_GRCH37 = (
    249250621, 243199373, 198022430, 191154276, 180915260, 171115067, 159138663, 146364022, 141213431, 135534747,
    135006516, 133851895, 115169878, 107349540, 102531392, 90354753, 81195210, 78077248, 59128983, 63025520,
    48129895, 51304566, 155270560, 59373566,
)  # fmt: skip
_GRCH38 = (
    248956422, 242193529, 198295559, 190214555, 181538259, 170805979, 159345973, 145138636, 138394717, 133797422,
    135086622, 133275309, 114364328, 107043718, 101991189, 90338345, 83257441, 80373285, 58617616, 64444167,
    46709983, 50818468, 156040895, 57227415,
)  # fmt: skip
RCRS_LENGTH = 16569  # NC_012920.1, the revised Cambridge Reference Sequence
HG19_CHRM_LENGTH = 16571  # NC_001807.4, UCSC hg19 chrM: other coordinates than rCRS
LONGEST_CONTIG = 1 << 31  # positions of a VCF are 32-bit numbers
BUILDS = ("GRCh37", "GRCh38")
_LENGTHS: dict[str, dict[str, int]] = {
    "GRCh37": dict(zip(_CHROMOSOMES, _GRCH37, strict=True)),
    "GRCh38": dict(zip(_CHROMOSOMES, _GRCH38, strict=True)),
}
# Versions of the RefSeq accessions NC_000001 … NC_000024 per build: NCBI assembly reports of the two assemblies.
_REFSEQ_CHROMOSOMES = {f"NC_{number:06d}": name for number, name in enumerate(_CHROMOSOMES, start=1)}
_BUILD_WORDS = {
    "GRCh37": ("grch37", "hg19", "b37", "hs37d5", "human_g1k_v37"),
    "GRCh38": ("grch38", "hg38", "b38", "hs38", "human_g1k_v38"),
}
# Pseudoautosomal regions, where X and Y are alike and males have two copies; 1-based inclusive, facts of the assemblies
# of the Genome Reference Consortium (https://www.ncbi.nlm.nih.gov/grc/human, "PAR#1", "PAR#2"). Compared on 2026-11-22:
# GRCh38 with Ensembl's page https://www.ensembl.org/info/genome/genebuild/human_PARS.html; GRCh37 with the table that
# Ensembl's core checks its databases against and Hail's documentation.
_PAR: dict[str, tuple[tuple[str, int, int], ...]] = {
    "GRCh37": (
        ("X", 60_001, 2_699_520), ("X", 154_931_044, 155_260_560),
        ("Y", 10_001, 2_649_520), ("Y", 59_034_050, 59_363_566),
    ),
    "GRCh38": (
        ("X", 10_001, 2_781_479), ("X", 155_701_383, 156_030_895),
        ("Y", 10_001, 2_781_479), ("Y", 56_887_903, 57_217_415),
    ),
}  # fmt: skip
CONTIG_STYLES = ("1, 2, … X, Y, MT", "chr1, chr2, … chrX, chrY, chrM", "RefSeq accessions (NC_000001.11 …)")


class Region(NamedTuple):
    """A stretch of one contig, 1-based, both ends included."""

    chrom: str
    start: int
    end: int


def pseudoautosomal(build: str | None) -> tuple[Region, ...]:
    """The pseudoautosomal regions of a build, contigs without prefix; those of both builds when it is not known."""
    return tuple(Region(*one) for name in ((build,) if build in _PAR else BUILDS) for one in _PAR[name or ""])


def bare(chrom: str) -> str:
    """The contig's name without a `chr` prefix; mitochondria are MT; RefSeq chromosome accessions are resolved."""
    name = chrom[3:] if chrom[:3].lower() == "chr" else chrom
    if name in ("M", "MT", "m", "mt") or chrom.startswith("NC_012920"):
        return "MT"
    return _REFSEQ_CHROMOSOMES.get(name.partition(".")[0], name)


def is_chromosome(chrom: str) -> bool:
    """Whether a contig is one of the chromosomes 1 to 22, X, Y or MT, however it is named."""
    return bare(chrom) in _CHROMOSOMES or bare(chrom) == "MT"


def is_mitochondrial(chrom: str) -> bool:
    return bare(chrom) == "MT"


def contig_style(names: list[str]) -> str | None:
    """How the primary contigs are written, or None when no primary contig is among the names."""
    primary = [name for name in names if bare(name) in _CHROMOSOMES or bare(name) == "MT"]
    if not primary:
        return None
    if all(name[:3].lower() == "chr" for name in primary):
        return CONTIG_STYLES[1]
    if all(name.startswith("NC_") for name in primary):
        return CONTIG_STYLES[2]
    return CONTIG_STYLES[0] if not any(name[:3].lower() == "chr" for name in primary) else "mixed"


@dataclass(frozen=True, slots=True)
class BuildEvidence:
    """The reference build of a file, and what it was read from. `build` is None when nothing tells."""

    build: str | None
    source: str


def build_from_lengths(lengths: Mapping[str, int]) -> BuildEvidence | None:
    """The build whose chromosome lengths these are; None when no primary contig has a length of either build.

    Lengths of both builds in one header leave the build unknown: it was pieced together.
    """
    first: dict[str, str] = {}
    for build, expected in _LENGTHS.items():
        for name, length in lengths.items():
            if expected.get(bare(name)) == length:
                first.setdefault(build, name)
    if len(first) > 1:
        mixed = " and ".join(f"{name} of {build}" for build, name in first.items())
        return BuildEvidence(None, f"contig lengths of both builds: {mixed}")
    return next((BuildEvidence(build, f"length of contig {name}") for build, name in first.items()), None)


def build_from_words(text: str) -> BuildEvidence | None:
    """The build that a ##reference, assembly or ##VEP header value names, None when it names none or both."""
    lowered = text.lower()
    named = [build for build, words in _BUILD_WORDS.items() if any(word in lowered for word in words)]
    return BuildEvidence(named[0], f"header text `{text[:60]}`") if len(named) == 1 else None


def chromosome_length(build: str, chrom: str) -> int | None:
    """Length in bases of a primary chromosome (any naming style), None for other contigs."""
    name = bare(chrom)
    return RCRS_LENGTH if name == "MT" else _LENGTHS[build].get(name)
