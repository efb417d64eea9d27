"""ClinVar submission JSON: what the case file puts forward, and nothing more. It is written, never sent.

What leaves is the variant, its class and why; no case, sample, referral or phenotype. Of criteria that rest on families
and patients only code and strength are told. Source: NCBI's submission API schema.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from gmstool.report.exports import clinvar_check
from gmstool.report.exports.clinvar_evidence import rationale, tier_reason
from gmstool.report.exports.clinvar_records import condition_set, impact, inheritance, observed, variant_set
from gmstool.report.exports.common import ExportError, cleaned, written
from gmstool.report.findings import Finding, fits
from gmstool.report.parts import FindingNote
from gmstool.report.rows import texts
from gmstool.report.signing import is_signed

if TYPE_CHECKING:
    from datetime import date

    from gmstool.report.blocks import View
    from gmstool.report.case import Case
    from gmstool.report.exports.submission import Submitted

GERMLINE = ("Pathogenic", "Likely pathogenic", "Uncertain significance", "Likely benign", "Benign")
ONCOGENICITY = ("Oncogenic", "Likely oncogenic", "Uncertain significance", "Likely benign", "Benign")
SECTION = {"germline": "germlineSubmission", "oncogenicity": "oncogenicitySubmission",
           "clinical_impact": "clinicalImpactSubmission"}  # fmt: skip


def render(case: Case, view: View) -> bytes:
    """The submission as JSON; ClinVar reads English, whatever the summary's language. Raises GmsError."""
    del view
    told = submission(case)
    clinvar_check.check(told)
    without_names(told, case)
    return written(told, "the ClinVar submission")


def submission(case: Case) -> dict[str, Any]:
    """One file holds one kind of submission. Raises ExportError for what is missing, or may not leave."""
    asked = case.file.submission
    if not asked.variant:
        raise ExportError(
            "no variant is put forward to ClinVar", hint="name it in [[submission.variant]] of the case file"
        )
    if case.file.consent.sharing is False:
        raise ExportError("the consent says that nothing is shared", hint="`sharing` in [consent] of the case file")
    if asked.assertion_criteria is None or asked.release_status is None:
        raise ExportError("[submission] states no assertion criteria or no release status",
                          hint="assertion_criteria = { db, id } and release_status; see docs/report.md")  # fmt: skip
    found = [(one, _finding(case, one, number)) for number, one in enumerate(asked.variant, 1)]
    kind = asked.kind or _kind([finding for _, finding in found])
    content: dict[str, Any] = cleaned({
        "submissionName": asked.name,
        "clinvarSubmissionReleaseStatus": asked.release_status,
        "assertionCriteria": {"db": asked.assertion_criteria.db, "id": asked.assertion_criteria.id},
        "behalfOrgID": asked.behalf_org_id,
        SECTION[kind]: [_record(case, kind, one, finding) for one, finding in found],
    })  # fmt: skip
    return content


def without_names(told: dict[str, Any], case: Case) -> None:
    """Raise an ExportError where the case's or the referral's name stands in a text that becomes public."""
    kept = [name for name in (case.file.id, case.file.referral) if name]
    for place, text in texts(told):
        if any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE) for name in kept):
            raise ExportError(
                f"the ClinVar submission, {place}: the case or its referral is named", hint="what is sent is public"
            )


def _finding(case: Case, one: Submitted, number: int) -> Finding:
    """The row of a variant that is put forward: one and no more, signed or confirmed."""
    where = f"submission.variant[{number}]"
    if not (is_signed(case) or one.confirmed_by):
        raise ExportError(f"{where} is neither signed nor confirmed", hint="sign the case, or state `confirmed_by`")
    note = FindingNote(variant=one.variant, gene=one.gene)
    rows = [row for row in case.rows if fits(note, row)]
    if len(rows) != 1:
        raise ExportError(
            f"{where}: {len(rows)} classified rows are {one.variant}", hint="name the row's variant and gene"
        )
    known = next((each for each in case.file.finding if fits(each, rows[0])), None)
    return Finding(rows[0], known)


def _kind(found: list[Finding]) -> str:
    """Germline or oncogenicity; ClinVar takes one kind in one file."""
    kinds = {"oncogenicity" if one.tumours else "germline" for one in found}
    if len(kinds) > 1:
        raise ExportError("a submission holds germline or tumour variants, not both", hint="write two case files")
    return kinds.pop()


def _record(case: Case, kind: str, one: Submitted, found: Finding) -> dict[str, Any]:
    name = {"germline": "germlineClassification", "oncogenicity": "oncogenicityClassification",
            "clinical_impact": "clinicalImpactClassification"}[kind]  # fmt: skip
    return {
        "localID": one.local_id,
        "localKey": one.local_key,
        "clinvarAccession": one.accession,
        "recordStatus": "update" if one.accession else "novel",
        name: {
            f"{name}Description": called(kind, found, one.variant),
            "dateLastEvaluated": evaluated(case, one).isoformat(),
            "comment": one.comment or (tier_reason(found) if kind == "clinical_impact" else rationale(found)),
            "citation": [{"db": "PubMed", "id": number} for number in one.citations],
            **({"modeOfInheritance": inheritance(found)} if kind == "germline" else {}),
            **(impact(found) if kind == "clinical_impact" else {}),
        },
        "observedIn": [observed(case, kind, one, found)],
        "variantSet": variant_set(found),
        "conditionSet": condition_set(case, one, found),
    }


def called(kind: str, found: Finding, name: str) -> str:
    """The class in ClinVar's words; a row without one cannot be put forward."""
    row = found.row
    tiers = {"I": "Tier I - Strong", "II": "Tier II - Potential", "III": "Tier III - Unknown",
             "IV": "Tier IV - Benign/Likely benign"}  # fmt: skip
    told = {
        "germline": row.classification if row and row.classification in GERMLINE else None,
        "oncogenicity": row.oncogenicity if row and row.oncogenicity in ONCOGENICITY else None,
        "clinical_impact": tiers.get(found.tier),
    }[kind]
    if told is None:
        raise ExportError(f"{name} has no class for a submission of the kind {kind}")
    return told


def evaluated(case: Case, one: Submitted) -> date:
    """When the class was last evaluated: as stated, else the last signature's day."""
    days = [each.date for each in case.file.signature] if is_signed(case) else []
    found = one.evaluated or max(days, default=None)
    if found is None:
        raise ExportError(
            f"{one.variant}: when it was last evaluated is not stated", hint="`evaluated` in [[submission.variant]]"
        )
    return found
