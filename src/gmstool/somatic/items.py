"""One piece of evidence of a variant or event, as it weighs for the tumour of the case."""

from __future__ import annotations

from typing import NamedTuple

TIER_OF_LEVEL = {"A": "I", "B": "I", "C": "II", "D": "II"}


class Item(NamedTuple):
    """One piece of evidence as it weighs for this tumour; level_if_reviewed is what a review would make of it."""

    id: str
    type: str
    biomarker: str
    drug: str | None
    direction: str | None
    tumour_type: str
    relation: str  # same, more particular or other, as seen from the case's tumour
    level: str
    level_if_reviewed: str
    curated_level: str  # in the tumour type of the evidence
    regulators: str | None
    nt_council: str | None
    indication: str | None
    line: str | None
    escat: str | None
    source: str
    date: str | None
    layer: str
    reviewed: bool

    @property
    def tier(self) -> str:
        return TIER_OF_LEVEL[self.level]
