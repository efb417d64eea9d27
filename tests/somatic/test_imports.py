"""No module of the tumours' rules needs itself by way of others, not even for annotations."""

import ast
from graphlib import TopologicalSorter
from pathlib import Path

SOMATIC = Path(__file__).parents[2] / "src" / "gmstool" / "somatic"
NAMES = {path.stem for path in SOMATIC.glob("*.py")} - {"__init__"}


def needed(path):
    """The modules of this package that a file imports."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module == "gmstool.somatic":
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("gmstool.somatic."):
            yield node.module.split(".")[2]


def test_imports_go_one_way():
    graph = {name: {one for one in needed(SOMATIC / f"{name}.py") if one in NAMES} for name in NAMES}
    assert len(list(TopologicalSorter(graph).static_order())) == len(NAMES)
