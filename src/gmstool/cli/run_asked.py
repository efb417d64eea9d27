"""What `gms run` is asked for, looked at before anything is read: a run of an hour does not end in a slip."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from gmstool.cli.asking import words
from gmstool.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from gmstool.chain.wish import Wish
    from gmstool.cli.classify_somatic import Asked


class Stated(NamedTuple):
    """What a case file states: the evidence for `gms classify`, the language and the type of the summary."""

    evidence: Any = None
    language: str | None = None
    type: str | None = None


def stated(path: Path | None) -> Stated:
    """The case file, every part of it checked. Raises CaseError."""
    from gmstool.classify.case import content, read

    if path is None:
        return Stated()
    told, evidence = content(path), read(path)
    _check_whole(path)
    return Stated(evidence, _text(told.get("lang")), _text(told.get("type")))


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _check_whole(path: Path) -> None:
    """The sections for the summary, where its libraries are installed."""
    from gmstool.report.formats import missing_extra

    try:
        from gmstool.report.reading import case_file
    except ModuleNotFoundError as error:
        missing_extra(error)
        return
    case_file(path)


def formats(report: str) -> tuple[str, ...]:
    """The formats of the summaries, each once. Raises UsageError."""
    from gmstool.report.formats import FORMATS

    found = tuple(dict.fromkeys(words(report) or ()))
    for one in found:
        if one not in FORMATS:
            raise UsageError(f"--report {one} is not known", hint=f"formats: {', '.join(FORMATS)}")
    return found


def files(asked: Asked) -> dict[str, Path]:
    """The files of a tumour that are named on the command line, by what they are."""
    named = {"established": asked.established, "assay": asked.assay, "target": asked.target}
    named |= {f"calls {at}": path for at, path in enumerate(asked.calls or (), 1)}
    return {name: path for name, path in named.items() if path is not None}


def check_type(asked: str | None, of_case: str | None, *, somatic: bool) -> None:
    """A tumour that is read as germline, or the other way round, gets classes that are none. Raises UsageError."""
    from gmstool.report.case_types import CASE_TYPES, OF_GERMLINE, OF_TUMOURS

    if asked is not None and asked not in CASE_TYPES:
        raise UsageError(f"--type {asked} is not known", hint=f"use {', '.join(CASE_TYPES)}")
    kind = asked or of_case
    if kind in OF_TUMOURS and not somatic:
        raise UsageError(f"a case of type {kind} is a tumour's", hint="add --somatic, or name another --type")
    if kind in OF_GERMLINE and somatic:
        raise UsageError(f"a case of type {kind} is not a tumour's", hint="leave --somatic out, or name another --type")


def check_summary(wish: Wish) -> None:
    """The profile and the template are looked at before the run, not after it."""
    if wish.profile:
        from gmstool.report import profiles

        profiles.find(wish.profile)
    if wish.template:
        from gmstool.report import formats

        formats.check_template(wish.template, wish.formats)


def check_known(wish: Wish) -> None:
    """The store and the snapshot are opened before the run, not when it comes to them."""
    if wish.store:
        from gmstool.knowledge.store import open_store

        open_store(wish.store).close()
    if wish.snapshot:
        from gmstool.knowledge import snapshot

        snapshot.check(wish.snapshot, wish.snapshot_key)
