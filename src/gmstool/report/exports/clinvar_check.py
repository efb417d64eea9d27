"""Whether a submission has the structure that ClinVar's schema asks for; the tests compare with the schema itself."""

from __future__ import annotations

import re
from typing import Any

from gmstool.report.exports.common import ExportError

MAX_TOLD = 3
KINDS = {
    "germlineSubmission": "germlineClassification", "oncogenicitySubmission": "oncogenicityClassification",
    "clinicalImpactSubmission": "clinicalImpactClassification",
}  # fmt: skip
TOP = {"submissionName", "clinvarSubmissionReleaseStatus", "assertionCriteria", "behalfOrgID", *KINDS}
RECORD = {"localID", "localKey", "clinvarAccession", "recordStatus", "observedIn", "variantSet", "conditionSet"}
OBSERVED = {"alleleOrigin", "affectedStatus", "collectionMethod"}
_DAY = re.compile(r"[1-9][0-9]{3}-[0-1][0-9]-[0-3][0-9]")


def check(told: dict[str, Any]) -> None:
    """Raise an ExportError that names the first faults."""
    found = faults(told)
    if found:
        raise ExportError(f"the ClinVar submission is not valid: {'; '.join(found[:MAX_TOLD])}")


def faults(told: dict[str, Any]) -> list[str]:
    """What is wrong, each with its place; empty for a valid submission."""
    kinds = [name for name in KINDS if told.get(name)]
    found = [] if len(kinds) == 1 else [f"{len(kinds)} kinds of submission in one file"]
    found += [f"{name} is not known" for name in set(told) - TOP]
    found += [
        f"{name} is missing" for name in ("assertionCriteria", "clinvarSubmissionReleaseStatus") if name not in told
    ]
    return found + [
        f"{kind}[{number}]: {fault}" for kind in kinds for number, one in enumerate(told[kind], 1)
        for fault in _of_record(one, KINDS[kind])
    ]  # fmt: skip


def _of_record(one: dict[str, Any], name: str) -> list[str]:
    wanted = ("localID", "recordStatus", "observedIn", "variantSet", "conditionSet", name)
    found = [f"{key} is missing" for key in wanted if not one.get(key)]
    found += [f"{key} is not known" for key in set(one) - RECORD - {name}]
    if (one.get("recordStatus") == "update") != ("clinvarAccession" in one):
        found.append("an update has an accession, and only an update")
    return found + _of_class(one.get(name, {}), name) + _of_parts(one)


def _of_class(told: dict[str, Any], name: str) -> list[str]:
    found = [] if told.get(f"{name}Description") else [f"{name}Description is missing"]
    return found + ([] if _DAY.fullmatch(told.get("dateLastEvaluated", "")) else ["dateLastEvaluated is no day"])


def _of_parts(one: dict[str, Any]) -> list[str]:
    lacking = {name for each in one.get("observedIn", []) for name in OBSERVED - set(each)}
    found = [f"observedIn: {name} is missing" for name in sorted(lacking)]
    variants = one.get("variantSet", {}).get("variant", [])
    if len(variants) != 1 or sum(name in variants[0] for name in ("hgvs", "chromosomeCoordinates")) != 1:
        found.append("the variant has not one name or one place")
    conditions = one.get("conditionSet", {}).get("condition", [])
    named = all(("name" in each) != ("db" in each and "id" in each) for each in conditions)
    return found if conditions and named else [*found, "the condition has not one identifier or one name"]
