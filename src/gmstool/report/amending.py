"""Signing a case, and amending it: what `gms report sign` and `gms report amend` do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gmstool import __version__, identity
from gmstool.classify.case import CaseError
from gmstool.errors import UsageError
from gmstool.report import signing_record
from gmstool.report.checking import checked
from gmstool.report.parts import Release, Signature, SigningRecord
from gmstool.report.reading import CASE_SUFFIXES, Wanted, read
from gmstool.report.signing import parts, person, sealed_parts, valid

if TYPE_CHECKING:
    from pathlib import Path

    from gmstool.report.case import Case


@dataclass(frozen=True, slots=True)
class Signed:
    """What a signature came to."""

    version: int
    have: int
    needed: int
    content_sha256: str


def sign(path: Path, name: str, role: str, *, two_people: bool) -> Signed:
    """Sign the case as it stands now. Raises UsageError or CaseError, and writes nothing then."""
    case = _case(path, (name, role))
    if not case.rows and not case.file.pgx and not case.file.result:
        raise UsageError(
            f"{path} has nothing to sign: no classified variant and no other result",
            hint='name the rows in the case file: [inputs] classified = "classified.jsonl"',
        )
    found = parts(case)
    content = sealed_parts(found)
    record = signing_record.read(path) or _new(case)
    _refuse_amended(record.release[-1], content, path)
    _refuse_again(case, name, content)
    when = signing_record.now()
    made: Signature = checked(
        Signature,
        {"name": name, "role": role, "date": when.date(), "at": when.isoformat(), "content_sha256": content,
         "parts": found, "gms": __version__},
        "the signature",
    )  # fmt: skip
    needed = max(case.file.signatures_needed, 2 if two_people else 1)
    signing_record.write(path, signing_record.with_signature(record, made, needed))
    return Signed(record.release[-1].version, len(valid(case, content)) + 1, needed, content)


def _case(path: Path, texts: tuple[str, ...]) -> Case:
    for one in texts:
        if not one.strip():
            raise UsageError("a name, a role or a reason is empty")
        identity.check(one, "what is written beside a signature")
    if not path.name.endswith(CASE_SUFFIXES):
        raise UsageError(
            f"{path} is no case file: only a case can be signed", hint="`gms report --init rare -o case.toml`"
        )
    return read(Wanted(str(path)))


def _new(case: Case) -> SigningRecord:
    return SigningRecord(format="gms-signatures/1", case=case.file.id, release=[Release(version=case.file.version)])


def _refuse_amended(release: Release, content: str, path: Path) -> None:
    """A version that was released stays as it is."""
    done = signing_record.released(release)
    if done is not None and done != content:
        raise CaseError(
            f"{path}: version {release.version} is signed, and the case was changed since",
            hint=f"`gms report amend {path.name} --reason TEXT --by NAME` makes version {release.version + 1}",
        )


def _refuse_again(case: Case, name: str, content: str) -> None:
    if person(name) in {person(one.name) for one in valid(case, content)}:
        raise UsageError(
            f"{name} has signed this content already", hint="where two signatures are needed, two people sign"
        )


def amend(path: Path, reason: str, author: str) -> int:
    """Begin the next version of a signed case; its number. Raises UsageError or CaseError."""
    _case(path, (reason, author))
    record = signing_record.read(path)
    last = record.release[-1] if record else None
    if record is None or last is None or signing_record.released(last) is None:
        raise UsageError(
            f"{path}: {f'version {last.version}' if last else 'the case'} is not signed: there is nothing to amend",
            hint="edit the case file, then `gms report sign`",
        )
    new: Release = checked(
        Release,
        {"version": last.version + 1, "date": signing_record.now().date(), "author": author, "reason": reason,
         "replaces": signing_record.seal(last), "needed": last.needed},
        "the amendment",
    )  # fmt: skip
    signing_record.write(path, record.model_copy(update={"release": [*record.release, new]}))
    return new.version
