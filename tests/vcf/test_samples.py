"""Sample columns: genotype, depth, allele fraction and phase set, as callers really write them."""

import pytest

from gmstool.vcf.samples import FormatPlan


def call(keys, text, alt=0, n_alts=1):
    return FormatPlan(keys).call(text.split(":"), alt, n_alts)


@pytest.mark.parametrize(
    ("situation", "text", "gt"),
    [
        ("heterozygous", "0/1", "0/1"),
        ("phased", "0|1", "0|1"),
        ("a call that was not made stays as written", "./.", "./."),
        ("a half-call stays as written", "./1", "./1"),
        ("a half-call of the reference", "0/.", "0/."),
        ("haploid", "1", "1"),
        ("triploid", "0/1/1", "0/1/1"),
        ("a lone dot is no genotype", ".", None),
        ("an empty genotype", "", None),
        ("the last column of a line with CRLF", "0/1\r", "0/1"),
    ],
    ids=lambda value: value if isinstance(value, str) and " " in value else "",
)
def test_the_genotype_is_the_record_s_own_text(situation, text, gt):
    assert call("GT", text).gt == gt, situation


@pytest.mark.parametrize(
    ("situation", "keys", "text", "vaf"),
    [
        ("stated as AF", "GT:AF:AD", "0/1:0.25:50,50", 0.25),
        ("stated as VAF", "GT:VAF", "0/1:0.3", 0.3),
        ("stated as FREQ in percent", "GT:FREQ", "0/1:12.5%", 0.125),
        ("FREQ in percent with a decimal comma", "GT:FREQ", "0/1:12,5%", 0.125),
        ("AF is a dot, the reads tell", "GT:AF:AD", "0/1:.:30,10", 0.25),
        ("AF is no number, the reads tell", "GT:AF:AD", "0/1:nan:30,10", 0.25),
        ("reads of REF and ALT", "GT:AD", "0/1:30,10", 0.25),
        ("freebayes: RO and AO", "GT:RO:AO", "0/1:15:5", 0.25),
        ("VarScan: RD and AD of one number", "GT:RD:AD", "0/1:15:5", 0.25),
        ("VarDict: VD of the depth", "GT:DP:VD", "0/1:20:5", 0.25),
        ("AO of the depth where RO is missing", "GT:DP:AO", "0/1:20:5", 0.25),
        ("no reads at all", "GT:AD", "0/0:0,0", None),
        ("reads of the reference not known", "GT:AD", "0/1:.,10", None),
        ("a depth of zero", "GT:DP:VD", "0/0:0:0", None),
        ("nothing stated", "GT", "0/1", None),
        ("values dropped at the end", "GT:DP:AF", "0/1:20", None),
        ("zero is a fraction", "GT:AF", "0/1:0", 0.0),
    ],
    ids=lambda value: value if isinstance(value, str) and " " in value else "",
)
def test_the_allele_fraction(situation, keys, text, vaf):
    assert call(keys, text).vaf == vaf, situation


@pytest.mark.parametrize(
    ("keys", "text", "first", "second"),
    [
        ("AF", "0.1,0.4", (0.1, None), (0.4, None)),
        ("AD", "50,30,20", (0.3, 30), (0.2, 20)),
        ("RO:AO:DP", "50:30,20:200", (0.15, 30), (0.1, 20)),  # of several ALTs, of the depth
        ("AD", "50,30", (None, None), (None, None)),  # another number of alleles: not known
        ("AF", "0.1", (None, None), (None, None)),
        ("AF:AD", "0.1,.:50,30,20", (0.1, 30), (0.2, 20)),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_of_two_alts_each_gets_its_own(keys, text, first, second):
    found = [call(keys, text, alt, 2) for alt in (0, 1)]
    assert [(one.vaf, one.ad_alt) for one in found] == [first, second]


@pytest.mark.parametrize(
    ("situation", "keys", "text", "expected"),
    [
        ("all stated", "DP:GQ:AD:PS", "20:99:15,5:1234", (20, 99, [15, 5], "1234")),
        ("all missing", "DP:GQ:AD:PS", ".:.:.:.", (None, None, None, None)),
        ("keys not in the record", "GT", "0/1", (None, None, None, None)),
        ("GATK's phase set", "PID", "100_A_C", (None, None, None, "100_A_C")),
        ("a quality with a fraction", "GQ", "47.9", (None, 47, None, None)),
        ("depths that are no numbers", "DP:GQ", "many:high", (None, None, None, None)),
        ("a negative depth", "DP", "-1", (None, None, None, None)),
        ("one depth missing", "AD", "15,.", (None, None, [15, None], None)),
        ("an infinite quality", "GQ", "inf", (None, None, None, None)),
        ("two quantities of one name, the last is read", "DP:DP", "1:2", (2, None, None, None)),
    ],
    ids=lambda value: value if isinstance(value, str) and " " in value else "",
)
def test_depth_quality_and_phase_set(situation, keys, text, expected):
    found = call(keys, text)
    assert (found.dp, found.gq, found.ad, found.ps) == expected, situation
