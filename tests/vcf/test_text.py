"""Sources of text: what is sniffed, where lines are cut, and what a broken stream says."""

import gzip
import io
import zlib

import pysam
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmstool.errors import HeaderError, InputError, TruncatedError
from gmstool.vcf.text import header_end, open_binary, sniffed, split_header, whole_lines

COLUMNS = b"#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n"
HEADER = b"##fileformat=VCFv4.2\n" + COLUMNS
RECORD = b"1\t100\t.\tA\tC\t.\t.\t.\n"
TEXT = HEADER + RECORD * 3


def bgzip(folder, text):
    path = folder / "text.gz"
    with pysam.BGZFile(str(path), "wb") as handle:
        handle.write(text)
    return path.read_bytes()


@given(st.binary(max_size=200).map(lambda data: data.replace(b"x", b"\n")), st.integers(1, 20))
def test_whole_lines_keep_every_byte_and_cut_only_at_line_ends(text, size):
    buffers = list(whole_lines(text[at : at + size] for at in range(0, len(text), size)))
    assert all(buffer.endswith(b"\n") for buffer in buffers)
    assert b"".join(buffers) == text + (b"\n" if text and not text.endswith(b"\n") else b"")


@pytest.mark.parametrize(
    ("situation", "pack", "kind"),
    [
        ("plain text", lambda text: text, "plain"),
        ("gzip of one member", gzip.compress, "gzip"),
        ("gzip of two members", lambda text: gzip.compress(text[:50]) + gzip.compress(text[50:]), "gzip"),
        ("gzip with zeros after its end", lambda text: gzip.compress(text) + b"\0" * 100, "gzip"),
        ("an uncompressed BCF", lambda text: b"BCF\x02\x02" + text, "bcf"),
        ("a compressed BCF", lambda text: gzip.compress(b"BCF\x02\x02" + text), "bcf"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_stream_is_known_by_its_first_bytes(situation, pack, kind):
    found, buffers = sniffed(io.BytesIO(pack(TEXT)), "it")
    assert found == kind, situation
    assert b"".join(buffers).endswith(TEXT)


def test_a_bgzf_stream_is_read_to_its_end_marker(tmp_path):
    data = bgzip(tmp_path, TEXT * 5000)
    assert b"".join(sniffed(io.BytesIO(data), "it")[1]) == TEXT * 5000


@pytest.mark.parametrize(
    ("situation", "cut"),
    [("a byte short", 1), ("without its end marker", 28), ("in the middle of a block", 200)],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_cut_bgzf_stream_is_refused(tmp_path, situation, cut):
    data = bgzip(tmp_path, TEXT * 5000)
    with pytest.raises(TruncatedError, match="cut"):
        list(sniffed(io.BytesIO(data[:-cut]), situation)[1])


def test_a_cut_gzip_stream_is_refused():
    with pytest.raises(TruncatedError, match="stop at byte"):
        list(sniffed(io.BytesIO(gzip.compress(TEXT)[:-4]), "it")[1])


def test_a_stream_with_a_flipped_byte_is_refused(tmp_path):
    data = bytearray(bgzip(tmp_path, bytes(range(10, 250)) * 500))
    data[len(data) // 2] ^= 0xFF
    with pytest.raises(TruncatedError, match="corrupted before byte"):
        list(sniffed(io.BytesIO(bytes(data)), "it")[1])


def test_gzip_magic_without_gzip_is_refused():
    with pytest.raises(TruncatedError, match="corrupted at byte 0"):
        sniffed(io.BytesIO(b"\x1f\x8b\x00\x00" + zlib.compress(TEXT)), "it")


def test_nothing_at_all_is_refused_as_empty():
    with pytest.raises(HeaderError, match="it is empty"):
        sniffed(io.BytesIO(b""), "it")


@pytest.mark.parametrize(
    ("situation", "text", "end"),
    [
        ("header and records", TEXT, len(HEADER)),
        ("header alone", HEADER, len(HEADER)),
        ("only the column line", COLUMNS + RECORD, len(COLUMNS)),
        ("the column line is not yet whole", HEADER[:-1], None),
        ("no column line yet", b"##fileformat=VCFv4.2\n##x=1\n", None),
        ("no header at all", RECORD + RECORD, len(RECORD)),
        ("blank text", b"\n\n", 0),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_header_ends_after_the_column_line(situation, text, end):
    assert header_end(text) == end, situation


@given(st.integers(1, 90))
def test_the_records_follow_the_header_wherever_buffers_end(size):
    header, rest = split_header((TEXT[at : at + size] for at in range(0, len(TEXT), size)), "it")
    assert (header.text, b"".join(rest)) == (HEADER, RECORD * 3)


def test_a_header_without_column_line_is_refused():
    with pytest.raises(HeaderError, match="no `#CHROM` line"):
        split_header(iter([b"##fileformat=VCFv4.2\n"]), "it")


def test_folders_and_missing_files_are_told_apart(tmp_path):
    with pytest.raises(InputError, match="is a folder"):
        open_binary(tmp_path)
    with pytest.raises(InputError, match="does not exist"):
        open_binary(tmp_path / "none.vcf")
