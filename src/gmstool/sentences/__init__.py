"""What gms says about variants, in English and Swedish: class names, reasons and headings.

The English sentence is its own key. `sv.toml` holds its Swedish form, `{}` standing for what differs from row to row:
names, numbers, or sentences of their own. What has no Swedish form stays English, and a test holds the catalogue whole.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from gmstool.errors import UsageError

LANGUAGES = ("en", "sv")
_NOTE = " (not known: "  # what a reason ends with where facts are missing that it can do without
_STEP = " > "
_BETWEEN = (_STEP, "; ", ", ")  # what joins steps, sentences and facts


@dataclass(frozen=True, slots=True, init=False)
class Said:
    """A sentence with the values that go into it; None is not known."""

    told: str
    values: tuple[Any, ...]

    def __init__(self, told: str, *values: Any) -> None:
        if told.count("{}") != len(values):
            raise ValueError(f"{told!r} has {told.count('{}')} places for {len(values)} values")
        object.__setattr__(self, "told", told)
        object.__setattr__(self, "values", values)

    def __str__(self) -> str:
        return self.told.format(*("not known" if one is None else one for one in self.values))


def checked(language: str) -> str:
    """The language, if gms speaks it. Raises UsageError."""
    if language not in LANGUAGES:
        raise UsageError(f"--lang {language} is not known", hint=f"use {' or '.join(LANGUAGES)}")
    return language


def say(text: str, language: str) -> str:
    """An English text in a language; what the catalogue does not hold stays as it is."""
    return text if language == "en" else _translated(text)


def class_name(name: str, language: str) -> str:
    """The name of a class; in Swedish with its number."""
    if language == "en":
        return name
    number, told = catalogue()["classes"].get(name, ("", name))
    return f"{number} {told}".strip()


@cache
def catalogue() -> dict[str, Any]:
    """The Swedish catalogue: classes, words and sentences; what is said of tumours has a file of its own."""
    folder = resources.files("gmstool") / "sentences"
    found = tomllib.loads((folder / "sv.toml").read_text("utf-8"))
    for name, told in tomllib.loads((folder / "sv_tumours.toml").read_text("utf-8")).items():
        found[name] |= told
    return found


@lru_cache(maxsize=1 << 16)
def _translated(text: str) -> str:
    found = catalogue()
    classes = {name: told for name, (_, told) in found["classes"].items()}
    plain: dict[str, str] = {**classes, **found["words"], **found["sentences"]}
    if text in plain:
        return plain[text]
    head, note, missing = text.rpartition(_NOTE)
    if note and missing.endswith(")") and _closed(missing[:-1]):
        return f"{_translated(head)} ({plain['not known']}: {_translated(missing.removesuffix(')'))})"
    for pattern, template in _patterns():
        if (match := pattern.fullmatch(text)) and all(_closed(part) and _STEP not in part for part in match.groups()):
            return template.format(*(_translated(part) for part in match.groups()))
    for between in _BETWEEN:
        if len(parts := _split(text, between)) > 1:
            return between.join(_translated(part) for part in parts)
    return text


def _closed(text: str) -> bool:
    """Every bracket that is opened is closed: a value never begins in one remark and ends in another."""
    return text.count("(") == text.count(")") and ")" not in text.partition("(")[0]


def _split(text: str, between: str) -> list[str]:
    """The parts of a text, brackets kept whole."""
    parts, held = list[str](), ""
    for piece in text.split(between):
        held = f"{held}{between}{piece}" if held else piece
        if _closed(held):
            parts, held = [*parts, held], ""
    return [*parts, held] if held else parts


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """The sentences with places to fill, the most particular first."""
    filled = [(told, swedish) for told, swedish in catalogue()["sentences"].items() if "{}" in told]
    ordered = sorted(filled, key=lambda one: -len(one[0]))
    return tuple(
        (re.compile("(.*?)".join(map(re.escape, told.split("{}"))), re.DOTALL), swedish) for told, swedish in ordered
    )
