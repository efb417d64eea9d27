"""What a summary shows, computed once from the case: every renderer prints the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gmstool import identity
from gmstool.errors import UsageError
from gmstool.report import appendix, by_type, evidence_pages, first_page, limits, made_with
from gmstool.report.blocks import View
from gmstool.report.conclusion import conclude
from gmstool.report.findings import findings, shown_first
from gmstool.report.plain import cleaned
from gmstool.report.rows import texts
from gmstool.report.signing import is_signed
from gmstool.report.terms import TYPES
from gmstool.report.words import Words

if TYPE_CHECKING:
    from gmstool.report.case import Case

LANGUAGES = ("sv", "en")


def view(case: Case, language: str) -> View:
    """The summary of a case in one language. Raises UsageError, or IdentityError for a number in any text."""
    if language not in LANGUAGES:
        raise UsageError(f"--lang {language} is not known", hint=f"use {' or '.join(LANGUAGES)}")
    words, every = Words(language), findings(case)
    key, conclusion = shown_first(case, every), conclude(case)
    signed = is_signed(case)
    warnings = limits.warnings(case, key, words)
    shown: View = View(
        language=language,
        title=words(TYPES[case.type]),
        subtitle=_subtitle(case, words),
        ids=_ids(case, words),
        status=words("Signed, version {}", case.file.version)
        if signed
        else words("Draft, version {}", case.file.version),
        watermark="" if signed else words("DRAFT"),
        page=words("Page {} of {}", "{}", "{}"),
        notice=words("Decision support. A physician decides together with the patient."),
        first=first_page.sections(case, conclusion, key, words),
        evidence=(*by_type.sections(case, every, words), *evidence_pages.sections(case, key, words)),
        appendix=appendix.sections(case, every, words),
        evidence_title=words("Evidence"),
        appendix_title=words("The laboratory's appendix"),
        basis=made_with.basis(case, key, words),
        warnings=tuple(warnings),
    )
    shown = cleaned(shown)
    _guard(shown)
    return shown


def _subtitle(case: Case, words: Words) -> str:
    meeting, file = case.file.meeting, case.file
    when = words.day(meeting.date) if meeting.date else None
    told = " ".join(one for one in (meeting.name or words("Multidisciplinary conference"), when) if one)
    return " · ".join(one for one in (told, file.requester, file.laboratory) if one)


def _ids(case: Case, words: Words) -> tuple[tuple[str, str], ...]:
    """What stands on each page in place of the patient's identity number."""
    file = case.file
    samples = ", ".join(one.id for one in file.sample if one.role in ("index", "tumour", "normal"))
    return (
        (words("Case"), file.id or words("not stated")),
        (words("Referral"), file.referral or words("not stated")),
        (words("Sample"), samples or words("not stated")),
    )


def _guard(shown: View) -> None:
    """The last look before anything is written: no identity number in any text, wherever it came from."""
    from dataclasses import asdict

    for place, text in texts(asdict(shown)):
        if not place.endswith(".svg"):
            identity.check(text, f"the summary, {place}")
