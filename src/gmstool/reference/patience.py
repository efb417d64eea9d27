"""How long a server that stumbles is waited for, and what is said when patience is at its end."""

from __future__ import annotations

import contextlib
import email.utils
import time
from dataclasses import dataclass

from gmstool.errors import RemoteError

BY_HAND = "fetch the file in another way and give it to `gms data add`"


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait, in seconds, and how often to try in a row without a single new byte."""

    connect: float = 10
    read: float = 60
    attempts: int = 4
    first_wait: float = 1
    longest_wait: float = 120


PATIENCE = Patience()


class PassingError(Exception):
    """It may go better the next time."""

    def __init__(self, reason: str, wait: float | None = None) -> None:
        super().__init__(reason)
        self.wait = wait


def retry_after(told: str) -> float | None:
    """Seconds that a header Retry-After asks to wait, written as a number or as a date; None when it does not say."""
    if told.isdigit():
        return float(told)
    with contextlib.suppress(ValueError, TypeError):
        return max(0.0, email.utils.parsedate_to_datetime(told).timestamp() - time.time())
    return None


def pause(url: str, error: PassingError, failures: int, patience: Patience) -> None:
    """Wait before the next attempt, longer each time; raises RemoteError when patience is at its end."""
    if failures >= patience.attempts:
        hint = f"is the network up, or a proxy needed (HTTPS_PROXY)? Try again later, or {BY_HAND}"
        raise RemoteError(f"{url} could not be fetched in {failures} attempts: {error}", hint) from None
    wait = patience.first_wait * 2 ** (failures - 1) if error.wait is None else error.wait
    if wait > patience.longest_wait:
        raise RemoteError(f"{url} asks to come back in {wait:.0f} seconds ({error})", "try again then") from None
    time.sleep(wait)


def reason(error: BaseException) -> str:
    """The innermost reason in few words: requests and urllib3 wrap it several times."""
    while (inner := getattr(error, "reason", None) or error.__cause__ or error.__context__) is not None:
        if not isinstance(inner, BaseException):
            break
        error = inner
    words = str(error).rpartition(": ")[2].strip("')\"") if "object at 0x" in str(error) else str(error)
    return words.splitlines()[0] if words else type(error).__name__
