"""`gms panels`: gene panels that can be trusted."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gmstool.cli import panels_shown as shown
from gmstool.cli.asking import panel_names
from gmstool.cli.console import Talk
from gmstool.errors import InputError, PanelError, UsageError

if TYPE_CHECKING:
    from gmstool.panels.model import Panel

app = typer.Typer(
    help="List, check, lock, compare, derive, import and export gene panels.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


PanelName = Annotated[
    str, typer.Argument(metavar="ID|FILE", help="A shipped panel or a file.", autocompletion=panel_names)
]
Output = Annotated[Path | None, typer.Option("-o", "--output", help="Output file [default: standard output].")]
Force = Annotated[bool, typer.Option("--force", help="Replace an existing output.")]
Quiet = Annotated[bool, typer.Option("-q", "--quiet", help="Print errors only.")]
NewName = Annotated[str | None, typer.Option("--name", help="Name of the new panel.")]
NewVersion = Annotated[str | None, typer.Option("--version", help="Version of the new panel.")]
NewDate = Annotated[str | None, typer.Option("--date", help="Date of the new panel, YYYY-MM-DD.")]
ASSEMBLY = typer.Option("--assembly", "--build", help="GRCh37 or GRCh38.", show_default=True)


def _format(command: str) -> Any:
    """The option --format, whose variable would else bear the parameter's underscore."""
    return typer.Option("--format", envvar=f"GMS_PANELS_{command}_FORMAT", help=f"{shown.NAMES}.")


def _id(command: str) -> Any:
    text = "Id of the new panel: letters, digits, dots, hyphens, underscores."
    return typer.Option("--id", envvar=f"GMS_PANELS_{command}_ID", help=text)


@app.command("list")
def list_panels(format_: Annotated[str, _format("LIST")] = "table") -> None:
    """List the panels that ship with gms.

    Example: gms panels list --format jsonl
    """
    from gmstool.panels.model import load, shipped

    form = shown.chosen(format_)
    rows = [shown.listed(load(str(path))) for path in shipped().values()]
    shown.show(rows, form, ("id", "version", "genes", "name"))


@app.command("show")
def show_panel(panel: PanelName, format_: Annotated[str, _format("SHOW")] = "table") -> None:
    """Show where a panel comes from, and each gene with what its symbol means today.

    Example: gms panels show myeloid-eln2022
    """
    from gmstool.panels.model import load

    form, found = shown.chosen(format_), load(panel)
    shown.panel(found, form)


@app.command("check")
def check_panels(
    panels: Annotated[list[str], typer.Argument(metavar="ID|FILE...", help="Panels.", autocompletion=panel_names)],
    format_: Annotated[str, _format("CHECK")] = "table",
) -> None:
    """Check what every symbol of a panel means today. Exits with 1 when one is ambiguous, withdrawn or unknown.

    A former symbol or an alias that names exactly one gene passes with a notice.

    Example: gms panels check my-panel.tsv
    """
    from gmstool.panels.check import findings
    from gmstool.panels.model import load

    form = shown.chosen(format_)
    found = [(panel, findings(panel)) for panel in [load(name) for name in panels]]
    shown.findings(found, form)
    counts = [(sum(one.level == "error" for one in rows), len(rows), panel.id) for panel, rows in found]
    if failed := [f"{errors} of {count} rows of the panel {name}" for errors, count, name in counts if errors]:
        hint = "write the symbol that is meant, and its HGNC id beside it"
        raise PanelError(f"not certain: {', '.join(failed)}", hint=hint)


@app.command("lock")
def lock_panel(panel: PanelName, output: Output = None, force: Force = False, quiet: Quiet = False) -> None:
    """Pin a panel: its version and hash, and the HGNC id of every gene with how its symbol led there.

    A lock is read wherever a panel is. It is refused when it was changed, or when a symbol has come to mean another
    gene.

    Example: gms panels lock my-panel.tsv -o my-panel.lock
    """
    from gmstool.panels.model import load
    from gmstool.panels.write import as_lock

    found = load(panel)
    _write(as_lock(found, panel), output, force=force)
    _tell(quiet, f"locked {found.told()}", output)


@app.command("diff")
def diff_panels(
    old: Annotated[str, typer.Argument(metavar="A", help="The earlier panel.", autocompletion=panel_names)],
    new: Annotated[str, typer.Argument(metavar="B", help="The later panel.", autocompletion=panel_names)],
    ledger: Annotated[list[Path] | None, typer.Option(help="Ledger of an earlier run; repeatable.")] = None,
    runs: Annotated[Path | None, typer.Option(help="Folder with the ledgers of earlier runs.")] = None,
    format_: Annotated[str, _format("DIFF")] = "table",
) -> None:
    """Show which genes came and went from panel A to panel B, and what is said otherwise of those that stayed.

    With --ledger or --runs, also which earlier runs gain variants: alleles that their panel dropped, in genes that B
    has and A has not. Later steps of the filter have not judged them. As TSV they are rows with the change `gained`,
    the ledger under `what` and the variant under `new`.

    Example: gms panels diff epilepsy-9.tsv epilepsy-10.tsv --runs results
    """
    from gmstool.panels.diff import differences
    from gmstool.panels.model import load

    form, before, after = shown.chosen(format_), load(old), load(new)
    files = list(ledger or ()) + (_ledgers(runs) if runs else [])
    gains = None
    if files:
        from gmstool.filters import panel_gain

        gains = panel_gain.gains(before, after, files)
    _warn_of_unsolved(before, after)
    shown.differences(before, after, differences(before, after), gains, form)


@app.command("coverage")
def coverage(
    panel: PanelName,
    file: Annotated[Path, typer.Argument(metavar="VCF|BED", help="A capture design, or a file of variants.")],
    assembly: Annotated[
        str | None,
        typer.Option("--assembly", "--build", help="GRCh37 or GRCh38 [default: as the VCF says, or GRCh38]"),
    ] = None,
    format_: Annotated[str, _format("COVERAGE")] = "table",
) -> None:
    """Show what a BED covers of each gene's coding exons, or in which genes a VCF has records.

    A gene without records is not an uncovered gene: a VCF does not tell where nothing differs.

    Example: gms panels coverage myeloid-eln2022 design.bed --assembly GRCh38
    """
    from gmstool.panels import coverage as reach
    from gmstool.panels.bed import read_bed
    from gmstool.panels.model import load

    form, found = shown.chosen(format_), load(panel)
    build = None if assembly is None else _build(assembly)
    if file.name.lower().endswith((".vcf", ".vcf.gz", ".vcf.bgz", ".bcf")):
        shown.seen(found, file, *reach.by_vcf(found, file, build), form)
        return
    build = build or "GRCh38"
    shown.reach(found, file, build, reach.by_bed(found, read_bed(file, build), build), form)


@app.command("from-bed")
def from_bed(
    design: Annotated[Path, typer.Argument(metavar="DESIGN.bed", help="Regions of a capture design.")],
    min_cds: Annotated[float, typer.Option(help="Least covered fraction of a gene's coding bases, 0 to 1.")] = 0.8,
    assembly: Annotated[str, ASSEMBLY] = "GRCh38",
    id_: Annotated[str | None, _id("FROM_BED")] = None,
    name: NewName = None,
    version: NewVersion = None,
    date: NewDate = None,
    output: Output = None,
    force: Force = False,
    quiet: Quiet = False,
) -> None:
    """Make a panel of the genes whose coding sequence (MANE Select) a design covers.

    Example: gms panels from-bed design.bed --min-cds 0.8 -o design.tsv
    """
    from gmstool.panels.derive import from_bed as derived

    if not 0 < min_cds <= 1:
        raise UsageError(f"--min-cds is a fraction above 0 and at most 1, found {min_cds:g}")
    told = _told(id_, name, version, date)
    _finish(derived(design, _build(assembly), min_cds, told), output, force=force, quiet=quiet)


@app.command("from-hpo")
def from_hpo(
    terms: Annotated[str, typer.Argument(help="HPO ids or names, separated by commas.")],
    every: Annotated[
        bool, typer.Option("--all", envvar="GMS_PANELS_FROM_HPO_ALL", help="Only genes with each of the terms.")
    ] = False,
    id_: Annotated[str | None, _id("FROM_HPO")] = None,
    name: NewName = None,
    version: NewVersion = None,
    date: NewDate = None,
    output: Output = None,
    force: Force = False,
    quiet: Quiet = False,
) -> None:
    """Make a panel of the genes of diseases annotated to HPO terms or to terms below them.

    Each gene's note says which terms and diseases it rests on.

    Example: gms panels from-hpo HP:0001250,HP:0001263 --all -o panel.tsv
    """
    from gmstool.panels.derive import from_hpo as derived

    told = _told(id_, name, version, date)
    _finish(derived(terms.split(","), every=every, header=told), output, force=force, quiet=quiet)


@app.command("import")
def import_panel(
    source: Annotated[str, typer.Argument(help="panelapp:ID, panelapp:FILE.json or scout:FILE.")],
    min_confidence: Annotated[int, typer.Option(help="PanelApp: 3 green, 2 amber, 1 red.")] = 3,
    allow_remote: Annotated[bool, typer.Option("--allow-remote", help="Ask PanelApp over the network.")] = False,
    accept_licence: Annotated[
        bool, typer.Option("--accept-licence", help="You have read PanelApp's terms and keep to them.")
    ] = False,
    output: Output = None,
    force: Force = False,
    quiet: Quiet = False,
) -> None:
    """Import a panel of PanelApp or Scout.

    PanelApp is not free for commercial use: the panel says so, and so does every output made with it.

    Examples:
      gms panels import panelapp:panel-522.json --accept-licence -o melanoma.tsv

      gms panels import scout:panel.txt -o panel.tsv

    """
    from gmstool.panels.importing import imported

    found = imported(source, min_confidence=min_confidence, allow_remote=allow_remote, accept_licence=accept_licence)
    _finish(found, output, force=force, quiet=quiet)


@app.command("export")
def export_panel(
    panel: PanelName,
    format_: Annotated[
        str, typer.Option("--format", envvar="GMS_PANELS_EXPORT_FORMAT", help="bed, scout, tsv or json.")
    ] = "tsv",
    assembly: Annotated[str, ASSEMBLY] = "GRCh38",
    part: Annotated[str, typer.Option(help="BED: gene, or exons for the coding exons.")] = "gene",
    pad: Annotated[int, typer.Option(help="BED: bases to add on each side.", min=0)] = 0,
    output: Output = None,
    force: Force = False,
    quiet: Quiet = False,
) -> None:
    """Write a panel for another program.

    Example: gms panels export myeloid-eln2022 --format bed --assembly GRCh37 --pad 20
    """
    from gmstool.panels import export
    from gmstool.panels.model import load

    if format_ != "bed" and format_ not in export.WRITERS:
        raise UsageError(f"--format {format_} is not known", hint=f"use bed, {', '.join(export.WRITERS)}")
    if part not in export.PARTS:
        raise UsageError(f"--part {part} is not known", hint=f"use {' or '.join(export.PARTS)}")
    found, build = load(panel), _build(assembly)
    text = export.as_bed(found, build, part=part, pad=pad) if format_ == "bed" else export.WRITERS[format_](found)
    _write(text, output, force=force)
    _tell(quiet, f"exported {found.told()}", output)


def _build(name: str) -> str:
    from gmstool.genome import build_from_words

    found = build_from_words(name)
    if found is None or found.build is None:
        raise UsageError(f"--assembly {name} is not known", hint="use GRCh37 or GRCh38")
    return found.build


def _told(id_: str | None, name: str | None, version: str | None, date: str | None) -> dict[str, str]:
    """What the user tells of a new panel."""
    from gmstool.panels.header import checked

    return checked({"id": id_ or "", "name": name or "", "version": version or "", "date": date or ""})


def _ledgers(folder: Path) -> list[Path]:
    from gmstool.filters import panel_gain

    found = panel_gain.ledgers_in(folder)
    if not found:
        raise InputError(f"there is no ledger in {folder}", hint="`gms filter --ledger FILE` writes one")
    return found


def _warn_of_unsolved(*panels: "Panel") -> None:
    """Genes that are compared by their symbols, since nothing says what they mean."""
    from gmstool.panels.verdicts import verdicts

    talk = Talk(quiet=False, verbose=False)
    for panel in panels:
        for one in verdicts(panel):
            if one.problem:
                talk.warn(f"{panel.label}: {one.problem}{one.near}; compared as written")


def _finish(panel: "Panel", output: Path | None, *, force: bool, quiet: bool) -> None:
    """Write a new panel, and say what needs a person's look before it is used."""
    from gmstool.panels.check import findings
    from gmstool.panels.header import counted
    from gmstool.panels.model import from_text
    from gmstool.panels.write import as_tsv

    text = as_tsv(panel)
    written = from_text(text.encode(), str(output or "on standard output"), panel.id)
    _write(text, output, force=force)
    talk = Talk(quiet=quiet, verbose=False)
    for one in findings(written):
        if one.told:
            talk.warn(one.told)
    _tell(quiet, f"{counted(len(written.genes), 'gene')} in {written.told()}", output)


def _write(text: str, output: Path | None, *, force: bool) -> None:
    from gmstool import identity
    from gmstool.files import atomic, check_new

    identity.check(text, "what would be written")
    if output is not None:
        identity.check(output.name, "the name of an output file")
    if output is None or str(output) == "-":
        print(text, end="")
        return
    check_new(output, force=force)
    with atomic(output) as part:
        part.write_text(text, encoding="utf-8")


def _tell(quiet: bool, text: str, output: Path | None) -> None:
    if output is not None and str(output) != "-" and not quiet:
        from gmstool.cli import console

        console.plain(f"{output}: {text}")
