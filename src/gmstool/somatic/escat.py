"""ESCAT (Mateo 2018, PMID 30137196): suggestions only, from curated triples of alteration, drug and tumour type.

A suggestion needs a reviewed row that states the rank for this tumour type; it is never derived from a tier, from a
level, or from another tumour type.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from gmstool.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gmstool.somatic.items import Item

MEANINGS = {
    "I-A": "randomised trial in this tumour type: longer survival",
    "I-B": "prospective trial in this tumour type, not randomised: meaningful benefit",
    "I-C": "trials across tumour types: similar benefit",
    "II-A": "retrospective: meaningful benefit",
    "II-B": "prospective: more responses, no data on survival",
    "III-A": "benefit in another tumour type",
    "III-B": "similar predicted effect to a tier I alteration, no clinical data",
    "IV-A": "preclinical evidence",
    "IV-B": "evidence in silico only",
    "V": "responses without meaningful benefit alone",
    "X": "no evidence of actionability",
}


class Suggestion(NamedTuple):
    """A rank of one triple, with where it is from."""

    escat: str
    biomarker: str
    drug: str
    tumour_type: str
    source: str


def suggestions(items: Iterable[Item]) -> tuple[Suggestion, ...]:
    """The ranks of reviewed triples of this very tumour type, the best first; none for a drug that fails."""
    found = [
        Suggestion(one.escat, one.biomarker, one.drug, one.tumour_type, one.source)
        for one in items
        if one.escat and one.drug and one.reviewed and one.relation == "same" and one.direction == "sensitivity"
    ]
    return tuple(sorted(found, key=lambda one: list(MEANINGS).index(one.escat)))


def checked(rank: str, where: str) -> str:
    """A rank as it is written. Raises InputError for one that does not exist."""
    if rank and rank not in MEANINGS:
        raise InputError(f"{where}: there is no ESCAT rank `{rank}`", f"ranks: {', '.join(MEANINGS)}")
    return rank
