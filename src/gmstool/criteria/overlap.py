"""What may not be counted twice: after all criteria have answered, some give way to others.

A criterion that gives way keeps its answer and its reason; it counts 0 points, or fewer, and names what displaced it.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import polars as pl

    from gmstool.rules.model import Section

CASE_ONLY = ("same child", "same proband")  # what the case file decides, not annotation


class Pair(NamedTuple):
    """The second criterion gives way to the first."""

    keeps: str
    drops: str
    when: str


def listed_pairs(rules: Any) -> tuple[Pair, ...]:
    """The whole do-not-combine list: a panel adds pairs, and takes away those that it counts together."""
    return _listed(rules.overlap)


@cache
def _listed(own: Section) -> tuple[Pair, ...]:
    rows = (*own.suppress, *own.get("panel_suppress", ()))
    together = [set(one["codes"]) for one in own.get("counted_together", ())]
    found = (Pair(one["keeps"], one["drops"], one.get("when", "")) for one in rows)
    return tuple(one for one in found if {one.keeps, one.drops} not in together)


def pairs(rules: Any) -> tuple[Pair, ...]:
    """The do-not-combine list for evidence from annotation, in the order in which it is applied."""
    return tuple(one for one in listed_pairs(rules) if one.when not in CASE_ONLY)


def counted(points: pl.DataFrame, rules: Any, comparators: tuple[pl.Series, pl.Series] | None = None) -> pl.DataFrame:
    """Points that count, a column a criterion under its code; where one gave way, `CODE_by` names what displaced it.

    `comparators` are those of PS1 and PM5: only where both rest on the same one does PM5 give way.
    """
    import polars as pl

    table, met = points, _met(points)
    for pair in pairs(rules):
        if not {pair.keeps, pair.drops} <= met:
            continue
        both = (pl.col(pair.keeps) != 0) & (pl.col(pair.drops) != 0)
        if pair.when == "same comparator":
            both = both & _same(comparators)
        name = f"{pair.drops}_by"
        earlier = pl.col(name) if name in table.columns else pl.lit(None, dtype=pl.String)
        displaced = pl.when(both).then(pl.lit(pair.keeps)).otherwise(earlier)
        left = pl.when(both).then(pl.lit(0, dtype=pl.Int8)).otherwise(pl.col(pair.drops))
        table = table.with_columns(displaced.alias(name), left.alias(pair.drops))
    return _capped(table, rules.combining.pm1_pp3_cap)


def _met(points: pl.DataFrame) -> set[str]:
    """The criteria that some row meets: of others nothing gives way."""
    import polars as pl

    asked = [name for name in points.columns if not name.startswith("_")]
    found = points.select((pl.col(asked) != 0).any())
    return {name for name in asked if found.item(0, name)}


def _same(comparators: tuple[pl.Series, pl.Series] | None) -> pl.Expr:
    import polars as pl

    return pl.lit(False) if comparators is None else pl.lit(comparators[0] == comparators[1])


def _capped(table: pl.DataFrame, most: int) -> pl.DataFrame:
    """PM1 and PP3 together are worth strong at most."""
    import polars as pl

    if not {"PM1", "PP3"} <= set(table.columns):
        return table
    left = (most - pl.col("PM1")).clip(lower_bound=0)
    over = (pl.col("PM1") > 0) & (pl.col("PP3") > left)
    earlier = pl.col("PP3_by") if "PP3_by" in table.columns else pl.lit(None, dtype=pl.String)
    return table.with_columns(
        pl.when(over).then(left).otherwise(pl.col("PP3")).cast(pl.Int8).alias("PP3"),
        pl.when(over).then(pl.lit("PM1")).otherwise(earlier).alias("PP3_by"),
    )
