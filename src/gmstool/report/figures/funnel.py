"""The filter funnel: how many variants each step left."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from gmstool.report.blocks import Figure
from gmstool.report.figures.drawing import LIGHT, bar, document, text

if TYPE_CHECKING:
    from gmstool.report.words import Words

WIDTH, STEP, TALL, BAR, LABELS = 840, 19, 13, 190, 204
MAX_LABEL = 115  # letters
COLUMNS = {"af": "allele frequency", "local_af": "frequency among the laboratory's own cases"}
_COLUMN = re.compile(rf"\b({'|'.join(COLUMNS)})\b")


def filter_funnel(funnel: dict[str, Any], words: Words) -> Figure | None:
    """The funnel of a run's meta.json; None where its numbers are no numbers."""
    levels = _levels(funnel, words)
    if levels is None:
        return None
    most = max(count for _, count in levels) or 1
    body: list[str] = []
    for at, (name, count) in enumerate(levels):
        width, y = BAR * count / most, 4 + at * STEP
        body.append(bar((BAR - width) / 2 + 4, y, width, TALL, LIGHT))
        short = name if len(name) <= MAX_LABEL else f"{name[: MAX_LABEL - 1]}…"
        body.append(text(LABELS, y + TALL - 3, f"{words.number(count)}  {short}", 11.5))
    alt = words("Filter funnel: {}.", "; ".join(f"{words.number(count)} {name}" for name, count in levels))
    return Figure("funnel", document(WIDTH, 8 + STEP * len(levels), alt, body), alt, 100)


def _step(name: str, words: Words) -> str:
    """A step in words: columns of the table of variants by what they are."""
    return _COLUMN.sub(lambda found: words(COLUMNS[found[0]]), words.reason(name))


def _levels(funnel: dict[str, Any], words: Words) -> list[tuple[str, int]] | None:
    """What was left after each step; the rescued come back at the end."""
    try:
        left = int(funnel["alleles"])
        levels = [(words("variants in the file"), left)]
        for step in funnel["steps"]:
            left -= int(step["dropped"]) + int(step.get("dropped_unknown") or 0)
            levels.append((words("after: {}", _step(str(step["step"]), words)), left))
        rescued = int(funnel.get("rescued") or 0)
    except (KeyError, TypeError, ValueError):
        return None
    if rescued:
        levels[-1] = (words("{}, of which rescued by the safety net: {}", levels[-1][0], rescued), levels[-1][1])
    return levels
