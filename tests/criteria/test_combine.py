"""From criteria to a class, by the table of 2015 and by points."""

import itertools
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmstool.criteria.codes import ACMG, Evidence, known_codes, natural, parse
from gmstool.criteria.combine import AGAINST, BA1, BOTH_SIDES, Class, combine
from gmstool.criteria.explain import answer
from gmstool.criteria.strength import STAND_ALONE, Strength
from gmstool.rules.load import ONCOGENICITY, default, for_gene, load, merged

B, LB, VUS, LP, P = Class
RULES = default()


def combined(text, rules=RULES):
    return combine(parse(text, known_codes(rules)).evidence, rules)


def changed(path, value, rules=RULES):
    """A rule set that says one thing otherwise."""
    over = value
    for name in reversed(path.split(".")):
        over = {name: over}
    return replace(rules, content=merged(dict(rules.content), over))


# criteria, class by the table, class by points, points, conflict
SITUATIONS = {
    "very strong and one supporting: likely pathogenic since 2020": ("PVS1 PM2_Supporting", LP, LP, 9, None),
    "very strong and two supporting": ("PVS1 PM2_Supporting PP3", P, P, 10, None),
    "very strong and one moderate": ("PVS1 PM1", LP, P, 10, None),
    "two strong": ("PS1 PS3", P, LP, 8, None),
    "strong, moderate and supporting": ("PS3 PM1 PM2_Supporting", LP, LP, 7, None),
    "three moderate": ("PM1 PM5 PM3", LP, LP, 6, None),
    "two moderate and one supporting": ("PM1 PM5 PP3", VUS, VUS, 5, None),
    "strengths that were changed": ("PS2_VeryStrong PM2_Supporting PP3_Moderate", P, P, 11, None),
    "strong and supporting benign": ("BS1 BP4", LB, LB, -5, None),
    "two strong benign": ("BS1 BS2", B, B, -8, None),
    "two supporting benign": ("BP4 BP7", LB, LB, -2, None),
    "a single supporting benign": ("BP4", VUS, VUS, -1, None),
    "a single strong benign": ("BS1", VUS, LB, -4, None),
    "two supporting benign against one supporting": ("BP4 BP7 PM2_Supporting", LB, LB, -1, None),
    "strong against strong": ("PS3 BS1", VUS, VUS, 0, AGAINST),
    "BA1 alone": ("BA1", B, B, 0, None),
    "BA1 against less than six points": ("BA1 PS3", B, B, 4, AGAINST),
    "BA1 against five points": ("BA1 PM1 PM5 PP3", B, B, 5, None),
    "BA1 against six points": ("BA1 PM1 PM5 PM3", VUS, VUS, 6, BA1),
    "BA1 against strong pathogenic evidence": ("BA1 PVS1 PM3_VeryStrong", VUS, VUS, 16, BA1),
    "two very strong: the second counts as strong": ("PVS1 PM3_VeryStrong", P, P, 16, None),
    "very strong alone": ("PVS1", VUS, LP, 8, None),
    "both sides reach a class": ("PVS1 PM1 BS1 BP4", VUS, VUS, 5, BOTH_SIDES),
    "very strong alone is a side too": ("PVS1 BP4 BP7", VUS, VUS, 6, BOTH_SIDES),
    "five points are no side": ("PS1 PP3 BP4 BP7", LB, VUS, 3, None),
    "both sides reach a class, however strong the one": ("PVS1 PS3 PS4 BP4 BP7", VUS, VUS, 14, BOTH_SIDES),
    "one strong benign against a pathogenic class": ("PVS1 PM3_VeryStrong BS1", P, P, 12, AGAINST),
    "a moderate benign one is two supporting ones in the table": ("BP4_Moderate", LB, VUS, -2, None),
    "the benign edge": ("BS1 BP4_Moderate", LB, LB, -6, None),
    "beyond the benign edge": ("BS1 BP4_Moderate BP7", LB, B, -7, None),
    "a very strong benign one outweighs a class": ("PS1 PM1 BP4_VeryStrong", VUS, VUS, -2, BOTH_SIDES),
    "a very strong benign one against more": ("PVS1 PM1 BP4_VeryStrong", LP, VUS, 2, AGAINST),
    "a very strong benign one": ("BP4_VeryStrong", VUS, B, -8, None),
    "nothing": ("", VUS, VUS, 0, None),
}


@pytest.mark.parametrize(("text", "table", "points", "total", "conflict"), SITUATIONS.values(), ids=SITUATIONS)
def test_situations(text, table, points, total, conflict):
    found = combined(text)

    assert (found.by_table.class_, found.by_points.class_, found.points) == (table, points, total)
    assert found.conflict == conflict
    assert found.class_ is points


# The table of 2015, row by row: what reaches it, and what is one criterion short.
ROWS = {
    "P (i)(a)": ("PVS1 PS1", P, "PVS1"),
    "P (i)(b)": ("PVS1 PM1 PM5", P, "PVS1 PM1"),
    "P (i)(c)": ("PVS1 PM1 PP3", P, "PVS1 PM1"),
    "P (i)(d)": ("PVS1 PP3 PP4", P, "PVS1 PP3"),
    "P (ii)": ("PS1 PS3", P, "PS1"),
    "P (iii)(a)": ("PS1 PM1 PM5 PM3", P, "PS1 PM1 PM5"),
    "P (iii)(b)": ("PS1 PM1 PM5 PP3 PP4", P, "PS1 PM1 PM5 PP3"),
    "P (iii)(c)": ("PS1 PM1 PP1 PP2 PP3 PP4", P, "PS1 PM1 PP1 PP2 PP3"),
    "LP (i)": ("PVS1 PM1", LP, "PVS1"),
    "LP (ii) with one": ("PS1 PM1", LP, "PS1"),
    "LP (ii) with two": ("PS1 PM1 PM5", LP, "PM1 PM5"),
    "LP (iii)": ("PS1 PP3 PP4", LP, "PS1 PP3"),
    "LP (iv)": ("PM1 PM5 PM3", LP, "PM1 PM5"),
    "LP (v)": ("PM1 PM5 PP3 PP4", LP, "PM1 PM5 PP3"),
    "LP (vi)": ("PM1 PP1 PP2 PP3 PP4", LP, "PM1 PP1 PP2 PP3"),
    "LP by SVI 2020": ("PVS1 PM2_Supporting", LP, "PVS1"),
    "B (i)": ("BA1", B, ""),
    "B (ii)": ("BS1 BS2", B, "BS1"),
    "LB (i)": ("BS1 BP4", LB, "BS1"),
    "LB (ii)": ("BP4 BP7", LB, "BP4"),
}


@pytest.mark.parametrize(("text", "class_", "short"), ROWS.values(), ids=ROWS)
def test_rows_of_the_table(text, class_, short):
    assert combined(text).by_table.class_ is class_
    assert combined(short).by_table.class_ is not class_


@pytest.mark.parametrize(
    ("points", "class_"), [(10, P), (9, LP), (6, LP), (5, VUS), (0, VUS), (-1, LB), (-6, LB), (-7, B)]
)
def test_both_sides_of_every_cut_off(points, class_):
    sums = {10: "PVS1 PM1", 9: "PVS1 PP3", 6: "PS1 PM1", 5: "PS1 PP3", 0: "PP3 BP4", -1: "BP4 BP7 PP3",
            -6: "BS1 BP4 BP7", -7: "BS1 BP4 BP7 BP1"}  # fmt: skip
    found = combined(sums[points])

    assert (found.points, found.by_points.class_) == (points, class_)


STRENGTHS = [*Strength][:-1]


@pytest.mark.parametrize(("code", "strength"), [*itertools.product(ACMG, STRENGTHS)])
def test_every_criterion_at_every_strength_has_its_points(code, strength):
    weights = {"Supporting": 1, "Moderate": 2, "Strong": 4, "VeryStrong": 8}
    found = answer(f"{code}_{strength}", RULES)

    assert found["points"] == weights[strength] * (-1 if code.startswith("B") else 1)
    assert found["codes"] == [code if natural(code) is strength else f"{code}_{strength}"]


@pytest.mark.parametrize("code", [code for code in ACMG if code.startswith("B")])
def test_a_benign_criterion_may_stand_alone(code):
    assert combined(f"{code}_StandAlone").class_ is B


POSTERIORS = {10: 0.9941, 9: 0.9878, 6: 0.8999, 5: 0.8121, 0: 0.1, -1: 0.05072, -6: 0.001371, -7: 0.0006598}


@pytest.mark.parametrize("points", POSTERIORS)
def test_the_posterior_of_the_edges(points):
    sums = {10: "PVS1 PM1", 9: "PVS1 PP3", 6: "PS1 PM1", 5: "PS1 PP3", 0: "", -1: "BP4", -6: "BS1 BP4 BP7",
            -7: "BS1 BP4 BP7 BP1"}  # fmt: skip

    assert combined(sums[points]).posterior == POSTERIORS[points]


def test_what_stands_alone_has_no_posterior():
    assert combined("BA1").posterior is None


@pytest.mark.parametrize(
    ("text", "temperature"),
    [("PS1 PP3", "hot"), ("PS1", "warm"), ("PM1 PP3", "tepid"), ("PM1", "cool"), ("PP3", "cold"), ("", "ice-cold"),
     ("BP4", None), ("PS1 PM1", None), ("BA1 PVS1", None)],
)  # fmt: skip
def test_the_temperature_of_an_uncertain_variant(text, temperature):
    assert combined(text).temperature == temperature


def test_schemes_that_disagree_say_why():
    assert combined("PVS1 PM1").two_schemes == (
        "the 2015 table gives Likely pathogenic (row (i) of likely pathogenic), points give Pathogenic (10 points)"
    )
    assert combined("PVS1 PM1 PM5").two_schemes is None


def test_the_scheme_is_the_rule_sets():
    by_table = changed("combining.scheme", {"value": "table"})

    assert combined("PVS1 PM1").class_ is P
    assert combined("PVS1 PM1", by_table).class_ is LP


def test_the_rule_of_two_criteria_is_off_unless_asked_for():
    two = changed("combining.two_criteria", {"value": True})

    assert (combined("PVS1").class_, combined("PVS1", two).class_) == (LP, VUS)
    assert (combined("BS1").class_, combined("BS1", two).class_) == (LB, VUS)
    assert combined("BA1", two).class_ is B
    assert combined("PVS1 PP3", two).class_ is LP


def test_a_single_benign_criterion_is_flagged():
    assert combined("BS1").alone
    assert not combined("BS1 BP4").alone


WARNINGS = {
    "what may count twice": ("PVS1 PM4", "keep PVS1"),
    "what should be considered again": ("PVS1 PS3", "RNA assay"),
    "more than two criteria may be worth together": ("PM1_Strong PP3", "PM1 and PP3 together should count at most 4"),
    "a retired criterion": ("PP5", "PP5 is retired"),
    "an unusual strength": ("PP2_Strong", "PP2 is not used as Strong"),
    "a conflict": ("PS3 BS1", "a person reviews and signs"),
}


@pytest.mark.parametrize(("text", "told"), WARNINGS.values(), ids=WARNINGS)
def test_warnings_never_remove_a_code(text, told):
    found = answer(text, RULES)

    assert any(told in one for one in found["warnings"])
    assert len(found["codes"]) == len(text.split())
    assert found["points"] == combined(text).points


def test_points_within_the_cap_are_not_warned_about():
    assert answer("PM1 PP3_Moderate", RULES)["warnings"] == []


TUMOURS = {
    "oncogenic": ("OVS1 OM2", P, 10),
    "one point short of oncogenic": ("OVS1 OP1", LP, 9),
    "likely oncogenic": ("OS1 OM1", LP, 6),
    "one point short of likely oncogenic": ("OS1 OP1", VUS, 5),
    "nothing": ("", VUS, 0),
    "a single supporting benign criterion is enough": ("SBP1", LB, -1),
    "likely benign": ("SBS1 SBP1 SBP2", LB, -6),
    "benign": ("SBVS1", B, -8),
    "a strength in parentheses": ("OVS1(Strong) OP4", VUS, 5),
    "sums decide, also against each other": ("OVS1 OS2 SBP1 SBP2", P, 10),
}


@pytest.mark.parametrize(("text", "class_", "points"), TUMOURS.values(), ids=TUMOURS)
def test_tumours_combine_by_points_alone(text, class_, points):
    found = combined(text, load(ONCOGENICITY))

    assert (found.class_, found.points, found.by_table) == (class_, points, None)


def test_tumours_have_classes_of_their_own():
    names = load(ONCOGENICITY).combining.classes

    assert [names[class_.name.lower()] for class_ in Class] == [
        "Benign", "Likely benign", "Uncertain significance", "Likely oncogenic", "Oncogenic"
    ]  # fmt: skip


def test_a_panels_own_row_reaches_a_class_only_without_evidence_against_it():
    rett = for_gene("MECP2")

    assert combined("BS2", rett).class_ is LB
    assert combined("BS2 PM2_Supporting", rett).class_ is VUS


def test_a_panels_own_row_may_be_for_one_criterion():
    hearing = for_gene("GJB2")

    assert combined("BS1", hearing).class_ is LB
    assert combined("BS2", hearing).class_ is VUS


one_evidence = st.builds(Evidence, st.sampled_from(ACMG), st.sampled_from(STRENGTHS)) | st.just(
    Evidence("BA1", STAND_ALONE)
)
sets = st.lists(one_evidence, unique_by=lambda one: one.code, max_size=8)
pathogenic = one_evidence.filter(lambda one: not one.benign)
genes = st.sampled_from(["", "PAH", "MECP2", "GJB2", "TP53", "MT-TL1"])


def adding(codes, one):
    return [*(each for each in codes if each.code != one.code), one]


@given(sets, pathogenic, genes)
def test_adding_pathogenic_evidence_never_lowers_the_class(codes, one, gene):
    rules = for_gene(gene)
    before = [each for each in codes if each.code != one.code]

    less, more = combine(before, rules), combine(adding(codes, one), rules)

    assert more.by_points.class_ >= less.by_points.class_
    assert more.by_table.class_ >= less.by_table.class_


@given(sets, one_evidence.filter(lambda one: one.benign), genes)
def test_adding_benign_evidence_never_raises_the_class(codes, one, gene):
    rules = for_gene(gene)
    before = [each for each in codes if each.code != one.code]

    less, more = combine(before, rules), combine(adding(codes, one), rules)

    assert more.by_points.class_ <= less.by_points.class_
    assert more.by_table.class_ <= less.by_table.class_


@given(sets.flatmap(lambda codes: st.tuples(st.just(codes), st.permutations(codes))), genes)
def test_the_order_of_codes_does_not_matter(pair, gene):
    codes, shuffled = pair
    rules = for_gene(gene)

    assert combine(codes, rules) == combine(shuffled, rules)


@given(sets)
def test_the_spelling_of_codes_does_not_matter(codes):
    loose = ", ".join(f"{one.code.lower()}_{one.strength.name.replace('_', ' ')}" for one in codes)
    expected = answer(" ".join(f"{one.code}_{one.strength}" for one in codes), RULES)

    assert answer(loose, RULES) == expected


@given(sets)
def test_ba1_is_never_benign_against_strong_pathogenic_evidence(codes):
    found = combine(adding(codes, Evidence("BA1", STAND_ALONE)), RULES)
    weights = {"Supporting": 1, "Moderate": 2, "Strong": 4, "VeryStrong": 8}
    against = sum(weights[one.strength] for one in codes if not one.benign)

    assert found.class_ is (VUS if against >= 6 else B)
