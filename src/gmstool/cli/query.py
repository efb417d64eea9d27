"""`gms query`: what is known of a variant."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gmstool.cli.asking import Force, Quiet, Text, build_of, target_of
from gmstool.cli.console import Talk
from gmstool.cli.query_sources import Remotes, opened
from gmstool.errors import EmptyResultError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gmstool.knowledge.asking import Answer
    from gmstool.knowledge.network import Network

FORMATS = ("table", "tsv", "jsonl")
FILES = (".vcf", ".vcf.gz", ".vcf.bgz", ".bcf")
_CHANGE = re.compile(r"(?:p\.)?\(?(?:[A-Z]|[A-Z][a-z]{2})\d{1,5}(?:[A-Z*=?]|[A-Z][a-z]{2})?\S*")


def command(
    variants: Annotated[
        list[str],
        typer.Argument(help="Variant, gene, region or identifier in any form; or one VCF.", metavar="VARIANT..."),
    ],
    assembly: Annotated[
        str, typer.Option(help="Build of what is asked, where that does not say it: GRCh38 or GRCh37.")
    ] = "GRCh38",
    format_: Annotated[Text, typer.Option("--format", help="table, tsv or jsonl; for a VCF also vcf.")] = None,
    output: Annotated[Text, typer.Option("-o", "--output", help="Output file, - for standard output.")] = None,
    fasta: Annotated[
        Path | None, typer.Option(help="Reference FASTA of the build with .fai: indels are left-aligned.")
    ] = None,
    store: Annotated[
        Path | None, typer.Option(help="Knowledge base to ask [default: in GMS_HOME, where there is one].")
    ] = None,
    snapshot: Annotated[Path | None, typer.Option(help="Folder of a snapshot that is asked too.")] = None,
    snapshot_key: Annotated[Path | None, typer.Option(help="Public key that must have signed it.")] = None,
    kb: Annotated[Text, typer.Option(help="Address of the national knowledge base.", metavar="URL")] = None,
    beacon: Annotated[
        list[str] | None, typer.Option(help="Address of a Beacon v2; needs --allow-remote; repeatable.", metavar="URL")
    ] = None,
    loqusdb: Annotated[
        list[str] | None,
        typer.Option(help="Address of a loqusdb API; needs --allow-remote; repeatable.", metavar="[BUILD=]URL"),
    ] = None,
    allow_remote: Annotated[
        list[str] | None,
        typer.Option(help="Host of a Beacon or loqusdb that may be sent the variant; repeatable.", metavar="HOST"),
    ] = None,
    offline: Annotated[bool, typer.Option("--offline", help="Ask no remote, whatever is configured.")] = False,
    timeout: Annotated[float, typer.Option(help="Seconds that each remote has to answer.")] = 10.0,
    limit: Annotated[int, typer.Option(help="Most variants shown of a gene or region in the table; 0 for all.")] = 20,
    fail_if_unknown: Annotated[
        bool, typer.Option("--fail-if-unknown", help="Exit with 4 when nothing is known of a variant.")
    ] = False,
    force: Force = False,
    quiet: Quiet = False,
    verbose: Annotated[bool, typer.Option("-v", "--verbose", help="Say how what is asked was read.")] = False,
) -> None:
    """Show what is known of variants: consensus, each laboratory's assertion, frequencies and related variants.

    Works without a network, from the ClinVar table that ships with gms and the user's own knowledge base. Consensus is
    shown, and never a criterion. Nothing is written, and nothing is sent unless a remote is named.

    Examples:
      gms query chr7-140753336-A-T

      gms query "BRAF V600E" NM_004333.6:c.1799T>A rs113488022

      gms query GRCh37:17-7577538-C-T --format jsonl

      gms query 7:140753330-140753340

      gms query annotated.vcf.gz -o known.vcf.gz

    """
    talk = Talk(quiet=quiet, verbose=verbose)
    build = build_of(assembly)
    if not 0 < timeout <= 600:  # noqa: PLR2004  # ten minutes
        raise UsageError("--timeout is between 0 and 600 seconds")
    remotes = Remotes(kb, beacon or [], loqusdb or [], allow_remote or [], timeout)
    remotes = Remotes(None, [], [], [], timeout) if offline else remotes
    files = [one for one in variants if _is_file(one)]
    if files and len(variants) > 1:
        raise UsageError("a VCF is queried by itself", hint="name one VCF, or variants")
    with opened(remotes, snapshot, snapshot_key, store, talk) as network:
        if files:
            _file(files[0], output, format_, fasta, network, talk, force=force, fail_if_unknown=fail_if_unknown)
        else:
            _variants(_joined(variants), build, output, format_, fasta, network, talk, limit, force=force,
                      fail_if_unknown=fail_if_unknown)  # fmt: skip


def _variants(
    texts: list[str], build: str, output: str | None, format_: str | None, fasta: Path | None, network: Network,
    talk: Talk, limit: int, *, force: bool, fail_if_unknown: bool,
) -> None:  # fmt: skip
    kind = _kind(output, format_)
    answers = []
    for answer in _answers(texts, build, fasta, network):
        for said in answer.said:
            if kind != "table":
                talk.note(f"{answer.query}: {said}")
        answers.append(answer)
    _written(answers, kind, output, limit, force=force)
    unknown = list(dict.fromkeys(one.query for one in answers if not one.known))
    known = {one.query for one in answers if one.known}
    missing = [query for query in unknown if query not in known]
    for report in answers[0].sources if answers else ():
        if report.state == "failed":
            talk.warn(f"{report.source.name}: {report.said}: its part of the answer is missing")
    if missing and fail_if_unknown:
        raise EmptyResultError(f"nothing is known of {', '.join(missing)}", hint="this says nothing of its effect")


def _answers(texts: list[str], build: str, fasta: Path | None, network: Network) -> Iterator[Answer]:
    from gmstool import identity
    from gmstool.knowledge.asking import ask
    from gmstool.knowledge.resolve import resolve

    base = None
    if fasta:
        from gmstool.vcf.fasta import Reference

        base = Reference(fasta).base
    for text in texts:
        identity.check(text, "the query")
        yield from ask(resolve(text, build, base), network)


def _joined(texts: list[str]) -> list[str]:
    """`BRAF V600E` without quotes is one question."""
    found: list[str] = []
    for text in texts:
        if found and _CHANGE.fullmatch(text) and re.fullmatch(r"[A-Za-z][A-Za-z0-9-]*", found[-1]):
            found[-1] += f" {text}"
        else:
            found.append(text)
    return found


def _is_file(text: str) -> bool:
    return text == "-" or text.lower().endswith(FILES)


def _kind(output: str | None, format_: str | None) -> str:
    named = format_ or next((one for one in FORMATS if output and output.lower().endswith(f".{one}")), "table")
    if named not in FORMATS:
        raise UsageError(f"--format {named} is not known", hint=f"use {', '.join(FORMATS)}")
    return named


def _written(answers: list[Answer], kind: str, output: str | None, limit: int, *, force: bool) -> None:
    from gmstool.files import atomic, check_new

    if kind == "table":
        from gmstool.cli.query_shown import table

        lines = table(answers, limit)
    else:
        lines = _lines(answers, kind)
    target = target_of(output)
    if target is None:
        sys.stdout.writelines(lines)
        return
    check_new(target, force=force)
    with atomic(target) as part, part.open("w", encoding="utf-8") as handle:
        handle.writelines(lines)


def _lines(answers: list[Answer], kind: str) -> Iterator[str]:
    from gmstool.knowledge import told

    if kind == "jsonl":
        for one in answers:
            yield json.dumps(told.as_object(one), ensure_ascii=False) + "\n"
        return
    yield "\t".join(told.TSV_COLUMNS) + "\n"
    for one in answers:
        for row in told.rows(one):
            yield "\t".join(row) + "\n"


def _file(
    name: str, output: str | None, format_: str | None, fasta: Path | None, network: Network, talk: Talk, *,
    force: bool, fail_if_unknown: bool,
) -> None:  # fmt: skip
    from gmstool.cli.query_file import annotated

    known = annotated(name, output, format_, fasta, network, talk, force=force)
    if not known and fail_if_unknown:
        raise EmptyResultError(f"nothing is known of the variants of {name}", hint="this says nothing of their effect")
