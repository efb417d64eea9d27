"""Assertions of the Molecular Oncology Almanac in the form of the curated biomarkers: changes, copy numbers, fusions.

Its implications as levels (Li 2017): FDA-Approved and Guideline A, clinical trial B, clinical evidence C, preclinical
and inferential D; "FDA-Approved" names no European approval and stays B until a row of its own says more.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from gmstool.somatic.shipped import stale

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    import polars as pl

LEVELS = {
    "FDA-Approved": "A", "Guideline": "A", "Clinical trial": "B", "Clinical evidence": "C", "Preclinical": "D",
    "Inferential": "D",
}  # fmt: skip
_CHANGE = re.compile(r"^p\.([A-Z]\d+[A-Z*])$")
_COPIES = {"Amplification": "amplification", "Deletion": "deletion"}


def rows(table: pl.DataFrame, today: dt.date) -> pl.DataFrame:
    """The assertions that this reader understands, in the columns of the biomarkers."""
    import polars as pl

    found = [one for number, row in enumerate(table.iter_rows(named=True), 1) for one in _row(number, row, today)]
    return pl.DataFrame(found, infer_schema_length=None)


def _row(number: int, row: dict[str, Any], today: dt.date) -> Iterator[dict[str, Any]]:
    alteration, level = _alteration(row), LEVELS.get(row["implication"] or "")
    drugs = bool(row["sensitivity"] or row["resistance"])
    if alteration is None or level is None or not (drugs or row["favourable_prognosis"] is not None):
        return
    direction = "sensitivity" if row["sensitivity"] else "resistance"
    date = (row["last_updated"] or "")[:10]
    yield {
        "id": f"MOA{number}", "gene": row["gene"], "level": level, "type": "therapeutic" if drugs else "prognostic",
        "drug": row["therapy"] if drugs else None, "tumour_type": row["oncotree_code"], "indication": row["disease"],
        "direction": direction if drugs else "good" if row["favourable_prognosis"] else "poor",
        "regulators": "FDA" if row["implication"] == "FDA-Approved" else None,
        "source": f"MOAlmanac: {row['citation'] or row['source_type']}", "date": date,
        "reviewer": None if stale(date, today) else "MOAlmanac", **alteration,
    }  # fmt: skip


def _alteration(row: dict[str, Any]) -> dict[str, Any] | None:
    told = row["alteration"] or ""
    if row["gene"] and (change := _CHANGE.match(told)):
        return {"kind": "change", "changes": change[1]}
    if row["gene"] and told in _COPIES:
        return {"kind": _COPIES[told]}
    if row["gene"] and row["feature_type"] == "Rearrangement":
        return {"kind": "fusion", "partner": row["partner"]}
    return None
