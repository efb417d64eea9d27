"""OncoTree as JSON (oncotree_YYYY_MM_DD.json): the table `tumour_types`, one row per node.

code · name · main_type (null where a node has none) · parent (null: the root)
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from gmstool.reference.formats.reading import Made, json_of, wrong

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

FILE = "oncotree.json"
DEEPEST = 20  # levels; the tree has eight
_DAY = re.compile(r"(\d{4})_(\d{2})_(\d{2})")


def convert(files: Mapping[str, Path]) -> Made:
    """The release is the day in the file's name, if it is named as published."""
    import polars as pl

    path = files[FILE]
    told = json_of(path)
    root = told.get("TISSUE") if isinstance(told, dict) else None
    if not isinstance(root, dict):
        raise wrong(path, "it has no node TISSUE")
    rows = list(_nodes(path, root, None, 0))
    table = pl.DataFrame(rows, schema=dict.fromkeys(("code", "name", "main_type", "parent"), pl.String), orient="row")
    found = _DAY.search(path.name)
    day = "-".join(found.groups()) if found else ""
    return Made(
        {"tumour_types": table.unique("code", keep="first", maintain_order=True)}, f"OncoTree {day}".strip(), day
    )


def _nodes(
    path: Path, node: dict[str, Any], parent: str | None, depth: int
) -> Iterator[tuple[str, str, str | None, str | None]]:
    code, name, children = node.get("code"), node.get("name"), node.get("children") or {}
    if not isinstance(code, str) or not isinstance(name, str) or not isinstance(children, dict) or depth > DEEPEST:
        raise wrong(path, f"a node has no code or no name: {str(node)[:60]}")
    yield code.strip(), name.strip(), node.get("mainType"), parent
    for child in children.values():
        yield from _nodes(path, child, code.strip(), depth + 1)
