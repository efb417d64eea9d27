"""`gms rules`: the rule sets that classifications rest on."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gmstool.cli.shown import Format, chosen, show
from gmstool.errors import GmsError

if TYPE_CHECKING:
    from gmstool.rules.model import RuleSet

app = typer.Typer(help="List, show, compare, check and import rule sets.", no_args_is_help=True, rich_markup_mode=None)


_WIDTH = 60  # characters of a value in a table


def _names(incomplete: str) -> list[str]:
    from gmstool.rules.load import shipped

    return [name for name in shipped() if name.startswith(incomplete)]


RulesName = Annotated[str, typer.Argument(metavar="ID|FILE", help="A shipped id or a file.", autocompletion=_names)]


def _format(command: str) -> Any:
    return typer.Option("--format", envvar=f"GMS_RULES_{command}_FORMAT", help="table, tsv or jsonl.")


@app.command("list")
def list_rules(format_: Annotated[str, _format("LIST")] = "table") -> None:
    """List the rule sets that ship with gms: guidelines, and expert panels' specifications laid over them.

    Example: gms rules list
    """
    from gmstool.rules.load import load, shipped

    rows = [_listed(load(name)) for name in shipped()]
    show(rows, chosen(format_), ("id", "version", "title", "genes"))


@app.command("show")
def show_rules(rules: RulesName, format_: Annotated[str, _format("SHOW")] = "table") -> None:
    """Show every threshold of a rule set with its unit, status and source.

    An expert panel's specification is shown as it acts: laid over the guideline. What has the status memory or house
    needs a clinical geneticist's signature. The table counts rows and shortens long values: tsv and jsonl are whole.

    Example: gms rules show vcep-pah
    """
    from gmstool.rules.load import load

    found, form = load(rules), chosen(format_)
    rows = [
        {"path": one.path, "value": _cell(one.value, form), "unit": one.unit, "status": one.status,
         "citation": one.citation, "date": one.date} for one in found.notes()
    ]  # fmt: skip
    if form is Format.TABLE:
        told = {key: _value(value) for key, value in _listed(found).items() if value}
        print("\n".join(f"{key:<14}{value}" for key, value in told.items()), end="\n\n")
    named = rows if form is Format.TABLE else [{**found.provenance(), **row} for row in rows]
    show(named, form, ("path", "value", "status", "citation", "unit"))


@app.command("diff")
def diff_rules(
    old: Annotated[str, typer.Argument(metavar="A", help="The one rule set.", autocompletion=_names)],
    new: Annotated[str, typer.Argument(metavar="B", help="The other.", autocompletion=_names)],
    format_: Annotated[str, _format("DIFF")] = "table",
) -> None:
    """Show what rule set B says otherwise than A.

    Example: gms rules diff acmg-2015-svi-2024 vcep-pah
    """
    from gmstool.rules.diff import differences
    from gmstool.rules.load import load

    before, after, form = load(old), load(new), chosen(format_)
    rows = [
        {"change": one.change, "path": one.path, "old": _cell(one.old, form), "new": _cell(one.new, form)}
        for one in differences(before, after)
    ]
    if form is Format.TABLE:
        print(f"from {before.label}, sha256 {before.sha256}\nto   {after.label}, sha256 {after.sha256}")
        print(f"{len(rows)} differences" if rows else "no difference")
    show(rows, form)


@app.command("check")
def check_rules(
    files: Annotated[list[str], typer.Argument(metavar="ID|FILE...", help="Rule sets.", autocompletion=_names)],
) -> None:
    """Check that every number has a unit, a source and a status, and that names and intervals fit. Exits with 1 if not.

    Example: gms rules check my-rules.toml
    """
    from gmstool.rules import load
    from gmstool.rules.check import problems

    failed = 0
    for name in files:
        rules, path = load.load(name), load.find(name)
        content, _ = load.read(path)
        base = content["ruleset"].get("extends")
        told = list(problems(content, load.base_of(path).content if base else None))
        failed += bool(told)
        open_ = sum(one.needs_sign_off for one in rules.notes())
        print(f"{rules.label}: {len(told) or 'no'} {'problem' if len(told) == 1 else 'problems'}, {open_} to sign off")
        for one in told:
            print(f"  {one}")
    if failed:
        raise GmsError(f"{failed} of {len(files)} rule sets have problems", hint="mend what is listed above")


@app.command("import")
def import_rules(
    file: Annotated[Path, typer.Argument(metavar="CSPEC.json", help="A criteria specification of ClinGen.")],
    output: Annotated[Path | None, typer.Option("-o", "--output", help="Output [default: standard output].")] = None,
    base: Annotated[str, typer.Option(help="The rule set to lay it over.")] = "acmg-2015-svi-2024",
    force: Annotated[bool, typer.Option("--force", help="Replace an existing output.")] = False,
) -> None:
    """Turn a ClinGen criteria specification (CSpec JSON) into an overlay: criteria used, strengths, and their texts.

    Thresholds stand in the texts: enter them as numbers with their source, and check the file.

    Example: gms rules import GN006.json -o pah.toml
    """
    import tomli_w

    from gmstool.files import atomic, check_new
    from gmstool.rules.cspec import imported
    from gmstool.rules.load import find

    find(base)
    head = "# A ClinGen criteria specification; thresholds in its texts are not entered.\n"
    text = head + tomli_w.dumps(imported(file, base))
    if output is None:
        print(text, end="")
        return
    check_new(output, force=force)
    with atomic(output) as part:
        part.write_text(text, encoding="utf-8")


def _listed(rules: "RuleSet") -> dict[str, Any]:
    head = rules.content["ruleset"]
    told = {key: head.get(key) for key in ("title", "date", "extends", "specification", "licence")}
    genes, panels = head.get("genes", []), head.get("panels", [])
    return {"id": rules.id, "version": rules.version, "genes": genes, "panels": panels, **told, "sha256": rules.sha256}


def _cell(value: object, form: Format) -> str | None:
    """A threshold in one cell; a table for people counts rows, and cuts what is long."""
    inner = value.get("bins", value.get("rows", value)) if isinstance(value, dict) else value
    if form is Format.TABLE and isinstance(inner, list) and inner and isinstance(inner[0], dict):
        return f"{len(inner)} row{'' if len(inner) == 1 else 's'}"
    told = _value(value)
    return f"{told[: _WIDTH - 1]}…" if form is Format.TABLE and told and len(told) > _WIDTH else told


def _value(value: object) -> str | None:
    """A threshold in one cell."""
    if value is None:
        return None
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, dict):
        return "; ".join(f"{key} {_value(one)}" for key, one in value.items())
    return ", ".join(_value(one) or "" for one in value) if isinstance(value, list) else str(value)
