"""What the commands of `gms panels` ask of their options."""

from pathlib import Path
from typing import Annotated, Any

import typer

from gmstool.cli.asking import panel_names
from gmstool.cli.shown import NAMES
from gmstool.errors import UsageError

PanelName = Annotated[
    str, typer.Argument(metavar="ID|FILE", help="A shipped panel or a file.", autocompletion=panel_names)
]
Output = Annotated[Path | None, typer.Option("-o", "--output", help="Output file [default: standard output].")]
Force = Annotated[bool, typer.Option("--force", help="Replace an existing output.")]
NewName = Annotated[str | None, typer.Option("--name", help="Name of the new panel.")]
NewVersion = Annotated[str | None, typer.Option("--version", help="Version of the new panel.")]
NewDate = Annotated[str | None, typer.Option("--date", help="Date of the new panel, YYYY-MM-DD.")]
ASSEMBLY = typer.Option("--assembly", "--build", help="GRCh37 or GRCh38.", show_default=True)


def format_of(command: str) -> Any:
    """The option --format, whose variable would else bear the parameter's underscore."""
    return typer.Option("--format", envvar=f"GMS_PANELS_{command}_FORMAT", help=f"{NAMES}.")


def id_of(command: str) -> Any:
    """The option --id, with the variable of its command."""
    text = "Id of the new panel: letters, digits, dots, hyphens, underscores."
    return typer.Option("--id", envvar=f"GMS_PANELS_{command}_ID", help=text)


def build_of(name: str) -> str:
    """The build that --assembly names. Raises UsageError."""
    from gmstool.genome import build_from_words

    found = build_from_words(name)
    if found is None or found.build is None:
        raise UsageError(f"--assembly {name} is not known", hint="use GRCh37 or GRCh38")
    return found.build
