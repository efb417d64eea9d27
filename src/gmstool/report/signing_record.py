"""The file of signatures beside a case file: its versions, why each came, what each replaced, and who signed.

`CASE.signatures.json` is written by gms alone, whole or not at all; the case file, with its comments, is the persons'
own and never rewritten. Each version names the hash of the version before: a record that was changed is refused.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from gmstool import identity
from gmstool.classify.case import CaseError
from gmstool.provenance import stated_time
from gmstool.report.case import CaseFile
from gmstool.report.checking import checked
from gmstool.report.parts import Amendment, Release, SigningRecord
from gmstool.report.signing import person, sealed_parts

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from gmstool.report.parts import Signature

SUFFIX = ".signatures.json"
MAX_BYTES = 4 << 20


def place(case: Path) -> Path:
    """case.toml.signatures.json beside case.toml."""
    return case.with_name(case.name + SUFFIX)


def now() -> datetime:
    """The time of a signature, in UTC to the second: SOURCE_DATE_EPOCH where it is set, else the clock."""
    return (stated_time() or datetime.now(UTC)).replace(microsecond=0)


def read(case: Path) -> SigningRecord | None:
    """The record beside a case file; None where there is none. Raises CaseError."""
    path = place(case)
    if not path.exists():
        return None
    try:
        if path.stat().st_size > MAX_BYTES:
            raise CaseError(f"{path} is larger than {MAX_BYTES >> 20} MiB")
        content = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise CaseError(f"cannot read {path}: {error}", hint="it is written by `gms report sign` alone") from None
    found: SigningRecord = checked(SigningRecord, content, str(path))
    identity.check(json.dumps(content, ensure_ascii=False), str(path))
    _check_chain(found, path)
    return found


def _check_chain(record: SigningRecord, path: Path) -> None:
    """Each version follows the one before. Raises CaseError."""
    for old, new in zip(record.release, record.release[1:], strict=False):
        if new.version != old.version + 1 or new.replaces != seal(old):
            raise CaseError(
                f"{path}: version {new.version} does not follow from version {old.version}: the record was changed",
                hint="fetch it from a backup; gms writes it, and nobody else",
            )


def seal(release: Release) -> str:
    """The hash of a version as it stands in the record."""
    return sealed_parts(release.model_dump(mode="json"))


def released(release: Release) -> str | None:
    """The content that enough different people signed; None while the version is a draft."""
    people: dict[str, set[str]] = {}
    for one in release.signature:
        people.setdefault(one.content_sha256 or "", set()).add(person(one.name))
    done = [content for content, names in people.items() if content and len(names) >= release.needed]
    return done[-1] if done else None


def laid(file: CaseFile, record: SigningRecord | None, name: str) -> CaseFile:
    """The case file with its signatures, version and amendments. Raises CaseError where the two disagree."""
    if record is None:
        return file
    last = record.release[-1]
    if record.case != file.id:
        raise CaseError(f"{name}: the signatures belong to the case {record.case or 'without id'}, not to {file.id}")
    if "version" in file.model_fields_set and file.version != last.version:
        raise CaseError(
            f"{name}: the case file says version {file.version}, and its signatures version {last.version}",
            hint="leave `version` out: `gms report amend` counts",
        )
    needed = max(file.signatures_needed, last.needed)
    return file.model_copy(
        update={
            "version": last.version,
            "signature": [*file.signature, *last.signature],
            "signatures_needed": needed,
            "amendment": [*file.amendment, *_amendments(record)],
        }
    )


def _amendments(record: SigningRecord) -> list[Amendment]:
    return [
        Amendment(
            version=new.version, date=new.date, author=new.author, reason=new.reason, replaces=new.replaces,
            replaced=_signed_on(old),
        )
        for old, new in zip(record.release, record.release[1:], strict=False)
        if new.date and new.author and new.reason
    ]  # fmt: skip


def _signed_on(release: Release) -> date | None:
    """The day of the last signature that released the version."""
    content = released(release)
    return max((one.date for one in release.signature if one.content_sha256 == content), default=None)


def write(case: Path, record: SigningRecord) -> None:
    """Write the record beside its case file, whole or not at all. Raises OutputError."""
    from gmstool.files import atomic

    text = json.dumps(record.model_dump(mode="json", exclude_none=True), indent=1, ensure_ascii=False) + "\n"
    with atomic(place(case)) as part:
        part.write_text(text, "utf-8")


def with_signature(record: SigningRecord, signature: Signature, needed: int) -> SigningRecord:
    """The record with one more signature under its last version."""
    *older, last = record.release
    signed = last.model_copy(update={"signature": [*last.signature, signature], "needed": needed})
    return record.model_copy(update={"release": [*older, signed]})
