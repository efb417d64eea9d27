"""Small parts of FHIR resources, and what every resource of one bundle knows of the case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_URL, uuid5

from gmstool.report.exports import codes
from gmstool.report.exports.common import made_at, name_of, reported, seed, status, token
from gmstool.report.words import Words

if TYPE_CHECKING:
    from datetime import datetime

    from gmstool.report.blocks import View
    from gmstool.report.case import Case
    from gmstool.report.exports.codes import Code
    from gmstool.report.findings import Finding

Resource = dict[str, Any]
Entry = tuple[str, Resource]  # urn:uuid, and the resource
NAMESPACE = uuid5(NAMESPACE_URL, "https://gmstool/fhir/1")


@dataclass(frozen=True, slots=True)
class Context:
    """The case, its words, and the names by which resources of the bundle refer to each other."""

    case: Case
    view: View
    words: Words
    findings: tuple[Finding, ...]
    seed: str
    status: str
    when: datetime | None

    def urn(self, kind: str, key: str = "") -> str:
        """The same case, kind and key give the same urn:uuid."""
        name = f"{self.seed}|{kind}|{key}".encode("utf-8", "replace").decode()
        return f"urn:uuid:{uuid5(NAMESPACE, name)}"

    def ref(self, kind: str, key: str = "") -> Resource:
        return {"reference": self.urn(kind, key)}

    def observation(self, profile: str, code: Code, key: str, **more: Any) -> Entry:
        """An observation of one of the guide's profiles; `more` may replace what all have in common."""
        told = {
            "resourceType": "Observation", "meta": {"profile": [codes.PROFILE + profile]}, "status": self.status,
            "category": [concept(codes.LABORATORY), concept(codes.GENETICS)], "code": concept(code),
            "subject": self.ref("patient"),
            **({"performer": [self.ref("laboratory")]} if self.case.file.laboratory else {}),
        }  # fmt: skip
        return self.urn(profile, key), told | more


def context(case: Case, view: View) -> Context:
    return Context(
        case, view, Words(view.language), tuple(reported(case)), seed(case), status(case), made_at(case)
    )  # fmt: skip


def key_of(one: Finding) -> str:
    """What tells the findings of one case apart."""
    return f"{name_of(one)}|{one.gene}"


def coding(code: Code) -> Resource:
    system, value, display = code
    return {"system": system, "code": token(value), "display": token(display)}


def concept(*known: Code, text: str | None = None) -> Resource:
    """A CodeableConcept: codes where they are known, and the words of the case."""
    return {"coding": [coding(one) for one in known if token(one[1])], "text": text}


def component(code: Code, **value: Any) -> Resource:
    """One component of an observation, with its one value: valueString, valueCodeableConcept, valueQuantity …"""
    return {"code": concept(code), **value}


def coded(code: Code, *known: Code, text: str | None = None) -> Resource:
    """A component whose value is a concept."""
    return component(code, valueCodeableConcept=concept(*known, text=text))


def gene(symbol: str, hgnc_id: int | None) -> Resource:
    """The gene by its HGNC identifier, its symbol where that is not known."""
    known = ((codes.HGNC, f"HGNC:{hgnc_id}", symbol),) if hgnc_id else ()
    return coded(codes.GENE, *known, text=None if known else symbol)


def sequence(accession: str) -> Code | None:
    """The system of a sequence's accession; None where it is not known."""
    if accession.startswith(("NM_", "NR_", "NC_", "NP_", "NG_", "XM_")):
        return codes.REFSEQ, accession, accession
    return (codes.ENSEMBL, accession, accession) if accession.startswith("ENS") else None
