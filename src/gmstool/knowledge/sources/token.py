"""The token of the national server: from the environment or a file, never the command line, where others see it."""

from __future__ import annotations

import os
from pathlib import Path

from gmstool.errors import InputError
from gmstool.knowledge.signing import small_file

_LONGEST = 1 << 14  # bytes


def national_token() -> str | None:
    """GMS_KB_TOKEN, else the content of the file that GMS_KB_TOKEN_FILE names. Raises InputError."""
    text = os.environ.get("GMS_KB_TOKEN") or _of_file(os.environ.get("GMS_KB_TOKEN_FILE"))
    token = text.strip() if text else None
    if token and not (token.isascii() and token.isprintable() and " " not in token):
        raise InputError("the token of the national server holds what no token has", "it is one word, on one line")
    return token


def _of_file(name: str | None) -> str | None:
    if not name:
        return None
    path = Path(name)
    if os.name == "posix" and path.is_file() and path.stat().st_mode & 0o077:
        raise InputError(f"others can read the token in {path}", f"chmod 600 {path}")
    return small_file(path, _LONGEST).decode("utf-8", "replace")
