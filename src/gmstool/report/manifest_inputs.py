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


def inputs(file: CaseFile, folder: Path, rows_from: str | None, metas: Iterable[Path]) -> list[tuple[str, str]]:
    """Names, as the case file gives them, and SHA-256; of the runs' own inputs what their meta.json says.

    The case file itself is not among them: the content covers what it states, and a comment changes nothing.
    """
    metas = list(metas)
    named = [(one, folder / one) for one in _named(file)]
    rows = [(Path(rows_from).name, Path(rows_from))] if rows_from and rows_from != "-" else []
    found = {identity.masked(name): sha256(path) for name, path in [*rows, *named] if path.is_file()}
    found |= dict(_of_runs(metas))
    return sorted(found.items())


def _named(file: CaseFile) -> Iterator[str]:
    pedigree = file.pedigree.file if file.pedigree else None
    for one in (file.inputs.filtered, file.inputs.knowledge, file.inputs.sentences, file.coverage.file, pedigree):
        if one:
            yield one
    yield from (one.file for one in file.panel if one.file)


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
