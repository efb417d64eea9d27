"""Left-aligning with a reference sequence."""

import pysam
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmstool.errors import InputError
from gmstool.vcf.fasta import Reference, left_aligned, span

#           1234567890123456789
SEQUENCE = "TTTTTTTTTGCACACACTT"


def base(_chrom, pos):
    return SEQUENCE[pos - 1] if 1 <= pos <= len(SEQUENCE) else ""


SITUATIONS = [
    ("a deletion at the right end of its repeat", (15, "CAC", "C"), (10, "GCA", "G")),
    ("an insertion in the middle of its repeat", (14, "A", "ACA"), (10, "G", "GCA")),
    ("already leftmost", (10, "GCA", "G"), (10, "GCA", "G")),
    ("a substitution stays", (12, "A", "T"), (12, "A", "T")),
    ("a symbolic allele stays", (12, "A", "<DEL>"), (12, "A", "<DEL>")),
]


@pytest.mark.parametrize(("written", "expected"), [pytest.param(*row[1:], id=row[0]) for row in SITUATIONS])
def test_an_indel_moves_to_the_left_end_of_its_repeat(written, expected):
    assert left_aligned(base, "1", *written) == expected


def test_the_span_holds_every_place_where_the_indel_may_be_written():
    assert list(span(base, "1", 10, "GCA", "G")) == [10, 11, 12, 13, 14, 15]


@given(st.integers(2, 17), st.integers(1, 4))
def test_left_aligning_twice_is_left_aligning_once(start, length):
    deleted = SEQUENCE[start - 1 : start + length]
    once = left_aligned(base, "1", start, deleted, deleted[0])

    assert left_aligned(base, "1", *once) == once
    assert once[0] <= start


def test_a_fasta_file_answers_under_either_contig_name(tmp_path):
    path = tmp_path / "small.fa"
    path.write_text(f">chr1\n{SEQUENCE}\n")
    pysam.faidx(str(path))

    assert Reference(path).base("1", 10) == "G"
    assert Reference(path).base("2", 10) == ""


def test_a_missing_fasta_is_an_error_with_a_hint(tmp_path):
    with pytest.raises(InputError) as caught:
        Reference(tmp_path / "no.fa")

    assert "faidx" in caught.value.hint
