"""BED files, and how much of a stretch they cover."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmstool.errors import MismatchError, PanelError
from gmstool.genome import Region
from gmstool.panels.bed import Covered, bases, merged, read_bed

places = st.tuples(st.sampled_from(["1", "X"]), st.integers(1, 60), st.integers(0, 20)).map(
    lambda found: Region(found[0], found[1], found[1] + found[2])
)


def bed(path: Path, text: str) -> Path:
    file = path / "design.bed"
    file.write_text(text)
    return file


def test_a_bed_is_half_open_and_regions_are_not(tmp_path: Path) -> None:
    file = bed(tmp_path, "track name=x\n# note\nchr1\t0\t1\tfirst base\nchrM 9 20\n\n")

    assert read_bed(file, "GRCh38") == [Region("1", 1, 1), Region("MT", 10, 20)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "has no regions"),
        ("# nothing\n", "has no regions"),
        ("chr1\t5\n", "line 1: expected contig, start and end"),
        ("chr1\t5\tx\n", "line 1: expected contig, start and end"),
        ("chr1\t5\t5\n", "line 1: the end 5 is not after the start 5"),
    ],
)
def test_a_fault_is_told(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(PanelError) as error:
        read_bed(bed(tmp_path, text), "GRCh38")

    assert said in error.value.message


def test_the_last_base_of_a_chromosome_is_inside_the_build_and_the_next_is_not(tmp_path: Path) -> None:
    assert read_bed(bed(tmp_path, "21\t0\t46709983\n"), "GRCh38")
    with pytest.raises(MismatchError, match="beyond the end of the contig in GRCh38"):
        read_bed(bed(tmp_path, "21\t0\t46709984\n"), "GRCh38")


@given(st.lists(places, max_size=8), places)
def test_what_is_inside_and_what_is_a_gap_make_up_the_whole(regions: list[Region], wanted: Region) -> None:
    covered = Covered(regions)
    inside, gaps = covered.inside(wanted), covered.gaps(wanted)

    assert bases(inside) + bases(gaps) == bases([wanted])
    assert merged([*inside, *gaps]) == [wanted]
    assert covered.touches(*wanted) == bool(inside)


@given(st.lists(places, max_size=8))
def test_merging_keeps_every_base_and_merges_once(regions: list[Region]) -> None:
    every = {(one.chrom, at) for one in regions for at in range(one.start, one.end + 1)}
    once = merged(regions)

    assert {(one.chrom, at) for one in once for at in range(one.start, one.end + 1)} == every
    assert bases(once) == len(every)
    assert merged(once) == once
