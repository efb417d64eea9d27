"""`gms replay`: an old case judged again on the data and rules of today; only what changed is told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gmstool.cli.asking import Quiet, Text
from gmstool.cli.console import Talk, plain
from gmstool.errors import UsageError

if TYPE_CHECKING:
    from gmstool.report.replay import Change

FORMATS = ("tsv", "jsonl")
CHANGED = 7


def command(
    target: Annotated[
        Path,
        typer.Argument(
            help="A case file that names its classified rows, or a folder of `gms run`.", metavar="CASE|DIR"
        ),
    ],
    input_: Annotated[
        Path | None,
        typer.Option("--input", help="The annotated VCF, where it is not where the old run found it."),
    ] = None,
    store: Annotated[
        Path | None,
        typer.Option(
            help="The knowledge base that the old run compared with, where it is not where the old run found it."
        ),
    ] = None,
    format_: Annotated[Text, typer.Option("--format", help="tsv or jsonl.")] = None,
    fail_if_changed: Annotated[
        bool,
        typer.Option("--fail-if-changed", help="Exit with 7 when a variant or a tumour's case is judged otherwise."),
    ] = False,
    quiet: Quiet = False,
) -> None:
    """Judge an old case again with the rules and data of today, and print only what changed and why.

    One line a change: variant, gene, what, old, new, why. Lines without a variant name versions that are no longer
    the same, and `case:` what changed of a tumour's case as a whole. The old files are not touched. The input, its
    meta.json and the files of its options must be there.

    Examples:
      gms replay case.toml

      gms replay run-of-last-year --format jsonl --fail-if-changed

    """
    from gmstool.report.formats import missing_extra

    if format_ not in (None, *FORMATS):
        raise UsageError(f"--format {format_} is not known", hint=f"formats: {', '.join(FORMATS)}")
    try:
        whole, of_case, each, rows = _replayed(target, input_, store, Talk(quiet=quiet, verbose=False))
    except ModuleNotFoundError as error:
        raise missing_extra(error) from None
    _print([*whole, *of_case, *each], format_ or "tsv")
    if not quiet:
        changed = len({(one.variant, one.gene) for one in each})
        more = f", {len(of_case)} {'result' if len(of_case) == 1 else 'results'} of the whole case" if of_case else ""
        plain(f"{target}: {changed} of {rows} rows changed{more}, {len(whole)} versions and settings differ")
    if (each or of_case) and fail_if_changed:
        raise typer.Exit(CHANGED)


def _replayed(
    target: Path, given: Path | None, store: Path | None, talk: Talk
) -> tuple[list[Change], list[Change], list[Change], int]:
    """Changes of the run, of a tumour's case as a whole, of variants, and the number of old rows."""
    from gmstool.report import replay, replay_again, replay_found

    old = replay_found.old(target, given, store)
    if (name := replay_found.store_of(old.meta)) and old.store is None:
        talk.warn(
            f"the old run compared with the knowledge base {name}, and it is not there: "
            "the rows are judged without it; --store names it"
        )
    rows, facts = replay_again.again(old)
    whole = [*replay_again.of_input(old), *replay.versions(old.meta, facts)]
    return whole, replay.whole_case(old.meta, facts), replay.variants(old.rows, rows), len(old.rows)


def _print(told: list[Change], kind: str) -> None:
    from gmstool.report.replay import COLUMNS

    if kind == "jsonl":
        for one in told:
            print(json.dumps(one.told(), ensure_ascii=False))
        return
    if told:
        print(*COLUMNS, sep="\t")
    for one in told:
        print(*(" ".join(value.split()) for value in one.told().values()), sep="\t")
