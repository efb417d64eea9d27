"""A protein with its domains, the known pathogenic variants, and the patient's own."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from gmstool.report.blocks import Figure
from gmstool.report.figures.drawing import BLACK, LIGHT, MIDDLE, WHITE, bar, document, line, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gmstool.report.words import Words

WIDTH, LEFT, BASE, TALL = 520, 10, 46, 11  # BASE: the height at which the protein lies
MOST_STEM, LEAST_STEM, OWN_STEM = 20, 5, 29
LETTER, FEWEST = 4.6, 5  # width of a letter of the domains' names, and how many are worth writing
NEAR = 10  # residues


class Domain(NamedTuple):
    """A stretch of the protein, in residues, 1-based inclusive; `name` None where none is known."""

    name: str | None
    start: int
    end: int


def lollipop(
    gene: str, length: int, domains: Sequence[Domain], known: Sequence[int], residue: int, label: str, words: Words
) -> Figure:
    """The protein of a gene: `known` are the residues of known pathogenic variants, one for each variant.

    `length` and all places are in residues, 1-based. The patient's variant is the filled triangle with its name.
    """
    counted = Counter(place for place in known if 1 <= place <= length)
    body = [line(LEFT, BASE + TALL / 2, WIDTH - LEFT, BASE + TALL / 2, 2)]
    for number, domain in enumerate(domains):
        body += _domain(domain, length, LIGHT if number % 2 == 0 else WHITE)
    most = max(counted.values(), default=1)
    for place, count in sorted(counted.items()):
        body += _known(_x(place, length), LEAST_STEM + (MOST_STEM - LEAST_STEM) * (count - 1) / max(most - 1, 1))
    body += _own(_x(residue, length), label)
    body += [text(LEFT, BASE + TALL + 10, "1", 9), text(WIDTH - LEFT, BASE + TALL + 10, str(length), 9, "end")]
    near = sum(count for place, count in counted.items() if abs(place - residue) <= NEAR)
    alt = words(
        "The protein of {}, {} residues: {} lies {}. Known pathogenic variants: {}, {} of them within {} residues.",
        gene, length, label, _where(domains, residue, words), counted.total(), near, NEAR,
    )  # fmt: skip
    return Figure("protein", document(WIDTH, BASE + TALL + 14, alt, body), alt, 62)


def _domain(domain: Domain, length: int, fill: str) -> list[str]:
    start, end = _x(domain.start, length), _x(domain.end, length)
    room = int((end - start) / LETTER)
    name = domain.name or ""
    shown = name if len(name) <= room else (f"{name[: room - 1]}…" if room > FEWEST else "")
    label = [text((start + end) / 2, BASE + TALL + 10, shown, 9, "middle")] if shown else []
    return [bar(start, BASE, end - start, TALL, fill), *label]


def _known(x: float, stem: float) -> list[str]:
    return [
        line(x, BASE, x, BASE - stem, 0.6),
        f'<circle cx="{x:g}" cy="{BASE - stem:g}" r="2.2" fill="{MIDDLE}"/>',
    ]


def _own(x: float, label: str) -> list[str]:
    top = BASE - OWN_STEM
    anchor = "start" if x < WIDTH * 0.25 else "end" if x > WIDTH * 0.75 else "middle"
    head = f"{x - 5:g},{top:g} {x + 5:g},{top:g} {x:g},{top + 9:g}"
    return [
        line(x, BASE, x, top, 1.4),
        f'<polygon points="{head}" fill="{BLACK}"/>',
        text(x, top - 4, label, 11, anchor, bold=True),
    ]


def _where(domains: Sequence[Domain], residue: int, words: Words) -> str:
    inside = [domain.name for domain in domains if domain.start <= residue <= domain.end and domain.name]
    return words("in {}", inside[0]) if inside else words("in no named domain")


def _x(place: float, length: int) -> float:
    return round(LEFT + (place - 0.5) / length * (WIDTH - 2 * LEFT), 2)
