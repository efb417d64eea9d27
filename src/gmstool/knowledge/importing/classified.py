"""The JSON lines of `gms classify` as a laboratory's own assertions, once a named person has confirmed them.

What a program suggested is not what a laboratory concluded, so nothing of it comes in without that person.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from gmstool.knowledge.importing.found import Found, Reader

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gmstool.knowledge.importing.found import Settings
    from gmstool.knowledge.importing.lines import Line

_SAME: Final = ("assembly", "chrom", "pos", "ref", "alt", "hgnc_id", "transcript", "hgvsc", "rules")


def _fits(head: str) -> bool:
    return head.startswith("{") and '"class_points"' in head and '"criteria"' in head


def read(lines: Iterable[Line], settings: Settings) -> Iterator[Found]:
    """An assertion of each row that has a class."""
    today = datetime.now(UTC).date().isoformat()
    for line in lines:
        if line.problem:
            yield Found(line, problem=line.problem)
            continue
        try:
            told = json.loads(line.text)
            facts = _facts(told)
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            yield Found(line, problem="not a row of `gms classify --format jsonl`")
            continue
        if told["classification"] == "Not in scope" or told["classification"] is None:
            yield Found(line, problem="has no class: the rules are not made for this variant")
        else:
            yield Found(line, {**facts, "date": today, "review": settings.confirmed})


def _facts(told: dict[str, Any]) -> dict[str, Any]:
    met = [
        {"code": one["code"], "strength": one["strength"], "reason": one["because"]}
        for one in told["criteria"]
        if one["verdict"] == "met" and not one.get("suppressed_by")
    ]
    protein = told.get("hgvsp")
    return {
        **{name: None if told.get(name) is None else str(told[name]) for name in _SAME}, "symbol": told.get("gene"),
        "hgvsp": protein.rpartition(":")[2] if protein else None, "condition": told.get("condition"),
        "condition_id": told.get("mondo"), "origin": "germline", "classification": told["classification"],
        "scheme": "ACMG/AMP 2015", "criteria": met, "evidence_type": "laboratory",
    }  # fmt: skip


READER = Reader(
    "classified", "file of `gms classify`", _fits, read, lambda _head: "gms classify", needs_lab=True,
)  # fmt: skip
