"""The JSON Schema of the evidence that a case file holds for `gms classify`, from that command's own records."""

from __future__ import annotations

from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from typing import Any, get_args, get_type_hints

from gmstool.classify.case import ALLOWED, CaseVariant, FamilyFacts, GeneFit

_PLAIN: dict[Any, dict[str, Any]] = {
    str: {"type": "string", "minLength": 1},
    bool: {"type": "boolean"},
    int: {"type": "integer", "minimum": 0},
    float: {"type": "number", "minimum": 0},
    date: {"type": "string", "format": "date"},
}


_RECORDS = {"variant": CaseVariant, "family": FamilyFacts, "gene": GeneFit}


def evidence_schema(section: str) -> dict[str, Any]:
    """One entry of `[[variant]]` or `[[gene]]`, or the table `[family]`."""
    return _record(_RECORDS[section])


def _record(kind: Any) -> dict[str, Any]:
    hints = get_type_hints(kind)
    # The file's own `author` stands for every piece that names none.
    needed = [one.name for one in fields(kind) if one.default is MISSING and one.name != "author"]
    told = {
        "type": "object",
        "description": (kind.__doc__ or "").strip(),
        "additionalProperties": False,
        "properties": {one.name: _value(one.name, hints[one.name]) for one in fields(kind)},
    }
    return {**told, "required": needed} if needed else told


def _value(name: str, hint: Any) -> dict[str, Any]:
    inner = get_args(hint)
    if str(hint).startswith("tuple"):  # a list of records may have the name of a choice inside them: `phenotype`
        return {"type": "array", "items": _value("", inner[0])}
    if name in ALLOWED:
        return {"enum": list(ALLOWED[name])}
    kind = inner[0] if inner else hint
    return _record(kind) if is_dataclass(kind) else dict(_PLAIN[kind])
