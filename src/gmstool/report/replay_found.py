"""An old run as it lies on the disk: its rows, its meta.json, its input and the files that it named.

A case file names its rows in [inputs]; a folder of `gms run` holds case.json. Files are looked for where the old run
found them, and beside the rows; what is not there is an error that says what is needed.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gmstool.errors import InputError, UsageError
from gmstool.report.reading import CASE_SUFFIXES, case_file
from gmstool.report.rows import read_objects
from gmstool.report.run_metas import MAX_META

if TYPE_CHECKING:
    from gmstool.report.case import CaseFile

CASE_IN_FOLDER, RECORD = "case.json", "run.json"  # of `gms run`
META = ".meta.json"
SIGNED_OF = "confirmed assertions of "  # among the comparators of a meta.json: the store's name follows


@dataclass(frozen=True, slots=True)
class Old:
    """An old run. `record` is run.json of `gms run`, empty for a run of `gms classify` alone."""

    rows: list[dict[str, Any]]
    meta: dict[str, Any]
    record: dict[str, Any]
    case: Path
    file: CaseFile
    folder: Path  # where the rows lie
    input: Path
    store: Path | None = None  # the knowledge base whose confirmed assertions were compared with; None: none, or gone

    @property
    def somatic(self) -> bool:
        return "tumour_type" in self.meta

    @property
    def command(self) -> list[str]:
        return _command(self.meta)

    @property
    def with_case(self) -> bool:
        """Whether evidence of the case file was asked for: always in `gms run`, else by --case."""
        return bool(self.record) or any(one == "--case" or one.startswith("--case=") for one in self.command)

    def found(self, name: str, *others: str) -> Path:
        """A file of the old run, as it named it or beside the rows. Raises InputError."""
        return _found(name, self.folder, self.case.parent, *others)


def old(target: Path, given: Path | None = None, store: Path | None = None) -> Old:
    """The old run of a case file or a folder; input and store may be named by hand. Raises GmsError."""
    case = target / CASE_IN_FOLDER if target.is_dir() else target
    if target.is_dir() and not case.is_file():
        raise UsageError(f"{target} is no folder of `gms run`: it holds no {CASE_IN_FOLDER}")
    if not case.name.endswith(CASE_SUFFIXES):
        told = f"{target} is no case file" if target.exists() else f"there is no {target}"
        raise UsageError(told, hint="name a case file, or a folder that `gms run` wrote")
    file = case_file(case)
    if not file.inputs.classified:
        raise InputError(
            f"{case} names no classified rows: there is nothing to compare with",
            hint='[inputs] classified = "classified.jsonl", as `gms classify --format jsonl -o` wrote it',
        )
    rows = case.parent / file.inputs.classified
    meta = _meta(rows)
    listed = [one for one in read_objects(str(rows)) if one.get("variant")]
    vcf = given or _input(meta, rows.parent, case.parent)
    compared = store or _store(meta, rows.parent, case.parent)
    return Old(listed, meta, _json(rows.parent / RECORD), case, file, rows.parent, vcf, compared)


def _meta(rows: Path) -> dict[str, Any]:
    """How the rows were made."""
    told = _json(rows.with_name(rows.name + META))
    if not told:
        raise InputError(
            f"there is no {rows.name}{META} beside the rows: how they were made is not known",
            hint=f"`gms classify FILE --format jsonl -o {rows.name}` writes it beside its output",
        )
    if not isinstance(told.get("options"), dict):
        raise InputError(f"{rows.name}{META} names no options: it is not of `gms classify` or `gms run`")
    return told


def _json(path: Path) -> dict[str, Any]:
    try:
        if not path.is_file():
            return {}
        if path.stat().st_size > MAX_META:
            raise InputError(f"{path} is larger than {MAX_META >> 20} MiB")
        told = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise InputError(f"cannot read {path}: {error}") from None
    return told if isinstance(told, dict) else {}


def _command(meta: dict[str, Any]) -> list[str]:
    run = meta.get("run")
    listed = run.get("command") if isinstance(run, dict) else None
    return [str(one) for one in listed] if isinstance(listed, list) else []


def _input(meta: dict[str, Any], *folders: Path) -> Path:
    """The annotated VCF that the rows were made of. Raises InputError that says which it was."""
    told = meta.get("input")
    name = Path(str(told.get("name"))).name if isinstance(told, dict) and told.get("name") else ""
    named = [one for one in _command(meta) if name and Path(one).name == name]
    for one in (*(folder / name for folder in folders if name), *map(Path, named)):
        if one.is_file():
            return one
    raise InputError(
        f"the input of the old run is not there: {name or 'standard input'}",
        hint="name it by --input FILE: the annotated VCF that was classified",
    )


def store_of(meta: dict[str, Any]) -> str:
    """The name of the store that the old run compared with; empty where it compared with none."""
    told = meta.get("comparators")
    named = [str(one) for one in told if str(one).startswith(SIGNED_OF)] if isinstance(told, list) else []
    return named[0].removeprefix(SIGNED_OF) if named else ""


def _store(meta: dict[str, Any], *folders: Path) -> Path | None:
    """That store where the old run found it, or beside the rows or the case file; None where it is not there."""
    name, words = store_of(meta), [one.removeprefix("--store=") for one in _command(meta)]
    places = [Path(one) for one in words if Path(one).name == name] + [folder / name for folder in folders]
    return next((one for one in places if one.is_file()), None) if name else None


def _found(name: str, *places: Path | str) -> Path:
    """The file as named, beside the rows or the case file, or under another name there."""
    folders = [one for one in places if isinstance(one, Path)]
    names = [Path(name).name, *(one for one in places if isinstance(one, str))]
    for one in (Path(name), *(folder / each for folder in folders for each in names)):
        if one.is_file():
            return one
    raise InputError(
        f"the old run used the file {name}, and it is not there",
        hint="put it beside the case file, or start `gms replay` in the folder of the old run",
    )
