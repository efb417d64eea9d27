"""ClinVar's words in the spellings that pipelines write."""

import pytest

from gmstool import clinvar
from gmstool.errors import UsageError

SPELLINGS = [
    ("as ClinVar's VCF writes it", "Pathogenic/Likely_pathogenic", "pathogenic&likely_pathogenic"),
    ("as VEP writes it", "benign&likely_benign", "benign&likely_benign"),
    ("old codes of two records", "5|2", "pathogenic&benign"),
    ("with a space and twice", "Uncertain significance,Uncertain_significance", "uncertain_significance"),
    ("nothing", ".", None),
]


@pytest.mark.parametrize(("text", "terms"), [pytest.param(*row[1:], id=row[0]) for row in SPELLINGS])
def test_terms_are_read_in_any_spelling(text, terms):
    assert clinvar.significance(text) == terms


def test_a_number_is_a_term_only_where_clinvar_wrote_numbers():
    assert clinvar.significance("5", codes=False) == "5"


PATHOGENIC = [
    ("pathogenic", True),
    ("likely_pathogenic", True),
    ("pathogenic&drug_response", True),
    ("pathogenic&benign", False),
    ("conflicting_classifications_of_pathogenicity", False),
    ("uncertain_significance", False),
]


@pytest.mark.parametrize(("terms", "expected"), PATHOGENIC)
def test_known_pathogenic_means_that_nobody_says_otherwise(terms, expected):
    assert clinvar.is_pathogenic(terms) is expected


STARS = [
    ("practice_guideline", 4),
    ("reviewed_by_expert_panel", 3),
    ("criteria_provided,_multiple_submitters,_no_conflicts", 2),
    ("criteria_provided&_multiple_submitters&_no_conflicts", 2),
    ("criteria_provided,_single_submitter", 1),
    ("criteria_provided,_conflicting_classifications", 1),
    ("no_assertion_criteria_provided", 0),
    ("no_criteria|mult", 2),
    ("single,mult", 2),
    ("something else", None),
]


@pytest.mark.parametrize(("review", "stars"), STARS)
def test_stars_follow_the_review_status(review, stars):
    assert clinvar.stars(review) == stars


def test_a_misspelt_term_is_refused_with_a_near_one():
    with pytest.raises(UsageError) as caught:
        clinvar.asked(("patogenic",))

    assert "pathogenic" in caught.value.hint


def test_terms_may_be_asked_in_clinvar_s_own_spelling():
    assert clinvar.asked(("Pathogenic/Likely_pathogenic", "Uncertain_significance")) == [
        "pathogenic",
        "likely_pathogenic",
        "uncertain_significance",
    ]
