"""How old a release is."""

from __future__ import annotations

from datetime import UTC, date, datetime

from gmstool.provenance import stated_time


def today() -> date:
    """Today, or the day that is stated so that a run can be repeated. Raises InputError."""
    return (stated_time() or datetime.now(UTC)).date()


def days_since(day: str | None) -> int | None:
    """Days since a day written YYYY-MM-DD; None for anything else. Raises InputError as `today` does."""
    try:
        released = date.fromisoformat((day or "")[:10])
    except ValueError:
        return None
    return (today() - released).days
