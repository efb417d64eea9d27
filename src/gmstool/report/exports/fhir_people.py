"""The patient as a pseudonym, samples, laboratory, referral, phenotype and tumour; the program that made the file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gmstool import __version__
from gmstool.report.exports import codes
from gmstool.report.exports.common import curie, instant
from gmstool.report.exports.fhir_parts import concept
from gmstool.report.exports.ontology import hpo_name, tumour_name

if TYPE_CHECKING:
    from gmstool.report.exports.fhir_parts import Context, Entry, Resource
    from gmstool.report.parts import Sample

OWN = ("index", "tumour", "normal")  # the patient's samples; relatives are other people


def entries(of: Context) -> list[Entry]:
    """Everything but the results."""
    return [
        (of.urn("patient"), patient(of)), *laboratory(of), *specimens(of), *referral(of), *conditions(of),
        (of.urn("device"), device(of)), (of.urn("provenance"), provenance(of)),
    ]  # fmt: skip


def patient(of: Context) -> Resource:
    """The case's pseudonym and, where stated, the sex of the index sample. No name, no birth date."""
    told = {one.sex for one in own_samples(of)} - {"unknown"}
    return {
        "resourceType": "Patient",
        "identifier": [{"value": of.case.file.id}],
        "gender": told.pop() if len(told) == 1 else None,
    }


def own_samples(of: Context) -> list[Sample]:
    return [one for one in of.case.file.sample if one.role in OWN]


def sample_of(of: Context, *, tumour: bool) -> Sample | None:
    """The sample that a variant was found in; None where several could be meant."""
    wanted = ("tumour",) if tumour else ("index",)
    found = [one for one in own_samples(of) if one.role in wanted]
    return found[0] if len(found) == 1 else None


def laboratory(of: Context) -> list[Entry]:
    name = of.case.file.laboratory
    return [(of.urn("laboratory"), {"resourceType": "Organization", "name": name})] if name else []


def specimens(of: Context) -> list[Entry]:
    return [(of.urn("specimen", one.id), _specimen(of, one)) for one in own_samples(of)]


def _specimen(of: Context, one: Sample) -> Resource:
    return {
        "resourceType": "Specimen",
        "identifier": [{"value": one.id}],
        "type": concept(text=one.kind),
        "subject": of.ref("patient"),
        "collection": {"collectedDateTime": one.collected.isoformat() if one.collected else None},
        "note": [{"text": one.note}] if one.note else [],
    }


def referral(of: Context) -> list[Entry]:
    """The order, where the case file names a referral or a question."""
    file = of.case.file
    if not (file.referral or file.question.situation or file.question.decision):
        return []
    asked = [text for text in (file.question.situation, file.question.decision) if text]
    told = {
        "resourceType": "ServiceRequest",
        "status": "active" if of.status == "preliminary" else "completed",
        "intent": "order",
        "identifier": [{"value": file.referral}],
        "code": concept(codes.REPORT),
        "subject": of.ref("patient"),
        "requester": {"display": file.requester},
        "reasonCode": [concept(text=text) for text in asked],
    }
    return [(of.urn("referral"), told)]


def conditions(of: Context) -> list[Entry]:
    """The phenotype by HPO terms, the condition in question (not confirmed by being asked for), and the tumour."""
    file = of.case.file
    told = [(f"hpo {one}", concept((codes.HPO, one, hpo_name(one) or ""), text=None), "confirmed") for one in file.hpo]
    if file.condition:
        known = ((codes.MONDO, file.condition, ""),) if (curie(file.condition) or "").startswith("MONDO:") else ()
        told.append(("condition", concept(*known, text=None if known else file.condition), "unconfirmed"))
    if file.tumour.oncotree or file.tumour.diagnosis:
        told.append(("tumour", tumour(of), "confirmed"))
    return [(of.urn("condition", key), _condition(of, key, code, how)) for key, code, how in told]


def tumour(of: Context) -> Resource:
    """The tumour by OncoTree and ICD-O code, and in the referral's words."""
    told = of.case.file.tumour
    known = [(codes.ONCOTREE, told.oncotree, tumour_name(told.oncotree) or "")] if told.oncotree else []
    known += [(codes.ICD_O, told.icd_o, "")] if told.icd_o else []
    return concept(*known, text=told.diagnosis)


def _condition(of: Context, key: str, code: Resource, how: str) -> Resource:
    known = ("http://terminology.hl7.org/CodeSystem/condition-ver-status", how, how.capitalize())
    stage = of.case.file.tumour.stage if key == "tumour" else None
    return {
        "resourceType": "Condition",
        "verificationStatus": concept(known),
        "code": code,
        "subject": of.ref("patient"),
        "stage": [{"summary": concept(text=stage)}] if stage else [],
    }


def device(of: Context) -> Resource:
    """The program, its rule sets and its data, by their versions."""
    rules = [f"{one.get('id')} {one.get('version')}" for meta in of.case.metas for one in meta.get("rule_sets") or ()]
    references = [str(meta["reference"]) for meta in of.case.metas if meta.get("reference")]
    noted = {"rule sets": ", ".join(dict.fromkeys(rules)), "reference data": "; ".join(dict.fromkeys(references))}
    return {
        "resourceType": "Device",
        "deviceName": [{"name": "gmstool", "type": "model-name"}],
        "version": [{"value": __version__}],
        "note": [{"text": f"{name}: {text}"} for name, text in noted.items() if text],
    }


def provenance(of: Context) -> Resource:
    """Which program made the report, and when; a time that nobody stated is said to be unknown."""
    when: dict[str, Any] = {"recorded": instant(of.when)} if of.when else {
        "_recorded": {"extension": [{"url": codes.ABSENT_REASON, "valueCode": "unknown"}]}
    }  # fmt: skip
    kind = ("http://terminology.hl7.org/CodeSystem/provenance-participant-type", "assembler", "Assembler")
    agent = {"type": concept(kind), "who": of.ref("device")}
    return {"resourceType": "Provenance", "target": [of.ref("report")], **when, "agent": [agent]}
