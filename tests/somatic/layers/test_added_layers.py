"""Layers that a user adds: each format read, refused when it is another file, and weighed once it is reviewed."""

import datetime as dt
import json

import polars as pl
import pytest

from gmstool.errors import GmsError
from gmstool.reference import bundle, formats, install, obtain
from gmstool.reference.catalogue import named
from gmstool.somatic import civic, copy_numbers, layers, tiers, tumour_types
from gmstool.somatic.shipped import SHIPPED

TODAY = dt.date(2026, 11, 22)
HOTSPOTS_V2 = (
    "Hugo_Symbol\tAmino_Acid_Position\tMutation_Count\tReference_Amino_Acid\tVariant_Amino_Acid\r"
    "BRAF\t600\t897\tV:897\tE:833\rBRAF\t600\t897\tV:897\tK:40\rMET\tX1010\t30\tsplice:30\tsplice:30\r"
)
GMS = (
    "#Chr\tStart\tEnd\tGene\tCDS_mutation_syntax\tAA_mutation_syntax\tReport\tcomment\tExon\tAccession_number\n"
    "NC_000012.11\t25398284\t25398284\tKRAS\tc.35G\tp.Gly12\thotspot\t-\texon2\tNM_033360\n"
    "NC_000007.13\t140453136\t140453136\tBRAF\tc.1799T\tp.Val600\tregion\t-\texon15\tNM_004333\n"
)
ONCOKB = "Hugo Symbol\tIs Oncogene\tIs Tumor Suppressor Gene\nCIC\tNo\tYes\nKRAS\tYes\tNo\n"
ASSERTION = {
    "feature_type": "Somatic Variant", "gene": "BRAF", "protein_change": "p.V600E", "disease": "Melanoma",
    "predictive_implication": "FDA-Approved", "therapy_sensitivity": 1,
}  # fmt: skip
TREE = {"TISSUE": {"code": "TISSUE", "name": "Tissue", "mainType": None, "children": {
    "LUNG": {"code": "LUNG", "name": "Lung", "mainType": "Lung Cancer", "children": {
        "NEW": {"code": "NEW ", "name": "A New Tumour", "mainType": "Lung Cancer", "children": {}}}}}}}  # fmt: skip
FILES = {
    "cancerhotspots-v2": ("hotspots_v2.txt", HOTSPOTS_V2),
    "hotspots-3d": ("hotspots3d.txt", "Gene\tResidue\tP_Value\tClass\rKRAS\tG12\t0.0001\tHotspot-linked\r"),
    "gms-hotspots": ("Mutations_Lung_20260223.csv", GMS),
    "oncokb-genes": ("cancerGeneList.tsv", ONCOKB),
    "oncotree": ("oncotree_2026_05_21.json", json.dumps(TREE)),
    "moalmanac": ("moalmanac.json", json.dumps([ASSERTION])),
    "site-hotspots": ("hotspots.tsv", (SHIPPED / "hotspots.tsv").read_text()),
    "site-biomarkers": ("biomarkers.tsv", (SHIPPED / "biomarkers.tsv").read_text()),
}  # fmt: skip


@pytest.fixture
def own(tmp_path, monkeypatch):
    monkeypatch.setenv("GMS_DATA_DIR", str(tmp_path / "own"))
    bundle.forget()
    yield tmp_path
    bundle.forget()


def add(folder, source, name, text):
    """Take a file as `gms data add` does."""
    path = folder / name
    path.write_bytes(text.encode())
    for one in obtain.given(named(source), [path]):
        install.install(one, "gms data add", accept=True, force=True)
    bundle.forget()


@pytest.mark.parametrize("source", FILES)
def test_a_layer_is_added_and_named_with_its_licence(own, source):
    add(own, source, *FILES[source])

    (table,) = named(source)[0].tables
    found = {one.name: one for one in layers.load_layers(TODAY).named}

    assert table in found
    assert found[table].licence
    assert found[table].date


@pytest.mark.parametrize("source", FILES)
@pytest.mark.parametrize("text", ["", "<html>", "a\tb\n1\t2\n", "{}"])
def test_another_file_is_refused(own, source, text):
    with pytest.raises(GmsError):
        add(own, source, FILES[source][0], text)


@pytest.mark.parametrize("source", FILES)
def test_what_is_added_by_hand_is_not_downloaded(source):
    with pytest.raises(GmsError, match="not downloaded"):
        obtain.fetched(named(source)[0], lambda _: None)


def test_counts_of_hotspots_are_read_whatever_ends_the_lines(own):
    add(own, "cancerhotspots-v2", *FILES["cancerhotspots-v2"])
    loaded = layers.load_layers(TODAY)

    assert loaded.has("hotspots")
    assert loaded.hotspot(1097, 600, "V600E")[2:4] == (897, 833)
    assert loaded.hotspot(1097, 600, "V600K")[2:4] == (897, 40)
    assert loaded.hotspot(1097, 600, "V600R")[2:4] == (897, 0)
    assert loaded.hotspot(1097, 600, "V600E").sources[0] == "cancerhotspots.org"


def test_a_gms_list_adds_hotspots_but_no_regions(own):
    add(own, "gms-hotspots", *FILES["gms-hotspots"])
    table = layers.load_layers(TODAY).table("hotspots").filter(pl.col("layer") == "gms_hotspots")

    assert table.select("symbol", "residue", "source").rows() == [("KRAS", 12, "GMS hotspot list Lung")]


def test_a_whole_oncotree_takes_the_place_of_the_selection(own):
    add(own, "oncotree", *FILES["oncotree"])

    assert tumour_types.find("a new tumour") == ("NEW", "A New Tumour", "Lung Cancer", "Lung", ("LUNG",))


def test_a_gene_list_of_the_user_states_roles(own):
    add(own, "oncokb-genes", *FILES["oncokb-genes"])

    assert layers.load_layers(TODAY).driver_role(14214) == "tumour suppressor"


@pytest.mark.parametrize(
    ("reviewer", "day", "tier"),
    [("A. Signer", "2026-11-22", "I"), ("A. Signer", "2025-11-22", "I"), ("A. Signer", "2025-11-21", "II"),
     ("", "2026-11-22", "II")],
)  # fmt: skip
def test_a_site_row_weighs_in_full_for_twelve_months_after_its_review(own, variant, reviewer, day, tier):
    name, text = FILES["site-biomarkers"]
    add(own, "site-biomarkers", name, text.replace("\t2026-11-22\t\n", f"\t{day}\t{reviewer}\n"))
    rows = pl.DataFrame([variant("KRAS", "p.Gly12Cys")], infer_schema_length=None)

    found = tiers.tier(rows, tumour_types.find("LUAD"), layers.load_layers(TODAY)).row(0, named=True)

    assert found["tier"] == tier


@pytest.mark.parametrize(
    ("old", "new"), [("\tchange\t", "\tsort of\t"), ("\tI-A\t", "\tI-Z\t"), ("\t858\t858\t", "\tx\t858\t")]
)
def test_a_site_row_that_cannot_be_is_an_error(own, old, new):
    name, text = FILES["site-biomarkers"]

    with pytest.raises(GmsError):
        add(own, "site-biomarkers", name, text.replace(old, new, 1))


CIVIC = {
    "evidence_id": 1, "molecular_profile": "BRAF V600E", "disease": "Melanoma", "therapies": "Vemurafenib",
    "evidence_type": "Predictive",
    "evidence_level": "A", "direction": "Supports", "significance": "Sensitivity/Response", "variant_origin": "Somatic",
    "citation": "x", "citation_id": "1", "last_review": "2026-10-01 10:00:00 UTC", "flagged": False,
}  # fmt: skip


@pytest.mark.parametrize(
    ("what", "more", "kept"),
    [
        ("as it is", {}, True), ("does not support", {"direction": "Does Not Support"}, False),
        ("germline", {"variant_origin": "Rare Germline"}, False),
        ("disputed", {"flagged": True}, False),
        ("several variants", {"molecular_profile": "BRAF V600E AND KRAS G12D"}, False),
        ("unknown kind", {"evidence_type": "Functional"}, False),
        ("a residue", {"molecular_profile": "BRAF V600"}, True),
    ],
)  # fmt: skip
def test_which_evidence_of_civic_is_read(what, more, kept):
    found = civic.rows(pl.DataFrame([CIVIC | more]), TODAY)

    assert len(found) == kept, what


def test_civic_names_tumour_types_its_own_way_and_reviews_grow_old():
    rows = civic.rows(
        pl.DataFrame([CIVIC, CIVIC | {"disease": "Unheard Of", "last_review": "2020-01-01"}]), TODAY
    ).to_dicts()

    assert [one["tumour_type"] for one in rows] == ["MEL", None]
    assert [bool(one["reviewer"]) for one in rows] == [True, False]


def test_an_assertion_of_moalmanac_is_read_with_its_regulator(own, variant):
    add(own, "moalmanac", *FILES["moalmanac"])
    (row,) = layers.load_layers(TODAY).table("biomarkers").filter(pl.col("layer") == "moalmanac").to_dicts()

    assert (row["changes"], row["regulators"], row["level"], row["reviewed"]) == ("V600E", "FDA", "A", False)


def test_every_format_has_a_module():
    assert all(hasattr(formats.of(source), "convert") for source in formats.MODULES)


@pytest.mark.parametrize(
    ("epoch", "day"),
    [("0", "1970-01-01"), ("1795348799", "2026-11-22"), ("1795391999", "2026-11-22"), ("1795392000", "2026-11-23")],
)
def test_the_day_of_a_run_can_be_set(monkeypatch, epoch, day):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)

    assert layers.day_of_run().isoformat() == day
    assert layers.load_layers().today.isoformat() == day


@pytest.mark.parametrize("epoch", ["yesterday", "1e9", "99999999999999999999"])
def test_a_day_that_is_no_number_of_seconds_is_an_error(monkeypatch, epoch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)

    with pytest.raises(GmsError, match="SOURCE_DATE_EPOCH"):
        layers.day_of_run()


AMPLIFIED = (
    "#gene(s)\tchrmosome\tstart_cnv_region\tstop_cnv_region\tgene_start\tgene_end\n"
    "CDKN2A,CDKN2B\tchr9\t1\t9\t21968207\t22008972\n"
)


def test_a_list_of_genes_with_copy_numbers_widens_what_is_called(own):
    add(own, "gms-copy-numbers", "cnv_deletion_genes_240618.tsv", AMPLIFIED)
    loaded = layers.load_layers(TODAY)

    assert loaded.table("gms_copy_numbers").select("kind", "symbol").rows() == [
        ("deletion", "CDKN2A"), ("deletion", "CDKN2B")]  # fmt: skip
    assert "CDKN2B" in {one.symbol for one in copy_numbers.places(loaded, "GRCh38", None)}
    assert "2024-06-18" in {one.date for one in loaded.named}


def test_a_list_whose_name_tells_no_kind_is_refused(own):
    with pytest.raises(GmsError, match="neither amplification nor deletion"):
        add(own, "gms-copy-numbers", "genes.tsv", AMPLIFIED)
