"""Codon mates of many bases at once are those that the transcripts tell one by one."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmstool.reference import transcripts
from gmstool.reference.codons import coding_spans, codon_mates

GENES = ("NM_000546.6", "NM_007294.4", "NM_000152.5", "NM_000277.3")  # TP53, BRCA1, GAA, PAH: both strands


def _number(name, build="GRCh38"):
    of = transcripts.find(name, build)
    spans = coding_spans(build).filter((pl.col("hgnc_id") == of.hgnc_id) & (pl.col("cds_start") == of.cds_start))
    return of, spans["number"][0]


def _mates(name, bases):
    of, number = _number(name)
    asked = pl.DataFrame({"number": [number] * len(bases), "pos": [of.genomic_position(base) for base in bases]})
    found = codon_mates(asked.cast({"number": pl.UInt32, "pos": pl.Int64}), "GRCh38")
    assert set(found["chrom"]) <= {of.chrom}
    return of, set(found["pos"])


@pytest.mark.parametrize("name", GENES)
@given(data=st.data())
def test_mates_are_the_bases_of_the_same_codon(name, data):
    of = transcripts.find(name, "GRCh38")
    base = data.draw(st.integers(1, of.cds_length))
    first = base - (base - 1) % 3
    _, found = _mates(name, [base])
    assert found == {of.genomic_position(at) for at in range(first, first + 3)}


@pytest.mark.parametrize("name", GENES)
def test_a_codon_that_an_intron_cuts_has_bases_on_both_sides(name):
    of = transcripts.find(name, "GRCh38")
    codons = [tuple(of.genomic_position(first + at) for at in range(3)) for first in range(1, of.cds_length - 1, 3)]
    cut = [at for at, codon in enumerate(codons) if max(codon) - min(codon) > 2]
    assert cut
    _, found = _mates(name, [3 * at + 1 for at in cut])
    assert found == {place for at in cut for place in codons[at]}


def test_what_lies_in_no_coding_exon_has_no_codon():
    of, number = _number("NM_000546.6")
    intron = min(exon.end for exon in of.coding_parts) + 1
    asked = pl.DataFrame({"number": [number], "pos": [intron]}, schema={"number": pl.UInt32, "pos": pl.Int64})
    assert of.cds_position(intron) is None
    assert codon_mates(asked, "GRCh38").is_empty()
