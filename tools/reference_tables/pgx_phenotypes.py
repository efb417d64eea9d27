"""From diplotype or activity score to phenotype, by CPIC.

A row holds either a diplotype or a range of the score: at least `score_from` and below `score_below`. Where both are
equal the phenotype has that one score; a null `score_below` is no upper end.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polars as pl

from reference_sources import cpic
from reference_sources.checks import FailedCheckError, require
from reference_sources.csv_tables import require_fact
from reference_sources.knowledge import CPIC_DIPLOTYPES, CPIC_PAIRS, CPIC_PRIORITIES, CPIC_SCORES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reference_sources.packages import Cache

SOURCES = (CPIC_DIPLOTYPES, CPIC_SCORES, CPIC_PRIORITIES, CPIC_PAIRS)

MINIMUM_DIPLOTYPES = 23_000
SCORE_GENES = ("CYP2C9", "CYP2D6", "DPYD")
RANGE = re.compile(r"(?P<start>[\d.]+) <= score(?: < (?P<below>[\d.]+))?|(?P<only>[\d.]+) == score")


def build(cache: Cache, built: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """One row per diplotype, or per phenotype of a gene with activity scores."""
    genes = built["genes"]
    diplotypes = cpic.of_guidelines(cpic.read(cache, CPIC_DIPLOTYPES, genes), cache)
    scores = cpic.of_guidelines(cpic.read(cache, CPIC_SCORES, genes), cache)
    ranges = pl.DataFrame([range_of(text) for text in scores["Equation"]], orient="row", schema=RANGE_SCHEMA)
    table = pl.concat([diplotypes, pl.concat([scores, ranges], how="horizontal")], how="diagonal")
    priorities = cpic.read(cache, CPIC_PRIORITIES, genes).select("hgnc_id", "Phenotype", "Priority")
    table = (
        table.join(priorities, on=["hgnc_id", "Phenotype"], how="left")
        .rename({"Diplotype": "diplotype", "Phenotype": "phenotype", "Priority": "priority"})
        .with_columns(pl.col("priority").replace("None", None))
        .select("hgnc_id", "symbol", "diplotype", "score_from", "score_below", "phenotype", "priority")
        .sort("symbol", "diplotype", "score_from")
    )
    check(table)
    return table


RANGE_SCHEMA = {"score_from": pl.Float64, "score_below": pl.Float64}


def range_of(text: str) -> tuple[float, float | None]:
    """The first score and the one that is too high, of "0 <= score < 1", "2.5 <= score" or "2 == score"."""
    found = RANGE.fullmatch(text)
    if found is None:
        raise FailedCheckError(f"pgx_phenotypes: cannot read {text!r}")
    if only := found["only"]:
        return float(only), float(only)
    return float(found["start"]), float(found["below"]) if found["below"] else None


def check(table: pl.DataFrame) -> None:
    """Counts, one phenotype each, the genes with scores, and well-known diplotypes."""
    by_diplotype = table.filter(pl.col("diplotype").is_not_null())
    by_score = table.filter(pl.col("score_from").is_not_null())
    require(len(by_diplotype) >= MINIMUM_DIPLOTYPES, f"pgx_phenotypes: only {len(by_diplotype)} diplotypes")
    require(len(by_diplotype) + len(by_score) == len(table), "pgx_phenotypes: a row is neither or both")
    require(by_diplotype.select("hgnc_id", "diplotype").is_unique().all(), "pgx_phenotypes: a diplotype occurs twice")
    require(tuple(sorted(by_score["symbol"].unique())) == SCORE_GENES, "pgx_phenotypes: other genes have scores")
    require_fact(table, symbol="CYP2C19", diplotype="*2/*2", phenotype="Poor Metabolizer")
    require_fact(table, symbol="CYP2C19", diplotype="*1/*17", phenotype="Rapid Metabolizer")
    require_fact(table, symbol="TPMT", diplotype="*1/*3A", phenotype="Intermediate Metabolizer")
    require_fact(table, symbol="CYP2D6", score_from=0.25, score_below=1.25, phenotype="Intermediate Metabolizer")
    require_fact(table, symbol="DPYD", score_from=2.0, score_below=2.0, phenotype="Normal Metabolizer")
