"""What may be reported, by the purpose of the test: a profile withholds rows and counts them, and never adds one."""

from __future__ import annotations

import tomllib
from collections import Counter
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from gmstool.errors import InputError, UsageError
from gmstool.report.checking import checked
from gmstool.report.findings import CLASS_NUMBERS, fits
from gmstool.report.parts import FindingNote, Line, Part

if TYPE_CHECKING:
    from gmstool.report.case import CaseFile, Row
    from gmstool.report.words import Words

MAX_BYTES = 1 << 20
WITHHELD = {
    "class": "the profile does not report this class",
    "unasked": "nobody asked for it",
    "known": "not the family's known variant",
    "mode": "no recessive inheritance",
    "mode unknown": "the mode of inheritance is not known",
    "consent": "there is no consent on file",
    "panel": "outside the genes of the profile",
    "role": "nobody put it forward as the profile asks",
}
POOLED = ("known", "consent", "panel", "role")  # counted without a class: a count must not tell what nobody may know
Number = Literal[1, 2, 3, 4, 5]
Role = Literal["primary", "secondary", "germline_flag"]
Withheld = list[tuple[str, int | None, int]]


class InBoth(Part):
    """A text in both languages."""

    sv: Line
    en: Line


class Profile(Part):
    """One profile; policies/profiles.toml says what each key means."""

    name: InBoth
    reason: InBoth
    source: Line
    signed_off: str = ""
    classes: list[Number]
    unclassified: bool = False
    named: list[Number]
    modes: list[Line] | None = None
    known_only: bool = False
    consent: list[Role]
    panel: Line | None = None
    role: Role | None = None


@cache
def shipped() -> dict[str, Profile]:
    """The profiles that come with gms."""
    text = (resources.files("gmstool") / "report" / "policies" / "profiles.toml").read_text("utf-8")
    return {name: checked(Profile, told, f"the profile {name}") for name, told in tomllib.loads(text).items()}


@cache
def find(name: str) -> Profile:
    """A profile by its name, or of a site's own file. Raises UsageError, InputError or CaseError."""
    if name in shipped():
        return shipped()[name]
    if not name.endswith(".toml"):
        raise UsageError(
            f"there is no profile {name}", hint=f"profiles: {', '.join(shipped())}; or a file of your own, FILE.toml"
        )
    try:
        with Path(name).open("rb") as file:
            told = tomllib.loads(_bounded(file.read(MAX_BYTES + 1), name).decode())
    except (OSError, ValueError) as error:
        raise InputError(f"cannot read the profile {name}: {error}", hint="docs/report.md shows one") from None
    if len(told) != 1 or not isinstance(next(iter(told.values())), dict):
        raise InputError(f"{name} must hold one profile, in one table", hint="docs/report.md shows one")
    profile: Profile = checked(Profile, next(iter(told.values())), name)
    return profile


def _bounded(data: bytes, name: str) -> bytes:
    if len(data) > MAX_BYTES:
        raise InputError(f"the profile {name} is larger than {MAX_BYTES >> 20} MiB")
    return data


def applied(rows: list[Row], file: CaseFile, name: str | None) -> tuple[list[Row], CaseFile, Withheld]:
    """The rows and the case file without what the profile withholds, and how many it withheld, why and of which class.

    An action and the evidence about a withheld variant go with it. Without a profile nothing is withheld here.
    """
    if name is None:
        return rows, file, []
    gate = _Gate(find(name), file)
    reasons = [gate.reason(row, next((one for one in file.finding if fits(one, row)), None)) for row in rows]
    hidden = [row for row, reason in zip(rows, reasons, strict=True) if reason]
    told = Counter((reason, _class(row, reason)) for row, reason in zip(rows, reasons, strict=True))
    alone = [one for one in file.finding if not any(fits(one, row) for row in rows)]
    gone = {one.variant: reason for one in alone if (reason := gate.reason(None, one))}
    told.update((reason, None) for reason in gone.values())
    kept = [row for row, reason in zip(rows, reasons, strict=True) if not reason]
    counted = [(WITHHELD[reason], number, times) for (reason, number), times in told.items() if reason]
    return kept, _without(file, hidden, set(gone)), sorted(counted, key=lambda one: (-(one[1] or 0), one[0]))


def _class(row: Row, reason: str) -> int | None:
    return None if reason in POOLED else CLASS_NUMBERS.get(row.called or "")


class _Gate:
    """Asks of each variant whether the profile lets it through."""

    def __init__(self, profile: Profile, file: CaseFile) -> None:
        self.profile, self.agreed = profile, bool(file.consent.secondary_findings)
        self.known = [FindingNote(variant=one) for one in file.known_variant]
        self.genes = _genes(profile.panel)

    def reason(self, row: Row | None, note: FindingNote | None) -> str:
        """Why the variant is withheld, a key of WITHHELD; empty where it is reported."""
        told = self.profile
        if note and note.role in told.consent and not self.agreed:
            return "consent"
        if told.known_only and not self._is_known(row, note):
            return "known"
        if told.role and (note is None or note.role != told.role):
            return "role"
        if self.genes is not None and not self.genes & _symbols(row, note):
            return "panel"
        return self._by_class(row, note) or self._by_mode(row, note)

    def _is_known(self, row: Row | None, note: FindingNote | None) -> bool:
        if row is not None:
            return any(fits(one, row) for one in self.known)
        wanted = note.variant.removeprefix("chr") if note else ""
        return any(wanted == one.variant.removeprefix("chr") for one in self.known)

    def _by_class(self, row: Row | None, note: FindingNote | None) -> str:
        if row is None:
            return ""  # put forward by a person, and judged by nobody
        number = CLASS_NUMBERS.get(row.called or "")
        if number is None:
            return "" if note or self.profile.unclassified else "unasked"
        if number in self.profile.classes or (note and number in self.profile.named):
            return ""
        return "unasked" if number in self.profile.named else "class"

    def _by_mode(self, row: Row | None, note: FindingNote | None) -> str:
        if self.profile.modes is None:
            return ""
        text = (note and note.moi) or (row and row.moi) or ""
        modes = {one.strip().upper() for one in text.split("/") if one.strip()}
        if not modes:
            return "mode unknown"
        return "" if modes & set(self.profile.modes) else "mode"


def _genes(panel: str | None) -> frozenset[str] | None:
    if panel is None:
        return None
    from gmstool.panels.model import load

    return frozenset(one.symbol for one in load(panel).genes)


def _symbols(row: Row | None, note: FindingNote | None) -> set[str]:
    return {one for one in (row and row.gene, note and note.gene) if one}


def _without(file: CaseFile, hidden: list[Row], gone: set[str]) -> CaseFile:
    """The case file without what it says of withheld variants."""
    if not hidden and not gone:
        return file

    def about(name: Any) -> bool:
        if not name:
            return False
        note = FindingNote(variant=str(name))
        return str(name) in gone or any(fits(note, row) for row in hidden)

    return file.model_copy(
        update={
            "finding": [one for one in file.finding if not about(one.variant)],
            "action": [one for one in file.action if not about(one.about)],
            "variant": [one for one in file.variant if not about(one.get("variant"))],
        }
    )


def lacks_known(name: str | None, file: CaseFile) -> bool:
    """Whether the profile asks for the family's known variant, and the case file names none."""
    return name is not None and find(name).known_only and not file.known_variant


def sentences(name: str | None, withheld: Withheld, words: Words) -> list[str]:
    """What the profile is, why, and what it withholds: for the laboratory's appendix."""
    if name is None:
        return []
    profile = find(name)
    told = [words("Profile {}: {}.", _said(profile.name, words), _said(profile.reason, words))]
    if not profile.signed_off:
        told.append(words("No medical director has signed this profile off."))
    if not withheld:
        return [*told, words("The profile withholds nothing.")]
    return [*told, *(_counted(reason, number, times, words) for reason, number, times in withheld)]


def _counted(reason: str, number: int | None, times: int, words: Words) -> str:
    if number is None:
        return words("Withheld: {} ({}).", times, words(reason))
    return words("Withheld, class {}: {} ({}).", number, times, words(reason))


def _said(text: InBoth, words: Words) -> str:
    return text.sv if words.language == "sv" else text.en


def short(name: str, words: Words) -> str:
    """The profile's name, for the first page."""
    return _said(find(name).name, words)
