"""The examples for other systems: each is valid, proves its bytes, and is there for every type of case."""

import json
from pathlib import Path

import pytest
from fhir.resources.R4B.bundle import Bundle
from google.protobuf.json_format import Parse
from phenopackets.schema.v2 import Family, Phenopacket

from gmstool.report.case_types import CASE_TYPES
from gmstool.report.exports import clinvar_check, fhir_check
from gmstool.report.verifying import MATCHES, verify

EXAMPLES = Path(__file__).parents[3] / "examples" / "report"


def example(kind, suffix):
    return EXAMPLES / kind / f"summary.sv.{suffix}"


@pytest.mark.parametrize("kind", CASE_TYPES)
def test_the_fhir_bundle_is_valid(kind):
    told = json.loads(example(kind, "fhir.json").read_text("utf-8"))

    assert Bundle.model_validate(told)
    assert fhir_check.faults(told) == []


@pytest.mark.parametrize("kind", [one for one in CASE_TYPES if one != "pharmacogenomics"])
def test_the_phenopacket_is_one(kind):
    text = example(kind, "phenopacket.json").read_text("utf-8")
    found = Parse(text, Family() if '"proband"' in text else Phenopacket())

    assert found.id
    assert found.meta_data.phenopacket_schema_version == "2.0"


def test_the_submission_has_the_structure_that_clinvar_asks_for():
    told = json.loads(example("rare", "clinvar.json").read_text("utf-8"))

    assert clinvar_check.faults(told) == []
    assert "EX-RARE-001" not in json.dumps(told), "the case stays here"


FILES = [one for one in sorted(EXAMPLES.glob("*/summary.sv.*")) if one.suffix in (".json", ".xlsx")]


@pytest.mark.parametrize(
    "path",
    [one for one in FILES if not one.name.endswith(".manifest.json")],
    ids=lambda one: f"{one.parent.name}/{one.name}",
)
def test_each_proves_its_bytes(path):
    assert next(one.answer for one in verify(path) if one.what == "bytes") == MATCHES
