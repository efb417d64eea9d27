"""Pharmacogenes as the case file gives them: nothing is derived here, and the recommendation is the guideline's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gmstool.report.blocks import Block, Paragraph, Section, Table
from gmstool.report.findings import Finding, shown_first
from gmstool.report.terms import NOTHING

if TYPE_CHECKING:
    from gmstool.report.case import Case
    from gmstool.report.words import Words

MAX_GENOTYPES = 5  # on the first page


def section(case: Case, every: list[Finding], words: Words) -> Section | None:
    """All pharmacogenes, where the first page shows some of them or other findings."""
    if len(case.file.pgx) <= MAX_GENOTYPES and not shown_first(case, every):
        return None
    blocks = table(case, words, len(case.file.pgx))
    return Section("pharmacogenes", words("Pharmacogenes"), blocks, 2) if blocks else None


def table(case: Case, words: Words, most: int = MAX_GENOTYPES) -> tuple[Block, ...]:
    """Each pharmacogene as given: nothing is derived here, and the recommendation is the guideline's."""
    rows = [
        (one.gene, one.diplotype, "; ".join(part for part in (one.phenotype, one.activity_score
            and words("activity score {}", words.measured(one.activity_score))) if part),
            one.drug or NOTHING,
         "; ".join(part for part in (one.recommendation, one.strength, one.source) if part) or NOTHING,
         "; ".join(part for part in (one.untested and words("not tested: {}", one.untested), one.note)
             if part) or NOTHING)
        for one in case.file.pgx
    ]  # fmt: skip
    if not rows:
        return ()
    head = ("Gene", "Diplotype", "Phenotype", "Drug", "Recommendation of the guideline", "Note")
    shown = Table(tuple(map(words, head)), tuple(rows[:most]), (8, 10, 18, 14, 31, 19))
    note = words("Diplotypes and recommendations are shown as the case file gives them.")
    if len(rows) > most:
        note += " " + words("More pharmacogenes under the evidence: {}.", len(rows) - most)
    return shown, Paragraph(note, "note")
