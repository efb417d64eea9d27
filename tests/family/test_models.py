"""Situations of families in words, with the models that fit and how sure they are."""

import runpy
from pathlib import Path
from types import SimpleNamespace

import pytest

from gmstool.errors import MismatchError, UsageError
from gmstool.family.genotypes import Floors
from gmstool.family.models import MODELS, asked

family = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("family.py"))))
BOY, GIRL = family.TRIO.format(sex=1), family.TRIO.format(sex=2)
AUTOSOME, X, PAR, MT = ("1", 1000), ("X", 50_000_000), ("X", 200_000), ("MT", 3243)


def fits(ped, place, calls, keys="GT", **how):
    one = family.analysis(ped, keys, **how)
    (row,) = family.answers(one, [family.record(*place, "G", calls, keys)])
    return family.models(row)


# sex of the child, place, genotypes of child, father and mother, what fits
@pytest.mark.parametrize(
    ("situation", "ped", "place", "calls", "expected"),
    [
        ("in nobody else", BOY, AUTOSOME, "0/1 0/0 0/0", {"AD_dn": "confirmed"}),
        ("in a healthy father", BOY, AUTOSOME, "0/1 0/1 0/0", {}),
        ("two copies, one from each", BOY, AUTOSOME, "1/1 0/1 0/1", {"AR_hom": "confirmed"}),
        ("two copies, the father has none", BOY, AUTOSOME, "1/1 0/0 0/1", {"AR_hom_dn": "confirmed"}),
        ("two copies, in a healthy mother too", BOY, AUTOSOME, "1/1 0/1 1/1", {}),
        ("the father was not called", BOY, AUTOSOME, "0/1 ./. 0/0", {"AD": "possible", "AD_dn": "possible"}),
        ("the father was called by half", BOY, AUTOSOME, "0/1 ./0 0/0", {"AD": "possible", "AD_dn": "possible"}),
        ("half a call that has it", BOY, AUTOSOME, "0/1 ./1 0/0", {}),
        ("two copies, the father was not called", BOY, AUTOSOME, "1/1 ./. 0/1",
         {"AR_hom": "possible", "AR_hom_dn": "possible"}),
        ("the child was not called", BOY, AUTOSOME, "./. 0/0 0/0", {"AD_dn": "possible", "AR_hom_dn": "possible"}),
        ("the child does not have it", BOY, AUTOSOME, "0/0 0/1 0/1", {}),
        ("a boy's X, from his mother", BOY, X, "1 0 0/1", {"XD": "confirmed", "XR": "confirmed"}),
        ("written as if a boy had two", BOY, X, "0/1 0/0 0/1", {"XD": "confirmed", "XR": "confirmed"}),
        ("a boy's X, new", BOY, X, "1/1 0/0 0/0", {"XD_dn": "confirmed", "XR_dn": "confirmed"}),
        ("a boy's X does not come from his father", BOY, X, "1 1 0/0", {}),
        ("a girl's X, new", GIRL, X, "0/1 0 0/0", {"XD_dn": "confirmed"}),
        ("a girl's X, from her mother", GIRL, X, "0/1 0 0/1", {"XD": "confirmed"}),
        ("a girl with two, her father has none", GIRL, X, "1/1 0 0/1", {"XD": "confirmed", "XR_dn": "confirmed"}),
        ("pseudoautosomal, as on an autosome", BOY, PAR, "0/1 0/0 0/0", {"AD_dn": "confirmed"}),
        ("on Y no model is tested", BOY, ("Y", 5_000_000), "1 0 0/0", {}),
        ("of another allele there is none", BOY, AUTOSOME, "0/2 0/1 0/0", {}),
    ],
    ids=lambda value: value if isinstance(value, str) and " " in value and "/" not in value else "",
)  # fmt: skip
def test_situations_of_a_trio(situation, ped, place, calls, expected):
    assert fits(ped, place, calls.split()) == expected


def test_a_boy_whose_sex_is_not_stated_may_be_either():
    unknown = family.TRIO.format(sex=0)

    assert fits(unknown, X, ["0/1", "0/0", "0/1"]) == {
        "XD": "confirmed", "XR": "possible", "XR_dn": "possible",
    }  # fmt: skip
    assert fits(unknown, X, ["0/1", "0/0", "0/0"]) == {"XD_dn": "confirmed", "XR_dn": "possible"}


def test_pseudoautosomal_regions_are_those_of_the_build():
    edge = ("X", 2_750_000)  # in the region of GRCh38 alone

    assert fits(BOY, edge, ["0/1", "0/0", "0/0"], build=38) == {"AD_dn": "confirmed"}
    assert fits(BOY, edge, ["0/1", "0/0", "0/0"], build=37) == {"XD_dn": "confirmed", "XR_dn": "confirmed"}


@pytest.mark.parametrize(
    ("child", "mother", "expected"),
    [
        ("0/1:60,40", "0/1:90,10", {"MT": "confirmed"}),
        ("0/1:60,40", "0/0:100,0", {"MT": "confirmed"}),
        ("0/0:98,2", "0/0:100,0", {"MT": "confirmed"}),
        ("0/0:100,0", "0/1:90,10", {}),
        ("./.:.", "0/1:90,10", {"MT": "possible"}),
    ],
)
def test_mitochondria_are_read_by_their_fraction(child, mother, expected):
    assert fits(BOY, MT, [child, "0/0:100,0", mother], "GT:AD") == expected


def test_a_mitochondrial_variant_has_no_diploid_genotype():
    one = family.analysis(BOY, "GT:AD")
    (row,) = family.answers(one, [family.record(*MT, "G", ["1/1:60,40", "0/0:9,0", "0/1:90,10"], "GT:AD")])

    assert row["family_genotypes"] == "child fraction 0.4, father fraction 0.0, mother fraction 0.1"


@pytest.mark.parametrize(
    ("father", "expected"),
    [
        ("0/0:10:20", "confirmed"),
        ("0/0:9:20", "possible"),
        ("0/0:10:19", "possible"),
        ("0/0:.:20", "possible"),
        ("0/0:10:.", "possible"),
    ],
)
def test_a_parent_lacks_a_variant_from_a_depth_and_a_quality_on(father, expected):
    found = fits(BOY, AUTOSOME, ["0/1:30:99", father, "0/0:30:99"], "GT:DP:GQ", floors=Floors())

    assert found["AD_dn"] == expected


def test_a_file_without_depths_has_no_floor_of_depth():
    assert fits(BOY, AUTOSOME, ["0/1", "0/0", "0/0"], floors=Floors()) == {"AD_dn": "confirmed"}


@pytest.mark.parametrize(
    ("reads", "expected"),
    [
        ("0/0:40,0", {"AD_dn": "confirmed"}),
        ("0/0:39,1", {"AD": "possible", "mosaic_dn": "possible"}),
        ("0/0:33,8", {"AD": "possible", "mosaic_dn": "possible"}),
        ("0/0:32,8", {"AD": "possible"}),
        ("0/1:33,8", {"mosaic_dn": "possible"}),
        ("0/1:20,20", {}),
        ("0/0:.", {"AD": "possible", "AD_dn": "possible"}),
    ],
)
def test_reads_in_a_parent_may_be_mosaicism_below_a_fraction(reads, expected):
    found = fits(BOY, AUTOSOME, ["0/1:20,20", reads, "0/0:40,0"], "GT:AD")

    assert found == expected


def test_the_reason_names_the_genotypes_and_what_is_not_certain():
    one = family.analysis(BOY, "GT:DP:GQ", floors=Floors())
    lines = [family.record("1", 1, "G", ["0/1:30:99", "./.:.:.", "0/0:4:99"], "GT:DP:GQ")]
    (row,) = family.answers(one, lines)

    assert row["family_genotypes"] == "child het, father unknown (no call), mother unknown (depth 4, below 10)"
    assert row["model_reason"] == row["family_genotypes"]


def test_one_parent_confirms_no_de_novo():
    duo = "F child 0 mother 1 2\nF mother 0 0 2 1\n"

    assert fits(duo, AUTOSOME, ["0/1", "0/0"]) == {"AD": "possible", "AD_dn": "possible"}
    assert fits(duo, AUTOSOME, ["0/1", "0/1"]) == {}


def test_a_healthy_sister_with_the_variant_excludes_a_dominant_one():
    quad = BOY + "F\tsister\tfather\tmother\t2\t1\n"

    assert fits(quad, AUTOSOME, ["0/1", "0/0", "0/0", "0/1"]) == {}
    assert fits(quad, AUTOSOME, ["1/1", "0/1", "0/1", "1/1"]) == {}
    assert fits(quad, AUTOSOME, ["1/1", "0/1", "0/1", "0/1"]) == {"AR_hom": "confirmed"}


def test_an_affected_mother_hands_it_on():
    dominant = "F child father mother 1 2\nF father 0 0 1 1\nF mother 0 0 2 2\n"

    assert fits(dominant, AUTOSOME, ["0/1", "0/0", "0/1"]) == {"AD": "confirmed"}
    assert fits(dominant, AUTOSOME, ["0/1", "0/0", "0/0"]) == {}


def test_models_are_asked_by_name_or_group():
    assert asked(["de-novo"]) == tuple(name for name in MODELS if name.endswith("_dn"))
    assert asked(["ar_comp", "AD"]) == ("AD", "AR_comp")
    with pytest.raises(UsageError, match="--model XYZ is not known"):
        asked(["XYZ"])


def test_without_an_affected_member_or_a_parent_there_is_nothing_to_ask():
    with pytest.raises(MismatchError, match="no affected individual"):
        family.analysis("F c 0 0 1 1")
    with pytest.raises(MismatchError, match="de novo models need a parent"):
        family.analysis("F c 0 0 1 2", asked=asked(["de-novo"]))
