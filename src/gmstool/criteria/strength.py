"""How much a criterion weighs."""

from __future__ import annotations

from enum import StrEnum


class Strength(StrEnum):
    """The five strengths, weakest first; stand-alone is for benign criteria only and outside the scale of points."""

    SUPPORTING = "Supporting"
    MODERATE = "Moderate"
    STRONG = "Strong"
    VERY_STRONG = "VeryStrong"
    STAND_ALONE = "StandAlone"

    @property
    def key(self) -> str:
        """Its name in rule sets: `very_strong`."""
        return self.name.lower()

    @property
    def rank(self) -> int:
        return _ORDER.index(self)

    def at_least(self, other: Strength) -> bool:
        return self.rank >= other.rank


_ORDER = tuple(Strength)
SUPPORTING, MODERATE, STRONG, VERY_STRONG, STAND_ALONE = _ORDER
