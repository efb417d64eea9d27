"""GA4GH Phenopacket v2: one for the patient, a Family where the case file names a pedigree.

This module is the doorway of the `phenopackets` classes; everything else hands over plain data with their field names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gmstool.report.exports.common import ExportError, cleaned, instant, made_at, missing_standards, written
from gmstool.report.exports.phenopacket_findings import interpretations
from gmstool.report.exports.phenopacket_people import relations, subject
from gmstool.report.exports.phenopacket_terms import resources

if TYPE_CHECKING:
    from gmstool.report.blocks import View
    from gmstool.report.case import Case

SCHEMA = "2.0"


def render(case: Case, view: View) -> bytes:
    """The phenopacket, or the family, as JSON in the order of the schema. Raises GmsError."""
    del view  # a phenopacket speaks in codes
    kind, told = ("Family", family(case)) if case.pedigree else ("Phenopacket", phenopacket(case))
    return written(through_schema(kind, cleaned(told)), "the phenopacket")


def phenopacket(case: Case) -> dict[str, Any]:
    """Who, with which phenotype, from which samples, and what was found."""
    told = {"id": case.file.id or "case", **subject(case), "interpretations": interpretations(case)}
    return told | {"metaData": meta(case, told)}


def family(case: Case) -> dict[str, Any]:
    """The patient's phenopacket inside the family."""
    proband = phenopacket(case)
    told = {"id": proband["id"], "proband": proband, "pedigree": relations(case)}
    return told | {"metaData": meta(case, proband)}


def meta(case: Case, told: dict[str, Any]) -> dict[str, Any]:
    """When, by what, and of which releases the terms are. Raises ExportError without a time: the schema asks for it."""
    when = made_at(case)
    if when is None:
        raise ExportError(
            "a phenopacket states when it was made, and the case has no date",
            hint="set `date` in the case file, or SOURCE_DATE_EPOCH",
        )
    by = " of ".join(one for one in ("gmstool", case.file.laboratory) if one)
    return {"created": instant(when), "createdBy": by, "resources": resources(told), "phenopacketSchemaVersion": SCHEMA}


def through_schema(kind: str, told: dict[str, Any]) -> dict[str, Any]:
    """The data as the schema's own classes read and write it. Raises ExportError for what they refuse."""
    try:
        import phenopackets  # type: ignore[import-untyped]
        from google.protobuf.json_format import (  # type: ignore[import-untyped]
            MessageToDict,
            ParseDict,
            ParseError,
        )
    except ModuleNotFoundError as error:
        raise missing_standards(error) from None
    try:
        message = ParseDict(told, getattr(phenopackets, kind)())
    except ParseError as error:
        raise ExportError(f"the phenopacket is not valid: {error}") from None
    found: dict[str, Any] = MessageToDict(message)
    return found
