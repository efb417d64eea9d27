"""Variants that rule sets list by name: BA1's exceptions, and the founder variants that stop frequency evidence."""

from __future__ import annotations

import re
from functools import cache, reduce
from operator import or_
from typing import TYPE_CHECKING, Any, NamedTuple

from gmstool.criteria.effects import CODING_CHANGES, Effect
from gmstool.reference import genes

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
    here = set(table["gene"].unique().drop_nulls())
    chosen = [(one, sorted(here & _called(one.gene))) for one in variants]
    concerned = sorted({name for _, names in chosen for name in names})
    named = table.select(pl.when(pl.col("gene").is_not_null()).then(False)).to_series()
    if not concerned:
        return pl.lit(named)
    at = table["gene"].is_in(concerned).arg_true()  # names are compared in few rows
    told = [pl.col("gene").is_in(names) & _has_name(one) for one, names in chosen if names]
    return pl.lit(named.scatter(at, table[at].select(reduce(or_, told)).to_series()))


@cache
def _called(gene: str) -> frozenset[str]:
    """A gene's symbol, and the names it had before or has beside it that mean no other gene."""
    rows = genes.genes().filter(genes.genes()["symbol"] == gene).select("previous", "alias").rows()
    others = (name for row in rows for names in row for name in names or ())
    return frozenset((gene, *(name for name in others if genes.resolve(name).symbol == gene)))


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
