"""What evidence of the case file is worth: situations in words, both sides of every number."""

from dataclasses import replace
from datetime import date

import pytest

from gmstool.classify.case import (
    CaseVariant,
    DeNovo,
    Functional,
    OtherAllele,
    OtherCause,
    Phenotype,
    Probands,
    Segregation,
)  # fmt: skip
from gmstool.classify.evidence import answers, odds_path
from gmstool.rules.load import default

SIGNED = {"author": "A. Signer", "date": date(2026, 11, 2), "reference": "PMID 1"}
AD, AR, XLR = ("AD",), ("AR",), ("XLR",)


def points(modes=AD, **pieces):
    """Points by code for a variant with this evidence."""
    pieces = {kind: [_of_another_proband(one, at) for at, one in enumerate(given)] for kind, given in pieces.items()}
    found = answers(
        CaseVariant(variant="1-2-A-T", **{kind: tuple(given) for kind, given in pieces.items()}), modes, default()
    )
    return {code: one.points for code, one in found.items()}


def _of_another_proband(piece, number):
    return replace(piece, proband=f"P{number}") if hasattr(piece, "proband") else piece


def assay(readout="abnormal", *, fits=True, **facts):
    return Functional(assay="an assay", readout=readout, fits_mechanism=fits, **facts, **SIGNED)


@pytest.mark.parametrize(
    ("odds", "readout", "expected"),
    [
        (350.1, "abnormal", {"PS3": 8}),
        (350, "abnormal", {"PS3": 4}),
        (18.71, "abnormal", {"PS3": 4}),
        (18.7, "abnormal", {"PS3": 2}),
        (4.31, "abnormal", {"PS3": 2}),
        (4.3, "abnormal", {"PS3": 1}),
        (2.11, "abnormal", {"PS3": 1}),
        (2.1, "abnormal", {"PS3": 0}),
        (0.48, "normal", {"BS3": 0}),
        (0.479, "normal", {"BS3": 1}),
        (0.23, "normal", {"BS3": 1}),
        (0.229, "normal", {"BS3": 2}),
        (0.053, "normal", {"BS3": 2}),
        (0.0529, "normal", {"BS3": 4}),
        (0.0001, "normal", {"BS3": 4}),
    ],
)
def test_odds_path_decides_the_strength_of_an_assay(odds, readout, expected):
    assert points(functional=[assay(readout, odds_path=odds)]) == expected


@pytest.mark.parametrize(
    ("controls", "indeterminate", "expected"), [(11, 1, 2), (11, 2, 1), (10, 0, 1), (1, 0, 1), (0, 0, 0)]
)
def test_without_statistics_the_number_of_controls_is_the_limit(controls, indeterminate, expected):
    assert points(functional=[assay(controls=controls, indeterminate=indeterminate)]) == {"PS3": expected}


def test_an_assay_that_does_not_fit_the_mechanism_is_worth_nothing():
    assert points(functional=[assay(odds_path=1000, fits=False)]) == {"PS3": 0}


def test_assays_of_equal_worth_on_both_sides_cancel_each_other():
    assert points(functional=[assay(odds_path=20), assay("normal", odds_path=0.05)]) == {"PS3": 0, "BS3": 0}


def test_odds_path_of_perfect_controls_counts_one_misread_control():
    perfect = assay(pathogenic_abnormal=10, pathogenic_normal=0, benign_abnormal=0, benign_normal=10)

    assert odds_path(perfect) == pytest.approx(10)


def test_odds_path_is_not_known_where_a_count_is_missing():
    assert odds_path(assay(pathogenic_abnormal=10, benign_normal=10)) is None


def family(**facts):
    return Segregation(family="F1", **facts, **SIGNED)


def phenotype(share):
    return Phenotype(description="specific", diagnostic_yield=share, **SIGNED)


@pytest.mark.parametrize(
    ("modes", "facts", "expected"),
    [
        (AD, {"affected_with": 1}, 1),
        (AD, {"affected_with": 2}, 2),
        (AD, {"affected_with": 3}, 2),
        (AD, {"affected_with": 4}, 4),
        (AD, {"affected_with": 40}, 4),
        (AD, {"affected_with": 1, "unaffected_without": 3}, 1),
        (AD, {"affected_with": 1, "unaffected_without": 3, "full_penetrance": True}, 4),
        (AR, {"affected_with": 1}, 2),
        (AR, {"unaffected_without": 2, "full_penetrance": True}, 0),
        (AR, {"unaffected_without": 3, "full_penetrance": True}, 1),
        (XLR, {"affected_with": 1}, 1),
    ],
)
def test_cosegregation_counts_relatives_by_the_mode_of_inheritance(modes, facts, expected):
    assert points(modes, segregation=[family(**facts)])["PP1"] == expected


@pytest.mark.parametrize(
    ("share", "expected"),
    [(0.19, 0), (0.191, 1), (0.32, 1), (0.33, 2), (0.5, 2), (0.506, 2), (0.679, 2), (0.68, 4), (0.816, 4)],
)
def test_the_diagnostic_yield_gives_points_for_the_phenotype(share, expected):
    # Relatives counted from a file's genotypes would escape the ceiling that both share.
    assert points(phenotype=[phenotype(share)]) == {"PP4": expected, "PP1": None}


@pytest.mark.parametrize(
    ("relatives", "share", "expected"),
    [(1, 0.33, (1, 2)), (2, 0.33, (4, 0)), (5, 0.816, (4, 1)), (1, 0.816, (1, 4)), (1, 0.0, (1, 0))],
)
def test_segregation_and_phenotype_share_one_sum_of_at_most_five(relatives, share, expected):
    found = points(segregation=[family(affected_with=relatives)], phenotype=[phenotype(share)])

    assert (found["PP1"], found["PP4"]) == expected


def test_relatives_are_not_counted_without_one_mode_of_inheritance():
    assert points(("AD", "AR"), segregation=[family(affected_with=3)]) == {"PP1": None, "BS4": None}


@pytest.mark.parametrize(("modes", "lacking", "expected"), [(AD, 1, 4), (AD, 0, 0), (AR, 1, None)])
def test_an_affected_relative_without_the_variant_speaks_against_a_dominant_cause(modes, lacking, expected):
    assert points(modes, segregation=[family(affected_without=lacking)])["BS4"] == expected


def child(*, confirmed, grade, second=None):
    return DeNovo(proband="P1", confirmed=confirmed, phenotype=grade, second_allele=second, **SIGNED)


@pytest.mark.parametrize(
    ("children", "expected"),
    [
        ([child(confirmed=True, grade="highly_specific")], {"PS2": 4}),
        ([child(confirmed=True, grade="highly_specific")] * 2, {"PS2": 8}),
        ([child(confirmed=True, grade="consistent")], {"PS2": 2}),
        ([child(confirmed=True, grade="heterogeneous")], {"PS2": 1}),
        ([child(confirmed=True, grade="heterogeneous")] * 5, {"PS2": 2}),
        ([child(confirmed=True, grade="not_consistent")], {"PM6": 0}),
        ([child(confirmed=False, grade="highly_specific")], {"PM6": 2}),
        ([child(confirmed=False, grade="consistent")], {"PM6": 1}),
        ([child(confirmed=False, grade="heterogeneous")], {"PM6": 0}),
        ([child(confirmed=True, grade="consistent"), child(confirmed=False, grade="highly_specific")], {"PS2": 4}),
    ],
)
def test_de_novo_points_are_summed_over_probands(children, expected):
    assert points(de_novo=children) == {"PS2": None, "PM6": None, **expected}


@pytest.mark.parametrize(("second", "expected"), [(None, {"PS2": 2}), (True, {"PS2": 4})])
def test_de_novo_in_recessive_disease_is_one_level_down_without_a_second_allele(second, expected):
    assert points(AR, de_novo=[child(confirmed=True, grade="highly_specific", second=second)]) == {
        "PS2": None,
        "PM6": None,
        **expected,
    }


def allele(phase, class_="Pathogenic", **facts):
    return OtherAllele(proband="P1", phase=phase, other="1-5-G-C", other_class=class_, **facts, **SIGNED)


@pytest.mark.parametrize(
    ("alleles", "expected"),
    [
        ([allele("trans")], 2),
        ([allele("trans")] * 2, 4),
        ([allele("trans")] * 4, 8),
        ([allele("trans", "Likely pathogenic")], 2),
        ([allele("unknown")], 1),
        ([allele("unknown", "Likely pathogenic")], 0),
        ([allele("unknown", "Likely pathogenic")] * 2, 1),
        ([allele("homozygous", None)], 1),
        ([allele("homozygous", None)] * 5, 2),
        ([allele("homozygous", None, consanguineous=True)], 0),
        ([allele("homozygous", None, consanguineous=True)] * 5, 1),
        ([allele("trans", "Uncertain significance")] * 5, 1),
        ([allele("cis")], 0),
        ([allele("trans", None)], 0),
    ],
)
def test_points_of_the_other_allele_in_recessive_disease(alleles, expected):
    assert points(AR, other_allele=alleles)["PM3"] == expected


@pytest.mark.parametrize(
    ("modes", "one", "expected"),
    [
        (AD, allele("trans", full_penetrance=True), 1),
        (AD, allele("trans"), 0),
        (AR, allele("trans", full_penetrance=True), 0),
        (AR, allele("cis"), 1),
        (AD, allele("cis"), 1),
        (AD, allele("cis", "Uncertain significance"), 0),
        (("AD", "AR"), allele("cis"), None),
    ],
)
def test_beside_a_pathogenic_variant_it_may_be_benign(modes, one, expected):
    assert points(modes, other_allele=[one])["BP2"] == expected


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"odds_ratio": 5.1, "ci_low": 1.01}, 4),
        ({"odds_ratio": 5.0, "ci_low": 1.01}, 0),
        ({"odds_ratio": 5.1, "ci_low": 1.0}, 0),
        ({"odds_ratio": 5.1}, 0),
        ({"unrelated": 2, "absent_from_controls": True}, 2),
        ({"unrelated": 1, "absent_from_controls": True}, 0),
        ({"unrelated": 9}, 0),
        ({"unrelated": 9, "absent_from_controls": True, "counted_elsewhere": True}, 0),
    ],
)
def test_the_affected_against_controls(facts, expected):
    assert points(probands=[Probands(**facts, **SIGNED)]) == {"PS4": expected}


@pytest.mark.parametrize(
    ("modes", "explains", "expected"), [(AD, True, 1), (AD, False, 0), (AR, True, None), ((), True, None)]
)
def test_another_cause_speaks_against_a_dominant_variant(modes, explains, expected):
    cause = OtherCause(cause="a deletion of 22q11", explains_all=explains, **SIGNED)

    assert points(modes, other_cause=[cause]) == {"BP5": expected}


@pytest.mark.parametrize(
    ("pieces", "code"),
    [
        ({"de_novo": (child(confirmed=True, grade="consistent"),) * 3}, "PS2"),
        ({"other_allele": (allele("trans"),) * 3}, "PM3"),
    ],
)
def test_a_proband_counts_once_however_often_it_is_listed(pieces, code):
    found = answers(CaseVariant(variant="1-2-A-T", **pieces), AR if code == "PM3" else AD, default())

    assert found[code].points == 2


def test_a_case_file_that_is_silent_answers_nothing():
    assert points() == {}


@pytest.mark.parametrize(
    ("code", "pieces", "told"),
    [
        ("PS3", {"functional": [assay(odds_path=20.0)]}, "an assay: OddsPath 20, abnormal readout"),
        ("BS3", {"functional": [assay("normal", odds_path=0.04)]}, "an assay: OddsPath 0.04, normal readout"),
        ("PS2", {"de_novo": [child(confirmed=True, grade="consistent")]}, "de novo, points: 1, probands: 1"),
    ],
)
def test_a_reason_says_one_as_it_says_many(code, pieces, told):
    pieces = {kind: tuple(given) for kind, given in pieces.items()}

    assert str(answers(CaseVariant(variant="1-2-A-T", **pieces), AD, default())[code].because) == told
