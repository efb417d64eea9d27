"""One row per approved gene: HGNC, with what the newer MANE release adds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reference_sources import checks, hgnc, mane
from reference_sources.sources import HGNC, MANE

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from reference_sources.packages import Cache

SOURCES = (HGNC, MANE)


def build(cache: Cache, built: Mapping[str, pl.DataFrame]) -> pl.DataFrame:  # noqa: ARG001  the first table
    """Every id and symbol once, and about as many genes as HGNC has."""
    genes = mane.with_newer_names(hgnc.read(cache), mane.read(cache))
    checks.check_genes(genes)
    return genes
