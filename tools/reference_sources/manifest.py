"""Write `manifest.toml`: what each table is made of, and its checksum."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from reference_sources.packages import Source, sha256

if TYPE_CHECKING:
    from pathlib import Path

Sources = tuple[Source, ...]
HEADER = """\
# Provenance of the bundled reference tables. Written by tools/build_reference.py: do not edit by hand.
# Coordinates in the tables are 1-based inclusive. A date is that of the data file as its package states it.
"""


class Table(NamedTuple):
    """A written table and what it was made of."""

    name: str
    path: Path
    rows: int
    sources: Sources


def write(tables: list[Table], path: Path) -> None:
    """Write the manifest of all tables."""
    blocks = [HEADER, *(block for table in tables for block in table_blocks(table))]
    path.write_text("\n".join(blocks), encoding="utf-8")


def table_blocks(table: Table) -> list[str]:
    """The table itself, then one block per source."""
    facts: dict[str, str | int] = {
        "file": table.path.name,
        "sha256": sha256(table.path),
        "rows": table.rows,
        "build_script": "tools/build_reference.py",
        "written_with": f"polars {pl.__version__}",
    }
    sources = [block(f"[[tables.{table.name}.sources]]", source_facts(source)) for source in table.sources]
    return [block(f"[tables.{table.name}]", facts), *sources]


def source_facts(source: Source) -> dict[str, str | int]:
    """One source, without the facts that are not known."""
    facts: dict[str, str | int] = {
        "label": source.label,
        "release": source.release,
        "date": source.date,
        "licence": source.licence,
        "note": source.note,
        "registry": source.package.registry,
        "package": source.package.name,
        "version": source.package.version,
        "package_file": source.package.file,
        "package_sha256": source.package.sha256,
        "package_licence": source.package.licence,
        "member": source.member,
    }
    return {name: fact for name, fact in facts.items() if fact != ""}


def block(title: str, facts: dict[str, str | int]) -> str:
    """One TOML table; JSON strings are valid TOML strings."""
    lines = [f"{name} = {json.dumps(fact, ensure_ascii=False)}" for name, fact in facts.items()]
    return "\n".join([title, *lines, ""])
