"""One row per gene and disease: name, Mondo id and modes of inheritance of the disease."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from reference_sources import hpo, identify, inheritance, mondo
from reference_sources.checks import require

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reference_sources.packages import Cache

SOURCES = (hpo.GENES, hpo.ANNOTATIONS, mondo.MONDO)
PAIRS = range(12_000, 20_000)
MINIMUM_GENES = 5_000
MINIMUM_WITH_MODE = 6_000  # diseases
MINIMUM_WITH_MONDO = 8_000  # diseases
CURATORS = {"OMIM": "OMIM", "ORPHA": "Orphanet"}

# disease, gene, name, a mode of inheritance, Mondo id
LANDMARKS = (
    ("OMIM:154700", "FBN1", "Marfan syndrome", "AD", "MONDO:0007947"),
    ("OMIM:219700", "CFTR", "Cystic fibrosis", "AR", "MONDO:0009061"),
    ("OMIM:310200", "DMD", "Duchenne muscular dystrophy", "XLR", "MONDO:0010679"),
)


def build(cache: Cache, built: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """A disease without a statement of its inheritance has none here."""
    pairs = hpo.read_gene_features(cache).select("disease_id", "ncbi_gene_id", "named").unique()
    annotations = hpo.read_annotations(cache)
    curator = pl.col("disease_id").str.split(":").list.first().replace_strict(CURATORS)
    table = (
        identify.with_hgnc_id(pairs, built["genes"])
        .join(with_mondo_ids(names(annotations), cache), on="disease_id", how="left")
        .join(inheritance.of_diseases(annotations), on="disease_id", how="left")
        .with_columns(sources=pl.concat_list(pl.lit(f"HPO {hpo.RELEASE}"), curator))
        .select("hgnc_id", "symbol", "disease_id", "disease", "mondo_id", "inheritance", "inheritance_terms", "sources")
        .sort("hgnc_id", "disease_id")
    )
    check(table, built["hpo_terms"])
    return table


def names(annotations: pl.DataFrame) -> pl.DataFrame:
    """One name per disease: that of the latest curation, as a few diseases were renamed."""
    return (
        annotations.sort(["disease_id", "curated", "disease"], descending=[False, True, False], nulls_last=True)
        .unique("disease_id", keep="first", maintain_order=True)
        .select("disease_id", "disease")
    )


def with_mondo_ids(diseases: pl.DataFrame, cache: Cache) -> pl.DataFrame:
    """Add the Mondo id where it is certain."""
    terms = mondo.Mondo(cache)
    found = [terms.mondo_id(disease_id, name) for disease_id, name in diseases.iter_rows()]
    return diseases.with_columns(mondo_id=pl.Series(found, dtype=pl.String))


def check(table: pl.DataFrame, terms: pl.DataFrame) -> None:
    """About as many pairs as the release has, every disease named, and well-known ones as they are known."""
    diseases = table.unique("disease_id")
    with_mode, with_mondo = diseases["inheritance"].drop_nulls().len(), diseases["mondo_id"].drop_nulls().len()
    require(len(table) in PAIRS and not table.select("hgnc_id", "disease_id").is_duplicated().any(), "odd pairs")
    require(table["hgnc_id"].n_unique() >= MINIMUM_GENES, f"only {table['hgnc_id'].n_unique()} genes")
    require(table["disease"].null_count() == 0, "a disease has no name")
    require(set(table["inheritance_terms"].explode().drop_nulls()) <= set(terms["hpo_id"]), "an unknown HPO term")
    require(with_mode >= MINIMUM_WITH_MODE, f"only {with_mode} diseases with a mode of inheritance")
    require(with_mondo >= MINIMUM_WITH_MONDO, f"only {with_mondo} diseases with a Mondo id")
    for landmark in LANDMARKS:
        check_landmark(table, *landmark)
    print(f"  {len(diseases):,} diseases of {table['hgnc_id'].n_unique():,} genes")
    print(f"  {with_mode:,} with a mode of inheritance, {with_mondo:,} with a Mondo id")


def check_landmark(table: pl.DataFrame, disease_id: str, symbol: str, disease: str, mode: str, mondo_id: str) -> None:
    """One known disease."""
    row = table.row(by_predicate=(pl.col("disease_id") == disease_id) & (pl.col("symbol") == symbol), named=True)
    found = (row["disease"], row["mondo_id"])
    require(found == (disease, mondo_id) and mode in row["inheritance"], f"{disease_id}: {row}")
