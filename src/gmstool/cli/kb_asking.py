"""What the commands of `gms kb` ask of their options."""

from pathlib import Path
from typing import Annotated

import typer

from gmstool.errors import UsageError

StoreFile = Annotated[Path | None, typer.Option("--store", help="The store [default: in GMS_HOME].", metavar="FILE")]
Verbose = Annotated[bool, typer.Option("-v", "--verbose", help="Say more.")]
Output = Annotated[Path | None, typer.Option("-o", "--output", help="Output [default: standard output].")]


def path_of(store: Path | None) -> Path:
    """The store that is meant."""
    from gmstool.knowledge.connection import default_path

    return store or default_path()


def stated(option: str, text: str) -> str:
    """A text that says something. Raises UsageError."""
    if not text.strip():
        raise UsageError(f"--{option} is empty", hint="is a variable of your script unset?")
    return text.strip()
