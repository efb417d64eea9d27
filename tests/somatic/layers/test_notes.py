"""Notes on a row: what is said beside the evidence, and which lists are read for which tumour."""

import pytest

from gmstool.reference import bundle, install, obtain
from gmstool.reference.catalogue import named
from gmstool.somatic import layers as all_layers
from gmstool.somatic import tumour_types
from gmstool.somatic.gms_lists import is_for
from gmstool.somatic.notes import Notes

HEAD = "#Chr\tStart\tEnd\tGene\tCDS_mutation_syntax\tAA_mutation_syntax\tReport\tcomment\tExon\tAccession_number\n"
LUNG = HEAD + (
    "NC_000012.11\t25398284\t25398284\tKRAS\tc.35G\tp.Gly12\thotspot\t-\texon2\tNM_033360\n"
    "NC_000002.11\t29443695\t29443695\tALK\tc.3522C\tp.Phe1174\tregion_all\tresistance_mutation\texon23\tNM_004304\n"
    "NC_000007.13\t55242415\t55242513\tEGFR\t-\t-\tindel\t-\texon19\tNM_005228\n"
)
NEAR = "Gene\tResidue\tP_Value\tClass\rKRAS\tG12\t0.0001\tHotspot-linked\rKRAS\tD92\t0.0001\tHotspot-linked\r"
EGFR = {"gene": "EGFR", "hgvsp": "p.Glu746_Ala750del", "consequence": "inframe_deletion", "chrom": "7"}


@pytest.fixture
def own(tmp_path, monkeypatch):
    """A folder of the user's own layers: the lung list and the 3D hotspots."""
    monkeypatch.setenv("GMS_DATA_DIR", str(tmp_path / "own"))
    bundle.forget()
    for source, name, text in (
        ("gms-hotspots", "Mutations_Lung_20260223.csv", LUNG),
        ("hotspots-3d", "hotspots3d.txt", NEAR),
    ):
        (path := tmp_path / name).write_bytes(text.encode())
        for one in obtain.given(named(source), [path]):
            install.install(one, "gms data add", accept=True, force=True)
    bundle.forget()
    yield
    bundle.forget()


def notes(row, code, *, assembly="GRCh37"):
    kind = tumour_types.find(code)
    return Notes(all_layers.load_layers(tumour=kind), kind)(row | {"assembly": assembly})


@pytest.mark.parametrize(
    ("what", "pos", "ref", "alt", "assembly", "told"),
    [
        ("inside", 55242464, "AGGAATTAAGAGAAGC", "A", "GRCh37", True),
        ("its last base", 55242513, "AG", "A", "GRCh37", True),
        ("one base behind", 55242514, "AG", "A", "GRCh37", False),
        ("a substitution", 55242464, "A", "T", "GRCh37", False),
        ("inside, lifted to the other build", 55174771, "AGGAATTAAGAGAAGC", "A", "GRCh38", True),
        ("the place of the other build", 55242464, "AGGAATTAAGAGAAGC", "A", "GRCh38", False),
        ("build not known", 55242464, "AGGAATTAAGAGAAGC", "A", None, False),
    ],
)
def test_an_indel_line_of_a_list_is_about_insertions_and_deletions_in_its_stretch(
    own, variant, what, pos, ref, alt, assembly, told
):
    found = notes(variant(**EGFR, pos=pos, ref=ref, alt=alt), "LUAD", assembly=assembly)

    assert ("GMS list Lung: indels (exon19)" in found) is told, what


def test_a_region_is_told_with_its_comment_and_is_no_hotspot(own, variant):
    row = variant("ALK", "p.Phe1174Leu")

    assert notes(row, "LUAD") == ["GMS list Lung: region, every change (exon23, resistance mutation)"]
    assert "GMS" not in "; ".join(all_layers.load_layers().hotspot(427, 1174, "F1174V").sources)


def test_a_list_is_read_for_its_tumour_only(own, variant):
    melanoma = tumour_types.find("MEL")

    assert notes(variant("ALK", "p.Phe1174Leu"), "MEL") == []
    lists = all_layers.load_layers(tumour=melanoma).table("hotspots")["layer"].unique().to_list()
    assert "gms_hotspots" not in lists
    assert "gms_hotspots" in all_layers.load_layers(tumour=tumour_types.find("LUAD")).table("hotspots")["layer"]


@pytest.mark.parametrize(
    ("name", "code", "fits"),
    [("Lung", "LUAD", True), ("Lung", "MEL", False), ("Melanom", "SKCM", True), ("Colon", "COAD", True),
     ("Unheard", "LUAD", True), ("Lung", None, True)],
)  # fmt: skip
def test_which_list_is_for_which_tumour(name, code, fits):
    assert is_for(name, tumour_types.find(code) if code else None) is fits


def test_a_residue_near_a_hotspot_in_space_is_noted_and_does_not_recur(own, variant):
    found = all_layers.load_layers(tumour=tumour_types.find("MEL"))

    assert "near a hotspot in space (3D hotspots)" in notes(variant("KRAS", "p.Asp92Tyr"), "MEL")[0]
    assert found.hotspot(6407, 92, "D92Y") is None
    assert "3D" not in "; ".join(found.hotspot(6407, 12, "G12C").sources)


def test_a_residue_that_recurs_by_itself_is_not_called_near(own, variant):
    assert "in space" not in "; ".join(notes(variant("KRAS", "p.Gly12Cys"), "MEL"))


def test_a_silent_change_of_a_residue_near_a_hotspot_is_not_noted(own, variant):
    assert notes(variant("KRAS", "p.Gly12=", "synonymous_variant"), "MEL") == []


# BRAF V600E was seen with somatic origin in the shipped release; the same place with another base was not.
@pytest.mark.parametrize(
    ("pos", "alt", "assembly", "told"),
    [(140753336, "T", "GRCh38", True), (140753339, "T", "GRCh38", False), (140753336, "T", "GRCh37", False)],
)
def test_somatic_origin_of_clinvar_is_a_note(variant, layers, pos, alt, assembly, told):
    row = variant("BRAF", "p.Val600Glu", chrom="chr7", pos=pos, ref="A", alt=alt, assembly=assembly)

    found = Notes(layers, None)(row)

    assert bool(found) is told
    assert all("no class of oncogenicity" in one for one in found)


def test_a_hotspot_by_hand_names_the_tumours_that_it_is_known_from(layers):
    assert layers.hotspot(6192, 617, "V617F").sources[0].endswith("(PV, ET, PMF, MDSMPNRST, AML)")
