"""`gms combine`: what a set of criteria amounts to."""

import json
import sys
from collections.abc import Iterable, Iterator
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gmstool.cli import console
from gmstool.errors import GmsError, UsageError

if TYPE_CHECKING:
    from gmstool.rules.model import RuleSet

Row = dict[str, Any]


class Scheme(StrEnum):
    """Germline variants or tumours."""

    ACMG = "acmg"
    ONCOGENICITY = "oncogenicity"


class Format(StrEnum):
    """How results are printed; text is the whole answer for codes on the command line, else one line a set."""

    TEXT = "text"
    TSV = "tsv"
    JSONL = "jsonl"


_COLUMNS = ("codes", "classification", "points", "class_points", "class_2015", "conflict", "temperature", "posterior",
            "rules", "warnings", "error")  # fmt: skip


def command(
    codes: Annotated[list[str], typer.Argument(help="Criteria that are met, or - to read sets, one a line.")],
    scheme: Annotated[Scheme, typer.Option(help="Germline (acmg) or tumour (oncogenicity).")] = Scheme.ACMG,
    gene: Annotated[str, typer.Option(help="Use the rule set that an expert panel made for this gene.")] = "",
    panel: Annotated[str, typer.Option(help="… of this panel, where a gene has several.")] = "",
    rules: Annotated[str, typer.Option(metavar="ID|FILE", help="Another rule set; `gms rules list` shows them.")] = "",
    format_: Annotated[
        Format, typer.Option("--format", envvar="GMS_COMBINE_FORMAT", help="How to print.")
    ] = Format.TEXT,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="Print errors only.")] = False,
) -> None:
    """Combine criteria into a class, by the table of 2015 and by points. Exits with 1 when a set cannot be read.

    Codes are separated by spaces, commas or semicolons, with their strength behind them: PM2_Supporting,
    PM3_Very Strong, OVS1(Strong). What may not be counted twice is warned about, never left out. From standard input,
    an empty line is an empty set; a table with the header codes[,gene,panel] applies each gene's own rule set.

    Example: gms combine PVS1 PM2_Supporting PP3_Moderate
    """
    if rules and (gene or panel or scheme is Scheme.ONCOGENICITY):
        raise UsageError("--rules goes without --gene, --panel and --scheme oncogenicity")
    chooser = _Chooser(scheme, rules)
    batch = codes == ["-"]
    if not quiet:
        _tell_unused(gene, panel, chooser)
    asked = _sets(sys.stdin) if batch else iter([(" ".join(codes), gene, panel)])
    found = (_answer(text, chooser, own or gene, own_panel or panel) for text, own, own_panel in asked)
    failed = _print(found, format_, batch=batch, quiet=quiet)
    if failed and batch:
        raise GmsError(f"{failed} of the sets cannot be read", hint="the lines with an error say why")
    if failed:
        raise typer.Exit(1)


class _Chooser:
    """Which rule set is for a gene; without one, the scheme's own."""

    def __init__(self, scheme: Scheme, rules: str) -> None:
        self._scheme, self._rules = scheme, rules

    def __call__(self, gene: str, panel: str) -> "RuleSet":
        from gmstool.rules import load

        if self._rules:
            return load.load(self._rules)
        if self._scheme is Scheme.ONCOGENICITY:
            return load.load(load.ONCOGENICITY)
        found = load.for_gene(gene, panel)
        if not gene or found.id != load.DEFAULT:
            return found
        from gmstool.reference.genes import resolve

        symbol = resolve(gene).symbol  # of an HGNC id, a former symbol or small letters
        return load.for_gene(symbol, panel) if symbol else found


def _tell_unused(gene: str, panel: str, chooser: _Chooser) -> None:
    """Warn where a gene or panel was named and the general rules are used all the same."""
    from gmstool.reference.genes import near, resolve
    from gmstool.rules.load import DEFAULT

    if gene and resolve(gene).symbol is None:
        alike = " or ".join(near(gene))
        console.say("warning", f"{gene} is not known as a gene" + (f": did you mean {alike}?" if alike else ""))
    if panel and chooser(gene, panel).id == DEFAULT:
        told = f" for {gene}" if gene else ": name its gene with --gene"
        console.say("warning", f"no rule set of the panel {panel} ships{told}; the general rules are used")


def _sets(lines: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """Each line's codes, gene and panel; the first line may be a header that names the columns."""
    plain = (line.rstrip("\r\n") for line in lines)
    first = next(plain, None)
    if first is None:
        return
    names = [name.strip().lower() for name in first.lstrip("\ufeff").split("\t")]
    if "codes" not in names:
        yield first, "", ""
        for line in plain:
            yield line, "", ""
        return
    for line in plain:
        row = dict(zip(names, line.split("\t"), strict=False))
        yield row.get("codes", ""), row.get("gene", "").strip(), row.get("panel", "").strip()


@lru_cache(1 << 16)  # long lists say the same again and again
def _answer(text: str, chooser: _Chooser, gene: str, panel: str) -> Row:
    from gmstool.criteria.codes import CodeError
    from gmstool.criteria.explain import answer

    rules = chooser(gene, panel)
    try:
        return answer(text, rules)
    except CodeError as error:
        return {"given": text, "error": error.message, "hint": error.hint, "rules": rules.provenance()}


def _print(rows: Iterable[Row], form: Format, *, batch: bool, quiet: bool) -> int:
    """Print every row as it comes; how many have an error."""
    failed = 0
    if form is Format.TSV:
        print("\t".join(_COLUMNS))
    for row in rows:
        failed += "error" in row
        if form is Format.JSONL:
            print(json.dumps(row, ensure_ascii=False))
        elif form is Format.TSV or batch:
            print(_line(row))
        elif "error" not in row:
            _show(row)
        if not batch:
            _talk(row, quiet=quiet or form is Format.JSONL)
    return failed


def _talk(row: Row, *, quiet: bool) -> None:
    """What goes to standard error about codes of the command line."""
    if "error" in row:
        console.say("error", row["error"])
        if row["hint"]:
            console.say("hint", row["hint"])
        return
    for warning in () if quiet else row["warnings"]:
        console.say("warning", warning)


def _line(row: Row) -> str:
    rules = row["rules"]
    cells = {**row, "codes": " ".join(row.get("codes", [])) or row.get("given", ""),
             "warnings": "; ".join(row.get("warnings", [])),
             "rules": f"{rules['id']} {rules['version']} {rules['sha256']}"}  # fmt: skip
    texts = ("" if cells.get(name) is None else str(cells[name]) for name in _COLUMNS)
    return "\t".join(" ".join(text.split()) for text in texts)


def _show(row: Row) -> None:
    """The whole answer for a person."""
    rules, posterior = row["rules"], row["posterior"]
    odds = f", posterior {posterior:g}" if posterior is not None else ""
    print(row["classification"])
    print(f"criteria   {' '.join(row['codes']) or 'none'}")
    print(f"points     {row['points']}: {row['class_points']}{odds}")
    if row["class_2015"]:
        print(f"2015 table {row['class_2015']} ({row['rule_2015']})")
    if row["schemes_differ"]:
        print(f"differ     {row['schemes_differ']}")
    if row["temperature"]:
        print(f"uncertain  {row['temperature']}")
    if row["conflict"]:
        print(f"conflict   {row['conflict']}: a person reviews and signs")
    print(f"rules      {rules['id']} {rules['version']}, sha256 {rules['sha256']}")
