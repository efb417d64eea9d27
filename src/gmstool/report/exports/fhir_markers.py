"""Results beside the variants: biomarkers, fusions and other results as written, disease classes, pharmacogenes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from gmstool.report.exports import codes
from gmstool.report.exports.fhir_parts import coded, component, concept, gene
from gmstool.report.terms import RESULTS

if TYPE_CHECKING:
    from gmstool.report.exports.codes import Code
    from gmstool.report.exports.fhir_parts import Context, Entry, Resource
    from gmstool.report.parts import Biomarker, Pgx

_NUMBER = re.compile(r"[0-9]{1,9}(?:[.,][0-9]{1,9})?")
_DIPLOTYPE = re.compile(r"(\S+)/(\S+)")


def entries(of: Context) -> list[Entry]:
    """Everything in the order of the case file."""
    markers = [biomarker(of, one, number) for number, one in enumerate(of.case.file.biomarker, 1)]
    genes = [entry for number, one in enumerate(of.case.file.pgx, 1) for entry in pharmacogene(of, one, number)]
    return [*markers, *others(of), *classes(of), *genes]


def biomarker(of: Context, one: Biomarker, number: int) -> Entry:
    """A measured marker; a number with its unit is a quantity, everything else stays words."""
    known = codes.MARKERS.get(one.name.strip().upper())
    urn, told = of.observation("molecular-biomarker", known or codes.REPORT, f"{number}|{one.name}")
    told["category"] = [*told["category"], concept(codes.BIOMARKER_CATEGORY)]
    told["code"] = concept(*([known] if known else []), text=one.name)
    told |= _value(one)
    told["interpretation"] = [concept(text=one.interpretation)] if one.interpretation else []
    told["method"] = concept(text=one.source)
    return urn, told


def _value(one: Biomarker) -> Resource:
    if _NUMBER.fullmatch(one.value.strip()):
        return {"valueQuantity": {"value": float(one.value.strip().replace(",", ".")), "unit": one.unit}}
    return {"valueString": " ".join(part for part in (one.value, one.unit) if part)}


def others(of: Context) -> list[Entry]:
    """Fusions, copy numbers and the like, in the laboratory's words: no profile is claimed for them."""
    return [
        plain(of, f"result {number}", one.result, text=of.words(RESULTS[one.kind]),
              note=[{"text": one.meaning}] if one.meaning else [], method=concept(text=one.source))
        for number, one in enumerate(of.case.file.result, 1)
    ]  # fmt: skip


def classes(of: Context) -> list[Entry]:
    """Disease classes, risk and karyotype of a haematological case, and a childhood tumour's methylation class."""
    told, child = of.case.file.haematology, of.case.file.childhood
    pairs: tuple[tuple[str, str | None, tuple[Code, ...]], ...] = (
        ("WHO 2022", told.who_2022, ()), ("ICC 2022", told.icc_2022, ()),
        (of.words("ELN 2022 risk"), told.eln_2022, ()), ("IPSS-M", told.ipss_m, ()),
        (of.words("Karyotype (ISCN)"), told.karyotype, (codes.KARYOTYPE,)),
        (of.words("Marker for residual disease"), told.mrd_marker, ()),
        (of.words("Methylation class"), child.methylation_class, ()),
    )  # fmt: skip
    return [plain(of, f"class {name}", value, *known, text=name) for name, value, known in pairs if value]


def plain(of: Context, key: str, value: str, *known: Code, text: str, **more: Any) -> Entry:
    """An observation whose value is a text, outside the guide's profiles."""
    _, told = of.observation("", codes.REPORT, key)
    del told["meta"]
    return of.urn("observation", key), told | {"code": concept(*known, text=text), "valueString": value} | more


def pharmacogene(of: Context, one: Pgx, number: int) -> list[Entry]:
    """Haplotypes, the genotype made of them, and what the guideline says, all as the case file gives them."""
    key = f"{number}|{one.gene}"
    found = _DIPLOTYPE.fullmatch(one.diplotype.strip())
    names = dict.fromkeys(found.groups()) if found else {}
    haplotypes = [
        of.observation("haplotype", codes.HAPLOTYPE, f"{key}|{name}", valueCodeableConcept=concept(text=name),
                       component=[gene(one.gene, None)])
        for name in names
    ]  # fmt: skip
    genotype = of.observation(
        "genotype", codes.GENOTYPE, key, valueCodeableConcept=concept(text=one.diplotype),
        component=[gene(one.gene, None)], derivedFrom=[of.ref("haplotype", f"{key}|{name}") for name in names],
        note=[{"text": text} for text in (one.untested and of.words("not tested: {}", one.untested), one.note) if text],
    )  # fmt: skip
    return [*haplotypes, genotype, implication(of, one, key)]


def implication(of: Context, one: Pgx, key: str) -> Entry:
    """The phenotype and, where stated, the drug, the strength and the guideline's own words with their source."""
    known = codes.METABOLIZERS.get(one.phenotype.strip().casefold())
    words = " · ".join(text for text in (one.activity_score, one.recommendation, one.source) if text)
    told = [
        coded(codes.THERAPEUTIC, *([known] if known else []), text=one.phenotype),
        *([coded(codes.MEDICATION, text=one.drug)] if one.drug else []),
        *([coded(codes.EVIDENCE_LEVEL, text=one.strength)] if one.strength else []),
        *([component(codes.CONCLUSION, valueString=words)] if words else []),
    ]
    return of.observation(
        "therapeutic-implication",
        codes.THERAPEUTIC,
        f"pgx {key}",
        derivedFrom=[of.ref("genotype", key)],
        component=told,
    )
