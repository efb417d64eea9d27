"""Rows of the hotspot table: which residues they cover, and of which change they speak."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import polars as pl


def source(row: dict[str, Any]) -> str:
    """The source with the tumour types that the row names."""
    named = row.get("tumour_types")
    return f"{row['source']} ({', '.join(named)})" if named else str(row["source"])


def is_of(row: dict[str, Any], change: str | None) -> bool:
    """Whether a row of the table speaks of this change: of any at its residue, of this one, or of this kind."""
    if row["samples_position"] is not None:
        return True
    if row["change"] is not None:
        return bool(row["change"] == change)
    becomes = (change or "").rpartition(_digits(change))[2] if change else ""
    kind = row["kind"]
    if kind in ("truncating", "frameshift"):
        return becomes == "fs" or (becomes == "*" and kind == "truncating")
    if kind == "missense":
        return len(becomes) == 1 and becomes.isalpha()
    return kind not in ("itd", "inframe", "inframe_deletion", "inframe_insertion") or not becomes


def _digits(change: str | None) -> str:
    return "".join(letter for letter in change or "" if letter.isdigit()) or "\0"


def by_residue(table: pl.DataFrame) -> dict[tuple[int, int], list[dict[str, Any]]]:
    """The rows of each gene and residue."""
    found: dict[tuple[int, int], list[dict[str, Any]]] = {}
    for row in table.drop_nulls(["hgnc_id", "residue"]).iter_rows(named=True):
        for residue in range(row["residue"], (row["residue_end"] or row["residue"]) + 1):
            found.setdefault((row["hgnc_id"], residue), []).append(row)
    return found
