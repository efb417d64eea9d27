"""`gms report sign`, `verify` and `amend`: who signed which content, and whether a file is still what was written."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand

from gmstool.cli.asking import Quiet
from gmstool.cli.console import plain

CaseFile = Annotated[Path, typer.Argument(help="The case file, with its rows named in [inputs].", metavar="CASE")]
DIFFERENT = 1

app = typer.Typer(rich_markup_mode=None, add_completion=False)


class WithVerbs(TyperCommand):
    """A command whose first word may be one of its verbs: `gms report sign CASE` beside `gms report CASE`."""

    def make_context(self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any) -> Any:
        if not args or args[0] not in VERBS:
            return super().make_context(info_name, args, parent=parent, **extra)
        command = typer.main.get_command(app).commands[args[0]]  # type: ignore[attr-defined]  # a group
        settings = ((parent and parent.default_map) or {}).get(info_name, {})
        extra |= {"default_map": settings, "auto_envvar_prefix": f"GMS_{info_name}_{args[0]}".upper()}
        return command.make_context(f"{info_name} {args[0]}", args[1:], parent=parent, **extra)


@app.command()
def sign(
    case: CaseFile,
    by: Annotated[str, typer.Option(help="Who signs: a name, never a personal identity number.")],
    role: Annotated[str, typer.Option(help="In which role: medical geneticist, molecular geneticist …")],
    two_people: Annotated[
        bool,
        typer.Option(
            "--two-people", envvar="GMS_REPORT_TWO_PEOPLE", help="Two different people must sign: a site's setting."
        ),
    ] = False,
    quiet: Quiet = False,
) -> None:
    """Sign a case as it stands now: its file, its classified variants, the runs' versions, coverage and pedigree.

    The signature stands in CASE.signatures.json; the case file is not touched. What was signed and changes afterwards
    is a draft again. No electronic signature in the sense of a law: a record of who answered for which content.

    Example: gms report sign case.toml --by "A. Example" --role "medical geneticist"
    """
    from gmstool.report.amending import sign as signed
    from gmstool.report.formats import missing_extra

    try:
        found = signed(case, by, role, two_people=two_people)
    except ModuleNotFoundError as error:
        raise missing_extra(error) from None
    if not quiet:
        rest = found.needed - found.have
        left = f"; {rest} more to sign, by another person" if rest > 0 else ""
        plain(f"signed: {case.name}, version {found.version}, {found.have} of {found.needed} signatures{left}")


@app.command()
def amend(
    case: CaseFile,
    reason: Annotated[str, typer.Option(help="Why the signed version is replaced; shown on the first page.")],
    by: Annotated[str, typer.Option(help="Who amends it.")],
    quiet: Quiet = False,
) -> None:
    """Begin the next version of a signed case: a draft until it is signed, with the reason on its first page.

    The version before stays in CASE.signatures.json with its signatures; the new one names its hash.

    Example: gms report amend case.toml --reason "PAH c.782G>A is now class 5" --by "A. Example"
    """
    from gmstool.report.amending import amend as amended
    from gmstool.report.formats import missing_extra

    try:
        version = amended(case, reason, by)
    except ModuleNotFoundError as error:
        raise missing_extra(error) from None
    if not quiet:
        plain(f"version {version} of {case.name} begins: edit the case, render it, and sign it again")


@app.command()
def verify(
    file: Annotated[Path, typer.Argument(help="A summary that gms wrote, of any format.", metavar="FILE")],
    case: Annotated[
        Path | None, typer.Option(help="Its case file: content, signatures and inputs are compared too.")
    ] = None,
) -> None:
    """Tell whether a summary's bytes, content, signatures, inputs and versions still match.

    One line a question: what, matches / differs / not checked, and where. Exit code 1 when one differs.

    Example: gms report verify summary.pdf --case case.toml
    """
    from gmstool.report.formats import missing_extra

    try:
        from gmstool.report import verifying

        found = verifying.verify(file, case)
    except ModuleNotFoundError as error:
        raise missing_extra(error) from None
    for one in found:
        print(one.what, one.answer, one.detail, sep="\t")
    if any(one.answer == verifying.DIFFERS for one in found):
        raise typer.Exit(DIFFERENT)


VERBS = ("sign", "amend", "verify")
