"""From files to a case: the case file, the judged rows, the runs' meta.json, coverage and pedigree.

Everything that is read is checked against the model, and every text for personal identity numbers. Paths in a case
file start from its own folder.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gmstool import identity
from gmstool.classify import case as evidence
from gmstool.errors import UsageError
from gmstool.report import manifest_inputs, profiles, run_metas, signed_sentences, signing_record
from gmstool.report.case import Case, CaseFile, Row
from gmstool.report.case_types import CASE_TYPES, OF_GERMLINE, OF_TUMOURS
from gmstool.report.checking import checked
from gmstool.report.findings import fits
from gmstool.report.rows import BY_ALLELE, BY_GENE, in_english, joined, read_objects, read_rows

if TYPE_CHECKING:
    from gmstool.report.parts import CaseType

CASE_SUFFIXES = (".toml", ".yaml", ".yml", ".json")


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
    path, rows_from = _named(wanted)
    folder = path.parent if path else Path()
    file = _with_signatures(path, wanted.needed)
    profile = _profile(wanted.profile, file, folder)
    kind = _type(wanted.type or file.type)
    if rows_from is None and file.inputs.classified:
        rows_from = str(folder / file.inputs.classified)
    rows, whole = _rows(rows_from, file, folder)
    metas, notices = run_metas.read(rows_from, file, folder)
    metas += whole
    rows, swedish = in_english(rows) if any(one.get("language") == "sv" for one in metas) else (rows, False)
    found = manifest_inputs.inputs(file, folder, rows_from, run_metas.files(rows_from, file, folder), profile)
    rows, file, withheld = profiles.applied(rows, file, profile)
    sentences, ignored = signed_sentences.read(folder / file.inputs.sentences) if file.inputs.sentences else ([], [])
    return Case(
        file=file, type=kind, rows=rows, metas=metas, profile=profile, withheld=withheld, inputs=found,
        shaped_by=manifest_inputs.shaping(file, folder, profile),
        gaps=_gaps(file, folder),
        pedigree_svg=_pedigree(file, folder), pedigree=_persons(file, folder),
        notices=[*notices, *_unmatched(file, rows), *_otherwise(kind, rows), *ignored],
        sentences=sentences, swedish=swedish,
    )  # fmt: skip


def _named(wanted: Wanted) -> tuple[Path | None, str | None]:
    """The case file and the rows of the command line; rows that it does not name are in the case file."""
    if not wanted.target.endswith(CASE_SUFFIXES):
        return wanted.case, wanted.target
    if wanted.case:
        raise UsageError("two case files are named", hint="give the classified JSON lines, and the case file by --case")
    return Path(wanted.target), None


def _with_signatures(path: Path | None, needed: int) -> CaseFile:
    """The case file with the signatures beside it; the site may ask for more of them than the file does."""
    file = signing_record.laid(case_file(path), signing_record.read(path), str(path)) if path else CaseFile()
    return file.model_copy(update={"signatures_needed": max(file.signatures_needed, needed)})


def _rows(rows_from: str | None, file: CaseFile, folder: Path) -> tuple[list[Row], list[dict[str, Any]]]:
    """Judged rows with what filter and knowledge base tell of them, and what is told of a tumour as a whole."""
    rows, whole = read_rows(rows_from) if rows_from else ([], [])
    if file.inputs.filtered:
        rows = joined(rows, read_objects(str(folder / file.inputs.filtered)), BY_GENE)
    if file.inputs.knowledge:
        rows = joined(rows, read_objects(str(folder / file.inputs.knowledge)), BY_ALLELE)
    return rows, whole


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
    if asked not in CASE_TYPES:
        found = f"--type {asked} is not known" if asked else "the type of the case is not stated"
        raise UsageError(found, hint=f"--type {'|'.join(CASE_TYPES)}, or `type` in the case file")
    return asked  # type: ignore[return-value]  # one of the five


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
    if kind in OF_TUMOURS and rows and not any(tumours):
        return [("The variants were classified as germline variants, not as a tumour's: there is no tier.", [])]
    if kind in OF_GERMLINE and any(tumours):
        return [("The variants were classified as a tumour's, not as germline variants.", [])]
    return []
