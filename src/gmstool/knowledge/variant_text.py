"""What a user writes for a variant: which of the many forms it is, and its parts.

Nothing is looked up here. Positions are 1-based; SPDI, which counts from 0, is turned into that.
"""

from __future__ import annotations

import re

from gmstool.errors import UsageError
from gmstool.genome import RCRS_LENGTH, bare, chromosome_length, is_chromosome
from gmstool.knowledge.forms import Allele, Asked, GeneName, Hgvs, Identifier, ProteinChange, Stretch

LONGEST = 2_000  # characters; a longer text is a file's contents, not a variant
EXAMPLES = "for example 7-140753336-A-T, NM_004333.6:c.1799T>A, BRAF V600E, rs113488022, BRAF or a VCF file"
BUILD_OF = {"grch37": "GRCh37", "hg19": "GRCh37", "b37": "GRCh37", "grch38": "GRCh38", "hg38": "GRCh38"}

_CHROM = r"(?P<chrom>(?:chr)?(?:[1-9]|1\d|2[0-2]|X|Y|MT?))"
_NUMBER = r"\d{1,3}(?:,\d{3})+|\d{1,10}"
_GAP = r"[\s:\-_/|;,]+"
_ALLELE = re.compile(
    rf"{_CHROM}{_GAP}(?:g\.)?(?P<pos>{_NUMBER})(?:{_GAP})?(?P<ref>[ACGTN]+)(?:>|{_GAP})(?P<alt>[ACGTN]+)", re.IGNORECASE
)
_STRETCH = re.compile(rf"{_CHROM}{_GAP}(?P<start>{_NUMBER})\s*(?:-|\.\.|\s|:|_)\s*(?P<end>{_NUMBER})", re.IGNORECASE)
_SPDI = re.compile(r"(?P<seq>NC_\d{6}\.\d+):(?P<pos>\d{1,10}):(?P<ref>[ACGTN]+):(?P<alt>[ACGTN]+)", re.IGNORECASE)
_HGVS = re.compile(
    r"(?P<seq>(?:[NX][CMRGTW]_\d+(?:\.\d+)?|ENS[TG]\d{11}(?:\.\d+)?|LRG_\d+(?:t\d+)?|(?:chr)?(?:\d{1,2}|X|Y|MT?)))"
    r"\s*(?:\([A-Za-z0-9-]+\))?\s*[: ]\s*(?P<level>[cgmn])\.\s*(?P<change>\S+)",
    re.IGNORECASE,
)
_GENE_CODING = re.compile(r"(?P<gene>[A-Za-z][A-Za-z0-9-]{1,20})[\s:]+c\.\s*(?P<change>\S+)")
_PROTEIN = re.compile(
    r"(?P<of>[A-Za-z][A-Za-z0-9_.-]{1,24})[\s:]+(?:p\.)?\(?(?P<change>[A-Za-z*]{1,3}\d{1,5}(?:[A-Za-z*=?]\S{0,40})?)\)?"
)
_HYPHENATED = re.compile(
    r"(?P<of>[A-Za-z][A-Za-z0-9]{1,15})[-_](?P<change>(?:[A-Z]|[A-Z][a-z]{2})\d{1,4}(?:[A-Z*]|[A-Z][a-z]{2}))"
)
_CHANGE = re.compile(r"(?P<residue>[A-Za-z]{3}|[A-Za-z])(?P<number>\d{1,5})(?P<made>.*)")
_RSID = re.compile(r"rs[1-9]\d{0,11}", re.IGNORECASE)
_CLINVAR = re.compile(r"(?:VCV0*|clinvar:\s*|variation\s*id:?\s*)(\d{1,9})(?:\.\d+)?|(\d{3,9})", re.IGNORECASE)
_SCV = re.compile(r"([SR]CV\d{9}|GMSA-[A-Z2-7]{16})(?:\.\d+)?", re.IGNORECASE)
_VRS = re.compile(r"(?:ga4gh:)?VA\.[A-Za-z0-9_-]{32}")
_GENE = re.compile(r"(?:HGNC:\d{1,6}|ENSG\d{11}(?:\.\d+)?|[A-Za-z][A-Za-z0-9_@.-]{0,30})", re.IGNORECASE)
_PREFIX = re.compile(r"(?P<build>GRCh3[78]|hg19|hg38|b37)(?:\.p\d+)?\s*[:\s\-_]\s*(?P<rest>.+)", re.IGNORECASE)
THREE = {
    "Ala": "A", "Arg": "R", "Asn": "N", "Asp": "D", "Cys": "C", "Gln": "Q", "Glu": "E", "Gly": "G", "His": "H",
    "Ile": "I", "Leu": "L", "Lys": "K", "Met": "M", "Phe": "F", "Pro": "P", "Ser": "S", "Thr": "T", "Trp": "W",
    "Tyr": "Y", "Val": "V", "Ter": "*", "Sec": "U",
}  # fmt: skip  # IUPAC-IUB, in the spelling of HGVS
_LETTERS = frozenset(THREE.values())
_REFSEQ_38 = (11, 12, 12, 12, 10, 12, 14, 11, 12, 11, 10, 12, 11, 9, 10, 10, 11, 10, 10, 11, 9, 11, 11, 10)


def understood(text: str) -> Asked:
    """The form and the parts of what was asked. Raises UsageError with an example where it is none of the forms."""
    plain = " ".join(text.translate(_TYPED).split())
    if not plain or len(plain) > LONGEST:
        raise _unclear(text)
    build = None
    if prefixed := _PREFIX.fullmatch(plain):
        build, plain = BUILD_OF[prefixed["build"].lower()], prefixed["rest"]
    for reading in (_spdi, _allele, _named, _stretch, _identifier, _protein, _gene):
        found = reading(plain, build)
        if found is not None:
            return found
    raise _unclear(text)


_TYPED = str.maketrans({
    "\N{HYPHEN}": "-", "\N{NON-BREAKING HYPHEN}": "-", "\N{EN DASH}": "-", "\N{MINUS SIGN}": "-",
    "\N{RIGHTWARDS ARROW}": ">", "\N{NO-BREAK SPACE}": " ", "\N{LEFT DOUBLE QUOTATION MARK}": None,
    "\N{RIGHT DOUBLE QUOTATION MARK}": None,
})  # fmt: skip  # what word processors make of plain characters


def build_of_sequence(accession: str) -> str | None:
    """The build that a chromosome's versioned accession is of: NC_000007.13 is GRCh37, .14 GRCh38; None for MT."""
    chrom = bare(accession)
    version = accession.partition(".")[2]
    if not version.isdigit() or chrom == "MT" or not is_chromosome(chrom):
        return None
    at = [*map(str, range(1, 23)), "X", "Y"].index(chrom)
    return "GRCh38" if int(version) >= _REFSEQ_38[at] else "GRCh37"


def protein_change(text: str) -> tuple[str, int, str | None] | None:
    """Residue, number and what is made of it, of V600E, Val600Glu, p.(Val600Glu) or NP_…:p.…; None for other texts."""
    inner = text.rpartition(":")[2].removeprefix("p.").strip("()")
    match = _CHANGE.fullmatch(inner)
    residue = _letter(match["residue"]) if match else None
    if match is None or residue is None:
        return None
    return residue, int(match["number"]), _made(match["made"], residue) if match["made"] else None


def _made(text: str, residue: str) -> str:
    """The new residue in one letter, else the words as they stand."""
    if text == "=":
        return residue
    return "*" if text.lower() in ("x", "*", "ter") else _letter(text) or text.replace("Ter", "*")


def _letter(text: str) -> str | None:
    if len(text) == 1:
        return text.upper() if text.upper() in _LETTERS else None
    return THREE.get(text.capitalize())


def _spdi(text: str, build: str | None) -> Asked | None:
    match = _SPDI.fullmatch(text)
    if match is None:
        return None
    return _checked(
        match["seq"], int(match["pos"]) + 1, match["ref"], match["alt"], build_of_sequence(match["seq"]) or build
    )


def _allele(text: str, build: str | None) -> Asked | None:
    match = _ALLELE.fullmatch(text)
    return _checked(match["chrom"], _int(match["pos"]), match["ref"], match["alt"], build) if match else None


def _checked(chrom: str, pos: int, ref: str, alt: str, build: str | None) -> Allele:
    name = bare(chrom.upper() if not chrom.upper().startswith("CHR") else chrom[3:].upper())
    _check_place(name, pos, build)
    ref, alt = ref.upper(), alt.upper()
    if ref == alt:
        raise UsageError(f"{chrom}-{pos}-{ref}-{alt}: REF and ALT are the same, so there is no variant")
    return Allele(name, pos, ref, alt, build)


def _check_place(chrom: str, pos: int, build: str | None) -> None:
    lengths = [chromosome_length(one, chrom) or 0 for one in ((build,) if build else ("GRCh37", "GRCh38"))]
    if not 1 <= pos <= max(lengths):
        raise UsageError(f"chromosome {chrom} has {max(lengths):,} bases: there is no position {pos:,}")


def _named(text: str, build: str | None) -> Asked | None:
    text = f"MT:{text}" if text.startswith("m.") else text
    match = _HGVS.fullmatch(text)
    if match is not None:
        return Hgvs(
            text, match["seq"], match["level"].lower(), match["change"], build_of_sequence(match["seq"]) or build
        )
    by_gene = _GENE_CODING.fullmatch(text)
    return Hgvs(text, by_gene["gene"], "c", by_gene["change"], build) if by_gene else None


def _stretch(text: str, build: str | None) -> Asked | None:
    match = _STRETCH.fullmatch(text)
    if match is None:
        return None
    chrom, start, end = bare(match["chrom"].upper().removeprefix("CHR")), _int(match["start"]), _int(match["end"])
    if not 1 <= start <= end:
        raise UsageError(f"{text}: a region begins before it ends", hint="for example 7:140753330-140753340")
    _check_place(chrom, end if chrom != "MT" else min(end, RCRS_LENGTH), build)
    return Stretch(chrom, start, end, build)


def _identifier(text: str, _build: str | None) -> Asked | None:
    if _RSID.fullmatch(text):
        return Identifier("rsid", text.lower())
    if match := _CLINVAR.fullmatch(text):
        return Identifier("clinvar", match[1] or match[2])
    if match := _SCV.fullmatch(text):
        return Identifier("scv", match[1].upper())
    if _VRS.fullmatch(text):
        return Identifier("vrs", text if text.startswith("ga4gh:") else f"ga4gh:{text}")
    return None


def _protein(text: str, _build: str | None) -> Asked | None:
    match = _PROTEIN.fullmatch(text) or _HYPHENATED.fullmatch(text)
    change = protein_change(match["change"]) if match else None
    return ProteinChange(match["of"], *change) if match and change else None


def _gene(text: str, _build: str | None) -> Asked | None:
    return GeneName(text) if _GENE.fullmatch(text) else None


def _int(text: str) -> int:
    return int(text.replace(",", ""))


def _unclear(text: str) -> UsageError:
    from gmstool.identity import masked

    shown = masked(text[:60]) + ("…" if len(text) > 60 else "")  # noqa: PLR2004  # what fits on a line
    return UsageError(f"`{shown}` is not understood as a variant, gene or region", hint=EXAMPLES)
