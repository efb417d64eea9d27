"""The old input judged once more, with the options of the old run and the rules and data of today."""

from __future__ import annotations

import tempfile
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gmstool.errors import InputError
from gmstool.report.reading import read_objects
from gmstool.report.replay import Change
from gmstool.report.replay_found import RECORD, Old

if TYPE_CHECKING:
    from gmstool.filters.options import Options

FILES = ("ped", "sv", "regions", "rules", "managed", "fasta")
PEDIGREE = "family.ped"  # as `gms run` copies it


def again(old: Old) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """The rows of today, and the facts of the run. Raises GmsError."""
    from gmstool.vcf.source import open_vcf

    options = options_of(old)
    with tempfile.TemporaryDirectory(prefix="gms-replay-") as folder:
        path, source = Path(folder) / "classified.jsonl", open_vcf(str(old.input), threads=1)
        try:
            facts = (_tumour if old.somatic else _germline)(old, options, source, path)
        finally:
            source.close()
        return [one for one in read_objects(str(path)) if one.get("variant")], facts


def _germline(old: Old, options: Options, source: Any, path: Path) -> dict[str, Any]:
    from gmstool.classify.case import read
    from gmstool.classify.run import Task, classify

    case = read(old.case) if old.with_case else None
    meta = old.meta
    task = Task(options, meta.get("condition") or "", meta.get("moi") or "", case, _language(meta), proven=_proof(old))
    return classify(source, task, path, "jsonl").facts


def _proof(old: Old) -> Any:
    """What `gms run` proved by the whole file: the folder holds only what its filter kept."""
    if not old.record:
        return None
    from gmstool.classify.family_proof import Proof

    told = old.record.get("family")
    family = told if isinstance(told, dict) else {}
    by = family.get("parents_proven_by")
    return Proof(str(by) if by else None, bool(family.get("doubt")))


def _tumour(old: Old, options: Options, source: Any, path: Path) -> dict[str, Any]:
    from gmstool.somatic import established
    from gmstool.somatic.case import read
    from gmstool.somatic.run import Task, classify, tumour_type

    meta = old.meta
    kind = str(meta.get("tumour_type") or "").partition(" ")[0]  # the code; its name stands behind it
    known = established.read(old.found(str(meta["established"]))) if meta.get("established") else None
    om3 = meta.get("om3") if meta.get("om3") in ("hotspot", "reversed") else None
    case = read(old.case) if old.with_case else None
    task = Task(
        options, meta.get("tumour"), meta.get("normal"), tumour_type(kind or None), meta.get("purity"), meta.get("age"),
        case, known, om3, _language(meta),
    )  # fmt: skip
    return classify(source, task, path, "jsonl").facts


def _language(meta: dict[str, Any]) -> str:
    return "sv" if meta.get("language") == "sv" else "en"


def options_of(old: Old) -> Options:
    """The options of the old run. Raises InputError for one that this gms does not know, or a file that is gone."""
    from gmstool.filters.options import Options

    known = {one.name for one in fields(Options)}
    told = {}
    for name, value in old.meta["options"].items():
        if name not in known:
            raise InputError(f"the old run used the option {name}, which this version of gms does not know")
        told[name] = _value(old, name, value)
    try:
        return Options(**told, threads=1)
    except TypeError as error:
        raise InputError(f"the options of the old run cannot be used: {error}") from None


def _value(old: Old, name: str, value: Any) -> Any:
    if name in FILES and isinstance(value, str):
        return old.found(value, PEDIGREE) if name == "ped" else old.found(value)
    if name == "panel" and isinstance(value, list):
        return tuple(_panel(old, str(one)) for one in value)
    return tuple(value) if isinstance(value, list) else value


def _panel(old: Old, name: str) -> str:
    from gmstool.panels.model import shipped

    return name if name in shipped() else str(old.found(name))


def of_input(old: Old) -> list[Change]:
    """Whether the input is the file of then, by its hash where the old run knew it."""
    from gmstool.files import sha256

    then = _then(old)
    now = sha256(old.input) if then else ""
    if not then or then == now:
        return []
    return [Change("", "", "input", f"sha256 {then[:12]}", f"sha256 {now[:12]}", f"{old.input.name} was changed")]


def _then(old: Old) -> str:
    outputs = old.record.get("outputs")
    for one in outputs if isinstance(outputs, list) else []:
        if isinstance(one, dict) and one.get("name") == old.input.name and (old.folder / RECORD).exists():
            return str(one.get("sha256") or "")
    run = old.meta.get("run")
    return str((run.get("input_sha256") if isinstance(run, dict) else "") or "")
