"""How it was examined: the genomic study and its analysis, with regions, build, samples, measures and program.

The guide's STU3 puts here what its earlier versions called region studied. Only what the case states stands here;
that a study is told of as completed says that its result is there, not that everything was covered.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gmstool.report.exports import codes
from gmstool.report.exports.fhir_parts import concept
from gmstool.report.exports.fhir_people import own_samples, sample_of
from gmstool.report.exports.ontology import hgnc_id
from gmstool.report.terms import VARIANT_TYPES

if TYPE_CHECKING:
    from gmstool.report.exports.fhir_parts import Context, Entry, Resource

MAX_REGIONS = 500  # entries that one resource holds; how many more there are is said
EXTENSION = f"{codes.PROFILE}genomic-study-analysis-"


def entries(of: Context) -> list[Entry]:
    """The study and its one analysis; nothing where no variant was classified and no method is stated."""
    method = of.case.file.method
    if not (of.case.rows or of.case.metas or method.name or method.tested):
        return []
    return [(of.urn("genomic-study"), _study(of)), (of.urn("genomic-study-analysis"), _analysis(of))]


def _study(of: Context) -> Resource:
    """What was ordered, for whom and why."""
    file = of.case.file
    asked = [text for text in (file.question.situation, file.question.decision) if text]
    return {
        **_procedure(of, "genomic-study"),
        "extension": [{"url": f"{EXTENSION}ext", "valueReference": of.ref("genomic-study-analysis")}],
        "basedOn": [of.ref("referral")] if file.referral or asked else [],
        "code": concept(text=file.method.name),
        "reasonCode": [concept(text=text) for text in asked],
        "note": [{"text": text} for text in (file.method.description, *file.method.limits) if text],
    }


def _analysis(of: Context) -> Resource:
    samples = own_samples(of)
    return {
        **_procedure(of, "genomic-study-analysis"),
        "extension": [
            *_changes(of), *_build(of), *_source(of), _extension("focus", valueReference=of.ref("patient")),
            *(_extension("specimen", valueReference=of.ref("specimen", one.id)) for one in samples),
            *_metrics(of), *_regions(of),
            _extension("device", extension=[{"url": "device", "valueReference": of.ref("device")}]),
        ],
        "performer": [{"actor": of.ref("laboratory")}] if of.case.file.laboratory else [],
    }  # fmt: skip


def _procedure(of: Context, profile: str) -> Resource:
    """What study and analysis have in common: done, in the category laboratory."""
    return {
        "resourceType": "Procedure", "meta": {"profile": [codes.PROFILE + profile]}, "status": "completed",
        "category": concept(codes.LABORATORY), "subject": of.ref("patient"),
    }  # fmt: skip


def _extension(name: str, **value: object) -> Resource:
    return {"url": EXTENSION + name, **value}


def _changes(of: Context) -> list[Resource]:
    """Variant types that the method detects: codes where the guide has them, else the words of the summary."""
    told = [(codes.CHANGES.get(one, ()), of.words(VARIANT_TYPES[one])) for one in of.case.file.method.tested]
    return [_extension("change-type", valueCodeableConcept=concept(*known, text=text)) for known, text in told]


def _build(of: Context) -> list[Resource]:
    """The assembly of the case file, else the one that all rows share."""
    stated = of.case.file.method.assembly
    found = {stated} if stated else {one.assembly for one in of.case.rows}
    name = found.pop() if len(found) == 1 else None
    known = codes.ASSEMBLIES.get(name or "")
    return [_extension("genome-build", valueCodeableConcept=concept(known))] if known else []


def _source(of: Context) -> list[Resource]:
    """Somatic for a tumour's variants, germline for classified ones; nothing where rows are of both kinds, or none."""
    kinds = {one.oncogenicity is not None or one.tier is not None for one in of.case.rows if one.called or one.tier}
    if len(kinds) != 1:
        return []
    known = codes.SOURCE_CLASSES["somatic" if kinds.pop() else "germline"]
    return [_extension("genomic-source-class", valueCodeableConcept=concept(known))]


def _metrics(of: Context) -> list[Resource]:
    """Mean depth and the share of the target with 20 reads, of the one sample that was examined."""
    one = sample_of(of, tumour=of.case.somatic)
    told: list[Resource] = []
    if one and one.mean_depth is not None:
        told.append({"url": "read-depth", "valueQuantity": {"value": one.mean_depth}})
    if one and one.over_20x is not None:
        share = {"value": round(one.over_20x * 100, 4), "unit": "%", "system": codes.UCUM, "code": "%"}
        told.append({"url": "sequencing-coverage", "valueQuantity": share})
        told.append({"url": "metrics-description", "valueString": of.words("Covered by 20 reads")})
    return [_extension("metrics", extension=told)] if told else []


def _regions(of: Context) -> list[Resource]:
    """The panels by their versions and hashes, and each region that was not covered; where that is not known, so."""
    panels = [_panel(one.model_dump()) for one in of.case.file.panel]
    panels = panels or [_panel(one) for meta in of.case.metas for one in _listed(meta.get("panels"))]
    gaps = of.case.gaps or []
    words = [", ".join(dict.fromkeys(panels)), *_coverage(of, {gene for gene, _, _ in gaps[MAX_REGIONS:]})]
    text = ". ".join(one for one in words if one)
    told: list[Resource] = [{"url": "description", "valueString": text}] if text else []
    told += [{"url": "uncalled", "valueCodeableConcept": _gap(gene, region)} for gene, region, _ in gaps[:MAX_REGIONS]]
    return [_extension("regions", extension=told)] if told else []


def _coverage(of: Context, unnamed: set[str]) -> list[str]:
    if not of.case.coverage_known:
        return [of.words("Coverage is not known: no coverage file was given.").rstrip(".")]
    return [of.words("and {} more genes", len(unnamed))] if unnamed else []


def _panel(one: dict[str, object]) -> str:
    version, hashed = one.get("version"), str(one.get("sha256") or "")
    named = " ".join(str(text) for text in (one.get("id"), version) if text)
    return f"{named} (sha256 {hashed[:12]})" if hashed else named


def _listed(value: object) -> list[dict[str, object]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _gap(gene: str, region: str) -> Resource:
    """The gene by its identifier, and the stretch of it in words."""
    found = hgnc_id(gene)
    known = ((codes.HGNC, f"HGNC:{found}", gene),) if found else ()
    return concept(*known, text=" ".join(text for text in (gene, region) if text))
