"""Write the pages of docs/ that follow from the code: columns.md, commands.md, criteria.md and reference.md.

usage: python tools/build_docs.py [--check]   (--check fails when a page is stale, and changes nothing)
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import typer

from gmstool.cli.main import command_line
from gmstool.columns import Column, contract, sections
from gmstool.criteria.described import page, page_of_tumours
from gmstool.reference import bundle
from gmstool.rules.load import ONCOGENICITY, default, load
from gmstool.somatic.criteria import CRITERIA as OF_TUMOURS

DOCS = Path(__file__).parent.parent / "docs"
GENERATED = "<!-- made by tools/build_docs.py: change the code, then run `make docs` -->"


def columns_page() -> str:
    lines = [
        "# The column contract", GENERATED, "",
        "Every column has one meaning everywhere: in `--where`, in a preset, in TSV, CSV, JSONL and Parquet.",
        "Sources are keys of the VCF in order of preference; the first that holds a value feeds the column.",
        "Unknown is an empty cell in TSV and CSV, and null in JSONL and Parquet. `gms columns FILE` shows which keys",
        "of a file feed each column.", "",
    ]  # fmt: skip
    for section, names in sections().items():
        lines += [f"## {section}", "", "| column | type | unit | meaning | sources |", "|---|---|---|---|---|"]
        lines += [_row(contract()[name]) for name in names] + [""]
    return "\n".join(lines)


def _row(column: Column) -> str:
    sources = ", ".join(f"`{source}`" for source in column.sources) or "derived"
    return f"| `{column.name}` | {column.kind} | {column.unit} | {column.meaning} | {sources} |"


def commands_page() -> str:
    lines = ["# Commands", GENERATED, ""]
    for name, command in _commands("gms", command_line()):
        context = typer.Context(command, info_name=name, terminal_width=100, max_content_width=100)
        context.auto_envvar_prefix = None
        lines += [f"## {name}", "", "```text", command.get_help(context).rstrip(), "```", ""]
    return "\n".join(lines)


def _commands(name: str, command: Any) -> Iterator[tuple[str, Any]]:
    """All commands below one, groups before their members, by full name."""
    for word, below in sorted(getattr(command, "commands", {}).items()):
        yield f"{name} {word}", below
        yield from _commands(f"{name} {word}", below)


def criteria_page() -> str:
    return page(default(), GENERATED) + "\n" + page_of_tumours(load(ONCOGENICITY), OF_TUMOURS)


def reference_page() -> str:
    lines = [
        "# The reference tables", GENERATED, "",
        "They ship with gms and make everything work offline; `gms data` renews them. Coordinates are 1-based",
        "inclusive, chromosomes are 1..22, X, Y and MT. Packages, checksums and notes of each source:",
        "`src/gmstool/reference/data/manifest.json`.", "",
    ]  # fmt: skip
    for name, facts in bundle.shipped().items():
        schema = pl.read_parquet_schema(bundle.shipped_folder() / facts["file"])
        columns = ", ".join(f"`{column}` {_type(kind)}" for column, kind in schema.items())
        sources = {f"| {one['label']} | {one.get('date', '')} | {one['licence']} |": None for one in facts["sources"]}
        lines += [f"## {name}", "", f"{facts['rows']:,} rows: {columns}.", ""]
        lines += ["| source | date | licence |", "|---|---|---|", *sources, ""]
        notes = dict.fromkeys(f"- {one['label']}: {one['note']}" for one in facts["sources"] if one.get("note"))
        lines += [*notes, ""] if notes else []
    return "\n".join(lines)


def _type(kind: Any) -> str:
    return str(kind).lower().replace("(", " of ").rstrip(")")


def main(*, check: bool) -> int:
    stale = []
    pages = {
        "columns.md": columns_page(), "commands.md": commands_page(), "criteria.md": criteria_page(),
        "reference.md": reference_page(),
    }  # fmt: skip
    for name, text in pages.items():
        path = DOCS / name
        if check and (not path.is_file() or path.read_text() != text):
            stale.append(name)
        elif not check:
            path.write_text(text)
    if stale:
        print(f"stale: {', '.join(stale)}; run `make docs`", file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main(check="--check" in sys.argv))
