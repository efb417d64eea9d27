"""Entries that HGNC has withdrawn and no single gene took over: names that stand for no gene any more."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from gmstool.reference import bundle


class Withdrawn(NamedTuple):
    """A withdrawn entry; `successors` are the HGNC ids of the genes it was split into, often none."""

    hgnc_id: int
    symbol: str
    name: str | None
    successors: tuple[int, ...]

    @property
    def told(self) -> str:
        """The entry in a few words: HGNC:12 (amino acid transport, beta)."""
        return f"HGNC:{self.hgnc_id}" + (f" ({self.name})" if self.name else "")


def by_id(hgnc_id: int) -> Withdrawn | None:
    """The withdrawn entry with this HGNC id."""
    return _ids().get(hgnc_id)


def by_name(name: str) -> Withdrawn | None:
    """The withdrawn entry that bore this symbol or an older one, in this case or another; None if there is none."""
    return _names().get(name) or _names().get(name.upper())


@cache
def _ids() -> dict[int, Withdrawn]:
    table = bundle.table("withdrawn_genes").select("hgnc_id", "symbol", "name", "successors")
    return {row[0]: Withdrawn(row[0], row[1], row[2], tuple(row[3])) for row in table.rows()}


@cache
def _names() -> dict[str, Withdrawn]:
    """Symbols and former names, as written and in capitals; a symbol goes before a former name."""
    former = bundle.table("withdrawn_genes").select("former", "hgnc_id").explode("former").drop_nulls()
    pairs = [(name, _ids()[hgnc_id]) for name, hgnc_id in former.rows()]
    pairs += [(entry.symbol, entry) for entry in _ids().values()]
    return {name.upper(): entry for name, entry in pairs} | dict(pairs)
