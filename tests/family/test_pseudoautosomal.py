"""Where X and Y count as autosomes: the last base inside and the first outside of each region, in both builds."""

import polars as pl
import pytest

from gmstool.family.genotypes import AUTOSOME, with_regions
from gmstool.genome import BUILDS, chromosome_length, pseudoautosomal

# Ensembl, "Pseudoautosomal regions in human" (GRCh38), and Hail's documentation of Mendelian errors (GRCh37).
EDGES = [
    ("GRCh37", "X", 60_001, 2_699_520), ("GRCh37", "X", 154_931_044, 155_260_560),
    ("GRCh37", "Y", 10_001, 2_649_520), ("GRCh37", "Y", 59_034_050, 59_363_566),
    ("GRCh38", "X", 10_001, 2_781_479), ("GRCh38", "X", 155_701_383, 156_030_895),
    ("GRCh38", "Y", 10_001, 2_781_479), ("GRCh38", "Y", 56_887_903, 57_217_415),
]  # fmt: skip


@pytest.mark.parametrize(("build", "chrom", "start", "end"), EDGES)
@pytest.mark.parametrize("prefix", ["", "chr"])
def test_each_region_ends_where_the_assembly_says(build, chrom, start, end, prefix):
    table = pl.DataFrame({"chrom": [prefix + chrom] * 4, "pos": [start - 1, start, end, end + 1]})

    assert with_regions(table, build)["region"].to_list() == [chrom, AUTOSOME, AUTOSOME, chrom]


@pytest.mark.parametrize("build", BUILDS)
def test_a_region_is_as_long_on_x_as_on_y_and_ends_within_10_000_bases_of_the_tip(build):
    regions = pseudoautosomal(build)
    lengths = {chrom: [one.end - one.start for one in regions if one.chrom == chrom] for chrom in ("X", "Y")}

    assert lengths["X"] == lengths["Y"]
    for chrom in ("X", "Y"):
        last = max(one.end for one in regions if one.chrom == chrom)
        assert chromosome_length(build, chrom) - last == 10_000
