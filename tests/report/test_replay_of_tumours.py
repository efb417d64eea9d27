"""A replay of a tumour restores what the old run knew of the case: type, purity, age, assay, calls, target, markers."""

import json
import shutil
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from gmstool.cli.classify_somatic import Asked, task_of
from gmstool.cli.main import command_line
from gmstool.errors import InputError
from gmstool.filters.options import Options
from gmstool.report import replay
from gmstool.report.replay_again import again, given, of_input
from gmstool.report.replay_found import old
from gmstool.somatic.run import classify
from gmstool.vcf.source import open_vcf

CASES = Path(__file__).parents[1] / "cases"
ASSAY = """id = "panel"
version = "1"
[finds]
fusions = true
cnv = true
genes = ["NPM1", "FLT3", "TP53", "KRAS"]
"""
CALLS = "gene\tkind\tcopy_number\nERBB2\tamplification\t12\n"
TARGET = "chr1\t0\t1500000\n"
STATED = {
    "haematology": (
        "AML", '[haematology]\nkaryotype = "46,XX[20]"\n[[biomarker]]\nname = "FLT3-ITD"\nvalue = "negative"\n',
    ),
    "solid": (
        "LUAD", '[[biomarker]]\nname = "MSI"\nvalue = "stable"\n[[result]]\nkind = "fusion"\nresult = "EML4::ALK"\n',
    ),
}  # fmt: skip


@pytest.fixture(params=STATED)
def kind(request):
    return request.param


@pytest.fixture
def case(tmp_path, kind):
    """A case as `gms classify --somatic --case … --assay … --calls … --target …` leaves it."""
    vcf = tmp_path / "input.vcf"
    shutil.copy(CASES / "_shared" / ("tumour.vcf" if kind == "haematology" else "solid.vcf"), vcf)
    for name, text in (("assay.toml", ASSAY), ("calls.tsv", CALLS), ("target.bed", TARGET)):
        (tmp_path / name).write_text(text)
    code, more = STATED[kind]
    path = tmp_path / "case.toml"
    path.write_text(
        f'type = "{kind}"\n[inputs]\nclassified = "rows.jsonl"\n'
        f'[tumour]\noncotree = "{code}"\ncell_content = 0.8\nage = 61\n{more}'
    )
    files = {"assay": tmp_path / "assay.toml", "calls": (tmp_path / "calls.tsv",), "target": tmp_path / "target.bed"}
    task = task_of(Asked(**files, synonymous=True), Options(), path, "en")
    with closing(open_vcf(str(vcf), threads=1)) as source:
        done = classify(source, task, tmp_path / "rows.jsonl", "jsonl")
    told = {**done.facts, "options": Options().told(), "language": "en", "case_result": done.case,
            "run": {"command": ["gms", "classify", "input.vcf", "--somatic", "--case", "case.toml"]}}  # fmt: skip
    (tmp_path / "rows.jsonl.meta.json").write_text(json.dumps(told))
    return path


def changed(case, **more):
    """The old run's facts with some of them put otherwise."""
    meta = case.parent / "rows.jsonl.meta.json"
    meta.write_text(json.dumps(json.loads(meta.read_text()) | more))


def facts(case):
    return json.loads((case.parent / "rows.jsonl.meta.json").read_text())


def test_nothing_changes_when_nothing_did(case, kind):
    found = old(case)
    rows, now = again(found)

    assert rows
    assert replay.variants(found.rows, rows) == []
    assert replay.versions(found.meta, now) == []
    assert replay.whole_case(found.meta, now) == []
    assert of_input(found) == []
    result = now["case_result"]
    assert (now["purity"], now["age"], result["tumour_type"]["code"]) == (0.8, 61.0, STATED[kind][0])
    assert (result["assay"]["id"], result["assay"]["finds"]["fusions"]) == ("panel", "examined")
    assert result["tmb"]["megabases"] == 1.5
    assert "ERBB2" in json.dumps(result["events"])


LOST = {
    "another tumour type": {"tumour_type": "MEL (Melanoma)"},
    "no files beside the variants": {"case_inputs": {"files": [], "synonymous": True}},
}


@pytest.mark.parametrize("then", LOST.values(), ids=LOST)
def test_an_input_that_is_not_restored_would_be_told(case, then):
    changed(case, **then)
    found = old(case)
    rows, now = again(found)

    assert replay.whole_case(found.meta, now) or replay.variants(found.rows, rows)


@pytest.mark.parametrize("kind", ["solid"], indirect=True)
def test_what_changed_of_the_whole_case_is_told_by_its_place(case):
    result = facts(case)["case_result"]
    result["tmb"]["megabases"] = 2.0
    result["assay"]["finds"]["fusions"] = "not examined by this assay"
    changed(case, case_result=result)
    found = old(case)

    assert [(one.what, one.old, one.new) for one in replay.whole_case(found.meta, again(found)[1])] == [
        ("case: assay.finds.fusions", "not examined by this assay", "examined"), ("case: tmb.megabases", "2", "1.5"),
    ]  # fmt: skip


@pytest.mark.parametrize("kind", ["solid"], indirect=True)
@pytest.mark.parametrize(("what", "name"), [("assay", "assay.toml"), ("calls", "calls.tsv"), ("target", "target.bed")])
def test_a_file_beside_the_variants_that_changed_is_told_and_one_that_is_gone_is_named(case, what, name):
    path = case.parent / name
    path.write_text(path.read_text().replace("ERBB2", "ERBB3").replace("panel", "other").replace("1500000", "1600000"))
    found = old(case)

    assert [(one.what, one.why) for one in of_input(found)] == [(what, f"{name} was changed")]
    assert replay.whole_case(found.meta, again(found)[1])

    path.unlink()
    with pytest.raises(InputError, match=name):
        again(old(case))


def test_a_run_of_an_older_gms_is_restored_from_its_command(case):
    files = [word for what, name in (("assay", "assay.toml"), ("calls", "calls.tsv")) for word in (f"--{what}", name)]
    command = ["gms", "classify", "input.vcf", "--somatic", "--case", "case.toml", *files, "--target=target.bed",
               "--synonymous"]  # fmt: skip
    told = {key: value for key, value in facts(case).items() if key != "case_inputs"} | {"run": {"command": command}}
    (case.parent / "rows.jsonl.meta.json").write_text(json.dumps(told))
    found = old(case)

    assert given(found) == [("assay", "assay.toml", ""), ("calls", "calls.tsv", ""), ("target", "target.bed", "")]
    assert replay.whole_case(found.meta, again(found)[1]) == []


@pytest.mark.parametrize("kind", ["solid"], indirect=True)
def test_a_case_that_is_judged_otherwise_as_a_whole_ends_with_7_where_asked(case):
    result = facts(case)["case_result"]
    result["tmb"]["megabases"] = 2.0
    changed(case, case_result=result)

    done = CliRunner().invoke(command_line(), ["replay", str(case), "--fail-if-changed"])

    assert done.exit_code == 7
    assert "case: tmb.megabases\t2\t1.5" in done.stdout
    assert "1 result of the whole case" in done.stderr
