"""Write the pages of docs/ that follow from the code: columns.md and commands.md.

usage: python tools/build_docs.py [--check]   (--check fails when a page is stale, and changes nothing)
"""

import sys
from pathlib import Path

import typer

from gmstool.cli.main import app
from gmstool.columns import Column, contract, sections

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
    root = typer.main.get_command(app)
    for name, command in sorted(getattr(root, "commands", {}).items()):
        context = typer.Context(command, info_name=f"gms {name}", terminal_width=100, max_content_width=100)
        context.auto_envvar_prefix = None
        lines += [f"## gms {name}", "", "```text", command.get_help(context).rstrip(), "```", ""]
    return "\n".join(lines)


def main(*, check: bool) -> int:
    stale = []
    for name, text in (("columns.md", columns_page()), ("commands.md", commands_page())):
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
