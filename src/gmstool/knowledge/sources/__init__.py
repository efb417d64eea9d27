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

    def at(self, keys: Sequence[Key]) -> list[Assertion]:
        """Of these variants."""

    def between(self, assembly: str, chrom: str, start: int, end: int) -> list[Assertion]:
        """Of all variants within a stretch, 1-based and inclusive."""

    def of_gene(self, hgnc_id: int) -> list[Assertion]:
        """Of all variants of a gene."""

    def of_residue(self, hgnc_id: int, residue: int) -> list[Assertion]:
        """Of all variants that change one residue of a protein."""

    def by_id(self, text: str) -> list[Assertion]:
        """Of an accession, SCV, VCV or VariationID, VRS id or rsID."""

    def frequencies(self, keys: Sequence[Key]) -> list[Frequency]:
        """How often these variants were seen."""
