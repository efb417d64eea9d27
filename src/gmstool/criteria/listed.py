"""Variants that rule sets list by name: BA1's exceptions, and the founder variants that stop frequency evidence."""

from __future__ import annotations

import re
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any, NamedTuple

from gmstool.criteria.effects import CODING_CHANGES, Effect

if TYPE_CHECKING:
    import polars as pl

_SPELLED_OUT = re.compile(r"(dup|del)[ACGT]+$")


class Listed(NamedTuple):
    """A variant by its gene and names: c. or p., as HGVS writes them behind the accession."""

    gene: str
    names: tuple[str, ...]


def exceptions(rules: Any) -> tuple[Listed, ...]:
    """Common variants that BA1 must not call benign."""
    return tuple(
        Listed(one["gene"], tuple(_plain(one[key]) for key in ("hgvsc", "hgvsp") if key in one))
        for one in rules.ba1.exceptions
    )


def founders(rules: Any) -> tuple[Listed, ...]:
    """Founder variants and hypomorphs, for which frequency is no evidence of harmlessness."""
    return tuple(Listed(one["gene"], (_plain(one["name"]),)) for one in rules.founder.variants)


def is_listed(table: pl.DataFrame, variants: tuple[Listed, ...]) -> pl.Expr:
    """Whether a row is one of these variants; null where its gene or, in a listed gene, its names are not known."""
    import polars as pl

    if not variants:
        return pl.lit(False)
    concerned = sorted({one.gene for one in variants} & set(table["gene"].unique().drop_nulls()))
    found: pl.Expr = pl.when(pl.col("gene").is_not_null()).then(False)
    chosen = [one for one in variants if one.gene in concerned]
    return reduce(or_, [(pl.col("gene") == one.gene) & _has_name(one) for one in chosen], found)


def _has_name(one: Listed) -> pl.Expr:
    """Whether one of its names is the row's; a name that the row lacks leaves it open, a protein name only in exons."""
    import polars as pl

    no_protein = (pl.col("_effects") & int(CODING_CHANGES | Effect.SYNONYMOUS)) == 0
    return reduce(
        or_,
        [
            _ends_with("hgvsc", name)
            if name.startswith("c.")
            else pl.when(pl.col("hgvsp").is_null() & no_protein).then(False).otherwise(_ends_with("hgvsp", name))
            for name in one.names
        ],
    )


def _ends_with(column: str, name: str) -> pl.Expr:
    import polars as pl

    return pl.col(column).str.replace(_SPELLED_OUT.pattern, "${1}").str.ends_with(f":{name}")


def _plain(name: str) -> str:
    return _SPELLED_OUT.sub(r"\1", name)
