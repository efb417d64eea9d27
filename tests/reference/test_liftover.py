"""The bundled alignment of GRCh37 and GRCh38, and what a position or region becomes."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmstool.genome import Region, chromosome_length
from gmstool.reference import bundle
from gmstool.reference.liftover import TABLE, Block, Chains, Failure, Reason, chains, lift_region

if TYPE_CHECKING:
    from pathlib import Path

BLOCKS = bundle.table(TABLE)
FROM_37 = BLOCKS.filter(pl.col("source_build") == "GRCh37")
ROWS = FROM_37.rows(named=True)


@pytest.mark.parametrize(
    ("chrom", "in_37", "in_38", "strand", "what"),
    [
        ("7", 140453136, 140753336, 1, "BRAF V600E"),
        ("17", 7577120, 7673802, 1, "TP53 R273H"),
        ("12", 25398284, 25245350, 1, "KRAS G12D"),
        ("1", 115256529, 114713908, 1, "NRAS Q61"),
        ("17", 41244000, 43091983, 1, "BRCA1"),
        ("13", 32914437, 32340300, 1, "BRCA2 c.5946del"),
        ("X", 60001, 10001, 1, "the first base of PAR1 on X"),
        ("X", 2699520, 2781479, 1, "the last base of PAR1 on X"),
        ("Y", 2699520, 2831479, 1, "just after PAR1 on Y, which GRCh37 and GRCh38 place differently"),
        ("10", 48390000, 47349362, -1, "RBP3, on a stretch that was turned round and that only RefSeq aligns"),
        ("17", 36091625, 37731634, 1, "HNF1B, which only RefSeq aligns"),
        ("MT", 3243, 3243, 1, "MT-TL1 m.3243, the same sequence in both builds"),
        ("MT", 16569, 16569, 1, "the last base of rCRS"),
    ],
)
def test_a_known_base_has_its_known_place_in_both_builds(chrom, in_37, in_38, strand, what):
    there = chains("GRCh37").block(chrom, in_37, in_37)
    back = chains("GRCh38").block(chrom, in_38, in_38)

    assert (there.target(in_37), there.strand) == (in_38, strand), what
    assert (back.target(in_38), back.strand) == (in_37, strand), what


@pytest.mark.parametrize(
    ("chrom", "position", "expected"),
    [
        ("1", 10000, Reason.NOT_ALIGNED),  # one base before the first block
        ("1", 10001, 10001),
        ("1", 177417, 177417),
        ("1", 177418, Reason.NOT_ALIGNED),  # the gap of 50,000 bases that became 80,249
        ("1", 227417, Reason.NOT_ALIGNED),
        ("1", 227418, 257667),
        ("1", 249250621, Reason.NOT_ALIGNED),
        ("1", 249250622, Reason.BEYOND_END),
        ("1", 0, Reason.BEYOND_END),
        ("MT", 16570, Reason.BEYOND_END),
        ("GL000191.1", 1, Reason.OTHER_CONTIG),
    ],
)
def test_the_borders_of_blocks_and_chromosomes(chrom, position, expected):
    found = chains("GRCh37").block(chrom, position, position)

    assert (found.reason if isinstance(found, Failure) else found.target(position)) == expected


@given(st.sampled_from(ROWS), st.floats(0, 1))
def test_a_base_lifted_there_and_back_is_where_it_was_or_has_several_places(row, share):
    position = row["source_start"] + round(share * (row["length"] - 1))
    there = chains("GRCh37").block(row["source_chrom"], position, position)
    if isinstance(there, Failure):
        assert there.reason is Reason.AMBIGUOUS
        return
    lifted = there.target(position)
    back = chains("GRCh38").block(there.chrom, lifted, lifted)

    assert back.reason is Reason.AMBIGUOUS if isinstance(back, Failure) else back.target(lifted) == position


def test_ensembl_aligns_no_base_twice():
    ordered = FROM_37.filter(pl.col("by") == "Ensembl").sort("source_chrom", "source_start")
    ends = ordered.select((pl.col("source_start") + pl.col("length")).shift().over("source_chrom").alias("after"))

    assert (ordered["source_start"] >= ends["after"]).all()


def test_blocks_lie_on_chromosomes_only_and_change_none():
    assert set(BLOCKS["source_chrom"]) == {*map(str, range(1, 23)), "X", "Y"}
    assert (BLOCKS["source_chrom"] == BLOCKS["target_chrom"]).all()


@pytest.mark.parametrize(
    ("region", "expected"),
    [
        (Region("17", 41196312, 41277500), Region("17", 43044295, 43125483)),  # BRCA1
        (Region("2", 179390716, 179695529), Region("2", 178525989, 178830802)),  # TTN
        (Region("MT", 3230, 3304), Region("MT", 3230, 3304)),
        (Region("1", 177000, 177417), Region("1", 177000, 177417)),
        (Region("1", 177419, 200000), Reason.NOT_ALIGNED),
        (Region("17", 36046434, 36105050), Reason.PARTLY_ALIGNED),  # HNF1B: only its exons are aligned
        (Region("1", 249250600, 249250622), Reason.BEYOND_END),
    ],
)
def test_known_regions(region, expected):
    found = lift_region(region, "GRCh37")

    assert (found.reason if isinstance(found, Failure) else found.region) == expected


def block(start: int, end: int, to: int, chrom: str = "1", strand: int = 1, by: str = "Ensembl") -> tuple[str, Block]:
    """Source bases start..end of chromosome 1; the first of them is base `to` of the target."""
    return "1", Block(start, end, chrom, strand, to - strand * start, by)


@pytest.mark.parametrize(
    ("what", "blocks", "expected"),
    [
        ("whole", [block(1, 1000, 501)], Region("1", 601, 700)),
        ("5 % are missing", [block(1, 195, 1)], Region("1", 101, 195)),
        ("6 % are missing", [block(1, 194, 1)], Reason.PARTLY_ALIGNED),
        ("ten bases come", [block(1, 150, 1), block(151, 1000, 161)], Region("1", 101, 210)),
        ("eleven bases come", [block(1, 150, 1), block(151, 1000, 162)], Reason.SPLIT),
        ("five bases go", [block(1, 150, 1), block(156, 1000, 151)], Region("1", 101, 195)),
        ("the second half is elsewhere", [block(1, 150, 1), block(151, 1000, 1, chrom="2")], Reason.SPLIT),
        ("the second half is turned", [block(1, 150, 1), block(151, 1000, 1000, strand=-1)], Reason.SPLIT),
        ("the halves change places", [block(1, 150, 5001), block(151, 1000, 101)], Reason.SPLIT),
        ("all is turned", [block(1, 1000, 2000, strand=-1)], Region("1", 1801, 1900)),
        ("a little is elsewhere", [block(1, 195, 1), block(196, 1000, 1, chrom="2")], Region("1", 101, 195)),
        ("5 % have two places", [block(1, 1000, 1), block(196, 200, 5, by="RefSeq")], Region("1", 101, 200)),
        ("6 % have two places", [block(1, 1000, 1), block(195, 200, 5, by="RefSeq")], Reason.AMBIGUOUS),
    ],
)
def test_a_region_of_a_hundred_bases_is_lifted_when_most_of_it_stays_together(what, blocks, expected):
    found = Chains("GRCh37", blocks).region(Region("1", 101, 200))

    assert (found.reason if isinstance(found, Failure) else found.region) == expected, what


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (90, 99, 90),
        (90, 100, Reason.AMBIGUOUS),
        (110, 110, Reason.AMBIGUOUS),
        (111, 120, 111),
        (199, 201, Reason.GAP),
        (195, 203, Reason.GAP),  # from one block over the gap into the next
    ],
)
def test_where_two_alignments_contradict_each_other_there_is_no_place(start, end, expected):
    blocks = [block(1, 200, 1), block(100, 110, 5000, by="RefSeq"), block(203, 300, 210)]

    found = Chains("GRCh37", blocks).block("1", start, end)

    assert (found.reason if isinstance(found, Failure) else found.target(start)) == expected


def test_an_ambiguous_place_names_the_places():
    found = Chains("GRCh37", [block(1, 200, 1), block(100, 110, 5000, by="RefSeq")]).block("1", 101, 101)

    assert found.detail == "1:101, 1:5001"


def chain_text(rows: list[dict[str, object]]) -> str:
    """The blocks as a chain file, one chain per block, for another program to read."""
    lines = []
    for number, row in enumerate(rows, 1):
        chrom, length, start, to = row["source_chrom"], row["length"], row["source_start"], row["target_start"]
        size = chromosome_length("GRCh38", chrom)
        first = to - 1 if row["target_strand"] == 1 else size - to
        sign = "+" if row["target_strand"] == 1 else "-"
        lines.append(
            f"chain 1 {chrom} {chromosome_length('GRCh37', chrom)} + {start - 1} {start - 1 + length} "
            f"{chrom} {size} {sign} {first} {first + length} {number}\n{length}\n\n"
        )
    return "".join(lines)


def test_pyliftover_puts_ten_thousand_bases_where_gms_does(tmp_path: Path):
    pyliftover = pytest.importorskip("pyliftover")
    rows = FROM_37.filter(pl.col("by") == "Ensembl").rows(named=True)
    (tmp_path / "there.chain").write_text(chain_text(rows))
    other = pyliftover.LiftOver(str(tmp_path / "there.chain"))
    shuffled = random.Random(3)  # noqa: S311  # positions need no secrets
    answers = 0
    for _ in range(10_000):
        row = shuffled.choice(rows)
        position = row["source_start"] + shuffled.randrange(-2, row["length"] + 2)
        ours = chains("GRCh37").block(row["source_chrom"], position, position)
        theirs = other.convert_coordinate(row["source_chrom"], position - 1)
        if isinstance(ours, Failure):
            assert theirs == [] or ours.reason is Reason.AMBIGUOUS
        elif theirs:
            answers += 1
            assert (theirs[0][1] + 1, theirs[0][2]) == (ours.target(position), "+" if ours.strand > 0 else "-")
        else:
            assert ours.by == "RefSeq"

    assert answers > 9_000
