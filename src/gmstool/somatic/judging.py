"""From a table of variants to classes of oncogenicity: criteria, what persons say, what displaces what, points."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gmstool.classify.verdicts import combined
from gmstool.somatic.case import is_row
from gmstool.somatic.case import points as set_points
from gmstool.somatic.criteria import CODES, CRITERIA
from gmstool.somatic.gathering import gather

if TYPE_CHECKING:
    import polars as pl

    from gmstool.classify.case import Override
    from gmstool.rules.model import RuleSet
    from gmstool.somatic.case import TumourCase
    from gmstool.somatic.facts import TumourVariants
    from gmstool.somatic.gathering import Setting

VERDICT = ("classification", "points", "conflict", "codes")


@dataclass(frozen=True, slots=True)
class Judged:
    """Rows with a column a criterion (signed points; 0 not met, null not assessed), `CODE_by`, and the class."""

    rows: pl.DataFrame
    view: TumourVariants
    rules: RuleSet
    signed: dict[int, dict[str, Override]]

    def told(self) -> pl.DataFrame:
        """Why, a column a code; the answers of persons in place of the computed ones."""
        told = self.rows.lazy().select(one.reason(self.view, self.rules).alias(one.code) for one in CRITERIA).collect()
        for at, answers in self.signed.items():
            for code, one in answers.items():
                told[at, code] = f"set by {one.author} on {one.date}: {one.reason}"
        return told

    def reasons(self) -> list[dict[str, str]]:
        """Why, by row and code."""
        return self.told().to_dicts()


def judge(table: pl.DataFrame, rules: RuleSet, setting: Setting, case: TumourCase | None = None) -> Judged:
    """The rows of a table judged by the oncogenicity rules."""
    import polars as pl

    wide = gather(table, rules, setting)
    view = setting.view(wide)
    points = wide.lazy().select(one.points(view, rules).alias(one.code) for one in CRITERIA).collect()
    signed = _signed(wide, case)
    points = with_answers(points, signed)
    counted = counting(points, rules)
    verdict = combined(counted, CODES, rules).select(VERDICT)
    by = counted.select(f"{code}_by" for code in CODES)
    return Judged(pl.concat([wide, points, by, verdict], how="horizontal"), view, rules, signed)


def with_answers(points: pl.DataFrame, signed: dict[int, dict[str, Override]]) -> pl.DataFrame:
    """The points with those that persons set."""
    import polars as pl

    for at, answers in signed.items():
        here = pl.int_range(pl.len()) == at
        points = points.with_columns(
            pl.when(here).then(pl.lit(set_points(one), dtype=pl.Int8)).otherwise(pl.col(code)).alias(code)
            for code, one in answers.items()
        )
    return points


def counting(points: pl.DataFrame, rules: RuleSet) -> pl.DataFrame:
    """The points that count: where two criteria rest on the same evidence one gives way, and `CODE_by` names to which.

    In the order of the rule set; what has given way displaces nothing.
    """
    import polars as pl

    table = points.with_columns(pl.lit(None, dtype=pl.String).alias(f"{code}_by") for code in points.columns)
    for pair in rules.overlap.suppress:
        both = (pl.col(pair.keeps) != 0) & (pl.col(pair.drops) != 0)
        table = table.with_columns(
            pl.when(both).then(pl.lit(pair.keeps)).otherwise(pl.col(f"{pair.drops}_by")).alias(f"{pair.drops}_by"),
            pl.when(both).then(pl.lit(0, dtype=pl.Int8)).otherwise(pl.col(pair.drops)).alias(pair.drops),
        )
    return table


def label(code: str, rules: RuleSet) -> str:
    """A code as the rule set prints it: OM3 and OM4 change places where `labels.om3` is reversed."""
    if rules.labels.om3 != "reversed":
        return code
    return {"OM3": "OM4", "OM4": "OM3"}.get(code, code)


def key(code: str, rules: RuleSet) -> str:
    """What a criterion is about, whatever its label."""
    return str(rules.criteria[code]["key"])


def _signed(table: pl.DataFrame, case: TumourCase | None) -> dict[int, dict[str, Override]]:
    found: dict[int, dict[str, Override]] = {}
    rows = table.select("chrom", "pos", "ref", "alt", "hgvsc", "gene")
    for one in case.variants if case else ():
        for at, row in enumerate(rows.iter_rows(named=True)):
            if is_row(one, row):
                found[at] = {answer.code: answer for answer in one.override}
    return found
