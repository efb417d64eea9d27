"""Is a rule set complete and consistent? Every number has a unit, a source and a status; names mean something."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from gmstool.rules.model import STATUSES, is_value

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

STRENGTHS = ("StandAlone", "VeryStrong", "Strong", "Moderate", "Supporting")
CLASSES = ("benign", "likely_benign", "uncertain", "likely_pathogenic", "pathogenic")
# What only overlays set.
_OVERLAY_ONLY = {"ba1.min_af", "bs1.min_af", "bs1.supporting_af", "pm2.popmax", "pm2.popmax_supporting",
                 "combining.table.panel_rows", "overlap.panel_suppress", "overlap.counted_together",
                 "bp7.phylop_below"}  # fmt: skip
_FREE = {"ruleset", "sources", "criteria", "calibration", "mitochondrial"}
_LOWER, _UPPER = ("from", "above"), ("at_most", "below")


def problems(content: Mapping[str, Any], base: Mapping[str, Any] | None = None) -> Iterator[str]:
    """What is wrong with the content of a file, in words; `base` is what an overlay is laid over."""
    known = {*content.get("sources", {}), *(base or {}).get("sources", {})}
    yield from _sources(content)
    for name, entry in content.items():
        if name not in ("ruleset", "sources"):
            yield from _table(entry, name, known, sourced=False)
    yield from _criteria(content, base)
    for tool, entry in content.get("calibration", {}).items():
        yield from (f"calibration.{tool}: {told}" for told in _bins(entry["bins"]))
    yield from _rows(content)
    if base is not None:
        yield from _unknown(content, base)


def _sources(content: Mapping[str, Any]) -> Iterator[str]:
    for name, entry in content.get("sources", {}).items():
        for needed in ("citation", "date"):
            if not entry.get(needed):
                yield f"sources.{name} has no {needed}"


def _table(entry: Any, path: str, known: set[str], *, sourced: bool) -> Iterator[str]:
    """Values below a table: a bare number is one that nobody can trace."""
    if isinstance(entry, list):
        for at, one in enumerate(entry):
            yield from _table(one, f"{path}[{at}]", known, sourced=sourced)
    elif isinstance(entry, dict):
        yield from _traced(entry, path, known)
        if not is_value(entry):
            for name, one in entry.items():
                yield from _table(one, f"{path}.{name}", known, sourced=sourced or "source" in entry)
    elif isinstance(entry, int | float) and not isinstance(entry, bool) and not sourced:
        yield f"{path} is a bare number: it needs unit, source and status"


def _traced(entry: Mapping[str, Any], path: str, known: set[str]) -> Iterator[str]:
    needed = ("unit", "source", "status") if is_value(entry) else ()
    for name in needed:
        if not entry.get(name):
            yield f"{path} has no {name}"
    if "source" in entry and entry["source"] not in known:
        yield f"{path} cites `{entry['source']}`, which is not among the sources"
    for name in ("status", "three_points_status"):
        if name in entry and entry[name] not in STATUSES:
            yield f"{path} has the {name} `{entry[name]}`; it is one of {', '.join(STATUSES)}"


def _criteria(content: Mapping[str, Any], base: Mapping[str, Any] | None) -> Iterator[str]:
    allowed = (base or content).get("criteria", {})
    for code, entry in content.get("criteria", {}).items():
        if code not in allowed:
            yield f"criteria.{code} is not a criterion of the base"
        for strength in (*entry.get("strengths", ()), *([entry["default"]] if "default" in entry else [])):
            if strength not in STRENGTHS:
                yield f"criteria.{code}: `{strength}` is not a strength"


def _bins(bins: list[dict[str, float]]) -> Iterator[str]:
    """Intervals stand in order and do not overlap; each edge belongs to one of them."""
    for one in bins:
        if not one.keys() & {*_LOWER, *_UPPER}:
            yield f"the interval of {one['points']} points has no edge"
    for lower, upper in pairwise(bins):
        end = next((lower[name] for name in _UPPER if name in lower), None)
        start = next((upper[name] for name in _LOWER if name in upper), None)
        if end is None or start is None or start < end:
            yield f"the intervals of {lower['points']} and {upper['points']} points overlap"
        elif start == end and "at_most" in lower and "from" in upper:
            yield f"{start} belongs to two intervals"


def _rows(content: Mapping[str, Any]) -> Iterator[str]:
    table = content.get("combining", {}).get("table", {})
    for row in (*table.get("rows", ()), *table.get("panel_rows", ())):
        if row.get("class") not in CLASSES:
            yield f"combining.table: `{row.get('class')}` is not a class; they are {', '.join(CLASSES)}"


def _unknown(content: Mapping[str, Any], base: Mapping[str, Any], path: str = "") -> Iterator[str]:
    """Names that the base does not have are slips, as nothing reads them."""
    for name, entry in content.items():
        here = f"{path}.{name}" if path else name
        if here in _FREE or here in _OVERLAY_ONLY:
            continue
        if name not in base:
            yield f"{here} is not known to the base: nothing reads it"
        elif isinstance(entry, dict) and isinstance(base[name], dict) and not is_value(entry):
            yield from _unknown(entry, base[name], here)
