"""One row per HPO term, obsolete ones too."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

import polars as pl

from reference_sources import hpo
from reference_sources.checks import FailedCheckError, require

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reference_sources.packages import Cache

SOURCES = (hpo.TERMS,)
TERMS = range(19_000, 25_000)
ROOT = "HP:0000001"


def build(cache: Cache, built: Mapping[str, pl.DataFrame]) -> pl.DataFrame:  # noqa: ARG001  needs no other table
    """Every id means one term, and every current term leads to the root without a circle."""
    terms = hpo.read_terms(cache)
    require(len(terms) in TERMS, f"{len(terms)} HPO terms")
    check_ids(terms)
    check_graph(terms)
    return terms


def check_ids(terms: pl.DataFrame) -> None:
    """No id occurs twice, no alternative id is a current term, and no reference leads nowhere."""
    current = set(terms.filter(~pl.col("obsolete"))["hpo_id"])
    alternative = terms["alternative_ids"].explode().drop_nulls()
    require(terms["hpo_id"].is_unique().all(), "an HPO id occurs twice")
    require(alternative.is_unique().all(), "an alternative id belongs to two terms")
    require(current.isdisjoint(alternative), "an alternative id is a current term")
    require(current.issuperset(terms["replaced_by"].drop_nulls()), "a term is replaced by one that is not current")


def check_graph(terms: pl.DataFrame) -> None:
    """Parents are current terms, no term is below itself, and there is one root."""
    current = dict(terms.filter(~pl.col("obsolete")).select("hpo_id", "parents").iter_rows())
    require(all(current.keys() >= set(parents) for parents in current.values()), "a parent is no current term")
    require([term for term, parents in current.items() if not parents] == [ROOT], "there is more than one root")
    try:
        TopologicalSorter(current).prepare()
    except CycleError as error:
        raise FailedCheckError(f"the HPO graph has a circle: {error.args[1]}") from error
