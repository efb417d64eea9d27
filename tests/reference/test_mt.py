"""MITOMAP's mtDNA variants with disease (rCRS)."""

from __future__ import annotations

import polars as pl
import pytest

from gmstool.genome import RCRS_LENGTH
from gmstool.reference import bundle
from gmstool.reference.genes import resolve

TABLE = bundle.table("mt_variants")


def variant(pos, ref, alt):
    here = (pl.col("pos") == pos) & (pl.col("ref") == ref) & (pl.col("alt") == alt)
    return TABLE.row(by_predicate=here, named=True)


@pytest.mark.parametrize(
    ("name", "place", "symbol", "disease", "status", "confirmed", "clingen"),
    [
        ("m.3243A>G", (3243, "A", "G"), "MT-TL1", "MELAS", "Cfrm [P]", True, "P"),
        ("m.8344A>G", (8344, "A", "G"), "MT-TK", "MERRF", "Cfrm [P]", True, "P"),
        ("m.8993T>G", (8993, "T", "G"), "MT-ATP6", "NARP", "Cfrm [P]", True, "P"),
        ("m.11778G>A", (11778, "G", "A"), "MT-ND4", "LHON", "Cfrm [P]", True, "P"),
        ("m.1555A>G", (1555, "A", "G"), "MT-RNR1", "DEAF", "Cfrm [P]", True, "P"),
        ("m.3571del, left-aligned", (3565, "AC", "A"), "MT-ND1", "myopathy", "Cfrm [LP]", True, "LP"),
        ("m.7471dup, left-aligned", (7465, "A", "AC"), "MT-TS1", "PEM", "Cfrm [P]", True, "P"),
        ("m.593T>C, reported only", (593, "T", "C"), "MT-TF", "LHON", "Reported", False, None),
    ],
    ids=lambda value: value if isinstance(value, str) and value.startswith("m.") else None,
)
def test_a_known_variant_has_gene_disease_and_status(name, place, symbol, disease, status, confirmed, clingen):
    row = variant(*place)

    assert disease in row["disease"]
    assert (row["symbol"], row["status"], row["confirmed"], row["clingen"]) == (symbol, status, confirmed, clingen)
    assert row["hgnc_id"] == resolve(symbol).hgnc_id
    assert row["hgnc_id"] in row["genes_at"]


def test_a_variant_stands_once_and_on_the_sequence():
    assert not TABLE.select("pos", "ref", "alt").is_duplicated().any()
    assert TABLE["pos"].min() >= 1
    assert TABLE.select((pl.col("pos") + pl.col("ref").str.len_chars() - 1).max()).item() <= RCRS_LENGTH
    assert (TABLE["ref"] != TABLE["alt"]).all()


def test_insertions_and_deletions_are_left_aligned():
    indels = TABLE.filter(pl.col("ref").str.len_chars() != pl.col("alt").str.len_chars())

    assert len(indels) > 50
    assert (indels["ref"].str.slice(-1) != indels["alt"].str.slice(-1)).all()


def test_confirmed_variants_are_about_as_many_as_mitomap_lists():
    assert 117 <= TABLE["confirmed"].sum() <= 140


def test_a_locus_that_is_not_one_gene_has_no_gene():
    both = TABLE.filter(pl.col("locus") == "MT-ATP8/6")
    control = TABLE.filter(pl.col("locus") == "MT-CR")

    assert both["hgnc_id"].null_count() == len(both) > 0
    assert control["hgnc_id"].null_count() == len(control) > 0
    assert (both["genes_at"].list.len() == 2).all()


def test_counts_and_frequencies_of_genbank_agree():
    row = variant(72, "T", "C")

    assert row["genbank_count"] == 1127
    assert row["genbank_af"] == pytest.approx(0.018212, abs=1e-6)
    assert TABLE["genbank_af"].max() <= 1


def test_reported_plasmy_is_true_false_or_unknown():
    assert (variant(3243, "A", "G")["homoplasmic"], variant(3243, "A", "G")["heteroplasmic"]) == (False, True)
    assert variant(302, "A", "AC")["homoplasmic"] is None


def test_status_and_disease_keep_mitomaps_wording():
    assert variant(3308, "T", "C")["status"] == "Reported - possibly synergistic hg L1b and A2i marker"
    assert variant(642, "T", "C")["disease"] == "Ataxia, PEO, deafness"
