"""The line kernel: which lines are records, what is wrong with the others, and how alleles are counted."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gmstool.vcf.kernel import BadLineError, Kernel
from gmstool.vcf.text import whole_lines

GOOD = b"1\t100\t.\tA\tC\t.\tPASS\tDP=3\n"


def line(pos="100", ref="A", alt="C", chrom="1", info="."):
    return f"{chrom}\t{pos}\t.\t{ref}\t{alt}\t.\t.\t{info}\n".encode()


@pytest.mark.parametrize(
    ("situation", "bad", "what"),
    [
        ("an empty ALT", line(alt=""), "empty"),
        ("an empty REF", line(ref=""), "empty"),
        ("an empty CHROM", line(chrom=""), "empty"),
        ("POS is a dot", line(pos="."), "POS `.` is not a number"),
        ("POS is empty", line(pos=""), "POS `` is not a number"),
        ("POS is negative", line(pos="-1"), "POS `-1` is not a number"),
        ("POS ends in letters", line(pos="12x"), "POS `12x` is not a number"),
        ("POS has a fraction", line(pos="1.5"), "POS `1.5` is not a number"),
        ("one column too few", b"1\t100\t.\tA\tC\t.\t.\n", "7 columns where the header has 8"),
        ("one column too many", b"1\t100\t.\tA\tC\t.\t.\t.\tGT\n", "9 columns where the header has 8"),
        ("spaces for tabs", b"1 100 . A C . . .\n", "1 columns where the header has 8"),
        ("a header line", b"##source=late\n", "a header line stands among the records"),
    ],
    ids=lambda value: value if isinstance(value, str) and " " in value else "",
)
def test_a_broken_line_is_refused_with_its_number(situation, bad, what):
    with pytest.raises(BadLineError) as caught:
        Kernel(8, line=41)(GOOD + GOOD + bad + GOOD)
    assert (caught.value.number, what in caught.value.what) == (43, True), situation


@pytest.mark.parametrize(
    ("situation", "lines", "numbers", "blank"),
    [
        ("nothing blank", [GOOD, GOOD], [1, 2], 0),
        ("an empty line between", [GOOD, b"\n", GOOD], [1, 3], 1),
        ("an empty line with CR", [GOOD, b"\r\n", GOOD], [1, 3], 1),
        ("empty lines at both ends", [b"\n", GOOD, b"\n", b"\n"], [2], 3),
        ("a line of spaces", [GOOD, b"   \n"], [1], 1),
        ("nothing but empty lines", [b"\n", b"\n"], [], 2),
        ("no line at all", [], [], 0),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_blank_lines_are_skipped_and_counted(situation, lines, numbers, blank):
    kernel = Kernel(8)
    chunk = kernel(b"".join(lines))
    assert (chunk.numbers, kernel.blank_lines, chunk.counts.records) == (numbers, blank, len(numbers)), situation
    assert kernel.line == 1 + len(lines)


def test_a_record_with_crlf_keeps_its_bytes():
    crlf = GOOD.replace(b"\n", b"\r\n")
    assert Kernel(8)(crlf + crlf).lines == [crlf, crlf]


@pytest.mark.parametrize(
    ("situation", "alt", "alleles", "rowless"),
    [
        ("one base", "C", 1, 0),
        ("lower case", "c", 1, 0),
        ("24 bases, looked at together", "ACGTACGTACGTACGTACGTACGT", 1, 0),
        ("25 bases, looked at alone", "ACGTACGTACGTACGTACGTACGTA", 1, 0),
        ("two alleles", "C,T", 2, 0),
        ("a spanning deletion beside one", "C,*", 1, 1),
        ("only a spanning deletion", "*", 0, 1),
        ("a gVCF block", "<NON_REF>", 0, 1),
        ("the newer gVCF block beside a base", "T,<*>", 1, 1),
        ("no ALT", ".", 0, 1),
        ("a symbolic deletion", "<DEL>", 1, 0),
        ("a breakend", "]1:100]A", 1, 0),
        ("a code for several bases", "R", 1, 0),
        ("an empty allele between commas", "C,,T", 2, 1),
    ],
    ids=lambda value: value if isinstance(value, str) and " " in value else "",
)
def test_alleles_that_state_no_change_are_counted_apart(situation, alt, alleles, rowless):
    counts = Kernel(8)(GOOD + line(alt=alt)).counts
    assert (counts.records, counts.alleles - 1, counts.rowless) == (2, alleles, rowless), situation


@pytest.mark.parametrize("pos", ["9", "999999999", "2147483647"])
def test_the_largest_position_of_32_bits_is_read(pos):
    assert Kernel(8)(line(pos=pos)).counts.records == 1


@pytest.mark.parametrize("pos", ["2147483648", "9999999999", "99999999999999999999"])
def test_a_position_beyond_32_bits_is_refused(pos):
    with pytest.raises(BadLineError, match="beyond"):
        Kernel(8)(line(pos=pos))


def test_what_the_pretest_drops_is_counted_but_not_handed_on():
    buffer = GOOD + line(alt="C,T") + line(alt="*")
    chunk = Kernel(8, pretest=lambda _buffer, _starts, _ends: [0])(buffer)
    assert (chunk.lines, chunk.numbers) == ([GOOD], [1])
    assert (chunk.counts.records, chunk.counts.alleles, chunk.counts.rowless) == (3, 3, 1)
    assert (chunk.counts.dropped_records, chunk.counts.dropped_alleles, chunk.counts.dropped_rowless) == (2, 2, 1)


@given(st.lists(st.integers(1, 400), min_size=1, max_size=12), st.integers(1, 300))
@example([300] * 3, len(line(info="x" * 300)))  # every line ends where a buffer ends
@example([5], 1)
def test_lines_do_not_care_where_buffers_end(lengths, size):
    lines = [line(pos=str(at + 1), info="x" * length) for at, length in enumerate(lengths)]
    text = b"".join(lines)
    kernel = Kernel(8)
    chunks = [kernel(buffer) for buffer in whole_lines(text[at : at + size] for at in range(0, len(text), size))]
    assert [one for chunk in chunks for one in chunk.lines] == lines
    assert [number for chunk in chunks for number in chunk.numbers] == list(range(1, len(lines) + 1))


def test_a_record_of_megabytes_crosses_buffers_whole():
    giant = line(info="x" * (5 << 20))
    text = GOOD + giant + GOOD
    kernel = Kernel(8)
    chunks = [kernel(buffer) for buffer in whole_lines(text[at : at + 65_536] for at in range(0, len(text), 65_536))]
    assert b"".join(one for chunk in chunks for one in chunk.lines) == text
    assert sum(chunk.counts.records for chunk in chunks) == 3
