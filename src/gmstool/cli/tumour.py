"""`gms tumour`: tumour types of OncoTree, and the curated tables for a site to review."""

from pathlib import Path
from typing import Annotated, Any

import typer

from gmstool.cli import shown
from gmstool.cli.asking import RowFormat
from gmstool.errors import InputError, UsageError

app = typer.Typer(
    name="tumour",
    help="Look tumour types up, tell of a case as a whole, and print the tables that a site reviews.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.command()
def types(
    text: Annotated[
        str | None, typer.Argument(help="Words of a name, or a code; default: all.", show_default=False)
    ] = None,
    format_: RowFormat = "table",
    lang: Annotated[str, typer.Option("--lang", envvar="GMS_LANG", help="Language of the names: en or sv.")] = "en",
) -> None:
    """List tumour types (OncoTree): code, name, main type, tissue and parents.

    The shipped list is a selection; `gms data add oncotree FILE` takes the whole tree. Words are looked for in the
    names of both languages; a code without a Swedish name keeps its English one.

    Example: gms tumour types "acute myeloid"
    """
    from gmstool.sentences import checked
    from gmstool.somatic import tumour_types

    form, language = shown.chosen(format_), checked(lang)
    found = tumour_types.search(text or "") or tumour_types.near(text or "")
    if not found:
        raise UsageError(f"no tumour type is like `{text}`", "`gms tumour types` lists them all")
    names = ("code", "name", "main_type", "tissue", "parents")
    rows = [dict(zip(names, (*one[:-1], " ".join(one.parents)), strict=True)) for one in found]
    for row in rows:
        row["name"] = tumour_types.name_in(row["code"], language) or row["name"]
    if form is shown.Format.TABLE:
        rows = [{name.upper().replace("_", " "): row[name] for name in ("code", "name", "tissue")} for row in rows]
    shown.show(rows, form)


@app.command()
def case(
    rows: Annotated[Path, typer.Argument(help="The JSON lines of `gms classify --somatic`, or -.")],
    tumour_type: Annotated[str, typer.Option("--tumour-type", help="OncoTree code or name.")],
    case_file: Annotated[
        Path | None, typer.Option("--case-file", help="Karyotype, results, biomarkers, consent.")
    ] = None,
    assay: Annotated[Path | None, typer.Option("--assay", help="What the assay can find (TOML).")] = None,
    calls: Annotated[list[Path] | None, typer.Option("--calls", help="Copy numbers, fusions: VCF or TSV.")] = None,
    target: Annotated[Path | None, typer.Option("--target", help="The assay's BED, for the burden.")] = None,
    synonymous: Annotated[bool, typer.Option("--synonymous", help="Count silent variants in the burden.")] = False,
    purity: Annotated[float | None, typer.Option("--purity", help="Tumour cells, 0 to 1, for copy numbers.")] = None,
    format_: Annotated[str, typer.Option("--format", help="text or json.")] = "text",
    lang: Annotated[str, typer.Option("--lang", envvar="GMS_LANG", help="Language of the text: en or sv.")] = "en",
) -> None:
    """Tell of the case as a whole: events with tiers, burden, risk, disease classes, predisposition.

    What is not known is named, and nothing is concluded from what was not called.

    Example: gms tumour case tiers.jsonl --tumour-type AML --case-file case.toml
    """
    from gmstool.sentences import checked
    from gmstool.somatic import case as cases
    from gmstool.somatic import layers, tumour_types, whole

    form, language = _form(format_), checked(lang)
    kind, given = tumour_types.find(tumour_type), whole.inputs(assay, calls or (), target, synonymous=synonymous)
    found, stated = _read(rows), cases.read(case_file) if case_file else None
    loaded = layers.load_layers(tumour=kind)
    build = next((row.get("assembly") for row in found if row.get("assembly")), None)
    cells = _fraction(purity) if purity is not None else stated.purity if stated else None
    events = given.events(loaded, build, kind, cells)
    _say(whole.result(found, stated, kind, loaded, given, events), form, language)


def _say(told: dict[str, Any], form: str, language: str) -> None:
    """Print the result as JSON or in lines. Raises IdentityError where a text of the case holds an identity number."""
    import json
    import shutil

    from gmstool import identity
    from gmstool.somatic.case_lines import layer_lines, lines

    text = json.dumps(told, indent=1, ensure_ascii=False)
    identity.check(text, "the result of the case")
    columns = shutil.get_terminal_size((100, 24)).columns
    people = [*lines(told, language, columns), *layer_lines(told, language)]
    print(text if form == "json" else "\n".join(people))


def _form(text: str) -> str:
    if text not in ("text", "json"):
        raise UsageError(f"--format {text} is not known", "use text or json")
    return text


def _fraction(purity: float) -> float:
    if not 0 < purity <= 1:
        raise UsageError(f"--purity is a fraction above 0 and at most 1, found {purity:g}")
    return purity


def _read(path: Path) -> list[dict[str, Any]]:
    """The rows of a run. Raises InputError for a file of another kind."""
    import json
    import sys

    from gmstool.somatic import whole

    try:
        text = sys.stdin.read() if str(path) == "-" else path.read_text("utf-8")
        rows = [json.loads(line) for line in text.splitlines() if line]
    except (OSError, ValueError, RecursionError) as error:
        reason = getattr(error, "strerror", None) or "it is no JSON lines"
        raise InputError(
            f"cannot read {path}: {reason}", "`gms classify FILE --somatic -o ROWS.jsonl` writes it"
        ) from None
    rows = [row for row in rows if not (isinstance(row, dict) and row.keys() == {"case_result"})]  # end of a pipe
    if not all(isinstance(row, dict) and {"gene", "oncogenicity", "consequence"} <= row.keys() for row in rows):
        raise InputError(f"{path} has no rows of a tumour", "`gms classify FILE --somatic -o ROWS.jsonl` writes them")
    return [whole.of_json(row) for row in rows]


@app.command()
def evidence() -> None:
    """Print the shipped biomarkers as TSV: fill in reviewer and date, then `gms data add site-biomarkers FILE`.

    Example: gms tumour evidence > biomarkers.tsv
    """
    _print("biomarkers")


@app.command()
def hotspots() -> None:
    """Print the shipped hotspots as TSV: fill in reviewer and date, then `gms data add site-hotspots FILE`.

    Example: gms tumour hotspots > hotspots.tsv
    """
    _print("own_hotspots")


def _print(name: str) -> None:
    from gmstool.somatic import shipped

    print((shipped.SHIPPED / shipped.shipped_facts()[name]["file"]).read_text("utf-8"), end="")
