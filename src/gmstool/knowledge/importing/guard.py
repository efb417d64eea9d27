"""No personal identity number enters the store: every text of a row is looked at, known identifiers aside."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from gmstool import identity

if TYPE_CHECKING:
    from collections.abc import Mapping

# Identifiers whose digits say nothing of people; most texts of a large file are these, and need no closer look.
_KNOWN = re.compile(r"(?:VCV|SCV|RCV)\d{9}|MONDO:\d{7}|OMIM:\d{6}|ORPHA:\d{1,6}|rs\d{1,10}|N[CMPR]_\d{6}(?:\d{3})?\.")
_DIGITS = re.compile(r"\d{6}", re.ASCII)
_NUMBERS = frozenset(("pos", "hgnc_id", "stars", "het", "hom", "hemi", "total", "cases"))


def place(facts: Mapping[str, Any]) -> str | None:
    """The column that holds a personal identity number, with the kind; None where there is none."""
    for name, value in facts.items():
        if (
            value is not None
            and name not in _NUMBERS
            and (found := kind(value if isinstance(value, str) else str(value)))
        ):
            return f"{name}: holds a personal identity number ({found})"
    return None


@lru_cache(maxsize=1 << 16)
def kind(text: str) -> str | None:
    """What kind of personal identity number stands in a text; None for none."""
    if text.isascii() and not _DIGITS.search(_KNOWN.sub("", text)) and len(text) < 200:  # noqa: PLR2004  long texts are looked at whole
        return None
    return next((found.kind for found in identity.find(text)), None)
