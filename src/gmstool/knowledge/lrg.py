"""LRG sequences by their gene: the few that laboratories' old reports name most."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path


def symbol_of(sequence: str) -> str | None:
    """The gene of LRG_292 or LRG_292t1; only the first transcript of an LRG is known."""
    name, _, transcript = sequence.upper().partition("T")
    return _symbols().get(name) if transcript in ("", "1") else None


@cache
def _symbols() -> dict[str, str]:
    with Path(__file__).with_name("lrg.tsv").open(encoding="utf-8") as handle:
        rows = csv.DictReader((line for line in handle if not line.startswith("#")), delimiter="\t")
        return {row["lrg"]: row["symbol"] for row in rows}
