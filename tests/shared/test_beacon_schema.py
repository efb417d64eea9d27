"""The Beacon answers that our tests are made of, and what we ask, against the schemas of Beacon v2.1.1."""

import json
import runpy
from pathlib import Path

import pytest

from gmstool.knowledge.sources.beacon import gene_query, sequence_query

ROOT = Path(__file__).parents[2]
SCHEMAS = ROOT.parent / "shared" / "schemas"
HOME = "https://raw.githubusercontent.com/ga4gh-beacon/beacon-v2/main/"
VRS = "https://w3id.org/ga4gh/schema/vrs/1.3/vrs.json"
RESPONSES = "framework/json/responses/"
MODEL = "models/json/beacon-v2-default-model/genomicVariations/"
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not SCHEMAS.is_dir(), reason="the schemas of Beacon v2 (../shared/schemas) are not here"),
]


def errors(told, schema):
    """What a schema has against a document."""
    from jsonschema import Draft202012Validator
    from referencing import Registry, Resource
    from referencing.jsonschema import DRAFT202012

    folder = SCHEMAS / "beacon-v2"
    paths = {f"{HOME}{one.relative_to(folder).as_posix()}": one for one in folder.rglob("*.json")}
    paths[VRS] = SCHEMAS / "vrs-1.3" / "vrs.json"
    registry = Registry().with_resources(
        (uri, Resource(json.loads(path.read_text()), DRAFT202012)) for uri, path in paths.items()
    )
    validator = Draft202012Validator({"$ref": f"{HOME}{schema}"}, registry=registry)
    return [f"{error.json_path}: {error.message}"[:200] for error in validator.iter_errors(told)]


def answer(*interpretations, **more):
    made = runpy.run_path(str(ROOT / "tests" / "knowledge" / "test_query_remotes.py"))
    return made["beacon_answer"](*interpretations, **more)


def test_the_answers_that_our_tests_are_made_of_are_those_of_a_beacon():
    assert errors(answer(), f"{RESPONSES}beaconResultsetsResponse.json") == []
    assert errors(answer(granularity="boolean"), f"{RESPONSES}beaconBooleanResponse.json") == []


def test_the_interpretation_that_we_read_is_one_of_the_specification():
    effect = {"id": "MONDO:0005105", "label": "melanoma"}
    told = {"clinicalRelevance": "likely pathogenic", "conditionId": "c1", "effect": effect}
    told["category"] = {"id": "MONDO:0000001", "label": "disease"}

    assert errors(told, f"{MODEL}defaultSchema.json#/$defs/PhenoClinicEffect") == []


def test_what_we_ask_are_parameters_of_the_specification():
    lists, our_own = {"start"}, {"geneid", "requestedGranularity", "includeResultsetResponses"}
    for asked in (sequence_query(("GRCh38", "7", 140753336, "A", "T")), gene_query("BRAF")):
        given = {name: [int(value)] if name in lists else value for name, value in asked if name not in our_own}

        assert errors({"g_variant": given}, f"{MODEL}requestParameters.json") == []
        assert errors(given, f"{MODEL}requestParameters.json#/g_variant") == []
