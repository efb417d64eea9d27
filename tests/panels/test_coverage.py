"""What a design covers of a panel's genes, and where a VCF has records."""

from pathlib import Path

import pytest

from gmstool.errors import MismatchError
from gmstool.genome import Region
from gmstool.panels.bed import bases
from gmstool.panels.coverage import Reach, Seen, by_bed, by_vcf
from gmstool.panels.exons import parts
from gmstool.panels.model import listed

TP53, MT_ND1 = 11998, 7455
HEADER = "##fileformat=VCFv4.2\n{}#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n"
GRCH38 = "##contig=<ID=chr17,length=83257441>\n"


def tp53(build: str = "GRCh38") -> tuple[Region, ...]:
    return parts(build, [TP53])[TP53].regions


@pytest.mark.parametrize("build", ["GRCh37", "GRCh38"])
def test_the_coding_sequence_of_tp53_has_393_codons_and_a_stop(build: str) -> None:
    found = parts(build, [TP53])[TP53]

    assert (found.basis, found.transcript) == ("cds", "NM_000546.6")
    assert bases(found.regions) == 3 * 394


@pytest.mark.parametrize(
    ("situation", "symbol", "basis"),
    [
        ("a protein", "TP53", "cds"),
        ("an RNA with a MANE transcript", "RMRP", "exons"),
        ("a gene that MANE does not list", "MT-ND1", "span"),
    ],
)  # fmt: skip
def test_what_must_be_covered_depends_on_what_is_known_of_a_gene(situation: str, symbol: str, basis: str) -> None:
    (one,) = by_bed(listed([symbol]), [], "GRCh38")

    assert one.basis == basis, situation


def test_a_coding_sequence_that_the_build_has_in_part_says_so() -> None:
    crlf2 = listed(["CRLF2"])

    assert [one.basis for one in by_bed(crlf2, [], "GRCh38")] == ["cds"]
    assert [one.basis for one in by_bed(crlf2, [], "GRCh37")] == ["cds differs"]


def test_a_design_with_every_coding_exon_covers_the_gene_in_full() -> None:
    (one,) = by_bed(listed(["TP53"]), tp53(), "GRCh38")

    assert (one.fraction, one.gaps) == (1.0, ())


def test_a_missing_base_is_a_gap() -> None:
    first, *rest = tp53()

    (one,) = by_bed(listed(["TP53"]), [first._replace(start=first.start + 1), *rest], "GRCh38")

    assert one.covered == one.length - 1
    assert one.gaps == (Region("17", first.start, first.start),)


def test_a_gene_without_a_place_is_not_known_rather_than_not_covered() -> None:
    assert by_bed(listed(["PAHH"]), tp53(), "GRCh38") == [Reach("PAHH", None, "", "", 0, None, ())]


def test_an_old_and_a_new_name_of_one_gene_are_one_row() -> None:
    assert [one.symbol for one in by_bed(listed(["MLL", "KMT2A", "TP53"]), [], "GRCh38")] == ["KMT2A", "TP53"]


def vcf(tmp_path: Path, header: str, *places: tuple[int, str]) -> Path:
    file = tmp_path / "sample.vcf"
    rows = "".join(f"chr17\t{pos}\t.\t{ref}\tT\t.\t.\t.\n" for pos, ref in places)
    file.write_text(HEADER.format(header) + rows)
    return file


@pytest.mark.parametrize(
    ("situation", "pos", "ref", "count"),
    [
        ("inside", 7_674_220, "C", 1),
        ("the first base", 7_661_779, "C", 1),
        ("the base before", 7_661_778, "C", 0),
        ("a deletion that reaches in", 7_661_777, "CCC", 1),
        ("the last base", 7_687_550, "C", 1),
        ("the base after", 7_687_551, "C", 0),
    ],
)
def test_a_record_counts_for_the_gene_that_it_touches(
    tmp_path: Path, situation: str, pos: int, ref: str, count: int
) -> None:
    build, found = by_vcf(listed(["TP53", "PAHH"]), vcf(tmp_path, GRCH38, (pos, ref)), None)

    assert build == "GRCh38"
    assert found == [Seen("TP53", TP53, count), Seen("PAHH", None, None)], situation


def test_a_build_that_the_header_contradicts_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MismatchError, match="is on GRCh38, not on GRCh37"):
        by_vcf(listed(["TP53"]), vcf(tmp_path, GRCH38), "GRCh37")


def test_a_build_that_nothing_tells_must_be_named(tmp_path: Path) -> None:
    file = vcf(tmp_path, "", (7_674_220, "C"))

    with pytest.raises(MismatchError, match="does not tell its build"):
        by_vcf(listed(["TP53"]), file, None)
    assert by_vcf(listed(["TP53"]), file, "GRCh38")[1] == [Seen("TP53", TP53, 1)]
