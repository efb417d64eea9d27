"""The terms of a hydra filter expression: a field compared with a value, or searched with a regular expression."""

from __future__ import annotations

import math
import re
from typing import Literal, NamedTuple, cast

from gmstool.filters.hydra_tree import Comparison, Exist, Field, GrammarError, Missing, Operator
from gmstool.vcf.records import RawField

FLIPPED: dict[Operator, Operator] = {"<": ">", ">": "<", "=": "=", "!=": "!="}
_OPERATOR = re.compile(r"\s([<>=!]+)\s")
_FIELD_START = re.compile(r"(?:INFO|FORMAT|VEP):|QUAL")
_FIELD = re.compile(
    r"(?P<kind>INFO|FORMAT|VEP):(?:(?P<missing>NA_TRUE|NA_FALSE|NA_ERROR):)?(?P<key>[A-Za-z0-9_.]+)(?::(?P<index>[0-9]{1,3}))?"
)
_STRAY_WORD = re.compile(r"(?:^|\s)(?:and|or|not)(?:\s|$)", re.IGNORECASE)
_QUALITY = re.compile(r"QUAL(?::(?P<missing>NA_TRUE|NA_FALSE|NA_ERROR):)?")


class Token(NamedTuple):
    """A piece of an expression, and its column from 1."""

    kind: Literal["(", ")", "and", "or", "term", "end"]
    text: str
    column: int


def term(token: Token) -> Comparison | Exist:
    """Read one term, or say at which column it stops making sense."""
    return _exist(token) if "exist[" in token.text else _comparison(token)


def _exist(token: Token) -> Exist:
    before, _, rest = token.text.partition("exist[")
    regex, comma, written = rest.removesuffix("]").rpartition(",")
    column = token.column + len(before)
    if before not in {"", "!"} or not rest.endswith("]") or "exist[" in rest or not comma or not regex:
        raise GrammarError(
            token.column,
            f"expected exist[regex, FIELD] or !exist[regex, FIELD], found {shown(token)}",
            "a regex cannot hold parentheses, ` and ` or ` or `: hydra divides the expression there",
        )
    field = _field(written.strip(), column + len("exist[") + len(regex) + 1)
    _check_exist(field, column)
    return Exist(field, regex, negated=before == "!", column=column + len("exist["))


def _check_exist(field: Field, column: int) -> None:
    if field.missing:
        raise GrammarError(
            column,
            f"expected no {field.missing} in exist[…]",
            f"remove {field.missing}: hydra ignores it and searches a missing field as empty text",
        )
    if field.raw.kind == "QUAL" or field.raw == RawField("FORMAT", "GT"):
        raise GrammarError(column, f"expected a field of text in exist[…], found {field.raw.column}")


def _comparison(token: Token) -> Comparison:
    left, operator, right = _sides(token)
    field_first = bool(_FIELD_START.match(left))
    if field_first == bool(_FIELD_START.match(right)):
        raise GrammarError(token.column, f"expected a field on one side and a value on the other, found {shown(token)}")
    written, value = (left, right) if field_first else (right, left)
    column = token.column + (0 if field_first else len(token.text) - len(right))
    field = _field(written, column)
    _check_comparison(field, token)
    return Comparison(field, operator if field_first else FLIPPED[operator], _value(field, value, token))


def _sides(token: Token) -> tuple[str, Operator, str]:
    parts = _OPERATOR.split(token.text)
    if len(parts) != 3:  # noqa: PLR2004 - left, operator, right
        raise GrammarError(
            token.column,
            f"expected FIELD operator VALUE, found {shown(token)}",
            "put one space on each side of <, >, = or !=, and join comparisons with ` and ` or ` or `",
        )
    left, operator, right = parts
    if operator not in FLIPPED:
        column = token.column + len(left) + 1
        raise GrammarError(column, f"expected <, >, = or !=, found {operator}", "hydra has no other operators")
    return left.strip(), cast("Operator", operator), right.strip()


def _field(written: str, column: int) -> Field:
    if quality := _QUALITY.fullmatch(written):
        return Field(RawField("QUAL", ""), None, cast("Missing | None", quality["missing"]))
    found = _FIELD.fullmatch(written)
    if not found or found["key"].startswith(("NA_TRUE", "NA_FALSE", "NA_ERROR")):
        raise GrammarError(
            column,
            f"expected INFO:KEY[:INDEX], FORMAT:KEY[:INDEX], VEP:KEY or QUAL, found `{_short(written)}`",
            "hydra reads only letters, digits, _ and . of a key, and would take the part before any other character",
        )
    index = found["index"]
    if index is not None and found["kind"] == "VEP":
        raise GrammarError(
            column, "expected no index after a VEP field", f"hydra would take letter {index} of its text"
        )
    raw = RawField(found["kind"], found["key"])
    return Field(raw, None if index is None else int(index), cast("Missing | None", found["missing"]))


def _check_comparison(field: Field, token: Token) -> None:
    if field.raw.kind != "QUAL" and "QUAL" in token.text:
        raise GrammarError(
            token.column,
            f"expected the QUAL column alone, found {shown(token)}",
            "where QUAL stands anywhere in a comparison, hydra reads the QUAL column and not the field",
        )
    if field.raw == RawField("FORMAT", "GT") and field.index is None:
        raise GrammarError(
            token.column,
            "expected an index after FORMAT:GT",
            "write FORMAT:GT:0 or FORMAT:GT:1: hydra holds one number per allele",
        )


def _value(field: Field, written: str, token: Token) -> float | str:
    try:
        number = float(written)
    except ValueError:
        return _word(field, written, token)
    if not math.isfinite(number):
        raise GrammarError(token.column, f"expected a finite number or a word, found `{_short(written)}`")
    return number


def _word(field: Field, written: str, token: Token) -> str:
    if field.raw.kind == "QUAL":
        raise GrammarError(token.column, f"expected a number beside QUAL, found `{_short(written)}`")
    if _STRAY_WORD.search(written):
        raise GrammarError(
            token.column,
            f"expected a value without and, or and not, found `{_short(written)}`",
            "write `and` and `or` in small letters between two comparisons; hydra has no `not`",
        )
    return written


def shown(token: Token) -> str:
    """A token as an error names it."""
    return "the end" if token.kind == "end" else f"`{_short(token.text.strip())}`"


def _short(text: str, limit: int = 60) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"
