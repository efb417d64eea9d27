"""JSON: the case as data, with the conclusion and the findings as the other formats show them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from gmstool import __version__, identity
from gmstool.report import confirmation
from gmstool.report.case import SCHEMA_ID
from gmstool.report.conclusion import Answer, conclude
from gmstool.report.findings import Finding, findings, shown_first
from gmstool.report.headline import headline
from gmstool.report.rows import texts
from gmstool.report.signing import content_sha256, is_signed
from gmstool.report.words import Words

if TYPE_CHECKING:
    from gmstool.report.blocks import View
    from gmstool.report.case import Case


def render(case: Case, view: View) -> bytes:
    """Stable keys, one object; null is not known. Raises IdentityError: it holds fields that no page shows."""
    content = told(case, view)
    for place, text in texts(content):
        identity.check(text, f"the summary as JSON, {place}")
    return (json.dumps(content, indent=1, ensure_ascii=False, default=str) + "\n").encode("utf-8", "backslashreplace")


def told(case: Case, view: View) -> dict[str, Any]:
    """The object: the case file, the conclusion, the findings with their rows, and how it was made."""
    every, conclusion, words = findings(case), conclude(case), Words(view.language)
    key = {id(one) for one in shown_first(case, every)}
    return {
        "schema": SCHEMA_ID,
        "gms": __version__,
        "type": case.type,
        "language": view.language,
        "signed": is_signed(case),
        "content_sha256": content_sha256(case),
        "headline": headline(case, conclusion, words),
        "conclusion": {
            "kind": str(conclusion.kind),
            "basis_complete": conclusion.complete,
            "missing": [words(text, *values) for text, values in conclusion.missing],
            "answers": [_answer(one, words) for one in conclusion.every],
        },
        "findings": [_finding(one, key=id(one) in key) for one in every],
        "limits": next((list(one.blocks[0].items) for one in view.first if one.key == "limits"), []),  # type: ignore[union-attr]
        "profile": case.profile,
        "withheld": [dict(zip(("because", "class", "variants"), one, strict=True)) for one in case.withheld],
        "coverage": None
        if case.gaps is None
        else [dict(zip(("gene", "region", "bases"), one, strict=True)) for one in case.gaps],
        "case": case.file.model_dump(mode="json", exclude_defaults=True, exclude={"finding"}),
        "runs": case.metas,
    }


def _answer(one: Answer, words: Words) -> dict[str, Any]:
    return {
        "variant": _name(one.finding),
        "gene": one.finding.gene or None,
        "kind": str(one.kind),
        "because": words(one.reason[0], *one.reason[1]),
    }


def _name(one: Finding) -> str | None:
    return one.row.variant if one.row else one.note.variant if one.note else None


def _confirmation(one: Finding) -> dict[str, Any]:
    """Whether an orthogonal test is needed: true, false, or null where depth or fraction are not known."""
    found, english = confirmation.need(one), Words("en")
    because = [english(text, *values) for text, values in found.reasons]
    return {"needed": found.needed, "because": because, "unknown": list(found.unknown), "confirmed": found.confirmed}


def _finding(one: Finding, *, key: bool) -> dict[str, Any]:
    return {
        "variant": _name(one),
        "gene": one.gene or None,
        "class": one.number,
        "zygosity": one.zygosity,
        "vaf": one.vaf,
        "key": key,
        "confirmation": _confirmation(one),
        "note": one.note.model_dump(mode="json", exclude_none=True) if one.note else None,
        "row": one.row.model_dump(mode="json") if one.row else None,
    }
