"""The tables that ship with gms, what they are, and how old a check of a row may be."""

from __future__ import annotations

import datetime as dt
import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gmstool.errors import InputError

if TYPE_CHECKING:
    import polars as pl

REVIEW_DAYS = 365  # issue of the project: a row checked more than twelve months ago weighs as one not reviewed
SHIPPED = Path(__file__).parent / "data"


def shipped_facts() -> dict[str, dict[str, Any]]:
    """What the shipped layers are: file, label, date, licence."""
    found: dict[str, dict[str, Any]] = _manifest()["layers"]
    return found


def shipped_table(name: str) -> pl.DataFrame:
    """A shipped layer as text columns; empty cells are null."""
    import polars as pl

    path = SHIPPED / shipped_facts()[name]["file"]
    try:
        return pl.read_csv(path, separator="\t", infer_schema=False, comment_prefix="##", quote_char=None)
    except (OSError, pl.exceptions.PolarsError) as error:
        raise InputError(f"cannot read {path}: {str(error).splitlines()[0]}", "install gmstool again") from None


@cache
def _manifest() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((SHIPPED / "layers.json").read_text("utf-8"))
    return found


def stale(date: str | None, today: dt.date) -> bool:
    """Whether a check is more than twelve months old, in the future, or of no known day."""
    try:
        checked = dt.date.fromisoformat(date or "")
    except ValueError:
        return True
    return not 0 <= (today - checked).days <= REVIEW_DAYS
