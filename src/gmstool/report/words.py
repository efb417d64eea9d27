"""What a summary says, in English and Swedish. The English sentence is the key; `sentences/sv.toml` holds the Swedish.

A sentence is complete in both languages, `{}` standing for values: numbers and dates are written as the language
does. Reasons of criteria come from `gmstool.sentences`.
"""

from __future__ import annotations

import re
import tomllib
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from gmstool.sentences import say

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
          "November", "December")  # fmt: skip
NARROW = "\N{NO-BREAK SPACE}"
_POINT = re.compile(
    r"(?<=(?<![\w.])\d)\.(?=\d+(?:e-\d+)?(?![\w.:]))|(?<=(?<![\w.])\d\d)\.(?=\d+(?![\w.:]))"
)  # 0.98, 1.2e-6, 11.7
_POWER = re.compile(r"(?<=\d)e([+-]?)0*(\d+)(?!\w)")  # 1.2e-06
_TIMES = f"{NARROW}\N{MULTIPLICATION SIGN}{NARROW}"
_TYPED = re.compile(r"\d+\.\d+")
_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
DECIMALS = 6  # enough for a frequency; smaller ones are written with a power of ten


class Words:
    """Speaks one language."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, told: str, *values: Any) -> str:
        """A sentence of the catalogue with its values. Raises KeyError for a sentence that has no Swedish form."""
        text = told if self.language == "en" else catalogue()[told]
        parts = text.split("{}")
        shown = [*map(self.shown, values), ""]
        if len(parts) != len(shown):
            raise ValueError(f"{told!r} has {len(parts) - 1} places for {len(values)} values")
        return "".join(part + value for part, value in zip(parts, shown, strict=True))

    def shown(self, value: Any) -> str:
        """A value as the language writes it; None is not known."""
        if value is None:
            return self("not known")
        if isinstance(value, bool):
            return self("yes") if value else self("no")
        if isinstance(value, int | float):
            return self.number(value)
        return self.day(value) if isinstance(value, date) else str(value)

    def number(self, value: float) -> str:
        text = _signs(f"{value:,}" if isinstance(value, int) else _decimal(value))
        if self.language == "en":
            return text
        return text.replace(",", NARROW).replace(".", ",")

    def percent(self, value: float | None) -> str:
        """A fraction in percent: 12 % in Swedish, 12% in English."""
        if value is None:
            return self("not known")
        return f"{self.number(round(value * 100, 1))}{NARROW if self.language == 'sv' else ''}%"

    def day(self, value: date) -> str:
        return value.isoformat() if self.language == "sv" else f"{value.day} {MONTHS[value.month - 1]} {value.year}"

    def listed(self, values: list[str], joint: str = "and") -> str:
        """One, two and three; after a negation "or"."""
        *head, last = values
        return f"{', '.join(head)} {self(joint)} {last}" if head else last

    def reason(self, text: str) -> str:
        """A criterion's reason, as `gms classify` gave it."""
        told = say(text, self.language)
        return _powers(told if self.language == "en" else _POINT.sub(",", told))

    def measured(self, text: str) -> str:
        """A value that a person typed: a plain number is written as the language does, all else stays."""
        found = _TYPED.fullmatch(text)
        return text if found is None or self.language == "en" else text.replace(".", ",")


def _signs(text: str) -> str:
    """-8 with a minus instead of a hyphen, powers of ten as people write them."""
    return _powers(text).replace("-", "\N{MINUS SIGN}")


def _powers(text: str) -> str:
    """1.2e-06 with its power of ten raised."""
    return _POWER.sub(lambda found: f"{_TIMES}10{(found[1].strip('+') + found[2]).translate(_RAISED)}", text)


def _decimal(value: float) -> str:
    if value and abs(value) < 10**-DECIMALS:
        return f"{value:.1e}"
    text = f"{value:,.{DECIMALS}f}" if abs(value) < 1 else f"{value:,.2f}"
    return text.rstrip("0").rstrip(".")


@cache
def catalogue() -> dict[str, str]:
    """English sentence to Swedish sentence."""
    text = (resources.files("gmstool") / "report" / "sentences" / "sv.toml").read_text("utf-8")
    found: dict[str, str] = {}
    for part in tomllib.loads(text).values():
        found |= part
    return found
