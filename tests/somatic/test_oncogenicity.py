"""Criteria of oncogenicity: every number on both sides, three answers, what displaces what, and the classes."""
# ruff: noqa: E501  # tables of situations, one line a row

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.somatic.conftest import BRAF, DNMT3A, KRAS, NPM1, RB1, RULES, TP53, established, judged, points, reason

from gmstool.criteria.codes import parse
from gmstool.criteria.combine import combine
from gmstool.criteria.explain import answer
from gmstool.somatic.criteria import BY_CODE, CODES, CRITERIA
from gmstool.somatic.gathering import CONTINENTAL, Tumour
from gmstool.somatic.judging import counting, key, label

STOP = {"consequence": "stop_gained", "gene": "RB1", "hgnc_id": RB1, "chrom": "chr13", "pos": 48367512, "ref": "C", "alt": "T",
        "hgvsp": "p.Arg320Ter", "protein_position": 320, "amino_acids": "R/*", "transcript": "ENST00000267163.6"}  # fmt: skip
SILENT = {"consequence": "synonymous_variant", "hgvsp": "p.Val600=", "amino_acids": "V"}
AT = dict.fromkeys(CONTINENTAL, 0.0)


def spot(at, with_, change="V600E", residue=600, gene=BRAF):
    return ((gene, residue, change, at, with_),)


@pytest.mark.parametrize(
    ("at_residue", "with_change", "met"),
    [
        (50, 10, "OS3"), (897, 800, "OS3"),
        (49, 10, "OM3"), (10, 10, "OM3"),
        (50, 9, "OP3"), (49, 9, "OP3"), (1, 0, "OP3"),
    ],
)  # fmt: skip
def test_hot_spots_weigh_by_the_samples_at_the_residue_and_with_the_change(at_residue, with_change, met):
    found = judged(spots=spot(at_residue, with_change)).rows
    assert [code for code in ("OS3", "OM3", "OP3") if found[code][0]] == [met]
    assert [found[code][0] for code in ("OS3", "OM3", "OP3")].count(0) == 2


def test_without_a_counting_layer_hot_spots_are_not_assessed():
    assert [points(code) for code in ("OS3", "OM3", "OP3")] == [None, None, None]
    assert reason("OS3") == "not assessed: needs a layer of hot spots"


def test_a_residue_that_the_loaded_layer_does_not_list_is_not_met():
    assert [points(code, spots=spot(60, 20, residue=601)) for code in ("OS3", "OM3", "OP3")] == [0, 0, 0]


def test_hot_spots_of_truncating_changes_count_outside_tumour_suppressors_only():
    shift = {
        "consequence": "frameshift_variant",
        "hgvsp": "p.Trp288CysfsTer12",
        "protein_position": 288,
        "amino_acids": "W/CX",
    }
    spots = ((NPM1, 288, "W288fs", 60, 50), (TP53, 288, "W288fs", 60, 50))
    assert points("OS3", spots=spots, gene="NPM1", hgnc_id=NPM1, **shift) == 4
    assert points("OS3", spots=spots, gene="TP53", hgnc_id=TP53, **shift) == 0
    assert points("OS3", spots=spots, gene="NPM1", hgnc_id=NPM1, roles={}, **shift) is None


@pytest.mark.parametrize(
    ("facts", "code", "expected"),
    [
        ({"gnomad_afr_af": 0.0501}, "SBVS1", -8), ({"gnomad_afr_af": 0.05}, "SBVS1", 0),
        ({"gnomad_sas_af": 0.0101}, "SBS1", -4), ({"gnomad_sas_af": 0.01}, "SBS1", 0),
        ({"gnomad_nfe_af": 0.00001}, "OP4", 1), ({"gnomad_nfe_af": 0.000011}, "OP4", 0),
        ({}, "OP4", 1), ({}, "SBS1", 0), ({}, "SBVS1", 0),
        ({"af_status": "not_looked_up"}, "OP4", None), ({"af_status": "not_looked_up"}, "SBS1", None),
    ],
)  # fmt: skip
def test_population_frequencies_decide_on_both_sides_of_each_limit(facts, code, expected):
    known = {**AT, **facts} if any(name in CONTINENTAL for name in facts) else facts
    assert points(code, **known) == expected


@pytest.mark.parametrize(
    ("overall", "code", "expected"),
    [(0.06, "SBVS1", -8), (0.04, "SBVS1", None), (0.02, "SBS1", -4), (0.0001, "SBS1", None), (0.0001, "OP4", 0),
     (0.000001, "OP4", None)],
)  # fmt: skip
def test_the_overall_frequency_alone_can_say_common_but_not_rare(overall, code, expected):
    assert points(code, without=(*CONTINENTAL, "gnomad_popmax_af"), gnomad_exomes_af=overall) == expected


@pytest.mark.parametrize("unknown", [name for name in CONTINENTAL if name != "gnomad_nfe_af"])
@pytest.mark.parametrize(
    ("what", "known", "code", "expected"),
    [
        ("one that is known is very common", 0.06, "SBVS1", -8),
        ("those known are not so common", 0.02, "SBVS1", None),
        ("one that is known is common", 0.02, "SBS1", -4),
        ("those known are rare, so it may be common", 0.00001, "SBS1", None),
        ("those known are rare, so it may be rare", 0.00001, "OP4", None),
        ("none of those known has it", 0.0, "OP4", None),
        ("one that is known is not rare", 0.02, "OP4", 0),
    ],
)
def test_a_population_that_is_not_known_may_be_the_largest(unknown, what, known, code, expected):
    assert points(code, **{**AT, "gnomad_nfe_af": known, unknown: None}) == expected, what


def test_genes_of_clonal_haematopoiesis_need_a_review_in_blood_cancers_only():
    gene = {"gene": "DNMT3A", "hgnc_id": DNMT3A, **AT, "gnomad_nfe_af": 0.02}
    blood, solid = Tumour(("AML",), blood=True), Tumour(("LUAD",), blood=False)
    assert [points(code, tumour=blood, **gene) for code in ("OP4", "SBS1")] == [None, None]
    assert "clonal haematopoiesis" in reason("SBS1", tumour=blood, **gene)
    assert [points(code, tumour=solid, **gene) for code in ("OP4", "SBS1")] == [0, -4]
    assert points("SBS1", tumour=blood, **{**gene, "gene": "EGFR"}) == -4


@pytest.mark.parametrize(
    ("what", "facts", "expected"),
    [
        ("nonsense in a suppressor, decay predicted", STOP, 8),
        ("in an oncogene", {**STOP, "roles": {RB1: "oncogene"}}, 0),
        ("in a gene of both roles", {**STOP, "roles": {RB1: "both"}}, 8),
        ("no list knows the gene", {**STOP, "roles": {}}, None),
        ("a possible suppressor is not a bona fide one", {**STOP, "roles": {RB1: "possible tumour suppressor"}}, None),
        ("missense", {"gene": "RB1", "hgnc_id": RB1}, 0),
    ],
)
def test_a_null_variant_weighs_in_a_tumour_suppressor_by_the_tree(what, facts, expected):
    assert points("OVS1", **facts) == expected, what


@pytest.mark.parametrize(
    ("what", "facts", "expected"),
    [
        ("in-frame deletion in an oncogene", {"consequence": "inframe_deletion", "ref": "ACGT", "alt": "A"}, 2),
        ("in-frame deletion in an unlisted gene", {"consequence": "inframe_deletion", "ref": "ACGT", "alt": "A", "roles": {}}, None),
        ("lost stop of a suppressor", {"consequence": "stop_lost", "gene": "TP53", "hgnc_id": TP53}, 2),
        ("lost stop of an oncogene", {"consequence": "stop_lost"}, 0),
        ("whole residues, told only as coding", {"consequence": "coding_sequence_variant", "ref": "A", "alt": "A" + "ACG" * 9}, 2),
        ("a shifted frame, told only as coding", {"consequence": "coding_sequence_variant", "ref": "A", "alt": "AC"}, 0),
        ("missense", {}, 0),
    ],
)  # fmt: skip
def test_a_changed_length_weighs_in_known_drivers(what, facts, expected):
    assert points("OM2", **facts) == expected, what


def test_an_established_variant_lends_weight_to_the_same_change_by_other_nucleotides():
    assert points("OS1", known=established(BRAF, "V600E", "7-1-A-T")) == 4
    assert points("OS1", known=established(BRAF, "V600E", "7-140753336-A-T")) == 0  # itself
    assert points("OS1", known=established(BRAF, "V600K")) == 0
    assert points("OS1") is None


def test_another_missense_change_of_the_residue_must_change_it_no_more():
    assert points("OM4", known=established(BRAF, "V600A")) == 2  # Grantham 64 against 121 of V600E
    assert points("OM4", known=established(BRAF, "V600D")) == 0  # 152
    glu = {"gene": "KRAS", "hgnc_id": KRAS, "hgvsp": "p.Gly13Glu", "protein_position": 13, "amino_acids": "G/E"}
    assert points("OM4", known=established(KRAS, "G13H"), **glu) == 2  # 98 both
    assert points("OM4", known=established(KRAS, "V600A")) == 0
    assert points("OM4") is None


def test_prediction_needs_the_chosen_tool():
    assert [points(code, revel=0.95, spliceai_max=0.0) for code in ("OP1", "SBP1")] == [1, 0]
    assert [points(code, revel=0.02, spliceai_max=0.0) for code in ("OP1", "SBP1")] == [0, -1]
    assert [points(code) for code in ("OP1", "SBP1")] == [None, None]


@pytest.mark.parametrize(
    ("spliceai", "phylop", "expected"),
    [(0.0, 1.99, -1), (0.0, 2.0, 0), (0.5, 0.0, 0), (None, 0.0, None), (0.0, None, None)],
)
def test_a_silent_change_weighs_where_nothing_is_conserved(spliceai, phylop, expected):
    assert points("SBP2", spliceai_max=spliceai, phylop=phylop, **SILENT) == expected


def test_a_single_cause_needs_the_tumour_type():
    assert points("OP2", tumour=Tumour(("RBL", "EYE"), blood=False), **STOP) == 1
    assert points("OP2", tumour=Tumour(("LUAD",), blood=False), **STOP) == 0
    assert points("OP2", **STOP) is None


@pytest.mark.parametrize("code", ["OS2", "SBS2"])
def test_what_a_person_judges_is_not_assessed_and_says_what_it_needs(code):
    assert points(code) is None
    assert reason(code).startswith("not assessed: needs ")


@pytest.mark.parametrize(
    ("keeps", "drops"),
    [("OVS1", "OM2"), ("OS1", "OS3"), ("OS1", "OM1"), ("OS3", "OM1"), ("OM1", "OM3"), ("OM4", "OM3"), ("OS1", "OM4"),
     ("OS3", "OM4"), ("OM1", "OM4"), ("OM1", "OP3"), ("OM4", "OP3"), ("SBVS1", "SBS1")],
)  # fmt: skip
def test_of_two_criteria_on_the_same_evidence_one_gives_way(keeps, drops):
    both = pl.DataFrame(
        {code: [1 if code in (keeps, drops) else 0] for code in CODES}, schema=dict.fromkeys(CODES, pl.Int8)
    )
    found = counting(both, RULES)
    assert (found[keeps][0], found[drops][0], found[f"{drops}_by"][0]) == (1, 0, keeps)
    alone = counting(both.with_columns(pl.lit(0, pl.Int8).alias(keeps)), RULES)
    assert (alone[drops][0], alone[f"{drops}_by"][0]) == (1, None)


def test_what_has_given_way_displaces_nothing():
    met = pl.DataFrame(
        {code: [1 if code in ("OS1", "OM1", "OM3") else 0] for code in CODES}, schema=dict.fromkeys(CODES, pl.Int8)
    )
    found = counting(met, RULES)
    assert (found["OM1_by"][0], found["OM3"][0]) == ("OS1", 1)


@pytest.mark.parametrize(
    ("codes", "total", "name"),
    [
        ("OVS1 OM1", 10, "Oncogenic"), ("OVS1 OP4", 9, "Likely oncogenic"), ("OS3 OM1", 6, "Likely oncogenic"),
        ("OS3 OP4", 5, "Uncertain significance"), ("", 0, "Uncertain significance"), ("SBP1", -1, "Likely benign"),
        ("SBS1 SBP1 SBP2", -6, "Likely benign"), ("SBVS1 OP4", -7, "Benign"), ("SBVS1 OM1", -6, "Likely benign"),
    ],
)  # fmt: skip
def test_classes_begin_and_end_at_the_published_points(codes, total, name):
    found = answer(codes, RULES)
    assert (found["points"], found["classification"]) == (total, name)


@given(st.lists(st.sampled_from(CODES), unique=True))
def test_points_are_a_sum_whatever_the_order(codes):
    evidence = parse(" ".join(codes), CODES).evidence
    assert combine(evidence, RULES).points == combine(tuple(reversed(evidence)), RULES).points
    assert combine(evidence, RULES).points == sum((-1 if one.benign else 1) * _worth(one) for one in evidence)


def _worth(one):
    return int(RULES.combining.points[one.strength.key])


WHOLE_ROW = {**AT, "gnomad_nfe_af": 0.02, "revel": 0.9, "spliceai_max": 0.1, "phylop": 3.0, "spots": spot(60, 20),
             "known": established(BRAF, "V600A"), "tumour": Tumour(("LUAD",), blood=False)}  # fmt: skip


@pytest.mark.parametrize(
    "fact", ["consequence", "hgnc_id", "gnomad_nfe_af", "revel", "spliceai_max", "phylop", "af_status", "hgvsp", "gene"]
)
def test_taking_a_fact_away_never_turns_an_answer_into_the_other(fact):
    before, after = judged(**WHOLE_ROW).rows, judged(**{**WHOLE_ROW, fact: None}).rows
    for code in CODES:
        if fact == "gnomad_nfe_af" and code in ("OP4", "SBS1", "SBVS1"):
            continue  # the largest known of five populations is another number, not an unknown one
        assert after[code][0] in (None, before[code][0]), code


def test_labels_of_om3_and_om4_follow_the_rule_set_and_meanings_stay():
    assert [label(code, RULES) for code in ("OM3", "OM4", "OS3")] == ["OM3", "OM4", "OS3"]
    assert (key("OM3", RULES), key("OM4", RULES)) == ("hotspot_low", "missense_same_residue")
    assert len({key(code, RULES) for code in CODES}) == len(CODES)


def test_the_registry_is_the_rule_set():
    assert set(RULES.criteria) == set(CODES)
    assert all(BY_CODE[code].benign == code.startswith("SB") for code in CODES)
    assert [one.strength for one in CRITERIA] == [RULES.criteria[code].default for code in CODES]
