"""What is said of a tumour as a whole, beside its variants: events, biomarkers, risk, predisposition."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gmstool.somatic import biomarkers, childhood, fusion_pairs, haematology, haematology_facts, structural, tiers
from gmstool.somatic.assay import UNKNOWN
from gmstool.somatic.evidence import Biomarkers, effect
from gmstool.somatic.haematology_classes import classes, covered, summary
from gmstool.somatic.haematology_tables import tables
from gmstool.somatic.haematology_tp53 import tp53_state
from gmstool.somatic.second_hits import second_hits, worth_telling

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from gmstool.somatic.assay import Assay
    from gmstool.somatic.case import TumourCase
    from gmstool.somatic.evidence import Event
    from gmstool.somatic.haematology_facts import Facts
    from gmstool.somatic.layers import Layers
    from gmstool.somatic.tumour_types import TumourType

BLOOD, AML = "HEMATOPOIETIC", "AML"
DISPUTED = "FLT3-ITD is called in the rows though the dedicated test is negative: for a person to judge"
CRYPTIC = "fusions were not examined: one that a karyotype does not show is not excluded"


def case_result(
    rows: Sequence[Mapping[str, Any]], case: TumourCase | None, tumour_type: TumourType | None, layers: Layers, *,
    assay: Assay = UNKNOWN, events: Iterable[Event] = (), megabases: float | None = None, synonymous: bool = False,
    age: float | None = None,
) -> dict[str, Any]:  # fmt: skip
    """The result of a case as plain data: keys that do not apply are left out, what is not known says so.

    rows: the judged variants; events: copy numbers and fusions read by `structural.read`; megabases: the size of the
    assay's target; age: in years, else that of the case file. Without a tumour type nothing is tiered and no risk is
    stated.
    """
    content, age = case.content if case else {}, case.age if case and age is None else age
    found = [*worth_telling(events, rows), *structural.of_case(content), *biomarkers.measured(content)]
    told: dict[str, Any] = {
        "tumour_type": {"code": tumour_type.code, "name": tumour_type.name} if tumour_type else None,
        "assay": {"id": assay.id, "version": assay.version, "finds": dict(assay.told())},
        "tmb": _burden(biomarkers.burden(_not_hotspots(rows, layers), megabases, synonymous=synonymous)),
        "events": _events(found, tumour_type, layers),
        **({"second_hits": twice} if (twice := second_hits(rows, found, layers)) else {}),
        "reviews_as_of": layers.today.isoformat(),
        "layers": [one._asdict() for one in layers.named],
    }
    if tumour_type and tumour_type.is_a(BLOOD):
        told["haematology"] = _haematology(rows, content, found, assay, layers, tumour_type)
        if not childhood.may_tell(content, age):
            told["haematology"]["predisposition_genes"] = []
    if tumour_type and (child := childhood.predisposition(rows, content, tumour_type, age)):
        told["childhood"] = child
    return told


def _events(found: list[Event], tumour_type: TumourType | None, layers: Layers) -> list[dict[str, Any]]:
    markers = Biomarkers(layers)
    return [
        {
            **one._asdict(), "recurs_in": fusion_pairs.recurs_in(layers.table("fusions"), one.hgnc_ids),
            **(tiers.as_dict(tiers.of_event(one, tumour_type, markers)) if tumour_type else {}),
        }
        for one in found
    ]  # fmt: skip


def _not_hotspots(rows: Iterable[Mapping[str, Any]], layers: Layers) -> Iterator[Mapping[str, Any]]:
    """The rows that no list calls a hotspot: panels are made of such places, and would count too many."""
    for row in rows:
        found = effect(row)
        if not found.short or layers.hotspot(row.get("hgnc_id"), found.first, found.short) is None:
            yield row


def _burden(one: biomarkers.Burden) -> dict[str, Any]:
    return {
        "per_mb": one.per_mb, "variants": one.variants, "megabases": one.megabases, "method": one.method,
        "notes": list(one.notes),
    }  # fmt: skip


def _haematology(
    rows: Sequence[Mapping[str, Any]], content: dict[str, Any], found: list[Event], assay: Assay, layers: Layers,
    tumour_type: TumourType,
) -> dict[str, Any]:  # fmt: skip
    facts = haematology_facts.gather(rows, content, found, assay, layers)
    hit_twice, why = tp53_state(facts)
    told: dict[str, Any] = {
        "summary": [{"marker": name, "state": state} for name, state in summary(facts)],
        "tp53": {"multi_hit": hit_twice, "because": why},
        "predisposition_genes": [gene for gene in tables()["genes"]["predisposition"]["value"] if gene in facts.hits],
        "classes": classes(facts, tumour_type),
        "classes_are": covered(tumour_type),
        "lists_reviewed": tables()["reviewed"],
    }
    if tumour_type.is_a(AML):
        told["risk"] = [
            {
                "scheme": one.scheme, "risk": one.risk, "because": list(one.because), "missing": list(one.missing),
                "would_be": one.would_be, "provisional": one.provisional,
                "notes": [*one.notes, *_notes(facts, stated=one.risk is not None)],
            }
            for one in (haematology.eln_2022(facts), haematology.eln_2024(facts))
        ]  # fmt: skip
        told["blasts"] = {name: fact["value"] for name, fact in tables()["blasts"].items()}
    return told


def _notes(facts: Facts, *, stated: bool) -> list[str]:
    """What a person has to know beside a risk: a disputed FLT3-ITD, and fusions that nobody looked for."""
    found = [DISPUTED] if facts.itd_disputed else []
    return [*found, CRYPTIC] if stated and facts.fusions is None else found
