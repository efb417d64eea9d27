"""Bringing files and snapshots into the store."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from gmstool import identity
from gmstool.errors import UsageError
from gmstool.knowledge.importing import formats, snapshots
from gmstool.knowledge.importing.found import Settings
from gmstool.knowledge.importing.lines import Lines, head
from gmstool.knowledge.intake import Import
from gmstool.knowledge.request import Outcome, Request
from gmstool.knowledge.snapshot import ASSERTIONS, Checked, frame
from gmstool.knowledge.transaction import Writing

if TYPE_CHECKING:
    from pathlib import Path

Progress = Callable[[float], None]


def import_file(
    store: Path, request: Request, progress: Progress = lambda _fraction: None, say: Callable[[str], None] = print
) -> Outcome:
    """Add a file's rows to the store, all of them or, when anything fails, none."""
    first = head(request.path)
    reader = formats.chosen(request.format, first, request.path)
    if reader.needs_lab and not request.settings.lab and "lab" not in first.split("\n")[0].lower():
        hint = "`--lab NAME` says it for the whole file"
        raise UsageError(f"whose assertions are in {request.path.name}?", hint)
    source = request.settings.source or reader.source(first) or request.path.name
    identity.check(source, "the name of the source")
    if reader.name == "classified" and not request.settings.confirmed:
        hint = "`--confirmed-by NAME`: a program's class becomes the laboratory's by a person"
        raise UsageError(f"nobody has confirmed the classes of {request.path.name}", hint)
    if request.whole and not reader.whole and not request.settings.lab:
        raise UsageError("--whole needs --lab", "it says whose earlier rows may go")
    with Writing(store, say) as connected, Lines(request.path) as lines:
        licence = request.licence or reader.licence
        work = Import(connected, store, reader.name, request, source, licence, whole=reader.whole)
        return work.run(reader.read(lines, request.settings), lambda: progress(lines.fraction))


def import_snapshot(store: Path, checked: Checked, say: Callable[[str], None] = print) -> list[Outcome]:
    """Add the assertions of a snapshot that was checked, one import for each of its sources, all in one go."""
    table = frame(checked).collect()
    with Writing(store, say) as connected:
        outcomes = []
        for (source,), rows in table.group_by("source", maintain_order=True):
            request = Request(checked.folder / ASSERTIONS, Settings(), keeps_names=True)
            work = Import(connected, store, "snapshot", request, str(source), None)
            withdrawn = rows.filter("withdrawn")["accession"].to_list()
            outcomes.append(work.run(snapshots.read(rows), lambda: None, withdrawn))
    return outcomes
