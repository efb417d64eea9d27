"""The Human Phenotype Ontology: finding terms, what lies below them, and what is annotated with them."""

from __future__ import annotations

import subprocess
import sys
import time

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmstool.errors import UsageError
from gmstool.reference import bundle, phenotypes
from gmstool.reference.genes import resolve

SEIZURE, ATONIC_SEIZURE, ROOT = "HP:0001250", "HP:0010819", "HP:0000001"
TERMS = bundle.table("hpo_terms")
CURRENT = TERMS.filter(~pl.col("obsolete"))
OBSOLETE = set(TERMS.filter("obsolete")["hpo_id"])


def gene(symbol):
    return resolve(symbol).hgnc_id


@pytest.mark.parametrize(
    ("situation", "text", "hpo_id", "status"),
    [
        ("an id", "HP:0001250", SEIZURE, "current"),
        ("an id in small letters", "hp:0001250", SEIZURE, "current"),
        ("an id as in file names", "HP_0001250", SEIZURE, "current"),
        ("an id without prefix", "0001250", SEIZURE, "current"),
        ("an id between spaces", " HP:0001250 ", SEIZURE, "current"),
        ("a name", "Seizure", SEIZURE, "current"),
        ("a name in small letters", "seizure", SEIZURE, "current"),
        ("a synonym", "Epileptic seizure", SEIZURE, "synonym"),
        ("a synonym in capitals", "SEIZURES", SEIZURE, "synonym"),
        ("an alternative id", "HP:0001275", SEIZURE, "alternative"),
        ("an obsolete term with a replacement", "HP:0000057", "HP:0008665", "replaced"),
        ("an obsolete term with several to consider", "HP:0000489", None, "obsolete"),
        ("an obsolete term with one to consider", "HP:0001726", None, "obsolete"),
        ("an obsolete term merged into the one to consider", "HP:0001122", "HP:0000610", "alternative"),
        ("an obsolete term merged into another than its replacement", "HP:0007901", "HP:0000479", "replaced"),
        ("a synonym of two terms", "ASD", None, "ambiguous"),
        ("an id never used", "HP:9999999", None, "unknown"),
        ("an id that is too short", "HP:000125", None, "unknown"),
        ("a misspelled name", "Siezure", None, "unknown"),
        ("nothing", "", None, "unknown"),
    ],
    ids=lambda value: value if isinstance(value, str) and " " in value else None,
)
def test_a_text_is_found(situation, text, hpo_id, status):
    found = phenotypes.find(text)

    assert (found.hpo_id, found.status) == (hpo_id, status)


def test_a_term_tells_name_definition_synonyms_and_parents():
    seizure = phenotypes.term("HP:0001250")

    assert seizure.name == "Seizure"
    assert "nervous system" in (seizure.definition or "")
    assert "Seizures" in seizure.synonyms
    assert seizure.parents == ("HP:0012638",)


@pytest.mark.parametrize(
    ("situation", "text", "message", "hint"),
    [
        ("misspelled", "Siezure", "`Siezure` is no HPO term", "HP:0001250 Seizure"),
        ("words in another order", "cardiomyopathy dilated", "no HPO term", "HP:0001644 Dilated cardiomyopathy"),
        ("ambiguous", "ASD", "a synonym of several HPO terms", "HP:0000729"),
        ("obsolete", "HP:0000489", "obsolete", "HP:0100886"),
        ("nothing like it", "HP:9999999", "no HPO term", "hpo.jax.org"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_an_error_names_what_was_meant(situation, text, message, hint):
    with pytest.raises(UsageError, match="HPO term") as error:
        phenotypes.term(text)

    assert message in error.value.message
    assert hint in error.value.hint


@given(st.sampled_from(CURRENT.select("hpo_id", "name").rows()))
def test_each_current_term_is_found_by_id_and_name(term):
    hpo_id, name = term

    assert phenotypes.find(hpo_id).hpo_id == hpo_id
    assert phenotypes.find(name).hpo_id == hpo_id


@given(st.sampled_from(CURRENT.explode("alternative_ids").drop_nulls("alternative_ids").rows(named=True)))
def test_each_alternative_id_leads_to_its_term_unless_an_obsolete_term_says_otherwise(row):
    found = phenotypes.find(row["alternative_ids"])

    assert found.hpo_id == row["hpo_id"] or row["alternative_ids"] in OBSOLETE
    assert found.status != "unknown"


@given(st.text(max_size=30))
def test_any_text_is_found_or_not(text):
    assert (phenotypes.find(text).hpo_id is None) == (
        phenotypes.find(text).status in {"unknown", "ambiguous", "obsolete"}
    )


def test_descendants_are_the_term_and_all_below_it():
    below = phenotypes.descendants("Seizure")

    assert {SEIZURE, ATONIC_SEIZURE} <= below
    assert "HP:0012638" not in below
    assert phenotypes.descendants("HP:0001275") == below


def test_a_leaf_has_only_itself_below():
    parents = set(CURRENT["parents"].explode().drop_nulls())
    leaf = next(hpo_id for hpo_id in CURRENT["hpo_id"] if hpo_id not in parents)

    assert phenotypes.descendants(leaf) == {leaf}


def test_everything_current_lies_below_the_root():
    assert phenotypes.descendants(ROOT) == set(CURRENT["hpo_id"])


@given(st.sampled_from(CURRENT.filter(pl.col("parents").list.len() > 0).select("hpo_id", "parents").rows()))
def test_what_lies_below_a_term_lies_below_its_parents(term):
    hpo_id, parents = term

    assert all(phenotypes.descendants(hpo_id) < phenotypes.descendants(parent) for parent in parents)


@pytest.mark.parametrize(
    ("situation", "symbol", "disease_id", "hpo_id"),
    [
        ("none of seven patients had it", "ACTB", "OMIM:620475", SEIZURE),
        ("Orphanet excludes it", "ACTA1", "ORPHA:171433", "HP:0001638"),
    ],
    ids=lambda value: value if isinstance(value, str) and " " in value else None,
)
def test_a_feature_stated_as_absent_is_kept_apart(situation, symbol, disease_id, hpo_id):
    row = bundle.table("gene_hpo").row(
        by_predicate=(pl.col("hgnc_id") == gene(symbol)) & (pl.col("disease_id") == disease_id), named=True
    )

    assert hpo_id in row["excluded_hpo_ids"]
    assert hpo_id not in row["hpo_ids"]


@given(st.sampled_from(sorted(phenotypes.successors().items())))
def test_an_id_that_has_become_another_has_a_current_successor(pair):
    former, hpo_id = pair

    assert phenotypes.find(former).hpo_id == hpo_id == phenotypes.find(hpo_id).hpo_id


def test_every_annotation_is_a_current_term():
    table = bundle.table("gene_hpo")

    assert set(table["hpo_ids"].explode().drop_nulls()) <= set(CURRENT["hpo_id"])
    assert set(table["excluded_hpo_ids"].explode().drop_nulls()) <= set(CURRENT["hpo_id"])


def test_near_matches_are_found_in_a_blink():
    phenotypes.near("x")
    started = time.perf_counter()
    phenotypes.near("hypertrophic cardiomyopathi")

    assert time.perf_counter() - started < 1  # a tenth on an idle machine


def test_the_release_is_named_as_the_licence_asks():
    assert phenotypes.release() == "HPO 2025-01-16"
    for source in bundle.entry("hpo_terms")["sources"]:
        assert "Human Phenotype Ontology (version 2025-01-16)" in source["note"]
        assert "acknowledged" in source["licence"]


@pytest.mark.parametrize("module", ["phenotypes", "diseases", "clinvar_table"])
def test_importing_a_reader_does_not_import_polars(module):
    script = f"import sys, gmstool.reference.{module}; sys.exit('polars' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
