"""From files to a case: the case file, the judged rows, the runs' meta.json, coverage and pedigree.

Everything that is read is checked against the model, and every text for personal identity numbers. Paths in a case
file start from its own folder.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gmstool import identity
from gmstool.classify import case as evidence
from gmstool.errors import InputError, UsageError
from gmstool.report import manifest_inputs, profiles, signed_sentences, signing_record
from gmstool.report.case import Case, CaseFile, Row
from gmstool.report.checking import checked
from gmstool.report.findings import fits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gmstool.report.parts import CaseType

STDIN = "-"
CASE_SUFFIXES = (".toml", ".yaml", ".yml", ".json")
MAX_LINE = 2 << 20  # bytes of one JSON line: a judged row has some thousands
MAX_ROWS = 20_000  # a summary is for people; `gms filter` comes first
MAX_META = 4 << 20
AS_A_WHOLE = "case_result"  # key of the last line of `gms classify --somatic` to a pipe, and of meta.json
SAID = ("criteria", "gate", "scope", "schemes_differ", "prompts", "notes", "layers")  # what a row says in sentences
_JOINED = ("chrom", "pos", "ref", "alt", "gene")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the command line names. `target`: a case file, JSON lines, or - for standard input."""

    target: str
    case: Path | None = None
    type: str | None = None
    profile: str | None = None
    needed: int = 1  # signatures, by the site's setting


def read(wanted: Wanted) -> Case:
    """The case. Raises GmsError with the path of each fault."""
    is_case = wanted.target.endswith(CASE_SUFFIXES)
    if is_case and wanted.case:
        raise UsageError("two case files are named", hint="give the classified JSON lines, and the case file by --case")
    path = Path(wanted.target) if is_case else wanted.case
    file = case_file(path) if path else CaseFile()
    folder = path.parent if path else Path()
    file = signing_record.laid(file, signing_record.read(path), str(path)) if path else file
    file = file.model_copy(update={"signatures_needed": max(file.signatures_needed, wanted.needed)})
    profile = _profile(wanted.profile, file, folder)
    kind = _type(wanted.type or file.type)
    rows_from = None if is_case else wanted.target
    if rows_from is None and file.inputs.classified:
        rows_from = str(folder / file.inputs.classified)
    rows, whole = read_rows(rows_from) if rows_from else ([], [])
    if file.inputs.filtered:
        rows = joined(rows, read_objects(str(folder / file.inputs.filtered)))
    if file.inputs.knowledge:
        rows = joined(rows, read_objects(str(folder / file.inputs.knowledge)), _JOINED[:-1])
    metas, notices = _metas(rows_from, file, folder)
    metas += whole
    rows, swedish = in_english(rows) if any(one.get("language") == "sv" for one in metas) else (rows, False)
    found = manifest_inputs.inputs(file, folder, rows_from, _meta_files(rows_from, file, folder), profile)
    rows, file, withheld = profiles.applied(rows, file, profile)
    notices += [*_unmatched(file, rows), *_otherwise(kind, rows)]
    sentences, ignored = signed_sentences.read(folder / file.inputs.sentences) if file.inputs.sentences else ([], [])
    return Case(
        file=file, type=kind, rows=rows, metas=metas, profile=profile, withheld=withheld, inputs=found,
        shaped_by=manifest_inputs.shaping(file, folder, profile),
        gaps=_gaps(file, folder),
        pedigree_svg=_pedigree(file, folder), pedigree=_persons(file, folder), notices=[*notices, *ignored],
        sentences=sentences, swedish=swedish,
    )  # fmt: skip


def case_file(path: Path) -> CaseFile:
    """A case file, its evidence checked as `gms classify` checks it. Raises CaseError."""
    content = evidence.content(path)
    evidence.evidence(content, str(path))
    file: CaseFile = checked(CaseFile, _stated(content), str(path))
    identity.check(path.name, "the name of the case file")
    return file


def _stated(content: Any) -> Any:
    """The content without texts that were left empty: a form that is half filled in is not wrong."""
    if isinstance(content, dict):
        return {key: _stated(value) for key, value in content.items() if value != ""}
    return [_stated(one) for one in content] if isinstance(content, list) else content


def _profile(asked: str | None, file: CaseFile, folder: Path) -> str | None:
    """The profile that counts: as asked on the command line, else the case file's; its file beside the case file."""
    name = asked or file.profile
    if name is None:
        return None
    local = folder / name
    found = str(local) if not asked and name.endswith(".toml") and local.exists() else name
    profiles.find(found)
    return found


def _type(asked: str | None) -> CaseType:
    known = ("rare", "solid", "haematology", "childhood", "pharmacogenomics")
    if asked not in known:
        found = f"--type {asked} is not known" if asked else "the type of the case is not stated"
        raise UsageError(found, hint=f"--type {'|'.join(known)}, or `type` in the case file")
    return asked  # type: ignore[return-value]  # one of the five


def read_rows(name: str) -> tuple[list[Row], list[dict[str, Any]]]:
    """Judged rows, and what a pipe of a tumour tells of the case as a whole. Raises InputError naming the line."""
    rows: list[Row] = []
    objects = read_objects(name)
    whole = [one for one in objects if AS_A_WHOLE in one and "variant" not in one]
    for number, content in enumerate((one for one in objects if one not in whole), 1):
        row: Row = checked(Row, content, f"{_called(name)}, row {number}")
        rows.append(row)
    return rows, whole


def read_objects(name: str) -> list[dict[str, Any]]:
    """JSON lines, each an object without identity numbers. Raises InputError naming the line."""
    found = []
    for number, line in enumerate(_lines(name), 1):
        where = f"{_called(name)}, line {number}"
        if number > MAX_ROWS:
            raise InputError(f"{where}: more than {MAX_ROWS:,} rows", hint="filter first: a summary is for people")
        if not line.strip():
            continue
        found.append(_object(line, where))
    return found


def _object(line: bytes, where: str) -> dict[str, Any]:
    if len(line) > MAX_LINE:
        raise InputError(f"{where} is longer than {MAX_LINE >> 20} MiB")
    try:
        content = json.loads(line)
    except (ValueError, RecursionError):
        raise InputError(
            f"{where} is no JSON", hint="`gms classify FILE --format jsonl` writes what is read here"
        ) from None
    if not isinstance(content, dict):
        raise InputError(f"{where} is no JSON object", hint="each line is one judged row")
    for place, text in texts(content):
        identity.check(text, f"{where}, `{place}`")
    return content


def texts(content: Any, place: str = "") -> Iterator[tuple[str, str]]:
    """Every text of nested data, with its place; keys are texts too."""
    if isinstance(content, str):
        yield place, content
    elif isinstance(content, dict):
        for key, value in content.items():
            yield place, str(key)
            yield from texts(value, f"{place}.{key}" if place else str(key))
    elif isinstance(content, list | tuple):
        for number, value in enumerate(content, 1):
            yield from texts(value, f"{place}[{number}]")


def _lines(name: str) -> Iterator[bytes]:
    if name == STDIN:
        yield from iter(lambda: sys.stdin.buffer.readline(MAX_LINE + 1), b"")
        return
    try:
        with Path(name).open("rb") as handle:
            yield from iter(lambda: handle.readline(MAX_LINE + 1), b"")
    except OSError as error:
        raise InputError(f"cannot read {name}: {error.strerror}", hint="JSON lines of `gms classify`") from None


def _called(name: str) -> str:
    return "standard input" if name == STDIN else name


def joined(rows: list[Row], others: list[dict[str, Any]], by: tuple[str, ...] = _JOINED) -> list[Row]:
    """Rows with what another command knows of the same allele, and gene; what a row states itself stays."""
    known = {tuple(one.get(key) for key in by): one for one in others}
    found = []
    for row in rows:
        told = row.model_dump(mode="python")
        extra = known.get(tuple(told[key] for key in by), {})
        added = {key: value for key, value in extra.items() if told.get(key) is None and value is not None}
        found.append(checked(Row, {**told, **added}, f"row {row.variant}") if added else row)
    return found


def in_english(rows: list[Row]) -> tuple[list[Row], bool]:
    """Rows that were written in Swedish, as the catalogue says them in English; whether a text has no such form.

    Inside a case reasons are English, and each summary says them in its own language.
    """
    from gmstool.sentences.back import english

    kept: list[str] = []

    def turned(content: Any) -> Any:
        if isinstance(content, str):
            found = english(content)
            kept.extend([content] if found is None else [])
            return content if found is None else found
        if isinstance(content, dict):
            return {key: turned(value) if key in ("because", "source") else value for key, value in content.items()}
        return [turned(one) for one in content] if isinstance(content, list) else content

    found = []
    for row in rows:
        told = row.model_dump(mode="python")
        said = {key: turned(told[key]) for key in SAID if told.get(key)}
        found.append(checked(Row, told | said, f"row {row.variant}"))
    return found, bool(kept)


def _metas(rows_from: str | None, file: CaseFile, folder: Path) -> tuple[list[dict[str, Any]], list[Any]]:
    """The runs' meta.json, in the order filter, classify, others: as named, and those beside the inputs."""
    found = _meta_files(rows_from, file, folder)
    notices: list[Any] = (
        [] if found else [("No meta.json was given: versions and the filter funnel are not known.", [])]
    )
    return [_meta(path) for path in found], notices


def _meta_files(rows_from: str | None, file: CaseFile, folder: Path) -> list[Path]:
    """Those beside the inputs, then those that the case file names."""
    named = [folder / one for one in file.inputs.meta]
    inputs = [folder / file.inputs.filtered] if file.inputs.filtered else []
    inputs += [Path(rows_from)] if rows_from and rows_from != STDIN else []
    beside = [path for path in (Path(f"{one}.meta.json") for one in inputs) if path.exists()]
    return list(dict.fromkeys([*beside, *named]))


def _meta(path: Path) -> dict[str, Any]:
    try:
        if path.stat().st_size > MAX_META:
            raise InputError(f"{path} is larger than {MAX_META >> 20} MiB")
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror}", hint="a run's meta.json") from None
    found = _object(data.replace(b"\n", b" "), str(path)) if len(data) <= MAX_LINE else {}
    return {key: value for key, value in found.items() if key != "run"}  # how long it took is no part of a summary


def _gaps(file: CaseFile, folder: Path) -> list[tuple[str, str, int | None]] | None:
    """Uncovered regions; None where coverage is not known."""
    listed = [(one.gene, one.region or "", one.bases) for one in file.coverage.gap]
    if not file.coverage.file:
        return listed if listed or file.coverage.complete else None
    from gmstool.report import coverage

    panel = next((one.file or one.id for one in file.panel), None)
    if panel is None or file.method.assembly is None:
        raise evidence.CaseError(
            "coverage.file needs a panel and `method.assembly`", hint="name the panel in [[panel]], with its file"
        )
    local = folder / panel
    path = folder / file.coverage.file
    found = coverage.gaps(
        path, str(local) if local.exists() else panel, file.method.assembly, file.coverage.least_depth
    )
    return listed + found


def _pedigree(file: CaseFile, folder: Path) -> dict[str, str]:
    """The drawing in each language."""
    if file.pedigree is None:
        return {}
    from gmstool.family.figure import Marks, pedigree_svg
    from gmstool.family.pedigree import read_ped
    from gmstool.sentences import LANGUAGES, say

    told = file.pedigree
    marks = Marks(told.proband, told.tested, told.carriers, told.deceased, told.genotypes)
    pedigree = read_ped(folder / told.file)
    for one in pedigree:
        identity.check(one.id, "the pedigree")
    return {one: pedigree_svg(pedigree, marks, say=partial(say, language=one)) for one in LANGUAGES}


def _persons(file: CaseFile, folder: Path) -> list[tuple[str, str | None, str | None, str, bool | None]]:
    """The pedigree as data: name, father, mother, sex, affected; empty where the case file names none."""
    if file.pedigree is None:
        return []
    from gmstool.family.pedigree import read_ped

    people = read_ped(folder / file.pedigree.file)
    return [(one.id, one.father, one.mother, str(one.sex), one.affected) for one in people]


def _unmatched(file: CaseFile, rows: list[Row]) -> list[Any]:
    """Findings that no row holds: shown, without class or criteria."""
    lost = [one.variant for one in file.finding if not any(fits(one, row) for row in rows)]
    return [("The discussed variant {} is not among the classified rows.", [one]) for one in lost]


def _otherwise(kind: CaseType, rows: list[Row]) -> list[Any]:
    """Rows that were judged for another kind of case than the summary is of."""
    tumours = [one.oncogenicity is not None or one.tier is not None for one in rows]
    if kind in ("solid", "haematology") and rows and not any(tumours):
        return [("The variants were classified as germline variants, not as a tumour's: there is no tier.", [])]
    if kind in ("rare", "pharmacogenomics") and any(tumours):
        return [("The variants were classified as a tumour's, not as germline variants.", [])]
    return []
