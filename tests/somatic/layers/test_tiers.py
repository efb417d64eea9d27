"""Tiers: one variant in several tumour types, reviewed and not, with and without evidence."""

import re
from dataclasses import replace

import polars as pl
import pytest

from gmstool.somatic import tiers, tumour_types
from gmstool.somatic.evidence import Biomarkers, Event

KRAS_G12C = {"gene": "KRAS", "hgvsp": "p.Gly12Cys"}
BRAF_V600E = {"gene": "BRAF", "hgvsp": "p.Val600Glu"}


def of(row, code, layers):
    """The tier columns of one row for a tumour type."""
    return tiers.tier(pl.DataFrame([row], infer_schema_length=None), tumour_types.find(code), layers).row(0, named=True)


def drugs(found, relation="same"):
    return {one["drug"] for one in found["evidence"] if one["type"] == "therapeutic" and one["relation"] == relation}


# What a site that has reviewed the rows reads: variant, tumour type, tier, level, words of the reason.
REVIEWED = (
    (KRAS_G12C, "LUAD", "I", "A", "level A in NSCLC"),
    (KRAS_G12C, "PAAD", "II", "C", "level C in PAAD"),
    (KRAS_G12C, "COADREAD", "I", "A", "level A in COADREAD"),
    (KRAS_G12C, "GB", "II", "C", "level A in NSCLC only; approval is not carried over"),
    (KRAS_G12C, "LUNG", "II", "C", "a kind of this tumour type"),
    (BRAF_V600E, "SKCM", "I", "A", "dabrafenib with trametinib"),
    (BRAF_V600E, "COAD", "I", "A", "encorafenib with cetuximab"),
    (BRAF_V600E, "THAP", "I", "B", "level B in THAP"),
    (BRAF_V600E, "GB", "II", "C", "approval is not carried over"),
    ({"gene": "BRAF", "hgvsp": "p.Val600Lys"}, "SKCM", "I", "A", "V600K"),
    ({"gene": "BRAF", "hgvsp": "p.Val600Lys"}, "COAD", "II", "C", "level A in MEL only"),
    ({"gene": "PDGFRA", "hgvsp": "p.Asp842Val"}, "GIST", "I", "A", "avapritinib"),
    ({"gene": "IDH2", "hgvsp": "p.Arg140Gln"}, "AML", "I", "A", "IDH2"),
    ({"gene": "DNMT3A", "hgvsp": "p.Arg882His", "oncogenicity": "Oncogenic"}, "AML", "II", "C", "not part of ELN"),
    ({"gene": "DNMT3A", "hgvsp": "p.Arg882His"}, "AML", "II", "C", "DNMT3A listed hotspot"),
    ({"gene": "SF3B1", "hgvsp": "p.Lys700Glu"}, "AML", "I", "A", "SF3B1 listed hotspot: adverse"),
    ({"gene": "NRAS", "hgvsp": "p.Gln61Arg"}, "AML", "I", "A", "ELN 2024"),
    ({"gene": "JAK2", "hgvsp": "p.Val617Phe"}, "AML", "II", "C", "myeloproliferative"),
    ({"gene": "KRAS", "hgvsp": "p.Gly12Asp"}, "COADREAD", "I", "A", "KRAS residue 12-13: resistance to cetuximab"),
)  # fmt: skip


@pytest.mark.parametrize(("row", "code", "tier", "level", "words"), REVIEWED)
def test_a_reviewed_row_weighs_by_tumour_type(variant, reviewed, row, code, tier, level, words):
    found = of(variant(**row), code, reviewed)

    assert (found["tier"], found["level"]) == (tier, level)
    assert words in found["tier_reason"]


@pytest.mark.parametrize(("row", "code", "tier"), [(row, code, tier) for row, code, tier, _, _ in REVIEWED])
def test_a_row_that_nobody_reviewed_is_held_at_tier_two_and_suggests_no_escat(variant, layers, row, code, tier):
    found = of(variant(**row), code, layers)

    assert found["tier"] == "II"
    assert found["tier_if_reviewed"] == tier
    assert found["escat"] == []
    assert "not reviewed" in found["tier_reason"]
    assert all("not reviewed" in one["told"] for one in found["evidence"])


def test_kras_g12c_of_pancreas_is_not_what_it_is_in_lung(variant, reviewed):
    lung, pancreas = (of(variant(**KRAS_G12C), code, reviewed) for code in ("LUAD", "PAAD"))

    assert (lung["tier"], pancreas["tier"]) == ("I", "II")
    assert drugs(lung) == {"sotorasib", "adagrasib"}
    assert {one["level"] for one in pancreas["evidence"]} == {"C"}


def test_braf_v600e_of_melanoma_and_colon_share_the_tier_but_not_drugs_line_and_prognosis(variant, reviewed):
    skin, bowel = (of(variant(**BRAF_V600E), code, reviewed) for code in ("SKCM", "COADREAD"))

    assert skin["tier"] == bowel["tier"] == "I"
    assert not drugs(skin) & drugs(bowel)
    lines = [{one["line"] for one in found["evidence"] if one["relation"] == "same"} for found in (skin, bowel)]
    assert not lines[0] & lines[1]
    assert {one["type"] for one in skin["tiers"]} == {"therapeutic"}
    assert {one["type"] for one in bowel["tiers"]} == {"therapeutic", "prognostic"}


def test_resistance_and_sensitivity_stand_side_by_side(variant, reviewed):
    found = of(variant(**KRAS_G12C), "COAD", reviewed)

    assert {one["direction"] for one in found["evidence"] if one["relation"] == "same"} == {"resistance", "sensitivity"}


def test_resistance_in_another_tumour_type_says_nothing_here(variant, reviewed):
    found = of(variant(**KRAS_G12C), "LUAD", reviewed)

    assert "resistance" not in {one["direction"] for one in found["evidence"]}


def test_a_diagnosis_of_another_tumour_type_says_nothing_here(variant, reviewed):
    found = of(variant(**BRAF_V600E), "COAD", reviewed)

    assert "diagnostic" not in {one["type"] for one in found["evidence"]}


def test_an_fda_approval_alone_is_level_b_with_its_regulator_named(variant, reviewed):
    found = of(variant(**KRAS_G12C), "COAD", reviewed)
    item = next(one for one in found["evidence"] if one["drug"] == "sotorasib with panitumumab")

    assert (item["level"], item["regulators"]) == ("B", "FDA")


def test_regulators_stand_side_by_side(variant, reviewed):
    found = of(variant(**KRAS_G12C), "LUAD", reviewed)

    assert found["evidence"][0]["regulators"] == "EMA,FDA,ESMO"


@pytest.mark.parametrize(
    ("what", "more", "tier"),
    [
        ("common", {"af": 0.01, "af_status": "observed"}, "IV"),
        ("just below common", {"af": 0.00999, "af_status": "observed"}, "III"),
        ("looked up and absent", {"af": None, "af_status": "absent"}, "III"),
        ("never looked up", {"af": None, "af_status": "not_looked_up"}, None),
        ("benign", {"oncogenicity": "Benign", "af": None, "af_status": "not_looked_up"}, "IV"),
        ("likely benign", {"oncogenicity": "Likely benign"}, "IV"),
        ("oncogenic, without a biomarker", {"oncogenicity": "Oncogenic"}, "III"),
    ],
)
def test_without_evidence_the_frequency_decides(variant, layers, what, more, tier):
    assert of(variant("OR4F5", "p.Ala10Val", **more), "LUAD", layers)["tier"] == tier, what


def test_a_common_variant_with_evidence_keeps_its_tier(variant, reviewed):
    assert of(variant(**KRAS_G12C, af=0.2, af_status="observed"), "LUAD", reviewed)["tier"] == "I"


def test_escat_is_of_this_tumour_type_only_and_never_of_resistance(variant, reviewed):
    melanoma = of(variant(**BRAF_V600E), "SKCM", reviewed)
    glioblastoma = of(variant(**BRAF_V600E), "GB", reviewed)
    pdgfra = of(variant("PDGFRA", "p.Asp842Val"), "GIST", reviewed)

    assert {one["escat"] for one in melanoma["escat"]} == {"I-A"}
    assert glioblastoma["escat"] == []
    assert {one["drug"] for one in pdgfra["escat"]} == {"avapritinib"}


def test_a_tier_one_row_without_a_curated_triple_suggests_no_escat(variant, reviewed):
    found = of(variant(**KRAS_G12C), "LUAD", reviewed)

    assert found["tier"] == "I"
    assert found["escat"] == []


EVENTS = (
    (Event("amplification", "ERBB2 amplification", (3430,)), "BRCA", "I"),
    (Event("amplification", "ERBB2 amplification", (3430,)), "COADREAD", "I"),
    (Event("amplification", "ERBB2 amplification", (3430,)), "LUAD", "II"),
    (Event("amplification", "MYCN amplification", (7559,)), "NBL", "I"),
    (Event("amplification", "MYCN amplification", (7559,)), "LUAD", None),
    (Event("fusion", "EML4::ALK", (1316, 427)), "LUAD", "I"),
    (Event("fusion", "ETV6::NTRK3", (3495, 8033)), "HNMASC", "I"),
    (Event("fusion", "RUNX1::RUNX1T1", (10471, 1535)), "AML", "I"),
    (Event("msi_high", "MSI high"), "COADREAD", "I"),
    (Event("msi_high", "MSI high"), "PAAD", "I"),
    (Event("hrd_positive", "HRD positive"), "HGSOC", "I"),
    (Event("hrd_positive", "HRD positive"), "PAAD", "II"),
)  # fmt: skip


@pytest.mark.parametrize(("event", "code", "tier"), EVENTS)
def test_copy_numbers_fusions_and_signatures_are_tiered_by_tumour_type(reviewed, event, code, tier):
    assert tiers.of_event(event, tumour_types.find(code), Biomarkers(reviewed)).tier == tier


MET_14 = Event("exon_skipping", "MET exon 14 skipping", (7029,), "exon 14")
EGFR_VIII = Event("exon_skipping", "EGFR exons 2-7 skipping", (3236,), "exons 2-7")


@pytest.mark.parametrize(("event", "tier"), [(MET_14, "I"), (EGFR_VIII, None)])
def test_a_skipped_exon_called_from_rna_is_tiered_like_the_variant_of_its_splice_site(reviewed, event, tier):
    assert tiers.of_event(event, tumour_types.find("LUAD"), Biomarkers(reviewed)).tier == tier


def test_a_listed_fusion_supports_the_diagnosis_of_its_tumour_only(layers):
    asps = Event("fusion", "ASPSCR1::TFE3", (13825, 11752))

    here, elsewhere = (tiers.of_event(asps, tumour_types.find(code), Biomarkers(layers)) for code in ("ASPS", "LUAD"))

    assert (here.tier, here.level, here.type) == ("II", "C", "diagnostic")
    assert "PMID 17543078" in here.evidence[0].source
    assert elsewhere.tier is None


SILENT = (
    ("synonymous", {"consequence": "synonymous_variant"}, None),
    ("intronic", {"consequence": "intron_variant&non_coding_transcript_variant"}, None),
    ("upstream", {"consequence": "upstream_gene_variant"}, None),
    ("regulatory", {"consequence": "regulatory_region_variant"}, None),
    ("at the edge of an exon", {"consequence": "splice_region_variant&synonymous_variant"}, "III"),
    ("consequence not known", {"consequence": None}, "III"),
    ("a listed regulatory hotspot", {"consequence": "upstream_gene_variant", "event": "TERT promoter"}, "III"),
    ("on a hotspot list of the pipeline", {"consequence": "intron_variant", "hotspot": "1-hotspot"}, "III"),
    ("silent and common", {"consequence": "synonymous_variant", "af": 0.2, "af_status": "observed"}, "IV"),
    ("silent and benign", {"consequence": "synonymous_variant", "oncogenicity": "Likely benign"}, "IV"),
)


@pytest.mark.parametrize(("what", "more", "tier"), SILENT, ids=[one[0] for one in SILENT])
def test_what_changes_nothing_known_has_no_tier(variant, layers, what, more, tier):
    found = of(variant("OR4F5", **more), "LUAD", layers)

    assert found["tier"] == tier
    assert ("no effect on the protein" in found["tier_reason"]) is (tier is None)


def test_the_reason_says_what_is_not_carried_over(variant, layers):
    found = of(variant(**KRAS_G12C), "PAAD", layers)

    assert "level C in PAAD; level A in NSCLC: approval is not carried over" in found["tier_reason"]
    assert (found["level_if_reviewed"], found["tier_if_reviewed"]) == ("C", "II")


def test_a_word_of_nt_council_is_told_and_where_nobody_entered_one_that_is_said(variant, layers):
    told = [one["told"] for one in of(variant(**KRAS_G12C), "LUAD", layers)["evidence"]]

    assert [("NT-rådet: not known" in one, "TLV" in one) for one in told][:2] == [(False, True), (True, False)]
    assert all("NT-rådet: " in one for one in told)


@pytest.mark.parametrize("level", ["A", "B", "C", "D"])
@pytest.mark.parametrize("rank", [None, "III-A"])
def test_escat_comes_from_the_curated_triple_and_never_from_a_tier(variant, reviewed, level, rank):
    table = reviewed.table("biomarkers").with_columns(
        level=pl.lit(level), escat=pl.lit(rank, dtype=pl.String), regulators=pl.lit("EMA")
    )
    changed = replace(reviewed, _tables={**reviewed._tables, "biomarkers": table})

    found = of(variant(**BRAF_V600E), "SKCM", changed)

    assert found["tier"] == {"A": "I", "B": "I", "C": "II", "D": "II"}[level]
    assert {one["escat"] for one in found["escat"]} == ({rank} if rank else set())


def test_a_word_of_the_council_names_its_day_and_where_it_was_read(layers):
    words = [one for one in layers.table("biomarkers").filter(pl.col("layer") == "biomarkers")["nt_council"] if one]

    assert len(words) > 20
    assert [one for one in words if not re.search(r"\d{4}-\d\d-\d\d|20\d\d|day not known", one)] == []
    sources = r"\((janusinfo|tlv|lakemedelsvarlden|onkologiisverige)\.se"
    assert [one for one in words if not re.search(sources, one)] == []


@pytest.mark.parametrize(
    ("what", "more", "code", "tier"),
    [
        ("the drug is for who has the change, in that leukaemia", {"oncogenicity": "Oncogenic"}, "CLLSLL", "I"),
        ("it is not aimed at the change, so it says nothing elsewhere", {"oncogenicity": "Oncogenic"}, "LUAD", "III"),
        ("a listed hotspot that is benign", {"oncogenicity": "Benign"}, "CLLSLL", "IV"),
        ("a listed hotspot of no class", {}, "CLLSLL", "I"),
    ],
)
def test_which_variants_of_tp53_have_evidence(variant, reviewed, what, more, code, tier):
    assert of(variant("TP53", "p.Arg175His", **more), code, reviewed)["tier"] == tier, what
