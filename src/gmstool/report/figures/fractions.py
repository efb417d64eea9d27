"""Allele fractions of a tumour's variants on one line each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gmstool.report.blocks import Figure
from gmstool.report.figures.drawing import BLACK, WHITE, bar, document, line, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gmstool.report.words import Words

WIDTH, LABELS, RIGHT, STEP, TOP = 520, 190, 20, 13, 8
MAX_ROWS, MAX_LABEL = 8, 34


def fraction_plot(found: Sequence[tuple[str, float]], purity: float | None, words: Words) -> Figure | None:
    """Allele fractions, 0 to 1, of the first variants, drawn by size; None where there is none.

    The dashed line is where a variant of one of two alleles in every tumour cell is expected: half the purity.
    """
    rows = sorted(found[:MAX_ROWS], key=lambda one: (-one[1], one[0]))
    if not rows:
        return None
    bottom = TOP + STEP * len(rows)
    body = [_scale(mark, bottom, words) for mark in (0.0, 0.25, 0.5, 0.75, 1.0)]
    for at, (name, fraction) in enumerate(rows):
        y = TOP + STEP * at + STEP / 2
        short = name if len(name) <= MAX_LABEL else f"{name[: MAX_LABEL - 1]}…"
        body += [
            text(LABELS - 6, y + 4, short, 10, "end"),
            bar(LABELS, y - 2, _x(fraction) - LABELS, 4, WHITE),
            f'<circle cx="{_x(fraction):g}" cy="{y:g}" r="3.4" fill="{BLACK}"/>',
        ]
    expected = ""
    if purity is not None:
        body.append(line(_x(purity / 2), TOP - 4, _x(purity / 2), bottom, 1.2, "4 3"))
        expected = " " + words("Dashed: a heterozygous variant in every tumour cell, {}.", words.percent(purity / 2))
    told = "; ".join(f"{name} {words.percent(fraction)}" for name, fraction in rows)
    alt = words("Allele fractions: {}.", told) + expected
    return Figure("fractions", document(WIDTH, bottom + 18, alt, body), alt, 62)


def _scale(mark: float, bottom: float, words: Words) -> str:
    return "\n".join((
        line(_x(mark), TOP - 2, _x(mark), bottom, 0.4),
        text(_x(mark), bottom + 12, words.percent(mark), 9, "middle"),
    ))  # fmt: skip


def _x(fraction: float) -> float:
    return round(LABELS + min(max(fraction, 0.0), 1.0) * (WIDTH - LABELS - RIGHT), 2)
