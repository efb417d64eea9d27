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

import re
from collections import deque
from typing import TYPE_CHECKING, Literal, cast

from gmstool.filters.hydra_terms import Token, shown, term
from gmstool.filters.hydra_tree import Chain, GrammarError, Node, Word

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_LENGTH = 10_000
MAX_DEPTH = 50
_DIVIDER = re.compile(r"[()]|\s(?:and|or)\s")


def parse(text: str) -> Node:
    """Read one expression, or say at which column it stops making sense."""
    if len(text) > MAX_LENGTH:
        raise GrammarError(MAX_LENGTH + 1, f"expected at most {MAX_LENGTH} characters, found {len(text)}")
    tokens = deque(_tokens(text))
    node = _group(tokens, depth=1)
    _expect("end", tokens, "'and', 'or' or the end of the expression")
    return node


def _tokens(text: str) -> Iterator[Token]:
    start = 0
    for divider in _DIVIDER.finditer(text):
        yield from _term_token(text, start, divider.start())
        mark = divider.group()
        yield Token(cast("Literal['(', ')', 'and', 'or']", mark.strip()), mark, divider.start() + 1 + (len(mark) > 1))
        start = divider.end()
    yield from _term_token(text, start, len(text))
    yield Token("end", "", len(text) + 1)


def _term_token(text: str, start: int, stop: int) -> Iterator[Token]:
    written = text[start:stop]
    if written.strip():
        yield Token("term", written.strip(), start + 1 + len(written) - len(written.lstrip()))


def _group(tokens: deque[Token], depth: int) -> Node:
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


def _operand(tokens: deque[Token], depth: int) -> Node:
    token = tokens.popleft()
    if depth > MAX_DEPTH:
        raise GrammarError(token.column, f"expected at most {MAX_DEPTH} nested groups")
    if token.kind == "term":
        return term(token)
    if token.kind != "(":
        raise GrammarError(token.column, f"expected a comparison, exist[…] or '(', found {shown(token)}")
    node = _group(tokens, depth + 1)
    _expect(")", tokens, "'and', 'or' or ')'")
    return node


def _expect(kind: str, tokens: deque[Token], expected: str) -> None:
    token = tokens.popleft()
    if token.kind != kind:
        raise GrammarError(
            token.column,
            f"expected {expected}, found {shown(token)}",
            "write `and` and `or` in small letters with spaces",
        )
