"""ClinVar's VCF of either build: its aggregate class of each variant, germline and oncogenicity apart.

An aggregate has no laboratory. ClinVar gives one class for all conditions of a variant, so a condition is stated only
where there is one. Records without a class (drug response, not provided …) are left out and counted.
Source: ClinVar, README_VCF.txt and "Review status".
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from gmstool import clinvar
from gmstool.knowledge.importing.found import Found, Reader
from gmstool.knowledge.importing.vcf_info import Header, Record, records
from gmstool.knowledge.importing.words import WordError, classification

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gmstool.knowledge.importing.found import Settings
    from gmstool.knowledge.importing.lines import Line

NO_CLASS: Final = "no class of the model"
_NO_CONDITION = frozenset(("not provided", "not specified", "see cases", ""))
_IDS = (("MONDO:MONDO:", "MONDO:"), ("Orphanet:", "ORPHA:"), ("OMIM:", "OMIM:"))
_KINDS: Final = (
    ("CLNSIG", "CLNREVSTAT", "CLNDN", "CLNDISDB", "germline", "ACMG/AMP 2015"),
    ("ONC", "ONCREVSTAT", "ONCDN", "ONCDISDB", "somatic", "ClinGen/CGC/VICC 2022"),
)


def _fits(head: str) -> bool:
    return head.startswith("##fileformat=VCF") and bool(re.search(r"^##source=ClinVar", head, re.MULTILINE))


def _source(head: str) -> str:
    day = re.search(r"^##fileDate=(\S{1,20})$", head, re.MULTILINE)
    return f"ClinVar {day[1]}" if day else "ClinVar"


def read(lines: Iterable[Line], settings: Settings) -> Iterator[Found]:
    """Up to two assertions of each record."""
    header = Header()
    assembly = None
    for one in records(lines, header):
        if isinstance(one, Found):
            yield one
            continue
        assembly = assembly or header.build() or settings.assembly
        yield from _of_record(one, assembly)


def _of_record(record: Record, assembly: str | None) -> Iterator[Found]:
    info, any_class = record.info, False
    for terms, review, names, ids, origin, scheme in _KINDS:
        named = _class(info.get(terms, ""))
        if named is None:
            continue
        any_class = True
        said, stars = _review(info.get(review, ""))
        condition, condition_id = _condition(info.get(names, ""), info.get(ids, ""))
        number = record.name if record.name.isdecimal() else ""
        own_id = f"VCV{number:>09}" if number else None
        facts = {
            "assembly": assembly, "chrom": record.chrom, "pos": record.pos, "ref": record.ref, "alt": record.alt,
            "classification": named, "review": said, "stars": stars,
            "symbol": info.get("GENEINFO", "").partition(":")[0] or None, "condition": condition,
            "condition_id": condition_id, "origin": origin, "scheme": scheme, "source_id": own_id,
            "rsid": _rsid(info.get("RS", "")), "evidence_type": "aggregate",
        }  # fmt: skip
        yield Found(record.line, facts, own_id=f"ClinVar {own_id} {origin}" if own_id else None)
    if not any_class:
        yield Found(record.line, problem=NO_CLASS)


@lru_cache(maxsize=4096)
def _class(terms: str) -> str | None:
    """The class among the terms: `Pathogenic|drug_response` says Pathogenic."""
    for term in re.split(r"[|,]_?", unquote(terms)):
        try:
            return classification(term)
        except WordError:
            continue
    return None


@lru_cache(maxsize=4096)
def _review(text: str) -> tuple[str | None, int | None]:
    """The review status in words, and its stars."""
    said = unquote(text).replace("_", " ")
    return said or None, clinvar.stars(said) if said else None


def _rsid(text: str) -> str | None:
    number = text.split("|", maxsplit=1)[0]
    return f"rs{number}" if number.isdecimal() else None


@lru_cache(maxsize=1 << 16)
def _condition(names: str, ids: str) -> tuple[str | None, str | None]:
    """The condition and its id where there is one; the names of several without an id."""
    pairs = zip(unquote(names).split("|"), ids.split("|"), strict=False)
    named = [(name.replace("_", " "), one) for name, one in pairs if name.replace("_", " ") not in _NO_CONDITION]
    if len(named) != 1:
        return "; ".join(name for name, _ in named) or None, None
    name, listed = named[0]
    for prefix, short in _IDS:
        found = re.search(rf"(?:^|,){prefix}(\d+)", listed)
        if found:
            return name, short + found[1]
    return name, None


READER = Reader("clinvar", "ClinVar VCF", _fits, read, _source, licence="public domain (NCBI)", whole=True)
