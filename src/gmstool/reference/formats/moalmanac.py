"""Molecular Oncology Almanac (JSON): the table `moalmanac`, one row per assertion, in the source's own words.

gene, feature_type, alteration · disease, oncotree_code · implication (FDA-Approved, Guideline, Clinical trial,
Clinical evidence, Preclinical, Inferential) · therapy, sensitivity, resistance, favourable_prognosis
citation, source_type, last_updated
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gmstool.reference.formats.reading import Made, json_of, wrong

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FILE = "moalmanac.json"
TEXTS = {
    "gene": ("gene", "gene1"), "partner": ("gene2",), "feature_type": ("feature_type",),
    "alteration": ("protein_change", "rearrangement_type", "direction", "variant_type"), "disease": ("disease",),
    "oncotree_code": ("oncotree_code",), "implication": ("predictive_implication",), "therapy": ("therapy_name",),
    "citation": ("citation",), "source_type": ("source_type",), "last_updated": ("last_updated",),
}  # fmt: skip
TRUTHS = {
    "sensitivity": "therapy_sensitivity",
    "resistance": "therapy_resistance",
    "favourable_prognosis": "favorable_prognosis",
}


def convert(files: Mapping[str, Path]) -> Made:
    """The release is the newest day of an assertion."""
    import polars as pl

    path = files[FILE]
    told = json_of(path)
    listed = told.get("assertions", told.get("content")) if isinstance(told, dict) else told
    if not isinstance(listed, list) or not listed or not all(isinstance(one, dict) for one in listed):
        raise wrong(path, "it has no list of assertions")
    rows = [_row(one) for one in listed]
    schema = {**dict.fromkeys(TEXTS, pl.String), **dict.fromkeys(TRUTHS, pl.Boolean)}
    newest = max((row["last_updated"] for row in rows if row["last_updated"]), default="")
    return Made({"moalmanac": pl.DataFrame(rows, schema=schema)}, f"MOAlmanac, newest assertion {newest}", newest)


def _row(one: dict[str, Any]) -> dict[str, Any]:
    texts = {
        name: next((str(one[key]) for key in keys if one.get(key) not in (None, "")), None)
        for name, keys in TEXTS.items()
    }
    return {**texts, **{name: _truth(one.get(key)) for name, key in TRUTHS.items()}}


def _truth(value: Any) -> bool | None:
    return {"1": True, "1.0": True, "True": True, "0": False, "0.0": False, "False": False}.get(str(value))
