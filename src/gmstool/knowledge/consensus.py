"""What the laboratories agree on, per variant and condition, in the steps that VKGL uses.

Steps: Fokkema et al., Hum Mutat 2019;40:2230, PMID 31433103 (the Dutch data share), with one for a single laboratory.
A class of one condition says nothing of another, nor a germline class of a somatic one: each is compared with its own
kind. Aggregates such as ClinVar's class of a variant have no laboratory: they are shown, and do not vote, because the
laboratories they stand for may be here by their own names.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gmstool.knowledge.model import Assertion


class Agreement(StrEnum):
    """How far the classes of several laboratories agree, the least agreed last."""

    NONE = "no assertion"
    AGGREGATE = "aggregate only"
    AGREE = "agree"
    SINGLE = "single lab"
    CONFIDENCE = "differing confidence"
    NO_CONSENSUS = "no consensus"
    OPPOSITE = "opposite"


class _Side(StrEnum):
    HARMFUL = "harmful"
    UNCERTAIN = "uncertain"
    HARMLESS = "harmless"


CONFLICTING = "Conflicting classifications"
BY_CONDITION = "Differs by condition"
_SIDES = {
    "pathogenic": _Side.HARMFUL, "likely pathogenic": _Side.HARMFUL, "oncogenic": _Side.HARMFUL,
    "likely oncogenic": _Side.HARMFUL, "uncertain significance": _Side.UNCERTAIN,
    "likely benign": _Side.HARMLESS, "benign": _Side.HARMLESS,
}  # fmt: skip
_ORDER = list(Agreement)


class Subject(NamedTuple):
    """What a class is about: a condition (id, else its name in lower case) and an origin; None where not stated."""

    condition: str | None
    origin: str | None


@dataclass(frozen=True, slots=True)
class Consensus:
    """The state of one condition, the class that follows from it (None without one), the labs, a curator's decision."""

    subject: Subject
    agreement: Agreement
    classification: str | None
    labs: tuple[str, ...] = ()
    decided: bool = False


@dataclass(frozen=True, slots=True)
class Overall:
    """The state of a variant over all conditions: the least agreed one, and the class if it is the same everywhere."""

    agreement: Agreement
    classification: str | None
    conditions: tuple[Consensus, ...] = ()


def overall(assertions: Iterable[Assertion]) -> Overall:
    """The consensus of a variant: each condition by itself, then all in one word."""
    conditions = by_condition(assertions)
    if not conditions:
        return Overall(Agreement.NONE, None)
    of_labs = [one for one in conditions if one.agreement is not Agreement.AGGREGATE] or conditions
    classes = list(dict.fromkeys(one.classification for one in of_labs))
    worst = max((one.agreement for one in of_labs), key=_ORDER.index)
    return Overall(worst, classes[0] if len(classes) == 1 else BY_CONDITION, tuple(conditions))


def by_condition(assertions: Iterable[Assertion]) -> list[Consensus]:
    """The consensus of each condition and origin, in the order of their names."""
    groups: dict[Subject, list[Assertion]] = {}
    for one in counted(assertions):
        groups.setdefault(subject(one), []).append(one)
    return [_of(about, groups[about]) for about in sorted(groups, key=lambda one: (one[0] or "", one[1] or ""))]


def subject(one: Assertion) -> Subject:
    """What an assertion is about: condition and origin, since one variant may mean two things."""
    return Subject(one.condition_id or (one.condition.casefold() if one.condition else None), one.origin)


def counted(assertions: Iterable[Assertion]) -> list[Assertion]:
    """The assertions that count: the newest version of each, if not withdrawn, and the newest of each laboratory."""
    newest: dict[str, Assertion] = {}
    for one in assertions:
        known = newest.get(one.accession)
        if known is None or _rank(one) > _rank(known):
            newest[one.accession] = one
    standing = [one for one in newest.values() if one.classification and not one.withdrawn]
    last: dict[tuple[object, ...], Assertion] = {}
    for one in sorted(standing, key=_age):
        last[(_voice(one), bool(one.decided), *subject(one))] = one
    return sorted(last.values(), key=lambda one: (one.lab or "", one.source, one.accession))


def _rank(one: Assertion) -> tuple[int, bool, str]:
    return one.version, one.withdrawn, repr(one)


def _age(one: Assertion) -> tuple[str, int, str]:
    return one.quarter or "", one.version, one.accession


def _voice(one: Assertion) -> str:
    """Who says it: a laboratory, or the record of a source that names none."""
    return one.lab or f"{one.source}\t{one.accession}"


def _of(about: Subject, group: list[Assertion]) -> Consensus:
    decisions = [one for one in group if one.decided]
    votes = [one for one in group if one.lab and not one.decided]
    agreement = _agreement(_classes(votes)) if votes else Agreement.AGGREGATE
    chosen = [max(decisions, key=_age)] if decisions else votes or group
    labs = tuple(sorted({one.lab for one in votes if one.lab}))
    return Consensus(about, agreement, classification(_classes(chosen)), labs, bool(decisions))


def _classes(assertions: list[Assertion]) -> list[str]:
    return [one.classification for one in assertions if one.classification]


def _agreement(classes: list[str]) -> Agreement:
    """How far the classes of laboratories agree, one each."""
    if len(classes) == 1:
        return Agreement.SINGLE
    sides = {_side(one) for one in classes}
    if {_Side.HARMFUL, _Side.HARMLESS} <= sides:
        return Agreement.OPPOSITE
    if len(sides) > 1:
        return Agreement.NO_CONSENSUS
    return Agreement.AGREE if len(set(classes)) == 1 else Agreement.CONFIDENCE


def classification(classes: list[str]) -> str | None:
    """One class for several: the same, both of one side joined by a stroke, or that they conflict."""
    names = sorted({name for one in classes for name in one.split("/")}, key=lambda name: name.startswith("Likely"))
    if len({_side(one) for one in classes}) > 1:
        return CONFLICTING
    return "/".join(names) or None


def _side(name: str) -> _Side | str:
    """The side of a class; a class of another kind (drug response) agrees with itself only."""
    return _SIDES.get(name.split("/", maxsplit=1)[0].casefold(), name)
