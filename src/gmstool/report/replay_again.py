"""The old input judged once more, with the options of the old run and the rules and data of today."""

from __future__ import annotations

import tempfile
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gmstool.errors import InputError
from gmstool.report.replay import Change
from gmstool.report.replay_found import RECORD, Old
from gmstool.report.rows import read_objects

if TYPE_CHECKING:
    from gmstool.filters.options import Options

GIVEN = {"--assay": "assay", "--calls": "calls", "--target": "target"}  # options of a tumour's case
FILES = ("ped", "sv", "regions", "rules", "managed", "fasta")
PEDIGREE = "family.ped"  # as `gms run` copies it


def again(old: Old) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """The rows of today, and the facts of the run, with `case_result` of a tumour. Raises GmsError."""
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
    from gmstool.classify.run import classify
    from gmstool.classify.task import Task

    case = read(old.case) if old.with_case else None
    meta = old.meta
    task = Task(
        options, meta.get("condition") or "", meta.get("moi") or "", case, _language(meta), proven=_proof(old),
        store=old.store,
    )  # fmt: skip
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
    from gmstool.somatic.run import classify, tumour_type
    from gmstool.somatic.task import Task

    meta = old.meta
    kind = str(meta.get("tumour_type") or "").partition(" ")[0]  # the code; its name stands behind it
    known = established.read(old.found(str(meta["established"]))) if meta.get("established") else None
    om3 = meta.get("om3") if meta.get("om3") in ("hotspot", "reversed") else None
    case = read(old.case) if old.with_case else None
    task = Task(
        options, meta.get("tumour"), meta.get("normal"), tumour_type(kind or None), meta.get("purity"), meta.get("age"),
        case, known, om3, _language(meta), _inputs(old),
    )  # fmt: skip
    done = classify(source, task, path, "jsonl")
    return {**done.facts, "case_result": done.case}


def _inputs(old: Old) -> Any:
    """The assay, the calls of copy numbers and fusions, and the target of the old run. Raises InputError."""
    from gmstool.somatic.whole import inputs

    named: dict[str, list[Path]] = {"assay": [], "calls": [], "target": []}
    for what, name, _ in given(old):
        named[what].append(old.found(name))
    assay, target = (next(iter(named[one]), None) for one in ("assay", "target"))
    return inputs(assay, named["calls"], target, synonymous=_synonymous(old))


def given(old: Old) -> list[tuple[str, str, str]]:
    """What it is, name and SHA-256 of the files beside the variants; of the command line where meta.json has none."""
    told = old.meta.get("case_inputs")
    files = told.get("files") if isinstance(told, dict) else None
    if isinstance(files, list):
        found = [(str(one.get("what")), str(one.get("name")), str(one.get("sha256"))) for one in files
                 if isinstance(one, dict)]  # fmt: skip
        return [one for one in found if one[0] in GIVEN.values()]
    return _of_command(old.command)


def _of_command(words: list[str]) -> list[tuple[str, str, str]]:
    """`--assay FILE` and `--assay=FILE`, with no hash: runs of an older gms told no more."""
    pairs = list(zip(words, [*words[1:], ""], strict=True))
    apart = [(GIVEN[word], after, "") for word, after in pairs if word in GIVEN and after]
    together = [one.partition("=") for one in words]
    return apart + [(GIVEN[name], value, "") for name, _, value in together if name in GIVEN and value]


def _synonymous(old: Old) -> bool:
    told = old.meta.get("case_inputs")
    return bool(told.get("synonymous")) if isinstance(told, dict) else "--synonymous" in old.command


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
    """Whether the input, and a tumour's files beside it, are those of then, by hash where the old run knew it."""
    files = [("input", _then(old), old.input)]
    files += [(what, hashed, old.found(name)) for what, name, hashed in (given(old) if old.somatic else []) if hashed]
    files += [("store", _hash(old.record.get("inputs"), "is", "store"), old.store)] if old.store else []
    return [change for what, then, path in files if then for change in _changed(what, then, path)]


def _changed(what: str, then: str, path: Path) -> list[Change]:
    from gmstool.files import sha256

    now = sha256(path)
    if then == now:
        return []
    return [Change("", "", what, f"sha256 {then[:12]}", f"sha256 {now[:12]}", f"{path.name} was changed")]


def _then(old: Old) -> str:
    if (old.folder / RECORD).exists() and (told := _hash(old.record.get("outputs"), "name", old.input.name)):
        return told
    run = old.meta.get("run")
    return str((run.get("input_sha256") if isinstance(run, dict) else "") or "")


def _hash(listed: Any, key: str, value: str) -> str:
    """The SHA-256 of an entry of run.json; empty where it tells none."""
    entries = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    return next((str(one.get("sha256") or "") for one in entries if one.get(key) == value), "")
