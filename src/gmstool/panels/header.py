"""What a panel says of itself: its id, its terms, and text that breaks no output it goes into."""

import datetime as dt
import re
from collections.abc import Mapping

from gmstool.errors import PanelError, UsageError
from gmstool.reference.bundle import NON_COMMERCIAL

LONGEST_ID = 80
LONGEST_SHOWN = 60  # letters of a name in a message
_ID = re.compile(rf"[A-Za-z0-9_][A-Za-z0-9._-]{{0,{LONGEST_ID - 1}}}")
# Escape sequences of terminals begin with one of these, and a text with turned letters reads otherwise than it is.
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def checked_id(text: str, where: str) -> str:
    """An id that may stand in every output as it is. Raises PanelError."""
    if not _ID.fullmatch(text):
        raise PanelError(
            f"{where}: `{plain(text)[:60]}` is no id of a panel",
            hint=f"at most {LONGEST_ID} letters a to z, digits, dots, hyphens and underscores",
        )
    return text


def id_of(stem: str) -> str:
    """An id for a panel that states none, by the name of its file."""
    safe = re.sub(r"[^A-Za-z0-9._-]+", "-", stem).strip("-.")
    return safe[:LONGEST_ID] or "panel"


def plain(text: str) -> str:
    """The text without control characters, in whose place a sign stands."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)


def line(value: object) -> str:
    """A value on one line, without control characters; empty where nothing is known."""
    return "" if value is None else plain(" ".join(str(value).split()))


def short(name: str) -> str:
    """A name in a message, cut where it is too long to be one."""
    return name if len(name) <= LONGEST_SHOWN else f"{name[:LONGEST_SHOWN]}…"


def counted(number: int, what: str) -> str:
    """`1 gene`, `2 genes`; `what` is the singular."""
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def checked(told: Mapping[str, str]) -> dict[str, str]:
    """What the user tells of a new panel: id, name, version and date. Raises PanelError or UsageError."""
    if text := told.get("id"):
        checked_id(text, "--id")
    for key in ("name", "version"):
        if len(told.get(key, "").splitlines()) > 1:
            raise UsageError(f"--{key} has more than one line")
    if day := told.get("date"):
        _check_day(day)
    return dict(told)


def non_commercial(header: Mapping[str, str]) -> bool:
    """Whether a panel says that it may not be used commercially."""
    return header.get("terms") == NON_COMMERCIAL


def _check_day(day: str) -> None:
    try:
        known = dt.date.fromisoformat(day).isoformat() == day
    except ValueError:
        known = False
    if not known:
        raise UsageError(f"--date {day[:40]} is no day", hint="write it as YYYY-MM-DD")
