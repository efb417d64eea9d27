"""A commented case file to start from, one for each type of case."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any

from gmstool.errors import UsageError
from gmstool.report.case_types import CASE_TYPES


def start(kind: str, language: str) -> str:
    """A case file of this type, its comments in the language: a valid file in which nothing is stated but the type."""
    if kind not in CASE_TYPES:
        raise UsageError(f"--init {kind} is not known", hint=f"types: {', '.join(CASE_TYPES)}")
    if language not in ("sv", "en"):
        raise UsageError(f"--lang {language} is not known", hint="use sv or en")
    found = _pieces()
    lines = []
    for piece in found["piece"]:
        if kind in piece.get("types", CASE_TYPES):
            lines += [f"# {line}" for line in piece[language].strip().splitlines()]
            lines += [piece["text"].strip().replace("{type}", kind).replace("{lang}", language), ""]
    return "\n".join(lines)


@cache
def _pieces() -> dict[str, Any]:
    return tomllib.loads((resources.files("gmstool") / "report" / "templates" / "case.toml").read_text("utf-8"))
