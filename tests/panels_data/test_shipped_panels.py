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

# panel, number of genes, some that belong to it, some that do not
SITUATIONS = [
    ("acmg-sf-v3.3", 84, "ABCD1 CYP27A1 PLN BRCA1 TTN HFE CALM1", "CDH1 CFTR MTHFR ATM"),
    ("childhood-cancer-predisposition", 77, "TP53 RB1 ALK DICER1", "MC1R HOXB13"),
    ("haematology-broad", 172, "NPM1 FLT3 JAK2 CALR MYD88 RHOA KMT2A SAMD9L", "EGFR APC PAH"),
    ("hereditary-cancer", 72, "BRCA2 MLH1 CDKN2A VHL MEN1 HOXB13 LZTR1", "SMAD3 TTN JAK2"),
    ("inborn-errors-of-metabolism", 973, "PAH GALT OTC ACADM PMM2 HEXA GAA ABCD1 SLC2A1", "RHO BRCA2 SCN1A TTN"),
    ("mitochondrial", 274, "MT-ND1 MT-TL1 MT-RNR2 POLG SURF1 NDUFS1 TWNK OPA1", "SAMD12 PAH TTN"),
    ("myeloid-eln2022", 36, "NPM1 TP53 DDX41", "MYD88 BRCA1"),
    ("pharmacogenes", 33, "CYP2D6 CYP2C19 DPYD TPMT HLA-B MT-RNR1 GBA1", "COMT F5 CYP3A4"),
    ("solid-tumour-gms560", 499, "EGFR KRAS BRAF TP53 BRCA2 NF1 TERT CDKN2A", "MUC6 MACF1 MYD88 TTN"),
]
COMPILED = ["haematology-broad", "hereditary-cancer"]  # each row tells in brackets which sources name the gene

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


def panel(name: str) -> dict[str, Row]:
    return {row.symbol: row for row in rows_of(FOLDER / f"{name}.tsv")}


@pytest.mark.parametrize(("name", "genes", "members", "others"), SITUATIONS, ids=[row[0] for row in SITUATIONS])
def test_a_panel_holds_what_it_says(name: str, genes: int, members: str, others: str) -> None:
    found = panel(name)

    assert len(found) == genes
    assert set(members.split()) <= found.keys()
    assert not set(others.split()) & found.keys()


def test_every_panel_has_a_situation() -> None:
    assert {row[0] for row in SITUATIONS} == {path.stem for path in PANELS}


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
    assert re.search(r"doi:10\.\d{4,}/|PMID:\d+|https://", header["source"])


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


@pytest.mark.parametrize("name", COMPILED)
def test_a_compiled_panel_explains_every_source_and_uses_each(name: str) -> None:
    used = {tag for row in panel(name).values() for tag in row.note.rpartition("[")[2].rstrip("]").split(", ")}
    explained = set(re.findall(r"([A-Z][A-Za-z/-]*) = ", dict(header_of(FOLDER / f"{name}.tsv"))["source"]))

    assert used == explained


def test_the_broad_panel_contains_the_short_list() -> None:
    broad = panel("haematology-broad")

    assert {symbol for symbol in panel("myeloid-eln2022") if "ELN" not in broad[symbol].note} == set()


@pytest.mark.parametrize(
    ("symbol", "inheritance", "reported"),
    [
        ("HFE", "AR", "only p.Cys282Tyr (c.845G>A), homozygous"),
        ("TTN", "AD", "P and LP, truncating only"),
        ("MUTYH", "AR", "P and LP, two variants"),
        ("ABCD1", "XL", "P and LP, hemizygous, homozygous or two heterozygous"),
        ("GLA", "XL", "all P and LP, hemizygous, heterozygous or homozygous"),
        ("BRCA1", "AD", "all P and LP variants"),
    ],
)
def test_the_secondary_findings_say_which_variants_to_report(symbol: str, inheritance: str, reported: str) -> None:
    row = panel("acmg-sf-v3.3")[symbol]

    assert row.inheritance == inheritance
    assert f"; {reported}; " in row.note


def test_recessive_secondary_findings_do_not_ask_for_every_single_variant() -> None:
    recessive = [row for row in panel("acmg-sf-v3.3").values() if row.inheritance == "AR"]

    assert len(recessive) == 9
    assert [row.symbol for row in recessive if "; all P and LP" in row.note] == []


def test_all_genes_of_mitochondrial_dna_are_there_and_inherited_with_it() -> None:
    mitochondrial = [row for row in panel("mitochondrial").values() if row.symbol.startswith("MT-")]

    assert len(mitochondrial) == 37
    assert {row.inheritance for row in mitochondrial} == {"MT"}
