"""The directions of the imports, and the one doorway of each third-party library."""

import ast
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

SRC = Path(__file__).parent.parent / "src" / "gmstool"
LAYERS = (
    ("cli",),
    ("chain",),
    ("report",),
    ("somatic",),
    ("classify",),
    ("knowledge",),
    ("filters", "inspection", "liftover", "ranking"),
    ("criteria", "panels", "provenance", "sentences"),
    (
        "vcf",
        "reference",
        "family",
        "rules",
        "columns",
        "consequences",
        "clinvar",
        "unknown",
        "files",
        "tables",
        "spool",
    ),
    ("genome", "errors", "identity"),
)
LEVEL = {name: level for level, names in enumerate(LAYERS) for name in names}
DOORWAYS = {
    "cyvcf2": {"vcf/htslib.py"},
    "pysam": {"vcf/write.py", "vcf/fasta.py"},
    "deflate": {"vcf/bgzf.py"},
    "stringzilla": {"vcf/pretest.py"},
    "numpy": {"vcf/kernel.py", "vcf/tabix.py", "vcf/batch.py", "vcf/columnar.py", "vcf/entries.py"},
    "typer": {f"cli/{path.name}" for path in (SRC / "cli").glob("*.py")},
    "rich": {"cli/console.py", "cli/query_shown.py"},
    "platformdirs": {"cli/config.py", "reference/bundle.py"},
    "requests": {"reference/download.py", "knowledge/sources/web.py"},
    "urllib3": {"reference/download.py", "knowledge/sources/web.py"},
    "yaml": {"filters/hydra.py", "classify/case.py"},
    "hgvs": {"reference/hgvs_names.py"},
    "cryptography": {"knowledge/signing.py", "knowledge/snapshot.py"},
    "sqlalchemy": {path.relative_to(SRC).as_posix() for path in (SRC / "knowledge").glob("*.py")},
    "docx": {"report/renderers/docx.py"},
    "docxtpl": {"report/renderers/docx.py"},
    "jinja2": {"report/renderers/html.py", "report/renderers/docx.py"},
    "markupsafe": {"report/renderers/html.py"},
    "fhir": {"report/exports/fhir_check.py"},
    "phenopackets": {"report/exports/phenopacket.py"},
    "google": {"report/exports/phenopacket.py"},
    "pydantic": {"report/parts.py", "report/case.py", "report/exports/submission.py"},
    "typst": {"report/renderers/pdf.py"},
    "xlsxwriter": {"report/renderers/xlsx.py"},
    "tomli_w": {"cli/rules.py"},
}
FILES = sorted(SRC.rglob("*.py"))


@cache
def imports(path: Path) -> frozenset[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return frozenset(found)


def module(path: Path) -> str:
    return path.relative_to(SRC).parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(SRC).as_posix())
def test_a_module_imports_only_from_its_own_layer_and_below(path):
    own = module(path)
    if own.startswith("__"):
        return
    used = {name.split(".")[1] for name in imports(path) if name.startswith("gmstool.") and name.count(".") > 0}

    upward = {name for name in used - {"__version__"} if LEVEL[name] < LEVEL[own]}

    assert not upward


@pytest.mark.parametrize("library", DOORWAYS)
def test_a_third_party_library_is_imported_in_its_doorway_only(library):
    used_in = {
        path.relative_to(SRC).as_posix() for path in FILES if library in {name.split(".")[0] for name in imports(path)}
    }

    assert used_in <= DOORWAYS[library]


def test_help_starts_without_heavy_imports():
    heavy = "polars numpy rich pysam cyvcf2 requests urllib3 platformdirs sqlalchemy pydantic jinja2 typst docx hgvs"
    code = f"import sys; import gmstool.cli.main; print([one for one in {heavy.split()} if one in sys.modules])"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"
