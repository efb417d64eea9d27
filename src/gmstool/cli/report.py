"""`gms report`: a summary for the conference, from classified variants and a case file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gmstool.cli.asking import STDOUT, Force, Quiet, Text, refuse_identities, target_of
from gmstool.cli.console import Talk
from gmstool.cli.report_sign import WithVerbs
from gmstool.errors import UsageError

if TYPE_CHECKING:
    from gmstool.report.blocks import View
    from gmstool.report.case import Case

KIND = WithVerbs  # `gms report sign`, `verify` and `amend` stand in report_sign.py


def command(
    target: Annotated[
        Text,
        typer.Argument(
            help="Case file (.toml, .yaml, .json), JSON lines of `gms classify`, or -.", metavar="CASE|ROWS|-"
        ),
    ] = None,
    output: Annotated[
        list[str] | None,
        typer.Option(
            "-o",
            "--output",
            help="Output: .md .html .pdf .docx .xlsx .json .fhir.json .phenopacket.json .clinvar.json; repeatable, "
            "- for stdout.",
        ),
    ] = None,
    type_: Annotated[
        Text,
        typer.Option("--type", help="rare, solid, haematology, childhood or pharmacogenomics."),
    ] = None,
    lang: Annotated[Text, typer.Option(help="Language: sv or en; else the case file's, else sv.")] = None,
    case: Annotated[Path | None, typer.Option(help="Case file, where the rows are named first.")] = None,
    profile: Annotated[
        Text, typer.Option(help="What may be reported: diagnostic, prenatal, presymptomatic, carrier … or a TOML file.")
    ] = None,
    two_people: Annotated[
        bool, typer.Option("--two-people", help="A draft until two different people signed: a site's setting.")
    ] = False,
    template: Annotated[
        Path | None, typer.Option(help="The site's own template: .docx (edited in Word), .j2 (HTML) or .typ (PDF).")
    ] = None,
    format_: Annotated[Text, typer.Option("--format", help="Format of standard output: md, html, json …")] = None,
    init: Annotated[
        Text, typer.Option(help="Write a commented case file of this type to start from, and do nothing else.")
    ] = None,
    schema: Annotated[bool, typer.Option("--schema", help="Print the JSON Schema of a case file.")] = False,
    force: Force = False,
    quiet: Quiet = False,
    verbose: Annotated[bool, typer.Option("-v", "--verbose", help="Say what the conclusion rests on.")] = False,
) -> None:
    """Write a summary of a case: the answer in one sentence first, then findings, gaps, evidence and versions.

    `gms report sign CASE`, `gms report amend CASE` and `gms report verify FILE` have a --help of their own.

    Decision support: a physician decides together with the patient. Without a case file the summary says what is
    missing. Nothing is fetched, and the same input gives the same bytes.

    Examples:
      gms report --init rare -o case.toml

      gms report case.toml -o summary.pdf -o summary.docx --lang sv

      gms classify trio.vcf.gz --case case.toml --format jsonl | gms report - --case case.toml -o summary.html

      gms report classified.jsonl --type solid --lang en

    """
    from gmstool.report.formats import missing_extra

    talk, paths = Talk(quiet=quiet, verbose=verbose), [Path(one) for one in output or [] if one != STDOUT]
    refuse_identities((), list(paths))
    try:
        if schema or init:
            _write_text(_text(schema=schema, init=init, lang=lang), paths, force=force)
            return
        if target is None:
            raise UsageError(
                "name a case file or classified rows", hint="`gms report --init rare -o case.toml` starts one"
            )
        asked = (type_, lang, case, template, format_, profile, two_people)
        _report(target, output or [STDOUT], asked, force=force, talk=talk)
    except ModuleNotFoundError as error:
        raise missing_extra(error) from None


def _text(*, schema: bool, init: str | None, lang: str | None) -> str:
    """The JSON Schema, or a case file to start from."""
    import json

    if schema:
        from gmstool.report.case import schema as told

        return json.dumps(told(), indent=2, ensure_ascii=False) + "\n"
    from gmstool.report.starting import start

    return start(init or "", lang or "sv")


def _write_text(text: str, paths: list[Path], *, force: bool) -> None:
    _write(text.encode(), paths[0] if paths else None, force=force)


def _report(target: str, outputs: list[str], asked: Any, *, force: bool, talk: Talk) -> None:
    """Read, look once, render each format; everything is checked before anything is written."""
    from gmstool.files import check_new
    from gmstool.report import formats, manifest, reading
    from gmstool.report.view import view

    type_, lang, case_path, template, format_, profile, two_people = asked
    wanted = [target_of(one) for one in outputs]
    kinds = [formats.format_of(path, format_ if path is None else None) for path in wanted]
    for path in wanted:
        if path is not None:
            check_new(path, force=force)
            _refuse_input(path, [target, case_path])
    if template is not None:
        formats.check_template(template, kinds)
    case = reading.read(reading.Wanted(target, case_path, type_, profile, 2 if two_people else 1))
    shown = view(case, lang or case.file.lang or "sv")
    _tell(case, shown, talk)
    rendered = [manifest.finished(kind, case, shown, template) for kind in kinds]
    for path, (data, beside) in zip(wanted, rendered, strict=True):
        _write(data, path, force=force)
        if path is not None and beside is not None:
            _write(beside, manifest.beside(path), force=True)  # it belongs to the file that was just written


def _refuse_input(path: Path, inputs: list[Any]) -> None:
    """A summary never replaces what it is made from."""
    for one in inputs:
        if one and one != STDOUT and path.exists() and Path(one).exists() and path.samefile(one):
            raise UsageError(f"the output {path} is the input", hint="name another output file")


def _tell(case: Case, shown: View, talk: Talk) -> None:
    """What the summary lacks, to the person who makes it."""
    for warning in shown.warnings:
        talk.warn(warning)
    from gmstool.report import first_page
    from gmstool.report.conclusion import conclude
    from gmstool.report.signing import why_draft
    from gmstool.report.words import Words

    conclusion, words = conclude(case), Words("en")
    for text, values in conclusion.missing:
        talk.warn(f"incomplete basis: {words(text, *values)}")
    if why := why_draft(case):
        talk.warn(first_page.told_draft(why, words))
    for told, given in case.notices:
        talk.warn(words(told, *given).removesuffix("."))
    for one in conclusion.every:
        talk.note(f"{one.finding.gene} {one.finding.name}: {one.kind}: {words(one.reason[0], *one.reason[1])}")


def _write(data: bytes, path: Path | None, *, force: bool) -> None:
    from gmstool.files import atomic, check_new

    if path is None:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    check_new(path, force=force)
    with atomic(path) as part:
        part.write_bytes(data)
