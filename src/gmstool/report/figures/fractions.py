"""Allele fractions of a tumour's variants on one line each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gmstool.report.blocks import Figure
from gmstool.report.figures.drawing import BLACK, MIDDLE, WHITE, bar, document, line, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gmstool.report.words import Words

WIDTH, LABELS, RIGHT, STEP, TOP = 520, 190, 20, 13, 8
MAX_ROWS = 8
CAPITAL, LETTER = 7.8, 5.5  # widths of letters


def fraction_plot(found: Sequence[tuple[str, float]], purity: float | None, words: Words) -> Figure | None:
    """Allele fractions, 0 to 1, of the first variants, drawn by size; what is left out is said. None where none is.

    The dashed line is where a variant of one of two alleles in every tumour cell is expected: half the purity.
    """
    rows = sorted(found[:MAX_ROWS], key=lambda one: (-one[1], one[0]))
    if not rows:
        return None
    bottom = TOP + STEP * len(rows)
    body = [_scale(mark, bottom, words) for mark in (0.0, 0.25, 0.5, 0.75, 1.0)]
    for at, (name, fraction) in enumerate(rows):
        y = TOP + STEP * at + STEP / 2
        body += [
            text(LABELS - 6, y + 4, _short(name), 11, "end"),
            bar(LABELS, y - 2, _x(fraction) - LABELS, 4, WHITE),
            f'<circle cx="{_x(fraction):g}" cy="{y:g}" r="3.4" fill="{BLACK}"/>',
        ]
    notes = []
    if len(found) > len(rows):
        notes.append(words("Drawn are the first {} of {} variants.", len(rows), len(found)))
    if purity is not None:
        body.append(line(_x(purity / 2), TOP - 4, _x(purity / 2), bottom, 1.2, "4 3"))
        notes.append(words("Dashed: a heterozygous variant in every tumour cell, {}.", words.percent(purity / 2)))
    told = "; ".join(f"{name} {words.percent(fraction)}" for name, fraction in rows)
    alt = " ".join([words("Allele fractions: {}.", told), *notes])
    caption = " ".join([words("Allele fractions of the variants."), *notes])
    return Figure("fractions", document(WIDTH, bottom + 18, alt, body), alt, 62, caption)


def _short(name: str) -> str:
    """As much of the name as there is room for."""
    room = LABELS - 6.0
    for at, letter in enumerate(name):
        room -= CAPITAL if letter.isupper() else LETTER
        if room < 0:
            return f"{name[: at - 1]}…"
    return name


def _scale(mark: float, bottom: float, words: Words) -> str:
    return "\n".join((
        line(_x(mark), TOP - 2, _x(mark), bottom, 0.3, colour=MIDDLE),
        text(_x(mark), bottom + 12, words.percent(mark), 10.5, "middle"),
    ))  # fmt: skip


def _x(fraction: float) -> float:
    return round(LABELS + min(max(fraction, 0.0), 1.0) * (WIDTH - LABELS - RIGHT), 2)
