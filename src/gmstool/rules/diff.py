"""What is said otherwise in one rule set than in another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gmstool.rules.model import is_value

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gmstool.rules.model import RuleSet


@dataclass(frozen=True, slots=True)
class Difference:
    """One value that came, went or changed."""

    change: str
    path: str
    old: Any
    new: Any


def differences(old: RuleSet, new: RuleSet) -> list[Difference]:
    """Values that differ, in the order of the first rule set and then of the second."""
    before, after = dict(_values(old.content)), dict(_values(new.content))
    found = []
    for path in dict.fromkeys((*before, *after)):
        if path not in after:
            found.append(Difference("went", path, before[path], None))
        elif path not in before:
            found.append(Difference("came", path, None, after[path]))
        elif before[path] != after[path]:
            found.append(Difference("changed", path, before[path], after[path]))
    return found


def _values(table: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, Any]]:
    """Values by their path, without what is said about them."""
    for name, entry in table.items():
        if not path and name in ("ruleset", "sources"):
            continue
        here = f"{path}.{name}" if path else name
        if is_value(entry):
            yield here, entry["value"]
        elif isinstance(entry, dict):
            yield from _values(entry, here)
        elif name not in ("source", "status", "unit"):
            yield here, entry
