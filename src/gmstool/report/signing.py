"""Whether a case is signed: signatures name the content that they signed, and are as many as the site needs.

A signature holds for what was seen: the case file, the judged rows, the runs and their versions, coverage, pedigree
and profile with the bytes of their files. When one of them changes, the case is a draft again, and the summary says
which. Hashes show a change; who may write the file of signatures is the site's own matter (docs/report.md).
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gmstool import __version__

if TYPE_CHECKING:
    from gmstool.report.case import Case
    from gmstool.report.parts import Signature

Told = tuple[str, tuple[Any, ...]]
UNSIGNED = {"signature", "signatures_needed"}  # of the case file: what says who signed is not what is signed
PATHS = ("ped", "sv", "regions", "managed", "rules", "fasta", "panel")  # options of runs that may name a place
PARTS = {
    "case": "the case file",
    "rows": "the classified variants",
    "runs": "the runs and their versions",
    "coverage": "the coverage",
    "pedigree": "the pedigree",
    "profile": "the profile",
    "gms": "the version of gms",
}


def parts(case: Case) -> dict[str, str]:
    """The SHA-256 of each part of the content, without the signatures; nothing depends on where files lie."""
    found = {
        "case": [
            case.type,
            case.file.model_dump(mode="json", exclude=UNSIGNED, exclude_defaults=True),
            *(one.model_dump(mode="json") for one in case.sentences),
        ],
        "rows": [one.model_dump(mode="json", exclude_none=True) for one in case.rows],
        "runs": [_portable(one) for one in case.metas],
        "coverage": [case.gaps, case.shaped_by.get("coverage")],
        "pedigree": [case.pedigree, case.shaped_by.get("pedigree")],
        "profile": [_name(case.profile), case.withheld, case.shaped_by.get("profile")],
        "gms": __version__,
    }
    return {name: _hash(value) for name, value in found.items()}


def content_sha256(case: Case) -> str:
    """The hash of all that a summary is made from, without the signatures. The same case gives the same hash."""
    return sealed_parts(parts(case))


def sealed_parts(found: dict[str, str]) -> str:
    """One hash of the hashes of the parts."""
    return _hash(found)


def _hash(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True, ensure_ascii=True, default=str).encode()).hexdigest()


def _portable(meta: dict[str, Any]) -> dict[str, Any]:
    """A run's facts without the folders of its files."""
    found, options, given = dict(meta), meta.get("options"), meta.get("case_inputs")
    if isinstance(options, dict):
        found["options"] = {key: _name(value) if key in PATHS else value for key, value in options.items()}
    if isinstance(given, dict) and isinstance(given.get("files"), list):
        found["case_inputs"] = {**given, "files": [_nameless(one) for one in given["files"]]}
    return found


def _nameless(one: Any) -> Any:
    return {**one, "name": _name(one.get("name"))} if isinstance(one, dict) else one


def _name(value: Any) -> Any:
    if isinstance(value, list):
        return [_name(one) for one in value]
    return Path(value).name if isinstance(value, str) else value


def person(name: str) -> str:
    """A name for comparing people: spaces, letters' case and ways of writing a letter do not make two of one."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def valid(case: Case, found: str | None = None) -> list[Signature]:
    """The signatures that hold for the content as it is now, one for each person."""
    if not case.file.signature:
        return []
    wanted = found or content_sha256(case)
    told = {person(one.name): one for one in case.file.signature if one.content_sha256 == wanted}
    return list(told.values())


def is_signed(case: Case) -> bool:
    """Enough different people signed this very content."""
    return len(valid(case)) >= case.file.signatures_needed


def why_draft(case: Case) -> Told | None:
    """Why a case that carries signatures is a draft all the same; None where it is signed, or nobody signed."""
    if not case.file.signature or is_signed(case):
        return None
    if now := valid(case):
        names = ", ".join(one.name for one in now)
        return "{} of {} signatures are in place: {}.", (len(now), case.file.signatures_needed, names)
    last = case.file.signature[-1]
    return "It was signed by {} and changed afterwards ({}): it is a draft until it is signed anew.", (
        last.name,
        changed(last.parts, parts(case)),
    )


def changed(old: dict[str, str] | None, new: dict[str, str]) -> tuple[str, ...]:
    """The parts of the content that are no longer what they were, as sentences of the catalogue."""
    if not old:
        return ("its content",)
    return tuple(told for name, told in PARTS.items() if old.get(name) != new.get(name)) or ("its content",)
