"""A row knows its patient's genotype as the file's record counts alleles: what the patient lacks is no finding."""

import pytest

from gmstool.report.conclusion import Kind, conclude
from gmstool.report.findings import findings
from gmstool.report.view import view


def text_of(shown, key=None):
    return " ".join(str(one.blocks) for one in shown.sections if key in (None, one.key))


@pytest.mark.parametrize(
    ("situation", "genotype", "reads", "zygosity"),
    [
        ("one copy", "0/1", {"dp": 30, "ad": [15, 15], "ad_alt": 15}, "heterozygous"),
        ("two copies", "1/1", {"dp": 30, "ad": [0, 30], "ad_alt": 30}, "homozygous"),
        ("one copy each of two alternate alleles", "1/2", {"dp": 30, "ad": [0, 15], "ad_alt": 15}, "heterozygous"),
        ("the same without reads", "1|2", {}, "heterozygous"),
        ("one copy of the second allele", "0/2", {"dp": 30, "ad": [15, 15], "ad_alt": 15}, "heterozygous"),
        ("two copies of the second allele", "2/2", {"dp": 30, "ad": [0, 30], "ad_alt": 30}, "homozygous"),
        ("the reads are another allele's", "0/1", {"dp": 30, "ad": [15, 0], "ad_alt": 0}, None),
        ("the reads are the first allele's", "0/2", {"dp": 31, "ad": [16, 0], "ad_alt": 0}, None),
        ("a second allele, and no reads to tell which", "0/2", {}, None),
        ("a first allele, and no reads", "0/1", {}, "heterozygous"),
        ("the reads of the depth are not known", "2/2", {"dp": None, "ad": [0, 30], "ad_alt": 30}, None),
        ("not called", "./.", {}, None),
        ("half called", "./1", {}, None),
        ("one copy of a male's X", "1", {"dp": 12, "ad": [0, 12], "ad_alt": 12}, "hemizygous"),
    ],
)
def test_the_genotype_is_of_this_allele(make, situation, genotype, reads, zygosity):
    found = findings(make.case([make.row(gt=genotype, **reads)]))[0]

    assert found.zygosity == zygosity, situation


@pytest.mark.parametrize("genotype", ["0/0", "0|0", "0"])
def test_a_variant_of_a_parent_alone_is_no_finding_and_is_told(make, genotype):
    rows = [make.row(gt="0/1"), make.row("1-200-A-T", "PARENT", gt=genotype, sample="child")]
    case = make.case(rows, **make.complete, sample=[{"id": "child", "passed": True}])
    shown = view(case, "en")

    assert [one.gene for one in findings(case)] == ["AAA"]
    assert "Left out, as the patient does not carry them: PARENT c.200A>T p.(Arg1Trp)." in text_of(shown, "variants")
    assert "PARENT" not in text_of(shown, "findings")


@pytest.mark.parametrize("genotype", ["./.", "0/.", None])
def test_what_is_not_called_stays_a_finding(make, genotype):
    assert len(findings(make.case([make.row(gt=genotype)]))) == 1


def test_another_person_s_genotype_is_not_the_patient_s(make):
    case = make.case([make.row(gt="0/0", sample="father")], sample=[{"id": "child", "passed": True}])

    assert len(findings(case)) == 1


def test_a_person_s_word_goes_before_the_call(make):
    noted = [{"variant": "chr1-100-A-T", "zygosity": "mosaic"}]

    assert findings(make.case([make.row(gt="0/0")], finding=noted))[0].absent is False


def test_what_a_person_discusses_though_the_patient_lacks_it_is_told_and_answers_nothing(make):
    noted = [{"variant": "chr1-100-A-T", "phenotype_fit": "full"}]
    case = make.case([make.row(moi="AD", gt="0/0")], finding=noted, **make.complete)

    assert conclude(case).kind is Kind.NONE
    assert "not carried by the patient" in text_of(view(case, "en"), "findings")
    assert "The patient does not carry it." in text_of(view(case, "en"), "findings")


def test_a_parent_s_second_variant_makes_no_compound_heterozygote(make):
    rows = [make.row(gt="0/1"), make.row("1-200-A-T", gt="0/0")]
    named = [{"variant": "chr1-100-A-T", "phenotype_fit": "full"}, {"variant": "chr1-200-A-T"}]

    assert conclude(make.case(rows, **make.complete)).kind is Kind.CARRIER
    assert conclude(make.case(rows, **make.complete, finding=named)).kind is Kind.CARRIER


def test_two_alternate_alleles_at_one_place_are_no_homozygote(make):
    reads = {"gt": "1/2", "dp": 30, "ad": [0, 15], "ad_alt": 15}
    case = make.case([make.row(**reads), make.row("1-100-A-G", number=2, **reads)], **make.complete,
                     finding=[{"variant": "chr1-100-A-T", "phenotype_fit": "full"}])  # fmt: skip

    assert conclude(case).kind is Kind.CARRIER


@pytest.mark.parametrize(("share", "count"), [(0.0, 0), (0.03, 1), (None, 1)])
def test_a_low_level_in_mitochondria_is_no_absence(make, share, count):
    row = make.row("M-3243-A-G", "MT-TL1", 3, "MT", gt="0/0", **({} if share is None else {"vaf": share}))

    assert len(findings(make.case([row]))) == count


def test_the_appendix_says_why_points_are_not_counted(make):
    case = make.case([make.row(number=3, conflict="frequency_conflict")])

    assert "klass 3, oklar klinisk signifikans (frekvensen talar emot känd kunskap)" in text_of(
        view(case, "sv"), "variants"
    )
