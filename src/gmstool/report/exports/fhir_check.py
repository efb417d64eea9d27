"""Whether a bundle is what it claims to be: our own assertions always, the library's models where it is installed.

The assertions are those of the Genomics Reporting guide STU3 3.0.0 that its examples and our resources meet: codes,
categories, cardinalities, and that every reference resolves inside the bundle.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gmstool.report.exports import codes
from gmstool.report.exports.common import ExportError

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_TOLD = 3
CODE_OF = {
    "variant": codes.VARIANT, "haplotype": codes.HAPLOTYPE, "genotype": codes.GENOTYPE,
    "sequence-phase-relationship": codes.PHASE_RELATION, "diagnostic-implication": codes.DIAGNOSTIC,
    "therapeutic-implication": codes.THERAPEUTIC, "molecular-consequence": codes.CONSEQUENCE,
    "molecular-biomarker": None,
}  # fmt: skip
VALUED = ("haplotype", "genotype", "sequence-phase-relationship")  # value 1..1
IMPLICATIONS = (
    "diagnostic-implication",
    "therapeutic-implication",
    "molecular-consequence",
)  # value 0..0, derivedFrom 1..*
DERIVED = (*IMPLICATIONS, "sequence-phase-relationship")
ONCE = (
    codes.CODING_NAME, codes.PROTEIN_NAME, codes.GENOMIC_NAME, codes.TRANSCRIPT, codes.GENOMIC_SEQUENCE, codes.REF,
    codes.ALT, codes.START_END, codes.COORDINATES, codes.ALLELIC_STATE, codes.FRACTION, codes.READS, codes.SOURCE_CLASS,
    codes.ORIGIN, codes.SIGNIFICANCE, codes.INHERITANCE_MODE, codes.PROTEIN_SEQUENCE, codes.CONCLUSION,
)  # fmt: skip  # 0..1 in their profiles
STUDY, ANALYSIS = f"{codes.PROFILE}genomic-study", f"{codes.PROFILE}genomic-study-analysis"
NEVER = {  # elements that the guide forbids in both, then in an analysis alone
    STUDY: ("partOf", "statusReason", "recorder", "location", "bodySite", "outcome", "report", "complication",
            "complicationDetail", "followUp", "focalDevice", "usedReference", "usedCode"),
    ANALYSIS: ("basedOn", "code", "encounter", "asserter", "reasonCode", "reasonReference"),
}  # fmt: skip
ANALYSIS_ONCE = ("genome-build", "genomic-source-class", "title", "metrics", "regions", "protocol-performed")
ONE_VALUE = ("valueCodeableConcept", "valueQuantity", "valueString", "valueRange")


def check(bundle: dict[str, Any]) -> None:
    """Raise an ExportError that names the first faults."""
    found = [*faults(bundle), *_of_library(bundle)]
    if found:
        raise ExportError(f"the FHIR bundle is not valid: {'; '.join(found[:MAX_TOLD])}")


def faults(bundle: dict[str, Any]) -> list[str]:
    """What our own assertions find, each with its place; empty for a valid bundle."""
    entries = bundle.get("entry", [])
    urls = [one["fullUrl"] for one in entries]
    told = [] if bundle.get("type") == "collection" else ["the bundle is no collection"]
    told += [] if len(set(urls)) == len(urls) else ["two entries have the same fullUrl"]
    known = set(urls)
    for number, entry in enumerate(entries, 1):
        resource = entry["resource"]
        where = f"entry {number} ({resource.get('resourceType')})"
        told += [f"{where}: {one} is not in the bundle" for one in references(resource) if one not in known]
        told += [f"{where}: {one}" for one in (*_of_resource(resource), *_hollow(resource))]
        told += [] if entry["fullUrl"] == f"urn:uuid:{resource.get('id')}" else [f"{where}: id and fullUrl differ"]
    return told + _of_report([one["resource"] for one in entries])


def references(content: Any) -> Iterator[str]:
    """Every reference in nested data."""
    if isinstance(content, dict):
        if isinstance(content.get("reference"), str):
            yield content["reference"]
        for value in content.values():
            yield from references(value)
    elif isinstance(content, list):
        for value in content:
            yield from references(value)


def _hollow(content: Any) -> Iterator[str]:
    """Extensions that hold neither one value nor extensions of their own, or both."""
    parts = content.values() if isinstance(content, dict) else content if isinstance(content, list) else ()
    for one in content.get("extension", []) if isinstance(content, dict) else []:
        values = sum(key.startswith("value") for key in one)
        if values + bool(one.get("extension")) != 1:
            yield f"the extension {one.get('url')} has not one value"
    for part in parts:
        yield from _hollow(part)


def _of_report(resources: list[dict[str, Any]]) -> list[str]:
    reports = [one for one in resources if one.get("resourceType") == "DiagnosticReport"]
    if len(reports) != 1:
        return [f"{len(reports)} reports in place of one"]
    told = [] if _has(reports[0].get("code"), codes.REPORT) else ["the report has another code"]
    told += _lacking(reports[0], "subject", "conclusion", "status")
    return told + _categories(reports[0])


def _of_resource(one: dict[str, Any]) -> list[str]:
    if one.get("resourceType") == "Procedure":
        return _of_procedure(one)
    if one.get("resourceType") != "Observation":
        return []
    told = [*_categories(one), *_lacking(one, "status", "code", "subject")]
    for profile in one.get("meta", {}).get("profile", []):
        name = profile.removeprefix(codes.PROFILE)
        told += _of_profile(one, name) if name in CODE_OF else [f"the profile {profile} is not known"]
    return told + _components(one)


def _of_profile(one: dict[str, Any], name: str) -> list[str]:
    """Code, value and derivedFrom as the profile asks for them."""
    code, valued = CODE_OF[name], any(key in one for key in ONE_VALUE)
    told = [] if code is None or _has(one.get("code"), code) else [f"another code than {name} has"]
    told += [f"{name} has no value"] if name in VALUED and not valued else []
    told += [f"{name} has a value"] if name in IMPLICATIONS and valued else []
    told += [f"{name} derives from nothing"] if name in DERIVED and not one.get("derivedFrom") else []
    if name == "molecular-biomarker" and not _in_category(one, codes.BIOMARKER_CATEGORY):
        told.append("the category biomarker-category is missing")
    return told


def _of_procedure(one: dict[str, Any]) -> list[str]:
    """A study names its analyses; an analysis is done, and tells each of some things once."""
    profiles = one.get("meta", {}).get("profile", [])
    told = _lacking(one, "status", "category", "subject")
    told += [] if _has(one.get("category"), codes.LABORATORY) else ["the category laboratory is missing"]
    told += [] if len(profiles) == 1 and profiles[0] in NEVER else ["neither a genomic study nor an analysis"]
    forbidden = (*NEVER[STUDY], *(NEVER[ANALYSIS] if ANALYSIS in profiles else ()))
    told += [f"{name} may not stand here" for name in forbidden if name in one]
    urls = [each.get("url") for each in one.get("extension", [])]
    often = [name for name in ANALYSIS_ONCE if urls.count(f"{ANALYSIS}-{name}") > 1]
    told += [f"the extension {name} stands more than once" for name in often]
    done = one.get("status") == "completed"
    return told + ([] if ANALYSIS not in profiles or done else ["an analysis that is not completed"])


def _components(one: dict[str, Any]) -> list[str]:
    """Each component has one value; those that may stand once do."""
    parts = one.get("component", [])
    told = ["a component has not one value" for part in parts if sum(key in part for key in ONE_VALUE) != 1]
    often = [code for code in ONCE if sum(_has(part.get("code"), code) for part in parts) > 1]
    return told + [f"the component {code[1]} stands more than once" for code in often]


def _categories(one: dict[str, Any]) -> list[str]:
    wanted = (codes.LABORATORY, codes.GENETICS)
    return [f"the category {code[1]} is missing" for code in wanted if not _in_category(one, code)]


def _in_category(one: dict[str, Any], code: codes.Code) -> bool:
    return any(_has(each, code) for each in one.get("category", []))


def _lacking(one: dict[str, Any], *wanted: str) -> list[str]:
    return [f"{name} is missing" for name in wanted if not one.get(name)]


def _has(concept: Any, code: codes.Code) -> bool:
    """Whether a concept holds the code."""
    found = concept.get("coding", []) if isinstance(concept, dict) else []
    return any((each.get("system"), each.get("code")) == code[:2] for each in found)


def _of_library(bundle: dict[str, Any]) -> list[str]:
    """What the models of fhir.resources find; nothing where the package is not installed."""
    try:
        from fhir.resources.R4B.bundle import Bundle
    except ModuleNotFoundError:
        return []
    try:
        Bundle.model_validate(bundle)
    except ValueError as error:
        found: Any = error  # the library's own, with a list of what it found
        return [f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in found.errors(include_url=False)]
    return []
