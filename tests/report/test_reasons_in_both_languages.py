"""Reasons are said in the summary's language, whichever language the run was asked to write."""

import json

import pytest

from gmstool.report.reading import Wanted, read
from gmstool.report.view import view
from gmstool.sentences import catalogue, say
from gmstool.sentences.back import english

NOTICE = "Some reasons are in Swedish"
REASONS = [
    "no null variant",
    "gnomAD: absent, against a ceiling of 0.0001 for inheritance AR (not known: gnomAD allele count)",
    "comparator: ClinVar 612 (P, 3 stars), NM_000277.3:c.1223G>A",
    "not assessed: needs functional studies with their controls, or an assay's OddsPath",
    "NM_000277.3 > splice site ±1,2 > reading frame disrupted > nonsense-mediated decay not predicted",
    "missense Z 0.846 against 3.09; pathogenic missense variants of the gene known: yes",
    "the 2015 table gives Benign (no row of the table is reached), points give Likely pathogenic (8 points)",
]


@pytest.mark.parametrize("reason", REASONS)
def test_a_reason_comes_back_from_swedish_as_it_was(reason):
    assert say(reason, "sv") != reason
    assert english(say(reason, "sv")) == reason


def test_every_sentence_of_the_catalogue_comes_back_as_one_that_says_the_same():
    """Two English sentences may have one Swedish form; what comes back says the same in Swedish."""
    lost = []
    for told in catalogue()["sentences"]:
        text = told.format(*(f"X{number}" for number in range(told.count("{}")))) if "{}" in told else told
        swedish = say(text, "sv")
        found = english(swedish)
        if found is None or say(found, "sv") != swedish:
            lost.append(text)

    assert lost == []


@pytest.mark.parametrize("text", ["Ingen vet varför det är så", "enligt A. Exempel och hans bok"])
def test_swedish_that_the_catalogue_does_not_hold_has_no_english_form(text):
    assert english(text) is None


def test_the_mark_behind_a_source_that_nobody_reviewed_comes_back():
    assert english("gms hotspots 1 (2026-11-22) [ej granskad]") == "gms hotspots 1 (2026-11-22) [not reviewed]"


@pytest.mark.parametrize("text", ["PAH", "NM_000277.3:c.1223G>A", "0.98", "vcep-pah", ""])
def test_names_and_numbers_are_the_same_in_both(text):
    assert english(text) == text


def written(tmp_path, make, reason, run):
    """A case whose rows were written in the language of the run."""
    criterion = {"code": "PVS1", "verdict": "met", "strength": "VeryStrong", "because": say(reason, run)}
    row = make.row(criteria=[criterion], prompts=[{"kind": "germline", "because": say(REASONS[0], run), "source": "x"}])
    (tmp_path / "rows.jsonl").write_text(row.model_dump_json(exclude_none=True) + "\n")
    (tmp_path / "rows.jsonl.meta.json").write_text(json.dumps({"language": run, "options": {}}))
    return read(Wanted(str(tmp_path / "rows.jsonl"), type="rare"))


@pytest.mark.parametrize("run", ["sv", "en"])
@pytest.mark.parametrize("shown", ["sv", "en"])
def test_a_summary_says_the_reasons_in_its_own_language(tmp_path, make, run, shown):
    case = written(tmp_path, make, "frameshift", run)
    told = str(view(case, shown))

    assert say("frameshift", shown) in told
    other = say("frameshift", "sv" if shown == "en" else "en")
    assert other not in told
    assert NOTICE not in told
    assert case.rows[0].prompts[0]["because"] == REASONS[0], "inside a case reasons are English"


@pytest.mark.parametrize(("run", "shown", "expected"), [("sv", "en", True), ("sv", "sv", False), ("en", "en", False)])
def test_what_has_no_english_form_is_said_to_be_swedish(tmp_path, make, run, shown, expected):
    case = written(tmp_path, make, "Ingen vet varför det är så", run)

    assert (NOTICE in str(view(case, shown))) is expected
    assert "Ingen vet varför det är så" in str(view(case, shown)), "and it is not left out"
