"""What several commands ask of their options: the same words, the same refusals."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gmstool.cli.shown import NAMES
from gmstool.errors import UsageError

if TYPE_CHECKING:
    from gmstool.vcf.source import VcfSource

Text = str | None
STDOUT = "-"


def panel_names(incomplete: str) -> list[str]:
    from gmstool.panels.model import shipped

    return [name for name in shipped() if name.startswith(incomplete)]


Force = Annotated[bool, typer.Option("--force", help="Replace existing outputs.")]
Quiet = Annotated[bool, typer.Option("-q", "--quiet", help="Print errors only.")]
RowFormat = Annotated[str, typer.Option("--format", help=f"{NAMES}.")]
Meta = Annotated[Path | None, typer.Option(help="Where to write the run's meta.json.")]


def refuse_empty(texts: dict[str, str | None]) -> None:
    """An option without a value must not turn its filter off: a script's variable may be unset."""
    for name, text in texts.items():
        if text is not None and not words(text):
            raise UsageError(f"--{name} is empty", hint="is a variable of your script unset?")


def words(text: str | None) -> tuple[str, ...] | None:
    """Words between commas; None where nothing was given."""
    return tuple(word.strip() for word in text.split(",") if word.strip()) if text is not None else None


def places(text: str | None) -> tuple[str, ...] | None:
    """Words between commas, empty ones too: each has its place."""
    return tuple(word.strip() for word in text.split(",")) if text is not None else None


def target_of(output: str | Path | None) -> Path | None:
    """The file that -o names; None for standard output."""
    return Path(output) if output is not None and str(output) != STDOUT else None


def build_of(name: str, option: str = "assembly") -> str:
    """The build that an option names: GRCh37 or GRCh38. Raises UsageError."""
    from gmstool.genome import BUILDS, build_from_words

    found = build_from_words(name)
    if found is None or found.build is None:
        raise UsageError(f"--{option} {name} is not known", hint=f"use {' or '.join(BUILDS)}")
    return found.build


def refuse_input(target: Path | None, source: "VcfSource") -> None:
    """An output never replaces the file it is made from, even with --force."""
    if target is not None and source.path is not None and target.exists() and target.samefile(source.path):
        raise UsageError(f"the output {target} is the input", hint="name another output file")


def refuse_identities(samples: tuple[str, ...], outputs: list[Path | None]) -> None:
    """No personal identity number leaves in an output or its name."""
    from gmstool import identity

    identity.check("\n".join(samples), "the sample names of the VCF")
    for output in outputs:
        if output is not None:
            identity.check(output.name, "the name of an output file")


def arguments() -> list[str]:
    import sys

    from gmstool import identity

    return ["gms", *(identity.masked(one) for one in sys.argv[1:])]
