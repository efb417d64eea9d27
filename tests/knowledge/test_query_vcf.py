"""A VCF with what is known of it: the input's own bytes, each allele by itself, builds, indels."""

import pytest

from gmstool.knowledge.annotate import COLUMNS, known_of, rows, with_tags
from gmstool.knowledge.importing.found import Settings
from gmstool.knowledge.making import make_store
from gmstool.knowledge.network import Network
from gmstool.knowledge.request import Request
from gmstool.knowledge.snapshot_writing import write
from gmstool.knowledge.sources.bundled import Bundled
from gmstool.knowledge.sources.frozen import Frozen
from gmstool.knowledge.store import open_store
from gmstool.knowledge.writing import import_file

LOQUSDB = """##fileformat=VCFv4.2
##reference=GRCh38
##NrCases=900
##INFO=<ID=Obs,Number=1,Type=Integer,Description="Individuals">
#CHROM	POS	ID	REF	ALT	QUAL	FILTER	INFO
7	140753336	.	A	T	.	.	Obs=5;Hom=1;Hem=0
"""
BRAF = b"chr7\t140753336\t.\tA\tG,T\t50\tPASS\tDP=10\tGT\t0/1\n"


def known(*lines, build="GRCh38", base=None):
    return known_of(list(lines), build, Network([Bundled()]), base)


def test_only_the_known_allele_of_a_record_is_told():
    found = known(BRAF)

    assert list(found[0]) == [1]
    assert with_tags(BRAF, found[0]) == (
        b"chr7\t140753336\t.\tA\tG,T\t50\tPASS\tDP=10;GMS_KB_CLASS=.,Pathogenic/Likely_pathogenic;"
        b"GMS_KB_CONSENSUS=.,aggregate_only;GMS_KB_LABS=.,.;GMS_KB_IDS=.,VCV000013961\tGT\t0/1\n"
    )


@pytest.mark.parametrize("line", [b"1\t1000\t.\tA\tT\t.\t.\tX\r\n", b"1\t1000\t.\tA\t<DEL>\t.\t.\t.\n"])
def test_a_record_of_which_nothing_is_known_keeps_every_byte(line):
    assert known(line) == {}
    assert with_tags(line, {}) is line


def test_symbolic_alleles_and_stars_ask_nothing():
    assert known(b"7\t140753336\t.\tA\t*,<DEL>,T\t.\t.\t.\n")[0].keys() == {2}


@pytest.mark.parametrize(
    ("line", "build"),
    [
        (b"7\t140453136\t.\tA\tT\t.\t.\t.\n", "GRCh37"),
        (b"NC_000007.14\t140753336\t.\tA\tT\t.\t.\t.\n", "GRCh38"),
        (b"7\t140753335\t.\tCAC\tCTC\t.\t.\t.\n", "GRCh38"),
        (b"7\t140753336\t.\ta\tt\t.\t.\t.\n", "GRCh38"),
    ],
)
def test_other_builds_names_and_spellings_are_the_same_variant(line, build):
    assert known(line, build=build)[0][0].texts()[3] == "VCV000013961"


def test_an_indel_in_a_repeat_is_found_with_the_sequence_and_not_without():
    bases = dict(zip(range(117559588, 117559600), "ATATCTTTGGTG", strict=True))  # around CFTR p.Phe508del, made short

    def base(_chrom, at):
        return bases.get(at, "N")

    shifted = b"7\t117559591\t.\tTCTT\tT\t.\t.\t.\n"

    assert known(shifted) == {}
    assert known(shifted, base=base)[0][0].texts()[3] == "VCV000007105"


def test_a_row_has_every_column_and_unknown_is_empty():
    told = list(rows(BRAF, known(BRAF)[0]))

    assert {len(row) for row in told} == {len(COLUMNS)}
    assert set(told[0][4:]) == {""}
    assert told[1][4:6] == ("Pathogenic/Likely pathogenic", "aggregate only")


@pytest.fixture(scope="module")
def frozen(tmp_path_factory):
    """A snapshot of a store with two assertions, one of them read on GRCh37."""
    tmp = tmp_path_factory.mktemp("frozen")
    make_store(store := tmp / "knowledge.sqlite")
    (table := tmp / "ours.tsv").write_text(
        "assembly\tchrom\tpos\tref\talt\thgnc_id\tsymbol\thgvsp\tclassification\tlab\tsource_id\n"
        "GRCh38\t7\t140753336\tA\tT\t1097\tBRAF\tp.Val600Glu\tOncogenic\tGMC West\tw1\n"
        "GRCh37\t7\t140453137\tC\tG\t1097\tBRAF\tp.Val600Leu\tOncogenic\tGMC North\tn1\n"
    )
    (counts := tmp / "loqusdb.vcf").write_text(LOQUSDB)
    import_file(store, Request(table, Settings()), say=lambda _text: None)
    import_file(store, Request(counts, Settings(lab="GMC West")), say=lambda _text: None)
    with open_store(store) as opened:
        write(opened, tmp / "snap", None)
    return Frozen(tmp / "snap")


def test_a_snapshot_answers_like_a_store(frozen):
    v600e, v600l = ("GRCh38", "7", 140753336, "A", "T"), ("GRCh38", "7", 140753337, "C", "G")

    assert {one.lab for one in frozen.at([v600e, v600l])} == {"GMC West", "GMC North"}
    assert {one.lab for one in frozen.of_residue(1097, 600)} == {"GMC West", "GMC North"}
    (west,) = frozen.at([v600e])
    assert frozen.by_id(west.accession) == [west]
    assert {one.lab for one in frozen.between("GRCh38", "7", 140753330, 140753340)} == {"GMC West", "GMC North"}
    assert [one.lab for one in frozen.between("GRCh37", "7", 140453137, 140453137)] == ["GMC North"]
    assert len(frozen.of_gene(1097)) == 2
    (count,) = frozen.frequencies([v600e])
    assert (count.centre, count.het, count.hom, count.total) == ("GMC West", "1-4", "1-4", "100+")
    assert (frozen.age, frozen.stale) == (0, None)
