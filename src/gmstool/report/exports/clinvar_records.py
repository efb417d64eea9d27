"""Parts of one ClinVar record: variant, condition, observation. No patient in any of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gmstool.genome import bare
from gmstool.report.exports.common import ExportError, condition_id, name_of
from gmstool.report.exports.naming import span
from gmstool.vcf.alleles import is_sequence

if TYPE_CHECKING:
    from gmstool.report.case import Case, Row
    from gmstool.report.exports.submission import Submitted
    from gmstool.report.findings import Finding

LONGEST = 50  # bases of an allele that ClinVar takes as a small variant
MODES = {
    "AD": "Autosomal dominant inheritance", "AR": "Autosomal recessive inheritance", "XL": "X-linked inheritance",
    "XLR": "X-linked recessive inheritance", "XLD": "X-linked dominant inheritance", "YL": "Y-linked inheritance",
    "MT": "Mitochondrial inheritance",
}  # fmt: skip
CHROMOSOMES = (*map(str, range(1, 23)), "X", "Y", "MT")
ASSERTIONS = {
    ("therapeutic", "sensitivity"): "therapeutic: sensitivity/response",
    ("therapeutic", "resistance"): "therapeutic: resistance",
    ("diagnostic", ""): "diagnostic: supports diagnosis", ("prognostic", "good"): "prognostic: better outcome",
    ("prognostic", "poor"): "prognostic: poor outcome",
}  # fmt: skip


def variant_set(found: Finding) -> dict[str, Any]:
    """The RefSeq name where the row has one, else its place; the gene by its symbol."""
    told = {"hgvs": found.name} if found.name.startswith(("NM_", "NR_", "NC_")) else _place(found)
    return {"variant": [{**told, "gene": [{"symbol": found.gene}] if found.gene else []}]}


def _place(found: Finding) -> dict[str, Any]:
    row = found.row
    name = bare(row.chrom or "") if row else ""
    chrom = "MT" if name == "M" else name
    if row is None or chrom not in CHROMOSOMES or row.assembly not in ("GRCh37", "GRCh38") or not _is_small(row):
        raise ExportError(f"{name_of(found)} has neither a RefSeq name nor the place of a small variant")
    start, stop = span(row)
    return {"chromosomeCoordinates": {
        "assembly": row.assembly, "chromosome": chrom, "start": start, "stop": stop,
        "referenceAllele": row.ref, "alternateAllele": row.alt,
    }}  # fmt: skip


def _is_small(row: Row) -> bool:
    return bool(row.pos) and all(one and is_sequence(one) and len(one) <= LONGEST for one in (row.ref, row.alt))


def condition_set(case: Case, one: Submitted, found: Finding) -> dict[str, Any]:
    """The condition as stated, else the MONDO condition that the row was judged for. Raises ExportError without one."""
    asked = one.condition
    if asked and asked.db and asked.id:
        return {"condition": [{"db": asked.db, "id": asked.id}]}
    if asked and asked.name:
        return {"condition": [{"name": asked.name}]}
    known = None if found.tumours else condition_id(case, found)
    if known and known.startswith("MONDO:"):
        return {"condition": [{"db": "MONDO", "id": known}]}
    raise ExportError(f"{one.variant}: the condition is not stated by an identifier",
                      hint="`condition = { db, id }` in [[submission.variant]]")  # fmt: skip


def observed(case: Case, kind: str, one: Submitted, found: Finding) -> dict[str, Any]:
    """How the variant was observed, in one individual whom nothing else describes."""
    tumour = kind != "germline"
    told = {
        "alleleOrigin": one.origin or ("unknown" if tumour else "germline"),
        "affectedStatus": one.affected,
        "collectionMethod": case.file.submission.collection_method or "not provided",
        "numberOfIndividuals": 1,
    }
    return told | ({"presenceOfSomaticVariantInNormalTissue": _in_normal(found)} if tumour else {})


def _in_normal(found: Finding) -> str:
    share = found.row.more("normal_vaf") if found.row else None
    if not isinstance(share, int | float):
        return "not tested"
    return "present" if share > 0 else "absent"


def inheritance(found: Finding) -> str | None:
    """The mode of inheritance, where there is one and no more."""
    return MODES.get(found.modes[0]) if len(found.modes) == 1 else None


def impact(found: Finding) -> dict[str, Any]:
    """What kind of assertion carries the tier: that of the evidence with the tier's own level."""
    row = found.row
    pieces = [one for one in (row.evidence if row else []) if isinstance(one, dict)]
    best = next(
        (one for one in pieces if row and one.get("level") == row.level and one.get("tier") == found.tier), None
    )
    if best is None:
        return {}
    told = ASSERTIONS.get((str(best.get("type")), str(best.get("direction") or "")))
    drug = best.get("drug") if told and told.startswith("therapeutic") else None
    return {"assertionTypeForClinicalImpact": told, "drugForTherapeuticAssertion": drug}
