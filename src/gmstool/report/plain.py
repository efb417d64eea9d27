"""Texts without letters that no document can hold, or that make a reader see another order than is written."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import Any

_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")  # direction of writing


def clean(text: str) -> str:
    """The text without control letters, half surrogates, non-characters and marks that turn the direction."""
    return text if text.isascii() and text.isprintable() else "".join(filter(_is_harmless, text))


def _is_harmless(letter: str) -> bool:
    if letter in "\t\n":
        return True
    code = ord(letter)
    broken = code < 0x20 or 0x7F <= code < 0xA0 or 0xD800 <= code <= 0xDFFF or code & 0xFFFE == 0xFFFE  # noqa: PLR2004  # Unicode
    return not broken and letter not in _TURNING


def cleaned(value: Any) -> Any:
    """A dataclass, tuple or text with every text in it clean."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, tuple):
        return tuple(map(cleaned, value))
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{one.name: cleaned(getattr(value, one.name)) for one in fields(value)})
    return value
