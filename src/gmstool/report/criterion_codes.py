"""Criteria as people write them: `PM3_Strong`, `PM2_Supporting`, `PS1`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gmstool.criteria.codes import natural

if TYPE_CHECKING:
    from gmstool.report.case import Row


def counted(row: Row) -> list[str]:
    """Criteria that are met and count."""
    return [code(one.code, one.strength) for one in row.criteria if one.verdict == "met" and not one.suppressed_by]


def code(name: str, strength: str | None) -> str:
    """A criterion with its strength where that is not what the letters say.

    PM2 always bears it: its letters say moderate, and ClinGen's recommendation is supporting.
    """
    return name if not strength or (name != "PM2" and _is_natural(name, strength)) else f"{name}_{strength}"


def _is_natural(name: str, strength: str) -> bool:
    try:
        return natural(name) == strength.replace(" ", "")
    except KeyError:  # a code of another laboratory's rules: nothing says what its letters mean
        return False
