"""The numbers and lists of prompts.toml, each with its source."""

from __future__ import annotations

import hashlib
import tomllib
from functools import cache
from pathlib import Path

from gmstool.rules.model import RuleSet

FILE = Path(__file__).with_name("prompts.toml")


@cache
def numbers() -> RuleSet:
    """Sections as attributes: `numbers().clonal.genes`; `note` gives unit, source and whether it needs a sign-off."""
    text = FILE.read_bytes()
    return RuleSet("prompts-2026", "1", hashlib.sha256(text).hexdigest(), tomllib.loads(text.decode()))


@cache
def citation(path: str) -> str:
    """The source of a number, with what a reader must know of it."""
    note = numbers().note(path)
    return f"{note.citation}{' [not reviewed]' if note.status == 'second-hand' else ''}"
