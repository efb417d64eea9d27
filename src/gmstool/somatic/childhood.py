"""Childhood cancer: what may be inherited is kept apart from the tumour's findings, and told only with consent.

Without consent nothing is said of which genes carry a variant: only that the question has not been asked.
"""

from __future__ import annotations

import tomllib
from functools import cache
from typing import TYPE_CHECKING, Any

from gmstool.somatic.evidence import oncogenic
from gmstool.somatic.prompt_numbers import numbers
from gmstool.somatic.shipped import SHIPPED

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gmstool.somatic.tumour_types import TumourType

ADULT = 18  # years
NOT_ASKED = "not shown: consent to look for inherited predisposition is not stated"
REFUSED = "not shown: no consent to look for inherited predisposition"
NONE_SEEN = "no variant that counts in the genes asked after; this excludes nothing inherited"


def predisposition(
    rows: Iterable[Mapping[str, Any]], content: Mapping[str, Any], tumour: TumourType, age: float | None
) -> dict[str, Any] | None:
    """The predisposition part of a child's case; None for an adult, or where the age is not known."""
    if age is None or age >= ADULT:
        return None
    consent = _consent(content)
    asked = genes_for(tumour)
    if not consent:
        return {"told": REFUSED if consent is False else NOT_ASKED, "genes": [], "asked": asked}
    found = list(dict.fromkeys(row["gene"] for row in rows if row["gene"] in asked and oncogenic(row)))
    told = "may be inherited: test normal tissue, with genetic counselling" if found else NONE_SEEN
    return {"told": told, "genes": found, "asked": asked}


def may_tell(content: Mapping[str, Any], age: float | None) -> bool:
    """Whether what may be inherited is told: not of a child without stated consent."""
    return age is None or age >= ADULT or _consent(content) is True


def genes_for(tumour: TumourType) -> list[str]:
    """The genes asked after: those of the tumour type and of what it is a kind of first, then those of any child, and
    those that are followed up in every tumour (prompts.toml).
    """
    found = [
        gene for code in (tumour.code, *tumour.parents) for gene in tables()["tumours"].get(code, {}).get("value", [])
    ]
    every = [*tables()["genes"]["any"]["value"], *numbers().germline.any_tumour]
    return list(dict.fromkeys([*found, *every]))


@cache
def tables() -> dict[str, Any]:
    """The lists with their sources."""
    return tomllib.loads((SHIPPED / "childhood.toml").read_text("utf-8"))


def _consent(content: Mapping[str, Any]) -> bool | None:
    """`[consent] germline` of the case file, else `[childhood] germline_consent`; None is not stated."""
    for table, key in (("consent", "germline"), ("childhood", "germline_consent")):
        found = content.get(table)
        if isinstance(found, dict) and isinstance(found.get(key), bool):
            return bool(found[key])
    return None
