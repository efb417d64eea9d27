"""The case as a whole: burden, biomarkers, events, assay, childhood, layers."""

import pytest

from gmstool.errors import InputError, UsageError
from gmstool.somatic import assay, biomarkers, childhood, tumour_types
from gmstool.somatic.case import TumourCase
from gmstool.somatic.case_result import case_result
from gmstool.somatic.shipped import stale


@pytest.mark.parametrize(
    ("what", "row", "counted"),
    [
        ("missense", {}, 1),
        ("silent", {"consequence": "synonymous_variant"}, 0),
        ("at the least fraction", {"tumour_vaf": 0.05}, 1),
        ("below it", {"tumour_vaf": 0.0499}, 0),
        ("at the least depth", {"tumour_depth": 100}, 1),
        ("below it", {"tumour_depth": 99}, 0),
        ("just rare", {"af": 0.000099, "af_status": "observed"}, 1),
        ("not rare", {"af": 0.0001, "af_status": "observed"}, 0),
        ("frequency never looked up", {"af_status": "not_looked_up"}, 0),
        ("fraction not known", {"tumour_vaf": None}, 0),
        ("filtered", {"filter": "weak_evidence"}, 0),
        ("hotspot", {"hotspot": "1-hotspot"}, 0),
    ],
)
def test_what_the_burden_counts(variant, what, row, counted):
    assert biomarkers.burden([variant("OR4F5", "p.Ala10Val", **row)], 1.5).variants == counted, what


def test_the_burden_states_its_method_and_needs_a_target(variant):
    rows = [variant("OR4F5", "p.Ala10Val", pos=at) for at in range(1, 16)]

    told = biomarkers.burden(rows, 1.5)

    assert (told.variants, told.per_mb) == (15, 10.0)
    assert "without synonymous" in told.method
    assert biomarkers.burden(rows, None).per_mb is None
    assert biomarkers.burden(rows, 0.9).notes
    assert "with synonymous" in biomarkers.burden(rows, 1.5, synonymous=True).method


def test_a_variant_in_two_genes_counts_once(variant):
    assert biomarkers.burden([variant("OR4F5", "p.A1V"), variant("OR4F16", "p.A1V")], 1.5).variants == 1


def test_overlapping_targets_count_once(tmp_path):
    bed = tmp_path / "target.bed"
    bed.write_text("1\t0\t600000\n1\t500000\t1000000\n2\t0\t500000\n")

    assert biomarkers.target_megabases(bed) == 1.5


@pytest.mark.parametrize(
    ("name", "value", "kind"),
    [
        ("TMB", "10", "tmb_high"), ("TMB", "9.9", None), ("MSI", "MSI-H", "msi_high"), ("MSI", "stable", None),
        ("MSI", "MSS", None), ("HRD", "positive", "hrd_positive"), ("HRD", "negative", None),
        ("HRD", "42", "hrd_positive"), ("HRD", "41.9", None), ("MSI", "high", "msi_high"), ("MSI", "hög", "msi_high"),
        ("MSI", "not high", None), ("MSI", "ej instabil", None), ("MSI", "low", None), ("PD-L1", "50", None),
    ],
)  # fmt: skip
def test_measured_biomarkers(name, value, kind):
    found = biomarkers.measured({"biomarker": [{"name": name, "value": value}]})

    assert [one.kind for one in found] == ([kind] if kind else [])


def test_not_called_is_not_negative_unless_the_assay_says_so(tmp_path):
    file = tmp_path / "assay.toml"
    file.write_text('id = "p"\nversion = "1"\n[finds]\nflt3_itd = false\nfusions = true\ngenes = ["TP53"]\n')

    declared = assay.read(file)

    assert dict(declared.told())["FLT3-ITD"] == "not examined by this assay"
    assert dict(declared.told())["fusions"] == "examined"
    assert dict(declared.told())["TERT promoter"].startswith("not known")
    assert (declared.covers("TP53"), declared.covers("KRAS")) == (True, None)
    assert set(dict(assay.UNKNOWN.told()).values()) == {"not known whether this assay finds it"}


@pytest.mark.parametrize(
    "text", ["finds = 1", "[finds]\nflt3 = true", '[finds]\nfusions = "yes"', "[finds]\ngenes = 3", "x ="]
)
def test_a_wrong_assay_file_is_an_error(tmp_path, text):
    file = tmp_path / "assay.toml"
    file.write_text(text)

    with pytest.raises(InputError):
        assay.read(file)


@pytest.mark.parametrize(
    ("consent", "genes", "words"),
    [
        ({"consent": {"germline": True}}, ["TP53"], "may be inherited"),
        ({"consent": {"germline": False}}, [], "no consent"),
        ({}, [], "not stated"),
    ],
)
def test_predisposition_of_a_child_is_told_with_consent_only(variant, consent, genes, words):
    rows = [variant("TP53", "p.Arg175His", oncogenicity="Oncogenic")]

    told = childhood.predisposition(rows, consent, tumour_types.find("ACC"), 4)

    assert told["genes"] == genes
    assert words in told["told"]


@pytest.mark.parametrize(("age", "asked"), [(17.9, True), (18, False), (None, False)])
def test_childhood_ends_at_eighteen(age, asked):
    assert (childhood.predisposition([], {}, tumour_types.find("NBL"), age) is not None) is asked


def test_the_result_of_a_leukaemia_names_layers_assay_and_what_is_missing(variant, layers):
    rows = [variant("NPM1", "p.Trp288CysfsTer12", "frameshift_variant")]

    told = case_result(rows, None, tumour_types.find("AML"), layers)

    assert told["haematology"]["classes"][0]["icc_2022"] == "AML with mutated NPM1"
    assert told["haematology"]["risk"][0]["risk"] is None
    assert "karyotype" in told["haematology"]["risk"][0]["missing"]
    assert told["layers"]
    assert told["assay"]["finds"]["FLT3-ITD"].startswith("not known")


def test_a_solid_tumour_has_no_leukaemia_part(variant, layers):
    assert "haematology" not in case_result([variant()], None, tumour_types.find("LUAD"), layers)


@pytest.mark.parametrize(("text", "near"), [("LUDA", "LUAD"), ("glioblastom", "GB"), ("melanomma", "MEL")])
def test_an_unknown_tumour_type_is_an_error_with_near_ones(text, near):
    with pytest.raises(UsageError) as caught:
        tumour_types.find(text)

    assert f"{near} (" in caught.value.hint


@pytest.mark.parametrize("text", ["LUAD", "luad", "Lung Adenocarcinoma", " lung  adenocarcinoma "])
def test_a_tumour_type_is_found_by_code_and_name(text):
    assert tumour_types.find(text).code == "LUAD"


def test_every_tumour_type_has_its_tissue_and_ends_at_it():
    types = tumour_types.all_types()

    assert all(one.tissue and (not one.parents or types[one.parents[-1]].name == one.tissue)
               for one in types.values() if one.code != "TISSUE")  # fmt: skip


def test_every_biomarker_names_a_gene_a_tumour_type_and_a_source(layers):
    rows = layers.table("biomarkers").to_dicts()

    assert all(one["tumour_type"] in tumour_types.all_types() and one["source"] for one in rows)
    assert all(one["date"] for one in rows if one["layer"] == "biomarkers")
    assert {one["gene"] for one in rows if one["hgnc_id"] is None} == {"MSI", "TMB", "HRD"}
    assert not any(one["reviewed"] for one in rows)


def test_every_shipped_hotspot_has_its_gene_and_its_place(layers):
    rows = layers.table("hotspots").to_dicts()

    assert all(one["hgnc_id"] and (one["residue"] or one["pos38"]) and one["source"] for one in rows)


@pytest.mark.parametrize(
    ("gene", "residue", "change", "listed"),
    [
        (1097, 600, "V600E", True), (1097, 700, "V700E", False), (7910, 288, "W288fs", True),
        (7910, 288, "W288C", False),
        (18318, 646, "G646fs", True), (18318, 500, "A500V", False), (18318, 500, "A500*", True),
        (6192, 617, "V617F", True),
        (6192, 617, "V617A", False),
    ],
)  # fmt: skip
def test_a_hotspot_is_of_its_kind_of_change(layers, gene, residue, change, listed):
    assert (layers.hotspot(gene, residue, change) is not None) is listed


def test_without_a_counted_list_counts_are_not_known(layers):
    assert not layers.has("hotspots")
    assert layers.hotspot(1097, 600, "V600E").samples_change is None


@pytest.mark.parametrize(
    ("day", "is_stale"),
    [
        ("2026-11-22", False),
        ("2025-11-22", False),
        ("2025-11-21", True),
        ("2026-11-23", True),
        ("", True),
        (None, True),
    ],
)
def test_a_check_holds_twelve_months(layers, day, is_stale):
    assert stale(day, layers.today) is is_stale


@pytest.mark.parametrize(("change", "counted"), [("p.Gly12Cys", 0), ("p.Asp92Tyr", 1)])
def test_a_listed_hotspot_is_left_out_of_the_burden(variant, layers, change, counted):
    told = case_result([variant("KRAS", change)], None, tumour_types.find("LUAD"), layers, megabases=1.5)
    assert told["tmb"]["variants"] == counted


@pytest.mark.parametrize(
    ("age", "consent", "told"),
    [(17.9, None, True), (18, None, False), (9, True, False), (9, False, True), (None, None, False)],
)
def test_predisposition_of_a_childs_leukaemia_is_kept_until_consent(variant, layers, age, consent, told):
    rows = [variant("DDX41", "p.Met1?", "frameshift_variant", oncogenicity="Oncogenic")]
    stated = TumourCase({} if consent is None else {"consent": {"germline": consent}})
    found = case_result(rows, stated, tumour_types.find("AML"), layers, age=age)
    assert (found["haematology"]["predisposition_genes"] == []) is told


def test_the_age_of_the_option_goes_before_that_of_the_case_file(variant, layers):
    told = case_result([], TumourCase({}, age=40), tumour_types.find("AML"), layers, age=9)
    assert "childhood" in told
    assert "childhood" not in case_result([], TumourCase({}, age=40), tumour_types.find("AML"), layers)
