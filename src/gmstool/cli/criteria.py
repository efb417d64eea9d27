"""`gms criteria`: the rules of classification as a table, and each in full."""

import json
from typing import Annotated, Any

import typer

from gmstool.cli.shown import NAMES, chosen, show
from gmstool.errors import UsageError

FIRST = "OVS1"  # tells a rule set of oncogenicity
DEFAULTS = {"germline": "acmg-2015-svi-2024", "oncogenicity": "oncogenicity-2022"}


def command(
    code: Annotated[str | None, typer.Argument(help="A criterion, such as PM2 or OS3: show it in full.")] = None,
    rules: Annotated[
        str | None, typer.Option(help="Rule set: an id or a file.  [default: that of the scheme]", show_default=False)
    ] = None,
    scheme: Annotated[
        str | None,
        typer.Option(help="germline or oncogenicity.  [default: germline, or the code's]", show_default=False),
    ] = None,
    format_: Annotated[
        str,
        typer.Option(
            "--format",
            envvar="GMS_CRITERIA_FORMAT",
            help=f"{NAMES}; a table has no sources, one in full is text or jsonl.",
        ),
    ] = "table",
) -> None:
    """List the 28 criteria of ACMG/AMP, or with --scheme oncogenicity the 17 of tumours; with a code, show one in full.

    One in full has its thresholds, their sources and what it needs.

    Examples:
      gms criteria PM2

      gms criteria --scheme oncogenicity

    """
    from gmstool.criteria.described import as_object, in_full, table
    from gmstool.criteria.described import found as criterion
    from gmstool.rules.load import load

    if scheme not in (None, *DEFAULTS):
        raise UsageError(f"--scheme {scheme} is not known", hint=f"use {' or '.join(DEFAULTS)}")
    criteria = _criteria(scheme, rules, code)
    used, form = load(rules or DEFAULTS["oncogenicity" if criteria[0].code == FIRST else "germline"]), chosen(format_)
    if criteria[0].code not in used.criteria:
        raise UsageError(f"{used.id} is a rule set of another scheme", hint="leave out --scheme, or --rules")
    if code and form == "jsonl":
        print(json.dumps(as_object(code, used, criteria), ensure_ascii=False))
        return
    if code and form == "table":
        print("\n".join(in_full(code, used, criteria)))
        return
    if code:
        criteria = (criterion(code, criteria),)
    heading, *rows = table(used, criteria)
    names = [name.replace(" ", "_") for name in heading]
    show([dict(zip(names, row, strict=True)) for row in rows], form, names[:-1])


def _criteria(scheme: str | None, rules: str | None, code: str | None) -> Any:
    """The criteria of a scheme, else those of the rule set, else those that the code belongs to."""
    from gmstool.criteria import registry
    from gmstool.rules.load import load
    from gmstool.somatic import criteria as somatic

    if scheme is None and rules:
        tumour = FIRST in load(rules).criteria
    else:
        tumour = scheme == "oncogenicity" or (scheme is None and (code or "").upper() in somatic.BY_CODE)
    return somatic.CRITERIA if tumour else registry.CRITERIA
