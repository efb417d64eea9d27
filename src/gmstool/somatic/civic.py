"""CIViC's evidence in the form of the curated biomarkers: what is said of a variant that can be told by its name.

Only accepted evidence that supports something, of a single gene. A disease that OncoTree does not name by the same
words is no tumour type here: such a row weighs as one of another tumour type. The day is CIViC's last review, and a
row that CIViC has not reviewed within twelve months is held at tier II like any other.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from gmstool.somatic import tumour_types
from gmstool.somatic.shipped import stale

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    import polars as pl

TYPES = {"Predictive": "therapeutic", "Diagnostic": "diagnostic", "Prognostic": "prognostic"}
DIRECTIONS = {
    "Sensitivity/Response": "sensitivity", "Resistance": "resistance", "Poor Outcome": "poor", "Better Outcome": "good",
}  # fmt: skip
LEVELS = {"A": "A", "B": "B", "C": "C", "D": "D", "E": "D"}  # E is inference: no more than preclinical
# Diseases that the two name otherwise.
DISEASES = {
    "Lung Non-small Cell Carcinoma": "NSCLC", "Colorectal Cancer": "COADREAD", "Breast Cancer": "BRCA",
    "Lung Adenocarcinoma": "LUAD", "Acute Myeloid Leukemia": "AML", "Skin Melanoma": "SKCM",
    "Pancreatic Cancer": "PANCREAS",
    "Ovarian Cancer": "OVARY", "Thyroid Gland Anaplastic Carcinoma": "THAP", "Cholangiocarcinoma": "CHOL",
    "Multiple Myeloma": "PCM", "Glioblastoma": "GB", "Chronic Lymphocytic Leukemia": "CLLSLL",
    "Prostate Cancer": "PROSTATE",
    "Cancer": "TISSUE", "Solid Tumor": "TISSUE",
}  # fmt: skip
_CHANGE, _RESIDUE = re.compile(r"^[A-Z]\d+[A-Z*]$"), re.compile(r"^[A-Z](\d+)$")
_NAMED = {"Mutation": "oncogenic", "Amplification": "amplification", "Deletion": "deletion", "Fusion": "fusion",
          "ITD": "itd", "Truncating Mutation": "truncating"}  # fmt: skip


def rows(table: pl.DataFrame, today: dt.date) -> pl.DataFrame:
    """The rows of CIViC that this reader understands, in the columns of the biomarkers."""
    import polars as pl

    found = [one for row in table.iter_rows(named=True) for one in _row(row, today)]
    return pl.DataFrame(found, infer_schema_length=None)


def _row(row: dict[str, Any], today: dt.date) -> Iterator[dict[str, Any]]:
    gene, _, name = (row["molecular_profile"] or "").partition(" ")
    alteration = _alteration(name)
    kind, level = TYPES.get(row["evidence_type"]), LEVELS.get(row["evidence_level"])
    if alteration is None or kind is None or level is None or row["direction"] != "Supports" or row["flagged"]:
        return
    if row["variant_origin"] not in (None, "Somatic", "Unknown", "N/A"):
        return
    date = (row["last_review"] or "")[:10]
    yield {
        "id": f"EID{row['evidence_id']}", "gene": gene, "type": kind, "level": level, "drug": row["therapies"],
        "direction": DIRECTIONS.get(row["significance"]), "tumour_type": _disease(row["disease"]),
        "indication": row["disease"],
        "source": f"CIViC EID{row['evidence_id']}: {row['citation'] or row['citation_id']}",
        "date": date, "reviewer": None if stale(date, today) else "CIViC", **alteration,
    }  # fmt: skip


def _alteration(name: str) -> dict[str, str] | None:
    if _CHANGE.match(name):
        return {"kind": "change", "changes": name}
    if place := _RESIDUE.match(name):
        return {"kind": "residue", "changes": place[1]}
    return {"kind": _NAMED[name]} if name in _NAMED else None


def _disease(name: str | None) -> str | None:
    if name in DISEASES:
        return DISEASES[name]
    found = tumour_types.known(name or "")
    return found.code if found else None
