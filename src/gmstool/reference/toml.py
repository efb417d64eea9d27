"""Writing TOML: as much of it as a manifest needs (the standard library only reads it)."""

from __future__ import annotations

import json
from typing import Any


def dumps(content: dict[str, Any], head: str) -> str:
    """Nested tables and lists of tables, below a comment; texts, whole numbers and truth values in them."""
    return f"# {head}\n{''.join(_tables(content, ()))}"


def _tables(content: dict[str, Any], path: tuple[str, ...]) -> list[str]:
    """The lines of one table, its plain values first: TOML wants them before the tables inside."""
    plain = [f"{_key(key)} = {_value(value)}\n" for key, value in content.items() if not _is_nested(value)]
    inner: list[str] = []
    for key, value in content.items():
        here = (*path, _key(key))
        if isinstance(value, dict):
            head = [f"\n[{'.'.join(here)}]\n"] if any(not _is_nested(one) for one in value.values()) else []
            inner += head + _tables(value, here)
        elif _is_nested(value):
            for one in value:
                inner += [f"\n[[{'.'.join(here)}]]\n", *_tables(one, here)]
    return plain + inner


def _is_nested(value: Any) -> bool:
    return isinstance(value, dict) or (isinstance(value, list) and any(isinstance(one, dict) for one in value))


def _key(key: str) -> str:
    return key if key and key.replace("-", "").replace("_", "").isalnum() and key.isascii() else _value(key)


def _value(value: Any) -> str:
    # JSON writes texts, numbers, truth values and lists of them as TOML does; DEL alone it leaves as it is.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")
