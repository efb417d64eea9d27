"""Cancer genes and fusions: the roles that one study states, and nothing made up where it states none."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from gmstool.reference import bundle, genes

ROLES = (
    "oncogene", "tumour suppressor", "both", "possible oncogene", "possible tumour suppressor", "possible both",
)  # fmt: skip
FUSIONS = bundle.table("fusions")


def of(symbol: str) -> dict[str, Any] | None:
    rows = bundle.table("cancer_genes").filter(hgnc_id=genes.resolve(symbol).hgnc_id)
    return next(rows.iter_rows(named=True), None)


@pytest.mark.parametrize(
    ("situation", "symbol", "role"),
    [
        ("called the same in nearly all cancers", "TP53", "tumour suppressor"),
        ("called in two cancers", "RB1", "tumour suppressor"),
        ("only called oncogene", "KRAS", "oncogene"),
        ("definite in some cancers, possible in others", "BRAF", "oncogene"),
        ("oncogene in one cancer, suppressor over all", "SMAD4", "tumour suppressor"),
        ("possible over all cancers, definite in one", "ASXL1", "tumour suppressor"),
        ("possible over all cancers, definite otherwise in one", "KEAP1", "possible tumour suppressor"),
        ("possible only", "ACVR1B", "possible tumour suppressor"),
        ("oncogene in one cancer, possible suppressor in another", "MET", "oncogene"),
        ("listed without a role", "TET2", None),
        ("listed under a former symbol", "H3-3A", "possible oncogene"),
    ],
)
def test_the_role_is_that_of_the_study(situation: str, symbol: str, role: str | None) -> None:
    found = of(symbol)

    assert found is not None
    assert found["role"] == role
    assert found["pmid"] == "29625053"


def test_a_gene_that_is_not_listed_is_not_known() -> None:
    assert of("TTN") is None


def test_cancers_stand_beside_the_role() -> None:
    found = of("SMAD4")

    assert found is not None
    assert found["oncogene_in"] == ["STAD"]
    assert "PAAD" in found["suppressor_in"]
    assert "PANCAN" not in found["cancer_types"]


def test_a_definite_role_rests_on_a_cancer_or_on_all_of_them() -> None:
    for row in bundle.table("cancer_genes").iter_rows(named=True):
        assert row["role"] is None or row["role"] in ROLES
        assert {*row["oncogene_in"], *row["suppressor_in"]} <= set(row["cancer_types"])


@pytest.mark.parametrize("name", ["cancer_genes", "fusions"])
def test_no_licensed_cancer_list_is_a_source(name: str) -> None:
    for source in bundle.entry(name)["sources"]:
        assert not {"oncokb", "cosmic"} & set(f"{source['label']} {source['member']}".lower().split())


@pytest.mark.parametrize(
    ("five", "three", "cancer"),
    [
        ("BCR", "ABL1", "CML"),
        ("PML", "RARA", "LAML_APL"),
        ("RUNX1", "RUNX1T1", "LAML"),
        ("EWSR1", "FLI1", "SARC_EWS"),
        ("RBM15", "MRTFA", "LAML"),
        ("IGH", "MYC", "BL"),
    ],
)
def test_classical_fusions_are_listed_by_todays_symbols(five: str, three: str, cancer: str) -> None:
    found = FUSIONS.filter(symbol_5=five, symbol_3=three, cancer_code=cancer)

    assert len(found) == 1
    assert found["pmid"].str.contains(r"^\d+$").all()


def test_partners_carry_the_id_of_their_symbol() -> None:
    for side in ("5", "3"):
        named = FUSIONS.drop_nulls(f"symbol_{side}")
        for hgnc_id, symbol in named.select(f"hgnc_id_{side}", f"symbol_{side}").iter_rows():
            assert genes.resolve(symbol).hgnc_id == hgnc_id


def test_no_fusion_is_without_a_partner() -> None:
    assert FUSIONS.filter(pl.col("symbol_5").is_null() & pl.col("symbol_3").is_null()).is_empty()
