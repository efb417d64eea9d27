"""cancerhotspots.org, single residues (API JSON): the table `cancer_hotspots`, one row per gene and residue.

    hgnc_id, symbol (as the source writes it) · transcript (ENST, null if not stated) · residue ("V600", "X125_splice")
    position (amino acid, null if the residue has no single number) · type · q_value · tumours (how many bear a change)
    variants and variant_counts (lists side by side: the new amino acids, and how often)
    tumour_types and tumour_type_counts (lists side by side)

A residue that is not in the table is not known to recur; that is no evidence against it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from gmstool.reference.formats.genes import GeneIndex
from gmstool.reference.formats.reading import Made, json_of, wrong

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import polars as pl

    from gmstool.reference.formats.reading import Columns

FILE = "single.json"
_RESIDUE = re.compile(r"[A-Z*](\d+)")


def convert(files: Mapping[str, Path]) -> Made:
    """The service states no release."""
    path = files[FILE]
    told = json_of(path)
    if not isinstance(told, list) or not told or not all(isinstance(one, dict) for one in told):
        raise wrong(path, "it has no list of hotspots")
    genes = GeneIndex()
    rows = [_row(path, hotspot, genes) for hotspot in told]
    return Made({"cancer_hotspots": hotspots(rows)}, "cancerhotspots.org, single residues", "")


def hotspots(rows: list[tuple[object, ...]]) -> pl.DataFrame:
    """The table `cancer_hotspots` of its rows, by gene and residue."""
    import polars as pl

    schema: Columns = {
        "hgnc_id": pl.Int32, "symbol": pl.String, "transcript": pl.String, "residue": pl.String, "position": pl.Int32,
        "type": pl.String, "q_value": pl.Float64, "tumours": pl.Int32, "variants": pl.List(pl.String),
        "variant_counts": pl.List(pl.Int32), "tumour_types": pl.List(pl.String),
        "tumour_type_counts": pl.List(pl.Int32),
    }  # fmt: skip
    return pl.DataFrame(rows, schema=schema, orient="row").sort("symbol", "position", "residue", nulls_last=True)


def _row(path: Path, hotspot: dict[str, Any], genes: GeneIndex) -> tuple[object, ...]:
    symbol, residue = hotspot.get("hugoSymbol"), hotspot.get("residue")
    if not symbol or not residue:
        raise wrong(path, f"a hotspot has no gene or no residue: {str(hotspot)[:60]}")
    place = _RESIDUE.fullmatch(residue)
    variants, tumours = (_counts(path, hotspot, key) for key in ("variantAminoAcid", "tumorTypeComposition"))
    q_value, count = hotspot.get("qValue"), hotspot.get("tumorCount")
    try:
        return (
            genes.by_any_symbol(symbol), symbol, hotspot.get("transcriptId") or None, residue,
            int(place[1]) if place else None, hotspot.get("type") or None,
            None if q_value in (None, "") else float(q_value), None if count is None else int(count),
            list(variants), list(variants.values()), list(tumours), list(tumours.values()),
        )  # fmt: skip
    except (TypeError, ValueError):
        raise wrong(path, f"the numbers of {symbol} {residue} are none: {q_value}, {count}") from None


def _counts(path: Path, hotspot: dict[str, Any], key: str) -> dict[str, int]:
    """The most frequent first; an empty answer where the source has none."""
    counts = hotspot.get(key) or {}
    if not isinstance(counts, dict) or not all(isinstance(one, int) for one in counts.values()):
        raise wrong(path, f"`{key}` is no list of counts")
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
