"""One row per gene and disease: the HPO terms of the disease, and those it is stated to lack."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from reference_sources import hpo, identify
from reference_sources.checks import require

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reference_sources.packages import Cache

SOURCES = (hpo.GENES, hpo.ANNOTATIONS)
PAIRS = range(12_000, 20_000)
FEATURES = range(300_000, 500_000)


def build(cache: Cache, built: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Every feature is a current term of `hpo_terms`, and none is both present and excluded."""
    features = identify.with_hgnc_id(hpo.read_gene_features(cache), built["genes"])
    table = (
        features.sort("hpo_id")
        .group_by("hgnc_id", "disease_id")
        .agg(
            hpo_ids=pl.col("hpo_id").filter(~pl.col("excluded")),
            excluded_hpo_ids=pl.col("hpo_id").filter(pl.col("excluded")),
        )
        .sort("hgnc_id", "disease_id")
    )
    check(table, built["hpo_terms"])
    return table


def check(table: pl.DataFrame, terms: pl.DataFrame) -> None:
    """About as many pairs and features as the release has, and only terms that stand."""
    known = set(terms.filter(~pl.col("obsolete"))["hpo_id"])
    present, excluded = table["hpo_ids"].explode().drop_nulls(), table["excluded_hpo_ids"].explode().drop_nulls()
    require(len(table) in PAIRS, f"{len(table)} pairs of gene and disease")
    require(len(present) + len(excluded) in FEATURES, f"{len(present)} features")
    require(known.issuperset(present) and known.issuperset(excluded), "a feature is no current HPO term")
    both = table.filter(pl.col("hpo_ids").list.set_intersection("excluded_hpo_ids").list.len() > 0)
    require(both.is_empty(), f"present and excluded at once: {both.rows()[:3]}")
    print(f"  {len(present):,} features, {len(excluded):,} more that the disease is stated to lack")
