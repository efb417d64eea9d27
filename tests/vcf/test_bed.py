"""BED files: one reader for panels, filters and lift-over."""

import gzip
import hashlib
import os
import threading
from pathlib import Path

import pytest

from gmstool.errors import PanelError
from gmstool.genome import Region
from gmstool.vcf.bed import Line, read


def regions(path: Path) -> list[Region]:
    return [one.region for one in read(path).lines]


@pytest.mark.parametrize(
    ("situation", "text"),
    [
        ("tabs", b"chr1\t0\t10\n2\t5\t6\n"),
        ("spaces", b"chr1 0 10\n2   5 6\n"),
        ("the byte order mark of a spreadsheet", b"\xef\xbb\xbfchr1\t0\t10\n2\t5\t6\n"),
        ("Windows line ends", b"chr1\t0\t10\r\n2\t5\t6\r\n"),
        ("no last line end, empty lines, head lines", b"track name=x\n#c\n\nbrowser x\nchr1\t0\t10\n\n2\t5\t6"),
        ("bytes that are no UTF-8", b"chr1\t0\t10\tH\xe4rt\n2\t5\t6\n"),
        ("compressed", gzip.compress(b"chr1\t0\t10\n2\t5\t6\n", mtime=0)),
    ],
)
def test_every_region_of_a_bed_is_read(tmp_path: Path, situation: str, text: bytes) -> None:
    (tmp_path / "x.bed").write_bytes(text)

    assert regions(tmp_path / "x.bed") == [Region("chr1", 1, 10), Region("2", 6, 6)], situation


def test_a_line_keeps_its_number_and_cells_and_the_head_its_text(tmp_path: Path) -> None:
    (tmp_path / "x.bed").write_text("\ufefftrack name=x\n# note\nchr1\t0\t1\tfirst base\t0\t-\n")

    found = read(tmp_path / "x.bed")

    assert found.heads == ("track name=x", "# note")
    assert found.sha256 == hashlib.sha256((tmp_path / "x.bed").read_bytes()).hexdigest()
    assert found.lines == (Line(3, ("chr1", "0", "1", "first base", "0", "-"), Region("chr1", 1, 1)),)


@pytest.mark.parametrize("text", [b"", b"# nothing\n", gzip.compress(b"", mtime=0)])
def test_a_bed_without_regions_is_refused(tmp_path: Path, text: bytes) -> None:
    (tmp_path / "x.bed").write_bytes(text)

    with pytest.raises(PanelError, match="has no regions"):
        read(tmp_path / "x.bed")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("chr1\t5\n", "line 2: expected contig, start and end"),
        ("chr1\t5\tx\n", "line 2: expected contig, start and end"),
        ("chr1\t²\t5\n", "line 2: expected contig, start and end"),
        ("chr1\t٣\t5\n", "line 2: expected contig, start and end"),
        ("chr1\t-1\t5\n", "line 2: expected contig, start and end"),
        (f"chr1\t1\t{'9' * 5000}\n", "line 2: expected contig, start and end"),
        ("chr1\t5\t5\n", "line 2: the end 5 is not after the start 5"),
        ("chr1\t6\t5\n", "line 2: the end 5 is not after the start 6"),
    ],
)
def test_a_broken_line_is_told_with_its_number(tmp_path: Path, line: str, said: str) -> None:
    (tmp_path / "x.bed").write_text(f"# one\n{line}")

    with pytest.raises(PanelError) as error:
        read(tmp_path / "x.bed")

    assert said in error.value.message
    assert len(error.value.message) < 300


def test_a_pipe_is_read_like_a_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    writer = threading.Thread(target=(tmp_path / "pipe").write_text, args=("chr1\t0\t10\n",))
    writer.start()

    assert regions(tmp_path / "pipe") == [Region("chr1", 1, 10)]
    writer.join()
