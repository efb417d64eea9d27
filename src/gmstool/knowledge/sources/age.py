"""How old a release is."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime


def days_since(day: str | None) -> int | None:
    """Days since a day written YYYY-MM-DD; None for anything else. SOURCE_DATE_EPOCH says what today is."""
    try:
        released = date.fromisoformat((day or "")[:10])
        told = os.environ.get("SOURCE_DATE_EPOCH")
        today = datetime.fromtimestamp(int(told), UTC) if told else datetime.now(UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return (today.date() - released).days
