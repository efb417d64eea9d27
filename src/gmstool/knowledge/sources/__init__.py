"""Where assertions come from: one interface for tables, stores and servers, each with a name, a version and an age."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gmstool.knowledge.model import Assertion, Frequency, Key


class Source(Protocol):
    """Answers about variants. A method gives nothing for what the source cannot look up.

    version is the release it holds, None where it states none; age the days since then, None where that is not known.
    scope says what is in it, for the sentence about a variant that is not.
    """

    name: str
    version: str | None
    age: int | None
    scope: str

    def at(self, keys: Sequence[Key]) -> list[Assertion]: ...
    def between(self, assembly: str, chrom: str, start: int, end: int) -> list[Assertion]: ...
    def of_gene(self, hgnc_id: int) -> list[Assertion]: ...
    def of_residue(self, hgnc_id: int, residue: int) -> list[Assertion]: ...
    def by_id(self, text: str) -> list[Assertion]: ...
    def frequencies(self, keys: Sequence[Key]) -> list[Frequency]: ...
