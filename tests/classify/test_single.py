"""What the bundle alone tells of a variant, and where HGVS names lie."""

import pytest

from gmstool.classify import hgvs
from gmstool.classify.bare import FIELDS, lines_of
from gmstool.errors import UsageError


def told(chrom, pos, ref, alt, build="GRCh38"):
    """The consequence, HGVS name and gene of the first annotation entry."""
    _, line = lines_of((chrom, pos, ref, alt), build, None)
    entry = line.decode().rstrip().split("CSQ=")[1].split(",")[0].split("|")
    return {name: entry[FIELDS.index(name)] for name in ("Consequence", "HGVSc", "SYMBOL", "EXON")}


@pytest.mark.parametrize(
    ("place", "consequence", "name"),
    [
        (("17", 7674220, "C", "T"), "missense_variant", "NM_000546.6:c.743G>A"),  # as ClinVar states
        (("7", 140753336, "A", "T"), "missense_variant", "NM_004333.6:c.1799T>A"),
        (("17", 7674219, "C", "T"), "", "NM_000546.6:c.744G>A"),  # not among ClinVar's pathogenic ones
        (("17", 7675993, "C", "T"), "splice_donor_variant", ""),
        (("17", 7675992, "A", "T"), "splice_donor_variant", ""),
        (("17", 7675991, "A", "T"), "intron_variant", ""),
        (("17", 7674219, "GC", "G"), "frameshift_variant", ""),
        (("17", 7674216, "GCCT", "G"), "inframe_deletion", ""),
        (("17", 7674220, "C", "CAAA"), "inframe_insertion", ""),
        (("17", 7676622, "C", "T"), "5_prime_UTR_variant", ""),
        (("17", 7669604, "T", "C"), "3_prime_UTR_variant", ""),
    ],
)
def test_place_and_length_tell_the_consequence_as_far_as_they_can(place, consequence, name):
    found = told(*place)

    assert (found["Consequence"], found["HGVSc"]) == (consequence, name)


@pytest.mark.parametrize(
    ("situation", "place", "consequence"),
    [
        ("the table has the variant at its place on GRCh38", ("17", 7577538, "C", "T"), "missense_variant"),
        ("the table has another change there", ("17", 7577537, "C", "T"), ""),
        ("the place has none on GRCh38", ("17", 1, "A", "T"), None),
    ],
)
def test_on_grch37_the_consequence_is_that_of_the_place_on_grch38(situation, place, consequence):
    _, line = lines_of(place, "GRCh37", None)
    entry = line.decode().rstrip().partition("CSQ=")[2].split(",")[0].split("|")

    assert (entry[FIELDS.index("Consequence")] if len(entry) > 1 else None) == consequence, situation


def test_outside_genes_there_is_no_annotation():
    _, line = lines_of(("17", 1, "A", "T"), "GRCh38", None)

    assert line.endswith(b"\t.\n")


@pytest.mark.parametrize(
    ("name", "build", "place"),
    [
        ("NM_000546.6:c.743G>A", "GRCh38", ("17", 7674220, "C", "T")),
        ("NM_000546.6:c.743G>A", "GRCh37", ("17", 7577538, "C", "T")),
        ("NM_004333.6:c.1799T>A", "GRCh38", ("7", 140753336, "A", "T")),
        ("NM_000546.6:c.375+1G>A", "GRCh38", ("17", 7675993, "C", "T")),
        ("NM_000546.6(TP53):c.743G>A (p.Arg248Gln)", "GRCh38", ("17", 7674220, "C", "T")),
        ("NC_000017.11:g.7674220C>T", "GRCh38", ("17", 7674220, "C", "T")),
        ("NC_000017.10:g.7577538C>T", "GRCh38", ("17", 7674220, "C", "T")),
        ("chr17:7,674,220 C>T", "GRCh38", ("17", 7674220, "C", "T")),
        ("m.3243A>G", "GRCh38", ("MT", 3243, "A", "G")),
        ("NM_007294.4:c.68_69del", "GRCh38", ("17", 43124027, "ACT", "A")),
    ],
)
def test_an_hgvs_name_has_its_place(name, build, place):
    pytest.importorskip("hgvs", reason="the extra `hgvs` is not installed")

    assert hgvs.place(name, build) == place


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("NM_999999.1:c.743G>A", "is not among the MANE transcripts"),
        ("NM_000546.6:c.743delG", "has no place without the sequence"),
        ("NP_000537.3:p.Arg248Gln", "names no single change of bases"),
        ("rs11540652", "names no single change of bases"),
        ("NM_000546.6:c.x", "is no HGVS name"),
        ("17-7674220-C-C", "REF and ALT are the same"),
        ("no variant", "is not understood"),
    ],
)
def test_an_hgvs_name_that_cannot_be_placed_is_an_error(name, said):
    pytest.importorskip("hgvs", reason="the extra `hgvs` is not installed")

    with pytest.raises(UsageError, match=said):
        hgvs.place(name, "GRCh38")


@pytest.mark.parametrize(("name", "hinted"), [("NM_000546.6:c.743G", True), ("NM_000546.6:c.x>A", False)])
def test_a_name_that_a_shell_has_cut_is_told_so(name, hinted):
    pytest.importorskip("hgvs", reason="the extra `hgvs` is not installed")

    with pytest.raises(UsageError, match="is no HGVS name") as error:
        hgvs.place(name, "GRCh38")

    assert ("quotes" in (error.value.hint or "")) == hinted


def test_without_the_extra_an_hgvs_name_says_what_to_install(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "hgvs.exceptions", None)

    with pytest.raises(UsageError, match="need the extra `hgvs`") as error:
        hgvs.place("NM_000546.6:c.375+1G>A", "GRCh38")

    assert "pip install 'gmstool[hgvs]'" in error.value.hint


@pytest.mark.parametrize(
    ("name", "remark"),
    [
        ("NM_000546.5:c.743G>A", "NM_000546.5 is not in the bundle: read as NM_000546.6, whose numbering may differ"),
        ("TP53:c.743G>A", "read on NM_000546.6, the MANE Select transcript of TP53"),
        ("GRCh37:17-7577538-C-T", "lifted from GRCh37 17-7577538-C-T to GRCh38 17-7674220-C-T"),
    ],
)
def test_what_was_assumed_about_a_name_is_told(name, remark):
    assert hgvs.named(name, "GRCh38") == (("17", 7674220, "C", "T"), (remark,))


def test_a_name_of_the_other_build_has_no_place():
    with pytest.raises(UsageError, match="has no place in GRCh37"):
        hgvs.place("NC_000017.11:g.7674220C>T", "GRCh37")


@pytest.mark.parametrize(
    ("situation", "variant", "build", "error"),
    [
        ("the base that a known variant states", "17-7674220-C-A", "GRCh38", None),
        ("another one", "17-7674220-G-A", "GRCh38", "GRCh38 has C at 17:7674220, not G"),
        ("small letters", "17-7674220-c-a", "GRCh38", None),
        ("the second base of two", "17-7674219-GG-G", "GRCh38", "GRCh38 has C at 17:7674220, not G"),
        ("a name on the other base", "NM_000546.6:c.743A>C", "GRCh38", "GRCh38 has C at 17:7674220, not T"),
        ("no known variant is there", "17-100-G-T", "GRCh38", None),
        ("a build without known variants", "17-7577538-G-T", "GRCh37", None),
    ],
)
def test_ref_is_compared_with_what_known_variants_state(situation, variant, build, error):
    pytest.importorskip("hgvs", reason="the extra `hgvs` is not installed")
    from gmstool.classify.single import explained
    from gmstool.classify.task import Task
    from gmstool.filters.options import Options

    try:
        explained(variant, None, build, None, Task(Options(), "", "", None, "en", full=False))
        told = None
    except UsageError as caught:
        told = caught.message.partition(": ")[2]

    assert told == error, situation
