"""The FHIR bundle: what each kind of case says in it, what stays unsaid, and that a fault is found before it leaves."""

import copy
import json
import sys

import pytest
from fhir.resources.R4B.bundle import Bundle

from gmstool.errors import GmsError
from gmstool.report.exports import codes, fhir, fhir_check
from gmstool.report.exports.naming import genomic_name, predicted
from gmstool.report.view import view

HOSTILE = (
    "<script>alert(1)</script>", '"},{"resourceType":"Patient"', "  two  spaces\tand a tab ", "å\u202eä\u0000ö\u0008",
    "\ud7ff\ufffe", "urn:uuid:00000000-0000-0000-0000-000000000000", "#", "Patient/1",
)  # fmt: skip


def told(made, language="en"):
    return json.loads(fhir.render(made, view(made, language)))


def resources(bundle, kind, profile=None):
    found = [one["resource"] for one in bundle["entry"] if one["resource"]["resourceType"] == kind]
    wanted = f"{codes.PROFILE}{profile}"
    return [one for one in found if profile is None or wanted in one.get("meta", {}).get("profile", [])]


def components(observation):
    """LOINC or other code to the value of the component."""
    return {one["code"]["coding"][0]["code"]: next(value for key, value in one.items() if key != "code")
            for one in observation.get("component", [])}  # fmt: skip


def answer(value):
    return value["coding"][0]["code"]


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_kind_of_case_is_valid_in_both_languages(make, kind, language):
    bundle = told(make.kinds()[kind], language)

    assert Bundle.model_validate(bundle)
    assert fhir_check.faults(bundle) == []
    (report,) = resources(bundle, "DiagnosticReport", "genomic-report")
    assert answer(report["code"]) == "51969-4"
    assert [answer(one) for one in report["category"]] == ["laboratory", "GE"]
    assert report["language"] == bundle["language"] == language


def test_the_same_case_gives_the_same_bytes(make, kind):
    made = make.kinds()[kind]

    assert fhir.render(made, view(made, "sv")) == fhir.render(made, view(make.kinds()[kind], "sv"))


def test_a_variant_says_all_that_is_known_of_it(make):
    made = make.case([make.row(gt="0/1", vaf=0.48, ad_alt=14, dp=29)], finding=[make.finding], sample=[make.sample])
    (variant,) = resources(told(made), "Observation", "variant")
    found = components(variant)

    assert answer(variant["valueCodeableConcept"]) == "LA9633-4"
    assert found["48018-6"]["coding"][0] == {"system": codes.HGNC, "code": "HGNC:17", "display": "AAA"}
    assert (answer(found["48004-6"]), answer(found["48005-3"])) == ("NM_1.1:c.100A>T", "NP_1.1:p.(Arg1Trp)")
    assert (answer(found["81290-9"]), answer(found["48013-7"])) == ("NC_000012.12:g.100A>T", "NC_000012.12")
    assert (answer(found["62374-4"]), answer(found["48000-4"])) == ("LA26806-2", "LA21265-6")
    assert (found["69547-8"], found["69551-0"], found["81254-5"]) == ("A", "T", {"low": {"value": 100}})
    assert (answer(found["53034-5"]), answer(found["48002-0"]), answer(found["94186-4"])) == (
        "LA6706-1", "LA6683-2", "LA26320-4",
    )  # fmt: skip
    assert (found["81258-6"]["value"], found["82121-5"]["value"]) == (0.48, 14), "reads of the allele, not the depth"


UNKNOWN = {
    "no gene identifier": ({"hgnc_id": None}, (), {"48018-6"}),
    "no coding name": ({"hgvsc": None}, ("48004-6", "51958-7"), set()),
    "no protein name": ({"hgvsp": None}, ("48005-3",), set()),
    "no build": ({"assembly": None}, ("62374-4", "81290-9", "48013-7"), {"48000-4"}),
    "a mitochondrial chromosome is not in the answer list": ({"chrom": "chrM"}, ("48000-4",), {"48013-7", "81290-9"}),
    "a deletion has no genomic name without the sequence": ({"ref": "AT", "alt": "A"}, ("81290-9",), {"69547-8"}),
    "a symbolic allele is no sequence": ({"alt": "<DEL>"}, ("69551-0", "81290-9"), {"69547-8", "81254-5"}),
    "no place": ({"pos": None}, ("81254-5", "62374-4", "69547-8"), {"48004-6"}),
    "no share of the reads": ({"vaf": None}, ("81258-6",), set()),
    "no number of reads, though a depth": ({"dp": 30}, ("82121-5",), set()),
    "no genotype": ({"gt": None}, ("53034-5",), set()),
}  # fmt: skip


@pytest.mark.parametrize(("change", "gone", "there"), UNKNOWN.values(), ids=UNKNOWN)
def test_what_is_not_known_is_not_there(make, change, gone, there):
    (variant,) = resources(told(make.case([make.row(**change)])), "Observation", "variant")
    found = set(components(variant))

    assert not found & set(gone)
    assert there <= found


NAMED = {"finding": [{"variant": "chr12-100-A-T"}]}
PRESENCE = {
    "a genotype with the allele": ({"gt": "0/1"}, {}, "LA9633-4"),
    "a reference genotype": ({"gt": "0/0"}, NAMED, "LA9634-2"),
    "a reference genotype of one copy": ({"gt": "0"}, NAMED, "LA9634-2"),
    "a share of the reads": ({"vaf": 0.1}, {}, "LA9633-4"),
    "a person names the variant": ({}, NAMED, "LA9633-4"),
    "no call": ({"gt": "./."}, {}, None),
    "no genotype at all": ({}, {}, None),
}


@pytest.mark.parametrize(("known", "file", "expected"), PRESENCE.values(), ids=PRESENCE)
def test_present_absent_or_not_known(make, known, file, expected):
    (variant,) = resources(told(make.case([make.row(**known)], **file)), "Observation", "variant")

    if expected:
        assert answer(variant["valueCodeableConcept"]) == expected
    else:
        assert answer(variant["dataAbsentReason"]) == "unknown"
        assert "valueCodeableConcept" not in variant


def test_the_class_stands_in_an_implication_of_its_condition(make):
    bundle = told(make.kinds()["rare"], "sv")
    first, _ = resources(bundle, "Observation", "diagnostic-implication")
    found = components(first)

    assert (answer(found["53037-8"]), found["53037-8"]["text"]) == ("LA6668-3", "klass 5, patogen")
    assert answer(found["81259-4"]) == "MONDO:0009861"
    assert answer(found["condition-inheritance"]) == "HP:0000007"
    assert "Lost function." in found["conclusion-string"]
    variant = resources(bundle, "Observation", "variant")[0]
    assert first["derivedFrom"] == [{"reference": f"urn:uuid:{variant['id']}"}]


def test_class_3_carries_no_meaning_and_no_action(make):
    note = {"variant": "chr12-100-A-T", "meaning": "NEVER SAID"}
    asked = [{"text": "NEVER DONE", "about": "chr12-100-A-T"}, {"text": "Done."}]
    text = json.dumps(told(make.case([make.row(number=3)], finding=[note], action=asked)))

    assert "NEVER" not in text
    assert "Done." in text


def test_two_variants_in_trans_are_said_to_be(make):
    (phase,) = resources(told(make.kinds()["rare"]), "Observation", "sequence-phase-relationship")

    assert answer(phase["valueCodeableConcept"]) == "Trans"
    assert len(phase["derivedFrom"]) == 2


def test_phases_that_contradict_each_other_are_not_told(make):
    notes = [make.finding | {"partner": "chr12-200-C-G", "phase": "trans"},
             make.finding | {"variant": "chr12-200-C-G", "partner": "chr12-100-A-T", "phase": "cis"}]  # fmt: skip
    made = make.case([make.row(), make.row("12-200-C-G")], finding=notes)

    assert not resources(told(made), "Observation", "sequence-phase-relationship")


def test_a_tumours_variant_has_tier_and_evidence_of_its_own_tumour_only(make):
    bundle = told(make.kinds()["solid"])
    (class_,) = resources(bundle, "Observation", "diagnostic-implication")
    (drug,) = resources(bundle, "Observation", "therapeutic-implication")
    found = components(class_)

    assert found["53037-8"] == {"text": "tier I A; oncogenic"}, "oncogenicity has no answer in LOINC's list"
    assert [one["code"] for one in found["81259-4"]["coding"]] == ["LUAD", "8140/3"]
    assert (components(drug)["51963-7"]["text"], answer(components(drug)["therapeutic-implication"])) == (
        "drug A", "LA6677-4",
    )  # fmt: skip
    (variant,) = resources(bundle, "Observation", "variant")
    assert not {"53034-5", "48002-0"} & set(components(variant)), "neither a genotype nor an origin is known"


def test_markers_are_numbers_where_they_are_and_words_where_not(make):
    burden, stable = resources(told(make.kinds()["solid"]), "Observation", "molecular-biomarker")

    assert (answer(burden["code"]), burden["valueQuantity"]) == ("94076-7", {"value": 9.1, "unit": "mutations/Mb"})
    assert (answer(stable["code"]), stable["valueString"]) == ("81695-9", "stable")


def test_a_diplotype_derives_from_its_haplotypes(make):
    bundle = told(make.kinds()["pharmacogenomics"])
    haplotypes = resources(bundle, "Observation", "haplotype")
    genotypes = resources(bundle, "Observation", "genotype")

    assert [one["valueCodeableConcept"]["text"] for one in haplotypes] == ["*1", "*2A", "*1"]
    assert [len(one.get("derivedFrom", [])) for one in genotypes] == [2, 1, 0], "*1/*1 is one haplotype; 57:01 is none"
    drug, *_ = resources(bundle, "Observation", "therapeutic-implication")
    assert answer(components(drug)["therapeutic-implication"]) == "LA10317-8"
    assert "as written" in components(drug)["conclusion-string"]


def test_the_conclusion_never_stands_without_what_was_not_examined(make):
    incomplete = make.case([make.row()], coverage={})
    (report,) = resources(told(incomplete.model_copy(update={"gaps": None}), "sv"), "DiagnosticReport")

    assert report["conclusion"].startswith("Ofullständigt underlag.")
    assert "Täckning" in report["conclusion"]


def test_preliminary_until_signed_then_final_then_amended(make):
    made = make.case([make.row()], finding=[make.finding])
    again = make.case([make.row()], amendment=[{"version": 2, "date": make.day, "author": "Dr B", "reason": "New."}])
    reports = [resources(told(one), "DiagnosticReport")[0] for one in (made, make.signed(made), make.signed(again))]

    assert [one["status"] for one in reports] == ["preliminary", "final", "amended"]
    assert ["issued" in one for one in reports] == [False, True, True]
    assert reports[1]["resultsInterpreter"] == [{"display": "Dr B, geneticist"}]


def test_the_patient_is_a_pseudonym(make):
    (patient,) = resources(told(make.kinds()["rare"]), "Patient")

    assert {key for key in patient if key != "id"} == {"resourceType", "identifier", "gender"}
    assert patient["identifier"] == [{"value": "CASE-17"}]


def test_relatives_are_not_in_it(make):
    family = [make.sample, {"id": "MOTHER-SAMPLE", "role": "mother", "sex": "female"}]
    bundle = told(make.case([make.row()], sample=family))

    assert len(resources(bundle, "Specimen")) == 1
    assert "MOTHER-SAMPLE" not in json.dumps(resources(bundle, "Specimen") + resources(bundle, "Patient"))


def test_a_secondary_finding_needs_consent(make):
    note = {"variant": "chr12-100-A-T", "role": "secondary"}
    without = make.case([make.row()], finding=[note])
    agreed = make.case([make.row()], finding=[note], consent={"secondary_findings": True})

    assert [len(resources(told(one), "Observation", "variant")) for one in (without, agreed)] == [0, 1]
    (variant,) = resources(told(agreed), "Observation", "variant")
    assert [one["url"] for one in variant["extension"]] == [codes.SECONDARY], "and says that it is one"


TIMES = {
    "the environment": ("1700000000", True, "2023-11-14T22:13:20Z"),
    "the case's day": ("", True, "2026-11-20T00:00:00Z"),
    "nobody": ("", False, None),
}


@pytest.mark.parametrize(("epoch", "dated", "expected"), TIMES.values(), ids=TIMES)
def test_the_time_is_what_was_stated_and_never_the_clock(make, monkeypatch, epoch, dated, expected):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    bundle = told(make.case([make.row()], date=make.day if dated else None))
    (made,) = resources(bundle, "Provenance")

    assert (made.get("recorded"), bundle.get("timestamp")) == (expected, expected)
    assert ("_recorded" in made) == (expected is None)
    assert Bundle.model_validate(bundle)


def test_a_new_version_of_a_case_keeps_the_identifiers(make):
    ids = [[one["fullUrl"] for one in told(make.case([make.row(points=points)]))["entry"]] for points in (10, 11)]
    nameless = [told(make.case([make.row(points=points)], id=None))["id"] for points in (10, 11)]

    assert ids[0] == ids[1]
    assert nameless[0] != nameless[1], "without a case id they come from the content"


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_texts_stay_texts(make, text):
    made = make.case(
        [make.row(gene=text, condition=text, hgvsp=f"{text}:p.{text}", rules=text, hgvsc=f"{text}:c.1A>T")],
        id=text,
        laboratory=text, referral=text, sample=[{"id": text, "kind": text}], action=[{"text": text}],
        finding=[{"variant": "chr12-100-A-T", "comment": text, "origin": text}],
        biomarker=[{"name": text, "value": text}],
        pgx=[{"gene": text, "diplotype": text, "phenotype": text, "drug": text}], condition=text,
    )  # fmt: skip
    bundle = told(made)

    assert Bundle.model_validate(bundle)
    assert len(resources(bundle, "Patient")) == 1
    assert not set(json.dumps(bundle, ensure_ascii=False)) & set("\u202e\u0000\u0008\ufffe")


def test_an_identity_number_does_not_leave(make):
    number = make.luhn_number()
    made = make.case([make.row()], finding=[make.finding | {"comment": f"see {number}"}])
    shown = view(make.case([make.row()]), "sv")

    with pytest.raises(GmsError, match="personal identity number") as error:
        fhir.render(made, shown)
    assert number not in str(error.value)


def test_a_text_without_end_is_refused(make):
    with pytest.raises(GmsError, match="longer than"):
        fhir.render(made := make.case([make.row(ref="A" * 1_100_000)]), view(made, "sv"))


def _drop(path):
    def change(bundle):
        place = bundle
        for key in path[:-1]:
            place = place[key]
        del place[path[-1]]

    return change


def _put(path, value):
    def change(bundle):
        place = bundle
        for key in path[:-1]:
            place = place[key]
        place[path[-1]] = value

    return change


def _at(bundle, kind, profile):
    wanted = resources(bundle, kind, profile)[0]
    return next(number for number, one in enumerate(bundle["entry"]) if one["resource"] is wanted)


FAULTS = {
    "no collection": (None, None, _put(["type"], "message"), "no collection"),
    "a reference that leads nowhere": (
        "Observation", "variant", _put(["subject", "reference"], "urn:uuid:x"), "not in the bundle"),
    "no category GE": ("Observation", "variant", _drop(["category", 1]), "category GE"),
    "no laboratory category": ("DiagnosticReport", None, _drop(["category", 0]), "category laboratory"),
    "another report code": ("DiagnosticReport", None, _put(["code"], {"text": "x"}), "another code"),
    "no conclusion": ("DiagnosticReport", None, _drop(["conclusion"]), "conclusion is missing"),
    "another variant code": ("Observation", "variant", _put(["code"], {"text": "x"}), "another code than variant"),
    "an implication of nothing": (
        "Observation", "diagnostic-implication", _drop(["derivedFrom"]), "derives from nothing"),
    "an implication with a value": ("Observation", "diagnostic-implication", _put(["valueString"], "x"), "has a value"),
    "a phase without value": (
        "Observation", "sequence-phase-relationship", _drop(["valueCodeableConcept"]), "has no value"),
    "a component without value": (
        "Observation", "variant", _drop(["component", 0, "valueCodeableConcept"]), "not one value"),
    "a profile of nobody": ("Observation", "variant", _put(["meta", "profile"], ["http://x"]), "is not known"),
    "another id": ("Patient", None, _put(["id"], "x"), "id and fullUrl differ"),
    "an extension without value": ("Patient", None, _put(["extension"], [{"url": "x"}]), "x has not one value"),
    "no subject": ("Observation", "variant", _drop(["subject"]), "subject is missing"),
}  # fmt: skip


@pytest.mark.parametrize(("kind_", "profile", "change", "said"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_found_before_the_bundle_is_written(make, kind_, profile, change, said):
    bundle = told(make.kinds()["rare"])
    place = bundle["entry"][_at(bundle, kind_, profile)]["resource"] if kind_ else bundle
    change(place)

    assert any(said in one for one in fhir_check.faults(bundle))
    with pytest.raises(GmsError, match="not valid"):
        fhir_check.check(bundle)


def test_a_component_that_may_stand_once_stands_once(make):
    bundle = told(make.kinds()["rare"])
    parts = bundle["entry"][_at(bundle, "Observation", "variant")]["resource"]["component"]
    parts.append(copy.deepcopy(parts[1]))

    assert any("more than once" in one for one in fhir_check.faults(bundle))


def test_the_library_finds_what_our_assertions_do_not_ask(make):
    bundle = told(make.kinds()["rare"])
    bundle["entry"][0]["resource"]["statuss"] = "final"

    assert fhir_check.faults(bundle) == []
    with pytest.raises(GmsError, match="not valid"):
        fhir_check.check(bundle)


def test_without_the_library_our_own_assertions_stand(make, monkeypatch):
    made = make.kinds()["rare"]
    whole = fhir.render(made, view(made, "sv"))
    monkeypatch.setitem(sys.modules, "fhir.resources.R4B.bundle", None)

    assert fhir.render(made, view(made, "sv")) == whole
    with pytest.raises(GmsError, match="no collection"):
        fhir_check.check(json.loads(whole) | {"type": "message"})


NAMED = {
    "a substitution": (("12", "A", "T"), "NC_000012.12:g.100A>T"),
    "mitochondrial": (("M", "A", "G"), "NC_012920.1:m.100A>G"),
    "X": (("X", "C", "T"), "NC_000023.11:g.100C>T"),
    "an insertion": (("12", "A", "AT"), None),
    "a scaffold": (("Un_KI270302v1", "A", "T"), None),
}


@pytest.mark.parametrize(("place", "expected"), NAMED.values(), ids=NAMED)
def test_the_genomic_name_is_told_where_it_is_sure(make, place, expected):
    chrom, ref, alt = place

    assert genomic_name(make.row(f"{chrom}-100-{ref}-{alt}")) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [("NP_1.1:p.Arg1Trp", "NP_1.1:p.(Arg1Trp)"), ("NP_1.1:p.(Arg1Trp)", "NP_1.1:p.(Arg1Trp)"),
     ("NP_1.1:p.Gly6%3D", "NP_1.1:p.(Gly6=)")],
)  # fmt: skip
def test_a_predicted_change_stands_in_brackets_once(name, expected):
    assert predicted(name) == expected
