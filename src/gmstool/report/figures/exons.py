"""The exons of a transcript, and where the patient's variant lies among them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gmstool.report.blocks import Figure
from gmstool.report.figures.drawing import BLACK, MIDDLE, WHITE, bar, document, line, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gmstool.report.words import Words

WIDTH, LEFT, BASE, TALL, THIN = 520, 10, 30, 12, 6
INTRON = 0.4  # part of the line that the introns share evenly: their true lengths would hide the exons
LEAST_EXON = 2.0


def gene_track(
    transcript: str, exons: Sequence[tuple[int, int]], coding: tuple[int, int] | None, strand: int, place: int,
    label: str, words: Words,
) -> Figure:  # fmt: skip
    """The exons in the order of transcription, introns drawn equally long; the coding part is tall.

    `exons`, `coding` and `place` are genomic, 1-based inclusive, start < end; `strand` is 1 or -1.
    """
    drawn = _laid_out(exons)
    body = [line(LEFT, BASE + TALL / 2, WIDTH - LEFT, BASE + TALL / 2, 1)]
    for (start, end), (x, width) in zip(exons, drawn, strict=True):
        body += _exon(start, end, x, width, coding, strand)
    x = _place(exons, drawn, place, strand)
    anchor = "start" if x < WIDTH * 0.25 else "end" if x > WIDTH * 0.75 else "middle"
    head = f"{x - 5:g},{BASE - 12:g} {x + 5:g},{BASE - 12:g} {x:g},{BASE - 3:g}"
    body += [
        f'<polygon points="{head}" fill="{BLACK}"/>',
        line(x, BASE - 3, x, BASE + TALL, 1.4),
        text(x, BASE - 15, label, 11, anchor, bold=True),
        text(drawn[0][0], BASE + TALL + 11, "1", 10.5),
        text(drawn[-1][0] + drawn[-1][1], BASE + TALL + 11, str(len(exons)), 10.5, "end"),
    ]
    alt = words("The {} exons of {}: {} lies {}.", len(exons), transcript, label, _where(exons, place, words))
    caption = f"{alt} {words('Grey: the coding part. Introns are drawn equally long.')}"
    return Figure("exons", document(WIDTH, BASE + TALL + 14, alt, body), alt, 62, caption)


def _laid_out(exons: Sequence[tuple[int, int]]) -> list[tuple[float, float]]:
    """Left edge and width of each exon on the page."""
    room = WIDTH - 2 * LEFT
    gap = room * INTRON / (len(exons) - 1) if len(exons) > 1 else 0.0
    free = room - gap * (len(exons) - 1) - LEAST_EXON * len(exons)
    bases = sum(end - start + 1 for start, end in exons)
    x, drawn = float(LEFT), []
    for start, end in exons:
        width = LEAST_EXON + free * (end - start + 1) / bases
        drawn.append((round(x, 2), round(width, 2)))
        x += width + gap
    return drawn


def _exon(
    start: int, end: int, x: float, width: float, coding: tuple[int, int] | None, strand: int
) -> list[str]:  # fmt: skip
    """An exon: its untranslated ends are low and white, its coding part is tall and grey."""
    low = bar(x, BASE + (TALL - THIN) / 2, width, THIN, WHITE)
    if coding is None or coding[1] < start or coding[0] > end:
        return [low]
    first, last = max(start, coding[0]), min(end, coding[1])
    before = first - start if strand == 1 else end - last
    scale = width / (end - start + 1)
    return [low, bar(round(x + before * scale, 2), BASE, round((last - first + 1) * scale, 2), TALL, MIDDLE)]


def _place(exons: Sequence[tuple[int, int]], drawn: list[tuple[float, float]], place: int, strand: int) -> float:
    """Where a genomic position is on the page; within an intron in its part of it."""
    for at, ((start, end), (x, width)) in enumerate(zip(exons, drawn, strict=True)):
        if start <= place <= end:
            into = place - start if strand == 1 else end - place
            return round(x + width * (into + 0.5) / (end - start + 1), 2)
        if at + 1 < len(exons):
            after = exons[at + 1]
            first, last = (end, after[0]) if strand == 1 else (after[1], start)
            if first < place < last:
                part = (place - first) / (last - first)
                edge = x + width
                return round(edge + (drawn[at + 1][0] - edge) * (part if strand == 1 else 1 - part), 2)
    before = place < exons[0][0] if strand == 1 else place > exons[0][1]
    return float(LEFT if before else WIDTH - LEFT)


def _where(exons: Sequence[tuple[int, int]], place: int, words: Words) -> str:
    for number, (start, end) in enumerate(exons, 1):
        if start <= place <= end:
            return words("in exon {}", number)
    nearest = min(range(len(exons)), key=lambda at: min(abs(place - exons[at][0]), abs(place - exons[at][1])))
    away = min(abs(place - exons[nearest][0]), abs(place - exons[nearest][1]))
    if away == 1:
        return words("next to exon {}", nearest + 1)
    return words("{} bases from exon {}", away, nearest + 1)
