"""Trios that genmod and slivar test themselves with, in files as users have them."""

import runpy
from pathlib import Path
from types import SimpleNamespace

import pytest

from gmstool.family.analysis import Analysis
from gmstool.family.genotypes import Members
from gmstool.family.pedigree import read_ped
from gmstool.vcf.records import RecordReader, Wanted
from gmstool.vcf.source import Question, open_vcf
from gmstool.vcf.table import to_frame

family = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("family.py"))))
FIXTURES = Path(__file__).parents[3] / "shared" / "fixtures"
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not FIXTURES.is_dir(), reason="the public fixture files (../shared/fixtures) are not here"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


def answered(vcf, ped, proband, change=lambda line: line):
    """Position and gene of each row, with the family's answer."""
    source = open_vcf(str(FIXTURES / vcf))
    lines = [change(line) for chunk, _ in source.chunks(Question()) for line in chunk.lines]
    source.close()
    pedigree = read_ped(FIXTURES / ped).family_of(proband).only(source.header.samples)
    table = to_frame(
        RecordReader(source.header, Wanted(family.COLUMNS)).read(lines, range(len(lines))), source.header, ()
    )
    one = Analysis(Members.of(pedigree), source.header, (), family.NO_FLOORS)
    rows = one.answered(one.states(lines, table)).to_dicts()
    return dict(zip(zip(table["pos"], table["gene"], strict=True), rows, strict=True))


def without_reads(line):
    """The file states the same reads for every genotype."""
    return line.replace(b":10,10:", b":.:")


def test_the_trio_of_genmod_has_the_models_that_genmod_wrote():
    rows = answered("genmod/test_vcf_regions_models.vcf", "genmod/multi_family.ped", "proband", without_reads)
    found = {place: set(family.models(row)) for place, row in rows.items()}

    assert found[879537, "SAMD11"] == {"AR_hom"}
    assert found[879541, "SAMD11"] == {"AR_hom", "AR_hom_dn"}
    assert found[879595, "NOC2L"] == {"AR_hom_dn"}
    assert found[879676, "NOC2L"] == set()
    assert found[879911, "NOC2L"] == found[880012, "NOC2L"] == {"AR_comp", "AR_comp_dn"}
    assert found[880086, "NOC2L"] == {"AD_dn", "AR_comp_dn"}
    assert found[76154073, "ADK"] == {"AD_dn", "AR_comp_dn"}


def test_where_genmod_differs_there_is_a_reason():
    rows = answered("genmod/test_vcf_regions_models.vcf", "genmod/multi_family.ped", "proband", without_reads)

    assert family.models(rows[302253, "PPP2R3B"]) == {"AR_hom_dn": "confirmed"}  # pseudoautosomal
    assert family.models(rows[302253, None]) == {"MT": "confirmed"}  # no diploid model in mitochondria


def test_reads_that_genmod_does_not_look_at_leave_de_novo_open():
    rows = answered("genmod/test_vcf_regions_models.vcf", "genmod/multi_family.ped", "proband")

    found = family.models(rows[880217, "NOC2L"])

    assert found == {"AD": "possible", "AR_comp": "possible", "AR_comp_dn": "possible"}


def test_both_variants_from_one_parent_are_no_pair_in_the_trio_of_slivar():
    rows = answered("slivar/comphet.csq.vcf", "slivar/comphet.csq.ped", "UDN810123")

    assert family.models(rows[788413, "CHTF18"]) == family.models(rows[793183, "CHTF18"]) == {}


@pytest.mark.parametrize(
    ("mother", "father", "expected"), [("SID_1", "SID_2", "confirmed"), ("SID_2", "SID_1", "confirmed")]
)
def test_the_pair_of_slivar_has_one_variant_from_each_parent(mother, father, expected):
    source = open_vcf(str(FIXTURES / "slivar/comphet-test-case.vcf"))
    lines = [line for chunk, _ in source.chunks(Question()) for line in chunk.lines]
    source.close()
    ped = f"F SID_3 {father} {mother} 1 2\nF {father} 0 0 1 1\nF {mother} 0 0 2 1\nF SID_4 {father} {mother} 0 2\n"
    from gmstool.family.pedigree import parse_ped

    one = Analysis(Members.of(parse_ped(ped)), source.header, (), family.NO_FLOORS)
    table = to_frame(
        RecordReader(source.header, Wanted(family.COLUMNS)).read(lines, range(len(lines))), source.header, ()
    )
    pairs = [row for row in one.answered(one.states(lines, table)).to_dicts() if row["compound_partners"]]

    assert len(pairs) >= 2
    assert {family.models(row)["AR_comp"] for row in pairs} == {expected}
