"""What was found, as interpretations: one for each condition, with the class by ACMG/AMP and the variant."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gmstool.report.conclusion import Conclusion, Kind, conclude
from gmstool.report.exports.common import condition_id, name_of, reported
from gmstool.report.exports.naming import genomic_name, predicted, span
from gmstool.report.exports.ontology import mondo_name, tumour_name
from gmstool.report.exports.phenopacket_people import proband_id
from gmstool.report.exports.phenopacket_terms import UNNAMED, ZYGOSITIES, term
from gmstool.report.signing import is_signed
from gmstool.vcf.alleles import is_sequence

if TYPE_CHECKING:
    from gmstool.report.case import Case, Row
    from gmstool.report.findings import Finding

ACMG = {
    "Benign": "BENIGN", "Likely benign": "LIKELY_BENIGN", "Uncertain significance": "UNCERTAIN_SIGNIFICANCE",
    "Likely pathogenic": "LIKELY_PATHOGENIC", "Pathogenic": "PATHOGENIC",
}  # fmt: skip
STATUSES = {
    Kind.EXPLAINS: "CAUSATIVE", Kind.IN_PART: "CONTRIBUTORY", Kind.ACTIONABLE: "CONTRIBUTORY",
    Kind.UNCERTAIN: "CANDIDATE", Kind.CARRIER: "UNKNOWN_STATUS", Kind.NONE: "REJECTED",
}  # fmt: skip
Condition = tuple[str, str]


def interpretations(case: Case) -> list[dict[str, Any]]:
    """One interpretation for each condition, in the order of the findings."""
    conclusion = conclude(case)
    groups: dict[Condition, list[Finding]] = {}
    for one in reported(case):
        groups.setdefault(condition(case, one), []).append(one)
    return [
        {
            "id": f"{case.file.id or 'case'}-{number}",
            "progressStatus": progress(case, conclusion),
            "diagnosis": {
                "disease": term(known),
                "genomicInterpretations": [_genomic(case, conclusion, one) for one in found],
            },
        }
        for number, (known, found) in enumerate(groups.items(), 1)
    ]


def condition(case: Case, one: Finding) -> Condition:
    """The tumour for a tumour's variant, else the condition that the row was judged for; never by its name alone."""
    code = case.file.tumour.oncotree
    if one.tumours:
        return (f"ONCOTREE:{code}", tumour_name(code) or code) if code else UNNAMED
    known = condition_id(case, one)
    name = one.row.condition if one.row and one.row.condition != known else None
    return (known, name or mondo_name(known) or known) if known else UNNAMED


def progress(case: Case, conclusion: Conclusion) -> str:
    """In progress until signed; then solved, unsolved (only where the basis is complete), or completed."""
    if not is_signed(case):
        return "IN_PROGRESS"
    if conclusion.kind is Kind.EXPLAINS:
        return "SOLVED"
    return "UNSOLVED" if conclusion.kind is Kind.NONE and conclusion.complete else "COMPLETED"


def _genomic(case: Case, conclusion: Conclusion, one: Finding) -> dict[str, Any]:
    kinds = {name_of(each.finding): each.kind for each in conclusion.every if each.finding.gene == one.gene}
    return {
        "subjectOrBiosampleId": _carrier(case, one),
        "interpretationStatus": STATUSES.get(kinds.get(name_of(one)), "UNKNOWN_STATUS"),  # type: ignore[arg-type]
        "variantInterpretation": {
            "acmgPathogenicityClassification": _class(one),
            "therapeuticActionability": actionability(one),
            "variationDescriptor": descriptor(one),
        },
    }


def _carrier(case: Case, one: Finding) -> str:
    """The tumour's sample for its variants, else the subject."""
    found = [each.id for each in case.file.sample if each.role == "tumour"] if one.tumours else []
    return found[0] if len(found) == 1 else proband_id(case)


def _class(one: Finding) -> str:
    """The class by ACMG/AMP; oncogenicity is another scale and not put in its place."""
    called = one.row.classification if one.row and not one.tumours else None
    return ACMG.get(called or "", "NOT_PROVIDED")


def actionability(one: Finding) -> str:
    """Actionable where evidence on a treatment stands behind tier I or II; tier IV is not; all else is unknown."""
    pieces = one.row.evidence if one.row else []
    treats = any(isinstance(each, dict) and each.get("type") == "therapeutic" for each in pieces)
    if one.tier in ("I", "II") and treats:
        return "ACTIONABLE"
    return "NOT_ACTIONABLE" if one.tier == "IV" else "UNKNOWN_ACTIONABILITY"


def descriptor(one: Finding) -> dict[str, Any]:
    """The variant by its names and its record, as far as they are known."""
    row = one.row
    return {
        "id": name_of(one),
        "geneContext": {"valueId": f"HGNC:{row.hgnc_id}", "symbol": one.gene} if row and row.hgnc_id else None,
        "expressions": [{"syntax": syntax, "value": value} for syntax, value in _expressions(one)],
        "vcfRecord": _record(row) if row else None,
        "xrefs": _vrs(row) if row else None,
        "moleculeContext": "genomic",
        "allelicState": None if one.tumours else term(ZYGOSITIES.get(one.zygosity or "")),
        "extensions": [{"name": "allele-frequency", "value": str(one.vaf)}] if one.vaf is not None else None,
    }  # fmt: skip


def _expressions(one: Finding) -> list[tuple[str, str]]:
    row = one.row
    told = [("hgvs.c" if ":c." in one.name else "hgvs.n", one.name)] if ":c." in one.name or ":n." in one.name else []
    genomic = genomic_name(row) if row else None
    told += [("hgvs.m" if ":m." in genomic else "hgvs.g", genomic)] if genomic else []
    return told + ([("hgvs.p", predicted(row.hgvsp))] if row and row.hgvsp and ":p." in row.hgvsp else [])


def _record(row: Row) -> dict[str, Any] | None:
    if not (row.assembly and row.chrom and row.pos and row.ref and row.alt):
        return None
    last = span(row)[1]
    info = None if is_sequence(row.alt) or last is None else f"END={last}"
    return {"genomeAssembly": row.assembly, "chrom": row.chrom, "pos": str(row.pos), "ref": row.ref, "alt": row.alt,
            "info": info}  # fmt: skip


def _vrs(row: Row) -> list[str]:
    """The GA4GH identifier, for what has one without the genome's sequence."""
    from gmstool.genome import bare
    from gmstool.knowledge.vrs import allele_id

    if not (row.assembly and row.chrom and row.pos and row.ref and row.alt):
        return []
    found = allele_id(row.assembly, bare(row.chrom), row.pos, row.ref, row.alt)
    return [found] if found else []
