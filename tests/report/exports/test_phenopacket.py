"""The phenopacket: one for a single patient, a family where there is a pedigree, and no guess in either."""

import json
import sys

import phenopackets
import pytest
from google.protobuf.json_format import MessageToDict, Parse

from gmstool.errors import GmsError
from gmstool.report.exports import phenopacket
from gmstool.report.view import view


def told(made, language="en"):
    return json.loads(phenopacket.render(made, view(made, language)))


def packet(made):
    found = told(made)
    return found.get("proband", found)


def interpreted(made):
    """Each genomic interpretation with the condition that it stands under."""
    return [(one["diagnosis"]["disease"]["id"], each) for one in packet(made)["interpretations"]
            for each in one["diagnosis"]["genomicInterpretations"]]  # fmt: skip


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_kind_of_case_comes_back_from_the_schemas_classes(make, kind, language):
    made = make.kinds()[kind]
    data = phenopacket.render(made, view(made, language))
    message = phenopackets.Family() if made.pedigree else phenopackets.Phenopacket()

    assert MessageToDict(Parse(data, message)) == json.loads(data)
    assert data == phenopacket.render(made, view(made, "sv")), "codes have no language"


def test_a_pedigree_makes_a_family(make):
    found = told(make.kinds()["rare"])

    assert [one["individualId"] for one in found["pedigree"]["persons"]] == ["S1", "F1", "M1"]
    assert [one.get("affectedStatus", "MISSING") for one in found["pedigree"]["persons"]] == [
        "AFFECTED", "UNAFFECTED", "MISSING",
    ]  # fmt: skip
    assert found["proband"]["subject"] == {"id": "S1", "sex": "FEMALE"}
    assert "pedigree" not in told(make.kinds()["childhood"])


def test_the_phenotype_has_names_and_no_onset(make):
    (feature,) = packet(make.kinds()["rare"])["phenotypicFeatures"]

    assert feature == {"type": {"id": "HP:0001263", "label": "Global developmental delay"}}


def test_a_variant_is_named_placed_and_classified(make):
    (condition, found), _ = interpreted(make.kinds()["rare"])
    variant = found["variantInterpretation"]["variationDescriptor"]

    assert condition == "MONDO:0009861"
    assert found["variantInterpretation"]["acmgPathogenicityClassification"] == "PATHOGENIC"
    assert variant["geneContext"] == {"valueId": "HGNC:17", "symbol": "AAA"}
    assert [one["syntax"] for one in variant["expressions"]] == ["hgvs.c", "hgvs.g", "hgvs.p"]
    assert variant["vcfRecord"] == {
        "genomeAssembly": "GRCh38", "chrom": "chr12", "pos": "100", "ref": "A", "alt": "T",
    }  # fmt: skip
    assert variant["allelicState"]["id"] == "GENO:0000135"
    assert variant["xrefs"][0].startswith("ga4gh:VA.")


CLASSES = {5: "PATHOGENIC", 4: "LIKELY_PATHOGENIC", 3: "UNCERTAIN_SIGNIFICANCE", 2: "LIKELY_BENIGN", 1: "BENIGN"}


@pytest.mark.parametrize(("number", "expected"), CLASSES.items())
def test_the_class_by_acmg(make, number, expected):
    ((_, found),) = interpreted(make.case([make.row(number=number)], finding=[{"variant": "chr12-100-A-T"}]))

    assert found["variantInterpretation"]["acmgPathogenicityClassification"] == expected


def test_oncogenicity_is_never_put_in_the_place_of_an_acmg_class(make):
    ((condition, found),) = interpreted(make.kinds()["solid"])

    assert condition == "ONCOTREE:LUAD"
    assert "acmgPathogenicityClassification" not in found["variantInterpretation"], (
        "NOT_PROVIDED is the schema's default"
    )
    assert found["subjectOrBiosampleId"] == "T1"


TIERS = {
    "tier I with a treatment": ({"tier": "I"}, "ACTIONABLE"),
    "tier II with a treatment": ({"tier": "II"}, "ACTIONABLE"),
    "tier I by diagnosis alone": ({"tier": "I", "evidence": [{"type": "diagnostic"}]}, None),
    "tier III": ({"tier": "III"}, None),
    "tier IV": ({"tier": "IV"}, "NOT_ACTIONABLE"),
    "no tier": ({"tier": None}, None),
}


@pytest.mark.parametrize(("change", "expected"), TIERS.values(), ids=TIERS)
def test_actionable_only_where_evidence_on_a_treatment_says_so(make, change, expected):
    note = [{"variant": "chr7-140753336-A-T"}]
    ((_, found),) = interpreted(make.case([make.tumour_row(**change)], "solid", finding=note))

    assert found["variantInterpretation"].get("therapeuticActionability") == expected


STATUSES = {
    "explains": ({"phenotype_fit": "full", "zygosity": "homozygous"}, "CAUSATIVE"),
    "explains in part": ({"phenotype_fit": "partial", "zygosity": "homozygous"}, "CONTRIBUTORY"),
    "nobody judged the phenotype": ({"zygosity": "homozygous"}, "CANDIDATE"),
    "a carrier": ({"zygosity": "heterozygous", "phenotype_fit": "full"}, None),
    "a class 1": ({"zygosity": "homozygous", "number": 1}, "REJECTED"),
}


@pytest.mark.parametrize(("said", "expected"), STATUSES.values(), ids=STATUSES)
def test_the_status_is_that_of_the_conclusion(make, said, expected):
    said = dict(said)
    made = make.case([make.row(number=said.pop("number", 5))], finding=[{"variant": "chr12-100-A-T", **said}])
    ((_, found),) = interpreted(made)

    assert found.get("interpretationStatus") == expected


def test_in_progress_until_signed_then_solved_or_completed(make):
    solving = make.finding | {"zygosity": "homozygous", "phenotype_fit": "full"}
    cases = [make.case([make.row()], finding=[one]) for one in (solving, make.finding)]
    found = [packet(one)["interpretations"][0]["progressStatus"] for one in (cases[0], *map(make.signed, cases))]

    assert found == ["IN_PROGRESS", "SOLVED", "COMPLETED"]


NAMELESS = {"mondo": None, "condition": None}
CONDITIONS = {
    "the row's": ({"mondo": "MONDO:0009861"}, {}, "MONDO:0009861"),
    "the case's, where the row has no other": (NAMELESS, {"condition": "OMIM:261600"}, "OMIM:261600"),
    "not the case's, where the row names another": ({"mondo": None}, {"condition": "MONDO:0009861"}, "MONDO:0000001"),
    "a name alone is no identifier": (NAMELESS, {"condition": "phenylketonuria"}, "MONDO:0000001"),
}  # fmt: skip


@pytest.mark.parametrize(("known", "file", "expected"), CONDITIONS.values(), ids=CONDITIONS)
def test_the_condition_is_never_guessed(make, known, file, expected):
    ((condition, _),) = interpreted(make.case([make.row(**known)], **file))

    assert condition == expected


def test_the_resources_are_those_used_with_the_bundles_releases(make):
    found = {one["namespacePrefix"]: one for one in told(make.kinds()["rare"])["metaData"]["resources"]}
    plain = {one["namespacePrefix"] for one in told(make.kinds()["pharmacogenomics"])["metaData"].get("resources", [])}

    assert set(found) == {"GENO", "HGNC", "HP", "MONDO"}
    assert found["HP"]["version"][:2] == "20"
    assert plain == set()


def test_a_packet_without_a_time_is_not_made_up(make, monkeypatch):
    made = make.case([make.row()], date=None)

    with pytest.raises(GmsError, match="no date"):
        told(made)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert told(made)["metaData"]["created"] == "2023-11-14T22:13:20Z"


def test_without_the_library_the_extra_is_named(make, monkeypatch):
    monkeypatch.setitem(sys.modules, "phenopackets", None)

    with pytest.raises(GmsError, match="needs the package phenopackets") as error:
        told(make.case([make.row()]))
    assert "gmstool[standards]" in error.value.hint


def test_an_identity_number_does_not_leave(make):
    made = make.case([make.row()], pedigree=[("S1", make.luhn_number(), None, "male", None)])

    with pytest.raises(GmsError, match="personal identity number"):
        told(made)


@pytest.mark.parametrize("text", ['"},{"id":"x', "<script>", "å\u202eä\u0000", "\ud7ff\ufffe"])
def test_hostile_texts_stay_texts(make, text):
    row = make.row(gene=text, condition=text, mondo=text, hgvsc=f"{text}:c.1A>T")
    made = make.case([row], id=text, laboratory=text, sample=[{"id": text, "kind": text}], condition=text)

    assert set(told(made)) == {"id", "subject", "biosamples", "interpretations", "metaData"}
