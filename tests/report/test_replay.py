"""What a replay tells: outcomes that moved, with the reasons of then and now; and what it needs to be there."""

import json
import shutil
from pathlib import Path

import pytest

from gmstool.classify.run import classify
from gmstool.classify.task import Task
from gmstool.errors import GmsError, InputError
from gmstool.filters.options import Options
from gmstool.knowledge.importing.found import Settings
from gmstool.knowledge.making import make_store
from gmstool.knowledge.writing import Request, import_file
from gmstool.report import replay
from gmstool.report.replay_again import again, of_input, options_of
from gmstool.report.replay_found import old
from gmstool.vcf.source import open_vcf

VCF = Path(__file__).parents[1] / "cases" / "classify_json_lines" / "input.vcf"
PM2 = {"code": "PM2", "verdict": "met", "strength": "Supporting", "points": 1, "because": "rare"}
ROW = {"variant": "chr1-1-A-T", "gene": "AAA", "classification": "Uncertain significance", "points": 5,
       "criteria": [PM2]}  # fmt: skip

# words, the row of today, what is told: (what, old, new, why)
MOVES = [
    ("nothing changed", {}, []),
    ("only the wording of a reason", {"criteria": [{**PM2, "because": "very rare"}]}, []),
    ("a criterion is no longer met", {"criteria": [{**PM2, "verdict": "not_met", "strength": None, "points": 0,
        "because": "common"}], "points": 4},
     [("points", "5", "4", "PM2"), ("PM2", "met Supporting (+1)", "not met", "rare -> common")]),
    ("a criterion is new", {"criteria": [PM2, {"code": "PS4", "verdict": "met", "strength": "Strong", "points": 4,
        "because": "15 patients"}], "classification": "Likely pathogenic"},
     [("classification", "Uncertain significance", "Likely pathogenic", "PS4"),
      ("PS4", "-", "met Strong (+4)", "- -> 15 patients")]),
    ("a criterion gives way", {"criteria": [{**PM2, "suppressed_by": "BA1"}]},
     [("PM2", "met Supporting (+1)", "met Supporting (+1), displaced by BA1", "rare")]),
    ("another rule set judges the gene", {"rules": "vcep-aaa"}, [("rules", "-", "vcep-aaa", "")]),
    ("a tier moved", {"tier": "II", "tier_reason": "new evidence"}, [("tier", "-", "II", "new evidence")]),
]  # fmt: skip


@pytest.mark.parametrize(("words", "now", "told"), MOVES, ids=[one[0] for one in MOVES])
def test_only_what_moved_is_told_with_its_reason(words, now, told):
    found = replay.variants([ROW], [ROW | now])

    assert [(one.what, one.old, one.new, one.why) for one in found] == told


def test_rows_that_came_or_went_are_told():
    other = ROW | {"variant": "chr2-2-G-C"}

    found = replay.variants([ROW], [other])

    assert [(one.variant, one.old, one.new) for one in found] == [
        ("chr1-1-A-T", "Uncertain significance", "-"), ("chr2-2-G-C", "-", "Uncertain significance"),
    ]  # fmt: skip


def test_versions_that_differ_are_told_once_and_equal_ones_not():
    rules = {"id": "acmg", "version": "1", "sha256": "a" * 64}
    then = {"gms": "1", "reference": "HGNC 1", "rules": rules, "rule_sets": [rules], "panels": []}
    now = then | {"reference": "HGNC 2", "rule_sets": [rules | {"version": "2"}], "rules": rules | {"version": "2"}}

    assert [(one.what, one.old[:6], one.new[:6]) for one in replay.versions(then, now)] == [
        ("reference", "HGNC 1", "HGNC 2"), ("rules acmg", "1 sha2", "2 sha2"),
    ]  # fmt: skip
    assert replay.versions(then, then) == []


@pytest.fixture
def case(tmp_path):
    """A case as `gms classify` leaves it."""
    shutil.copy(VCF, tmp_path / "input.vcf")
    options = Options(genes=("TP53",), max_af=0.001)
    source = open_vcf(str(tmp_path / "input.vcf"), threads=1)
    result = classify(source, Task(options, "Li-Fraumeni syndrome"), tmp_path / "rows.jsonl", "jsonl")
    source.close()
    _write(tmp_path, {**result.facts, "options": options.told(), "language": "en", "run": {"command": ["gms"]}})
    (tmp_path / "case.toml").write_text('type = "rare"\n[inputs]\nclassified = "rows.jsonl"\n')
    return tmp_path / "case.toml"


def _write(folder, meta):
    (folder / "rows.jsonl.meta.json").write_text(json.dumps(meta))


def _meta(case):
    return json.loads((case.parent / "rows.jsonl.meta.json").read_text())


def test_the_same_input_data_and_rules_change_nothing(case):
    found = old(case)
    rows, facts = again(found)

    assert len(rows) == 2
    assert replay.variants(found.rows, rows) == []
    assert replay.versions(found.meta, facts) == []


def test_an_old_row_that_was_judged_otherwise_is_told(case):
    rows = case.parent / "rows.jsonl"
    rows.write_text(rows.read_text().replace('"Uncertain significance"', '"Likely pathogenic"'))
    found = old(case)

    assert {one.what for one in replay.variants(found.rows, again(found)[0])} >= {"classification"}


def test_a_changed_input_is_told_by_its_hash(case):
    _write(case.parent, _meta(case) | {"run": {"input_sha256": "0" * 64}})

    assert [one.what for one in of_input(old(case))] == ["input"]


@pytest.mark.parametrize(
    ("words", "gone"), [("the input", "input.vcf"), ("how it was made", "rows.jsonl.meta.json"), ("rows", "rows.jsonl")]
)
def test_what_is_not_there_is_named(case, words, gone):
    (case.parent / gone).unlink()

    with pytest.raises(InputError, match=gone.removesuffix(".meta.json") if gone != "input.vcf" else gone):
        old(case)


def test_a_file_of_the_options_is_looked_for_beside_the_rows_and_else_named(case):
    _write(case.parent, _meta(case) | {"options": {"regions": "/elsewhere/wanted.bed", "genes": ["TP53"]}})
    with pytest.raises(InputError, match=r"wanted\.bed, and it is not there"):
        options_of(old(case))

    (case.parent / "wanted.bed").write_text("chr17\t1\t2\n")

    assert options_of(old(case)).regions == case.parent / "wanted.bed"


@pytest.mark.parametrize(
    "options", [{"no_such": 1}, {"ped": "../../none.ped"}, {"panel": ["none-such"]}], ids=["unknown", "ped", "panel"]
)
def test_options_that_this_gms_cannot_use_are_one_clear_error(case, options):
    _write(case.parent, _meta(case) | {"options": options})

    with pytest.raises(GmsError):
        options_of(old(case))


def test_a_folder_of_another_kind_is_refused(tmp_path):
    with pytest.raises(GmsError, match="no folder of `gms run`"):
        old(tmp_path)


CONFIRMED = """assembly\tchrom\tpos\tref\talt\tlab\tclassification\treview\torigin
GRCh38\tchr17\t7674219\tC\tT\tLab\tPathogenic\tA. Signer\tgermline
"""
COMPARED = ["ClinVar, two stars", "confirmed assertions of kb.sqlite"]


@pytest.fixture
def compared(case):
    """The case, as if it was compared with what persons confirmed in a store beside it."""
    _write(case.parent, _meta(case) | {"comparators": COMPARED})
    return case


def test_the_store_that_was_compared_with_is_compared_with_again(compared):
    path, table = compared.parent / "kb.sqlite", compared.parent / "kb.tsv"
    make_store(path)
    table.write_text(CONFIRMED)
    import_file(path, Request(table, Settings()), say=lambda _text: None)
    found = old(compared)
    rows, facts = again(found)

    assert found.store == path
    assert facts["comparators"] == COMPARED
    assert replay.versions(found.meta, facts) == []
    assert rows


def test_a_store_that_is_gone_is_told_among_the_versions(compared):
    found = old(compared)
    told = replay.versions(found.meta, again(found)[1])

    assert found.store is None
    assert [(one.what, one.old, one.new) for one in told] == [("comparators", "; ".join(COMPARED), "-")]


def test_a_store_is_found_by_the_command_line_of_then_and_by_hand(compared, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    named, other = tmp_path / "elsewhere" / "kb.sqlite", tmp_path / "new.sqlite"
    make_store(named)
    make_store(other)
    _write(compared.parent, _meta(compared) | {"run": {"command": ["gms", "classify", "--store", str(named)]}})

    assert old(compared).store == named
    assert old(compared, store=other).store == other
    assert old(compared.with_name("case.toml"), store=None).store == named
