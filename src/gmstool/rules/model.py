"""A rule set: thresholds by name, and for each of them where it comes from."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from gmstool.errors import GmsError

SIGN_OFF = ("memory", "house")
STATUSES = ("verified", "second-hand", *SIGN_OFF)
_THREE_POINTS = 3


class RulesError(GmsError):
    """A rule set cannot be found, read or used."""


@dataclass(frozen=True, slots=True)
class Note:
    """One value with what stands beside it in the file."""

    path: str
    value: Any
    unit: str
    source: str
    status: str
    citation: str = ""
    date: str = ""

    @property
    def needs_sign_off(self) -> bool:
        return self.status in SIGN_OFF


@dataclass(frozen=True, slots=True)
class Bin:
    """An interval of scores and the points it gives; `from_` and `at_most` include their edge, the others do not."""

    points: float
    from_: float | None = None
    above: float | None = None
    at_most: float | None = None
    below: float | None = None

    def holds(self, score: float) -> bool:
        """Whether a score falls into the interval; never for NaN."""
        return (
            not math.isnan(score)
            and (self.from_ is None or score >= self.from_)
            and (self.above is None or score > self.above)
            and (self.at_most is None or score <= self.at_most)
            and (self.below is None or score < self.below)
        )


class Section(Mapping[str, Any]):
    """A part of a rule set: `rules.pm2.recessive_popmax` is the bare value, `rules.note(…)` its source."""

    __slots__ = ("_content", "_path", "_seen")
    __hash__ = object.__hash__  # one part of one rule set, so that what is made of it can be kept

    def __init__(self, content: Mapping[str, Any], path: str = "") -> None:
        self._content, self._path = content, path
        self._seen: dict[str, Any] = {}  # long lists of codes ask for the same values again and again

    def __getattr__(self, name: str) -> Any:
        if name not in self._content:
            raise AttributeError(f"the rule set has no `{self._at(name)}`")
        return self[name]

    def __getitem__(self, name: str) -> Any:
        if name not in self._seen:
            self._seen[name] = plain(self._content[name], self._at(name))
        return self._seen[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._content)

    def __len__(self) -> int:
        return len(self._content)

    def _at(self, name: str) -> str:
        return f"{self._path}.{name}" if self._path else name


def plain(value: Any, path: str = "") -> Any:
    """The bare value of an entry: lists become tuples, tables become sections."""
    if is_value(value):
        value = value["value"]
    if isinstance(value, dict):
        return Section(value, path)
    return tuple(plain(one, path) for one in value) if isinstance(value, list) else value


def is_value(entry: Any) -> bool:
    """Whether an entry is one value with unit, source and status."""
    return isinstance(entry, dict) and "value" in entry


@dataclass(frozen=True)
class RuleSet:
    """All thresholds of one guideline, or of a panel laid over it. `sha256` is of the files' bytes."""

    id: str
    version: str
    sha256: str
    content: Mapping[str, Any] = field(repr=False, hash=False, compare=False)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # copying and pickling ask for these before there is any content
            raise AttributeError(name)
        return getattr(self._whole, name)

    @cached_property
    def _whole(self) -> Section:
        return Section(self.content)

    @property
    def of_mitochondria(self) -> bool:
        """Whether these are the rules of mitochondrial DNA, which has no splicing and another genetic code."""
        return "mitochondrial" in self.content

    @property
    def label(self) -> str:
        return f"{self.id} {self.version}"

    def provenance(self) -> dict[str, str]:
        """What every output says about the rule set."""
        return {"id": self.id, "version": self.version, "sha256": self.sha256}

    def note(self, path: str) -> Note:
        """The value at a dotted path with its unit, source and status."""
        entry: Any = self.content
        for name in path.split("."):
            if not isinstance(entry, dict) or name not in entry:
                raise RulesError(f"the rule set {self.id} has no `{path}`")
            entry = entry[name]
        return self._noted(path, entry if isinstance(entry, dict) else {"value": entry})

    def notes(self) -> Iterator[Note]:
        """Every value of the rule set, in the order of the file."""
        for name, entry in self.content.items():
            if name not in ("ruleset", "sources") and isinstance(entry, dict):
                yield from self._notes(entry, name)

    def _notes(self, table: dict[str, Any], path: str) -> Iterator[Note]:
        if is_value(table) or "source" in table:
            yield self._noted(path, table)
        for name, entry in table.items():
            if isinstance(entry, dict) and not is_value(table):
                yield from self._notes(entry, f"{path}.{name}")

    def _noted(self, path: str, entry: dict[str, Any]) -> Note:
        told = {"source", "status", "unit"}
        value = entry["value"] if is_value(entry) else {key: one for key, one in entry.items() if key not in told}
        source = entry.get("source", "")
        cited = self.content.get("sources", {}).get(source, {})
        return Note(
            path, value, entry.get("unit", ""), source, entry.get("status", ""),
            cited.get("citation", ""), str(cited.get("date", "")),
        )  # fmt: skip

    def bins(self, tool: str) -> tuple[Bin, ...]:
        """The calibrated intervals of a predictor; those of 3 points count 2 unless the rule set uses them."""
        table = self.content["calibration"].get(tool)
        if table is None:
            raise RulesError(f"the rule set {self.id} has no calibration of `{tool}`")
        three = bool(self.pp3.three_points)
        return tuple(_bin(row, three_points=three) for row in table["bins"])

    def applies(self, code: str) -> bool:
        """Whether a criterion is used at all: not retired, and not left out by the panel."""
        entry = self.content["criteria"][code]
        return bool(entry.get("applies", entry["how"] != "retired"))


def _bin(row: Mapping[str, float], *, three_points: bool) -> Bin:
    points = row["points"]
    if abs(points) == _THREE_POINTS and not three_points:
        points = math.copysign(2, points)
    return Bin(points, row.get("from"), row.get("above"), row.get("at_most"), row.get("below"))
