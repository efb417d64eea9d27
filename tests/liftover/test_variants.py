"""Alleles in the other build, on a tiny genome whose middle is turned round in the target."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmstool.liftover.variants import Lifted, lift_variant, reverse_complement
from gmstool.reference.liftover import Block, Chains, Failure, Reason

LEFT, MIDDLE, RIGHT = "GATTACAGCC", "AACCTTTTGGCATG", "TCAGACGTTA"
SOURCE = LEFT + MIDDLE + RIGHT
TARGET = "TTTTT" + LEFT + reverse_complement(MIDDLE) + RIGHT
TURNED_FROM, TURNED_TO = 11, 24  # the middle, in the source
CHAINS = Chains(
    "GRCh37",
    [
        ("1", Block(1, 10, "1", 1, 5, "Ensembl")),
        ("1", Block(11, 24, "1", -1, 40, "Ensembl")),
        ("1", Block(25, 34, "1", 1, 5, "Ensembl")),
    ],
)


def base_of(sequence: str):
    """Single bases of a sequence of chromosome 1, as a FASTA gives them."""
    return lambda chrom, pos: sequence[pos - 1 : pos] if chrom == "1" and pos > 0 else ""


def lifted(pos: int, ref: str, alt: str, sequence: str | None = TARGET) -> str:
    """The lifted variant as POS-REF-ALT, or the name of the reason why there is none."""
    found = lift_variant(CHAINS, "1", pos, ref, tuple(alt.split(",")), base_of(sequence) if sequence else None)
    return found.reason.name if isinstance(found, Failure) else f"{found.pos}-{found.ref}-{','.join(found.alts)}"


@pytest.mark.parametrize(
    ("what", "variant", "with_fasta", "without"),
    [
        ("a substitution", (3, "T", "G"), "8-T-G", "8-T-G"),
        ("two alternates", (3, "T", "G,A"), "8-T-G,A", "8-T-G,A"),
        ("several bases", (3, "TT", "GA"), "8-TT-GA", "8-TT-GA"),
        ("lower case stays as it is", (3, "t", "g"), "8-t-g", "8-t-g"),
        ("alleles without a change stay", (3, "T", "G,*,<NON_REF>"), "8-T-G,*,<NON_REF>", "8-T-G,*,<NON_REF>"),
        ("no alternate", (3, "T", "."), "8-T-.", "8-T-."),
        ("a substitution, turned", (15, "T", "G"), "25-A-C", "25-A-C"),
        ("two alternates, turned", (15, "T", "G,A"), "25-A-C,T", "25-A-C,T"),
        ("several bases, turned", (13, "CCT", "GAT"), "25-AGG-ATC", "25-AGG-ATC"),
        ("with a deletion elsewhere, turned", (15, "T", "G,*"), "25-A-C,*", "25-A-C,*"),
        ("a reference call, turned", (15, "T", "."), "25-A-.", "25-A-."),
        ("the first base of a block", (11, "A", "C"), "29-T-G", "29-T-G"),
        ("the last base of a block", (10, "C", "A"), "15-C-A", "15-C-A"),
        ("across a border", (10, "CA", "GG"), "GAP", "GAP"),
        ("a deletion", (4, "TA", "T"), "9-TA-T", "9-TA-T"),
        ("an insertion", (4, "T", "TC"), "9-T-TC", "9-T-TC"),
        ("a deletion, turned", (14, "CT", "C"), "21-CA-C", "NEEDS_FASTA"),
        ("an insertion, turned", (20, "G", "GA"), "19-G-GT", "NEEDS_FASTA"),
        ("a deletion and an insertion, turned", (14, "CTT", "CT,CTTT"), "21-CA-C,CAA", "NEEDS_FASTA"),
        ("no base before, turned", (19, "GG", "T"), "20-CC-A", "NEEDS_FASTA"),
        ("an indel whose base before is in another block", (11, "AA", "A"), "BESIDE_GAP", "BESIDE_GAP"),
        ("an indel whose base after is in another block", (9, "CC", "C"), "BESIDE_GAP", "BESIDE_GAP"),
        ("an indel that a repeat shifts to the border", (8, "G", "GC"), "BESIDE_GAP", "13-G-GC"),
        ("the reference allele is another", (3, "C", "G"), "REFERENCE_DIFFERS", "8-C-G"),
        ("reference and alternate are swapped", (3, "G", "T"), "SWAPPED", "8-G-T"),
        ("swapped with the second alternate", (3, "G", "A,T"), "SWAPPED", "8-G-A,T"),
        ("swapped, turned", (15, "C", "T"), "SWAPPED", "25-G-A"),
        ("another, turned", (15, "C", "G"), "REFERENCE_DIFFERS", "25-G-C"),
        ("a symbolic allele", (3, "T", "<DEL>"), "NOT_A_SEQUENCE", "NOT_A_SEQUENCE"),
        ("beyond the end", (249250621, "TT", "T"), "BEYOND_END", "BEYOND_END"),
    ],
)
def test_alleles_in_the_other_build(what, variant, with_fasta, without):
    assert lifted(*variant) == with_fasta, what
    assert lifted(*variant, sequence=None) == without, what


def test_whether_the_reference_allele_was_compared_is_told():
    assert lift_variant(CHAINS, "1", 3, "T", ("G",), base_of(TARGET)) == Lifted("1", 8, "T", ("G",), 1, True)
    assert lift_variant(CHAINS, "1", 3, "T", ("G",)) == Lifted("1", 8, "T", ("G",), 1, False)


def test_the_failure_says_what_stands_there():
    found = lift_variant(CHAINS, "1", 3, "C", ("G",), base_of(TARGET))

    assert (found.reason, found.detail) == (Reason.REFERENCE_DIFFERS, "1:8 has T, expected C")


def changed(sequence: str, pos: int, ref: str, alt: str) -> str:
    assert sequence[pos - 1 : pos - 1 + len(ref)] == ref
    return sequence[: pos - 1] + alt + sequence[pos - 1 + len(ref) :]


BASES = st.text("ACGT", min_size=1, max_size=4)


@given(st.text("ACGT", min_size=12, max_size=40), st.integers(3, 8), st.integers(1, 3), BASES, st.sampled_from([1, -1]))
def test_the_lifted_variant_makes_the_same_sequence(middle, pos, length, alt, strand):
    target = middle if strand > 0 else reverse_complement(middle)
    offset = 100 if strand > 0 else 101 + len(middle)
    sequence = "N" * 100 + target + "N" * 100
    ref = middle[pos - 1 : pos - 1 + length]
    alternates = Chains("GRCh37", [("1", Block(1, len(middle), "1", strand, offset, "Ensembl"))])
    found = lift_variant(alternates, "1", pos, ref, (alt,), base_of(sequence))

    if isinstance(found, Failure):
        assert found.reason is Reason.BESIDE_GAP
        assert len(ref) != len(alt)
        return
    made = changed(middle, pos, ref, alt)
    expected = made if strand > 0 else reverse_complement(made)
    assert changed(sequence, found.pos, found.ref, found.alts[0]) == "N" * 100 + expected + "N" * 100
