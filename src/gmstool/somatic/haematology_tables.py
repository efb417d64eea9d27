"""The lists of leukaemia: genes, fusions, numbers and defining alterations, each with its source."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import TYPE_CHECKING, Any

from gmstool.somatic.karyotype import breaks
from gmstool.somatic.shipped import SHIPPED

if TYPE_CHECKING:
    from gmstool.somatic.haematology_facts import Facts


@cache
def tables() -> dict[str, Any]:
    """The lists with their sources."""
    return tomllib.loads((SHIPPED / "haematology.toml").read_text("utf-8"))


def genes(name: str) -> list[str]:
    """A list of genes."""
    found: list[str] = tables()["genes"][name]["value"]
    return found


def number(name: str) -> float:
    """A number of the rules."""
    return float(tables()["numbers"][name]["value"])


def is_complex(facts: Facts) -> bool:
    """Whether the karyotype is known and complex."""
    return facts.karyotype is not None and facts.karyotype.is_complex(int(number("complex")))


def is_found(one: dict[str, Any], facts: Facts) -> bool:
    """By its partners, or by the karyotype: as it is written, or by the band that is broken."""
    if facts.has_fusion(one["partners"], one.get("but_not", ())):
        return True
    if facts.karyotype is None:
        return False
    if one["iscn"] and facts.karyotype.begins(*one["iscn"]):
        return True
    excepted = tuple(one.get("but_not_iscn", ()))
    return "band" in one and any(
        breaks(found, *one["band"]) and not found.startswith(excepted or ("\0",))
        for found in facts.karyotype.abnormalities
    )
