"""Every output proves its bytes, and says which of content, inputs and versions still match."""

import io
import json
import zipfile

import docx
import pytest

from gmstool.errors import GmsError, InputError
from gmstool.report import manifest
from gmstool.report.amending import amend, sign
from gmstool.report.formats import render
from gmstool.report.manifest import CARRIED, beside, carried, finished
from gmstool.report.reading import Wanted, read
from gmstool.report.verifying import DIFFERS, MATCHES, NOT_CHECKED, verify
from gmstool.report.view import view

CASE = 'type = "rare"\nid = "CASE-1"\nreferral = "-- > <!-- R -->"\n[inputs]\nclassified = "rows.jsonl"\n'
META = {
    "gms": "1", "rule_sets": [{"id": "acmg-2015-svi-2024", "version": "0", "sha256": "0" * 64}],
    "panels": [{"id": "of-nowhere", "version": "1", "sha256": "1" * 64}], "reference": "of yesterday",
    "input": {"name": "trio.vcf"}, "run": {"input_sha256": "2" * 64},
}  # fmt: skip
QUOTED = '{"format":"gms-manifest/1","file_sha256":"' + "0" * 64 + '"}'


@pytest.fixture
def case(tmp_path, make):
    (tmp_path / "rows.jsonl").write_text(make.row(condition=QUOTED).model_dump_json() + "\n")
    (tmp_path / "rows.jsonl.meta.json").write_text(json.dumps(META))
    (tmp_path / "case.toml").write_text(CASE)
    return tmp_path / "case.toml"


def written(case, kind):
    found = read(Wanted(str(case)))
    data, told = finished(kind, found, view(found, "sv"))
    path = case.parent / f"out.{kind}"
    path.write_bytes(data)
    if told:
        beside(path).write_bytes(told)
    return path


def answers(path, case=None):
    return {one.what: (one.answer, one.detail) for one in verify(path, case)}


@pytest.mark.parametrize("kind", [*CARRIED, "fhir.json"])
def test_a_file_as_written_matches_in_bytes_content_and_inputs(case, kind):
    found = answers(written(case, kind), case)

    assert {found[one][0] for one in ("bytes", "content", "input rows.jsonl", "gms")} == {MATCHES}
    assert found["signatures"] == (NOT_CHECKED, "the file is a draft, version 1")


@pytest.mark.parametrize("kind", [*CARRIED, "fhir.json"])
@pytest.mark.parametrize("at", [0.02, 0.3, 0.5, 0.8, 0.97])
def test_any_changed_byte_is_found(case, kind, at):
    path = written(case, kind)
    data = bytearray(path.read_bytes())
    data[int(len(data) * at)] ^= 1
    path.write_bytes(data)

    try:
        answer, detail = answers(path)["bytes"]
    except InputError:
        return  # the manifest itself cannot be read any more
    assert answer == DIFFERS
    assert "changed in" in detail


@pytest.mark.parametrize(
    ("kind", "old", "new", "said"),
    [
        ("md", "klass 5", "klass 1", "Viktiga fynd"),
        ("html", "klass 5", "klass 1", "findings"),
        ("json", '"class": 5', '"class": 1', "findings"),
    ],
)
def test_the_changed_part_is_named(case, kind, old, new, said):
    path = written(case, kind)
    path.write_text(path.read_text().replace(old, new))

    assert said in answers(path)["bytes"][1]


def test_a_changed_member_of_an_office_file_is_named(case):
    path = written(case, "docx")
    data, found = io.BytesIO(), zipfile.ZipFile(path)
    with zipfile.ZipFile(data, "w") as new:
        for one in found.infolist():
            text = found.read(one)
            changed = text.replace(b"klass 5", b"klass 1")
            new.writestr(one, changed if one.filename.endswith("document.xml") else text)
    path.write_bytes(data.getvalue())

    assert answers(path)["bytes"] == (DIFFERS, "changed in: word/document.xml")


def test_the_files_still_open(case):
    assert docx.Document(written(case, "docx")).paragraphs
    assert zipfile.ZipFile(written(case, "xlsx")).testzip() is None
    assert json.loads(written(case, "json").read_text())["manifest"]["format"] == manifest.FORMAT
    assert written(case, "pdf").read_bytes().rstrip().endswith(b"%%EOF")
    assert written(case, "html").read_text().count("-->") == 1


def test_a_manifest_that_a_text_quotes_is_not_taken_for_the_file_s_own(case):
    found = carried(written(case, "md").read_bytes())

    assert found.told["case"] == "CASE-1"


def test_the_same_case_gives_the_same_bytes_with_its_manifest(case):
    assert [written(case, kind).read_bytes() for kind in CARRIED] == [
        written(case, kind).read_bytes() for kind in CARRIED
    ]


def test_changed_rows_are_told_as_content_and_as_input(case):
    path = written(case, "html")
    rows = case.parent / "rows.jsonl"
    rows.write_text(rows.read_text().replace("Pathogenic", "Benign"))

    found = answers(path, case)

    assert found["bytes"][0] == MATCHES
    assert found["content"] == (DIFFERS, "changed since: the classified variants")
    assert found["input rows.jsonl"][0] == DIFFERS


def test_versions_that_are_not_installed_any_more_are_told(case):
    found = answers(written(case, "pdf"), case)

    assert found["rules acmg-2015-svi-2024"][0] == DIFFERS
    assert found["reference"] == (DIFFERS, "was: of yesterday")
    assert found["panel of-nowhere"][0] == NOT_CHECKED
    assert found["input trio.vcf"][0] == MATCHES  # as its run hashed it: the meta.json says the same


def test_signatures_are_compared_with_the_record_of_the_case(case):
    sign(case, "Ann A", "geneticist", two_people=False)
    path = written(case, "pdf")

    assert answers(path)["signatures"][0] == NOT_CHECKED
    assert answers(path, case)["signatures"] == (MATCHES, "version 1, by Ann A")
    amend(case, "A slip", "Ann A")
    assert answers(path, case)["version"] == (DIFFERS, "the file is version 1, the case is at version 2")
    case.with_name("case.toml.signatures.json").unlink()
    assert answers(path, case)["signatures"] == (DIFFERS, "not in the case's record: Ann A")


def test_a_file_without_manifest_or_of_another_case_is_one_clear_error(case, tmp_path):
    other = tmp_path / "other.md"
    other.write_text("# no summary\n")
    with pytest.raises(InputError, match="carries no manifest"):
        verify(other)
    path = written(case, "md")
    case.write_text(CASE.replace("CASE-1", "CASE-2"))
    with pytest.raises(InputError, match="belongs to the case CASE-1"):
        verify(path, case)


@pytest.mark.parametrize(
    ("key", "value"),
    [("inputs", [1]), ("inputs", "x"), ("versions", {"rules": [[]]}), ("pieces", 3), ("signatures", [["x"]]),
     ("version", "1"), ("more", 1), ("parts", None)],
)  # fmt: skip
def test_a_hostile_manifest_is_one_clear_error(case, key, value):
    path = written(case, "fhir.json")
    beside(path).write_text(json.dumps(json.loads(beside(path).read_text()) | {key: value}))

    with pytest.raises(GmsError, match="the manifest of"):
        verify(path, case)


@pytest.mark.parametrize("name", ["/etc/passwd", "../case.toml"])
def test_an_input_outside_the_folder_is_not_followed(case, name):
    path = written(case, "fhir.json")
    told = json.loads(beside(path).read_text()) | {"inputs": [{"name": name, "sha256": "0" * 64}]}
    beside(path).write_text(json.dumps(told))

    assert answers(path)[f"input {name}"] == (NOT_CHECKED, "it lies outside the folder; name the case by --case")


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_the_archive_has_no_comment_which_some_programs_refuse_and_is_the_same_without_the_manifest(case, kind):
    data = written(case, kind).read_bytes()
    plain = read(Wanted(str(case)))

    assert zipfile.ZipFile(io.BytesIO(data)).comment == b""
    assert carried(data).bare == render(kind, plain, view(plain, "sv"))
