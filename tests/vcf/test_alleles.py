"""Alleles: trimming, and the names under which VEP and others write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmstool.vcf.alleles import gives_row, trim, trimmed_names, vep_names

bases = st.text("ACGT", min_size=1, max_size=8)
spelled = st.one_of(bases, st.sampled_from(("<DEL>", "A]1:100]", "*", "acgt")))


def situations(*rows):
    return pytest.mark.parametrize(("situation", *rows[0]), rows[1:], ids=[row[0] for row in rows[1:]])


@situations(
    ("given", "expected"),
    ("a substitution stays", (100, "A", "C"), (100, "A", "C")),
    ("an insertion stays anchored", (100, "A", "AT"), (100, "A", "AT")),
    ("a deletion stays anchored", (100, "AT", "A"), (100, "AT", "A")),
    ("shared last bases go first", (100, "CAT", "CT"), (100, "CA", "C")),
    ("shared first bases move the position", (100, "GGA", "GGC"), (102, "A", "C")),
    ("both ends", (100, "GCATT", "GCGTT"), (102, "A", "G")),
    ("in a repeat the change is leftmost", (100, "CAA", "CA"), (100, "CA", "C")),
    ("equal alleles keep a base", (100, "AT", "AT"), (100, "A", "A")),
    ("lower case is the same base", (100, "ga", "gc"), (101, "A", "C")),
    ("a symbolic allele is left alone", (100, "AT", "<DEL>"), (100, "AT", "<DEL>")),
    ("a breakend is left alone", (100, "A", "A]1:5]"), (100, "A", "A]1:5]")),
)
def test_trimming(situation, given, expected):
    assert trim(*given) == expected, situation


@given(st.integers(1, 10**9), bases, spelled)
def test_trimming_twice_is_trimming_once(pos, ref, alt):
    assert trim(*trim(pos, ref, alt)) == trim(pos, ref, alt)


@given(st.integers(1, 10**9), bases, bases, bases, bases)
def test_trimming_keeps_the_change(pos, ref, alt, before, after):
    place, short_ref, short_alt = trim(pos, before + ref + after, before + alt + after)
    at, text = place - pos, before + ref + after
    assert text[at : at + len(short_ref)] == short_ref
    assert text[:at] + short_alt + text[at + len(short_ref) :] == before + alt + after


@situations(
    ("ref", "alts", "names"),
    ("a substitution keeps its base", "A", ["C"], ["C"]),
    ("a substitution of several bases is not trimmed", "AC", ["AT"], ["AT"]),
    ("an insertion loses the shared base", "A", ["AT"], ["T"]),
    ("a deletion of all but the shared base", "AT", ["A"], ["-"]),
    ("a deletion that keeps more", "ATT", ["AT"], ["T"]),
    ("all share the first base", "A", ["AT", "AGG"], ["T", "GG"]),
    ("one does not share it: none is trimmed", "A", ["AT", "C"], ["AT", "C"]),
    ("REF is a deletion for one, a change for another", "AT", ["A", "AC"], ["-", "C"]),
    ("a spanning deletion does not count", "A", ["AT", "*"], ["T", "*"]),
    ("without shared bases nothing is trimmed", "A", ["TG"], ["TG"]),
    ("lower case", "a", ["aT"], ["T"]),
    ("symbolic alleles have VEP's words", "A", ["<DEL>"], ["deletion"]),
    ("other symbols keep their own", "A", ["<DEL:ME>"], ["DEL:ME"]),
    ("symbols beside bases: nothing is trimmed", "A", ["AT", "<DUP>"], ["AT", "duplication"]),
)
def test_vep_names(situation, ref, alts, names):
    assert vep_names(ref, alts) == names, situation


@given(bases, st.lists(bases, min_size=1, max_size=4, unique=True))
def test_vep_names_tell_the_alts_apart(ref, alts):
    assert len(set(vep_names(ref, alts))) == len(alts)


@situations(
    ("ref", "alt", "name"),
    ("as written", "CAT", "CT", "CT"),
    ("the first base off", "CAT", "CT", "T"),
    ("fully trimmed", "CAT", "CT", "C"),
    ("a deletion trimmed to nothing", "CAT", "CT", "-"),
    ("an insertion without its anchor", "C", "CTT", "TT"),
    ("a symbolic allele as written", "C", "<DEL>", "<DEL>"),
    ("a symbolic allele in words", "C", "<DEL>", "deletion"),
)
def test_an_annotator_that_looks_at_one_alt_may_write(situation, ref, alt, name):
    assert name in trimmed_names(100, ref, alt), situation


@given(bases, bases)
def test_the_name_vep_gives_a_lone_alt_is_always_known(ref, alt):
    assert vep_names(ref, [alt])[0] in trimmed_names(100, ref, alt)


@pytest.mark.parametrize(
    ("alt", "row"),
    [("C", True), ("<DEL>", True), ("]1:5]A", True), ("*", False), ("<*>", False), ("<NON_REF>", False), (".", False)],
)
def test_alleles_without_a_change_of_their_own_give_no_row(alt, row):
    assert gives_row(alt) is row
