"""Every reason that a shipped rule set can give has a Swedish form."""

import re

import pytest

from gmstool.criteria.facts import Variants
from gmstool.criteria.registry import CRITERIA
from gmstool.rules.load import load, overlays
from gmstool.sentences import catalogue

PHRASES = {**catalogue()["words"], **catalogue()["sentences"]}
COLUMNS = [frozenset(), frozenset({"dbscsnv_ada"}), frozenset({"spliceai_max", "phylop"})]


@pytest.mark.parametrize("name", ["acmg-2015-svi-2024", *(rules.id for rules in overlays())])
def test_the_reasons_of_a_rule_set_are_in_the_catalogue(name):
    rules = load(name)
    findings = [one.rule(Variants(columns), rules) for one in CRITERIA for columns in COLUMNS]
    told = {text for one in findings for text in (one.told, one.others, *(other for _, other, _ in one.instead))}

    assert {text for text in told if re.search("[a-z]", text) and text not in PHRASES} == set()
