"""`gms kb`: the knowledge base of this machine."""

from typing import TYPE_CHECKING

import typer

from gmstool.cli import console, kb_curation, kb_importing, kb_sharing
from gmstool.cli.asking import Quiet, RowFormat
from gmstool.cli.kb_asking import StoreFile, Verbose, path_of

if TYPE_CHECKING:
    from collections.abc import Callable

app = typer.Typer(
    help="Make, fill, correct, check, export and sign the knowledge base of this machine.",
    no_args_is_help=True, rich_markup_mode=None,
)  # fmt: skip


def init(store: StoreFile = None, quiet: Quiet = False, verbose: Verbose = False) -> None:
    """Make an empty store.

    Example: gms kb init
    """
    from gmstool.knowledge.making import make_store

    path = path_of(store)
    journal = make_store(path)
    talk = console.Talk(quiet=quiet, verbose=verbose)
    if journal != "wal":
        talk.note(f"the file system keeps no write-ahead log: readers wait while one writes (journal: {journal})")
    if not quiet:
        console.plain(f"made {path}")


def stats(
    store: StoreFile = None,
    format_: RowFormat = "table",
) -> None:
    """Count what the store holds: each import with its rows, and the assertions by class.

    Example: gms kb stats
    """
    from gmstool.cli.shown import Format, chosen, show
    from gmstool.knowledge.checks import counts
    from gmstool.knowledge.store import open_store

    form = chosen(format_)
    with open_store(path_of(store)) as found:
        told = counts(found)
        if form is Format.TABLE:
            for name in ("store", "assertions", "withdrawn", "frequencies", "bytes"):
                value = told[name]
                print(f"{name:<14}{value:,}" if isinstance(value, int) else f"{name:<14}{value}")
            for name, number in told["classes"].items():
                print(f"  {name or 'no class':<32}{number:>12,}")
            print()
        show(
            found.imports(),
            form,
            ("id", "source", "lab", "day", "rows", "added", "corrected", "duplicates", "withdrawn", "rejected"),
        )


COMMANDS: "dict[str, Callable[..., None]]" = {
    "init": init, "import": kb_importing.import_files, "stats": stats, "submit": kb_importing.submit,
    "verify": kb_sharing.verify, "export": kb_sharing.export, "snapshot": kb_sharing.snapshot,
    "keygen": kb_sharing.keygen, "discordances": kb_curation.discordances, "decide": kb_curation.decide,
    "withdraw": kb_curation.withdraw, "history": kb_curation.history,
}  # fmt: skip  # in the order of the help
for _name, _command in COMMANDS.items():
    app.command(_name)(_command)
