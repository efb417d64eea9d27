"""Opening and closing inputs, whatever their form."""

import gzip
from pathlib import Path

import pysam
import pytest

from gmstool.vcf.source import Question, open_vcf

# An unclosed file fails the one test that is about it, not whichever runs when it is collected.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
DESCRIPTORS = Path("/proc/self/fd")
TEXT = b"##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n" + b"1\t100\t.\tA\tC\t.\t.\t.\n" * 3


def written(folder, kind):
    path = folder / f"it.{kind}.vcf"
    if kind == "bgzf":
        with pysam.BGZFile(str(path), "wb") as handle:
            handle.write(TEXT)
    else:
        path.write_bytes(gzip.compress(TEXT) if kind == "gzip" else TEXT)
    return path


def open_files(path):
    return [one for one in DESCRIPTORS.iterdir() if one.resolve() == path.resolve()]


@pytest.mark.parametrize("kind", ["plain", "gzip", "bgzf"])
def test_every_form_gives_the_same_lines(tmp_path, kind):
    source = open_vcf(str(written(tmp_path, kind)))
    lines = [line for chunk, _ in source.chunks(Question()) for line in chunk.lines]
    source.close()
    assert b"".join(lines) == TEXT[TEXT.index(b"\n1\t") + 1 :]
    assert source.kind == kind


@pytest.mark.skipif(not DESCRIPTORS.is_dir(), reason="needs /proc to see open files")
@pytest.mark.parametrize("read", [True, False], ids=["read", "not read"])
@pytest.mark.parametrize("kind", ["plain", "gzip", "bgzf"])
def test_a_closed_source_holds_no_file_open(tmp_path, kind, read):
    path = written(tmp_path, kind)
    source = open_vcf(str(path))
    if read:
        list(source.chunks(Question()))
    source.close()
    assert open_files(path) == []
