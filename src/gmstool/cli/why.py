"""`gms why`: what became of one variant."""

from pathlib import Path
from typing import Annotated

import typer

from gmstool.cli.console import printable

HELP = "Folder of `gms run`, or a ledger written by `gms filter --ledger`."


def command(
    run: Annotated[Path, typer.Argument(help=HELP, metavar="DIR|LEDGER")],
    variant: Annotated[str, typer.Argument(help="CHR-POS-REF-ALT, position 1-based; in a run also its HGVS name.")],
    lang: Annotated[str, typer.Option(help="Language of the sentences that a run holds: en or sv.")] = "en",
    verbose: Annotated[
        bool, typer.Option("-v", "--verbose", help="The reason of each criterion, also where it is not met.")
    ] = False,
) -> None:
    """Say what became of a variant: kept, dropped, rescued, or never in the file; of a run also class and knowledge.

    Examples:
      gms why run1 12-102840493-G-A

      gms why run1 "PAH c.1222C>T" --lang sv

      gms why run.ledger.parquet 17-7674220-C-T

    """
    from gmstool.sentences import checked

    checked(lang)
    if run.is_dir():
        _of_run(run, variant, lang, every=verbose)
    else:
        _of_ledger(run, variant)


def _of_run(folder: Path, variant: str, language: str, *, every: bool) -> None:
    import shutil

    from gmstool.chain import why
    from gmstool.chain.finished import opened as open_run

    opened = open_run(folder, language)
    width = shutil.get_terminal_size().columns
    for line in why.lines(why.told(opened, variant, every=every), opened, width):
        print(printable(line))


def _of_ledger(ledger: Path, variant: str) -> None:
    from gmstool.filters import ledger as ledgers

    rows = ledgers.why(ledgers.read(ledger), variant)
    if not rows:
        print(f"{variant} was never in the file of this run")
    for row in rows:
        gene = f" ({row['gene']})" if row["gene"] else ""
        source = f" [{row['source']}]" if row["source"] and row["step"] == "frequency" else ""
        told = f"{row['chrom']}-{row['pos']}-{row['ref']}-{row['alt']}{gene}: {row['reason']}{source}"
        print(printable(told))
