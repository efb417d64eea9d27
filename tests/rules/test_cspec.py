"""ClinGen criteria specifications become overlays."""

import json
import tomllib

import pytest
from tomli_w import dumps

from gmstool.rules import load
from gmstool.rules.check import problems
from gmstool.rules.cspec import imported
from gmstool.rules.diff import differences
from gmstool.rules.model import RulesError


def strength(label, applicability="Applicable", text=""):
    return {"@type": "EvidenceStrength", "label": label, "applicability": applicability, "description": text}


def code(label, *strengths):
    return {
        "@type": "CriteriaCode",
        "label": label,
        "description": "what it says",
        "evidenceStrengths": list(strengths),
    }


DOCUMENT = {
    "@id": "https://example.org/SequenceVariantInterpretation/id/GN099",
    "label": "ClinGen Example Expert Panel Specifications for GENE1 Version 2.1.0",
    "affiliation": {"label": "Example Variant Curation Expert Panel"},
    "lastUpdated": "2024-04-22T15:42:55.213Z",
    "ruleSets": [
        {
            "genes": [{"label": "GENE1"}],
            "criteriaCodes": [
                code("PM1", strength("Moderate", "Not applicable"), strength("Strong", "Not Applicable for this VCEP")),
                code("PM2", strength("Supporting", text="Below 0.00001"), strength("Moderate", "Not applicable")),
                code("PVS1", strength("Very Strong"), strength("Strong"), strength("Stand Alone", "Not applicable")),
            ],
        }
    ],
}
ROWS = [
    {"criterion": "PM1", "strength": "Moderate", "applicability": "Not applicable", "text": "", "points": 2},
    {"criterion": "PM2", "strength": "Supporting", "applicability": "Applicable", "text": "Below 0.00001", "points": 1},
]


def overlay(tmp_path, document):
    path = tmp_path / "spec.json"
    path.write_text(json.dumps(document))
    return imported(path, load.DEFAULT)


def test_the_head_of_a_specification(tmp_path):
    head = overlay(tmp_path, DOCUMENT)["ruleset"]

    assert (head["id"], head["version"], head["date"]) == ("cspec-gn099", "2.1.0", "2024-04-22")
    assert (head["genes"], head["panels"], head["extends"]) == (["GENE1"], ["Example VCEP"], load.DEFAULT)


@pytest.mark.parametrize("document", [DOCUMENT, ROWS], ids=["as the registry gives it", "one row a strength"])
def test_criteria_are_used_where_one_strength_is_applicable(tmp_path, document):
    criteria = overlay(tmp_path, document)["criteria"]

    assert not criteria["PM1"]["applies"]
    assert criteria["PM2"]["applies"]
    assert criteria["PM2"]["strengths"] == ["Supporting"]
    assert criteria["PM2"]["texts"] == {"Supporting": "Below 0.00001"}


def test_strengths_stand_strongest_first(tmp_path):
    assert overlay(tmp_path, DOCUMENT)["criteria"]["PVS1"]["strengths"] == ["VeryStrong", "Strong"]


def test_the_older_form_of_the_registry_is_read_too(tmp_path):
    older = {"data": [{"entContent": {"label": "BS1", "strengthDescriptor": [
        {"strength": "Strong", "applicability": "Applicable with VCEP specification", "text": "FAF at least 0.002"},
        {"strength": "Supporting", "applicability": "Not applicable", "text": ""},
    ]}}]}  # fmt: skip

    assert overlay(tmp_path, older)["criteria"]["BS1"]["strengths"] == ["Strong"]


def test_an_imported_specification_is_a_rule_set_without_problems(tmp_path):
    path = tmp_path / "cspec-gn099.toml"
    path.write_text(dumps(overlay(tmp_path, DOCUMENT)))

    rules = load.load(str(path))

    assert not rules.applies("PM1")
    assert rules.ba1.min_af == 0.05
    assert list(problems(tomllib.loads(path.read_text()), load.default().content)) == []
    assert "criteria.PM1.applies" in {one.path for one in differences(load.default(), rules)}


@pytest.mark.parametrize(
    ("text", "told"), [("{", "is not JSON"), ("[]", "names no criteria"), ('"text"', "names no criteria")]
)
def test_what_is_no_specification_is_an_error(tmp_path, text, told):
    path = tmp_path / "spec.json"
    path.write_text(text)

    with pytest.raises(RulesError, match=told):
        imported(path, load.DEFAULT)


def test_differences_name_what_came_went_and_changed():
    found = {one.path: (one.change, one.old, one.new) for one in differences(load.default(), load.for_gene("PAH"))}

    assert found["ba1.min_af"] == ("changed", 0.05, 0.015)
    assert found["bs1.min_af"] == ("came", None, 0.002)
    assert differences(load.default(), load.default()) == []
    assert {one.change for one in differences(load.for_gene("PAH"), load.default())} == {"changed", "went"}
