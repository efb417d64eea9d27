"""What a summary was made with: gms, rule sets, panels, reference data and filters, from the runs' meta.json."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from gmstool import __version__
from gmstool.report.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gmstool.report.case import Case
    from gmstool.report.words import Words


def assembly(case: Case) -> str:
    named = [case.file.method.assembly, *(one.assembly for one in case.rows)]
    return next((str(one) for one in named if one), "")


def versions(case: Case, words: Words) -> list[tuple[str, str]]:
    """What everything was made with, from the runs' meta.json; each fact once."""
    told: list[tuple[str, str]] = [(words("gms"), __version__)]
    panels = [
        " ".join(part for part in (one.id, one.version, one.name and f"({one.name})") if part)
        for one in case.file.panel
    ]
    for meta in case.metas:
        told += [(words("Input"), _input(meta.get("input")))]
        told += [(words("Panel"), _named(one)) for one in meta.get("panels") or [] if isinstance(one, dict)]
        told += [(words("Rule set"), _named(one)) for one in _rule_sets(meta)]
        told += [(words("Reference data"), one) for one in str(meta.get("reference") or "").split(", ")]
        told += [(words("Filters"), _options(meta["options"]))] if isinstance(meta.get("options"), dict) else []
        told += [(words("Layers"), words.reason(_layers(meta["layers"])))] if meta.get("layers") else []
        told += (
            [(words("Not for commercial use"), ", ".join(map(str, meta["non_commercial"])))]
            if meta.get("non_commercial")
            else []
        )
    told += [(words("Panel"), one) for one in panels if not any(value.startswith(f"{one} sha256") for _, value in told)]
    if not any(name == words("Rule set") for name, _ in told):
        told += [(words("Rule set"), one) for one in dict.fromkeys(row.rules for row in case.rows if row.rules)]
    return list(dict.fromkeys((name, value) for name, value in told if value))


def gathered(told: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """What several runs tell under one name stands under it once."""
    found: dict[str, list[str]] = {}
    for name, value in told:
        found.setdefault(name, []).append(value)
    return tuple((name, ", ".join(values)) for name, values in found.items())


def basis(case: Case, key: list[Finding], words: Words) -> str:
    """Rules of the key findings, panel, genome and program in one line for the first page."""
    known = {str(one.get("id")): one for meta in case.metas for one in meta.get("rule_sets") or []
             if isinstance(one, dict)}  # fmt: skip
    rules = dict.fromkeys(one.row.rules for one in key or _first_row(case) if one.row and one.row.rules)
    told = [_version_of(known[one]) if one in known else one for one in rules]
    panels = [_version_of(one) for meta in case.metas for one in meta.get("panels") or [] if isinstance(one, dict)]
    panels += [" ".join(part for part in (one.id, one.version) if part) for one in case.file.panel]
    pairs = [
        (words("Rule set"), ", ".join(told)),
        (words("Panel"), ", ".join(dict.fromkeys(panels)) or words("not stated")),
        (words("Reference genome"), assembly(case)),
        ("ClinVar", _clinvar(case)),
        ("gms", __version__),
    ]
    return " · ".join(f"{name}: {value}" for name, value in pairs if value)


def _first_row(case: Case) -> list[Finding]:
    return [Finding(one, None) for one in case.rows[:1]]


def _rule_sets(meta: dict[str, Any]) -> list[dict[str, Any]]:
    """Each rule set of a run with its hash; a tumour's run names its own, those of predictions and of prompts."""
    several = meta.get("rule_sets") or [meta.get(name) for name in ("rules", "rules_of_prediction", "prompts")]
    return [one for one in several if isinstance(one, dict)]


def _version_of(told: dict[str, Any]) -> str:
    return " ".join(str(part) for part in (told.get("id"), told.get("version")) if part)


def _clinvar(case: Case) -> str:
    """The release of ClinVar that was looked at; empty where no run tells it."""
    for meta in case.metas:
        named = [*str(meta.get("reference") or "").split(", "), *_layers(meta.get("layers") or []).split("; ")]
        if found := next((one for one in named if one.startswith("ClinVar ")), None):
            return found.removeprefix("ClinVar ")
    return ""


def _input(told: Any) -> str:
    if not isinstance(told, dict) or not told.get("name"):
        return ""
    return ", ".join(str(part) for part in (told["name"], told.get("build")) if part)


def _named(told: dict[str, Any]) -> str:
    hashed = str(told.get("sha256") or "")[:12]
    return " ".join(str(part) for part in (told.get("id"), told.get("version"), hashed and f"sha256 {hashed}…") if part)


def _options(told: dict[str, Any]) -> str:
    """Options as they are typed: `--impact HIGH,MODERATE`."""
    return " ".join(
        f"--{name.replace('_', '-')} {_option(value)}".removesuffix(" true") for name, value in told.items()
    )


def _option(value: Any) -> str:
    if isinstance(value, list):
        return ",".join(map(_option, value))
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _layers(told: Any) -> str:
    if isinstance(told, list):
        return "; ".join(_layers(one) for one in told)
    if isinstance(told, dict):
        release, date = str(told.get("release") or ""), str(told.get("date") or "")
        return release if date in release else f"{release} {date}".strip()
    return str(told)
