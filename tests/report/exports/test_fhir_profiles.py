"""The bundle against the profiles of HL7 Genomics Reporting STU3, 3.0.0: what each of them demands and forbids.

The table below was written by reading the guide's profiles, differential by differential; no file of the guide is
here. A path that ends in [] is looked at in each element; `no` forbids an element, `once` allows at most one.
"""

import copy
import json

import pytest

from gmstool.report.exports import fhir, fhir_check
from gmstool.report.view import view

GUIDE = "http://hl7.org/fhir/uv/genomics-reporting/"
LOINC = "http://loinc.org"
TBD = f"{GUIDE}CodeSystem/tbd-codes-cs"
LAB = ("http://terminology.hl7.org/CodeSystem/observation-category", "laboratory")
GE = ("http://terminology.hl7.org/CodeSystem/v2-0074", "GE")
IMPLIES = {"needs": ("subject", "status", "derivedFrom"), "never": ("value",), "categories": (LAB, GE)}
MEASURED = {"needs": ("subject", "status"), "never": (), "categories": (LAB, GE)}
OF_STUDY = (
    "partOf", "statusReason", "recorder", "location", "bodySite", "outcome", "report", "complication",
    "complicationDetail", "followUp", "focalDevice", "usedReference", "usedCode",
)  # fmt: skip
OF_ANALYSIS = (*OF_STUDY, "basedOn", "code", "encounter", "asserter", "reasonCode", "reasonReference")

# profile: the code that it fixes, what it needs and forbids, its categories, and which profiles it derives from
PROFILES = {
    "genomic-report": MEASURED | {"code": (LOINC, "51969-4")},
    "variant": MEASURED | {"code": (LOINC, "69548-6")},
    "sequence-phase-relationship": MEASURED | {
        "code": (LOINC, "82120-7"), "needs": ("valueCodeableConcept",), "from": ("variant",)},
    "haplotype": MEASURED | {"code": (LOINC, "84414-2"), "needs": ("valueCodeableConcept",)},
    "genotype": MEASURED | {"code": (LOINC, "84413-4"), "needs": ("valueCodeableConcept",)},
    "diagnostic-implication": IMPLIES | {"code": (TBD, "diagnostic-implication"), "from": ("variant",)},
    "therapeutic-implication": IMPLIES | {"code": (TBD, "therapeutic-implication"), "from": ("variant", "genotype")},
    "molecular-consequence": IMPLIES | {"code": (TBD, "molecular-consequence"), "from": ("variant",)},
    "molecular-biomarker": MEASURED | {"code": None, "categories": (LAB, GE, (TBD, "biomarker-category"))},
    "genomic-study": {"code": None, "needs": ("subject", "status"), "never": OF_STUDY, "categories": (LAB,)},
    "genomic-study-analysis": {"code": None, "needs": ("subject",), "never": OF_ANALYSIS, "categories": (LAB,)},
    "followup-recommendation": {"code": None, "needs": ("code",), "never": (), "categories": ()},
}  # fmt: skip
FIXED = {
    "genomic-study-analysis": {"status": "completed"},
    "followup-recommendation": {"status": "requested", "intent": "proposal"},
}
# component: its code, the element that holds its value, the code system that is required, how often
COMPONENTS = {
    "48004-6": ("valueCodeableConcept", "http://varnomen.hgvs.org", 1),
    "48005-3": ("valueCodeableConcept", "http://varnomen.hgvs.org", 1),
    "81290-9": ("valueCodeableConcept", "http://varnomen.hgvs.org", 1),
    "51958-7": ("valueCodeableConcept", None, 1), "48013-7": ("valueCodeableConcept", None, 1),
    "48018-6": ("valueCodeableConcept", None, 99), "62374-4": ("valueCodeableConcept", None, 99),
    "48000-4": ("valueCodeableConcept", LOINC, 99), "69547-8": ("valueString", None, 1),
    "69551-0": ("valueString", None, 1), "81254-5": ("valueRange", None, 1),
    "92822-6": ("valueCodeableConcept", None, 1), "53034-5": ("valueCodeableConcept", None, 1),
    "48002-0": ("valueCodeableConcept", None, 1), "94186-4": ("valueCodeableConcept", None, 1),
    "81258-6": ("valueQuantity", None, 1), "82121-5": ("valueQuantity", None, 1),
    "53037-8": ("valueCodeableConcept", None, 1), "93044-6": ("valueCodeableConcept", None, 99),
    "81259-4": ("valueCodeableConcept", None, 99), "51963-7": ("valueCodeableConcept", None, 99),
    "condition-inheritance": ("valueCodeableConcept", None, 1), "conclusion-string": ("valueString", None, 1),
    "feature-consequence": ("valueCodeableConcept", None, 99), "protein-ref-seq": ("valueCodeableConcept", None, 1),
    "therapeutic-implication": ("valueCodeableConcept", None, 99),
}  # fmt: skip
# extension: the elements that it may hold, and how often it may stand
EXTENSIONS = {
    "genomic-study-analysis-ext": ("valueReference", 99),
    "genomic-study-analysis-change-type": ("valueCodeableConcept", 99),
    "genomic-study-analysis-genome-build": ("valueCodeableConcept", 1),
    "genomic-study-analysis-genomic-source-class": ("valueCodeableConcept", 1),
    "genomic-study-analysis-focus": ("valueReference", 99), "genomic-study-analysis-specimen": ("valueReference", 99),
    "genomic-study-analysis-metrics": ("extension", 1), "genomic-study-analysis-regions": ("extension", 1),
    "genomic-study-analysis-device": ("extension", 99), "genomic-study-reference": ("valueReference", 99),
    "recommended-action": ("valueReference", 99),
}  # fmt: skip
PARTS = {
    "description": "valueString", "uncalled": "valueCodeableConcept", "read-depth": "valueQuantity",
    "sequencing-coverage": "valueQuantity", "metrics-description": "valueString", "device": "valueReference",
}  # fmt: skip


def full(make, kind):
    """A case of each type in which everything that the bundle can tell is known."""
    made = make.kinds()[kind]
    sample = {"mean_depth": 40.5, "over_20x": 0.982}
    samples = [one.model_dump(exclude_none=True) | sample for one in made.file.sample]
    tested = ["snv", "indel", "cnv", "sv", "fusion", "repeat_expansion", "mitochondrial", "msi"]
    method = {"name": "Genome, trio", "assembly": "GRCh38", "limits": ["No mosaics."], "tested": tested}
    told = made.file.model_dump(exclude_none=True) | {
        "sample": samples,
        "method": method,
        "panel": [{"id": "P", "version": "2"}],
    }
    rows = [one.model_copy(update={"consequence": "missense_variant&splice_region_variant"}) for one in made.rows]
    update = {
        "file": type(made.file).model_validate(told),
        "rows": rows,
        "gaps": [("PAH", "12:1-9", 9), ("X1", "", None)],
    }
    return made.model_copy(update=update)


def entries(make, kind, language="en"):
    made = full(make, kind)
    bundle = json.loads(fhir.render(made, view(made, language)))
    return bundle, {one["fullUrl"]: one["resource"] for one in bundle["entry"]}


def profiles(resource):
    return [one.removeprefix(f"{GUIDE}StructureDefinition/") for one in resource.get("meta", {}).get("profile", [])]


def codings(concept):
    return {(one.get("system"), one.get("code")) for one in (concept or {}).get("coding", [])}


def categories(resource):
    found = resource.get("category", [])
    return set().union(*map(codings, found if isinstance(found, list) else [found]))


def test_each_resource_meets_its_profile(make, kind):
    _, known = entries(make, kind)
    seen = set()
    for resource in known.values():
        for name in profiles(resource):
            wanted = PROFILES[name]
            seen.add(name)
            assert wanted["code"] is None or wanted["code"] in codings(resource["code"]), name
            assert set(wanted["categories"]) <= categories(resource), name
            assert [one for one in wanted["needs"] if not resource.get(one)] == [], name
            assert [
                one
                for one in wanted["never"]
                for key in resource
                if key == one or (one == "value" and key.startswith("value"))
            ] == [], name
            assert {key: resource[key] for key in FIXED.get(name, {})} == FIXED.get(name, {}), name
            targets = {each for one in resource.get("derivedFrom", []) for each in profiles(known[one["reference"]])}
            assert targets <= set(wanted.get("from", ("variant", "haplotype"))), name
    assert {"genomic-report"} <= seen
    assert (
        kind == "pharmacogenomics"
        or {"molecular-consequence", "genomic-study", "genomic-study-analysis", "variant"} <= seen
    )


def test_each_component_has_the_value_and_the_code_system_that_its_profile_asks_for(make, kind):
    _, known = entries(make, kind)
    for resource in known.values():
        counted = {}
        for part in resource.get("component", []):
            ((_, code),) = codings(part["code"])
            element, system, most = COMPONENTS[code]
            assert set(part) == {"code", element}
            assert system is None or {one for one, _ in codings(part[element])} == {system}
            counted[code] = counted.get(code, 0) + 1
            assert counted[code] <= most


def test_each_extension_of_the_guide_holds_what_it_may(make, kind):
    _, known = entries(make, kind)
    for resource in known.values():
        counted = {}
        for one in resource.get("extension", []):
            name = one["url"].removeprefix(f"{GUIDE}StructureDefinition/")
            if name == one["url"]:
                continue  # FHIR's own
            element, most = EXTENSIONS[name]
            assert set(one) == {"url", element}
            counted[name] = counted.get(name, 0) + 1
            assert counted[name] <= most
            for part in one[element] if element == "extension" else ():
                assert set(part) == {"url", PARTS[part["url"]]}


def test_the_report_names_the_study_and_the_study_its_analysis(make):
    bundle, known = entries(make, "rare")
    report = bundle["entry"][0]["resource"]
    (study,) = [one["valueReference"] for one in report["extension"] if one["url"].endswith("genomic-study-reference")]
    study = known[study["reference"]]
    (analysis,) = [known[one["valueReference"]["reference"]] for one in study["extension"]]

    assert (profiles(study), profiles(analysis)) == (["genomic-study"], ["genomic-study-analysis"])
    assert study["code"] == {"text": "Genome, trio"}
    assert [one["text"] for one in study["note"]] == ["No mosaics."]
    assert known[study["basedOn"][0]["reference"]]["resourceType"] == "ServiceRequest"
    assert known[analysis["performer"][0]["actor"]["reference"]]["resourceType"] == "Organization"


def analysis_of(made):
    bundle = json.loads(fhir.render(made, view(made, "en")))
    found = next(one["resource"] for one in bundle["entry"] if "genomic-study-analysis" in profiles(one["resource"]))
    return {one["url"].rpartition("genomic-study-analysis-")[2]: one for one in found["extension"]}, found


def test_the_analysis_tells_changes_build_depth_and_what_was_not_called(make):
    told, found = analysis_of(full(make, "rare"))
    changes = [one["valueCodeableConcept"] for one in found["extension"] if one["url"].endswith("change-type")]

    assert [one["coding"][0]["code"] if "coding" in one else one["text"] for one in changes] == [
        "SO:0001483", "SO:1000032", "CNV", "SO:0001537", "SO:0001565", "repeat expansions", "mitochondrial variants",
        "microsatellite instability",
    ]  # fmt: skip
    assert codings(told["genome-build"]["valueCodeableConcept"]) == {(LOINC, "LA26806-2")}
    assert codings(told["genomic-source-class"]["valueCodeableConcept"]) == {(LOINC, "LA6683-2")}
    depth, share, _ = told["metrics"]["extension"]
    assert (depth["valueQuantity"]["value"], share["valueQuantity"]["value"]) == (40.5, 98.2)
    description, known, unknown = told["regions"]["extension"]
    assert description["valueString"] == "P 2"
    assert known["valueCodeableConcept"] == {
        "coding": [{"system": "http://www.genenames.org", "code": "HGNC:8582", "display": "PAH"}], "text": "PAH 12:1-9",
    }  # fmt: skip
    assert unknown["valueCodeableConcept"] == {"text": "X1"}, "a gene that HGNC does not know stays a word"


UNKNOWN = {
    "a build that nobody stated and rows disagree on": (
        lambda make: make.case([make.row(), make.row("12-200-C-G", assembly="GRCh37")]), "genome-build"),
    "rows of both kinds": (lambda make: make.case([make.row(), make.tumour_row()]), "genomic-source-class"),
    "two index samples": (
        lambda make: make.case([make.row()], sample=[make.sample | {"mean_depth": 3.0}, {"id": "S2"}]), "metrics"),
}  # fmt: skip


@pytest.mark.parametrize(("made", "absent"), UNKNOWN.values(), ids=UNKNOWN)
def test_what_is_not_known_of_the_analysis_is_not_told(make, made, absent):
    assert absent not in analysis_of(made(make))[0]


def test_coverage_that_is_not_known_is_said_to_be(make):
    made = make.case([make.row()], coverage={}).model_copy(update={"gaps": None})

    (description,) = analysis_of(made)[0]["regions"]["extension"]
    assert "Coverage is not known" in description["valueString"]


def test_where_all_was_covered_and_no_panel_is_named_no_region_is_told(make):
    assert "regions" not in analysis_of(make.case([make.row()]))[0]


def test_without_rows_and_method_there_is_no_study(make):
    made = make.case(
        [], "pharmacogenomics", method={}, pgx=[{"gene": "TPMT", "diplotype": "*1/*1", "phenotype": "normal"}]
    )
    made = made.model_copy(update={"metas": []})
    bundle = json.loads(fhir.render(made, view(made, "en")))

    assert not [one for one in bundle["entry"] if one["resource"]["resourceType"] == "Procedure"]
    assert "genomic-study" not in json.dumps(bundle)


CONSEQUENCES = {
    "one term": ("missense_variant", ["SO:0001583"]),
    "two terms, one of them twice": ("stop_gained&splice_region_variant&stop_gained", ["SO:0001587", "SO:0001630"]),
    "a word that the ontology does not hold": ("made_up_variant", ["made_up_variant"]),
}


@pytest.mark.parametrize(("text", "expected"), CONSEQUENCES.values(), ids=CONSEQUENCES)
def test_a_consequence_is_told_by_its_term(make, text, expected):
    made = make.case([make.row(consequence=text)], finding=[make.finding])
    bundle = json.loads(fhir.render(made, view(made, "en")))
    (found,) = [one["resource"] for one in bundle["entry"] if profiles(one["resource"]) == ["molecular-consequence"]]
    told = [
        one["valueCodeableConcept"]
        for one in found["component"]
        if (TBD, "feature-consequence") in codings(one["code"])
    ]

    assert [one["coding"][0]["code"] if "coding" in one else one["text"] for one in told] == expected


def test_a_row_without_a_consequence_has_none(make):
    made = make.case([make.row(consequence=None)], finding=[make.finding])

    assert "molecular-consequence" not in json.dumps(fhir.bundle(made, view(made, "en")))


OVERALL = {
    "a finding that explains": ("full", True, ["LA6576-8"]),
    "the same without known coverage": ("full", False, ["LA9663-1"]),
    "a finding whose fit nobody stated": (None, True, ["LA9663-1"]),
}


@pytest.mark.parametrize(("fit", "covered", "expected"), OVERALL.values(), ids=OVERALL)
def test_the_overall_interpretation_is_positive_only_on_a_complete_basis(make, fit, covered, expected):
    note = {"variant": "chr12-100-A-T", "zygosity": "homozygous", "moi": "AR"} | ({"phenotype_fit": fit} if fit else {})
    made = make.case([make.row()], finding=[note])
    made = made if covered else made.model_copy(update={"gaps": None})
    report = fhir.bundle(made, view(made, "en"))["entry"][0]["resource"]

    assert [one["coding"][0]["code"] for one in report["conclusionCode"]] == expected


def test_nothing_found_is_negative_and_a_carrier_is_neither(make):
    nothing = make.case([make.row(number=1)])
    carrier = make.case([make.row()], finding=[make.finding])
    reports = [fhir.bundle(one, view(one, "en"))["entry"][0]["resource"] for one in (nothing, carrier)]

    assert [codings(one["conclusionCode"][0]) if "conclusionCode" in one else None for one in reports] == [
        {(LOINC, "LA6577-6")}, None,
    ]  # fmt: skip


def _of(profile):
    return lambda bundle: next(one["resource"] for one in bundle["entry"] if profiles(one["resource"]) == [profile])


BUILD = f"{GUIDE}StructureDefinition/genomic-study-analysis-genome-build"
FAULTS = {
    "an analysis in progress": (_of("genomic-study-analysis"), {"status": "in-progress"}, "not completed"),
    "an analysis with a code": (_of("genomic-study-analysis"), {"code": {"text": "x"}}, "code may not stand here"),
    "a study that is part of another": (_of("genomic-study"), {"partOf": []}, "partOf may not stand here"),
    "a study of no category": (_of("genomic-study"), {"category": {}}, "category laboratory is missing"),
    "a procedure of another kind": (_of("genomic-study"), {"meta": {}}, "neither a genomic study nor an analysis"),
    "two builds": (
        _of("genomic-study-analysis"), {"extension": [{"url": BUILD}] * 2},
        "genome-build stands more than once"),
    "a consequence of nothing": (_of("molecular-consequence"), {"derivedFrom": []}, "derives from nothing"),
    "a consequence with another code": (_of("molecular-consequence"), {"code": {}}, "another code"),
}  # fmt: skip


@pytest.mark.parametrize(("place", "change", "said"), FAULTS.values(), ids=FAULTS)
def test_a_fault_in_a_study_or_a_consequence_is_found(make, place, change, said):
    bundle, _ = entries(make, "rare")
    assert fhir_check.faults(bundle) == []
    broken = copy.deepcopy(bundle)
    place(broken).update(change)

    assert any(said in one for one in fhir_check.faults(broken)), fhir_check.faults(broken)
