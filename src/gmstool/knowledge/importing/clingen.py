"""ClinGen's evidence repository: what expert panels concluded, by which criteria, as it is downloaded or abridged."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from gmstool.knowledge.importing.found import Found, Reader
from gmstool.knowledge.importing.table import Table, rows
from gmstool.knowledge.model import quarter
from gmstool.knowledge.variant_text import build_of_sequence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gmstool.knowledge.importing.found import Settings
    from gmstool.knowledge.importing.lines import Line

# Names of the repository's own download, and of its abridged form.
_NAMES: Final = {
    "caid": ("allele registry id", "caid"), "gene": ("hgnc gene symbol", "gene"),
    "hgvs": ("hgvs expressions", "hgvs_g38"), "coding": ("#variation", "variation", "hgvs_c"),
    "condition": ("disease",), "condition_id": ("mondo id", "mondo"), "criteria": ("applied evidence codes (met)",
    "codes_met"), "classification": ("assertion",), "lab": ("expert panel", "panel"), "rules": ("guideline",),
    "day": ("approval date", "approved"), "references": ("evidence repo link articles", "pubmed articles"),
    "uuid": ("uuid",), "summary": ("summary of interpretation",), "retracted": ("retracted",),
    "variation_id": ("clinvar variation id",),
}  # fmt: skip
_GENOMIC = re.compile(r"(?P<sequence>NC_0000\d\d\.\d{1,2}):g\.(?P<change>[0-9_]+[A-Za-z0-9>]+)")
_CODING = re.compile(
    r"(?P<transcript>[NX][MR]_\d{6,9}\.\d+)(?:\([^)]*\))?:(?P<change>[cn]\.\S+)(?: \((?P<protein>p\.[^)]+\)?)\))?"
)


def _fits(head: str) -> bool:
    names = {one.strip().lower() for one in head.split("\n", maxsplit=1)[0].split("\t")}
    return "assertion" in names and bool(names & {"caid", "allele registry id"})


def read(lines: Iterable[Line], settings: Settings) -> Iterator[Found]:
    """One assertion of each row; insertions and deletions have no alleles in it and need a FASTA."""
    del settings
    for row in rows(lines, "\t"):
        yield row if isinstance(row, Found) else _of_row(row)


def _of_row(row: Table) -> Found:
    told = {key: row.first(*names) for key, names in _NAMES.items()}
    if (told["retracted"] or "false").lower() == "true":
        return Found(row.line, problem="retracted")
    place = _place(told["hgvs"] or "")
    if place is None:
        return Found(row.line, problem="no genomic expression of GRCh38")
    named = _CODING.match((told["coding"] or "").strip())
    facts = {
        **place, "classification": told["classification"], "symbol": told["gene"], "condition": told["condition"],
        "condition_id": told["condition_id"], "criteria": told["criteria"], "lab": told["lab"], "origin": "germline",
        "scheme": "ACMG/AMP 2015", "quarter": quarter(told["day"]), "review": "reviewed by expert panel", "stars": 3,
        "evidence_type": "expert panel", "source_id": told["caid"],
        "transcript": named["transcript"] if named else None,
        "hgvsc": f"{named['transcript']}:{named['change']}" if named else None,
        "hgvsp": named["protein"] if named else None,
    }  # fmt: skip
    return Found(row.line, facts)


def _place(expressions: str) -> dict[str, str] | None:
    """The place in GRCh38 that the genomic expressions name."""
    for found in _GENOMIC.finditer(expressions):
        if build_of_sequence(found["sequence"]) == "GRCh38":
            return {"assembly": "GRCh38", "chrom": found["sequence"], "genomic": found["change"]}
    return None


READER = Reader(
    "clingen", "ClinGen evidence repository", _fits, read, lambda _head: "ClinGen evidence repository",
    licence="CC0-1.0 (ClinGen)", whole=True,
)  # fmt: skip
