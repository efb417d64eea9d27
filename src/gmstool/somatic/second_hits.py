"""Tumour suppressors whose two copies are hit: a variant that counts beside a lost allele, or two variants.

The loss comes from calls of copy number or of the alleles' copies (segments.py). Whether two variants lie on different
copies is not known from short reads: that is said. A gene without a call of its alleles is not assessed, so not listed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gmstool.somatic.evidence import TRUNCATING, effect, oncogenic
from gmstool.somatic.segments import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gmstool.somatic.evidence import Event
    from gmstool.somatic.layers import Layers

LOSSES = (*KINDS, "deletion")
TP53 = 11998  # HGNC id: a lost copy of it is told without a variant too, as risk and class ask for it
TWO_HITS = 2
TWO_VARIANTS = "{} variants; whether they lie on different copies is not known"


def worth_telling(events: Iterable[Event], rows: Iterable[Mapping[str, Any]]) -> list[Event]:
    """The events without losses of one allele in genes that have no variant that counts, TP53 apart."""
    hit = {row.get("hgnc_id") for row in rows if _counts(row)}
    return [one for one in events if one.kind not in KINDS or TP53 in one.hgnc_ids or hit & set(one.hgnc_ids)]


def second_hits(
    rows: Iterable[Mapping[str, Any]], events: Iterable[Event], layers: Layers
) -> list[dict[str, str]]:  # fmt: skip
    """The tumour suppressors that are hit twice, by symbol, with why."""
    of_gene: dict[int, list[Mapping[str, Any]]] = {}
    for row in rows:
        if _counts(row) and "suppressor" in (layers.driver_role(row.get("hgnc_id")) or ""):
            of_gene.setdefault(row["hgnc_id"], []).append(row)
    lost = {gene: one for one in events if one.kind in LOSSES for gene in one.hgnc_ids}
    told = ((found, _because(found, lost.get(gene))) for gene, found in of_gene.items())
    return sorted(
        ({"gene": str(rows[0]["gene"]), "because": why} for rows, why in told if why), key=lambda one: one["gene"]
    )


def _because(rows: list[Mapping[str, Any]], lost: Event | None) -> str:
    if lost is not None:
        return f"{_change(rows[0])}, {lost.name} ({lost.detail})" if lost.detail else f"{_change(rows[0])}, {lost.name}"
    return TWO_VARIANTS.format(len(rows)) if len(rows) >= TWO_HITS else ""


def _change(row: Mapping[str, Any]) -> str:
    names = (row.get("hgvsp"), row.get("hgvsc"))
    return next((one.rpartition(":")[2] for one in names if one), str(row.get("variant")))


def _counts(row: Mapping[str, Any]) -> bool:
    """Oncogenic or likely so, or truncating and not benign."""
    called = row.get("oncogenicity", row.get("classification"))
    truncating = bool(effect(row).terms & TRUNCATING) and called not in ("Benign", "Likely benign")
    return oncogenic(row) or truncating
