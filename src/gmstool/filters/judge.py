"""Applies the steps to a table: for every row the first step that drops it, for every allele what became of it."""

from typing import TYPE_CHECKING

from gmstool.filters.steps import Step

if TYPE_CHECKING:
    import polars as pl

PASSES = 1_000  # rank of a row that passes every step
FIRST, UNKNOWN_DROP, UNKNOWN_KEPT = "_first", "_unknown_drop", "unknown"


def judged(table: "pl.DataFrame", steps: list[Step]) -> "pl.DataFrame":
    """The table with `_v<i>` (verdict of step i), `_first`, `_unknown_drop`, and `unknown` (steps kept unknown)."""
    import polars as pl

    names = [f"_v{at}" for at in range(len(steps))]
    table = table.with_columns(step.keep.alias(name) for step, name in zip(steps, names, strict=True))
    first = pl.lit(PASSES)
    for at in reversed(range(len(steps))):
        # A verdict of null takes the step's own policy for the unknown.
        fails = (
            pl.col(names[at]).not_()
            if steps[at].keeps_unknown
            else pl.col(names[at]).is_null() | pl.col(names[at]).not_()
        )
        first = pl.when(fails).then(at).otherwise(first)
    table = table.with_columns(first.cast(pl.Int32).alias(FIRST))
    undecided = [pl.col(FIRST) == at for at in range(len(steps)) if not steps[at].keeps_unknown]
    nulls = [pl.col(names[at]).is_null() for at in range(len(steps)) if not steps[at].keeps_unknown]
    unknown_drop = pl.any_horizontal([a & b for a, b in zip(undecided, nulls, strict=True)]) if nulls else pl.lit(False)
    return table.with_columns(unknown_drop.alias(UNKNOWN_DROP), _kept_unknown(steps, names).alias(UNKNOWN_KEPT))


def _kept_unknown(steps: list[Step], names: list[str]) -> "pl.Expr":
    """Names of the steps that kept a row not knowing its value, joined by commas; null when there is none."""
    import polars as pl

    told = [
        pl.when(pl.col(name).is_null() & (pl.col(FIRST) == PASSES)).then(pl.lit(step.value)).otherwise(None)
        for step, name in zip(steps, names, strict=True)
        if step.keeps_unknown
    ]
    if not told:
        return pl.lit(None, dtype=pl.String)
    joined = pl.concat_str(told, separator=",", ignore_nulls=True)
    return pl.when(joined == "").then(None).otherwise(joined)


def alleles(table: "pl.DataFrame") -> "pl.DataFrame":
    """One row per alternate allele: that of its table row which came furthest, the first of equals."""
    import polars as pl

    rank = pl.when(pl.col("_rescue").is_not_null()).then(PASSES).otherwise(pl.col(FIRST))
    furthest = (
        table.with_row_index("_row")
        .with_columns(_rank=rank)
        .sort(["_line", "_alt", "_rank", "_row"], descending=[False, False, True, False])
    )
    return furthest.unique(["_line", "_alt"], keep="first", maintain_order=True)
