"""Content that persons or programs wrote, checked against a part of the case; faults are told with their paths."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gmstool.classify.case import CaseError

if TYPE_CHECKING:
    from gmstool.report.parts import Part

MAX_SHOWN_ERRORS = 5


def checked(kind: type[Part], content: Any, where: str) -> Any:
    """The content as a part, or a CaseError that names the path of each fault."""
    try:
        return kind.model_validate(content)
    except ValueError as error:
        faults: Any = error  # pydantic's own, with a list of what it found
        found = faults.errors(include_url=False, include_context=False)
        told = [f"{path(one['loc'])}: {_said(one)}" for one in found[:MAX_SHOWN_ERRORS]]
        rest = f" (and {len(found) - len(told)} more)" if len(found) > len(told) else ""
        raise CaseError(
            f"{where}: {'; '.join(told)}{rest}", hint="`gms report --schema` shows what a case may hold"
        ) from None
    except RecursionError:
        raise CaseError(f"{where} is nested too deeply", hint="a case file has no cycles") from None


def path(places: tuple[int | str, ...]) -> str:
    """`finding[2].vaf` for ("finding", 1, "vaf"): entries are counted from one, as people do."""
    text = ""
    for one in places:
        text += f"[{one + 1}]" if isinstance(one, int) else f".{one}" if text else str(one)
    return text or "the file"


def _said(one: Any) -> str:
    if one["type"] == "extra_forbidden":
        return "is not known here"
    given = repr(one["input"])
    short = given if len(given) <= 60 else f"{given[:57]}…"  # noqa: PLR2004  # a line for people
    return f"{one['msg'].lower()}, found {short}"
