"""The subject, its phenotype, its samples and its family, as a phenopacket tells them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gmstool.report.exports.ontology import hpo_name, tumour_name
from gmstool.report.exports.phenopacket_terms import MATERIALS, term

if TYPE_CHECKING:
    from gmstool.report.case import Case
    from gmstool.report.parts import Sample

OWN = ("index", "tumour", "normal")
_SEXES = {"female": "FEMALE", "male": "MALE"}
_AFFECTED = {True: "AFFECTED", False: "UNAFFECTED", None: "MISSING"}


def proband_id(case: Case) -> str:
    """The subject's name: that of the pedigree, where there is one, else the index sample's, else the case's."""
    pedigree = case.file.pedigree
    if pedigree and pedigree.proband:
        return pedigree.proband
    index = next((one.id for one in case.file.sample if one.role == "index"), None)
    return index or case.file.id or "subject"


def subject(case: Case) -> dict[str, Any]:
    """Individual, phenotypic features (their onset is not known), samples."""
    told = {_SEXES[one.sex] for one in case.file.sample if one.role in OWN and one.sex in _SEXES}
    features = [{"type": term((one, hpo_name(one) or one))} for one in case.file.hpo]
    return {
        "subject": {"id": proband_id(case), "sex": told.pop() if len(told) == 1 else None},
        "phenotypicFeatures": features,
        "biosamples": [_biosample(case, one) for one in case.file.sample if one.role in OWN],
    }


def _biosample(case: Case, one: Sample) -> dict[str, Any]:
    code = case.file.tumour.oncotree if one.role == "tumour" else None
    return {
        "id": one.id,
        "individualId": proband_id(case),
        "description": one.kind,
        "timeOfCollection": {"timestamp": f"{one.collected.isoformat()}T00:00:00Z"} if one.collected else None,
        "histologicalDiagnosis": term((f"ONCOTREE:{code}", tumour_name(code) or code)) if code else None,
        "materialSample": term(MATERIALS.get(one.role)),
    }


def relations(case: Case) -> dict[str, Any]:
    """The pedigree's persons: parents that are not named are 0, as in a PED file."""
    return {"persons": [_person(case, *one) for one in case.pedigree]}


def _person(
    case: Case, name: str, father: str | None, mother: str | None, sex: str, affected: bool | None
) -> dict[str, Any]:  # fmt: skip
    return {
        "familyId": case.file.id or "case",
        "individualId": name,
        "paternalId": father or "0",
        "maternalId": mother or "0",
        "sex": _SEXES.get(sex),
        "affectedStatus": _AFFECTED[affected],
    }
