"""The gene panels that ship with gmstool are complete, documented and name real genes."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest

from gmstool.reference.genes import BUILDS, resolve, spans

FOLDER = Path(__file__).resolve().parents[2] / "data" / "panels"
PANELS = sorted(FOLDER.glob("*.tsv"))
REQUIRED = {"id", "name", "version", "date", "disease_area", "source", "licence"}
COLUMNS = "#symbol\thgnc_id\tinheritance\tnote"
INHERITANCE = {"AD", "AR", "XL", "XLD", "XLR", "MT", "somatic"}

every_panel = pytest.mark.parametrize("panel", PANELS, ids=lambda panel: panel.stem)


class Row(NamedTuple):
    """One gene of a panel."""

    symbol: str
    hgnc_id: str
    inheritance: str
    note: str


def lines_of(panel: Path) -> list[str]:
    return panel.read_text(encoding="utf-8").splitlines()


def header_of(panel: Path) -> list[tuple[str, str]]:
    return [(key, value) for key, _, value in (line[2:].partition("=") for line in lines_of(panel) if line[:2] == "##")]


def rows_of(panel: Path) -> list[Row]:
    return [Row(*line.split("\t")) for line in lines_of(panel) if not line.startswith("#")]


def test_there_are_panels_for_myeloid_and_childhood_cancer() -> None:
    assert {"myeloid-eln2022", "childhood-cancer-predisposition"} <= {panel.stem for panel in PANELS}


@every_panel
def test_the_header_is_complete(panel: Path) -> None:
    header = header_of(panel)
    keys = [key for key, _ in header]

    assert len(keys) == len(set(keys))
    assert REQUIRED <= set(keys) <= REQUIRED | {"note"}
    assert all(value.strip() == value != "" for _, value in header)


@every_panel
def test_the_header_identifies_the_panel_and_its_source(panel: Path) -> None:
    header = dict(header_of(panel))

    assert header["id"] == panel.stem
    assert date.fromisoformat(header["date"])
    assert re.search(r"doi:10\.\d{4,}/|PMID:\d+", header["source"])


@every_panel
def test_the_column_line_stands_between_header_and_rows(panel: Path) -> None:
    kinds = [2 if line[:2] == "##" else 1 if line[:1] == "#" else 0 for line in lines_of(panel)]

    assert kinds == sorted(kinds, reverse=True)
    assert [line for line in lines_of(panel) if line.startswith("#") and not line.startswith("##")] == [COLUMNS]


@every_panel
def test_every_gene_has_its_approved_symbol_and_hgnc_id(panel: Path) -> None:
    for row in rows_of(panel):
        resolution = resolve(row.symbol)

        assert (resolution.status, resolution.symbol) == ("approved", row.symbol)
        assert str(resolution.hgnc_id) == row.hgnc_id


@every_panel
def test_no_gene_occurs_twice(panel: Path) -> None:
    ids = [row.hgnc_id for row in rows_of(panel)]

    assert ids
    assert len(ids) == len(set(ids))


@every_panel
def test_inheritance_uses_the_known_words(panel: Path) -> None:
    for row in rows_of(panel):
        assert set(filter(None, row.inheritance.split(","))) <= INHERITANCE, row


@every_panel
@pytest.mark.parametrize("build", BUILDS)
def test_every_gene_has_a_span_so_that_the_index_can_be_used(panel: Path, build: str) -> None:
    placed = spans(build)

    assert [row.symbol for row in rows_of(panel) if int(row.hgnc_id) not in placed] == []


@every_panel
def test_the_readme_lists_the_panel_with_its_number_of_genes(panel: Path) -> None:
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")

    assert f"| `{panel.name}` | {len(rows_of(panel))} |" in readme


def test_the_myeloid_panel_marks_genes_with_known_germline_predisposition() -> None:
    inheritance = {row.symbol: row.inheritance for row in rows_of(FOLDER / "myeloid-eln2022.tsv")}

    assert inheritance["DDX41"] == inheritance["CEBPA"] == "AD,somatic"
    assert inheritance["NPM1"] == "somatic"
