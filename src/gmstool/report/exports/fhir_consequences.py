"""What a variant does to the gene's product, as annotated: one molecular consequence for each variant."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from gmstool.consequences import names_by_id
from gmstool.report.exports import codes
from gmstool.report.exports.fhir_parts import coded, concept, key_of, sequence
from gmstool.report.exports.naming import predicted

if TYPE_CHECKING:
    from gmstool.report.case import Row
    from gmstool.report.exports.fhir_parts import Context, Entry, Resource


def entries(of: Context) -> list[Entry]:
    """One for each reported variant whose consequence is known. Its effect on function is not made up from that."""
    return [
        of.observation(
            "molecular-consequence", codes.CONSEQUENCE, key_of(one),
            derivedFrom=[of.ref("variant", key_of(one))],
            component=[*_terms(one.row.consequence), *_transcript(one.row), *_protein(one.row)],
        )
        for one in of.findings if one.row and one.row.consequence
    ]  # fmt: skip


def _terms(text: str) -> list[Resource]:
    """Terms of the Sequence Ontology; a word that it does not hold stays a word."""
    known = _ids()
    return [
        coded(codes.FEATURE_CONSEQUENCE, *([(codes.SEQUENCE_ONTOLOGY, known[one], one)] if one in known else []),
              text=None if one in known else one)
        for one in dict.fromkeys(text.replace(",", "&").split("&")) if one.strip()
    ]  # fmt: skip


@cache
def _ids() -> dict[str, str]:
    return {name: key for key, name in names_by_id().items()}


def _transcript(row: Row) -> list[Resource]:
    """The transcript that the consequence was told for, and the change in it."""
    name = row.hgvsc or ""
    accession = name.partition(":")[0] if ":" in name else row.transcript or ""
    coding = ":c." in name or ":n." in name
    told = [coded(codes.CODING_NAME, (codes.HGVS, name, name))] if coding else []
    known = sequence(accession)
    return [*told, coded(codes.TRANSCRIPT, known)] if known else told


def _protein(row: Row) -> list[Resource]:
    """The predicted change of the protein, and the protein's sequence."""
    if ":p." not in (row.hgvsp or ""):
        return []
    name = predicted(row.hgvsp or "")
    known = sequence(name.partition(":")[0])
    told = [coded(codes.PROTEIN_NAME, (codes.HGVS, name, name))]
    return [*told, {"code": concept(codes.PROTEIN_SEQUENCE), "valueCodeableConcept": concept(known)}] if known else told
