"""The points of one variant on the scale of the five classes."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from gmstool.report.blocks import Figure
from gmstool.report.figures.drawing import LIGHT, WHITE, bar, document, line, text

if TYPE_CHECKING:
    from gmstool.report.words import Words

WIDTH, HEIGHT, LEFT, TOP, TALL = 520, 42, 10, 15, 11
SOMATIC = ("benign", "likely benign", "uncertain", "likely oncogenic", "oncogenic")
SAID = "Points of {}: {}; class 5 begins at {}, class 4 at {}, class 3 at {}."
SAID_SOMATIC = "Points of {}: {}; oncogenic begins at {}, likely oncogenic at {}, uncertain at {}."
LEAST, MOST = -10, 14  # points shown; beyond them the marker stands at the edge


def points_bar(
    points: float, cutoffs: tuple[float, float, float, float], words: Words, name: str, *, somatic: bool = False
) -> Figure:
    """The five classes on one line, and where the variant stands; a tumour's classes have names, no numbers.

    `cutoffs`: class 2 from below, class 3, 4 and 5 from at least: (-6, 0, 6, 10) means class 1 ends at -7.

    The first is the least of class 2, the second the least of class 3.
    """
    edges = (LEAST, *cutoffs, MOST)
    body = []
    for number, (start, end) in enumerate(pairwise(edges), 1):
        x, width = _x(start), _x(end) - _x(start)
        body.append(bar(x, TOP, width, TALL, LIGHT if number % 2 else WHITE))
        called = words(SOMATIC[number - 1]) if somatic else words("class {}", number)
        body.append(text(x + width / 2, TOP + TALL + 12, called, 10 if somatic else 11, "middle"))
    at = _x(min(max(points + 0.5, LEAST), MOST))  # a whole number owns the step from itself to the next
    body += [
        line(at, TOP - 4, at, TOP + TALL + 2, 3),
        text(at, TOP - 6, words("1 point") if points == 1 else words("{} points", points), 11, "middle", bold=True),
    ]
    told = SAID_SOMATIC if somatic else SAID
    alt = words(told, name, points, *cutoffs[:0:-1])
    return Figure("points", document(WIDTH, HEIGHT, alt, body), alt, 54)


def _x(points: float) -> float:
    return LEFT + (points - LEAST) * (WIDTH - 2 * LEFT) / (MOST - LEAST)
