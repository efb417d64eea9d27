"""Our reader of .tbi and .csi indexes finds the same records as htslib's."""

import gzip
import os
import random

import pysam
import pytest

from gmstool.errors import IndexFileError
from gmstool.genome import Region
from gmstool.vcf.bgzf import BgzfFile
from gmstool.vcf.tabix import chunk_text, find_index, is_stale, read_index

LENGTH = 3_000_000
HEADER = "##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n"


def records(chrom, length, seed):
    """Substitutions, long deletions by REF, and symbolic deletions that reach far."""
    draw = random.Random(seed)  # noqa: S311  # repeatable data
    for pos in sorted(draw.randint(1, length) for _ in range(700)):
        kind = draw.random()
        ref = "A" * draw.randint(500, 40_000) if kind < 0.02 else "A"
        alt, info = ("<DEL>", f"END={pos + draw.randint(1, 900_000)}") if kind > 0.97 else ("C", ".")
        yield f"{chrom}\t{pos}\t.\t{ref}\t{alt}\t.\t.\t{info}\n"


@pytest.fixture(scope="module", params=["tbi", "csi", "csi of a contig beyond 512 Mb"])
def indexed(request, tmp_path_factory):
    path = tmp_path_factory.mktemp("indexed") / "it.vcf.gz"
    far = 900_000_000 if "beyond" in request.param else LENGTH
    with pysam.BGZFile(str(path), "wb") as handle:
        handle.write((HEADER + "".join([*records("chr1", far, 1), *records("chr2", LENGTH, 2)])).encode())
    pysam.tabix_index(str(path), preset="vcf", force=True, csi=request.param != "tbi")
    return path, far


def ours(path, regions):
    index, file = read_index(find_index(path)), BgzfFile(path)
    return b"".join(text for start, end in index.chunks(regions) for text in chunk_text(file, start, end))


def spans(line):
    chrom, pos, _, ref, _, _, _, info = line.split("\t")
    return chrom, int(pos), int(info[4:]) if info.startswith("END=") else int(pos) + len(ref) - 1


def overlapping(lines, regions):
    return [
        line for line in lines
        if any(chrom == one.chrom and start <= one.end and end >= one.start
               for one in regions for chrom, start, end in [spans(line)])
    ]  # fmt: skip


def regions_of(draw, length, count):
    starts = [(draw.choice(("chr1", "chr2")), draw.randint(1, length)) for _ in range(count)]
    return [Region(chrom, start, start + draw.choice((0, 1, 1000, 16_384, 300_000))) for chrom, start in starts]


def test_random_regions_hold_the_same_records_as_htslib_s(indexed):
    path, length = indexed
    draw = random.Random(3)  # noqa: S311  # repeatable data
    with pysam.TabixFile(str(path), index=str(find_index(path))) as tabix:
        for _ in range(150):
            regions = regions_of(draw, length, 1)
            expected = list(tabix.fetch(regions[0].chrom, regions[0].start - 1, regions[0].end))
            lines = ours(path, regions).decode().splitlines()
            assert overlapping(lines, regions) == expected, regions


def test_several_regions_are_read_once_and_in_file_order(indexed):
    path, length = indexed
    draw = random.Random(4)  # noqa: S311  # repeatable data
    everything = [line for line in pysam.BGZFile(str(path)).read().decode().splitlines() if not line.startswith("#")]
    places = {line: at for at, line in enumerate(everything)}
    for _ in range(30):
        regions = regions_of(draw, length, 6)
        lines = ours(path, regions).decode().splitlines()
        assert overlapping(lines, regions) == overlapping(everything, regions)
        order = [places[line] for line in lines]
        assert order == sorted(set(order))


@pytest.mark.parametrize(
    "region",
    [Region("chr1", 1, 1), Region("chr2", LENGTH * 2, LENGTH * 3), Region("chr1", 1, 2**31 - 1)],
    ids=["the first base", "beyond the last record", "the whole contig"],
)
def test_regions_at_the_edges(indexed, region):
    path, _ = indexed
    with pysam.TabixFile(str(path), index=str(find_index(path))) as tabix:
        expected = list(tabix.fetch(region.chrom, region.start - 1, region.end))
    assert overlapping(ours(path, [region]).decode().splitlines(), [region]) == expected


def test_a_contig_that_the_index_does_not_name_has_no_records(indexed):
    assert ours(indexed[0], [Region("chrX", 1, 10**6)]) == b""


def test_the_index_tells_how_many_records_there_are(indexed):
    index = read_index(find_index(indexed[0]))
    assert (index.records, list(index.contigs)) == (1400, ["chr1", "chr2"])


@pytest.mark.parametrize(
    ("situation", "damage"),
    [
        ("cut", lambda data: data[: len(data) // 2]),
        ("not compressed", lambda _data: b"TBI\x01 and so on"),
        ("of another kind", lambda _data: gzip.compress(b"BAI\x01" + b"\0" * 50)),
        ("empty", lambda _data: b""),
        ("cut inside, whole outside", lambda _data: gzip.compress(b"TBI\x01\x05\0\0\0")),
        ("a CSI of a BCF", lambda _data: gzip.compress(b"CSI\x01" + b"\x0e\0\0\0\x05\0\0\0" + b"\0" * 40)),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_damaged_index_is_refused(indexed, tmp_path, situation, damage):
    copy = tmp_path / "it.vcf.gz.tbi"
    copy.write_bytes(damage(find_index(indexed[0]).read_bytes()))
    with pytest.raises(IndexFileError, match=r"it\.vcf\.gz\.tbi"):
        read_index(copy)


@pytest.mark.parametrize(("age", "stale"), [(-1, True), (0, False), (1, False)], ids=["older", "as old", "newer"])
def test_an_index_older_than_its_file_is_stale(tmp_path, age, stale):
    file, index = tmp_path / "it.vcf.gz", tmp_path / "it.vcf.gz.tbi"
    for path, time in ((file, 1_000_000), (index, 1_000_000 + age)):
        path.touch()
        os.utime(path, (time, time))
    assert (is_stale(file, index), find_index(file)) == (stale, index)
