"""Prompts ask a person to look: germline suspicion, clonal haematopoiesis, artefacts, named alterations, reversion."""
# ruff: noqa: E501  # tables of situations, one line a row

import pytest

from gmstool.somatic.prompt import Patient
from gmstool.somatic.prompt_numbers import numbers
from gmstool.somatic.prompts import prompts
from gmstool.somatic.tumour_types import find

ROW = {
    "gene": "BRCA1", "consequence": "frameshift_variant", "ref": "ACT", "alt": "A", "af": None, "clinvar_significance": None,
    "classification": "Likely oncogenic", "tumour_vaf": 0.5, "normal_vaf": None, "tumour_depth": 800, "tumour_alt_reads": 400,
    "tumour_forward": 200, "tumour_reverse": 200, "artifact": None, "artifact_nr_sd": None, "position_nr_sd": None,
    "local_obs": None, "filter": "PASS", "event": None, "svlen": None, "hot_listed": None, "tier": None,
    "reverts": None, "clin_obs": None, "myeloid_germline": None, "artifact_median": None, "panel_median": None,
}  # fmt: skip
NOBODY = Patient()
SUBSTITUTION = {"ref": "C", "alt": "T", "consequence": "missense_variant"}


def asked(patient=NOBODY, **facts):
    """Kinds and sentences of the prompts of one row."""
    return [(one.kind, str(one.told)) for one in prompts({**ROW, **facts}, patient)]


def kinds(patient=NOBODY, **facts):
    return [kind for kind, _ in asked(patient, **facts)]


@pytest.mark.parametrize(
    ("what", "facts", "prompted"),
    [
        ("indel at 20 %", {"tumour_vaf": 0.2}, True), ("indel below", {"tumour_vaf": 0.199}, False),
        ("substitution at 30 %", {**SUBSTITUTION, "tumour_vaf": 0.3}, True),
        ("substitution below", {**SUBSTITUTION, "tumour_vaf": 0.299}, False),
        ("fraction not known", {"tumour_vaf": None}, True),
        ("silent", {"consequence": "synonymous_variant"}, False),
        ("known harmless", {"clinvar_significance": "benign"}, False),
        ("classified harmless", {"classification": "Benign"}, False),
        ("a gene of no list", {"gene": "KRAS"}, False),
        ("intermediate penetrance", {"gene": "CHEK2"}, True),
        ("too common", {"af": 0.01}, None), ("rare", {"af": 0.0099}, True),
    ],
)  # fmt: skip
def test_genes_of_predisposition_ask_for_follow_up_whatever_the_tumour(what, facts, prompted):
    told = [text for kind, text in asked(**facts) if kind == "germline"]
    assert any("germline follow-up" in text for text in told) is bool(prompted), what


@pytest.mark.parametrize(("normal", "prompted"), [(0.2, True), (0.19, False), (0.0, False)])
def test_a_normal_sample_answers_before_the_fraction_in_the_tumour(normal, prompted):
    assert ("germline" in kinds(Patient(tumour_only=False), normal_vaf=normal)) is prompted


@pytest.mark.parametrize(
    ("gene", "tumour", "age", "told"),
    [
        ("BRCA1", "PAAD", None, "with the diagnosis PAAD"),
        ("BRCA1", "COAD", None, "followed up in every tumour"),
        ("PMS2", "COAD", 70, "with the diagnosis COAD"),
        ("PMS2", "LUAD", 70, None),
        ("VHL", "CCRCC", 45, "at the age of 45"),
        ("VHL", "CCRCC", 46, None),
        ("VHL", "CCRCC", None, "at the age of not known"),
        ("DDX41", "AML", 70, "predisposes to blood cancers"),
        ("DDX41", "LUAD", 70, None),
        ("RB1", "RBL", 3, "at the age of 3"),
        ("RB1", "LUAD", 60, None),
    ],
)  # fmt: skip
def test_gene_diagnosis_and_age_decide_first(gene, tumour, age, told):
    found = [text for kind, text in asked(Patient(find(tumour), age), gene=gene) if "follow-up" in text]
    assert bool(found) is bool(told)
    assert told is None or told in found[0]


@pytest.mark.parametrize(
    ("what", "patient", "facts", "told"),
    [
        ("at the limit", Patient(tumour_only=False), {"normal_vaf": 0.2}, True),
        ("below", Patient(tumour_only=False), {"normal_vaf": 0.199}, False),
        ("normal not read there", Patient(tumour_only=False), {"normal_vaf": None}, False),
        ("no normal sample", Patient(), {"normal_vaf": None}, False),
    ],
)
def test_a_variant_that_the_normal_sample_shows_is_said_in_any_gene(what, patient, facts, told):
    found = [text for kind, text in asked(patient, gene="KRAS", **facts) if "in the normal sample too" in text]
    assert bool(found) is told, what


def test_what_the_myeloid_pipeline_calls_germline_is_said():
    assert kinds(gene="KRAS", myeloid_germline=1) == ["germline"]
    assert kinds(gene="KRAS", myeloid_germline=0) == []


@pytest.mark.parametrize(("age", "told"), [(29, True), (30, False), (None, False)])
def test_seldom_inherited_genes_are_followed_up_in_the_young_only(age, told):
    found = [text for kind, text in asked(Patient(find("LUAD"), age), gene="STK11") if "follow-up" in text]
    assert bool(found) is told


@pytest.mark.parametrize(
    ("fraction", "words"),
    [(0.4, True), (0.6, True), (0.399, False), (0.601, False), (0.9, True), (0.899, False)],
)
def test_a_fraction_near_one_half_or_one_is_called_what_it_looks_like(fraction, words):
    assert ("inherited copies" in asked(tumour_vaf=fraction)[0][1]) is words


def test_the_fraction_that_the_purity_lets_expect_is_named():
    assert "would show 40 %" in asked(Patient(purity=0.8))[0][1]


def test_a_common_variant_without_a_normal_sample_is_probably_inherited():
    assert "probably inherited" in asked(af=0.01)[0][1]
    assert kinds(af=0.0099, gene="KRAS") == []
    assert kinds(Patient(tumour_only=False), gene="KRAS", af=0.3, normal_vaf=0.1) == []


CHIP = {**SUBSTITUTION, "gene": "DNMT3A", "tumour_vaf": 0.05}


@pytest.mark.parametrize(
    ("what", "patient", "facts", "told"),
    [
        ("solid tumour", Patient(find("LUAD"), 70), {}, "may come from clonal haematopoiesis: DNMT3A at 5 %, age 70"),
        ("young", Patient(find("LUAD"), 59), {}, "seldom at this age"),
        ("age not known", Patient(find("LUAD")), {}, "age not known"),
        ("tumour type not known", Patient(), {}, "may come from"),
        ("at 2 %", Patient(), {"tumour_vaf": 0.02}, "may come from"),
        ("below", Patient(), {"tumour_vaf": 0.019}, None),
        ("at 30 %", Patient(), {"tumour_vaf": 0.3}, "may come from"),
        ("above", Patient(), {"tumour_vaf": 0.301}, None),
        ("another gene", Patient(), {"gene": "EGFR"}, None),
        ("a blood cancer", Patient(find("AML"), 70), {}, "after remission"),
        ("a blood cancer, a gene that goes with it", Patient(find("AML"), 70), {"gene": "SRSF2"}, None),
    ],
)  # fmt: skip
def test_clonal_haematopoiesis_is_told_by_gene_fraction_and_age(what, patient, facts, told):
    found = [text for kind, text in asked(patient, **{**CHIP, **facts}) if kind == "clonal"]
    assert bool(found) is bool(told), what
    assert told is None or told in found[0], what


@pytest.mark.parametrize(
    ("what", "facts", "told"),
    [
        ("in 4 normals", {"artifact": "4,0,36"}, "seen in 4 of 36 normal samples"), ("in 3", {"artifact": "3,0,36"}, None),
        ("far from their fractions", {"artifact": "9,0,36", "artifact_nr_sd": "5.0,0"}, None),
        ("near", {"artifact": "9,0,36", "artifact_nr_sd": "4.9,0"}, "seen in 9"),
        ("a panel of unknown shape", {"artifact": "."}, None),
        ("background", {"position_nr_sd": 3.9}, "within the background"), ("above it", {"position_nr_sd": 4.0}, None),
        ("one strand", {"tumour_forward": 10, "tumour_reverse": 0}, "on one strand"),
        ("one strand, few reads", {"tumour_forward": 9, "tumour_reverse": 0}, None),
        ("strands not known", {"tumour_forward": None}, None),
        ("few reads", {"tumour_alt_reads": 19}, "19 reads with the variant"), ("enough", {"tumour_alt_reads": 20}, None),
        ("TERT needs fewer", {"tumour_alt_reads": 4, "event": "TERT promoter"}, None),
        ("TERT, too few", {"tumour_alt_reads": 3, "event": "TERT promoter"}, "fewer than 4"),
        ("shallow", {"tumour_depth": 99}, "depth 99"), ("deep", {"tumour_depth": 100}, None),
        ("tiny", {"tumour_vaf": 0.019}, "below 2 %"), ("small", {"tumour_vaf": 0.02}, None),
        ("seen in the house", {"local_obs": 10}, "10 cases"), ("seldom", {"local_obs": 9}, None),
        ("structural, in the house", {"clin_obs": 10}, "10 clinical cases"), ("structural, seldom", {"clin_obs": 9}, None),
        ("with the fraction of the normals", {"artifact": "9,0,36", "artifact_median": "0.01,0.043"}, "normal samples 4.3 %"),
        ("with the background's fraction", {"position_nr_sd": 3.9, "panel_median": 0.0067}, "normal samples 0.67 %"),
        ("the caller doubts", {"filter": "weak_evidence"}, "weak_evidence"), ("no filter run", {"filter": None}, None),
        ("nothing is known", {"tumour_depth": None, "tumour_alt_reads": None, "tumour_vaf": None}, None),
    ],
)  # fmt: skip
def test_what_speaks_for_an_artefact_is_told_on_the_right_side_of_each_limit(what, facts, told):
    found = [text for kind, text in asked(gene="KRAS", **facts) if kind == "artefact"]
    assert bool(found) is bool(told), what
    assert told is None or told in found[0], what


def test_large_changes_and_named_alterations_are_pointed_out():
    assert "FLT3-ITD of 30 bases" in asked(gene="FLT3", event="FLT3-ITD", ref="A", alt="A" + "C" * 30)[0][1]
    assert kinds(gene="KIT", ref="A", alt="A" + "C" * 20) == ["event"]
    assert kinds(gene="KIT", ref="A", alt="A" + "C" * 19) == []


def test_a_variant_that_may_restore_its_gene_is_pointed_out():
    assert "may restore BRCA1 beside c.68_69del: after PARP inhibitor" in asked(reverts="c.68_69del")[1][1]
    assert "reversion" not in kinds()


def test_a_harmless_class_beside_evidence_is_a_conflict():
    assert "conflict" in kinds(gene="KRAS", classification="Likely benign", tier="II")
    assert "conflict" not in kinds(gene="KRAS", classification="Likely benign", tier="III")
    assert kinds(gene="KRAS", hot_listed="a list") == ["hotspot"]


def test_every_number_has_a_source_and_a_known_status():
    notes = list(numbers().notes())
    assert len(notes) > 20
    assert [one.path for one in notes if not (one.unit and one.citation and one.date)] == []
    assert {one.status for one in notes} <= {"verified", "second-hand", "house"}


@pytest.mark.parametrize(("inherited", "told"), [(True, 1), (False, 0)])
def test_what_a_child_may_have_inherited_is_not_told_without_consent(inherited, told):
    found = [text for kind, text in asked(Patient(age=9, inherited=inherited)) if kind == "germline"]
    paired = [text for _, text in asked(Patient(None, 9, None, False, inherited), normal_vaf=0.49)]
    assert len(found) == told
    assert any("49 %" in text for text in paired) is inherited
    assert any("with consent only" in text for text in paired) is not inherited
