"""From criteria to a class: the table of Richards 2015 and the points of Tavtigian 2020, always side by side.

Numbers, rows and names come from the rule set. Three things are the same in both schemes: BA1 stands alone unless much
pathogenic evidence is against it; a variant is uncertain where pathogenic and benign criteria each would give a class;
and a class is kept, but flagged, where strong evidence is against it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from gmstool.criteria.strength import STAND_ALONE, STRONG, SUPPORTING, VERY_STRONG, Strength

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gmstool.criteria.codes import Evidence
    from gmstool.rules.model import RuleSet, Section


class Class(IntEnum):
    """The five classes, numbered as in Sweden."""

    BENIGN = 1
    LIKELY_BENIGN = 2
    UNCERTAIN = 3
    LIKELY_PATHOGENIC = 4
    PATHOGENIC = 5


BA1, BOTH_SIDES, AGAINST = "BA1", "both sides", "conflicting_evidence"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The class of one scheme, and the rule it rests on."""

    class_: Class
    rule: str


@dataclass(frozen=True, slots=True)
class Combined:
    """What a set of criteria amounts to."""

    points: int  # of all criteria but those that stand alone
    by_points: Verdict
    by_table: Verdict | None  # None where the rule set has no table
    class_: Class  # of the rule set's own scheme
    conflict: str | None
    posterior: float | None  # None where a criterion stands alone: it is outside the scale
    temperature: str | None  # of an uncertain variant
    two_schemes: str | None  # why they disagree
    alone: bool  # likely benign on a single criterion


def combine(evidence: Iterable[Evidence], rules: RuleSet) -> Combined:
    """The class by points, by the table, and by the rule set's own scheme, whatever the order of the criteria."""
    sides = _Sides(tuple(evidence), rules)
    ours = sides.conflict()
    points = _by_points(sides, ours)
    table = _by_table(sides, ours) if "table" in rules.combining else None
    chosen = table if table and rules.combining.scheme == "table" else points
    single = chosen.class_ is Class.LIKELY_BENIGN and len(sides.benign) == 1
    return Combined(
        sides.total, points, table, chosen.class_, ours or sides.against(chosen.class_), _posterior(sides),
        _temperature(sides, chosen.class_, ours), _difference(points, table, sides), single,
    )  # fmt: skip


class _Sides:
    """The two sides of a set of criteria, weighed by a rule set."""

    def __init__(self, evidence: tuple[Evidence, ...], rules: RuleSet) -> None:
        self.rules = rules.combining
        self.strong_benign = {one.code for one in evidence if one.benign and one.strength.at_least(STRONG)}
        self.pathogenic = [one.strength for one in evidence if not one.benign]
        self.benign = [one.strength for one in evidence if one.benign]
        self.for_ = sum(self.weight(one) for one in self.pathogenic)
        self.against_ = sum(self.weight(one) for one in self.benign if one is not STAND_ALONE)
        self.total = self.for_ - self.against_
        self.stands_alone = STAND_ALONE in self.benign

    def weight(self, strength: Strength) -> int:
        return int(self.rules.points[strength.key])

    def conflict(self) -> str | None:
        """BA1 against much pathogenic evidence, or two sides that both reach a class: uncertain in both schemes."""
        if self.stands_alone:
            return BA1 if self.for_ >= self.rules.ba1_alone_below else None
        if not self.rules.both_sides_conflict or self.for_ < self.rules.cutoffs.likely_pathogenic:
            return None
        # A very strong benign criterion reaches no row, but may outweigh a whole pathogenic class.
        outweighed = self.total <= self.rules.cutoffs.likely_benign
        return BOTH_SIDES if outweighed or _reached(self, benign=True) else None

    def against(self, class_: Class) -> str | None:
        """Strong evidence against the class that is kept, or on both sides of an uncertain one."""
        least = Strength(self.rules.conflict_from)
        strong_for = any(one.at_least(least) for one in self.pathogenic)
        strong_against = any(one.at_least(least) for one in self.benign)
        if strong_for and strong_against:
            return AGAINST
        opposed = strong_for if class_ < Class.UNCERTAIN else strong_against and class_ > Class.UNCERTAIN
        return AGAINST if opposed else None

    def enough_for_likely_benign(self) -> bool:
        alone = Strength(self.rules.likely_benign_alone)
        return len(self.benign) >= self.rules.likely_benign_criteria or any(one.at_least(alone) for one in self.benign)

    def two(self, *, benign: bool) -> bool:
        """Whether two criteria carry the class, where the rule set asks for that."""
        return not self.rules.two_criteria or len(self.benign if benign else self.pathogenic) > 1


def _by_points(sides: _Sides, conflict: str | None) -> Verdict:
    cutoffs, total = sides.rules.cutoffs, sides.total
    told = f"{total} point{'' if abs(total) == 1 else 's'}"
    if conflict:
        return Verdict(Class.UNCERTAIN, _told(conflict))
    if sides.stands_alone:
        return Verdict(Class.BENIGN, "a benign criterion stands alone")
    if total >= cutoffs.likely_pathogenic and sides.two(benign=False):
        return Verdict(Class.PATHOGENIC if total >= cutoffs.pathogenic else Class.LIKELY_PATHOGENIC, told)
    if total <= cutoffs.likely_benign and sides.two(benign=True):
        if not sides.enough_for_likely_benign():
            return Verdict(Class.UNCERTAIN, f"{told}, but a single benign criterion below strong is not enough")
        return Verdict(Class.BENIGN if total <= cutoffs.benign else Class.LIKELY_BENIGN, told)
    return Verdict(Class.UNCERTAIN, told)


def _by_table(sides: _Sides, conflict: str | None) -> Verdict:
    if conflict:
        return Verdict(Class.UNCERTAIN, _told(conflict))
    harmless = _reached(sides, benign=True)
    row = harmless if sides.stands_alone else _reached(sides, benign=False) or harmless
    if row is None or not (sides.stands_alone or sides.two(benign=row is harmless)):
        return Verdict(Class.UNCERTAIN, "no row of the table is reached")
    return Verdict(Class[row["class"].upper()], f"row {row['row']} of {row['class'].replace('_', ' ')}")


def _told(conflict: str) -> str:
    if conflict == BA1:
        return "a benign criterion that stands alone against strong pathogenic evidence"
    return "pathogenic and benign criteria would each be a class of their own"


def _reached(sides: _Sides, *, benign: bool) -> Mapping[str, Any] | None:
    """The first row of the table whose counts are there, of one side: in the order of the paper, a panel's own last."""
    counts = _benign_counts(sides) if benign else _pathogenic_counts(sides)
    for row in _rows(sides.rules.table):
        if all(counts[name] >= number for name, number in row.needs) and _open(row, sides):
            return row.told
    return None


class _Row(NamedTuple):
    """A row of the table: how many criteria of which strength it needs, and what else."""

    needs: tuple[tuple[str, int], ...]
    code: str | None
    unopposed: bool
    told: Mapping[str, Any]


@cache
def _rows(table: Section) -> tuple[_Row, ...]:
    rows = (*table.rows, *table.get("panel_rows", ()))
    found = (
        _Row(
            tuple((name, row[name]) for name in row if name in _COUNTED),
            row.get("code"),
            bool(row.get("unopposed")),
            row,
        )
        for row in rows
    )
    return tuple(row for row in found if row.needs)


def _open(row: _Row, sides: _Sides) -> bool:
    """Rows of panels may ask for a certain strong benign criterion, or that nothing pathogenic stands against it."""
    unopposed = not row.unopposed or not sides.pathogenic
    return unopposed and (row.code is None or row.code in sides.strong_benign)


_PATHOGENIC = ("very_strong", "strong", "moderate", "supporting")
_COUNTED = frozenset((*_PATHOGENIC, "stand_alone", "benign_strong", "benign_supporting"))


def _pathogenic_counts(sides: _Sides) -> Counter[str]:
    counts = Counter(one.key for one in sides.pathogenic)
    if sides.rules.table.further_very_strong_is_strong:
        further = max(0, counts[VERY_STRONG.key] - 1)
        counts[VERY_STRONG.key] -= further
        counts["strong"] += further
    return counts


def _benign_counts(sides: _Sides) -> Counter[str]:
    """The table knows strong and supporting benign criteria only; what is stronger than strong counts as strong."""
    found = Counter(one.key for one in sides.benign)
    moderate = found["moderate"] * sides.rules.table.benign_moderate_is_supporting
    return Counter(
        stand_alone=found[STAND_ALONE.key], benign_strong=found["strong"] + found[VERY_STRONG.key],
        benign_supporting=found[SUPPORTING.key] + moderate,
    )  # fmt: skip


def _posterior(sides: _Sides) -> float | None:
    """The probability that the variant is pathogenic. Classes compare points, never this rounded number."""
    scale = sides.rules.get("posterior")
    if scale is None or sides.stands_alone:
        return None
    odds = scale.odds_very_strong ** (sides.total / sides.weight(VERY_STRONG))
    return float(f"{odds * scale.prior / ((odds - 1) * scale.prior + 1):.4g}")


def _temperature(sides: _Sides, class_: Class, conflict: str | None) -> str | None:
    scale = sides.rules.get("temperature")
    if scale is None or conflict or class_ is not Class.UNCERTAIN:
        return None
    found: str | None = scale.names.get(str(sides.total))
    return found


def _difference(points: Verdict, table: Verdict | None, sides: _Sides) -> str | None:
    if table is None or table.class_ is points.class_:
        return None
    names = sides.rules.classes
    by_table, by_points = names[table.class_.name.lower()], names[points.class_.name.lower()]
    return f"the 2015 table gives {by_table} ({table.rule}), points give {by_points} ({points.rule})"
