"""The ClinVar submission: only what is put forward and confirmed, by NCBI's own schema, and nothing of a patient."""

import json
import socket

import pytest

from gmstool.errors import GmsError
from gmstool.report.exports import clinvar, clinvar_check
from gmstool.report.view import view

PRIVATE = ("PS2", "PM6", "PM3", "PP1", "PP4", "PS4", "BS2", "BS4", "BP2", "BP5")


def told(made, language="en"):
    return json.loads(clinvar.render(made, view(made, language)))


def refused(made, said):
    with pytest.raises(GmsError, match=said):
        told(made)


def tumour_case(make, kind=None, **more):
    entry = {"variant": "chr7-140753336-A-T", "condition": {"db": "MedGen", "id": "C0152013"}}
    made = make.put_forward([make.tumour_row(**more)], entry, kind=kind)
    return made.model_copy(update={"type": "solid"})


def every(make):
    """A submission of each kind."""
    return {
        "germline": make.put_forward([make.row()]),
        "germline by place": make.put_forward([make.row(hgvsc="ENST01.1:c.100A>T")]),
        "an update": make.put_forward([make.row()], {"accession": "SCV000123456", "citations": ["25741868"]}),
        "on behalf": make.put_forward([make.row()], name="Spring", behalf_org_id=20000),
        "a condition by its name": make.put_forward([make.row()], {"condition": {"name": "a condition"}}),
        "oncogenicity": tumour_case(make),
        "clinical impact": tumour_case(make, "clinical_impact"),
    }


KINDS = ("germline", "germline by place", "an update", "on behalf", "a condition by its name", "oncogenicity",
         "clinical impact")  # fmt: skip


@pytest.mark.shared
@pytest.mark.parametrize("name", KINDS)
def test_the_submission_is_valid_by_ncbis_schema(make, name, faults_by_ncbi):
    assert faults_by_ncbi(told(every(make)[name])) == []


@pytest.mark.parametrize("name", KINDS)
def test_the_submission_has_the_structure_that_is_asked_for(make, name):
    assert clinvar_check.faults(told(every(make)[name])) == []


def test_a_record_says_class_condition_day_and_how_it_was_collected(make):
    (one,) = told(make.put_forward([make.row()]))["germlineSubmission"]
    class_ = one["germlineClassification"]

    assert (one["localID"], one["recordStatus"]) == ("LV-1", "novel")
    assert (class_["germlineClassificationDescription"], class_["dateLastEvaluated"]) == ("Pathogenic", "2026-11-20")
    assert class_["modeOfInheritance"] == "Autosomal recessive inheritance"
    assert one["variantSet"]["variant"] == [{"hgvs": "NM_1.1:c.100A>T", "gene": [{"symbol": "AAA"}]}]
    assert one["conditionSet"]["condition"] == [{"db": "MONDO", "id": "MONDO:0009861"}]
    assert one["observedIn"] == [
        {"alleleOrigin": "germline", "affectedStatus": "not provided", "collectionMethod": "clinical testing",
         "numberOfIndividuals": 1}
    ]  # fmt: skip


def test_a_transcript_of_ensembl_is_told_by_its_place(make):
    (one,) = told(make.put_forward([make.row(hgvsc="ENST01.1:c.100A>T")]))["germlineSubmission"]

    assert one["variantSet"]["variant"][0]["chromosomeCoordinates"] == {
        "assembly": "GRCh38", "chromosome": "12", "start": 100, "stop": 100, "referenceAllele": "A",
        "alternateAllele": "T",
    }  # fmt: skip


@pytest.mark.parametrize("code", [*PRIVATE, *(f"{code}_Strong" for code in PRIVATE)])
def test_evidence_of_people_leaves_as_code_and_strength_only(make, code):
    met = {"verdict": "met", "strength": "Moderate", "because": "three families of the north"}
    row = make.row(criteria=[{"code": code, **met}, {"code": "PM1", **met, "because": "a hot spot"}])
    comment = told(make.put_forward([row]))["germlineSubmission"][0]["germlineClassification"]["comment"]

    assert "families" not in comment
    assert code.partition("_")[0] in comment
    assert "a hot spot" in comment


def test_what_displaced_or_unmet_criteria_say_does_not_leave(make):
    told_ = [{"code": "PP3", "verdict": "met", "because": "displaced", "suppressed_by": "PS1"},
             {"code": "PM1", "verdict": "not_met", "because": "unmet"},
             {"code": "PVS1", "verdict": "met", "strength": "VeryStrong", "because": "counted"}]  # fmt: skip
    text = json.dumps(told(make.put_forward([make.row(criteria=told_)])))

    assert "counted" in text
    assert "displaced" not in text
    assert "unmet" not in text


def test_nothing_of_the_patient_leaves(make):
    made = make.put_forward([make.row(gt="0/1", vaf=0.4)])
    file = made.file.model_dump(exclude_none=True) | {
        "referral": "REF-99", "hpo": ["HP:0001263"], "sample": [{"id": "SAMPLE-5"}], "laboratory": "Lab 5",
        "question": {"situation": "A girl of three."}, "finding": [make.finding | {"comment": "her sister too"}],
    }  # fmt: skip
    text = json.dumps(told(make.case(made.rows, **file)))

    for kept in ("CASE-17", "REF-99", "HP:", "SAMPLE-5", "girl", "sister", "maternal", "0.4", "Lab 5"):
        assert kept not in text


NAMED = {
    "the case": {"local_id": "CASE-17"},
    "the case inside a sentence": {"comment": "seen in case-17 again"},
    "the referral": {"comment": "from REF-99."},
}


@pytest.mark.parametrize("entry", NAMED.values(), ids=NAMED)
def test_a_text_that_names_the_case_is_refused(make, entry):
    asked = make.submission | {"variant": [make.submitted | entry]}

    refused(make.case([make.row()], referral="REF-99", submission=asked), "named")


def test_a_longer_word_is_not_the_cases_name(make):
    assert told(make.put_forward([make.row()], {"local_id": "CASE-170"}))


def test_only_what_is_put_forward_leaves(make):
    found = told(make.put_forward([make.row(), make.row("12-200-C-G", 4)]))

    assert len(found["germlineSubmission"]) == 1
    assert "200" not in json.dumps(found)


REFUSED = {
    "nothing is put forward": ({"variant": []}, {}, "no variant is put forward"),
    "no criteria": ({"assertion_criteria": None}, {}, "assertion criteria"),
    "no release status": ({"release_status": None}, {}, "release status"),
    "neither signed nor confirmed": ({}, {"confirmed_by": None}, "neither signed nor confirmed"),
    "a variant that no row holds": ({}, {"variant": "chr1-1-A-T"}, "0 classified rows"),
    "no day": ({}, {"evaluated": None}, "when it was last evaluated"),
    "a kind that the row has no class of": ({"kind": "oncogenicity"}, {}, "no class"),
}


@pytest.mark.parametrize(("section", "entry", "said"), REFUSED.values(), ids=REFUSED)
def test_what_is_missing_is_said(make, section, entry, said):
    one = {key: value for key, value in (make.submitted | entry).items() if value is not None}
    asked = {key: value for key, value in (make.submission | {"variant": [one]} | section).items() if value is not None}

    refused(make.case([make.row()], submission=asked), said)


def test_a_class_that_is_out_of_scope_is_no_class(make):
    refused(make.put_forward([make.row(classification="Not in scope")]), "no class")


def test_a_condition_without_an_identifier_is_asked_for(make):
    refused(make.put_forward([make.row(mondo=None)]), "condition")


def test_a_large_variant_without_a_refseq_name_is_refused(make):
    named = {"hgvsc": None}
    refused(make.put_forward([make.row(ref="A" * 51, alt="A", **named)]), "neither a RefSeq name")

    assert told(make.put_forward([make.row(ref="A" * 50, alt="A", **named)]))


def test_consent_that_says_no_is_heard(make):
    asked = make.submission | {"variant": [make.submitted]}

    refused(make.case([make.row()], submission=asked, consent={"sharing": False}), "nothing is shared")
    assert told(make.case([make.row()], submission=asked, consent={"sharing": True}))


def test_one_file_holds_one_kind(make):
    entries = [{}, {"variant": "chr7-140753336-A-T", "local_id": "LV-2"}]

    refused(make.put_forward([make.row(), make.tumour_row()], *entries), "not both")


def test_a_signed_case_needs_no_other_word(make):
    entry = {key: value for key, value in make.submitted.items() if key not in ("confirmed_by", "evaluated")}
    made = make.case([make.row()], submission=make.submission | {"variant": [entry]})

    refused(made, "neither signed nor confirmed")
    (one,) = told(make.signed(made))["germlineSubmission"]
    assert one["germlineClassification"]["dateLastEvaluated"] == "2026-11-20"


TUMOURS = {
    "no normal sample": (None, "not tested"),
    "not in the normal sample": (0.0, "absent"),
    "in the normal sample": (0.48, "present"),
}


@pytest.mark.parametrize(("share", "expected"), TUMOURS.values(), ids=TUMOURS)
def test_the_normal_tissue_says_what_was_seen(make, share, expected):
    (one,) = told(tumour_case(make, normal_vaf=share))["oncogenicitySubmission"]

    assert one["observedIn"][0]["presenceOfSomaticVariantInNormalTissue"] == expected
    assert one["observedIn"][0]["alleleOrigin"] == "unknown"
    assert "somaticVariantAlleleFraction" not in one["observedIn"][0]


def test_clinical_impact_has_the_tier_and_the_evidence_that_carries_it(make):
    (one,) = told(tumour_case(make, "clinical_impact"))["clinicalImpactSubmission"]
    class_ = one["clinicalImpactClassification"]

    assert class_["clinicalImpactClassificationDescription"] == "Tier I - Strong"
    assert class_["assertionTypeForClinicalImpact"] == "therapeutic: sensitivity/response"
    assert class_["drugForTherapeuticAssertion"] == "drug A"


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_same_case_gives_the_same_bytes_in_clinvars_english(make, language):
    made = make.put_forward([make.row()])

    assert clinvar.render(made, view(made, language)) == clinvar.render(made, view(made, "en"))


def test_nothing_is_sent(make, monkeypatch):
    def no_network(*_args, **_kwargs):
        raise AssertionError

    monkeypatch.setattr(socket, "socket", no_network)

    assert told(make.put_forward([make.row()]))


def test_an_identity_number_does_not_leave(make):
    refused(make.put_forward([make.row()], {"comment": f"patient {make.luhn_number()}"}), "personal identity number")


def _put(key, value):
    return lambda found: found["germlineSubmission"][0].update({key: value})


def _without(*path):
    def change(found):
        for key in path[:-1]:
            found = found[key]
        del found[path[-1]]

    return change


RECORD = ("germlineSubmission", 0)
CLASS = (*RECORD, "germlineClassification")
FAULTS = {
    "no criteria": (_without("assertionCriteria"), "assertionCriteria is missing"),
    "no records": (_without("germlineSubmission"), "0 kinds"),
    "no local name": (_without(*RECORD, "localID"), "localID is missing"),
    "no class": (_without(*CLASS, "germlineClassificationDescription"), "Description is missing"),
    "no day": (_without(*CLASS, "dateLastEvaluated"), "no day"),
    "no condition": (_without(*RECORD, "conditionSet", "condition"), "the condition"),
    "no variant": (_without(*RECORD, "variantSet", "variant", 0, "hgvs"), "not one name"),
    "no origin": (_without(*RECORD, "observedIn", 0, "alleleOrigin"), "alleleOrigin is missing"),
    "a key of nobody": (_put("caseID", "x"), "caseID is not known"),
    "a top key of nobody": (lambda found: found.update(patient="x"), "patient is not known"),
    "an update without accession": (_put("recordStatus", "update"), "accession"),
}  # fmt: skip


@pytest.mark.parametrize(("change", "said"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_found_before_the_submission_is_written(make, change, said):
    found = told(make.put_forward([make.row()]))
    change(found)

    assert any(said in one for one in clinvar_check.faults(found))
    with pytest.raises(GmsError, match="not valid"):
        clinvar_check.check(found)
