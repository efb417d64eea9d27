"""gms's own tables: one assertion a row, columns by the names of the model, as TSV or as JSON lines.

docs/knowledge.md lists the columns. Criteria with reasons are for JSON lines: a list of {code, strength, reason}.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from gmstool.knowledge.importing.found import Found, Reader
from gmstool.knowledge.importing.table import rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gmstool.knowledge.importing.found import Settings
    from gmstool.knowledge.importing.lines import Line

COLUMNS: Final = {
    "assembly": "GRCh37 or GRCh38", "chrom": "chromosome, with or without chr", "pos": "1-based position, as in VCF",
    "ref": "reference bases", "alt": "alternate bases", "hgnc_id": "HGNC id", "symbol": "gene symbol",
    "transcript": "transcript with version", "hgvsc": "coding change", "hgvsp": "protein change",
    "condition_id": "MONDO, ORPHA or OMIM id; OncoTree code for tumours", "condition": "name of the condition",
    "origin": "germline or somatic", "classification": "class, in words, short (LP) or as 1 to 5",
    "scheme": "guideline", "criteria": "PVS1;PM2_Supporting", "rules": "id of the rule set", "lab": "laboratory",
    "date": "day or quarter; the quarter is kept", "review": "review state", "stars": "0 to 4",
    "references": "PMID:… and DOI:…, separated by semicolons", "evidence_type": "kind of evidence",
    "source_id": "the row's own id", "rsid": "dbSNP id", "cases": "the laboratory's own cases; a band is kept",
}  # fmt: skip
_NEEDED: Final = ("chrom", "pos", "ref", "alt", "classification")


def _fits(head: str) -> bool:
    first = next((line for line in head.split("\n") if line and not line.startswith("##")), "")
    if first.startswith("{"):
        return '"classification"' in first and '"chrom"' in first
    names = {one.lstrip("#").strip().lower() for one in first.split("\t")}
    return set(_NEEDED) <= names


def read(lines: Iterable[Line], settings: Settings) -> Iterator[Found]:
    """One assertion a row."""
    del settings
    buffered = iter(lines)
    for first in buffered:
        if first.problem or first.text.startswith("{"):
            yield _of_json(first)
            yield from map(_of_json, buffered)
        else:
            yield from (
                one if isinstance(one, Found) else Found(one.line, dict(one.cells))
                for one in rows(_with(first, buffered), "\t")
            )


def _with(first: Line, rest: Iterable[Line]) -> Iterator[Line]:
    yield first
    yield from rest


def _of_json(line: Line) -> Found:
    if line.problem:
        return Found(line, problem=line.problem)
    try:
        told = json.loads(line.text)
    except (ValueError, RecursionError) as error:
        return Found(line, problem=f"not a JSON object: {str(error)[:80]}")
    if not isinstance(told, dict):
        return Found(line, problem="not a JSON object")
    return Found(line, {key: _text(value) if key not in ("criteria", "references") else value
                        for key, value in told.items()})  # fmt: skip


def _text(value: Any) -> str | None:
    """A value as a cell would hold it."""
    if value is None or value == "":
        return None
    return value if isinstance(value, str) else json.dumps(value)


READER = Reader("own", "gms's own columns, TSV or JSON lines", _fits, read, lambda _head: "", needs_lab=True)
