"""ClinGen's own file format: four lines about the file, the names of the columns, and rulers of plus signs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from reference_sources import csv_tables
from reference_sources.checks import require

if TYPE_CHECKING:
    from reference_sources.packages import Cache, Source

ABOVE_THE_NAMES = 4


def read(cache: Cache, source: Source) -> pl.DataFrame:
    """The curations; the date of the file must be the one that the source is labelled with."""
    created = cache.read(source).decode().splitlines()[1]
    require(source.date in created, f"{source.member}: {created}, expected {source.date}")
    table = csv_tables.read(cache, source, skip_rows=ABOVE_THE_NAMES)
    return table.filter(~pl.nth(0).str.starts_with("+"))


def hgnc_id(column: str) -> pl.Expr:
    """The number of "HGNC:1100"; null for anything else."""
    return pl.col(column).str.extract(r"^HGNC:(\d+)$").cast(pl.Int32).alias("hgnc_id")


def day(column: str) -> pl.Expr:
    """The day of a time stamp."""
    return pl.col(column).str.slice(0, len("2026-08-25")).alias("date")
