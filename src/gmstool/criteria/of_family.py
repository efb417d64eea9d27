"""What criteria read of the patient's family, and levels of points; `classify/family.py` works these facts out.

Without a family none of the columns is there, so that every fact is unknown and the criterion says what it needs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    import polars as pl

    from gmstool.criteria.engine import Finding
    from gmstool.criteria.facts import Variants

LEVELS = (("very_strong", 8), ("strong", 4), ("moderate", 2), ("supporting", 1))  # points of the scheme by level
FRACTIONS = "not assessed: shares of mitochondrial DNA are no genotypes, and a person compares them: {}"
NO_CARRIER = "the patient does not carry the variant: {}"


def has_family(v: Variants) -> bool:
    """Whether the rows were read beside a family."""
    return "_family_carries" in v.columns


def truth(v: Variants, name: str) -> pl.Expr:
    """A fact of the family that holds or does not."""
    import polars as pl

    return v.column(f"_family_{name}", pl.Boolean)


def said(v: Variants, name: str) -> pl.Expr:
    """A fact of the family in words."""
    return v.text(f"_family_{name}")


def count(v: Variants, name: str) -> pl.Expr:
    """How many members of the family."""
    import polars as pl

    return v.column(f"_family_{name}", pl.Int64)


def of_fractions(finding: Finding, v: Variants) -> Finding:
    """The finding, which says of mitochondrial variants that there is no genotype to answer from."""
    return finding.where(v.text("moi") == "MT", FRACTIONS, said(v, "calls"))


def by_level(total: pl.Expr, limits: Any, names: tuple[tuple[str, int], ...] = LEVELS) -> pl.Expr:
    """The points of the highest level that a sum reaches; 0 below all of them, null where the sum is not known."""
    import polars as pl

    found: Any = pl.when(total.is_null()).then(None)
    for name, points in names:
        found = found.when(total >= limits[name]).then(points)
    return pl.Expr.cast(found.otherwise(0), pl.Int8)


def one_down(points: pl.Expr) -> pl.Expr:
    """The next lower level."""
    import polars as pl

    return pl.Expr.cast(pl.when(points == 1).then(0).otherwise(points // 2), pl.Int8)


def of_one_kind(v: Variants) -> pl.Expr:
    """Whether the disease is recessive and nothing else; null where modes of several kinds, or none, are known."""
    import polars as pl

    other = v.dominant | v.x_linked
    return pl.when(v.recessive & other).then(None).otherwise(v.recessive)


def worths(grades: tuple[str, ...], table: Any, column: int) -> Iterator[tuple[str, float]]:
    """Each grade with its number in a column of the rule set's table."""
    return ((name, float(table[name][column])) for name in grades)
