"""What a clinician reads of a tumour with --lang sv is Swedish: the sentences of the code, and the shipped rows."""
# ruff: noqa: E501  # sentences as they are told, one line each

import ast
import json
import re
from pathlib import Path

import pytest

from gmstool.rules.load import ONCOGENICITY, load
from gmstool.sentences import catalogue, say
from gmstool.somatic import case_lines
from gmstool.somatic.criteria import CRITERIA
from gmstool.somatic.facts import TumourVariants
from gmstool.somatic.shipped import shipped_table

SRC = Path(__file__).parents[2] / "src" / "gmstool" / "somatic"
PHRASES = {**catalogue()["words"], **catalogue()["sentences"]}
FILES = ("prompts", "case_lines", "explained", "shown")
COLUMNS = [frozenset(), frozenset({"spliceai_max", "phylop"})]
ENGLISH = re.compile(r"\b(the|of|with|and|or|not|is|where|from|known|level|fraction|reads|copies)\b")


def told_in(name):
    """The texts that a file gives to Said, say or of."""
    for node in ast.walk(ast.parse((SRC / f"{name}.py").read_text("utf-8"))):
        called = getattr(node.func, "id", getattr(node.func, "attr", "")) if isinstance(node, ast.Call) else ""
        if called in ("Said", "say", "of") and node.args:
            yield from (one.value for one in ast.walk(node.args[0]) if isinstance(one, ast.Constant))


@pytest.mark.parametrize("name", FILES)
def test_every_sentence_of_a_file_is_in_the_catalogue(name):
    told = {text for text in told_in(name) if isinstance(text, str) and " " in text and re.search("[a-z]", text)}
    assert {text for text in told if text not in PHRASES and text == text.strip()} == set()  # no part of an f-string


def test_the_reasons_and_meanings_of_the_criteria_are_in_the_catalogue():
    rules = load(ONCOGENICITY)
    found = [one.rule(TumourVariants(columns), rules) for one in CRITERIA for columns in COLUMNS]
    told = {text for one in found for text in (one.told, one.others, *(other for _, other, _ in one.instead))}
    told |= {one.meaning for one in CRITERIA} | {one.person for one in CRITERIA}
    assert {text for text in told if re.search("[a-z]", text) and text not in PHRASES} == set()


@pytest.mark.parametrize("column", ["line", "direction", "type", "indication"])
def test_what_the_shipped_biomarkers_say_is_in_the_catalogue(column):
    values = shipped_table("biomarkers")[column].drop_nulls().unique().to_list()
    spoken = [one for one in values if re.search(r"[a-z]{4}", one) and say(one, "sv") == one]
    assert [one for one in spoken if ENGLISH.search(one)] == []


@pytest.mark.parametrize(
    "told",
    [
        "IDH2 residue 140, 172: major criterion of PV, level A in AML; not reviewed: held at tier II, tier I once it is",
        "KRAS G12C: sotorasib, adagrasib, level C in PAAD; level A in NSCLC: approval is not carried over; not reviewed",
        "BRAF V600E: dabrafenib with trametinib, level A in NSCLC only; approval is not carried over; not reviewed",
        "population frequency 0.02, at or above 0.01, and no curated evidence",
        "no curated evidence, and not common in the population",
        "not assessed: needs a layer of hot spots",
        "no predictor of missense change in the file, SpliceAI 0.1",
        "allele fraction 48 %, as one or two inherited copies show; one of two copies in every tumour cell would show 20 %",
    ],
)
def test_a_composed_sentence_has_no_english_left(told):
    assert ENGLISH.search(say(told, "sv")) is None, say(told, "sv")


def test_the_lines_of_a_case_have_no_english_left():
    shared = Path(__file__).parents[1] / "cases" / "somatic_tells_the_case" / "expected" / "out.jsonl.case.json"
    told = json.loads(shared.read_text("utf-8"))
    lines = case_lines.lines(told, "sv", 4000)
    assert [line for line in lines if ENGLISH.search(line)] == []
    assert len(lines) > 8
