"""AMP/ASCO/CAP tiers (Li 2017) per variant, tumour type and kind of assertion, each with its evidence.

A drug that is approved in another tumour type is level C here, tier II: approval is never carried over. Evidence that
nobody reviewed within twelve months stays at tier II. What a marker says of the diagnosis or prognosis of another
tumour, and resistance there, says nothing here; nor does a drug there that is not aimed at the change. ESCAT is never
derived from a tier: escat.py.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from gmstool.somatic import escat, tier_reasons, tumour_types
from gmstool.somatic.evidence import Biomarkers, Event
from gmstool.somatic.items import TIER_OF_LEVEL, Item

if TYPE_CHECKING:
    from collections.abc import Iterable

    import polars as pl

    from gmstool.somatic.layers import Layers
    from gmstool.somatic.tumour_types import TumourType

TYPES = ("therapeutic", "diagnostic", "prognostic")
TIERS = ("I", "II", "III", "IV")
IN_OTHER_TUMOUR = {"A": "C", "B": "C"}  # what is weaker elsewhere says nothing here
# The case's tumour is named more broadly than the evidence: it may or may not be that kind.
IN_BROADER_TUMOUR = {"A": "C", "B": "C", "C": "D", "D": "D"}
NOT_AIMED = ("resistance", "choice")  # choice: a drug for who has the change, though it is not aimed at it
CAPPED = {"A": "C", "B": "C", "C": "C", "D": "D"}
APPROVING = frozenset(("EMA", "ESMO", "ELN", "WHO", "ICC"))  # level A in Sweden: EMA approval, or a guideline


class Tiered(NamedTuple):
    """The headline of a variant or event: the best tier with its kind of assertion, and why. None: not assessed."""

    tier: str | None
    level: str | None
    type: str | None
    tier_if_reviewed: str | None
    level_if_reviewed: str | None
    by_type: tuple[tuple[str, str, str], ...]  # kind of assertion, tier, level
    escat: tuple[escat.Suggestion, ...]
    evidence: tuple[Item, ...]
    reason: str


def tier(rows: pl.DataFrame, tumour_type: TumourType, layers: Layers) -> pl.DataFrame:
    """The rows with tier, level, tier_type, tier_if_reviewed, tiers, escat, evidence and tier_reason.

    rows: the variant table, with `oncogenicity` (or `classification`) where that has been assessed.
    """
    import polars as pl

    markers = Biomarkers(layers)
    judged = [of_items(_items(markers.of_variant(row), tumour_type), row) for row in rows.iter_rows(named=True)]
    return rows.with_columns(pl.DataFrame([as_dict(one) for one in judged], schema=_schema()))


def of_event(event: Event, tumour_type: TumourType, markers: Biomarkers) -> Tiered:
    """The tier of a copy-number call, a fusion or a signature; null where no evidence names it."""
    return of_items(_items(markers.of_event(event), tumour_type), None)


def of_items(items: list[Item], row: dict[str, Any] | None) -> Tiered:
    """The best tier of the evidence; without evidence tier III or IV by frequency and oncogenicity."""
    if not items:
        without, reason = tier_reasons.without_evidence(row)
        return Tiered(without, None, None, without, None, (), (), (), reason)
    ordered = sorted(items, key=_weight)
    best = ordered[0]
    by_type = tuple(
        (kind, found[0].tier, found[0].level)
        for kind in TYPES
        if (found := [one for one in ordered if one.type == kind])
    )
    then = min(one.level_if_reviewed for one in items)
    return Tiered(
        best.tier, best.level, best.type, TIER_OF_LEVEL[then], then, by_type, escat.suggestions(ordered),
        tuple(ordered), tier_reasons.reason(ordered, TIER_OF_LEVEL[then]),
    )  # fmt: skip


def _weight(one: Item) -> tuple[Any, ...]:
    """The strongest first; where levels are equal, what a review would make of them, then this very tumour type."""
    return one.level, one.level_if_reviewed, one.relation != "same", TYPES.index(one.type), one.id


def _items(found: Iterable[dict[str, Any]], tumour: TumourType) -> list[Item]:
    return [item for one in found if (item := _item(one, tumour)) is not None]


def _item(one: dict[str, Any], tumour: TumourType) -> Item | None:
    """A curated row as it weighs for this tumour; None where it says nothing of it."""
    relation = tumour_types.relation(tumour, one["tumour_type"] or "")
    curated = one["level"]
    if curated == "A" and not APPROVING & set((one["regulators"] or "").split(",")):
        curated = "B"
    if relation == "other" and (one["type"] != "therapeutic" or one["direction"] in NOT_AIMED):
        return None
    table = {"same": None, "more particular": IN_BROADER_TUMOUR, "other": IN_OTHER_TUMOUR}[relation]
    level = curated if table is None else table.get(curated)
    if level is None:
        return None
    return Item(
        one["id"], one["type"], tier_reasons.biomarker(one), one["drug"], one["direction"], one["tumour_type"] or "",
        relation, level if one["reviewed"] else CAPPED[level], level, curated, one["regulators"], one["nt_council"],
        one["indication"], one["line"], one["escat"], one["source"], one["date"], one["layer"], one["reviewed"],
    )  # fmt: skip


def as_dict(one: Tiered) -> dict[str, Any]:
    """The columns that `tier` adds, of one variant or event."""
    return {
        "tier": one.tier, "level": one.level, "tier_type": one.type, "tier_if_reviewed": one.tier_if_reviewed,
        "level_if_reviewed": one.level_if_reviewed,
        "tiers": [dict(zip(("type", "tier", "level"), found, strict=True)) for found in one.by_type],
        "escat": [suggestion._asdict() for suggestion in one.escat],
        "evidence": [item._asdict() | {"tier": item.tier, "told": tier_reasons.told(item)} for item in one.evidence],
        "tier_reason": one.reason,
    }  # fmt: skip


def _schema() -> dict[str, Any]:
    import polars as pl

    texts = dict.fromkeys(Item._fields, pl.String)
    item = {**texts, "reviewed": pl.Boolean, "tier": pl.String, "told": pl.String}
    return {
        "tier": pl.String, "level": pl.String, "tier_type": pl.String, "tier_if_reviewed": pl.String,
        "level_if_reviewed": pl.String,
        "tiers": pl.List(pl.Struct(dict.fromkeys(("type", "tier", "level"), pl.String))),
        "escat": pl.List(pl.Struct(dict.fromkeys(escat.Suggestion._fields, pl.String))),
        "evidence": pl.List(pl.Struct(item)), "tier_reason": pl.String,
    }  # fmt: skip
