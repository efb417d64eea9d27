"""Criteria from the family: PS2, PM6, PM3, BP2, PP1, BS4 in situations, on both sides of every number."""

import polars as pl
import pytest

from gmstool.criteria import allelic, de_novo, segregation
from gmstool.criteria.engine import UNKNOWN
from gmstool.criteria.facts import Variants
from gmstool.criteria.registry import BY_CODE
from gmstool.rules.load import default
from gmstool.sentences import catalogue

DOMINANT = {"_modes": "AD", "_dominant": True, "_recessive": False, "_x_linked": False}
RECESSIVE = {"_modes": "AR", "_dominant": False, "_recessive": True, "_x_linked": False}
BOTH = {"_modes": "AD/AR", "_dominant": True, "_recessive": True, "_x_linked": False}
X_LINKED = {"_modes": "XL", "_dominant": False, "_recessive": False, "_x_linked": True}
RARE, COMMON = {"_gnomad_status": "absent"}, {"_gnomad_status": "observed", "_gnomad_af": 0.01}
TEXTS = (
    "_out_of_scope", "_gnomad_status", "_modes", "validity",
    *(f"_family_{one}" for one in ("calls", "proof", "grade", "partners", "trans", "unphased", "cis_pathogenic",
      "trans_pathogenic")),
)  # fmt: skip
TRUTHS = (
    "_dominant", "_recessive", "_x_linked",
    *(f"_family_{one}" for one in ("carries", "new", "history", "related", "homozygous", "penetrant", "searched",
      "whole", "second", "unphased_pathogenic")),
)  # fmt: skip
COUNTS = tuple(
    f"_family_{one}"
    for one in (
        "affected_with", "affected_with_male", "affected_without", "affected_unknown", "affected_alike",
        "healthy_without", "healthy_without_male",
    )
)  # fmt: skip
SCHEMA = (
    dict.fromkeys(TEXTS, pl.String)
    | dict.fromkeys(TRUTHS, pl.Boolean)
    | dict.fromkeys(COUNTS, pl.Int64)
    | {"_gnomad_af": pl.Float64}
)
PLAIN = {
    **RARE, "_family_carries": True, "_family_calls": "child het", "_family_history": False, "_family_searched": True,
    "_family_whole": True, "_family_second": False, **dict.fromkeys(COUNTS, 0),
}  # fmt: skip


def answer(code, modes, **facts):
    """Signed points and reason of one row."""
    given = {**PLAIN, **modes, **{(name if name[0] == "_" else f"_family_{name}"): one for name, one in facts.items()}}
    given |= {"validity": facts["validity"]} if "validity" in facts else {}
    table = pl.DataFrame([{name: given.get(name) for name in SCHEMA}], schema=SCHEMA)
    view, one = Variants(frozenset(SCHEMA)), BY_CODE[code]
    return table.select(one.points(view, default()).alias("p"), one.reason(view, default()).alias("r")).row(0)


def points(code, modes, **facts):
    return answer(code, modes, **facts)[0]


@pytest.mark.parametrize(
    ("grade", "proven", "assumed"),
    [("highly_specific", 4, 2), ("consistent", 2, 1), ("heterogeneous", 1, 0), ("not_consistent", 0, 0), (None,) * 3],
)
def test_a_de_novo_child_is_worth_what_the_phenotype_and_the_proof_of_its_parents_allow(grade, proven, assumed):
    assert points("PS2", DOMINANT, new=True, grade=grade, proof="a test") == proven
    assert points("PM6", DOMINANT, new=True, grade=grade, proof="a test") == 0
    assert points("PM6", DOMINANT, new=True, grade=grade) == assumed
    assert points("PS2", DOMINANT, new=True, grade=grade) is None


@pytest.mark.parametrize(
    ("modes", "second", "expected"),
    [
        (DOMINANT, False, 4),
        (X_LINKED, False, 4),
        (BOTH, False, 4),
        (RECESSIVE, False, 2),
        (RECESSIVE, True, 4),
        (RECESSIVE, None, 2),
        ({}, False, 2),
    ],
)
def test_in_recessive_disease_a_second_allele_is_asked_for(modes, second, expected):
    """Of what is not known the stricter."""
    assert points("PS2", modes, new=True, grade="highly_specific", proof="a test", second=second) == expected


def test_supporting_goes_down_to_nothing_without_a_second_allele():
    assert points("PM6", RECESSIVE, new=True, grade="consistent") == 0


@pytest.mark.parametrize(
    ("facts", "expected", "told"),
    [
        ({"new": False}, 0, de_novo.NOT_NEW),
        ({"new": None}, None, de_novo.UNSURE),
        ({"new": True, "history": True, "grade": "consistent"}, None, de_novo.HISTORY),
        ({"new": True}, None, "not assessed: de novo, but needs a person's grade of the phenotype: 1"),
    ],
)
def test_what_is_said_where_it_is_not_plainly_de_novo(facts, expected, told):
    found, reason = answer("PM6", DOMINANT, **facts)

    assert found == expected
    assert reason.startswith(told.removesuffix("{}"))


def test_the_reason_names_points_grade_and_proof():
    assert answer("PS2", DOMINANT, new=True, grade="consistent", proof="the case file")[1] == (
        "1 on the scale of PS2 and PM6: de novo, phenotype consistent, parents proven by the case file; child het"
    )
    assert "parents assumed" in answer("PM6", DOMINANT, new=True, grade="consistent")[1]


TRANS, UNPHASED = {"trans": "1-2-A-T (P: ClinVar 1)"}, {"unphased": "1-2-A-T (x)"}


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (TRANS, 2),
        (TRANS | COMMON, 0),
        (TRANS | {"_gnomad_status": None}, None),
        (UNPHASED | {"unphased_pathogenic": True}, 1),
        (UNPHASED | {"unphased_pathogenic": False}, 0),
        ({"homozygous": True}, 1),
        ({"homozygous": True, "related": True}, 0),
        ({"homozygous": True, "related": False}, 1),
        ({}, 0),
        ({"carries": False}, 0),
        ({"carries": None}, None),
        ({"searched": False}, None),
        ({"searched": False, "whole": False}, None),
        ({"searched": False, **TRANS}, 2),
    ],
)
def test_the_other_allele_in_recessive_disease(facts, expected):
    assert points("PM3", RECESSIVE, **facts) == expected


@pytest.mark.parametrize(("modes", "expected"), [(RECESSIVE, 2), (DOMINANT, 0), (BOTH, None), ({}, None)])
def test_the_other_allele_counts_in_recessive_disease_alone(modes, expected):
    assert points("PM3", modes, **TRANS) == expected


@pytest.mark.parametrize(
    ("modes", "facts", "expected"),
    [
        (RECESSIVE, {"cis_pathogenic": "1-2-A-T"}, -1),
        (DOMINANT, {"cis_pathogenic": "1-2-A-T"}, -1),
        ({}, {"cis_pathogenic": "1-2-A-T"}, -1),
        (DOMINANT, {"trans_pathogenic": "1-2-A-T", "penetrant": True}, -1),
        (DOMINANT, {"trans_pathogenic": "1-2-A-T", "penetrant": False}, None),
        (DOMINANT, {"trans_pathogenic": "1-2-A-T"}, None),
        (BOTH, {"trans_pathogenic": "1-2-A-T", "penetrant": True}, None),
        (RECESSIVE, {"trans_pathogenic": "1-2-A-T", "penetrant": True}, 0),
        (DOMINANT, {"unphased": "1-2-A-T", "unphased_pathogenic": True}, None),
        (DOMINANT, {"unphased": "1-2-A-T", "unphased_pathogenic": False}, 0),
        (DOMINANT, {}, 0),
        (DOMINANT, {"searched": False}, None),
        (DOMINANT, {"carries": False, "searched": False}, 0),
    ],
)
def test_beside_a_pathogenic_variant(modes, facts, expected):
    assert points("BP2", modes, **facts) == expected


@pytest.mark.parametrize(
    ("modes", "facts", "expected"),
    [
        (DOMINANT, {"affected_with": 0}, 0),
        (DOMINANT, {"affected_with": 1}, 1),
        (DOMINANT, {"affected_with": 2}, 2),
        (DOMINANT, {"affected_with": 3}, 2),
        (DOMINANT, {"affected_with": 4}, 4),
        (DOMINANT, {"affected_with": 9}, 4),
        (DOMINANT, {"affected_with": 1, "healthy_without": 3}, 1),
        (DOMINANT, {"affected_with": 1, "healthy_without": 3, "penetrant": True}, 4),
        (DOMINANT, {"affected_unknown": 2}, 0),
        (RECESSIVE, {"affected_with": 1, "affected_alike": 1}, 2),
        (RECESSIVE, {"affected_with": 1, "affected_alike": 0}, 0),
        (RECESSIVE, {"affected_alike": 1, "affected_with": 1, "healthy_without": 4, "penetrant": True}, 2),
        (RECESSIVE, {"affected_alike": 1, "affected_with": 1, "healthy_without": 5, "penetrant": True}, 4),
        (X_LINKED, {"affected_with": 2, "affected_with_male": 1}, 1),
        (BOTH, {"affected_with": 4}, None),
        ({}, {"affected_with": 4}, None),
        (DOMINANT, {"affected_with": 4, "carries": False}, 0),
    ],
)
def test_relatives_with_the_variant_are_counted_by_the_mode_of_inheritance(modes, facts, expected):
    assert points("PP1", modes, validity="Definitive", **facts) == expected


@pytest.mark.parametrize(
    ("validity", "expected"), [("Definitive", 4), ("Strong", 4), ("Moderate", None), ("Limited", None), (None, None)]
)
def test_segregation_counts_where_the_gene_is_known_to_cause_the_disease(validity, expected):
    assert points("PP1", DOMINANT, affected_with=4, validity=validity) == expected


@pytest.mark.parametrize(
    ("modes", "lacking", "expected"),
    [(DOMINANT, 0, 0), (DOMINANT, 1, None), (DOMINANT, 2, -4), (RECESSIVE, 2, None), (BOTH, 2, None)],
)
def test_affected_relatives_without_the_variant(modes, lacking, expected):
    assert points("BS4", modes, affected_without=lacking, validity="Definitive") == expected


def test_a_trio_says_how_many_relatives_it_counted_and_how_many_it_needs():
    assert answer("PP1", DOMINANT, validity="Strong")[1] == (
        "no other affected relative is in the file: 0 points of segregation, 1 needed"
    )
    assert answer("PP1", DOMINANT, validity="Strong", affected_with=1, affected_unknown=1)[1] == (
        "points of segregation: 1 of 1 needed; affected relatives with the variant: 1, without: 0, healthy ones at "
        "risk without: 0, not known: 1"
    )


@pytest.mark.parametrize("code", ["PS2", "PM6", "PM3", "BP2", "PP1", "BS4"])
@pytest.mark.parametrize("lost", [name for name in SCHEMA if name != "_out_of_scope"])
def test_losing_a_fact_only_ever_moves_an_answer_to_not_assessed_or_takes_evidence_away(code, lost):
    full = {
        "new": True, "grade": "highly_specific", "proof": "x", "trans": "y", "cis_pathogenic": "y", "penetrant": True,
        "affected_with": 4, "affected_without": 2, "affected_alike": 2, "validity": "Definitive",
    }  # fmt: skip
    before = points(code, DOMINANT, **full)
    after = points(
        code, DOMINANT, **full | {lost.removeprefix("_family_") if lost[0] == "_" else lost: None, lost: None}
    )

    assert after in (before, None) or abs(after) < abs(before) or (code == "PM6" and lost == "_family_proof")


@pytest.mark.parametrize(
    "told",
    [
        one
        for module in (de_novo, allelic, segregation)
        for name, one in vars(module).items()
        if name.isupper() and isinstance(one, str) and name not in ("SOURCE", "PERSON", "RICHARDS")
    ],
)
def test_every_sentence_has_a_swedish_form(told):
    assert told in catalogue()["sentences"]
    assert UNKNOWN in catalogue()["words"]
