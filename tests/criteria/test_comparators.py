"""PS1, PM5, PM1, what may not be counted twice, and the laws of all criteria."""

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gmstool.criteria.codes import ACMG
from gmstool.criteria.overlap import counted
from gmstool.criteria.registry import CRITERIA
from gmstool.rules.load import default

# ClinVar 12872: NM_005633.4(SOS1):c.1656G>C, p.Arg552Ser, pathogenic by an expert panel; SOS1 is on the minus strand.
SERINE = {"pos": 39_022_772, "ref": "C", "alt": "A", "amino_acids": "R/S", "protein_position": 552, "codons": "agG/agT",
          "spliceai_max": 0.0}  # fmt: skip
ITSELF = SERINE | {"alt": "G", "codons": "agG/agC"}


@pytest.mark.parametrize(
    ("situation", "facts", "expected"),
    [("another base, the same residue", SERINE, 4),
     ("no classified variant at the codon", {}, 0), ("residues not known", SERINE | {"amino_acids": None}, None),
     ("gene not known", SERINE | {"gene": None, "hgnc_id": None}, None),
     ("predicted to act by splicing", SERINE | {"spliceai_max": 0.2}, 0),
     ("below the limit of splicing", SERINE | {"spliceai_max": 0.19}, 4),
     ("SpliceAI has no score of it", SERINE | {"spliceai_max": None}, None),
     ("no file with SpliceAI", SERINE | {"spliceai_max": None, "without": ("spliceai_max",)}, 4),
     ("no comparator, whatever SpliceAI says", {"spliceai_max": None}, 0),
     ("acts by splicing, whatever its comparators", SERINE | {"spliceai_max": 0.2, "amino_acids": None}, 0),
     ("not missense", SERINE | {"consequence": "stop_gained"}, 0),
     ("a stop is judged by PVS1, whatever SpliceAI says", SERINE | {"consequence": "stop_gained",
                                                                    "spliceai_max": 0.9}, 0),
     ("consequence not known", SERINE | {"consequence": None}, None)],
)  # fmt: skip
def test_ps1(ask, situation, facts, expected):
    assert ask.points("PS1", **facts) == expected, situation


def test_ps1_names_its_comparator(ask):
    assert ask.reason("PS1", **SERINE).startswith("comparator: ClinVar 12872 (P, 3 stars), NM_005633.4:c.1656G>C")


def test_the_variant_s_own_entry_is_no_comparator(ask):
    assert "12872" in ask.reason("PS1", **SERINE)
    assert "12872" not in ask.reason("PS1", **ITSELF)


def test_pm5_asks_for_another_residue_that_is_not_more_disruptive(ask):
    """TP53 codon 132, K: c.395A>G makes R (26), c.396G>C makes N (94)."""
    at = {"chrom": "chr17", "gene": "TP53", "hgnc_id": 11998, "protein_position": 132, "pos": 7_675_217, "ref": "T"}
    milder = at | {"alt": "C", "amino_acids": "K/R", "codons": "aAg/aGg"}
    harsher = at | {"alt": "A", "amino_acids": "K/M", "codons": "aAg/aTg"}

    assert ask.points("PM5", **milder) == 0
    assert ask.points("PM5", **harsher) > 0


def test_pm5_names_the_comparator_that_is_more_disruptive(ask):
    at = {"chrom": "chr17", "gene": "TP53", "hgnc_id": 11998, "protein_position": 132, "pos": 7_675_217, "ref": "T"}
    told = ask.reason("PM5", **at, alt="C", amino_acids="K/R", codons="aAg/aGg")

    assert told.startswith("comparator: none that counts: ClinVar ")
    assert told.endswith(" is more disruptive by Grantham's distance")
    assert ask.reason("PM5") == "comparator: none"


@pytest.mark.parametrize("code", ["PS1", "PM5"])
def test_a_change_of_the_residue_that_is_missing_is_named(ask, code):
    assert ask.reason(code, **SERINE | {"amino_acids": None}) == "not assessed: needs the change of the residue"
    assert ask.reason(code, **SERINE | {"gene": None, "hgnc_id": None}) == (
        "not assessed: needs classified variants of the same codon"
    )


@pytest.mark.parametrize(("allowed", "expected"), [("none", 0), ("Supporting", 1), ("Moderate", 2)])
def test_beside_a_more_disruptive_comparator_the_panel_says_what_pm5_is_worth(ask, allowed, expected):
    """RUNX1 codon 162, R: c.485G>A makes K (26), c.484A>G makes G (125), pathogenic by the panel."""
    milder = {"chrom": "chr21", "gene": "RUNX1", "hgnc_id": 10471, "protein_position": 162, "pos": 34_880_580,
              "ref": "C", "alt": "T", "amino_acids": "R/K", "codons": "aGg/aAg"}  # fmt: skip
    rules = ask.rules_with(pm5={"less_disruptive": {"value": allowed, "unit": "strength at most"}})

    assert ask.points("PM5", **milder, rules=rules) == expected


@pytest.mark.parametrize(
    ("situation", "facts", "expected"),
    [("at a splice site", {"consequence": "splice_donor_variant"}, None),
     ("intronic, harmful by SpliceAI", {"consequence": "intron_variant", "spliceai_max": 0.2}, None),
     ("intronic, harmless by SpliceAI", {"consequence": "intron_variant", "spliceai_max": 0.19}, 0),
     ("intronic, in a file without SpliceAI", {"consequence": "intron_variant", "without": ("spliceai_max",)}, 0)],
)  # fmt: skip
def test_the_same_effect_on_splicing_is_for_a_person_to_compare(ask, situation, facts, expected):
    assert ask.points("PS1", **facts) == expected, situation
    assert ("a person" in ask.reason("PS1", **facts)) == (expected is None)


def test_an_effect_on_splicing_that_nobody_scored_is_not_known(ask):
    assert ask.points("PS1", consequence="intron_variant") is None
    assert ask.reason("PS1", consequence="intron_variant") == "not assessed: needs SpliceAI"


def test_a_panel_adds_pairs_and_counts_others_together(ask):
    own = {"panel_suppress": [{"keeps": "PM1", "drops": "PM5"}], "counted_together": [{"codes": ["PM1", "PP2"]}]}
    points = pl.DataFrame({"PM1": [2], "PM5": [2], "PP2": [1], "BA1": [-8], "BS1": [-4]}, schema_overrides={})
    general, panel = (counted(points, rules) for rules in (default(), ask.rules_with(overlap=own)))

    assert general.row(0, named=True)["PM5"] == 2
    assert (general["PP2"][0], general["PP2_by"][0]) == (0, "PM1")
    assert (panel["PM5"][0], panel["PM5_by"][0], panel["PP2"][0]) == (0, "PM1", 1)
    assert (panel["BS1"][0], panel["BS1_by"][0]) == (0, "BA1")


def test_comparators_of_grch37_are_not_known_to_the_bundle(ask):
    assert ask.assessed(SERINE, build="GRCh37").verdicts["PS1"][0] is None
    assert ask.assessed(SERINE, build=None).verdicts["PS1"][0] is None


@pytest.mark.parametrize(
    ("situation", "facts", "expected"),
    [("first residue of the region", {"protein_position": 420}, 2), ("the one before", {"protein_position": 419}, 0),
     ("last residue of the region", {"protein_position": 500}, 2), ("the one behind", {"protein_position": 501}, 0),
     ("residue not known", {"protein_position": None}, None), ("a gene without a list", {"gene": "GAMT"}, None),
     ("not missense", {"protein_position": 420, "consequence": "synonymous_variant"}, 0)],
)  # fmt: skip
def test_pm1_from_curated_regions_only(ask, situation, facts, expected):
    region = {"gene": "SOS1", "start": 420, "end": 500, "name": "PH domain", "strength": "Moderate"}

    assert ask.points("PM1", rules=ask.rules_with(pm1={"regions": [region]}), **facts) == expected, situation


@pytest.mark.parametrize(
    ("situation", "given_points", "expected", "by"),
    [("PVS1 displaces PM1", {"PVS1": 8, "PM1": 2}, {"PVS1": 8, "PM1": 0}, {"PM1_by": "PVS1"}),
     ("BA1 displaces PM2", {"BA1": -8, "PM2": 1}, {"PM2": 0}, {"PM2_by": "BA1"}),
     ("BA1 displaces BS1", {"BA1": -8, "BS1": -4}, {"BS1": 0}, {"BS1_by": "BA1"}),
     ("BS1 displaces PM2", {"BS1": -4, "PM2": 1}, {"PM2": 0}, {"PM2_by": "BS1"}),
     ("PM1 and PP3 within four points", {"PM1": 2, "PP3": 2}, {"PP3": 2}, {"PP3_by": None}),
     ("PM1 and PP3 above four points", {"PM1": 2, "PP3": 4}, {"PP3": 2}, {"PP3_by": "PM1"}),
     ("what is not met displaces nothing", {"PVS1": 0, "PM1": 2}, {"PM1": 2}, {"PM1_by": None}),
     ("what is not known displaces nothing", {"PVS1": None, "PM1": 2}, {"PM1": 2}, {"PM1_by": None}),
     ("what gave way displaces nothing", {"PVS1": 8, "PP2": 1, "BP1": -1}, {"PP2": 0, "BP1": -1}, {"BP1_by": None})],
)  # fmt: skip
def test_nothing_is_counted_twice(situation, given_points, expected, by):
    row = pl.DataFrame(
        {one.code: [given_points.get(one.code, 0)] for one in CRITERIA}, schema_overrides=dict.fromkeys(ACMG, pl.Int8)
    )

    found = counted(row, default()).row(0, named=True)

    assert {code: found[code] for code in expected} == expected, situation
    assert {name: found.get(name) for name in by} == by, situation


def test_all_28_criteria_are_there_in_the_order_of_the_paper():
    assert tuple(one.code for one in CRITERIA) == ACMG


@pytest.mark.parametrize("one", CRITERIA, ids=lambda one: one.code)
def test_each_criterion_says_what_it_means_and_whom_it_rests_on(one):
    assert one.meaning
    assert one.source
    assert one.person or one.needs or one.code in ("PP5", "BP6")
    assert one.strength == default().criteria[one.code].default


def test_what_only_a_person_can_judge_says_what_it_needs(ask):
    told = ask.reason("PS3")

    assert told == "not assessed: needs functional studies with their controls, or an assay's OddsPath"


@pytest.mark.parametrize("code", ["PP5", "BP6"])
def test_retired_criteria_are_never_applied(ask, code):
    assert ask.points(code) is None
    assert ask.reason(code) == "retired: never applied"


@pytest.mark.parametrize("facts", [{"chrom": "MT"}, {"alt": "<INV>"}, {"alt": "A[chr2:5["}, {"alt": "<STR14>"}])
def test_what_is_out_of_scope_is_not_assessed_and_says_so(ask, facts):
    found = ask.assessed(facts)

    assert all(found.verdicts[code][0] is None for code in ACMG)
    assert found.reasons([0])["PM2"][0].startswith("not in scope: ")


CHOICES = {
    "consequence": ["missense_variant", "synonymous_variant", "intron_variant", "stop_gained", "inframe_deletion",
                    "missense_variant&splice_region_variant", "splice_donor_variant", "stop_lost"],
    "gnomad_popmax_af": [0.0, 1e-6, 2e-5, 1e-4, 1e-3, 0.02, 0.06], "gnomad_hom": [0, 2, 9],
    "moi": ["AD", "AR", "XL", "AD/AR"], "revel": [0.0, 0.1, 0.5, 0.7, 0.95], "gene": ["SOS1", "BTD", "PTPN11"],
    "hgvsc": ["NM_1:c.1330G>C", "NM_1:c.10+3A>G", "NM_1:c.10-40A>G"], "amino_acids": ["R/S"],
    "protein_position": [5, 420], "af_status": ["absent", "not_looked_up", "observed"],
    "spliceai_max": [0.0, 0.15, 0.9],
}  # fmt: skip
REQUIRED = sorted(set(CHOICES) - {"spliceai_max"})
rows = st.fixed_dictionaries({name: st.one_of(st.none(), st.sampled_from(found)) for name, found in CHOICES.items()})


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows)
def test_nulling_an_input_only_ever_moves_an_answer_to_not_assessed(ask, row):
    """Refining facts aside: without one the answer stays as it would be had it nothing to object."""
    row = {name: value for name, value in row.items() if name != "af_status" or value} | {"hgnc_id": None}
    status = "observed" if row["gnomad_popmax_af"] is not None else row.get("af_status", "absent")
    full = row | {"af_status": status}
    # Without a stated mode of inheritance that of the gene holds: both are the one fact.
    poorer = [full | {name: None} | ({"gene": None} if name == "moi" else {}) for name in REQUIRED if name in full]

    whole, *others = ask.assessed(full, *poorer).verdicts.iter_rows(named=True)

    for name, one in zip([name for name in REQUIRED if name in full], others, strict=True):
        # The weaker of two ways may be left, so a strength may fall, but an answer does not turn.
        turned = {
            code: (whole[code], left)
            for code, left in one.items()
            if left is not None and not _holds(whole[code], left)
        }
        assert not turned, name


def _holds(whole, left):
    return whole is not None and (whole > 0) == (left > 0) and (whole < 0) == (left < 0) and abs(left) <= abs(whole)
