"""Identifiers of alleles are those of GA4GH's own library."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gmstool.knowledge import refget, vrs

SEQUENCE = "ACGTTTTACACACGGATTACAGATTACAGGC" + "CAG" * 12 + "TTGACCA"
ALIAS = "SQ.F-LrLMe1SRpfUZHkQmvkVKFEGaoDeHul"


def base(_chrom, pos):
    return SEQUENCE[pos - 1] if 1 <= pos <= len(SEQUENCE) else ""


def library_id(pos, ref, alt):
    models = pytest.importorskip("ga4gh.vrs.models")
    from ga4gh.core import ga4gh_identify
    from ga4gh.vrs.dataproxy import _DataProxy
    from ga4gh.vrs.normalize import normalize

    class Proxy(_DataProxy):
        def get_sequence(self, identifier, start=None, end=None):  # noqa: ARG002  # the library's own name
            return SEQUENCE[start:end]

        def get_metadata(self, identifier):  # noqa: ARG002
            return {"length": len(SEQUENCE), "aliases": [f"ga4gh:{ALIAS}"]}

    place = models.SequenceLocation(
        sequenceReference=models.SequenceReference(refgetAccession=ALIAS), start=pos - 1, end=pos - 1 + len(ref)
    )
    allele = models.Allele(location=place, state=models.LiteralSequenceExpression(sequence=alt))
    return ga4gh_identify(normalize(allele, Proxy()))


def test_braf_v600e_has_its_published_identifier():
    assert vrs.allele_id("GRCh38", "7", 140753336, "A", "T") == "ga4gh:VA.Otc5ovrw906Ack087o1fhegB4jDRqCAe"


@st.composite
def changes(draw):
    pos = draw(st.integers(2, len(SEQUENCE) - 8))
    ref = SEQUENCE[pos - 1 : pos - 1 + draw(st.integers(1, 7))]
    alt = draw(st.sampled_from(("A", "C", "G", "T", ref[0], ref + ref, ref[0] + "CAG" * 2))) + draw(
        st.text("ACGT", max_size=4)
    )
    return pos, ref, alt


@given(changes())
@settings(max_examples=150, deadline=None)
def test_every_allele_has_the_identifier_that_the_library_gives(change):
    pos, ref, alt = change
    if ref != alt:
        assert vrs.allele_id("GRCh38", "7", pos, ref, alt, base) == library_id(pos, ref, alt)


def test_an_insertion_or_deletion_without_reference_bases_has_none_and_a_substitution_has():
    assert vrs.allele_id("GRCh38", "7", 5, "TT", "T") is None
    assert vrs.allele_id("GRCh38", "7", 5, "T", "TA") is None
    assert vrs.allele_id("GRCh38", "7", 5, "TTA", "GC") is not None
    assert vrs.allele_id("GRCh38", "7", 5, "T", "<DEL>") is None


def test_surplus_bases_do_not_change_an_identifier():
    assert vrs.allele_id("GRCh38", "7", 140753335, "CAG", "CTG") == vrs.allele_id("GRCh38", "7", 140753336, "A", "T")


def test_every_chromosome_of_both_builds_has_an_accession_of_its_own():
    assert len(refget.ACCESSIONS) == 50
    assert len(set(refget.ACCESSIONS.values())) == 49  # both builds have the same mitochondrion
    assert all(len(one) == len("SQ.") + 32 for one in refget.ACCESSIONS.values())


def test_the_digest_of_a_sequence_is_the_one_of_the_specification():
    assert refget.accession("ACGT") == "SQ.aKF498dAxcJAqme6QYQ7EZ07-fiw8Kw2"  # VRS, "Truncated Digest"
