"""ClinGen's curations: a reduced set, labelled as such."""

from __future__ import annotations

import pytest

from gmstool.reference import bundle, genes

TABLES = ("clingen_validity", "clingen_dosage")
each_table = pytest.mark.parametrize("name", TABLES)


@each_table
def test_the_manifest_says_that_the_set_is_reduced(name: str) -> None:
    (source,) = bundle.entry(name)["sources"]

    assert "(reduced set)" in source["label"]
    assert "says nothing about its evidence" in source["note"]
    assert source["date"] == "2026-08-25"


@each_table
def test_every_gene_is_one_of_the_gene_table(name: str) -> None:
    for hgnc_id, symbol in bundle.table(name).select("hgnc_id", "symbol").drop_nulls().iter_rows():
        assert genes.resolve(symbol).hgnc_id == hgnc_id


def test_a_known_validity_curation() -> None:
    (row,) = bundle.table("clingen_validity").filter(symbol="ABCD1").rows(named=True)

    assert (row["mondo_id"], row["inheritance"], row["classification"]) == ("MONDO:0018544", "XL", "Definitive")
    assert row["date"] == "2020-12-18"


@pytest.mark.parametrize(
    ("situation", "symbol", "haploinsufficiency", "triplosensitivity"),
    [
        ("sufficient evidence for one copy", "ADNP", 3, 0),
        ("a recessive gene", "ABCB11", 30, 0),
        ("no evidence", "AGTR2", 0, 0),
    ],
)
def test_a_known_dosage_curation(situation: str, symbol: str, haploinsufficiency: int, triplosensitivity: int) -> None:
    (row,) = bundle.table("clingen_dosage").filter(symbol=symbol).rows(named=True)

    assert (row["haploinsufficiency"], row["triplosensitivity"]) == (haploinsufficiency, triplosensitivity)


def test_a_region_has_a_name_and_places_but_no_gene() -> None:
    (row,) = bundle.table("clingen_dosage").filter(id="ISCA-46302").rows(named=True)

    assert row["hgnc_id"] is None
    assert row["place_grch38"] == "X:30176883-30336883"


def test_not_yet_evaluated_is_null_and_not_zero() -> None:
    scores = bundle.table("clingen_dosage")["triplosensitivity"]

    assert scores.null_count() > 0
    assert set(scores.drop_nulls()) == {0, 1, 2, 3}
