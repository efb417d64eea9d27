"""The ClinVar table that ships with gms, read in place: what a fresh machine knows without a network.

It holds P and LP variants with at least two stars: a variant that is not in it may be anything.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from gmstool.knowledge.model import Assertion
from gmstool.knowledge.sources.age import days_since
from gmstool.reference import bundle

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

    from gmstool.knowledge.model import Frequency, Key

CLASSES = {"P": "Pathogenic", "LP": "Likely pathogenic", "P/LP": "Pathogenic/Likely pathogenic"}
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


class Bundled:
    """ClinVar's aggregate classes, of the shipped table or the user's newer one."""

    name = "ClinVar"

    def __init__(self) -> None:
        label = bundle.release("clinvar")
        days = _DAY.findall(label)
        self.version = days[0] if days else None
        self.age = days_since(self.version)
        self.scope = f"ClinVar P/LP, at least two stars, release {self.version or 'not stated'}"
        self._label = label.split(", ")[0]

    def at(self, keys: Sequence[Key]) -> list[Assertion]:
        """The records of these very changes, each once."""
        table, wanted = self._table(), set(keys)
        near = table.filter(table["pos"].is_in(list({key[2] for key in wanted})))
        return [one for one in self._assertions(near) if one.key in wanted]

    def between(self, assembly: str, chrom: str, start: int, end: int) -> list[Assertion]:
        """Records that touch the stretch, 1-based inclusive."""
        table = self._table()
        here = table.filter((table["build"] == assembly) & (table["chrom"] == chrom) & (table["pos"] <= end))
        return self._assertions(here.filter(here["pos"] + here["ref"].str.len_bytes() > start))

    def of_gene(self, hgnc_id: int) -> list[Assertion]:
        table = self._table()
        of_gene = (table["hgnc_id"] == hgnc_id) | table["genes_at"].list.contains(hgnc_id)  # the list is never unknown
        return self._assertions(table.filter(of_gene))

    def of_residue(self, hgnc_id: int, residue: int) -> list[Assertion]:  # noqa: ARG002  # the table names no residues
        return []

    def by_id(self, text: str) -> list[Assertion]:
        """By rsID, variation id (13961, VCV000013961) or VRS id; that of an indel needs a sequence, and finds none."""
        table = self._table()
        if text.startswith("ga4gh:"):
            return self._of_vrs(text)
        if text.startswith("rs"):
            return self._assertions(table.filter(table["rsid"] == text))
        number = text.upper().removeprefix("VCV")
        return self._assertions(table.filter(table["variation_id"] == int(number))) if number.isdecimal() else []

    def _of_vrs(self, name: str) -> list[Assertion]:
        """The table has no VRS ids, so they are computed until the one asked for is met: a part of a second."""
        from gmstool.knowledge.vrs import allele_id

        table = self._table()
        rows = table.select("build", "chrom", "pos", "ref", "alt").iter_rows()
        at = next((number for number, row in enumerate(rows) if allele_id(*row) == name), None)
        return [] if at is None else self._assertions(table[at : at + 1])

    def frequencies(self, keys: Sequence[Key]) -> list[Frequency]:  # noqa: ARG002  # it counts nobody
        return []

    def _table(self) -> pl.DataFrame:
        return bundle.table("clinvar")

    def _assertions(self, rows: pl.DataFrame) -> list[Assertion]:
        return [self._assertion(row) for row in rows.iter_rows(named=True)]

    def _assertion(self, row: dict[str, Any]) -> Assertion:
        number = f"VCV{row['variation_id']:09}"
        mondo: list[str] = row["mondo_ids"] or []
        hgnc_id, symbol = _gene(row)
        return Assertion(
            number, 1, row["build"], row["chrom"], row["pos"], row["ref"], row["alt"],
            hgnc_id=hgnc_id, symbol=symbol, condition_id=mondo[0] if len(mondo) == 1 else None,
            condition="; ".join(row["diseases"] or ()) or None, origin="germline",
            classification=CLASSES.get(row["significance"], row["significance"]), review=row["review_status"],
            stars=row["stars"], source=self._label, source_id=number, rsid=row["rsid"],
        )  # fmt: skip


def _gene(row: dict[str, Any]) -> tuple[int | None, str | None]:
    """The gene that ClinVar states, else the only gene there; none where several overlap."""
    from gmstool.reference import names

    if row["hgnc_id"] is not None or len(row["genes_at"]) != 1:
        return row["hgnc_id"], row["symbol"]
    found = names.gene(row["genes_at"][0])
    return row["genes_at"][0], found.symbol if found else None
