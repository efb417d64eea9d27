"""What each caller says of an allele: fraction, reads and strands from the fields it writes; unknown stays unknown."""
# ruff: noqa: E501  # tables of situations, one line a row

import pytest

from gmstool.somatic.callers import Sample, TumourCall


def record(form, *samples, info=".", ref="C", alt="T"):
    return "\t".join(["1", "100", ".", ref, alt, ".", "PASS", info, form, *samples]).encode()


@pytest.mark.parametrize(
    ("caller", "line", "vaf", "depth", "alt", "strands"),
    [
        ("Mutect2", record("GT:AD:AF:DP:SB", "0/1:90,10:0.099:100:45,45,6,4"), 0.099, 100, 10, (6, 4)),
        ("Mutect2 of the ensembled file", record("GT:AD:AF:DP:SB_mutect2", "0/1:60,40:0.4:100:30,30,40,0"), 0.4, 100, 40, (40, 0)),
        ("TNscope", record("GT:AD:AF:DP", "0/1:443,56:0.1122:499"), 0.1122, 499, 56, (None, None)),
        ("VarDict", record("GT:DP:VD:AD:AF:RD:ALD", "0/1:1999:226:1765,226:0.1131:900,865:103,123"), 0.1131, 1999, 226, (103, 123)),
        ("VarDict, INFO of one sample", record("GT:DP:VD:AF", "0/1:100:56:0.56", info="VARBIAS=7:49"), 0.56, 100, 56, (7, 49)),
        ("FreeBayes", record("GT:DP:RO:AO", "0/1:100:70:30", info="SAF=10;SAR=20"), 0.3, 100, 30, (10, 20)),
        ("VarScan", record("GT:DP:RD:AD:FREQ:ADF:ADR", "0/1:100:80:20:20%:12:8"), 0.2, 100, 20, (12, 8)),
        ("pindel", record("GT:AD", "0/1:90,10", alt="CAAA"), 0.1, 100, 10, (None, None)),
        ("Strelka, substitution", record("DP:AU:CU:GU:TU", "105:0,0:75,80:0,0:25,26"), 0.25, 105, 25, (None, None)),
        ("Strelka, indel", record("DP:TAR:TIR", "52:30,31:10,12", ref="CA", alt="C"), 0.25, 52, 10, (None, None)),
    ],
)  # fmt: skip
def test_every_callers_fields_are_read(caller, line, vaf, depth, alt, strands):
    found = Sample(0, 1).call(line, 0)
    assert (found.vaf, found.depth, found.alt_reads) == (pytest.approx(vaf), depth, alt), caller
    assert (found.forward, found.reverse) == strands


@pytest.mark.parametrize(
    ("what", "line"),
    [
        ("no fields at all", record("GT", "0/1")),
        ("missing values", record("GT:AD:AF:DP", "./.:.:.:.")),
        ("no reads in Strelka's field", record("AU:CU:GU:TU", ".:.:.:.")),
        ("no reads of either allele", record("AU:CU:GU:TU", "0,0:0,0:0,0:0,0")),
        ("no column of the sample", record("GT:AF")),
    ],
)
def test_what_no_field_says_is_not_known(what, line):
    assert Sample(0, 1).call(line, 0).vaf is None, what


def test_the_second_allele_has_its_own_reads_and_no_strands_of_the_first():
    line = record("GT:AD:AF:DP:SB", "0/1/2:50,30,20:0.3,0.2:100:25,25,30,20", alt="T,G")
    assert [Sample(0, 1).call(line, at)[:4] for at in (0, 1)] == [(0.3, 100, 50, 30), (0.2, 100, 50, 20)]
    assert Sample(0, 1).call(line, 1).forward is None


def test_strands_of_the_whole_record_are_not_those_of_one_of_two_samples():
    line = record("GT:DP:RO:AO", "0/1:100:70:30", "0/0:80:80:0", info="SAF=10;SAR=20")
    assert Sample(0, 2).call(line, 0).forward is None
    assert Sample(1, 2).call(line, 0).vaf == 0


def test_the_fields_behind_a_fraction_are_named():
    assert Sample(0, 1).call(record("DP:AU:CU:GU:TU", "9:0,0:6,6:0,0:3,3"), 0).vaf_from == "CU TU"
    assert Sample(0, 1).call(record("GT:AD", "0/1:9,1"), 0).vaf_from == "AD"
    assert Sample(0, 1).call(record("GT:AD", "./.:."), 0) == TumourCall()
