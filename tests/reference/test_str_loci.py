"""Repeat loci: known places and limits, the same limits in both builds."""

from __future__ import annotations

import pytest

from gmstool.reference import genes
from gmstool.reference.repeats import repeats, repeats_of

BOTH_BUILDS = pytest.mark.parametrize("build", genes.BUILDS)


@pytest.mark.parametrize(
    ("symbol", "build", "chrom", "start", "end", "motif", "normal_max", "pathologic_min"),
    [
        ("HTT", "GRCh38", "4", 3_074_877, 3_074_933, "CAG", 34, 36),
        ("HTT", "GRCh37", "4", 3_076_604, 3_076_660, "CAG", 34, 36),
        ("FMR1", "GRCh38", "X", 147_912_051, 147_912_110, "CGG", 55, 200),
        ("FXN", "GRCh38", "9", 69_037_287, 69_037_304, "GAA", 35, 51),
        ("DMPK", "GRCh38", "19", 45_770_205, 45_770_264, "CTG", 34, 50),
        ("C9orf72", "GRCh38", "9", 27_573_529, 27_573_546, "GGGGCC", 25, 40),
    ],
)
def test_a_known_locus_has_its_place_and_limits(
    symbol: str, build: str, chrom: str, start: int, end: int, motif: str, normal_max: int, pathologic_min: int
) -> None:
    (locus,) = repeats_of(genes.resolve(symbol).hgnc_id or 0, build)

    assert (locus.symbol, locus.chrom, locus.start, locus.end) == (symbol, chrom, start, end)
    assert (locus.motif, locus.normal_max, locus.pathologic_min) == (motif, normal_max, pathologic_min)


def test_the_reference_itself_is_normal() -> None:
    longest = {(locus.end - locus.start + 1) // len(locus.motif) - locus.normal_max for locus in repeats("GRCh38")}

    assert max(longest) <= 0


def test_both_builds_have_the_same_loci_but_one() -> None:
    on_37, on_38 = ({locus.locus: locus for locus in repeats(build)} for build in genes.BUILDS)

    assert on_38.keys() - on_37.keys() == {"NOTCH2NLC"}
    assert all(on_37[name].pathologic_min == on_38[name].pathologic_min for name in on_37)


@BOTH_BUILDS
def test_limits_and_places_are_in_order(build: str) -> None:
    for locus in repeats(build):
        assert 0 < locus.normal_max < locus.pathologic_min
        assert locus.start <= locus.end
        assert locus.inheritance in {"AD", "AR", "XLR"}


def test_a_gene_without_repeat_has_none() -> None:
    assert repeats_of(genes.resolve("BRCA1").hgnc_id or 0, "GRCh38") == ()


def test_an_unknown_build_is_refused() -> None:
    with pytest.raises(ValueError, match="GRCh37 and GRCh38"):
        repeats("hg18")
