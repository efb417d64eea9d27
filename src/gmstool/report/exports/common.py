"""What the exports share: which findings leave, one time for all, bytes that are guarded and always the same."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Any

from gmstool import identity
from gmstool.errors import GmsError
from gmstool.provenance import stated_time
from gmstool.report.findings import UNCERTAIN, findings, shown_first
from gmstool.report.formats import MissingExtraError
from gmstool.report.plain import clean
from gmstool.report.rows import texts
from gmstool.report.signing import content_sha256, is_signed

if TYPE_CHECKING:
    from gmstool.report.case import Case
    from gmstool.report.findings import Finding
    from gmstool.report.parts import Action

MAX_TEXT = 1 << 20  # letters of one text: FHIR R4, string; more is no text but a mistake
_ORIGINS = ("maternal", "paternal", "de novo", "germline", "somatic", "inherited")  # what needs no translator
_CURIE = re.compile(r"[A-Za-z]+:[A-Za-z0-9_.]+")


class ExportError(GmsError):
    """The case does not hold what the format asks for, or what it holds may not leave."""


def missing_standards(error: ModuleNotFoundError) -> GmsError:
    """What to tell when a library of the extra is not there."""
    return MissingExtraError(
        f"this format needs the package {error.name}", hint='install it with: pip install "gmstool[standards]"'
    )


def reported(case: Case) -> list[Finding]:
    """The findings of the summary, each variant once: those that persons named, else all that would be key findings.

    Secondary findings without consent are not among them.
    """
    every = findings(case)
    found = {(name_of(one), one.gene): one for one in reversed(shown_first(case, every, len(every)))}
    return list(reversed(found.values()))


def name_of(one: Finding) -> str:
    """CHROM-POS-REF-ALT where a row holds the variant, else the name that a person wrote."""
    return one.row.variant if one.row else one.note.variant if one.note else ""


def names(one: Finding) -> set[str]:
    """Every name by which an action may refer to the variant, without `chr`."""
    found = {one.note.variant if one.note else None, one.row.variant if one.row else None, one.row and one.row.hgvsc}
    return {name.removeprefix("chr") for name in found if name}


def actions(case: Case) -> list[Action]:
    """Actions as persons propose them; none that rests on a variant of class 3."""
    uncertain = {name for one in findings(case) if one.number == UNCERTAIN for name in names(one)}
    return [one for one in case.file.action if not one.about or one.about.removeprefix("chr") not in uncertain]


def origin(one: Finding) -> str | None:
    """The origin in a word that every system knows; None where a person wrote a sentence, or nothing."""
    told = ((one.note and one.note.origin) or "").strip().casefold()
    return told if told in _ORIGINS else None


def status(case: Case) -> str:
    """FHIR's word: preliminary until signed; a signed case with amendments is amended."""
    if not is_signed(case):
        return "preliminary"
    return "amended" if case.file.amendment else "final"


def made_at(case: Case) -> datetime | None:
    """SOURCE_DATE_EPOCH, else the last signature's day, else the case's; None where no time is stated."""
    if stated := stated_time():
        return stated
    days = [one.date for one in case.file.signature] if is_signed(case) else []
    day = max(days, default=case.file.date)
    return datetime.combine(day, time(), UTC) if day else None


def instant(when: datetime) -> str:
    return when.strftime("%Y-%m-%dT%H:%M:%SZ")


def seed(case: Case) -> str:
    """What identifiers are derived from: laboratory and case, so that a new version keeps them; else the content."""
    return f"{case.file.laboratory or ''}|{case.file.id}" if case.file.id else content_sha256(case)


def token(text: Any) -> str:
    """The text as a code: nothing that no document can hold, and single spaces."""
    return " ".join(clean(str(text or "")).split())


def curie(text: Any) -> str | None:
    """An identifier of the form PREFIX:LOCAL; None for everything else."""
    return str(text) if text and _CURIE.fullmatch(str(text)) else None


def condition_id(case: Case, one: Finding) -> str | None:
    """The identifier of the condition that the row was judged for; the case's only where the row names no other."""
    row, asked = one.row, case.file.condition
    found = curie(row.more("mondo")) if row else None
    other = row is not None and row.condition is not None and row.condition != asked
    return found or (None if other else curie(asked))


def cleaned(value: Any) -> Any:
    """Nested data with every text clean, and without what is empty: what is not known is not there."""
    if isinstance(value, str):
        return clean(value).strip()
    if isinstance(value, dict):
        found = {key: cleaned(one) for key, one in value.items()}
        return {key: one for key, one in found.items() if one not in (None, "", [], {})}
    if isinstance(value, list | tuple):
        return [one for one in map(cleaned, value) if one not in (None, "", [], {})]
    return value


def written(content: dict[str, Any], what: str) -> bytes:
    """The content as JSON, after the last look: no identity number, no text without end. Raises GmsError."""
    for place, text in texts(content):
        if len(text) > MAX_TEXT:
            raise ExportError(f"{what}: {place} is longer than {MAX_TEXT:,} letters")
        identity.check(text, f"{what}, {place}")
    return (json.dumps(content, indent=1, ensure_ascii=False, allow_nan=False) + "\n").encode()
