"""Variants whose class is established by the same procedure: what OS1 and OM4 compare with.

A site's own table, tab-separated with a header: gene, change (V600E), class, and where known variant
(CHROM-POS-REF-ALT), source, date. Only rows of class Oncogenic or Likely oncogenic count.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from gmstool import identity
from gmstool.criteria.residues import grantham
from gmstool.errors import InputError
from gmstool.reference.genes import resolve
from gmstool.somatic.changes import Change, change_of

if TYPE_CHECKING:
    from pathlib import Path

MAX_BYTES = 16 << 20
NEEDED = ("gene", "change", "class")
ONCOGENIC = ("oncogenic", "likely oncogenic")


@dataclass(frozen=True, slots=True)
class Known:
    """One established variant."""

    hgnc_id: int
    change: Change
    variant: str
    told: str


@dataclass(frozen=True)
class Established:
    """A table of established oncogenic variants, by gene and residue."""

    name: str
    rows: tuple[Known, ...]

    @cached_property
    def _by_residue(self) -> dict[tuple[int, int], list[Known]]:
        found: dict[tuple[int, int], list[Known]] = {}
        for one in self.rows:
            found.setdefault((one.hgnc_id, one.change.residue), []).append(one)
        return found

    def same_change(self, hgnc_id: int, change: Change, variant: str) -> str:
        """An established variant with this very change of residue that is another variant; empty if there is none."""
        fitting = self._by_residue.get((hgnc_id, change.residue), ())
        return next((one.told for one in fitting if one.change == change and one.variant != variant), "")

    def same_residue(self, hgnc_id: int, change: Change, *, as_large: bool) -> str:
        """An established missense change of the residue to another amino acid; empty if there is none."""
        fitting = self._by_residue.get((hgnc_id, change.residue), ())
        others = (one for one in fitting if one.change.becomes != change.becomes and one.change.was == change.was)
        return next((one.told for one in others if not as_large or _as_large(change, one.change)), "")


def read(path: Path) -> Established:
    """A site's table. Raises InputError naming the line."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise InputError(f"{path} is larger than {MAX_BYTES >> 20} MiB")
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is no UTF-8 text"
        raise InputError(f"cannot read {path}: {reason}", hint="docs/somatic.md shows a table") from None
    identity.check(text, f"the table {path.name}")
    found = [_known(row, f"{path}, line {number}") for number, row in enumerate(_rows(text, path), 2)]
    return Established(path.name, tuple(one for one in found if one))


def _rows(text: str, path: Path) -> list[dict[str, str | None]]:
    table = csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    try:
        names, rows = table.fieldnames or (), list(table)
    except csv.Error as error:
        raise InputError(f"{path} is no table: {error}", hint="docs/somatic.md shows a table") from None
    if missing := [name for name in NEEDED if name not in names]:
        raise InputError(
            f"{path} has no column {missing[0]}", hint=f"columns: {', '.join(NEEDED)}, variant, source, date"
        )
    return rows


def _known(row: dict[str, str | None], place: str) -> Known | None:
    if (row["class"] or "").strip().lower() not in ONCOGENIC:
        return None
    gene, change = resolve((row["gene"] or "").strip()), change_of((row["change"] or "").strip())
    if gene.hgnc_id is None or change is None or change.becomes in (None, "fs"):
        raise InputError(
            f"{place}: `{row['gene']} {row['change']}` names no gene and residue", hint="write BRAF and V600E"
        )
    variant = (row.get("variant") or "").strip().removeprefix("chr")
    source = ", ".join(filter(None, (row.get("source"), row.get("date"))))
    return Known(gene.hgnc_id, change, variant, f"{gene.symbol} {change}{f' ({source})' if source else ''}")


def _as_large(one: Change, other: Change) -> bool:
    distances = [grantham(change.was, change.becomes or "") for change in (one, other)]
    return None not in distances and distances[0] >= distances[1]  # type: ignore[operator]
