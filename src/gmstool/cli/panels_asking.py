"""What the commands of `gms panels` ask of their options."""

from pathlib import Path
from typing import Annotated

import typer

from gmstool.cli.asking import panel_names

PanelName = Annotated[
    str, typer.Argument(metavar="ID|FILE", help="A shipped panel or a file.", autocompletion=panel_names)
]
Output = Annotated[Path | None, typer.Option("-o", "--output", help="Output file [default: standard output].")]
Force = Annotated[bool, typer.Option("--force", help="Replace an existing output.")]
NewId = Annotated[
    str | None, typer.Option("--id", help="Id of the new panel: letters, digits, dots, hyphens, underscores.")
]
NewName = Annotated[str | None, typer.Option("--name", help="Name of the new panel.")]
NewVersion = Annotated[str | None, typer.Option("--version", help="Version of the new panel.")]
NewDate = Annotated[str | None, typer.Option("--date", help="Date of the new panel, YYYY-MM-DD.")]
ASSEMBLY = typer.Option("--assembly", "--build", help="GRCh37 or GRCh38.", show_default=True)
