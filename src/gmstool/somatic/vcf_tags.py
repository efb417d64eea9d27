"""The annotated VCF: the input's own bytes with oncogenicity and tier of each alternate allele."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gmstool.vcf.write import new_header, tagged

if TYPE_CHECKING:
    from gmstool.vcf.header import Header

TAGS = {
    "GMS_ONC": ("String", "Oncogenicity of each alternate allele (ClinGen, CGC, VICC 2022)"),
    "GMS_ONC_POINTS": ("Integer", "Points that the oncogenicity rests on"),
    "GMS_ONC_CRITERIA": ("String", "Criteria met, joined by a bar"),
    "GMS_TIER": ("String", "Tier for the tumour type (AMP, ASCO, CAP 2017)"),
    "GMS_LEVEL": ("String", "Level of the tier, A to D"),
    "GMS_TIER_IF_REVIEWED": ("String", "Tier once the evidence is reviewed"),
    "GMS_ONC_GENE": ("String", "Gene that oncogenicity and tier are about"),
    "GMS_PROMPTS": ("String", "Kinds of what a person should look at, joined by a bar"),
}
READ = ("_line", "_alt", "classification", "points", "codes", "tier", "level", "tier_if_reviewed", "gene")  # of a row
TIERS = ("I", "II", "III", "IV")
CLASSES = ("Oncogenic", "Likely oncogenic", "Uncertain significance", "Likely benign", "Benign")


def header_with_tags(header: Header, provenance: dict[str, str]) -> bytes:
    """The input's header with provenance and the declarations of our tags."""
    newline = header.newline.decode()
    declared = "".join(
        f'##INFO=<ID={tag},Number=A,Type={kind},Description="{text}">{newline}'
        for tag, (kind, text) in TAGS.items()
        if tag not in header.info
    )
    head, columns, rest = new_header(header, provenance, (), {}).rpartition(b"#CHROM")
    return head + declared.encode() + columns + rest


def lines_with_tags(lines: list[bytes], rows: list[dict[str, Any]], *, everything: bool) -> list[bytes]:
    """Each record with the tags of its alleles; one without a row stays as it is, or goes where filters were asked."""
    told: dict[int, dict[int, dict[str, Any]]] = {}
    for row in sorted(rows, key=weight):
        told.setdefault(row["_line"], {}).setdefault(row["_alt"], row)
    kept = [at for at in range(len(lines)) if everything or at in told]
    return [tagged(lines[at], _info(lines[at], told[at]), []) if at in told else lines[at] for at in kept]


def weight(row: dict[str, Any]) -> tuple[int, int]:
    """What a reader looks at first: the tier, then the class."""
    tier, name = row["tier"], row["classification"]
    return (
        TIERS.index(tier) if tier in TIERS else len(TIERS),
        CLASSES.index(name) if name in CLASSES else len(CLASSES),
    )


def _info(line: bytes, alleles: dict[int, dict[str, Any]]) -> dict[str, str]:
    count = line.split(b"\t", 5)[4].count(b",") + 1
    values = zip(*(_texts(alleles.get(alt)) for alt in range(count)), strict=True)
    return {tag: ",".join(texts) for tag, texts in zip(TAGS, values, strict=True)}


def _texts(row: dict[str, Any] | None) -> tuple[str, ...]:
    if row is None:
        return (".",) * len(TAGS)
    kinds = dict.fromkeys(one.kind for one in row["prompts"])
    texts = (
        row["classification"], row["points"], (row["codes"] or "").replace(",", "|"), row["tier"], row["level"],
        row["tier_if_reviewed"], row["gene"], "|".join(kinds),
    )  # fmt: skip
    return tuple(_plain(text) for text in texts)


def _plain(text: object) -> str:
    """A text as an INFO value: without what separates values, alleles and keys."""
    told = "" if text is None else str(text)
    return told.replace(" ", "_").replace(",", "%2C").replace(";", "%3B").replace("=", "%3D") or "."
