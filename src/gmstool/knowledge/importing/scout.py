"""Scout's lists: managed variants as table or VCF, causatives as VCF or JSON.

A list says that a laboratory knows a variant, not what it concluded: only the JSON export has a class. Cases, samples
and genotypes of an export are not read. Sources: Scout, `scout export managed`, `scout export variants`,
constants/acmg.py and constants/ccv.py.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from gmstool.knowledge.importing.found import Found, Reader
from gmstool.knowledge.importing.lines import Line
from gmstool.knowledge.importing.table import Table, rows
from gmstool.knowledge.importing.vcf_info import Header, records

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gmstool.knowledge.importing.found import Settings

_BUILDS: Final = {"37": "GRCh37", "38": "GRCh38", "GRCh37": "GRCh37", "GRCh38": "GRCh38", "19": "GRCh37"}
_ACMG: Final = {4: "P", 3: "LP", 0: "VUS", 2: "LB", 1: "B"}
_LARGEST_JSON: Final = 256 << 20
_LIST: Final = "on a laboratory's list"


def _fits(head: str) -> bool:
    if head.startswith("##fileformat=VCF"):
        return '##INFO=<ID=TYPE,Number=1,Type=String,Description="Type of variant"' in head
    if head.startswith("["):
        return '"chromosome"' in head and '"alternative"' in head
    first = next((line for line in head.split("\n") if line and not line.startswith("##")), "")
    names = {one.strip().lower() for one in re.split(r"[\t;,]", first.lstrip("#"))}
    return {"chromosome", "position", "reference", "alternative"} <= names


def read(lines: Iterable[Line], settings: Settings) -> Iterator[Found]:
    """An assertion of each variant."""
    remaining = iter(lines)
    for first in remaining:
        whole = _with(first, remaining)
        if first.text.startswith("##fileformat=VCF"):
            yield from _of_vcf(whole, settings)
        elif first.text.startswith("["):
            yield from _of_json(whole)
        else:
            yield from (one if isinstance(one, Found) else _of_row(one) for one in rows(whole))


def _with(first: Line, rest: Iterable[Line]) -> Iterator[Line]:
    yield first
    yield from rest


def _of_vcf(lines: Iterable[Line], settings: Settings) -> Iterator[Found]:
    header = Header()
    for one in records(lines, header):
        if isinstance(one, Found):
            yield one
            continue
        facts = {
            "assembly": header.build() or settings.assembly, "chrom": one.chrom, "pos": one.pos, "ref": one.ref,
            "alt": one.alt, "evidence_type": _LIST, "rsid": one.name if one.name.startswith("rs") else None,
        }  # fmt: skip
        yield Found(one.line, facts)


def _of_row(row: Table) -> Found:
    facts = {
        "assembly": _BUILDS.get(row.cells.get("build") or ""), "chrom": row.cells["chromosome"],
        "pos": row.cells["position"], "ref": row.cells["reference"], "alt": row.cells["alternative"],
        "review": row.cells.get("description"), "evidence_type": _LIST,
    }  # fmt: skip
    return Found(row.line, facts)


def _of_json(lines: Iterable[Line]) -> Iterator[Found]:
    """A JSON export is one list, most often on one line."""
    text, size, number = [], 0, 1
    for line in lines:
        size += len(line.text)
        if line.problem or size > _LARGEST_JSON:
            yield Found(line, problem=line.problem or "the list is larger than 256 MiB")
            return
        text.append(line.text)
    try:
        told = json.loads("\n".join(text))
    except (ValueError, RecursionError) as error:
        yield Found(Line(number, text[0][:100]), problem=f"not JSON: {str(error)[:80]}")
        return
    for number, one in enumerate(told if isinstance(told, list) else [], 1):
        yield _of_object(Line(number, json.dumps(one)[:1000]), one)


def _of_object(line: Line, one: Any) -> Found:
    if not isinstance(one, dict):
        return Found(line, problem="not a JSON object")
    gene = next((gene for gene in one.get("genes") or () if isinstance(gene, dict)), {})
    code = one.get("acmg_classification")
    facts = {
        "assembly": _BUILDS.get(str(one.get("build") or "")), "chrom": str(one.get("chromosome") or ""),
        "pos": str(one.get("position") or ""), "ref": one.get("reference"), "alt": one.get("alternative"),
        "classification": _ACMG.get(code) if isinstance(code, int) else None, "evidence_type": _LIST,
        "hgnc_id": str(gene["hgnc_id"]) if gene.get("hgnc_id") else None, "rsid": one.get("dbsnp_id"),
        "hgvsc": gene.get("hgvs_identifier") if ":" in str(gene.get("hgvs_identifier")) else None,
    }  # fmt: skip
    return Found(line, facts)


READER = Reader("scout", "Scout managed variants or causatives", _fits, read, lambda _head: "Scout", needs_lab=True)
