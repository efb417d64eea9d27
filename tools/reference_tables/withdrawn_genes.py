"""One row per withdrawn HGNC entry that no single approved gene took over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reference_sources import hgnc
from reference_sources.checks import require
from reference_sources.sources import HGNC

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from reference_sources.packages import Cache

SOURCES = (HGNC,)
MINIMUM = 1_500


def build(cache: Cache, built: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """No entry is both approved and withdrawn, nor merged into a gene that stands."""
    withdrawn, genes = hgnc.read_withdrawn(cache), built["genes"]
    standing = {*genes["hgnc_id"], *genes["withdrawn_ids"].explode().drop_nulls()}
    require(len(withdrawn) >= MINIMUM, f"only {len(withdrawn)} withdrawn entries")
    require(withdrawn["hgnc_id"].is_unique().all(), "a withdrawn entry occurs twice")
    require(standing.isdisjoint(withdrawn["hgnc_id"]), "a withdrawn entry is approved or merged into a gene")
    return withdrawn
