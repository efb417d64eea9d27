"""The answer of `gms combine` as data: codes in, classes, points and warnings out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gmstool.criteria.codes import Evidence, known_codes, parse
from gmstool.criteria.combine import Class, combine
from gmstool.criteria.overlap import listed_pairs
from gmstool.criteria.strength import Strength

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gmstool.rules.model import RuleSet


def answer(text: str, rules: RuleSet) -> dict[str, Any]:
    """What the criteria of a text amount to by a rule set. Raises CodeError."""
    parsed = parse(text, known_codes(rules))
    found = combine(parsed.evidence, rules)
    names = rules.combining.classes
    table = found.by_table
    return {
        "codes": [str(one) for one in parsed.evidence],
        "points": found.points,
        "class_points": named(found.by_points.class_, names),
        "class_2015": named(table.class_, names) if table else None,
        "classification": named(found.class_, names),
        "rule_2015": table.rule if table else None,
        "conflict": found.conflict,
        "schemes_differ": found.two_schemes,
        "temperature": found.temperature,
        "posterior": found.posterior,
        "warnings": [*parsed.warnings, *warnings(parsed.evidence, rules), *_flags(found.conflict, alone=found.alone)],
        "rules": rules.provenance(),
    }


def named(class_: Class, names: Any) -> str:
    """A class as the rule set calls it."""
    return str(names[class_.name.lower()])


def warnings(evidence: tuple[Evidence, ...], rules: RuleSet) -> list[str]:
    """What should be looked at again: unusual strengths, criteria that are not used, evidence counted twice."""
    told = [sentence for one in evidence for sentence in _odd(one, rules)]
    codes = {one.code for one in evidence}
    for pair in listed_pairs(rules):
        if {pair.keeps, pair.drops} <= codes:
            when = f" ({pair.when})" if pair.when else ""
            told.append(f"{pair.keeps} and {pair.drops} may count the same evidence twice{when}: keep {pair.keeps}")
    told += [f"{' and '.join(pair.codes)}: {pair.because}" for pair in rules.overlap.warn if set(pair.codes) <= codes]
    return told + _capped(evidence, rules)


def _odd(one: Evidence, rules: RuleSet) -> Iterator[str]:
    entry = rules.criteria[one.code]
    if entry.how == "retired":
        yield f"{one.code} is retired and should not be applied"
    elif not rules.applies(one.code):
        yield f"{one.code} is not applied by {rules.label}"
    elif one.strength not in entry.strengths and not (one.code == "PM2" and one.strength is Strength.MODERATE):
        yield f"{one.code} is not used as {one.strength} by {rules.label}"


def _capped(evidence: tuple[Evidence, ...], rules: RuleSet) -> list[str]:
    """Pairs that share a ceiling of points."""
    weights = {one.code: rules.combining.points.get(one.strength.key, 0) for one in evidence}
    told = []
    for first, second in (("PM1", "PP3"), ("PP1", "PP4")):
        cap = rules.combining.get(f"{first}_{second}_cap".lower())
        if cap is not None and first in weights and second in weights and weights[first] + weights[second] > cap:
            told.append(f"{first} and {second} together should count at most {cap} points")
    return told


def _flags(conflict: str | None, *, alone: bool) -> list[str]:
    told = ["evidence conflicts: a person reviews and signs"] if conflict else []
    return [*told, "likely benign rests on a single criterion"] if alone else told
