"""Where each gene lies, per build and chromosome: the union of Ensembl, RefSeq and MANE (1-based inclusive)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reference_sources import checks, ensembl, mane, refseq, spans
from reference_sources.sources import ENSEMBL_37, ENSEMBL_38, ENSEMBL_110, MANE, REFSEQ_37, REFSEQ_38

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from reference_sources.packages import Cache

SOURCES = (ENSEMBL_110, ENSEMBL_38, ENSEMBL_37, REFSEQ_38, REFSEQ_37, MANE)


def build(cache: Cache, built: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Coordinates lie on their chromosome, and well-known genes are where they are known to be."""
    index = spans.GeneIndex(built["genes"])
    placed = [*ensembl.read_all(cache), *refseq.read_all(cache), mane.placed(mane.read(cache))]
    table = spans.union([index.identify(table) for table in placed], built["genes"])
    checks.check_spans(table, built["genes"])
    print(checks.summary(table, built["genes"]))
    return table
