"""Pharmacogenes: CPIC's pairs, functions and phenotypes, without what belongs to others."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmstool.reference import bundle

DRUGS, ALLELES, PHENOTYPES = (bundle.table(f"pgx_{name}") for name in ("gene_drug", "alleles", "phenotypes"))


@pytest.mark.parametrize(
    ("symbol", "drug", "level", "status"),
    [
        ("CYP2C19", "clopidogrel", "A", "final"),
        ("DPYD", "fluorouracil", "A", "final"),
        ("DPYD", "capecitabine", "A", "final"),
        ("HLA-B", "abacavir", "A", "final"),
        ("CES1", "clopidogrel", "C", "provisional"),
    ],
)
def test_a_pair_has_cpics_level(symbol: str, drug: str, level: str, status: str) -> None:
    found = DRUGS.filter(symbol=symbol, drug=drug)

    assert found.select("cpic_level", "status").rows() == [(level, status)]


def test_a_final_pair_of_level_a_has_a_guideline_and_articles() -> None:
    found = DRUGS.row(by_predicate=(pl.col("symbol") == "CYP2C19") & (pl.col("drug") == "clopidogrel"), named=True)

    assert found["guideline"] is not None
    assert "35034351" in found["pmids"]


@pytest.mark.parametrize(
    ("symbol", "name", "function", "score"),
    [
        ("CYP2C19", "*2", "No Function", None),
        ("CYP2C19", "*17", "Increased Function", None),
        ("CYP2D6", "*10", "Decreased Function", 0.25),
        ("CYP2D6", "*4", "No Function", 0.0),
        ("TPMT", "*3A", "No Function", None),
        ("SLCO1B1", "*5", "No Function", None),
    ],
)
def test_an_allele_has_cpics_function(symbol: str, name: str, function: str, score: float | None) -> None:
    found = ALLELES.filter(symbol=symbol, allele=name)

    assert found.select("function", "activity_score").rows() == [(function, score)]


def test_an_allele_that_nobody_has_judged_is_null() -> None:
    assert ALLELES["function"].null_count() > 0
    assert "Unknown Function" not in ALLELES["function"].to_list()


@pytest.mark.parametrize(
    ("symbol", "diplotype", "expected"),
    [
        ("CYP2C19", "*2/*2", ["Poor Metabolizer"]),
        ("CYP2C19", "*1/*17", ["Rapid Metabolizer"]),
        ("TPMT", "*1/*3A", ["Intermediate Metabolizer"]),
        ("UGT1A1", "*28/*28", ["Poor Metabolizer"]),
        ("CYP2D6", "*1/*1", []),
    ],
)
def test_a_diplotype_gives_the_phenotype(symbol: str, diplotype: str, expected: list[str]) -> None:
    assert PHENOTYPES.filter(symbol=symbol, diplotype=diplotype)["phenotype"].to_list() == expected


def of_score(symbol: str, score: float) -> list[str]:
    """The phenotypes of a summed activity score: from `score_from` up to, without, `score_below` (null: no end)."""
    start, below = pl.col("score_from"), pl.col("score_below")
    fits = (start == score) | ((start <= score) & (below.is_null() | (score < below)))
    return PHENOTYPES.filter(pl.col("symbol") == symbol, fits)["phenotype"].to_list()


@pytest.mark.parametrize(
    ("situation", "symbol", "score", "expected"),
    [
        ("none of two works", "CYP2D6", 0.0, ["Poor Metabolizer"]),
        ("just poor", "CYP2D6", 0.24, ["Poor Metabolizer"]),
        ("just intermediate", "CYP2D6", 0.25, ["Intermediate Metabolizer"]),
        ("still intermediate", "CYP2D6", 1.24, ["Intermediate Metabolizer"]),
        ("just normal", "CYP2D6", 1.25, ["Normal Metabolizer"]),
        ("just ultrarapid", "CYP2D6", 2.5, ["Ultrarapid Metabolizer"]),
        ("DPYD with one dead copy", "DPYD", 1.0, ["Intermediate Metabolizer"]),
        ("DPYD nearly normal", "DPYD", 1.5, ["Intermediate Metabolizer"]),
        ("DPYD normal", "DPYD", 2.0, ["Normal Metabolizer"]),
        ("DPYD with a third copy, which CPIC does not speak of", "DPYD", 3.0, []),
        ("a gene without activity scores", "CYP2C19", 1.0, []),
    ],
)
def test_an_activity_score_gives_the_phenotype(situation: str, symbol: str, score: float, expected: list[str]) -> None:
    assert of_score(symbol, score) == expected, situation


@given(st.floats(min_value=0, max_value=10))
def test_every_cyp2d6_score_has_exactly_one_phenotype(score: float) -> None:
    assert len(of_score("CYP2D6", score)) == 1


@pytest.mark.parametrize("name", ["pgx_gene_drug", "pgx_alleles", "pgx_phenotypes"])
def test_nothing_is_taken_over_that_belongs_to_others(name: str) -> None:
    columns = " ".join(bundle.table(name).columns).lower()

    assert not [word for word in ("pharmgkb", "atc", "fda", "core", "grch", "variant") if word in columns.split()]
    assert all(source["licence"].startswith("CC0-1.0") for source in bundle.entry(name)["sources"])


def test_genes_without_a_guideline_of_cpic_have_no_phenotypes() -> None:
    listed = set(PHENOTYPES["symbol"])

    assert "F5" not in listed
    assert {"CYP2C19", "DPYD", "G6PD", "TPMT"} <= listed
