"""The VCF header: what a file declares about itself (VCF specification 4.1 to 4.5, section 1)."""

import hashlib
import re
from dataclasses import dataclass, field
from functools import cached_property

from gmstool.consequences import Dialect
from gmstool.errors import HeaderError
from gmstool.genome import BuildEvidence, build_from_lengths, build_from_words

FIXED = ("#CHROM", "POS", "ID", "REF", "ALT", "QUAL", "FILTER", "INFO")
_ANN_FIELDS = (
    "Allele", "Annotation", "Annotation_Impact", "Gene_Name", "Gene_ID", "Feature_Type", "Feature_ID",
    "Transcript_BioType", "Rank", "HGVS.c", "HGVS.p", "cDNA.pos / cDNA.length", "CDS.pos / CDS.length",
    "AA.pos / AA.length", "Distance", "ERRORS / WARNINGS / INFO",
)  # fmt: skip  # SnpEff manual, "ANN field"
_BCSQ_FIELDS = ("consequence", "gene", "transcript", "biotype", "strand", "amino_acid_change", "dna_change")
_PAIR = re.compile(r'([A-Za-z0-9_.]+)=("(?:[^"\\]|\\.)*"|[^,>]*)')
MAX_HEADER_BYTES = 64 << 20  # a header of more than 64 MiB is a file of another kind


@dataclass(frozen=True, slots=True)
class Field:
    """One ##INFO or ##FORMAT declaration."""

    key: str
    number: str
    type: str
    description: str


@dataclass(frozen=True)
class Header:
    """A parsed header. `text` is the input's own bytes, #CHROM line included."""

    text: bytes
    version: str
    info: dict[str, Field]
    format: dict[str, Field]
    filters: frozenset[str]
    contigs: dict[str, int | None]
    samples: tuple[str, ...]
    other: dict[str, list[str]] = field(repr=False)
    warnings: tuple[str, ...] = ()

    @cached_property
    def newline(self) -> bytes:
        return b"\r\n" if self.text.split(b"\n", 1)[0].endswith(b"\r") else b"\n"

    @cached_property
    def n_columns(self) -> int:
        """Number of tab-separated columns of every record."""
        return self.text.rstrip(b"\r\n").rsplit(b"\n", 1)[-1].count(b"\t") + 1

    @cached_property
    def n_lines(self) -> int:
        return self.text.count(b"\n")

    @cached_property
    def sha256(self) -> str:
        return hashlib.sha256(self.text).hexdigest()

    @cached_property
    def annotation(self) -> dict[Dialect, tuple[str, ...]]:
        """Annotation dialects that the header defines, each with its fields in file order."""
        found = {dialect: _annotation_fields(self.info.get(dialect), dialect) for dialect in Dialect}
        return {dialect: fields for dialect, fields in found.items() if fields}

    @cached_property
    def dialect(self) -> Dialect | None:
        """The annotation that is read: CSQ wins over ANN, ANN over BCSQ."""
        return next(iter(self.annotation), None)

    @cached_property
    def annotator(self) -> str:
        """Name and version of the annotation tool as the header states them, or an empty text."""
        tools = {
            Dialect.CSQ: ("VEP", "VEP"),
            Dialect.ANN: ("SnpEffVersion", "SnpEff"),
            Dialect.BCSQ: ("bcftools/csqVersion", "bcftools csq"),
        }
        key, name = tools.get(self.dialect, ("", "")) if self.dialect else ("", "")
        values = self.other.get(key)
        return f"{name} {_unquoted(values[0])}" if values else ""

    @cached_property
    def build(self) -> BuildEvidence:
        """The reference build: from contig lengths, else from the header's words, else unknown."""
        lengths = {name: length for name, length in self.contigs.items() if length}
        return build_from_lengths(lengths) or self._build_from_text() or BuildEvidence(None, "nothing in the header")

    def _build_from_text(self) -> BuildEvidence | None:
        stated = [*self.other.get("reference", ()), *self.other.get("assembly", ()), *self.other.get("VEP", ())]
        assemblies = re.findall(rb"^##contig=<[^\n]*assembly=([^,>\n]+)", self.text[:200_000], re.MULTILINE)
        for text in (*stated, *(assembly.decode("utf-8", "replace") for assembly in assemblies[:1])):
            vep = re.search(r'assembly="([^"]+)"', text)
            if evidence := build_from_words(vep[1] if vep else text):
                return evidence
        return None


def _unquoted(value: str) -> str:
    return value[1:].partition('"')[0] if value.startswith('"') else value.partition(" ")[0]


def _annotation_fields(declared: Field | None, dialect: Dialect) -> tuple[str, ...]:
    if declared is None:
        return ()
    if dialect is Dialect.CSQ:
        _, marker, text = declared.description.partition("Format: ")
        return tuple(name.strip() for name in text.strip(" '\"").split("|")) if marker else ()
    return _ANN_FIELDS if dialect is Dialect.ANN else _BCSQ_FIELDS


def parse_header(text: bytes, name: str) -> Header:
    """Parse header bytes (all lines up to and including #CHROM). Raises HeaderError naming file and line."""
    lines = _lines(text)
    _check_first_line(lines, name)
    columns = _check_columns(lines, name)
    other: dict[str, list[str]] = {}
    for number, line in enumerate(lines[:-1], start=1):
        key, equals, value = line[2:].partition("=")
        if not line.startswith("##") or not (equals or number > 1):
            raise HeaderError(f"{name}, line {number}: a header line must look like `##key=value`, found `{line[:60]}`")
        other.setdefault(key, []).append(value)
    info, format_, warnings = _declared(other, "INFO"), _declared(other, "FORMAT"), _broken(other)
    return Header(
        text=text,
        version=other["fileformat"][0],
        info=info,
        format=format_,
        filters=frozenset(_pairs(value).get("ID", "") for value in other.get("FILTER", ())),
        contigs=_contigs(other.get("contig", ())),
        samples=tuple(columns[9:]),
        other={key: values for key, values in other.items() if key not in ("INFO", "FORMAT", "FILTER", "contig")},
        warnings=warnings,
    )


def _lines(text: bytes) -> list[str]:
    # Only line feeds end a line: values may hold other separators that Python would split at.
    lines = text.decode("utf-8", "replace").removeprefix("\ufeff").removesuffix("\n").split("\n")
    return [line.removesuffix("\r") for line in lines] if text.strip() else []


def _check_first_line(lines: list[str], name: str) -> None:
    if not lines:
        raise HeaderError(f"{name} is empty", hint="an empty result of an earlier step? a VCF has at least a header")
    if not lines[0].startswith("##fileformat=VCF"):
        raise HeaderError(
            f"{name}, line 1: expected `##fileformat=VCFv4.x`, found `{lines[0][:60]}`",
            hint="is this a VCF? `gms inspect` reads .vcf, .vcf.gz and .bcf",
        )


def _check_columns(lines: list[str], name: str) -> list[str]:
    last, number = lines[-1], len(lines)
    if not last.startswith("#CHROM"):
        raise HeaderError(f"{name}: the header has no `#CHROM` line", hint="the file may be cut or not be a VCF")
    columns = last.split("\t")
    if tuple(columns[: len(FIXED)]) != FIXED:
        hint = "columns must be separated by tabs, not spaces" if "\t" not in last else "see VCF 4.3, section 1.5"
        raise HeaderError(f"{name}, line {number}: expected the columns {' '.join(FIXED)}, found `{last[:80]}`", hint)
    if len(columns) > len(FIXED) and columns[len(FIXED)] != "FORMAT":
        raise HeaderError(f"{name}, line {number}: column 9 must be FORMAT, found `{columns[8][:40]}`")
    _check_samples(columns[9:], name, number)
    return columns


def _check_samples(samples: list[str], name: str, number: int) -> None:
    twice = sorted({sample for sample in samples if samples.count(sample) > 1}) if len(samples) < 5000 else []  # noqa: PLR2004
    if twice or len(set(samples)) != len(samples):
        raise HeaderError(
            f"{name}, line {number}: sample name {', '.join(f'`{one}`' for one in twice)} stands more than once",
            hint="rename samples with `bcftools reheader --samples`",
        )


def _pairs(value: str) -> dict[str, str]:
    """The key=value pairs of a structured header line `<ID=…,Number=…>`."""
    return {key: text[1:-1] if text.startswith('"') else text for key, text in _PAIR.findall(value)}


def _declared(other: dict[str, list[str]], kind: str) -> dict[str, Field]:
    found: dict[str, Field] = {}
    for value in other.get(kind, ()):
        pairs = _pairs(value)
        if key := pairs.get("ID"):
            # The first declaration counts, as in htslib; pipelines repeat lines when they annotate twice.
            declared = Field(key, pairs.get("Number", "."), pairs.get("Type", "String"), pairs.get("Description", ""))
            found.setdefault(key, declared)
    return found


def _broken(other: dict[str, list[str]]) -> tuple[str, ...]:
    return tuple(
        f"header line `##{kind}={value[:50]}` is cut or has no ID"
        for kind in ("INFO", "FORMAT", "FILTER", "contig")
        for value in other.get(kind, ())
        if "ID" not in _pairs(value) or not value.endswith(">")
    )


def _contigs(values: list[str] | tuple[()]) -> dict[str, int | None]:
    contigs: dict[str, int | None] = {}
    for value in values:
        pairs = _pairs(value)
        if name := pairs.get("ID"):
            length = pairs.get("length", "")
            contigs[name] = int(length) if length.isascii() and length.isdigit() else None
    return contigs
