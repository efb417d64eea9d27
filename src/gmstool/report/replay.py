"""What changed between the rows of an old run and those of the same input judged now, and why.

Only outcomes are told: a class, tier or number of points that moved, the criteria that moved it with their old and new
reasons, rows that came or went, and the versions that are no longer the same.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

COLUMNS = ("variant", "gene", "what", "old", "new", "why")
OUTCOMES = ("classification", "oncogenicity", "tier", "level", "points", "conflict", "gate", "scope", "rules")
COUNTS = ("verdict", "strength", "points", "suppressed_by")  # of a criterion: what moves a class
NAMED_BY = ("marker", "scheme", "finding", "event", "name", "variant", "gene")  # what tells entries of a list apart
UNTOLD = ("layers", "variants", "variants_not_listed", "reviews_as_of", "notes")  # told elsewhere, or only words
VERSIONS = ("gms", "reference", "predictor", "condition", "moi", "comparators", "tumour_type", "reviews_as_of")
NONE = "-"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is not what it was; `variant` empty: of the whole run."""

    variant: str
    gene: str
    what: str
    old: str
    new: str
    why: str = ""

    def told(self) -> dict[str, str]:
        return asdict(self)


def versions(old: dict[str, Any], new: dict[str, Any]) -> list[Change]:
    """Versions and settings of the runs that differ, by their meta.json; what the old one lacks is not known."""
    told = [Change("", "", name, _text(old[name]), _text(new.get(name))) for name in VERSIONS if name in old]
    before = {**_rules(old), **_layers(old)}
    after = {**_rules(new), **_layers(new)} if before else {}
    told += [Change("", "", name, before.get(name, NONE), after.get(name, NONE)) for name in {**before, **after}]
    return [one for one in told if one.old != one.new]


def _rules(meta: dict[str, Any]) -> dict[str, str]:
    """Rule sets, panels: id to version and hash."""
    found = {}
    for key, called in (("rules", "rules"), ("rule_sets", "rules"), ("panels", "panel")):
        listed = meta.get(key)
        for one in listed if isinstance(listed, list) else [listed]:
            if isinstance(one, dict) and one.get("id"):
                found[f"{called} {one['id']}"] = _version(one)
    return found


def _layers(meta: dict[str, Any]) -> dict[str, str]:
    layers = meta.get("layers")
    named = [one for one in layers if isinstance(one, dict)] if isinstance(layers, list) else []
    return {f"layer {one.get('name') or one.get('release')}": _text(one.get("release")) for one in named}


def _version(one: dict[str, Any]) -> str:
    return f"{one.get('version') or ''} sha256 {str(one.get('sha256'))[:12]}".strip()


def whole_case(old: dict[str, Any], new: dict[str, Any]) -> list[Change]:
    """What changed of a tumour's case as a whole: burden, events, markers, classes, risk; by the runs' case_result.

    A run of an older gms, which told no such result, is not compared.
    """
    then, now = old.get("case_result"), new.get("case_result")
    if not isinstance(then, dict) or not isinstance(now, dict):
        return []
    before, after = dict(_leaves(then)), dict(_leaves(now))
    found = [(name, _text(before.get(name)), _text(after.get(name))) for name in {**before, **after}]
    return [Change("", "", f"case: {name}", was, told) for name, was, told in found if was != told]


def _leaves(told: Any, place: str = "") -> Iterator[tuple[str, Any]]:
    """Every value of nested data with its place: `haematology.risk[ELN 2022].risk`."""
    if isinstance(told, dict):
        for key, value in told.items():
            if key not in UNTOLD:
                yield from _leaves(value, f"{place}.{key}" if place else str(key))
    elif isinstance(told, list | tuple) and any(isinstance(one, dict) for one in told):
        for number, one in enumerate(told, 1):
            name = next((one[key] for key in NAMED_BY if one.get(key)), number) if isinstance(one, dict) else number
            yield from _leaves(one, f"{place}[{name}]")
    else:
        yield place, ", ".join(map(str, told)) if isinstance(told, list | tuple) else told


def variants(old: list[dict[str, Any]], new: list[dict[str, Any]]) -> list[Change]:
    """What changed for each allele and gene, in the order of the old rows; what came last."""
    before, after = {_key(one): one for one in old}, {_key(one): one for one in new}
    told: list[Change] = []
    for key, row in {**before, **after}.items():
        was, now = before.get(key), after.get(key)
        if was is None or now is None:
            told.append(_whole(key, was, now, row))
        else:
            told += _moved(key, was, now)
    return told


def _key(row: dict[str, Any]) -> tuple[str, str]:
    return str(row.get("variant") or ""), str(row.get("gene") or "")


def _whole(key: tuple[str, str], was: dict[str, Any] | None, now: dict[str, Any] | None, row: dict[str, Any]) -> Change:
    called = _text(row.get("oncogenicity") or row.get("classification"))
    if was is None:
        return Change(*key, "row", NONE, called, "not among the old rows")
    assert now is None  # noqa: S101  # one of the two is not there
    return Change(*key, "row", called, NONE, "no longer among the rows")


def _moved(key: tuple[str, str], was: dict[str, Any], now: dict[str, Any]) -> Iterator[Change]:
    """Outcomes of a row that moved, then the criteria that moved them."""
    moved = [name for name in OUTCOMES if was.get(name) != now.get(name)]
    criteria = list(_criteria(key, was, now))
    codes = ", ".join(one.what for one in criteria)
    for name in moved:
        why = codes if name in ("classification", "oncogenicity", "points") else str(now.get("tier_reason") or "")
        yield Change(*key, name, _text(was.get(name)), _text(now.get(name)), why)
    yield from criteria


def _criteria(key: tuple[str, str], was: dict[str, Any], now: dict[str, Any]) -> Iterator[Change]:
    before, after = _by_code(was), _by_code(now)
    for code in {**before, **after}:
        old, new = before.get(code, {}), after.get(code, {})
        if any(old.get(name) != new.get(name) for name in COUNTS):
            yield Change(*key, code, _outcome(old), _outcome(new), _why(old, new))


def _by_code(row: dict[str, Any]) -> dict[str, dict[str, Any]]:
    listed = row.get("criteria")
    return {str(one.get("code")): one for one in listed if isinstance(one, dict)} if isinstance(listed, list) else {}


def _outcome(one: dict[str, Any]) -> str:
    """`met Strong (+4), displaced by PVS1`."""
    if not one:
        return NONE
    told = " ".join(str(part) for part in (str(one.get("verdict")).replace("_", " "), one.get("strength")) if part)
    if one.get("points"):
        told += f" ({one['points']:+g})" if isinstance(one["points"], int | float) else ""
    return f"{told}, displaced by {one['suppressed_by']}" if one.get("suppressed_by") else told


def _why(old: dict[str, Any], new: dict[str, Any]) -> str:
    before, after = str(old.get("because") or NONE), str(new.get("because") or NONE)
    return after if before == after else f"{before} -> {after}"


def _text(value: Any) -> str:
    if value is None or value == "":
        return NONE
    if isinstance(value, list):
        return "; ".join(map(_text, value)) or NONE
    return f"{value:g}" if isinstance(value, float) else str(value)
