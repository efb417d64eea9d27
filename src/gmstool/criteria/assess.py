"""All criteria over a table of variants: verdicts and points in one pass, reasons for the rows that are shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gmstool.criteria.overlap import counted
from gmstool.criteria.registry import CRITERIA

if TYPE_CHECKING:
    import polars as pl

    from gmstool.criteria.facts import Variants
    from gmstool.criteria.gathering import Setting


@dataclass(frozen=True, slots=True)
class Assessed:
    """Answers for rows that follow one rule set.

    `verdicts` has a column a criterion: signed points, 0 for not met, null for not assessed; what gave way to another
    criterion keeps its points here. `counted` has the points that count, and `CODE_by` columns naming what displaced.
    """

    table: pl.DataFrame  # widened
    view: Variants
    rules: Any
    verdicts: pl.DataFrame
    counted: pl.DataFrame

    def reasons(self, rows: list[int]) -> pl.DataFrame:
        """Why, a column a criterion, for chosen rows only."""
        chosen = self.table[rows].lazy()
        return chosen.select(one.reason(self.view, self.rules).alias(one.code) for one in CRITERIA).collect()


def assess(table: pl.DataFrame, rules: Any, setting: Setting) -> Assessed:
    """Answer all criteria for rows that follow one rule set."""
    from gmstool.criteria.gathering import gather

    widened = gather(table, rules, setting)
    view = setting.view(widened, rules)
    verdicts = answers(widened, view, rules)
    comparators = (widened["_ps1_comparator"], widened["_pm5_comparator"])
    return Assessed(widened, view, rules, verdicts, counted(verdicts, rules, comparators))


def answers(widened: pl.DataFrame, view: Variants, rules: Any) -> pl.DataFrame:
    """Signed points of all criteria, in one lazy pass over a widened table."""
    return widened.lazy().select(one.points(view, rules).alias(one.code) for one in CRITERIA).collect()
