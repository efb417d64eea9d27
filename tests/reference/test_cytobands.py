"""The chromosome bands of both builds."""

from __future__ import annotations

import itertools

import pytest

from gmstool.genome import BUILDS
from gmstool.reference import bundle

TABLE = bundle.table("cytobands")
BOTH_BUILDS = pytest.mark.parametrize("build", BUILDS)


def band_at(build: str, chrom: str, position: int) -> str:
    rows = TABLE.filter(TABLE["start"] <= position, TABLE["end"] >= position, build=build, chrom=chrom)
    return rows.item(0, "band")


@pytest.mark.parametrize(
    ("gene", "chrom", "on_37", "on_38", "band"),
    [
        ("TP53", "17", 7_577_538, 7_674_220, "p13.1"),
        ("BRCA1", "17", 41_197_695, 43_045_678, "q21.31"),
        ("CFTR", "7", 117_199_646, 117_559_592, "q31.2"),
        ("ABL1", "9", 133_710_500, 130_835_000, "q34.12"),
    ],
)
def test_a_known_gene_lies_in_its_band(gene, chrom, on_37, on_38, band):
    assert band_at("GRCh37", chrom, on_37) == band_at("GRCh38", chrom, on_38) == band, gene


@pytest.mark.parametrize(
    ("situation", "position", "band"),
    [
        ("the first base of the chromosome", 1, "p36.33"),
        ("the last base of a band", 2_300_000, "p36.33"),
        ("the first base of the next", 2_300_001, "p36.32"),
        ("the last base of the chromosome", 248_956_422, "q44"),
    ],
)
def test_a_band_holds_its_first_and_last_base(situation, position, band):
    assert band_at("GRCh38", "1", position) == band, situation


@BOTH_BUILDS
def test_bands_follow_each_other_without_gap_on_24_chromosomes(build):
    chromosomes = TABLE.filter(build=build).partition_by("chrom")

    assert len(chromosomes) == 24
    for bands in chromosomes:
        places = bands.select("start", "end").rows()

        assert places[0][0] == 1
        assert all(end + 1 == start for (_, end), (start, _) in itertools.pairwise(places))


@BOTH_BUILDS
def test_each_chromosome_has_one_centromere_of_two_bands(build):
    centromeres = TABLE.filter(build=build, stain="acen").group_by("chrom").len()

    assert set(centromeres["len"]) == {2}
    assert len(centromeres) == 24
