"""What laboratories agree on: each situation in words, and what must hold whatever they say."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmstool.knowledge.consensus import BY_CONDITION, CONFLICTING, Agreement, by_condition, counted, overall
from gmstool.knowledge.model import GERMLINE, Assertion

P, LP, VUS, LB, B = GERMLINE


def said(lab, name, *, condition="MONDO:1", origin="germline", version=1, quarter="2026Q1", **more):
    """One laboratory's assertion about a variant."""
    accession = more.pop("accession", f"GMSA-{lab}-{condition}-{origin}")
    return Assertion(
        accession, version, "GRCh38", "7", 1, "A", "T", condition_id=condition, origin=origin, classification=name,
        lab=lab, quarter=quarter, **more,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("classes", "agreement", "name"),
    [
        ([P, P], Agreement.AGREE, P),
        ([VUS, VUS, VUS], Agreement.AGREE, VUS),
        ([P], Agreement.SINGLE, P),
        ([P, LP], Agreement.CONFIDENCE, "Pathogenic/Likely pathogenic"),
        ([LB, B], Agreement.CONFIDENCE, "Benign/Likely benign"),
        ([P, VUS], Agreement.NO_CONSENSUS, CONFLICTING),
        ([LP, VUS], Agreement.NO_CONSENSUS, CONFLICTING),
        ([VUS, LB], Agreement.NO_CONSENSUS, CONFLICTING),
        ([VUS, B], Agreement.NO_CONSENSUS, CONFLICTING),
        ([P, B], Agreement.OPPOSITE, CONFLICTING),
        ([LP, LB], Agreement.OPPOSITE, CONFLICTING),
        ([P, VUS, LB], Agreement.OPPOSITE, CONFLICTING),
        (["Oncogenic", "Likely oncogenic"], Agreement.CONFIDENCE, "Oncogenic/Likely oncogenic"),
        (["Oncogenic", "Benign"], Agreement.OPPOSITE, CONFLICTING),
    ],
)
def test_the_classes_of_laboratories_give_one_of_the_steps_of_vkgl(classes, agreement, name):
    found = overall(said(f"lab {at}", one) for at, one in enumerate(classes))

    assert (found.agreement, found.classification) == (agreement, name)


def test_nothing_said_is_no_assertion():
    assert overall([]).agreement is Agreement.NONE
    assert overall([said("A", None)]).agreement is Agreement.NONE


def test_an_aggregate_is_shown_and_does_not_vote():
    of_clinvar = said(None, P, accession="VCV1", source="ClinVar 2026-01-01")

    alone, beside = overall([of_clinvar]), overall([of_clinvar, said("A", B)])

    assert (alone.agreement, alone.classification) == (Agreement.AGGREGATE, P)
    assert (beside.agreement, beside.classification) == (Agreement.SINGLE, B)


def test_conditions_and_origins_are_compared_with_their_own_kind():
    of_variant = [said("A", P), said("B", P, condition="MONDO:2"), said("C", B, condition="MONDO:2")]

    states = {one.subject.condition: one.agreement for one in by_condition(of_variant)}

    assert states == {"MONDO:1": Agreement.SINGLE, "MONDO:2": Agreement.OPPOSITE}
    assert overall(of_variant).agreement is Agreement.OPPOSITE
    assert overall(of_variant).classification == BY_CONDITION
    assert overall([said("A", P), said("B", B, origin="somatic")]).agreement is Agreement.SINGLE


def test_a_curator_decides_on_top_and_the_discordance_stays_seen():
    found = by_condition([said("A", P), said("B", VUS), said("curator", LP, decided=True)])[0]

    assert (found.agreement, found.classification, found.decided) == (Agreement.NO_CONSENSUS, LP, True)


def test_the_newest_version_counts_and_a_withdrawn_one_takes_the_older_with_it():
    first, second = said("A", P), said("A", VUS, version=2)

    assert [one.classification for one in counted([second, first])] == [VUS]
    assert counted([first, replace(second, withdrawn=True)]) == []


def test_a_laboratory_has_one_vote_its_newest():
    old, new = said("A", P, accession="X", quarter="2025Q4"), said("A", B, accession="Y", quarter="2026Q1")

    assert overall([new, old, said("B", B)]).agreement is Agreement.AGREE


ASSERTIONS = st.lists(
    st.builds(
        said, st.sampled_from(["A", "B", "C", None]), st.sampled_from(GERMLINE),
        condition=st.sampled_from(["MONDO:1", "MONDO:2", None]), version=st.integers(1, 3),
        quarter=st.sampled_from(["2025Q4", "2026Q1", None]), withdrawn=st.booleans(),
        decided=st.sampled_from([True, False, None]),
    ),
    max_size=6,
)  # fmt: skip


@given(ASSERTIONS, st.randoms())
def test_the_order_of_laboratories_changes_nothing(assertions, chance):
    shuffled = list(assertions)
    chance.shuffle(shuffled)

    assert by_condition(shuffled) == by_condition(assertions)


@given(ASSERTIONS)
def test_a_withdrawn_assertion_changes_nothing(assertions):
    gone = said("D", B, condition="MONDO:1", withdrawn=True)

    assert by_condition([*assertions, gone]) == by_condition(assertions)


@given(ASSERTIONS)
def test_saying_the_same_twice_changes_nothing(assertions):
    assert by_condition([*assertions, *assertions]) == by_condition(assertions)
