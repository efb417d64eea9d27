"""The answer of a case in one sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gmstool.report.conclusion import Answer, Conclusion, Kind
from gmstool.report.terms import amount, class_of, coding_of, protein_of, tier, variant_name

if TYPE_CHECKING:
    from gmstool.report.case import Case
    from gmstool.report.words import Words

MAX_GENOTYPES = 4  # named in the headline
SENTENCES = {
    Kind.EXPLAINS: "{} explains the clinical question.",
    Kind.IN_PART: "{} explains the clinical question in part.",
    Kind.CARRIER: "No finding answers the question; the patient is a carrier of {}.",
    Kind.ACTIONABLE: "The sample carries {}.",
}


def headline(case: Case, conclusion: Conclusion, words: Words) -> str:
    """The answer in one sentence. It begins with "Incomplete basis." unless coverage and variant types are known."""
    said = _said(case, conclusion, words)
    return said if conclusion.complete else words("Incomplete basis. {}", said)


def _said(case: Case, conclusion: Conclusion, words: Words) -> str:
    kind, answers = conclusion.kind, conclusion.answers
    if kind is Kind.PHARMACOGENES:
        return _genotypes(case, words)
    if kind is Kind.NONE:
        return _nothing(case, conclusion, words)
    named = words.listed([_named(one, words) for one in answers])
    if kind is Kind.EXPLAINS and len(answers) > 1:
        return words("{} explain the clinical question together.", named)
    if kind is Kind.UNCERTAIN:
        text, values = answers[0].reason
        return words("Uncertain: {} may bear on the question, but {}.", named, words(text, *values))
    if kind is Kind.ACTIONABLE and case.type == "solid":
        return words("The tumour carries {}.", named)
    return words(SENTENCES[kind], named)


def _nothing(case: Case, conclusion: Conclusion, words: Words) -> str:
    """That there is no finding can be said only of what was examined."""
    if not conclusion.complete:
        return words("Whether there is a finding cannot be said.")
    if case.gaps:
        return words("No findings in what was covered; parts of the panel were not.")
    return words("No findings: no examined variant answers the question.")


def _genotypes(case: Case, words: Words) -> str:
    """Diplotypes with their phenotypes where they are few; else how many genes there are."""
    told = [f"{one.gene} {one.diplotype} ({one.phenotype})" for one in case.file.pgx]
    if len(told) > MAX_GENOTYPES:
        return words("Genotypes of {} pharmacogenes are reported.", len({one.gene for one in case.file.pgx}))
    return words("Reported genotypes: {}.", words.listed(told))


def _named(one: Answer, words: Words) -> str:
    if one.finding.tier:
        short = f"{one.finding.gene} {protein_of(one.finding) or coding_of(one.finding)}"
        return f"{short} ({words('tier {}', tier(one.finding))})"
    return f"{variant_name(one.finding)} ({class_of(one.finding, words)}; {amount(one.finding, words)})"
