"""--where: a SQL condition over the documented columns, parsed by polars and checked before it runs."""

import difflib
import re
from typing import TYPE_CHECKING

from gmstool.columns import Kind, contract
from gmstool.errors import ExpressionError
from gmstool.filters.options import Options
from gmstool.filters.steps import Step

if TYPE_CHECKING:
    import polars as pl

_NAMED = frozenset(
    [
        "abs",
        "ceil",
        "coalesce",
        "contains",
        "ends_with",
        "floor",
        "greatest",
        "ifnull",
        "least",
        "length",
        "lower",
        "nullif",
        "regexp_like",
        "replace",
        "round",
        "starts_with",
        "strpos",
        "substr",
        "trim",
        "upper",
    ]
)
ROW_FUNCTIONS = _NAMED | frozenset(
    ["and", "or", "not", "in", "like", "ilike", "between", "case", "when", "then", "else", "end", "is", "cast"]
)
MAX_LENGTH = 10_000  # characters; a longer condition is not written by hand


def where(options: Options) -> list[Step]:
    """The step of a --where option; raises ExpressionError with near matches of an unknown column."""
    if options.where is None:
        return []
    expression, names = parsed(options.where)
    title = f"where: {options.where}"
    keeps = options.unknown.get("where", "drop") == "keep"
    return [Step("where", title, expression, names[0], tuple(names), "--where", keeps)]


def parsed(text: str) -> tuple["pl.Expr", list[str]]:
    """The expression and the columns it reads."""
    import polars as pl

    if len(text) > MAX_LENGTH:
        raise ExpressionError(f"the --where expression is longer than {MAX_LENGTH:,} characters")
    _check_words(text)
    try:
        expression = pl.sql_expr(text)
        names = list(dict.fromkeys(expression.meta.root_names()))
    except pl.exceptions.PolarsError as error:
        raise ExpressionError(f"--where `{_short(text)}` cannot be read: {_first_line(error)}", _EXAMPLE) from None
    for name in names:
        _check_column(name)
    if not names:
        raise ExpressionError(f"--where `{_short(text)}` names no column", _EXAMPLE)
    _check_boolean(expression, names, text)
    return expression, names


_EXAMPLE = 'write for example --where "revel > 0.7 AND spliceai_max >= 0.2"; `gms columns` lists the columns'


def _check_words(text: str) -> None:
    """A condition looks at one row: functions over many rows would answer differently for every batch."""
    bare = re.sub(r"'(?:[^']|'')*'", "''", text)
    called = {word.lower() for word in re.findall(r"([A-Za-z_]\w*)\s*\(", bare)}
    keywords = {word.lower() for word in re.findall(r"\b(over|select|from|partition)\b", bare, re.IGNORECASE)}
    if strange := sorted((called - ROW_FUNCTIONS) | keywords):
        raise ExpressionError(
            f"--where cannot use `{strange[0]}`", f"functions of one row: {', '.join(sorted(_NAMED))}"
        )


def _check_column(name: str) -> None:
    column = contract().get(name)
    if column is None:
        near = difflib.get_close_matches(name.lower(), contract(), n=3, cutoff=0.5)
        hint = f"did you mean {', '.join(f'`{one}`' for one in near)}? " if near else ""
        hint += f"a text value is written '{name}', in single quotes; "
        raise ExpressionError(f"--where: there is no column `{name}`", hint + "`gms columns` lists the columns")
    if column.kind is Kind.NESTED:
        raise ExpressionError(
            f"--where: `{name}` is nested and cannot be compared", "use the columns of one transcript"
        )


def _check_boolean(expression: "pl.Expr", names: list[str], text: str) -> None:
    import polars as pl

    kinds = {Kind.TEXT: pl.String, Kind.INT: pl.Int64, Kind.FLOAT: pl.Float64, Kind.BOOL: pl.Boolean}
    kinds[Kind.INTS] = pl.List(pl.Int64)  # type: ignore[assignment]
    empty = pl.DataFrame(schema={name: kinds[contract()[name].kind] for name in names})
    try:
        result = empty.select(verdict=expression)["verdict"].dtype
    except pl.exceptions.PolarsError as error:
        raise ExpressionError(
            f"--where `{_short(text)}` does not fit the columns: {_first_line(error)}", _EXAMPLE
        ) from None
    if result != pl.Boolean:
        raise ExpressionError(f"--where `{_short(text)}` is not a condition but a {result} value", _EXAMPLE)


def _short(text: str) -> str:
    return text if len(text) <= 80 else text[:77] + "…"  # noqa: PLR2004


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__
