"""The Swedish catalogue: whole, and with as many places to fill as the English sentence."""

import ast
import re
from pathlib import Path

import pytest

from gmstool.criteria.facts import Variants, words
from gmstool.criteria.registry import CRITERIA
from gmstool.errors import UsageError
from gmstool.rules.load import default
from gmstool.sentences import Said, catalogue, checked, class_name, say

SRC = Path(__file__).parents[2] / "src" / "gmstool"
PHRASES = {**catalogue()["words"], **catalogue()["sentences"]}


def of_calls(folder, name):
    """The texts that are given first to calls of a function, in the files of a folder."""
    for path in sorted((SRC / folder).glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            called = getattr(node.func, "id", getattr(node.func, "attr", "")) if isinstance(node, ast.Call) else ""
            if called == name and node.args and isinstance(node.args[0], ast.Constant):
                yield node.args[0].value


@pytest.mark.parametrize("english", PHRASES)
def test_a_swedish_sentence_has_the_places_of_the_english_one(english):
    assert PHRASES[english].count("{}") == english.count("{}")


@pytest.mark.parametrize("told", sorted(set(of_calls("classify", "Said"))))
def test_every_sentence_about_case_evidence_is_in_the_catalogue(told):
    assert told in PHRASES


@pytest.mark.parametrize("told", sorted(set(of_calls("classify", "say"))))
def test_every_word_of_the_terminal_is_in_the_catalogue(told):
    assert told in PHRASES


@pytest.mark.parametrize("code", [one.code for one in CRITERIA])
def test_the_reason_of_every_criterion_is_in_the_catalogue(code):
    (criterion,) = (one for one in CRITERIA if one.code == code)
    told = criterion.rule(Variants(frozenset()), default()).told

    assert not re.search("[a-z]", told) or told in PHRASES


@pytest.mark.parametrize("code", [one.code for one in CRITERIA])
def test_what_a_criterion_needs_is_in_the_catalogue(code):
    (criterion,) = (one for one in CRITERIA if one.code == code)
    needed = {words(name) for name in (*criterion.needs, *criterion.refining)} | (
        {criterion.person} if criterion.person else set()
    )

    assert {one for one in needed if one not in PHRASES and one not in ("SpliceAI", "dbscSNV")} == set()


@pytest.mark.parametrize(
    ("english", "swedish"),
    [
        (
            "not assessed: needs gnomAD frequency, mode of inheritance",
            "ej bedömt: kräver frekvens i gnomAD, nedärvning",
        ),
        (
            "comparator: ClinVar 1 (P, 3 stars), x (not known: SpliceAI)",
            "jämförelsevariant: ClinVar 1 (P, 3 stjärnor), x (okänt: SpliceAI)",
        ),
        ("a sentence that nobody has translated", "a sentence that nobody has translated"),
    ],
)
def test_a_sentence_is_translated_with_what_stands_in_it(english, swedish):
    assert say(english, "sv") == swedish
    assert say(english, "en") == english


@pytest.mark.parametrize(
    ("name", "swedish"),
    [
        ("Pathogenic", "5 patogen"),
        ("Likely pathogenic", "4 sannolikt patogen"),
        ("Uncertain significance", "3 variant av oklar signifikans (VUS)"),
        ("Likely benign", "2 sannolikt benign"),
        ("Benign", "1 benign"),
        ("Not in scope", "omfattas inte"),
    ],
)
def test_classes_have_their_swedish_numbers_and_names(name, swedish):
    assert class_name(name, "sv") == swedish
    assert class_name(name, "en") == name


def test_a_sentence_names_what_is_not_known():
    assert str(Said("{} of {}", 3, None)) == "3 of not known"


def test_a_sentence_with_another_number_of_values_is_a_mistake():
    with pytest.raises(ValueError, match="has 2 places for 1 values"):
        Said("{} of {}", 3)


def test_another_language_is_an_error():
    with pytest.raises(UsageError, match="--lang fi is not known"):
        checked("fi")
