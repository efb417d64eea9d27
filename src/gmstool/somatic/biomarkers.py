"""Biomarkers of a case: measured ones from the case file, tumour mutational burden from the rows.

Tumour mutational burden: variants of coding sequence on the assay's target that pass, per megabase of the target, by
the stated method. A figure without a target's size is not computed. Cut-offs are those of the label, for its assay.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gmstool.somatic.evidence import Event

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

MEGABASE = 1_000_000
HRD_HIGH = 42  # genomic instability score: PAOLA-1 (PMID 31851799), for its assay; from memory, not reviewed
TMB_HIGH = 10  # per megabase: label of pembrolizumab (FDA 2020), for the assay of the label
LEAST_VAF, LEAST_DEPTH, COMMON = 0.05, 100, 0.0001  # choices of this project, stated with the figure
SMALL_PANEL = 1.0  # megabases; below this the figure is too uncertain (Buchhalter 2019, PMID 30238975)
CODING = ("missense_variant", "stop_gained", "stop_lost", "start_lost", "frameshift_variant", "inframe_insertion",
          "inframe_deletion", "protein_altering_variant", "splice_acceptor_variant",
          "splice_donor_variant")  # fmt: skip
SILENT = ("synonymous_variant", "stop_retained_variant")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_MSI_HIGH = re.compile(r"\b(msi-?h(igh)?|high|hög|unstable|dmmr|instabil)\b", re.IGNORECASE)
_HRD = re.compile(r"\b(positive|high|positiv|hög)\b", re.IGNORECASE)
_DENIED = re.compile(r"\b(negativ\w*|not|no|non|ej|inte|ingen)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Burden:
    """Tumour mutational burden; per_mb is None where it could not be computed, `method` says how or why not."""

    variants: int
    megabases: float | None
    per_mb: float | None
    method: str
    notes: tuple[str, ...] = ()


def target_megabases(path: Path) -> float:
    """The size of a target (BED), overlapping intervals counted once."""
    from gmstool.vcf import bed

    spans: dict[str, list[tuple[int, int]]] = {}
    for line in bed.read(path).lines:
        spans.setdefault(line.region.chrom, []).append((line.region.start - 1, line.region.end))
    return sum(_length(sorted(of_one)) for of_one in spans.values()) / MEGABASE


def burden(rows: Iterable[Mapping[str, Any]], megabases: float | None, *, synonymous: bool = False) -> Burden:
    """The burden of the rows that pass: each variant once, VAF and depth known and high enough, rare, not a hotspot.

    Known driver hotspots are left out, as panels are enriched for them; germline variants are, as far as population
    frequencies tell: a tumour-only figure is too high.
    """
    kinds = (*CODING, *SILENT) if synonymous else CODING
    method = (
        f"coding variants {'with' if synonymous else 'without'} synonymous ones, PASS, allele fraction at least "
        f"{100 * LEAST_VAF:g} %, depth at least {LEAST_DEPTH}, population frequency known and below {COMMON:g}, "
        "hotspots left out"
    )
    counted: set[tuple[object, ...]] = set()
    unknown = 0
    for row in rows:
        counts = _counts(row, kinds)
        unknown += counts is None
        if counts:
            counted.add((row["chrom"], row["pos"], row["ref"], row["alt"]))
    notes = [f"{unknown} variants not counted: allele fraction, depth or frequency not known"] if unknown else []
    if not megabases:
        return Burden(
            len(counted), None, None, f"not computed: the size of the target is not known; {method}", tuple(notes)
        )
    if megabases < SMALL_PANEL:
        notes.append(f"the target is below {SMALL_PANEL:g} Mb: the figure is uncertain")
    return Burden(len(counted), megabases, len(counted) / megabases, method, tuple(notes))


def measured(content: Mapping[str, Any]) -> list[Event]:
    """MSI, HRD and TMB of the case file that are high, as events to be tiered."""
    return [
        Event(kind, f"{one['name']} {one['value']}", (), "", str(one.get("source", "")))
        for one in content.get("biomarker", [])
        if isinstance(one, dict) and (kind := _kind(str(one.get("name", "")), str(one.get("value", "")), one))
    ]


def _kind(name: str, value: str, one: Mapping[str, Any]) -> str | None:
    told = f"{value} {one.get('interpretation', '')}"
    word, denied = name.upper().split("-")[0].split(" ")[0], _DENIED.search(told)
    if word in ("MSI", "MMR", "DMMR"):
        return "msi_high" if _MSI_HIGH.search(told) and not denied else None
    if word == "HRD":
        high = _NUMBER.fullmatch(value.strip()) and _number(value) >= HRD_HIGH
        return "hrd_positive" if (high or _HRD.search(told)) and not denied else None
    if word == "TMB" and (number := _NUMBER.search(value)):
        return "tmb_high" if _number(number[0]) >= TMB_HIGH else None
    return None


def _number(text: str) -> float:
    return float(text.strip().replace(",", "."))


def _counts(row: Mapping[str, Any], kinds: tuple[str, ...]) -> bool | None:
    """Whether a row counts; None where a number that decides is not known."""
    terms = (row.get("consequence") or "").split("&")
    if not any(term in kinds for term in terms) or row.get("filter") not in ("PASS", ".", None):
        return False
    if (row.get("hotspot") or "").startswith("1-hotspot") or row.get("event"):
        return False
    vaf, depth = row.get("tumour_vaf", row.get("vaf")), row.get("tumour_depth", row.get("dp"))
    frequency = row.get("af")
    rare = (True if row.get("af_status") == "absent" else None) if frequency is None else frequency < COMMON
    if rare is False or (vaf is not None and vaf < LEAST_VAF) or (depth is not None and depth < LEAST_DEPTH):
        return False
    return None if rare is None or vaf is None or depth is None else True


def _length(spans: list[tuple[int, int]]) -> int:
    """Bases covered by sorted half-open spans."""
    covered, end = 0, 0
    for start, stop in spans:
        covered += max(0, stop - max(start, end))
        end = max(end, stop)
    return covered
