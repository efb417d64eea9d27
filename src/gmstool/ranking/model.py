"""A rank model: categories of terms, and the points that each term gives to a value.

The format is genmod's (https://github.com/Clinical-Genomics/genmod), whose "plugins" are the terms here. What a model
says is kept as it is; what genmod reads in another way than the writer may have meant stands in `notes`.
"""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from gmstool.vcf.header import FIXED

AGGREGATIONS: dict[str, Callable[[list[float]], float]] = {"min": min, "max": max, "sum": sum}
PLACES = {name.lstrip("#"): at for at, name in enumerate(FIXED)} | {"FORMAT": len(FIXED)}


@dataclass(frozen=True, slots=True)
class Rule:
    """Points for a value: a text it holds, a number it equals, or a range from `lower` up to, without, `upper`."""

    name: str
    score: float
    string: str = ""
    priority: int = 0
    value: str = ""
    lower: float = 0.0
    upper: float = 0.0


@dataclass(frozen=True, slots=True)
class Term:
    """One annotation, where it stands in a record, and what its values are worth.

    `field` is a VCF column, `key` an INFO key, `csq_key` a field of the CSQ annotation. `equal`: a value is its score.
    """

    name: str
    category: str
    field: str
    key: str
    csq_key: str
    data_type: str
    takes_largest: bool
    separators: tuple[str, ...]
    rules: tuple[Rule, ...]
    not_reported: float = 0.0
    equal: bool = False

    @property
    def bounds(self) -> tuple[float, float] | None:
        """The lowest and the highest score; None where the value is the score."""
        if self.equal:
            return None
        scores = [self.not_reported, *(rule.score for rule in self.rules)]
        return min(scores), max(scores)


@dataclass(frozen=True, slots=True)
class Category:
    """Terms of one kind of evidence. `aggregation` (min, max or sum) makes one score of theirs."""

    name: str
    aggregation: str
    terms: tuple[Term, ...]

    def combined(self, scores: list[float]) -> float:
        """The score of the category; 0 where no term has one."""
        return AGGREGATIONS[self.aggregation](scores) if scores else 0.0

    @property
    def bounds(self) -> tuple[float, float] | None:
        """The lowest and the highest score of the category, as genmod counts them; None where there is none."""
        known = [bounds for term in self.terms if (bounds := term.bounds) is not None]
        if len(known) < len(self.terms):
            return None
        return self.combined([lowest for lowest, _ in known]), self.combined([highest for _, highest in known])


@dataclass(frozen=True, slots=True)
class RankModel:
    """Categories in the order of the file. The rank score of a variant is the sum of its categories' scores."""

    name: str
    version: str
    sha256: str
    categories: tuple[Category, ...]
    notes: tuple[str, ...] = ()

    @property
    def terms(self) -> Iterator[Term]:
        """The terms of all categories."""
        return itertools.chain.from_iterable(category.terms for category in self.categories)

    @property
    def bounds(self) -> tuple[float, float] | None:
        """The lowest and the highest rank score; None where a category has no bounds."""
        known = [bounds for category in self.categories if (bounds := category.bounds) is not None]
        if len(known) < len(self.categories):
            return None
        return float(sum(lowest for lowest, _ in known)), float(sum(highest for _, highest in known))
