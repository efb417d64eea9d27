"""FHIR R4: a collection of the report and all that it refers to, by the Genomics Reporting guide STU3 3.0.0."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gmstool.report.blocks import Items, Paragraph
from gmstool.report.conclusion import Kind, conclude
from gmstool.report.exports import (
    codes,
    fhir_check,
    fhir_consequences,
    fhir_implications,
    fhir_markers,
    fhir_people,
    fhir_study,
    fhir_variants,
)
from gmstool.report.exports.common import actions, cleaned, instant, names, written
from gmstool.report.exports.fhir_parts import concept, context, key_of

if TYPE_CHECKING:
    from gmstool.report.blocks import View
    from gmstool.report.case import Case
    from gmstool.report.exports.fhir_parts import Context, Entry, Resource
    from gmstool.report.parts import Action


def render(case: Case, view: View) -> bytes:
    """The bundle as JSON; the same case gives the same bytes. Raises GmsError for what no bundle can hold."""
    told = bundle(case, view)
    data = written(told, "the FHIR bundle")
    fhir_check.check(told)
    return data


def bundle(case: Case, view: View) -> Resource:
    """The report first, then everything that it refers to."""
    of = context(case, view)
    results = [
        *fhir_variants.entries(of), *fhir_consequences.entries(of), *fhir_implications.entries(of),
        *fhir_markers.entries(of),
    ]  # fmt: skip
    people, tasks = [*fhir_people.entries(of), *fhir_study.entries(of)], proposals(of)
    found = [(of.urn("report"), report(of, results, people, tasks)), *people, *results, *tasks]
    content: Resource = cleaned({
        "resourceType": "Bundle",
        "id": of.urn("bundle").removeprefix("urn:uuid:"),
        "language": view.language,
        "identifier": {"system": "urn:ietf:rfc:3986", "value": of.urn("bundle")},
        "type": "collection",
        "timestamp": instant(of.when) if of.when else None,
        "entry": [{"fullUrl": urn, "resource": _with_id(urn, told)} for urn, told in found],
    })  # fmt: skip
    return content


def _with_id(urn: str, told: Resource) -> Resource:
    return {"resourceType": told["resourceType"], "id": urn.removeprefix("urn:uuid:")} | told


def report(of: Context, results: list[Entry], people: list[Entry], tasks: list[Entry]) -> Resource:
    """The report: preliminary until it is signed, with the conclusion and what was not examined in its text."""
    file, kinds = of.case.file, {urn: told["resourceType"] for urn, told in people}
    supporting = [urn for urn, kind in kinds.items() if kind == "Condition"]
    study = of.urn("genomic-study")
    signed = file.signature if of.status != "preliminary" else []
    return {
        "resourceType": "DiagnosticReport",
        "meta": {"profile": [f"{codes.PROFILE}genomic-report"]},
        "language": of.view.language,
        "extension": [
            *({"url": codes.SUPPORTING, "valueReference": {"reference": urn}} for urn in supporting),
            *([{"url": f"{codes.PROFILE}genomic-study-reference", "valueReference": {"reference": study}}]
              if study in kinds else []),
            *({"url": f"{codes.PROFILE}recommended-action", "valueReference": {"reference": urn}} for urn, _ in tasks),
        ],
        "identifier": [{"value": f"{file.id}/{file.version}"}] if file.id else [],
        "basedOn": [{"reference": urn} for urn, kind in kinds.items() if kind == "ServiceRequest"],
        "status": of.status,
        "category": [concept(codes.LABORATORY), concept(codes.GENETICS)],
        "code": concept(codes.REPORT, text=of.view.title),
        "subject": of.ref("patient"),
        "effectiveDateTime": file.date.isoformat() if file.date else None,
        "issued": instant(of.when) if of.when and signed else None,
        "performer": [of.ref("laboratory")] if file.laboratory else [],
        "resultsInterpreter": [{"display": f"{one.name}, {one.role}"} for one in signed],
        "specimen": [{"reference": urn} for urn, kind in kinds.items() if kind == "Specimen"],
        "result": [{"reference": urn} for urn, _ in results],
        "conclusion": conclusion(of),
        "conclusionCode": interpretation(of),
    }  # fmt: skip


def interpretation(of: Context) -> list[Resource]:
    """Positive, negative or inconclusive; an incomplete basis is inconclusive, and carriers and pharmacogenes neither.

    The guide's coarse overall interpretation: an observation of its own up to STU2, this code from 3.0.0.
    """
    found = conclude(of.case)
    if found.kind in (Kind.CARRIER, Kind.PHARMACOGENES):
        return []
    positive = found.kind in (Kind.EXPLAINS, Kind.IN_PART, Kind.ACTIONABLE)
    word = "positive" if positive else "negative" if found.kind is Kind.NONE else "inconclusive"
    return [concept(codes.INTERPRETATIONS[word if found.complete else "inconclusive"])]


def conclusion(of: Context) -> str:
    """The headline, why the basis is incomplete, and what was not examined: never one without the other."""
    told: list[str] = []
    for section in of.view.first:
        if section.key == "headline":
            told += [one.text for one in section.blocks if isinstance(one, Paragraph) and one.tone != "plain"]
        elif section.key == "limits":
            told += [f"{section.title}:"]
            told += [f"- {text}" for one in section.blocks if isinstance(one, Items) for text in one.items]
    return "\n".join([*told, of.view.notice])


def proposals(of: Context) -> list[Entry]:
    """Actions as persons propose them."""
    found = enumerate(actions(of.case), 1)
    return [(of.urn("task", f"{number}|{one.text}"), _proposal(of, one)) for number, one in found]


def _proposal(of: Context, one: Action) -> Resource:
    about = (one.about or "").removeprefix("chr")
    on = next((each for each in of.findings if about in names(each) and each.row and each.row.called), None)
    return {
        "resourceType": "Task",
        "meta": {"profile": [f"{codes.PROFILE}followup-recommendation"]},
        "status": "requested",
        "intent": "proposal",
        "code": concept(text=one.text),
        "description": one.text,
        "for": of.ref("patient"),
        "authoredOn": one.date.isoformat() if one.date else None,
        "requester": {"display": one.author or of.case.file.author},
        "reasonReference": of.ref("diagnostic-implication", key_of(on)) if on else None,
        "restriction": {"period": {"end": one.due.isoformat() if one.due else None}},
    }
