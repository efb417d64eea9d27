"""Tumour and normal: as asked, as the header says, by unambiguous names; else an error that lists the samples."""
# ruff: noqa: E501  # tables of situations, one line a row

import pytest

from gmstool.errors import UsageError
from gmstool.somatic.roles import roles
from gmstool.vcf.header import parse_header


def header(samples, *lines):
    columns = "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO" + "".join(
        f"\t{one}" for one in (["FORMAT", *samples] if samples else [])
    )
    return parse_header("\n".join(["##fileformat=VCFv4.2", *lines, columns, ""]).encode(), "x.vcf")


@pytest.mark.parametrize(
    ("samples", "lines", "asked", "tumour", "normal"),
    [
        (["a", "b"], [], ("b", "a"), "b", "a"),
        (["a", "b"], [], ("b", None), "b", None),
        (["a", "b"], [], (None, "a"), "b", "a"),
        (["a", "b"], ["##tumor_sample=b", "##normal_sample=a"], ("b", None), "b", "a"),
        (["a", "b"], ["##tumor_sample=b", "##normal_sample=a"], ("a", "b"), "a", "b"),
        (["a", "b"], ["##tumor_sample=b", "##normal_sample=a"], ("a", None), "a", None),
        (["a"], [], (None, None), "a", None),
        ([], [], (None, None), None, None),
        (["a", "b"], ["##tumor_sample=b", "##normal_sample=a"], (None, None), "b", "a"),
        (["a", "b"], ["##SAMPLE=<ID=TUMOR,SampleName=a,File=/x>", "##SAMPLE=<ID=NORMAL,SampleName=b>"], (None, None), "a", "b"),
        (["TUMOR", "NORMAL"], [], (None, None), "TUMOR", "NORMAL"),
        (["case1_N", "case1_T"], [], (None, None), "case1_T", "case1_N"),
        (["case1-normal", "case1-tumour"], [], (None, None), "case1-tumour", "case1-normal"),
    ],
)  # fmt: skip
def test_the_samples_have_their_roles(samples, lines, asked, tumour, normal):
    found = roles(header(samples, *lines), *asked)
    assert (found.tumour, found.normal) == (tumour, normal)


@pytest.mark.parametrize(
    ("samples", "asked", "told"),
    [
        (["a", "b"], (None, None), "does not say which is the tumour"),
        (["a_T", "b_T"], (None, None), "does not say which is the tumour"),
        (["PATIENT", "ALAN"], (None, None), "does not say which is the tumour"),
        (["a_T", "b_N", "c"], (None, None), "does not say which is the tumour"),
        (["a"], ("x", None), "--tumour x is not a sample"),
        (["a"], (None, "a"), "there is no tumour beside it"),
        (["a", "b"], ("a", "a"), "cannot be both"),
    ],
)
def test_what_is_ambiguous_is_refused(samples, asked, told):
    with pytest.raises(UsageError, match=told):
        roles(header(samples), *asked)


def test_a_guess_is_said_and_an_answer_is_not():
    assert "by their names" in roles(header(["c_N", "c_T"])).said
    assert roles(header(["c_N", "c_T"]), "c_T", "c_N").said == ""


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (("b", "a"), ""),
        (("b", None), "the header names b as the tumour and a as the normal"),
        (("a", "b"), "a is read as the tumour as asked, though the header names b as the tumour and a as the normal"),
        ((None, "b"), "a is read as the tumour as asked, though the header names b as the tumour and a as the normal"),
    ],
)
def test_samples_asked_the_other_way_round_are_told(asked, told):
    assert roles(header(["a", "b"], "##tumor_sample=b", "##normal_sample=a"), *asked).said == told


def test_a_sample_that_is_not_read_is_told():
    assert roles(header(["a", "b", "c"]), "a").said == "not read, as no option names them: b, c"
