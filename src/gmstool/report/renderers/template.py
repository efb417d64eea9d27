"""The text of a template: the shipped one, or the site's own."""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING

from gmstool.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = resources.files("gmstool") / "report" / "templates"


def text_of(own: Path | None, shipped: str) -> str:
    """The text of the site's own template, else of the shipped one. Raises InputError."""
    if own is None:
        return (FOLDER / shipped).read_text("utf-8")
    try:
        return own.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is no UTF-8 text"
        raise InputError(f"cannot read the template {own}: {reason}", "docs/report.md lists what it may name") from None
