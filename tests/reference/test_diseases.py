"""The diseases of a gene and how they are inherited."""

from __future__ import annotations

import polars as pl
import pytest

from gmstool.reference import bundle, diseases
from gmstool.reference.genes import resolve

TABLE = bundle.table("gene_disease")


def gene(symbol):
    return resolve(symbol).hgnc_id


def disease_of(symbol, disease_id):
    return next(one for one in diseases.of_gene(gene(symbol)) if one.disease_id == disease_id)


@pytest.mark.parametrize(
    ("symbol", "disease_id", "name", "mondo_id", "inheritance"),
    [
        ("FBN1", "OMIM:154700", "Marfan syndrome", "MONDO:0007947", ("AD",)),
        ("CFTR", "OMIM:219700", "Cystic fibrosis", "MONDO:0009061", ("AR",)),
        ("DMD", "OMIM:310200", "Duchenne muscular dystrophy", "MONDO:0010679", ("XLR",)),
        ("MT-TL1", "OMIM:540000", None, "MONDO:0010789", ("MT",)),
        ("CFTR", "ORPHA:586", "Cystic fibrosis", "MONDO:0009061", None),
    ],
    ids=lambda value: value if isinstance(value, str) and ":" in value else None,
)
def test_a_disease_has_name_mondo_id_and_inheritance(symbol, disease_id, name, mondo_id, inheritance):
    disease = disease_of(symbol, disease_id)

    assert disease.name == name or name is None
    assert (disease.mondo_id, disease.inheritance) == (mondo_id, inheritance)


def test_a_gene_with_several_diseases_has_the_modes_of_all():
    assert {"AD", "AR"} <= set(diseases.inheritance(gene("BRCA1")) or ())


def test_a_gene_without_annotation_has_no_diseases_and_no_known_mode():
    assert diseases.of_gene(gene("OR4F5")) == ()
    assert diseases.inheritance(gene("OR4F5")) is None


def test_a_gene_with_orphanet_diseases_only_has_no_known_mode():
    stated = TABLE.group_by("hgnc_id").agg(pl.col("inheritance").drop_nulls().len(), pl.len().alias("diseases"))
    silent = stated.filter(pl.col("inheritance") == 0)["hgnc_id"].to_list()

    assert len(silent) > 300
    assert all(diseases.inheritance(hgnc_id) is None and diseases.of_gene(hgnc_id) for hgnc_id in silent)


def test_a_mode_that_is_not_stated_is_null_and_never_empty():
    assert TABLE["inheritance"].null_count() > 4_000
    assert TABLE["inheritance"].drop_nulls().list.len().min() == 1


def test_a_qualifier_alone_is_no_mode_but_is_kept():
    only_qualifier = TABLE.filter(pl.col("inheritance").is_null() & pl.col("inheritance_terms").is_not_null())

    assert set(only_qualifier["inheritance_terms"].explode()) <= {
        "HP:0001466", "HP:0001470", "HP:0001475", "HP:0003743", "HP:0003829", "HP:0003831", "HP:0025352", "HP:0032382",
    }  # fmt: skip
    assert len(only_qualifier) > 0


def test_the_modes_are_those_of_clinical_reports():
    modes = set(TABLE["inheritance"].explode().drop_nulls())

    assert {"AD", "AR", "XL", "XLD", "XLR", "YL", "MT", "digenic", "somatic", "AD with maternal imprinting"} <= modes
    assert not {mode for mode in modes if mode.startswith("HP:")}


def test_every_gene_is_an_approved_one_under_its_symbol():
    symbols = dict(bundle.table("genes").select("hgnc_id", "symbol").iter_rows())

    assert all(symbols[hgnc_id] == symbol for hgnc_id, symbol in TABLE.select("hgnc_id", "symbol").iter_rows())


def test_gene_and_disease_occur_once_together_in_both_tables():
    pairs = TABLE.select("hgnc_id", "disease_id").rows()

    assert len(set(pairs)) == len(pairs)
    assert bundle.table("gene_hpo").select("hgnc_id", "disease_id").rows() == pairs


def test_a_reference_that_is_not_one_to_one_gives_no_mondo_id():
    cardiomyopathy = TABLE.filter(pl.col("disease_id") == "ORPHA:154")  # Mondo refers to it from single subtypes

    assert len(cardiomyopathy) > 40
    assert cardiomyopathy["mondo_id"].null_count() == len(cardiomyopathy)


def test_among_several_references_the_term_of_the_same_name_is_it():
    assert disease_of("ANK2", "ORPHA:101016").name == "Romano-Ward syndrome"
    assert disease_of("ANK2", "ORPHA:101016").mondo_id == "MONDO:0019171"


def test_the_release_names_hpo_and_mondo():
    assert diseases.release() == "HPO 2025-01-16, Mondo 2024-07-23"


@pytest.mark.parametrize(
    ("situation", "symbol", "stated", "fitting"),
    [
        ("an autosomal gene of a disease that is also X-linked", "AIPL1", ["AD", "AR", "XLR", None], ("AD", "AR")),
        ("a gene of the X chromosome", "RPGR", ["AR", "XLR", "XL"], ("XL", "XLR")),
        ("modes that are not known", "PAH", ["AR", None, "XL"], ("AR",)),
        ("a gene of the Y chromosome", "SRY", ["AD", "YL"], ("YL",)),
        ("a pseudoautosomal gene", "SHOX", ["AD", "XLD"], ("AD",)),
        ("a mitochondrial gene", "MT-TL1", ["AD", "MT"], ("MT",)),
        ("modes of several genes, and none at all", "AIPL1", ["polygenic", "multifactorial", "digenic"], ()),
        ("nothing stated", "AIPL1", [], ()),
    ],
)
def test_a_mode_must_fit_the_chromosome_of_the_gene(situation, symbol, stated, fitting):
    assert diseases.fitting(gene(symbol), stated) == fitting, situation


def test_a_gene_without_a_known_place_keeps_every_mode_of_one_gene():
    assert diseases.fitting(-1, ["XLR", "AD", "digenic"]) == ("AD", "XLR")
