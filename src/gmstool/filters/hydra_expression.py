"""An expression of a hydra filter file as a polars expression with hydra's answers; `hydra` tells which these are."""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING, Any, Final

from gmstool.filters.hydra_tree import Comparison, Exist, Field, Node
from gmstool.vcf.records import RawField

if TYPE_CHECKING:
    from collections.abc import Callable

    import polars as pl

_OPERATIONS: Final[dict[str, Callable[[Any, Any], Any]]] = {
    "<": operator.lt,
    ">": operator.gt,
    "=": operator.eq,
    "!=": operator.ne,
}

_GENOTYPE: Final = RawField("FORMAT", "GT")


def compiled(node: Node) -> pl.Expr:
    """True where the rule hits, null where hydra would have no verdict."""
    import polars as pl

    if isinstance(node, Comparison):
        return _comparison(node)
    if isinstance(node, Exist):
        return _exist(node)
    operands = [compiled(operand) for operand in node.operands]
    # Both keep null as a third value: false and null is false, true and null is null.
    return pl.all_horizontal(operands) if node.word == "and" else pl.any_horizontal(operands)


def _exist(term: Exist) -> pl.Expr:
    part = _part(term.field)
    # Hydra searches a missing field as empty text; with an index it stops instead.
    text = part.fill_null("") if term.field.index is None else part
    found = text.str.contains(term.regex)
    return ~found if term.negated else found


def _comparison(term: Comparison) -> pl.Expr:
    part = _part(term.field)
    if isinstance(term.value, str):
        return _compare_text(term, part, term.value)
    number = _number(part, term.field)
    verdict: pl.Expr = _OPERATIONS[term.operator](number, term.value)
    if term.operator == ">":
        # Polars ranks NaN above every number; to hydra nothing is above or below it.
        verdict = verdict & number.is_not_nan()
    if term.field.missing is None:
        return _settle(term.field, _whole(term.field).is_null(), verdict)
    return _settle(term.field, part.is_null() | (part == "."), verdict)


def _compare_text(term: Comparison, part: pl.Expr, value: str) -> pl.Expr:
    compare = _OPERATIONS[term.operator]
    indexed = term.field.index is not None
    if value == "-" and not indexed:
        verdict: pl.Expr = compare(part.fill_null("-"), value)
        return verdict
    verdict = compare(part, value)
    if indexed and term.field.missing is None:
        return verdict
    return _settle(term.field, part.is_null(), verdict)


def _settle(field: Field, absent: pl.Expr, verdict: pl.Expr) -> pl.Expr:
    """Let the rule's NA word answer where the value is absent; without one it is NA_FALSE."""
    match field.missing:
        case "NA_TRUE":
            return absent | verdict
        case "NA_ERROR":
            return verdict
        case _:
            return ~absent & verdict


def _whole(field: Field) -> pl.Expr:
    import polars as pl

    return pl.col(field.raw.column)


def _part(field: Field) -> pl.Expr:
    whole = _whole(field)
    if field.index is None:
        return whole
    alleles = (
        whole.str.replace_all("|", "/", literal=True).str.split("/") if field.raw == _GENOTYPE else whole.str.split(",")
    )
    return alleles.list.get(field.index, null_on_oob=True)


def _number(part: pl.Expr, field: Field) -> pl.Expr:
    import polars as pl

    exact = part.cast(pl.Float64, strict=False)
    if field.raw.kind == "VEP":
        return exact
    whole = exact.floor() == exact
    return pl.when(whole).then(exact).otherwise(exact.cast(pl.Float32).cast(pl.Float64))
