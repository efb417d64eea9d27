"""The typed case: what is refused, with which path, and that the published schema is the model's."""

import json
from dataclasses import fields
from pathlib import Path
from typing import get_args

import jsonschema
import pytest

from gmstool.classify import case as evidence
from gmstool.errors import GmsError
from gmstool.identity import IdentityError
from gmstool.report import terms
from gmstool.report.case import CaseFile, schema
from gmstool.report.case_types import CASE_TYPES
from gmstool.report.parts import CaseType
from gmstool.report.reading import Wanted, case_file, read
from gmstool.report.starting import start

DOCS = Path(__file__).parents[2] / "docs"
PERSON = "19701063-2391"  # a samordningsnummer of the tax agency's examples
WRONG = [
    ('type = "rar"', "type: input should be"),
    ("zzz = 1", "zzz"),
    ('[[finding]]\nvariant = "1-1-A-T"\nvaf = 1.5', "finding[1].vaf"),
    ('[[finding]]\nvariant = "1-1-A-T"\nvaf = "0.5"', "finding[1].vaf"),
    ('[[finding]]\ngene = "A"', "finding[1].variant: field required"),
    ("[[sample]]\nid = 5", "sample[1].id"),
    ('[method]\ntested = ["snv", "magic"]', "method.tested[2]"),
    ("question = 1", "question"),
    ('hpo = ["HP:1"]', "hpo[1]"),
    ('[[variant]]\nvariant = "1-1-A-T"\nwrong = 1', "variant[1].wrong"),
    ("a = ", "cannot be read"),
]  # fmt: skip


def write(tmp_path, text, name="case.toml"):
    path = tmp_path / name
    path.write_text(text)
    return path


@pytest.mark.parametrize(("text", "told"), WRONG, ids=[one[1] for one in WRONG])
def test_a_fault_is_named_by_its_path(tmp_path, text, told):
    with pytest.raises(GmsError) as error:
        case_file(write(tmp_path, text))

    assert told in error.value.message


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("long.toml", 'id = "' + "x" * (10 << 20) + '"'),
        ("line.toml", 'id = "' + "x" * 400 + '"'),
        ("cycle.yaml", "question: &a\n  situation: *a\n"),
        ("deep.yaml", "question: " + "[" * 200_000),  # a reader's time grows with the square of the levels
        ("bomb.yaml", "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"),
        ("deep.json", "[" * 100_000),
        ("deep2.json", '{"question": ' * 5_000 + "1" + "}" * 5_000),
        ("list.json", "[1, 2]"),
        ("nan.json", '{"finding": [{"variant": "a", "vaf": NaN}]}'),
        ("python.yaml", "!!python/object/apply:os.system ['true']"),
        ("bytes.toml", 'id = "\\u0000"'),
    ],
)  # fmt: skip
def test_a_hostile_case_file_is_one_clear_error(tmp_path, name, text):
    if name == "bytes.toml":
        assert case_file(write(tmp_path, text.replace("\\u0000", "a"), name)).id == "a"
        text = 'id = " "'
    with pytest.raises(GmsError) as error:
        case_file(write(tmp_path, text, name))

    assert len(error.value.message) < 800


@pytest.mark.parametrize("key", ["id", "referral", "requester"])
def test_an_identity_number_in_any_field_is_refused_and_not_repeated(tmp_path, key):
    with pytest.raises(IdentityError) as error:
        case_file(write(tmp_path, f'{key} = "{PERSON}"'))

    assert PERSON not in error.value.message


def test_an_identity_number_in_a_row_is_refused_with_its_place(tmp_path):
    rows = write(tmp_path, json.dumps({"variant": "chr1-1-A-T", "note": {"deep": [PERSON]}}), "rows.jsonl")

    with pytest.raises(IdentityError, match=r"line 1, `note\.deep"):
        read(Wanted(str(rows), type="rare"))


def test_every_section_of_the_report_is_left_alone_by_classify():
    own = {one.name for one in fields(evidence.Case)}

    assert set(CaseFile.model_fields) - own == set(evidence.REPORTED)
    assert own <= set(CaseFile.model_fields)


def test_the_published_schema_is_the_models():
    assert json.loads((DOCS / "case.schema.json").read_text()) == schema()
    jsonschema.Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("kind", CASE_TYPES)
def test_a_new_case_file_is_valid_as_written_and_with_its_comments_opened(tmp_path, kind, language):
    text = start(kind, language)
    opened = "\n".join(
        line[2:] if line.startswith(("# [", "# ")) and _is_toml(line[2:]) else line for line in text.splitlines()
    )

    assert case_file(write(tmp_path, text)).type == kind
    assert case_file(write(tmp_path, opened, "opened.toml")).sample[0].passed is True


def _is_toml(line):
    return line.startswith("[") or (" = " in line and line.split(" = ")[0].replace("_", "").isalnum())


def test_the_same_file_is_read_by_classify_and_by_report(tmp_path):
    text = 'type = "rare"\nmoi = "AD"\n[[finding]]\nvariant = "chr1-1-A-T"\n[[variant]]\nvariant = "chr1-1-A-T"\n'
    path = write(tmp_path, text)

    assert evidence.read(path).variant[0].variant == case_file(path).variant[0]["variant"] == "chr1-1-A-T"


@pytest.mark.parametrize(
    ("kind", "row", "told"),
    [
        ("solid", {"classification": "Pathogenic"}, "as germline variants, not as a tumour's"),
        ("solid", {"oncogenicity": "Oncogenic"}, None),
        ("rare", {"oncogenicity": "Oncogenic"}, "as a tumour's, not as germline variants"),
        ("rare", {"classification": "Pathogenic"}, None),
        ("childhood", {"oncogenicity": "Oncogenic"}, None),
        ("childhood", {"classification": "Pathogenic"}, None),
    ],
)
def test_rows_judged_for_another_kind_of_case_are_noticed(tmp_path, kind, row, told):
    (tmp_path / "rows.jsonl").write_text(json.dumps({"variant": "chr1-1-A-T", **row}) + "\n")
    case = read(Wanted(str(tmp_path / "rows.jsonl"), type=kind))

    found = [text for text, _ in case.notices if text.startswith("The variants were classified")]
    assert (told is None) == (not found)
    assert told is None or told in found[0]


def test_the_types_of_a_case_are_written_in_one_order_everywhere():
    assert get_args(CaseType) == CASE_TYPES == tuple(terms.TYPES)
