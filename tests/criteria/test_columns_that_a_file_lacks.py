"""Every rule set can judge a file that has none of the columns that annotation may lack."""

import pytest

from gmstool.criteria.gathering import READ
from gmstool.criteria.registry import BY_CODE
from gmstool.rules.load import default, overlays

SCORES = READ - {"chrom", "pos", "end", "ref", "alt", "gene", "hgnc_id", "transcript", "consequence", "hgvsc", "moi"}


@pytest.mark.parametrize("rules", [default(), *overlays()], ids=lambda rules: rules.id)
def test_a_rule_set_judges_what_is_hardly_annotated(rules, ask):
    gene = next(iter(rules.content["ruleset"].get("genes", ["TP53"])), "TP53")

    found = ask.assessed({"gene": gene}, rules=rules, without=tuple(SCORES)).verdicts

    assert found["PP5"][0] is None
    assert all(found[code][0] in (None, 0, -1, 1) for code in found.columns if code in BY_CODE)
