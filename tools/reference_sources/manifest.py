"""Write `manifest.json`: what each table is made of, and its checksum."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

import polars as pl

from reference_sources.packages import Source, sha256

if TYPE_CHECKING:
    from pathlib import Path

Sources = tuple[Source, ...]
ABOUT = (
    "Provenance of the bundled reference tables, written by tools/build_reference.py: do not edit by hand. "
    "Coordinates in the tables are 1-based inclusive; a date is that of the data file as its package states it."
)


class Table(NamedTuple):
    """A written table and what it was made of."""

    name: str
    path: Path
    rows: int
    sources: Sources


def write(tables: list[Table], path: Path) -> None:
    """Write the manifest of all tables."""
    content = {"about": ABOUT, "tables": {table.name: table_facts(table) for table in tables}}
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def table_facts(table: Table) -> dict[str, Any]:
    """The table itself, and the facts of its sources."""
    return {
        "file": table.path.name,
        "sha256": sha256(table.path),
        "rows": table.rows,
        "build_script": "tools/build_reference.py",
        "written_with": f"polars {pl.__version__}",
        "sources": [source_facts(source) for source in table.sources],
    }


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
