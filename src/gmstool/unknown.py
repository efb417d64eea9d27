"""Three-valued logic on polars expressions: unknown stays null.

Use these where polars would turn null into an answer.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import polars as pl


def choose(condition: "pl.Expr", yes: Any, no: Any) -> "pl.Expr":
    """`yes` where the condition holds, `no` where it does not, null where it is not known."""
    import polars as pl

    return pl.when(condition).then(yes).when(condition.not_()).then(no).otherwise(None)


def largest(names: list[str]) -> "pl.Expr":
    """Largest known value of some columns; null only when all are null."""
    import polars as pl

    return pl.max_horizontal(names) if names else pl.lit(None, dtype=pl.Float64)


def any_known(condition: "pl.Expr") -> "pl.Expr":
    """Over the rows of a group: true if any is true, else null if any is null, else false (Kleene's or)."""
    import polars as pl

    return (
        pl.when(condition.any(ignore_nulls=True)).then(True).when(condition.is_null().any()).then(None).otherwise(False)
    )
