"""Constraint of a gene: how much less loss of function and missense change it bears than chance would bring.

Null is "not known", never "not constrained". The values come from different releases, which stand beside them: the
thresholds in the literature hold for one release only (LOEUF below 0.35 in gnomAD v2.1.1, 0.6 in v4).
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from gmstool.reference import bundle

if TYPE_CHECKING:
    import polars as pl


class Constraint(NamedTuple):
    """The constraint of one gene; each value with the release that it is from."""

    loeuf: float | None  # upper bound of observed / expected loss of function: small is constrained
    loeuf_release: str | None
    pli: float | None  # probability of intolerance to loss of one copy
    pli_release: str | None
    mis_z: float | None  # missense Z score: large is constrained
    mis_z_release: str | None


NOT_KNOWN = Constraint(None, None, None, None, None, None)


def table() -> pl.DataFrame:
    """One row per gene with at least one value: hgnc_id, symbol, and the fields of Constraint."""
    return bundle.table("constraint")


def constraint(hgnc_id: int) -> Constraint:
    """The constraint of a gene; all null for a gene that no source has a value for."""
    return _by_gene().get(hgnc_id, NOT_KNOWN)


@cache
def _by_gene() -> dict[int, Constraint]:
    rows = table().select("hgnc_id", *Constraint._fields).iter_rows()
    return {hgnc_id: Constraint(*values) for hgnc_id, *values in rows}
