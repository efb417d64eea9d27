"""`gms panels`: gene panels that can be trusted."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gmstool.cli import panels_made
from gmstool.cli import panels_shown as shown
from gmstool.cli.asking import RowFormat, build_of, panel_names
from gmstool.cli.console import Talk
from gmstool.cli.panels_asking import PanelName
from gmstool.cli.shown import chosen, show
from gmstool.errors import InputError, PanelError

if TYPE_CHECKING:
    from collections.abc import Callable

    from gmstool.panels.model import Panel

app = typer.Typer(
    help="List, check, lock, compare, derive, import and export gene panels.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


def list_panels(format_: RowFormat = "table") -> None:
    """List the panels that ship with gms.

    Example: gms panels list --format jsonl
    """
    from gmstool.panels.model import load, shipped

    form = chosen(format_)
    rows = [shown.listed(load(str(path))) for path in shipped().values()]
    show(rows, form, ("id", "version", "genes", "name"))


def show_panel(panel: PanelName, format_: RowFormat = "table") -> None:
    """Show where a panel comes from, and each gene with what its symbol means today.

    Example: gms panels show myeloid-eln2022
    """
    from gmstool.panels.model import load

    form, found = chosen(format_), load(panel)
    shown.panel(found, form)


def check_panels(
    panels: Annotated[list[str], typer.Argument(metavar="ID|FILE...", help="Panels.", autocompletion=panel_names)],
    format_: RowFormat = "table",
) -> None:
    """Check what every symbol of a panel means today. Exits with 1 when one is ambiguous, withdrawn or unknown.

    A former symbol or an alias that names exactly one gene passes with a notice.

    Example: gms panels check my-panel.tsv
    """
    from gmstool.panels.check import findings
    from gmstool.panels.model import load

    form = chosen(format_)
    found = [(panel, findings(panel)) for panel in [load(name) for name in panels]]
    shown.findings(found, form)
    counts = [(sum(one.level == "error" for one in rows), len(rows), panel.id) for panel, rows in found]
    if failed := [f"{errors} of {count} rows of the panel {name}" for errors, count, name in counts if errors]:
        hint = "write the symbol that is meant, and its HGNC id beside it"
        raise PanelError(f"not certain: {', '.join(failed)}", hint=hint)


def diff_panels(
    old: Annotated[str, typer.Argument(metavar="A", help="The earlier panel.", autocompletion=panel_names)],
    new: Annotated[str, typer.Argument(metavar="B", help="The later panel.", autocompletion=panel_names)],
    ledger: Annotated[list[Path] | None, typer.Option(help="Ledger of an earlier run; repeatable.")] = None,
    runs: Annotated[Path | None, typer.Option(help="Folder with the ledgers of earlier runs.")] = None,
    format_: RowFormat = "table",
) -> None:
    """Show which genes came and went from panel A to panel B, and what is said otherwise of those that stayed.

    With --ledger or --runs, also which earlier runs gain variants: alleles that their panel dropped, in genes that B
    has and A has not. Later steps of the filter have not judged them. As TSV they are rows with the change `gained`,
    the ledger under `what` and the variant under `new`.

    Example: gms panels diff epilepsy-9.tsv epilepsy-10.tsv --runs results
    """
    from gmstool.panels.diff import differences
    from gmstool.panels.model import load

    form, before, after = chosen(format_), load(old), load(new)
    files = list(ledger or ()) + (_ledgers(runs) if runs else [])
    gains = None
    if files:
        from gmstool.filters import panel_gain

        gains = panel_gain.gains(before, after, files)
    _warn_of_unsolved(before, after)
    shown.differences(before, after, differences(before, after), gains, form)


def coverage(
    panel: PanelName,
    file: Annotated[Path, typer.Argument(metavar="VCF|BED", help="A capture design, or a file of variants.")],
    assembly: Annotated[
        str | None,
        typer.Option("--assembly", "--build", help="GRCh37 or GRCh38 [default: as the VCF says, or GRCh38]"),
    ] = None,
    format_: RowFormat = "table",
) -> None:
    """Show what a BED covers of each gene's coding exons, or in which genes a VCF has records.

    A gene without records is not an uncovered gene: a VCF does not tell where nothing differs.

    Example: gms panels coverage myeloid-eln2022 design.bed --assembly GRCh38
    """
    from gmstool.panels import coverage as reach
    from gmstool.panels.bed import read_bed
    from gmstool.panels.model import load

    form, found = chosen(format_), load(panel)
    build = None if assembly is None else build_of(assembly)
    if file.name.lower().endswith((".vcf", ".vcf.gz", ".vcf.bgz", ".bcf")):
        shown.seen(found, file, *reach.by_vcf(found, file, build), form)
        return
    build = build or "GRCh38"
    shown.reach(found, file, build, reach.by_bed(found, read_bed(file, build), build), form)


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


COMMANDS: "dict[str, Callable[..., None]]" = {
    "list": list_panels, "show": show_panel, "check": check_panels, "lock": panels_made.lock_panel,
    "diff": diff_panels, "coverage": coverage, "from-bed": panels_made.from_bed, "from-hpo": panels_made.from_hpo,
    "import": panels_made.import_panel, "export": panels_made.export_panel,
}  # fmt: skip  # in the order of the help
for _name, _command in COMMANDS.items():
    app.command(_name)(_command)
