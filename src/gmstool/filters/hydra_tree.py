"""What an expression of a hydra filter file is once it is read: comparisons and searches, joined by and, or."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gmstool.vcf.records import RawField

Missing: TypeAlias = Literal["NA_TRUE", "NA_FALSE", "NA_ERROR"]
Operator: TypeAlias = Literal["<", ">", "=", "!="]
Word: TypeAlias = Literal["and", "or"]


class GrammarError(Exception):
    """Where an expression cannot be read: the column (from 1), what was expected there, and how to mend it."""

    def __init__(self, column: int, expected: str, hint: str = "") -> None:
        super().__init__(f"column {column}: {expected}")
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the record, which element of its list (from 0; None: its whole text), and its word for missing."""

    raw: RawField
    index: int | None
    missing: Missing | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """A field compared with a number or a word."""

    field: Field
    operator: Operator
    value: float | str


@dataclass(frozen=True, slots=True)
class Exist:
    """A field searched with a regular expression, which stands at `column` of the rule."""

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


def leaves(node: Node) -> Iterator[Comparison | Exist]:
    """Every comparison and exist of the tree in the order they are written."""
    if isinstance(node, Chain):
        for operand in node.operands:
            yield from leaves(operand)
    else:
        yield node
