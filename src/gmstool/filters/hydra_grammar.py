"""The expressions of hydra-genetics filter files, from text to tree.

    expression  = operand { ("and" | "or") operand }
    operand     = "(" expression ")" | comparison | exist
    comparison  = field operator value | value operator field      operator: <  >  =  !=, with a space on each side
    exist       = ["!"] "exist[" regex ", " field "]"
    field       = ("INFO" | "FORMAT" | "VEP") ":" [NA ":"] key [":" index] | "QUAL" [":" NA ":"]
    NA          = NA_TRUE | NA_FALSE | NA_ERROR

``and`` and ``or`` have the same rank and are read from the right, as hydra does: ``a and b or c`` is ``a and (b or c)``
and ``a or b and c`` is ``a or (b and c)``. A parenthesis, or one of the two words between spaces, always divides the
expression, inside a regex too; a regex therefore has no groups.

What hydra would stop at, and what it would read as something other than what is written, is refused with its column.
"""

from __future__ import annotations

import math
import re
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias, cast

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_LENGTH = 10_000
MAX_DEPTH = 50

Kind: TypeAlias = Literal["INFO", "FORMAT", "VEP", "QUAL"]
Missing: TypeAlias = Literal["NA_TRUE", "NA_FALSE", "NA_ERROR"]
Operator: TypeAlias = Literal["<", ">", "=", "!="]
Word: TypeAlias = Literal["and", "or"]

FLIPPED: dict[Operator, Operator] = {"<": ">", ">": "<", "=": "=", "!=": "!="}

_DIVIDER = re.compile(r"[()]|\s(?:and|or)\s")
_OPERATOR = re.compile(r"\s([<>=!]+)\s")
_FIELD_START = re.compile(r"(?:INFO|FORMAT|VEP):|QUAL")
_FIELD = re.compile(
    r"(?P<kind>INFO|FORMAT|VEP):(?:(?P<missing>NA_TRUE|NA_FALSE|NA_ERROR):)?(?P<key>[A-Za-z0-9_.]+)(?::(?P<index>[0-9]{1,3}))?"
)
_STRAY_WORD = re.compile(r"(?:^|\s)(?:and|or|not)(?:\s|$)", re.IGNORECASE)
_QUALITY = re.compile(r"QUAL(?::(?P<missing>NA_TRUE|NA_FALSE|NA_ERROR):)?")


class GrammarError(Exception):
    """Where an expression cannot be read: the column (from 1), what was expected there, and how to mend it."""

    def __init__(self, column: int, expected: str, hint: str = "") -> None:
        super().__init__(f"column {column}: {expected}")
        self.hint = hint


class RawField(NamedTuple):
    """One field of the VCF record as its own text; the key is empty for the QUAL column."""

    kind: Kind
    key: str

    @property
    def column(self) -> str:
        return f"{self.kind}:{self.key}" if self.key else self.kind


@dataclass(frozen=True, slots=True)
class Field:
    raw: RawField
    index: int | None
    missing: Missing | None


@dataclass(frozen=True, slots=True)
class Comparison:
    field: Field
    operator: Operator
    value: float | str


@dataclass(frozen=True, slots=True)
class Exist:
    field: Field
    regex: str
    negated: bool
    column: int


@dataclass(frozen=True, slots=True)
class Chain:
    """Operands joined by one word; hydra's right-to-left reading is in the nesting."""

    word: Word
    operands: tuple[Node, ...]


Node: TypeAlias = Comparison | Exist | Chain


class _Token(NamedTuple):
    kind: Literal["(", ")", "and", "or", "term", "end"]
    text: str
    column: int


def parse(text: str) -> Node:
    """Read one expression, or say at which column it stops making sense."""
    if len(text) > MAX_LENGTH:
        raise GrammarError(MAX_LENGTH + 1, f"expected at most {MAX_LENGTH} characters, found {len(text)}")
    tokens = deque(_tokens(text))
    node = _group(tokens, depth=1)
    _expect("end", tokens, "'and', 'or' or the end of the expression")
    return node


def leaves(node: Node) -> Iterator[Comparison | Exist]:
    """Every comparison and exist of the tree in the order they are written."""
    if isinstance(node, Chain):
        for operand in node.operands:
            yield from leaves(operand)
    else:
        yield node


def _tokens(text: str) -> Iterator[_Token]:
    start = 0
    for divider in _DIVIDER.finditer(text):
        yield from _term_token(text, start, divider.start())
        mark = divider.group()
        yield _Token(cast("Literal['(', ')', 'and', 'or']", mark.strip()), mark, divider.start() + 1 + (len(mark) > 1))
        start = divider.end()
    yield from _term_token(text, start, len(text))
    yield _Token("end", "", len(text) + 1)


def _term_token(text: str, start: int, stop: int) -> Iterator[_Token]:
    term = text[start:stop]
    if term.strip():
        yield _Token("term", term.strip(), start + 1 + len(term) - len(term.lstrip()))


def _group(tokens: deque[_Token], depth: int) -> Node:
    operands = [_operand(tokens, depth)]
    words: list[Word] = []
    while tokens[0].kind in {"and", "or"}:
        word = cast("Word", tokens.popleft().kind)
        # A change of word opens a nested group when read from the right, so it counts as depth like a parenthesis.
        depth += bool(words and words[-1] != word)
        words.append(word)
        operands.append(_operand(tokens, depth))
    return _fold(operands, words)


def _fold(operands: list[Node], words: list[Word]) -> Node:
    node = operands.pop()
    run = [node]
    for position in reversed(range(len(words))):
        run.append(operands[position])
        if position == 0 or words[position - 1] != words[position]:
            node = Chain(words[position], tuple(reversed(run)))
            run = [node]
    return node


def _operand(tokens: deque[_Token], depth: int) -> Node:
    token = tokens.popleft()
    if depth > MAX_DEPTH:
        raise GrammarError(token.column, f"expected at most {MAX_DEPTH} nested groups")
    if token.kind == "term":
        return _exist(token) if "exist[" in token.text else _comparison(token)
    if token.kind != "(":
        raise GrammarError(token.column, f"expected a comparison, exist[…] or '(', found {_shown(token)}")
    node = _group(tokens, depth + 1)
    _expect(")", tokens, "'and', 'or' or ')'")
    return node


def _expect(kind: str, tokens: deque[_Token], expected: str) -> None:
    token = tokens.popleft()
    if token.kind != kind:
        raise GrammarError(
            token.column,
            f"expected {expected}, found {_shown(token)}",
            "write `and` and `or` in small letters with spaces",
        )


def _exist(token: _Token) -> Exist:
    before, _, rest = token.text.partition("exist[")
    regex, comma, written = rest.removesuffix("]").rpartition(",")
    column = token.column + len(before)
    if before not in {"", "!"} or not rest.endswith("]") or "exist[" in rest or not comma or not regex:
        raise GrammarError(
            token.column,
            f"expected exist[regex, FIELD] or !exist[regex, FIELD], found {_shown(token)}",
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


def _comparison(token: _Token) -> Comparison:
    left, operator, right = _sides(token)
    field_first = bool(_FIELD_START.match(left))
    if field_first == bool(_FIELD_START.match(right)):
        raise GrammarError(
            token.column, f"expected a field on one side and a value on the other, found {_shown(token)}"
        )
    written, value = (left, right) if field_first else (right, left)
    column = token.column + (0 if field_first else len(token.text) - len(right))
    field = _field(written, column)
    _check_comparison(field, token)
    return Comparison(field, operator if field_first else FLIPPED[operator], _value(field, value, token))


def _sides(token: _Token) -> tuple[str, Operator, str]:
    parts = _OPERATOR.split(token.text)
    if len(parts) != 3:  # noqa: PLR2004 - left, operator, right
        raise GrammarError(
            token.column,
            f"expected FIELD operator VALUE, found {_shown(token)}",
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
    raw = RawField(cast("Kind", found["kind"]), found["key"])
    return Field(raw, None if index is None else int(index), cast("Missing | None", found["missing"]))


def _check_comparison(field: Field, token: _Token) -> None:
    if field.raw.kind != "QUAL" and "QUAL" in token.text:
        raise GrammarError(
            token.column,
            f"expected the QUAL column alone, found {_shown(token)}",
            "where QUAL stands anywhere in a comparison, hydra reads the QUAL column and not the field",
        )
    if field.raw == RawField("FORMAT", "GT") and field.index is None:
        raise GrammarError(
            token.column,
            "expected an index after FORMAT:GT",
            "write FORMAT:GT:0 or FORMAT:GT:1: hydra holds one number per allele",
        )


def _value(field: Field, written: str, token: _Token) -> float | str:
    try:
        number = float(written)
    except ValueError:
        return _word(field, written, token)
    if not math.isfinite(number):
        raise GrammarError(token.column, f"expected a finite number or a word, found `{_short(written)}`")
    return number


def _word(field: Field, written: str, token: _Token) -> str:
    if field.raw.kind == "QUAL":
        raise GrammarError(token.column, f"expected a number beside QUAL, found `{_short(written)}`")
    if _STRAY_WORD.search(written):
        raise GrammarError(
            token.column,
            f"expected a value without and, or and not, found `{_short(written)}`",
            "write `and` and `or` in small letters between two comparisons; hydra has no `not`",
        )
    return written


def _shown(token: _Token) -> str:
    return "the end" if token.kind == "end" else f"`{_short(token.text.strip())}`"


def _short(text: str, limit: int = 60) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"
