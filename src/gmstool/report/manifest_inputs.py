"""The files that a summary was made from, each with its hash: part of its manifest."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gmstool import identity
from gmstool.files import sha256

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gmstool.report.case import CaseFile


def inputs(
    file: CaseFile, folder: Path, rows_from: str | None, metas: Iterable[Path], profile: str | None = None
) -> list[tuple[str, str]]:
    """Names, as the case file gives them, and SHA-256; of the runs' own inputs what their meta.json says.

    The case file itself is not among them: the content covers what it states, and a comment changes nothing.
    """
    metas = list(metas)
    named = [(one, folder / one) for one in _named(file)]
    rows = [(Path(rows_from).name, Path(rows_from))] if rows_from and rows_from != "-" else []
    of_profile = [_site_profile(profile, file)] if profile and profile.endswith(".toml") else []
    found = {identity.masked(name): sha256(path) for name, path in [*rows, *named, *of_profile] if path.is_file()}
    found |= dict(_of_runs(metas))
    return sorted(found.items())


def _named(file: CaseFile) -> Iterator[str]:
    for one in (file.inputs.filtered, file.inputs.knowledge, file.inputs.sentences):
        if one:
            yield one
    yield from (name for _, name in _shaping(file))


def _site_profile(profile: str, file: CaseFile) -> tuple[str, Path]:
    """A site's own profile under the name that the case file gives it, else by its file's name alone."""
    named = file.profile if file.profile and Path(profile).name == Path(file.profile).name else None
    return named or Path(profile).name, Path(profile)


def _shaping(file: CaseFile) -> Iterator[tuple[str, str]]:
    """Files whose very bytes are signed, with the part of the content that they belong to."""
    if file.pedigree:
        yield "pedigree", file.pedigree.file
    if file.coverage.file:
        yield "coverage", file.coverage.file
    yield from (("coverage", one.file) for one in file.panel if one.file)


def shaping(file: CaseFile, folder: Path, profile: str | None) -> dict[str, list[str]]:
    """SHA-256 of the files that the summary was made from beside the rows, by the part of the content they shape.

    Rows, their knowledge and signed sentences are signed as they were read; these files say more than what was read
    of them: a PED's family names, a BED outside the panel, the reason and the source of a profile.
    """
    found: dict[str, list[str]] = {}
    for part, name in _shaping(file):
        if (folder / name).is_file():
            found.setdefault(part, []).append(sha256(folder / name))
    if profile and profile.endswith(".toml") and Path(profile).is_file():
        found["profile"] = [sha256(Path(profile))]
    return found


def _of_runs(metas: Iterable[Path]) -> Iterator[tuple[str, str]]:
    """The inputs of the runs: the VCF is not read again, its run hashed it."""
    for path in metas:
        told = _json(path)
        name, run = (told.get("input") or {}).get("name"), told.get("run") or {}
        if isinstance(name, str) and isinstance(run, dict) and run.get("input_sha256"):
            yield identity.masked(name), str(run["input_sha256"])


def _json(path: Path) -> dict[str, Any]:
    try:
        told = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) and isinstance(told.get("input"), dict) else {}
