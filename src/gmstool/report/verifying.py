"""Whether a summary is still what gms wrote, from the inputs and versions that there are now.

Each question has three answers: matches, differs, not checked.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gmstool import __version__
from gmstool.classify.case import CaseError
from gmstool.errors import GmsError, InputError
from gmstool.files import sha256
from gmstool.report.checking import checked
from gmstool.report.manifest import FORMAT, Carried, beside, carried
from gmstool.report.manifest_pieces import differing, pieces
from gmstool.report.parts import Manifest
from gmstool.report.reading import Wanted, read
from gmstool.report.signing import PARTS, parts, sealed_parts, valid

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gmstool.report.case import Case

MATCHES, DIFFERS, NOT_CHECKED = "matches", "differs", "not checked"
MAX_BYTES = 256 << 20
MAX_NAMED = 6
NAME_IT = "name the case by --case"


@dataclass(frozen=True, slots=True)
class Check:
    """One question, its answer, and what was found."""

    what: str
    answer: str
    detail: str = ""


def verify(path: Path, case_path: Path | None = None) -> list[Check]:
    """All checks of a file. Raises InputError for one that carries no manifest."""
    data = _bytes(path)
    found = carried(data)
    told, intact = (found.told, _intact(found)) if found else (_beside(path), None)
    if told.get("format") != FORMAT:
        raise InputError(f"{path} carries a manifest of another kind", hint="use the version of gms that wrote it")
    try:
        checked(Manifest, told, f"the manifest of {path}")
    except CaseError:
        if intact is None or intact.answer == MATCHES:
            raise
        return [Check("bytes", DIFFERS, "changed in: the manifest itself")]
    bytes_ = intact or _whole(told, data)
    case = _read(case_path, told) if case_path else None
    folder = case_path.parent if case_path else path.parent
    return [
        bytes_, _content(told, case), *_signatures(told, case), *_inputs(told, case, folder), *_versions(told),
    ]  # fmt: skip


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise InputError(f"{path} is larger than {MAX_BYTES >> 20} MiB")
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror}") from None


def _beside(path: Path) -> dict[str, Any]:
    """The manifest of a format that leaves no place for one."""
    place = beside(path)
    try:
        told = json.loads(_bytes(place)) if place.exists() else None
    except (ValueError, RecursionError):
        told = None
    if not isinstance(told, dict):
        raise InputError(
            f"{path} carries no manifest, and there is no {place.name} beside it",
            hint="only what `gms report` wrote can be verified; an editor that saved it anew removed the manifest",
        )
    return told


def _intact(found: Carried) -> Check:
    hashed = hashlib.sha256(found.zeroed).hexdigest()
    if hashed == found.told.get("file_sha256"):
        return Check("bytes", MATCHES, hashed)
    return Check("bytes", DIFFERS, _where(found.told, found.bare))


def _whole(told: dict[str, Any], data: bytes) -> Check:
    same = hashlib.sha256(data).hexdigest() == told.get("file_sha256")
    return Check("bytes", MATCHES if same else DIFFERS, str(told["file_sha256"]) if same else _where(told, data))


def _where(told: dict[str, Any], data: bytes) -> str:
    """The pieces that changed; where all are what they were, the manifest itself or what lies between."""
    old = told.get("pieces")
    listed = [[str(each) for each in one] for one in old if isinstance(one, list)] if isinstance(old, list) else []
    names = differing(listed, pieces(str(told.get("kind")), data))
    if not names:
        return "changed in the manifest itself, or between the parts"
    more = f" and {len(names) - MAX_NAMED} more" if len(names) > MAX_NAMED else ""
    return f"changed in: {', '.join(names[:MAX_NAMED])}{more}"


def _read(path: Path, told: dict[str, Any]) -> Case:
    """The case as it is now; rows from standard input are no part of a case file."""
    case = read(Wanted(str(path), type=told.get("type")))
    if told.get("case") != case.file.id:
        raise InputError(
            f"the file belongs to the case {told.get('case') or 'without id'}, and {path} is {case.file.id}",
            hint="name its own case file by --case",
        )
    return case


def _content(told: dict[str, Any], case: Case | None) -> Check:
    if case is None:
        return Check("content", NOT_CHECKED, NAME_IT)
    now, then = parts(case), told.get("parts")
    if sealed_parts(now) == told.get("content_sha256"):
        return Check("content", MATCHES, sealed_parts(now))
    names = [called for name, called in PARTS.items() if not isinstance(then, dict) or then.get(name) != now[name]]
    return Check("content", DIFFERS, f"changed since: {', '.join(names)}")


def _signatures(told: dict[str, Any], case: Case | None) -> Iterator[Check]:
    """Whether those who signed the file did sign this very content, by the case's own record."""
    named = [str(one.get("name")) for one in told.get("signatures") or [] if isinstance(one, dict)]
    version = told.get("version")
    if not told.get("signed"):
        yield Check("signatures", NOT_CHECKED, f"the file is a draft, version {version}")
        return
    if case is None:
        yield Check("signatures", NOT_CHECKED, f"version {version}, by {', '.join(named)}; {NAME_IT}")
        return
    there = {one.name for one in valid(case, str(told.get("content_sha256")))}
    lost = [one for one in named if one not in there]
    if lost:
        yield Check("signatures", DIFFERS, f"not in the case's record: {', '.join(lost)}")
    else:
        yield Check("signatures", MATCHES, f"version {version}, by {', '.join(named)}")
    if case.file.version != version:
        yield Check("version", DIFFERS, f"the file is version {version}, the case is at version {case.file.version}")


def _inputs(told: dict[str, Any], case: Case | None, folder: Path) -> Iterator[Check]:
    now = dict(case.inputs) if case else {}
    for one in told.get("inputs") or []:
        name, then = str(one.get("name")), one.get("sha256")
        found = now.get(name) or (None if Path(name).is_absolute() else _hash(folder / name))
        if found is None:
            outside = ".." in Path(name).parts or Path(name).is_absolute()
            why = f"it lies outside the folder; {NAME_IT}" if outside and not case else "the file is not there"
            yield Check(f"input {name}", NOT_CHECKED, why)
        else:
            recorded = "" if (folder / name).is_file() else "; as its run recorded it, the file was not read"
            answer = MATCHES if found == then else DIFFERS
            yield Check(f"input {name}", answer, f"sha256 {str(then)[:12]}…{recorded}")


def _hash(path: Path) -> str | None:
    """The hash of a file in the case's folder; a name that leads out of it is not followed."""
    return sha256(path) if ".." not in path.parts and path.is_file() else None


def _versions(told: dict[str, Any]) -> Iterator[Check]:
    """gms, rule sets, panels and reference data: as the file says against what is installed now."""
    yield _same("gms", str(told.get("gms")), __version__)
    versions = told.get("versions")
    then = versions if isinstance(versions, dict) else {}
    for kind, now in (("rules", _rules), ("panel", _panel)):
        for name, one in (then.get("rules" if kind == "rules" else "panels") or {}).items():
            yield _same(f"{kind} {name}", _told(one), now(name))
    for one in then.get("reference") or []:
        current = _reference()
        yield Check("reference", MATCHES if one in current else DIFFERS, one if one in current else f"was: {one}")


def _same(what: str, then: str, now: str | None) -> Check:
    if now is None:
        return Check(what, NOT_CHECKED, f"was {then}; it is not installed under this name")
    return Check(what, MATCHES, then) if then == now else Check(what, DIFFERS, f"{then} -> {now}")


def _told(one: Any) -> str:
    return f"{one.get('version') or ''} sha256 {str(one.get('sha256'))[:12]}…".strip() if isinstance(one, dict) else ""


def _rules(name: str) -> str | None:
    from gmstool.rules.load import load

    try:
        return _told(load(name).provenance())
    except GmsError:
        return None


def _panel(name: str) -> str | None:
    from gmstool.panels.model import load, shipped

    return _told(load(name).provenance()) if name in shipped() else None


def _reference() -> set[str]:
    """What a run of this gms would name: of filters, of classes, of tumours."""
    from gmstool.classify.run import TABLES
    from gmstool.reference import bundle, genes

    return {genes.release(), bundle.release(*TABLES), bundle.release("genes", "transcripts", "cancer_genes")}
