"""ClinGen criteria specifications (CSpec) as overlays: which criteria a panel uses, and at which strengths.

Thresholds stand in prose there. They are kept as text beside each strength and are not turned into numbers: a person
enters those, with the text at hand.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from gmstool.rules.model import RulesError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

_NOT = re.compile(r"not\s+applicable|not\s+used", re.IGNORECASE)
_VERSION = re.compile(r"version\s+v?([\d.]+)", re.IGNORECASE)
_STRENGTHS = ("StandAlone", "VeryStrong", "Strong", "Moderate", "Supporting")
_KEYS = {"evidenceStrengths", "strengthDescriptor"}
MAX_BYTES = 64 << 20


def imported(path: Path, base: str) -> dict[str, Any]:
    """The overlay that a CSpec file says, laid over `base`. Raises RulesError."""
    content = _read(path)
    criteria = {code: _criterion(list(rows)) for code, rows in _by_code(content).items()}
    if not criteria:
        raise RulesError(f"{path} names no criteria", hint="give the JSON of a criteria specification of ClinGen")
    label, identity = _first(content, "label") or path.stem, _identity(content) or path.stem
    version = _VERSION.search(label)
    number = version[1].rstrip(".") if version else "unknown"
    date = str(_first(content, "lastUpdated") or "unknown")[:10]
    head = {
        "id": f"cspec-{identity.lower()}", "extends": base, "version": number, "date": date, "title": label,
        "panels": list(_panels(content)), "genes": list(_genes(content)), "specification": identity,
        "licence": "terms of the ClinGen criteria specification registry",
    }  # fmt: skip
    sources = {"spec": {"citation": f"{label} ({identity})", "date": date, "read_in": path.name}}
    return {"ruleset": head, "sources": sources, "criteria": criteria}


def _read(path: Path) -> Any:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise RulesError(f"{path} is too large for a criteria specification")
        return json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise RulesError(f"cannot read {path}: {error.strerror or error}") from error
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise RulesError(f"{path} is not JSON: {error}") from error


def _by_code(content: Any) -> dict[str, list[Mapping[str, Any]]]:
    """The strengths of each criterion: nested below it, or one row a strength."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    for node in _nodes(content):
        nested = next((node[key] for key in _KEYS if isinstance(node.get(key), list)), None)
        code = str(node.get("criterion") or node.get("label") or "")
        if nested is not None and code:
            found.setdefault(code, []).extend(one for one in nested if isinstance(one, dict))
        elif "criterion" in node and "strength" in node:
            found.setdefault(code, []).append(node)
    return found


def _criterion(rows: list[Mapping[str, Any]]) -> dict[str, Any]:
    used = {
        strength: _text(row)
        for row in rows
        if (strength := _strength(row)) and not _NOT.search(str(row.get("applicability") or ""))
    }
    beside = {"source": "spec", "status": "verified"}
    if not used:
        return {"applies": False, **beside}
    texts = {strength: text for strength, text in used.items() if text}
    return {"applies": True, "strengths": _ordered(used), **beside, **({"texts": texts} if texts else {})}


def _strength(row: Mapping[str, Any]) -> str:
    written = re.sub(r"[\s_-]", "", str(row.get("strength") or row.get("label") or "")).lower()
    return next((strength for strength in _STRENGTHS if strength.lower() == written), "")


def _text(row: Mapping[str, Any]) -> str:
    return str(row.get("text") or row.get("description") or "").strip()


def _ordered(found: Iterable[str]) -> list[str]:
    return sorted(found, key=_STRENGTHS.index)


def _nodes(content: Any) -> Iterator[Mapping[str, Any]]:
    """Every object of a document, outermost first."""
    if isinstance(content, dict):
        yield content
        for value in content.values():
            yield from _nodes(value)
    elif isinstance(content, list):
        for value in content:
            yield from _nodes(value)


def _first(content: Any, key: str) -> str | None:
    return next((str(node[key]) for node in _nodes(content) if isinstance(node.get(key), str)), None)


def _identity(content: Any) -> str | None:
    """GN number of the document."""
    found = re.search(r"\bGN\d{3,}\b", " ".join(_texts(content)))
    return found[0] if found else None


def _texts(content: Any) -> Iterator[str]:
    names = ("@id", "entId", "id", "label", "specification")
    for node in _nodes(content):
        yield from (node[key] for key in names if isinstance(node.get(key), str))


def _panels(content: Any) -> Iterator[str]:
    for node in _nodes(content):
        group = node.get("affiliation")
        if isinstance(group, dict) and isinstance(group.get("label"), str):
            yield group["label"].replace("Variant Curation Expert Panel", "VCEP")
            return


def _genes(content: Any) -> Iterator[str]:
    """Symbols of the genes that the document names, each once."""
    lists = [node["genes"] for node in _nodes(content) if isinstance(node.get("genes"), list)]
    named = [one.get("label") or one.get("gene") if isinstance(one, dict) else one for genes in lists for one in genes]
    yield from dict.fromkeys(name for name in named if isinstance(name, str))
