"""`gms criteria`: the rules of classification as a table, and each in full."""

from typing import Annotated

import typer


def command(
    code: Annotated[str | None, typer.Argument(help="A criterion, such as PM2: show it in full.")] = None,
    rules: Annotated[str, typer.Option(help="Rule set: an id or a file.")] = "acmg-2015-svi-2024",
) -> None:
    """List the 28 criteria; with a code, show one with its thresholds, their sources and what it needs.

    Example: gms criteria PM2
    """
    from gmstool.criteria.described import in_full, table
    from gmstool.rules.load import load

    chosen = load(rules)
    if code:
        print("\n".join(in_full(code, chosen)))
        return
    for row in table(chosen):
        print("\t".join(row))
