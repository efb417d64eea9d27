"""The annotated VCF: the input's own bytes with the class of each alternate allele."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gmstool.filters.family import FAMILY_TAGS, family_tags
from gmstool.vcf.write import new_header, tagged

if TYPE_CHECKING:
    import polars as pl

    from gmstool.vcf.header import Header

TAGS = {
    "GMS_CLASS": ("String", "Class of each alternate allele by ACMG/AMP, of the gene with the most severe class"),
    "GMS_POINTS": ("Integer", "Points that the class of each alternate allele rests on"),
    "GMS_CRITERIA": ("String", "Criteria met by each alternate allele, joined by a bar"),
    "GMS_GENE": ("String", "Gene that the class of each alternate allele is about"),
}
ORDER = ("Pathogenic", "Likely pathogenic", "Uncertain significance", "Likely benign", "Benign")
_UNKNOWN = "."


def header_with_tags(header: Header, provenance: dict[str, str], *, family: bool = False) -> bytes:
    """The input's header with provenance and the declarations of our tags; with a family those of its models too."""
    newline = header.newline.decode()
    declared = "".join(
        f'##INFO=<ID={tag},Number=A,Type={kind},Description="{text}">{newline}'
        for tag, (kind, text) in TAGS.items()
        if tag not in header.info
    )
    head, columns, rest = new_header(header, provenance, FAMILY_TAGS if family else (), {}).rpartition(b"#CHROM")
    return head + declared.encode() + columns + rest


def lines_with_tags(lines: list[bytes], rows: pl.DataFrame, *, everything: bool) -> list[bytes]:
    """Each record with the tags of its alleles; one without a row stays as it is, or goes where filters were asked."""
    told, models = most_severe(rows), _models(rows)
    kept = [at for at in range(len(lines)) if everything or at in told]
    return [
        tagged(lines[at], _info(lines[at], told[at]) | models.get(at, {}), []) if at in told else lines[at]
        for at in kept
    ]


def _models(rows: pl.DataFrame) -> dict[int, dict[str, str]]:
    """Of each line the inheritance models and partners, as `gms filter` writes them."""
    import polars as pl

    if "inheritance_models" not in rows.columns:
        return {}
    return family_tags(rows.with_columns(_passed=pl.lit(True)))


def most_severe(rows: pl.DataFrame) -> dict[int, dict[int, tuple[str, str, str, str]]]:
    """By line and ALT the texts of our tags, of the row with the most severe class; the first of equals."""
    import polars as pl

    rank = pl.col("classification").replace_strict(
        list(ORDER), range(len(ORDER)), default=len(ORDER), return_dtype=pl.Int8
    )
    chosen = rows.with_columns(_rank=rank).sort("_rank", maintain_order=True)
    chosen = chosen.unique(["_line", "_alt"], keep="first", maintain_order=True)
    found: dict[int, dict[int, tuple[str, str, str, str]]] = {}
    for line, alt, name, points, codes, gene in chosen.select(
        "_line", "_alt", "classification", "points", "codes", "gene"
    ).iter_rows():
        texts = (name, None if points is None else str(points), codes.replace(",", "|") if codes else None, gene)
        found.setdefault(line, {})[alt] = tuple(_plain(text) for text in texts)  # type: ignore[assignment]
    return found


def _info(line: bytes, alleles: dict[int, tuple[str, str, str, str]]) -> dict[str, str]:
    count = line.split(b"\t", 5)[4].count(b",") + 1
    empty = (_UNKNOWN,) * len(TAGS)
    values = zip(*(alleles.get(alt, empty) for alt in range(count)), strict=True)
    return {tag: ",".join(texts) for tag, texts in zip(TAGS, values, strict=True)}


def _plain(text: str | None) -> str:
    """A text as an INFO value: without what separates values, alleles and keys."""
    if not text:
        return _UNKNOWN
    return text.replace(" ", "_").replace(",", "%2C").replace(";", "%3B").replace("=", "%3D")
