"""The hand-written table of protein changes with their genomic place; hotspots.tsv tells the source of each."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gmstool.knowledge.model import Key


def places(symbol: str, residue: str, number: int, made: str | None) -> list[tuple[Key, str]]:
    """The GRCh38 changes that make this protein change, each with its source; of any change where made is None."""
    wanted = f"{residue}{number}{made or ''}"
    return [
        (("GRCh38", row["chrom"], int(row["pos"]), row["ref"], row["alt"]), row["source"])
        for row in _rows()
        if row["symbol"] == symbol and (row["change"] == wanted or (made is None and row["change"][:-1] == wanted))
    ]


def change_at(key: Key) -> tuple[str, str] | None:
    """Gene and protein change of a place in the table."""
    for row in _rows():
        if ("GRCh38", row["chrom"], int(row["pos"]), row["ref"], row["alt"]) == key:
            return row["symbol"], row["change"]
    return None


@cache
def _rows() -> list[dict[str, str]]:
    with Path(__file__).with_name("hotspots.tsv").open(encoding="utf-8") as handle:
        return list(csv.DictReader((line for line in handle if not line.startswith("#")), delimiter="\t"))
