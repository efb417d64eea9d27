"""Commands of `gms panels` that make a panel or write one: lock, from-bed, from-hpo, import, export."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gmstool.cli.asking import Quiet, build_of, target_of
from gmstool.cli.console import Talk, plain
from gmstool.cli.panels_asking import (
    ASSEMBLY,
    Force,
    NewDate,
    NewId,
    NewName,
    NewVersion,
    Output,
    PanelName,
)
from gmstool.errors import UsageError

if TYPE_CHECKING:
    from gmstool.panels.model import Panel


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


def from_bed(
    design: Annotated[Path, typer.Argument(metavar="DESIGN.bed", help="Regions of a capture design.")],
    min_cds: Annotated[float, typer.Option(help="Least covered fraction of a gene's coding bases, 0 to 1.")] = 0.8,
    assembly: Annotated[str, ASSEMBLY] = "GRCh38",
    id_: NewId = None,
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
    _finish(derived(design, build_of(assembly), min_cds, told), output, force=force, quiet=quiet)


def from_hpo(
    terms: Annotated[str, typer.Argument(help="HPO ids or names, separated by commas.")],
    every: Annotated[bool, typer.Option("--all", help="Only genes with each of the terms.")] = False,
    id_: NewId = None,
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


def export_panel(
    panel: PanelName,
    format_: Annotated[str, typer.Option("--format", help="bed, scout, tsv or json.")] = "tsv",
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
    found, build = load(panel), build_of(assembly)
    text = export.as_bed(found, build, part=part, pad=pad) if format_ == "bed" else export.WRITERS[format_](found)
    _write(text, output, force=force)
    _tell(quiet, f"exported {found.told()}", output)


def _told(id_: str | None, name: str | None, version: str | None, date: str | None) -> dict[str, str]:
    """What the user tells of a new panel."""
    from gmstool.panels.header import checked

    return checked({"id": id_ or "", "name": name or "", "version": version or "", "date": date or ""})


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
    target = target_of(output)
    if target is None:
        print(text, end="")
        return
    identity.check(target.name, "the name of an output file")
    check_new(target, force=force)
    with atomic(target) as part:
        part.write_text(text, encoding="utf-8")


def _tell(quiet: bool, text: str, output: Path | None) -> None:
    if target_of(output) is not None and not quiet:
        plain(f"{output}: {text}")
