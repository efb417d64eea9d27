"""A snapshot's assertions, as rows to import: what another store told, under the accessions it has there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gmstool.knowledge.importing.found import Found
from gmstool.knowledge.importing.lines import Line

if TYPE_CHECKING:
    from collections.abc import Iterator

    import polars as pl

_TEXTS = (
    "assembly", "chrom", "ref", "alt", "symbol", "transcript", "hgvsc", "hgvsp", "condition_id", "condition", "origin",
    "classification", "scheme", "rules", "lab", "quarter", "review", "evidence_type", "source_id", "rsid", "cases",
    "accession",
)  # fmt: skip


def read(table: pl.DataFrame) -> Iterator[Found]:
    """The rows that stand; withdrawn ones are left out."""
    for number, row in enumerate(table.iter_rows(named=True), 1):
        if not row["withdrawn"]:
            yield Found(Line(number, row["accession"]), _facts(row))


def _facts(row: dict[str, Any]) -> dict[str, Any]:
    numbers = {name: None if row[name] is None else str(row[name]) for name in ("pos", "hgnc_id", "stars")}
    texts = {name: row[name] for name in _TEXTS}
    return {
        **texts, **numbers, "criteria": row["criteria"], "references": row["references"], "decided": row["decided"],
    }  # fmt: skip
