"""`gms why`: what became of one variant."""

from pathlib import Path
from typing import Annotated

import typer

HELP = "Ledger written by `gms filter --ledger`."


def command(
    ledger: Annotated[Path, typer.Argument(help=HELP)],
    variant: Annotated[str, typer.Argument(help="CHR-POS-REF-ALT, position 1-based.")],
) -> None:
    """Say in one sentence what became of a variant: kept, dropped, rescued, or never in the file.

    Example: gms why run.ledger.parquet 17-7674220-C-T
    """
    from gmstool.filters import ledger as ledgers

    rows = ledgers.why(ledgers.read(ledger), variant)
    if not rows:
        print(f"{variant} was never in the file of this run")
    for row in rows:
        gene = f" ({row['gene']})" if row["gene"] else ""
        source = f" [{row['source']}]" if row["source"] and row["step"] == "frequency" else ""
        print(f"{row['chrom']}-{row['pos']}-{row['ref']}-{row['alt']}{gene}: {row['reason']}{source}")
