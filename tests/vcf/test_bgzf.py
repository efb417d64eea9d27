"""BGZF files: blocks, checks, and the ranges that worker processes share."""

import struct
import zlib
from itertools import pairwise
from pathlib import Path

import pysam
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from gmstool.errors import InputError, TruncatedError
from gmstool.vcf import scan
from gmstool.vcf.bgzf import EOF_MARKER, BgzfFile, is_bgzf, open_checked

HEADER = b"##fileformat=VCFv4.2\n#CHROM\n"


def block(text, extra=b""):
    """One BGZF block; `extra` is another gzip extra field that stands before BC."""
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    packed = packer.compress(text) + packer.flush()
    head = bytes.fromhex("1f8b08040000000000ff") + struct.pack("<H", 6 + len(extra)) + extra + b"BC\x02\x00"
    size = len(head) + 2 + len(packed) + 8
    return head + struct.pack("<H", size - 1) + packed + struct.pack("<II", zlib.crc32(text), len(text))


def blocks_of(text, cuts):
    """The text in blocks that end at the cuts; equal cuts make empty blocks."""
    places = [0, *sorted(min(cut, len(text)) for cut in cuts), len(text)]
    return b"".join(block(text[a:b]) for a, b in pairwise(places)) + EOF_MARKER


def opened(folder, data):
    path = Path(folder) / "file.vcf.gz"
    path.write_bytes(data)
    return BgzfFile(path)


def test_blocks_inflate_to_the_text(tmp_path):
    file = opened(tmp_path, block(b"one\n") + block(b"two\n") + EOF_MARKER)
    offsets = file.offsets()
    assert len(offsets) == 4
    assert offsets[-1] == file.size
    assert b"".join(file.texts(0, file.size)) == b"one\ntwo\n"


def test_htslib_blocks_are_read(tmp_path):
    text = b"".join(b"%d\tline\n" % number for number in range(60_000))
    with pysam.BGZFile(str(tmp_path / "it.gz"), "wb") as handle:
        handle.write(text)
    file = BgzfFile(tmp_path / "it.gz")
    assert b"".join(file.texts(0, file.size)) == text
    assert is_bgzf((tmp_path / "it.gz").read_bytes())


def test_other_extra_fields_may_stand_before_the_size(tmp_path):
    file = opened(tmp_path, block(b"text\n", extra=b"XY\x03\x00abc") + EOF_MARKER)
    assert b"".join(file.texts(0, file.size)) == b"text\n"


ONE = block(b"some text\n" * 50)
LARGE = block(bytes(range(256)))


@pytest.mark.parametrize(
    ("situation", "data", "what"),
    [
        ("no end marker", ONE + ONE, f"no end-of-file marker at byte {2 * len(ONE) - 28}"),
        ("a cut end marker", ONE + EOF_MARKER[:-1], "no end-of-file marker"),
        ("a block that is not whole", ONE + LARGE[:60] + EOF_MARKER, f"the block at byte {len(ONE)} needs"),
        ("text between blocks", ONE + b"not a block, but text" + EOF_MARKER, f"no BGZF block at byte {len(ONE)}"),
        ("plain gzip between blocks", ONE + b"\x1f\x8b\x08\x04" + b"\0" * 20 + EOF_MARKER, "without BGZF size at byte"),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) < 30 else "",
)
def test_a_file_whose_blocks_do_not_chain_is_refused(tmp_path, situation, data, what):
    with pytest.raises(TruncatedError, match=what):
        opened(tmp_path, data).offsets()


@pytest.mark.parametrize("place", ["in the data", "in the checksum", "in the length"])
def test_a_changed_byte_is_found_and_placed(tmp_path, place):
    data = bytearray(ONE + ONE + EOF_MARKER)
    at = {"in the data": 40, "in the checksum": len(ONE) - 6, "in the length": len(ONE) - 2}[place]
    data[len(ONE) + at] ^= 0x01
    file = opened(tmp_path, bytes(data))
    with pytest.raises(TruncatedError, match=f"block at byte {len(ONE)}"):
        b"".join(file.texts(0, file.size))


def test_an_empty_file_is_refused(tmp_path):
    (tmp_path / "empty.vcf.gz").touch()
    with pytest.raises(InputError, match="cannot read"):
        open_checked(tmp_path / "empty.vcf.gz")


def lines_by_range(file, range_bytes):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scan, "RANGE_BYTES", range_bytes)
        ranges = scan.Ranges.of(file, len(HEADER))
    return [b"".join(ranges.lines(number)) for number in range(len(ranges))]


@given(
    st.lists(st.integers(0, 60), max_size=8), st.lists(st.integers(0, 300), max_size=12), st.integers(1, 250),
    st.booleans(),
)  # fmt: skip
@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example([5, 5], [len(HEADER)], 1, True)  # a block that holds the header alone
@example([0, 0, 0], [30, 30, 31, 31], 1, True)  # a line a block, empty blocks between
@example([300], list(range(0, 300, 7)), 1, True)  # a giant line over many ranges
@example([40], [40, 40], 1, True)  # an empty block in the middle of a line
@example([40, 40], [35, 60, 60], 60, True)  # … and at the end of a range
def test_every_line_belongs_to_exactly_one_range(tmp_path, lengths, cuts, range_bytes, last_newline):
    text = HEADER + b"".join(b"%d" % at + b"x" * length + b"\n" for at, length in enumerate(lengths))
    text = text if last_newline or not lengths else text[:-1]
    file = opened(tmp_path, blocks_of(text, cuts))
    found = lines_by_range(file, range_bytes)
    file.close()
    assert b"".join(found) == text[len(HEADER) :] + (b"" if text.endswith(b"\n") else b"\n")


def test_a_giant_line_is_read_by_the_range_it_starts_in(tmp_path):
    giant = b"g" * 200_000 + b"\n"
    text = HEADER + b"first\n" + giant + b"last\n"
    file = opened(tmp_path, blocks_of(text, range(0, len(text), 1000)))
    found = [lines for lines in lines_by_range(file, 1) if lines]
    assert b"".join(found) == text[len(HEADER) :]
    assert sum(lines.count(giant) for lines in found) == 1


def test_concatenated_files_have_an_end_marker_in_the_middle(tmp_path):
    file = opened(tmp_path, block(HEADER + b"a\n") + EOF_MARKER + block(b"b\n") + EOF_MARKER)
    assert b"".join(lines_by_range(file, 1)) == b"a\nb\n"


def test_a_file_with_a_header_alone_has_no_line(tmp_path):
    assert b"".join(lines_by_range(opened(tmp_path, block(HEADER) + EOF_MARKER), 1)) == b""
