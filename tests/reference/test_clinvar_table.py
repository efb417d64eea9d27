"""ClinVar's P and LP variants of at least two stars."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmstool.errors import MismatchError
from gmstool.genome import chromosome_length
from gmstool.reference import bundle, clinvar_table
from gmstool.reference.genes import resolve

TABLE = clinvar_table.variants()
GERMLINE_SOMATIC = 1 + 2  # bits of ORIGIN in ClinVar's VCF: inherited is 4, maternal 16, de novo 32


@pytest.mark.parametrize(
    ("variant", "place", "variation_id", "significance", "stars", "symbol"),
    [
        ("BRAF V600E", ("7", 140753336, "A", "T"), 13961, "P/LP", 2, "BRAF"),
        ("KRAS G12D", ("12", 25245350, "C", "T"), 12582, "P/LP", 2, "KRAS"),
        ("PIK3CA H1047R", ("3", 179234297, "A", "G"), 13652, "P", 3, "PIK3CA"),
        ("IDH1 R132H", ("2", 208248388, "C", "T"), 156444, "P/LP", 2, "IDH1"),
        ("JAK2 V617F", ("9", 5073770, "G", "T"), 14662, "P/LP", 2, "JAK2"),
        ("TP53 R175H", ("17", 7675088, "C", "T"), 12374, "P", 3, "TP53"),
        ("CFTR F508del", ("7", 117559590, "ATCT", "A"), 7105, "P", 4, "CFTR"),
        ("m.3243A>G", ("MT", 3243, "A", "G"), 9589, "P/LP", 2, "MT-TL1"),
    ],
    ids=lambda value: value if isinstance(value, str) and " " in value else None,
)
def test_a_well_known_variant_is_there(variant, place, variation_id, significance, stars, symbol):
    found = clinvar_table.at(*place)

    assert found is not None
    assert (found["variation_id"], found["significance"], found["stars"]) == (variation_id, significance, stars)
    assert resolve(symbol).hgnc_id in found["genes_at"]


@pytest.mark.parametrize(
    ("variant", "place"),
    [
        ("EGFR L858R", ("7", 55191822, "T", "G")),
        ("EGFR T790M", ("7", 55181378, "C", "T")),
        ("KIT D816V", ("4", 54733155, "A", "T")),
        ("SF3B1 K700E", ("2", 197402110, "T", "C")),
        ("another base at KRAS G12D", ("12", 25245350, "C", "CT")),
        ("nothing known", ("1", 1_000_000, "A", "C")),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_an_oncogenic_or_unknown_variant_may_be_absent(variant, place):
    assert clinvar_table.at(*place) is None


@pytest.mark.parametrize(
    ("spelling", "place"),
    [
        ("with the prefix of UCSC", ("chr7", 140753336, "A", "T")),
        ("as a RefSeq accession", ("NC_000007.14", 140753336, "A", "T")),
        ("with a base before it", ("7", 140753335, "CA", "CT")),
        ("with a base after it", ("7", 140753336, "AC", "TC")),
        ("in small letters", ("7", 140753336, "a", "t")),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_a_variant_is_found_however_it_is_spelled(spelling, place):
    found = clinvar_table.at(*place)

    assert found is not None
    assert found["variation_id"] == 13961


@given(st.sampled_from(range(len(TABLE))))
def test_each_variant_is_found_where_it_is(index):
    row = TABLE.row(index, named=True)

    assert clinvar_table.at(row["chrom"], row["pos"], row["ref"], row["alt"]) == row


def test_a_build_the_table_does_not_have_is_an_error_and_not_an_absence():
    with pytest.raises(MismatchError, match="no variants of GRCh37") as error:
        clinvar_table.at("7", 140453136, "A", "T", build="GRCh37")

    assert "clinvar-grch37" in error.value.hint


def test_diseases_and_mondo_ids_go_side_by_side():
    brca1 = clinvar_table.at("17", 43093686, "A", "AC")

    assert brca1 is not None
    assert dict(zip(brca1["mondo_ids"], brca1["diseases"], strict=True)) == {
        "MONDO:0011450": "Breast-ovarian cancer, familial, susceptibility to, 1"
    }
    assert (TABLE["diseases"].list.len() == TABLE["mondo_ids"].list.len()).all()


def test_a_disease_name_is_in_ordinary_writing():
    names = TABLE["diseases"].explode().drop_nulls().unique()

    assert not names.str.contains("_|%[0-9A-F]{2}").any()


def test_consequences_are_terms_of_the_sequence_ontology():
    terms = set(TABLE["consequence"].drop_nulls().str.split("&").explode())

    assert {"missense_variant", "stop_gained", "frameshift_variant", "splice_donor_variant"} <= terms
    assert "nonsense" not in terms


@pytest.mark.parametrize(
    ("variant", "place", "bits"),
    [
        ("BRAF V600E", ("7", 140753336, "A", "T"), GERMLINE_SOMATIC),
        ("KRAS G12D", ("12", 25245350, "C", "T"), GERMLINE_SOMATIC + 32),
        ("PIK3CA H1047R", ("3", 179234297, "A", "G"), GERMLINE_SOMATIC + 4 + 32),
        ("TP53 R175H", ("17", 7675088, "C", "T"), GERMLINE_SOMATIC + 16),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_origin_bits_are_kept(variant, place, bits):
    found = clinvar_table.at(*place)

    assert found is not None
    assert found["origin"] == bits


def test_variants_of_known_genes_lie_in_their_spans():
    brca1 = TABLE.filter(pl.col("genes_at").list.contains(1100))

    assert 2_600 < len(brca1) < 2_900
    assert set(brca1["chrom"]) == {"17"}


def test_a_gene_that_the_source_does_not_state_is_null():
    assert TABLE["hgnc_id"].null_count() == TABLE["symbol"].null_count() == len(TABLE)


def test_rows_lie_on_their_chromosomes_and_have_two_stars_or_more():
    for chrom, last in TABLE.group_by("chrom").agg((pl.col("pos") + pl.col("ref").str.len_chars() - 1).max()).rows():
        assert last <= chromosome_length("GRCh38", chrom)
    assert TABLE["pos"].min() >= 1
    assert set(TABLE["stars"]) == {2, 3, 4}
    assert set(TABLE["significance"]) == {"P", "LP", "P/LP"}


def test_the_manifest_says_that_absence_says_nothing():
    assert clinvar_table.release() == "ClinVar 2024-12-15"
    assert "absence says nothing" in bundle.entry("clinvar")["sources"][0]["note"]
