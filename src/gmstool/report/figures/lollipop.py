"""A protein with its domains, the known pathogenic variants, and the patient's own."""

from __future__ import annotations

from collections import Counter
from string import ascii_lowercase
from typing import TYPE_CHECKING, NamedTuple

from gmstool.report.blocks import Figure
from gmstool.report.figures.drawing import BLACK, LIGHT, MIDDLE, WHITE, bar, document, line, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gmstool.report.words import Words

WIDTH, LEFT, BASE, TALL = 640, 10, 46, 13  # BASE: the height at which the protein lies
MOST_STEM, LEAST_STEM, OWN_STEM = 20, 5, 29
LETTER = 5.4  # width of a letter of the domains' names
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
    body = [line(LEFT, BASE + TALL / 2, WIDTH - 2 * LEFT, BASE + TALL / 2, 2)]
    named, hidden = _names(domains, length)
    for number, (domain, name) in enumerate(zip(domains, named, strict=True)):
        body += _domain(domain, length, LIGHT if number % 2 == 0 else WHITE, name)
    most = max(counted.values(), default=1)
    for place, count in sorted(counted.items()):
        body += _known(_x(place, length), LEAST_STEM + (MOST_STEM - LEAST_STEM) * (count - 1) / max(most - 1, 1))
    body += _own(_x(residue, length), label)
    body += [text(1, BASE + TALL - 2, "1", 10.5), text(WIDTH - 4, BASE + TALL - 2, str(length), 10.5, "end")]
    near = sum(count for place, count in counted.items() if abs(place - residue) <= NEAR)
    alt = words(
        "The protein of {}, {} residues: {} lies {}. Known pathogenic variants in ClinVar (circles): {}, {} of them "
        "within {} residues.",
        gene, length, label, _where(domains, residue, words), counted.total(), near, NEAR,
    )  # fmt: skip
    if not counted:
        alt = words("The protein of {}, {} residues: {} lies {}. ClinVar has no known pathogenic variant.",
                    gene, length, label, _where(domains, residue, words))  # fmt: skip
    caption = " ".join([alt, *hidden])
    return Figure("protein", document(WIDTH, BASE + TALL + 14, alt, body), alt, 72, caption)


def _names(domains: Sequence[Domain], length: int) -> tuple[list[str], list[str]]:
    """What stands below each domain: its name where there is room, else a letter that the caption explains."""
    shown: list[str] = []
    told: list[str] = []
    for domain in domains:
        name = domain.name or ""
        if len(name) * LETTER <= _x(domain.end, length) - _x(domain.start, length):
            shown.append(name)
        elif len(told) < len(ascii_lowercase):
            shown.append(ascii_lowercase[len(told)])
            told.append(f"{shown[-1]}: {name}")
        else:
            shown.append("")
    return shown, [f"{'; '.join(told)}."] if told else []


def _domain(domain: Domain, length: int, fill: str, name: str) -> list[str]:
    start, end = _x(domain.start, length), _x(domain.end, length)
    label = [text((start + end) / 2, BASE + TALL + 11, name, 10.5, "middle")] if name else []
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
    return round(LEFT + (place - 0.5) / length * (WIDTH - 3 * LEFT), 2)
