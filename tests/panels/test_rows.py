"""What a panel file may look like, and what is said of one that cannot be read."""

from pathlib import Path

import pytest

from gmstool.errors import PanelError
from gmstool.genome import Region
from gmstool.panels.model import Panel, from_text, load, read, shipped
from gmstool.panels.rows import PanelGene, PanelRegion, PanelStr
from gmstool.panels.write import as_tsv

OURS = """##id=epilepsy
##version=2.1
#symbol	hgnc_id	inheritance	confidence	transcript	note
SCN1A	10585	AD	3	NM_001165963.4	Dravet syndrome
STXBP1	11444	AD		NM_001032221.6	epileptic encephalopathy
#region	GRCh37	GRCh38	note
15q13.3	15:30900686-32445407	chr15:30,608,483-32,153,204	microdeletion
#str	symbol	hgnc_id	motif	normal_max	pathologic_min	GRCh38	inheritance
HTT	HTT	4851	CAG	26	40	4:3074877-3074933	AD
"""


def panel_of(text: str) -> Panel:
    return from_text(text.encode(), "panel.tsv", "panel")


def test_genes_regions_and_repeats_are_read_from_their_sections() -> None:
    panel = panel_of(OURS)

    assert panel.label == "epilepsy 2.1"
    assert panel.genes[0] == PanelGene("SCN1A", 10585, "AD", "Dravet syndrome", "3", "NM_001165963.4")
    assert panel.regions == (
        PanelRegion(
            "15q13.3", Region("15", 30900686, 32445407), Region("15", 30608483, 32153204), note="microdeletion"
        ),
    )
    assert panel.loci == (
        PanelStr("HTT", "HTT", 4851, "CAG", 26, 40, None, Region("4", 3074877, 3074933), inheritance="AD"),
    )


def test_writing_and_reading_again_gives_the_same_panel() -> None:
    panel = panel_of(OURS)
    again = panel_of(as_tsv(panel))

    assert (again.genes, again.regions, again.loci) == (panel.genes, panel.regions, panel.loci)
    assert as_tsv(again) == as_tsv(panel)


@pytest.mark.parametrize("path", shipped().values(), ids=lambda path: path.stem)
def test_a_shipped_panel_is_written_as_it_is(path: Path) -> None:
    assert as_tsv(read(path)) == path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("situation", "text", "genes"),
    [
        ("one symbol a line", "TP53\nPAH\n", ["TP53", "PAH"]),
        ("comments and empty lines", "# mine\nTP53 # p53\n\nPAH\n", ["TP53", "PAH"]),
        ("a symbol twice", "TP53\nTP53\n", ["TP53"]),
        ("HGNC ids", "HGNC:11998\n", ["HGNC:11998"]),
        ("the byte order mark of a spreadsheet", "\ufeffTP53\n", ["TP53"]),
        ("Windows line ends", "TP53\r\nPAH\r\n", ["TP53", "PAH"]),
        ("Scout's table", "##panel_id=p\n#hgnc_id\thgnc_symbol\n11998\tTP53\n", ["TP53"]),
        ("commas between columns", "hgnc_id,hgnc_symbol\n11998,TP53\n", ["TP53"]),
        ("semicolons and quotes", '"hgnc_id";"hgnc_symbol"\n"11998";"TP53"\n', ["TP53"]),
        ("ids with prefix", "#symbol\thgnc_id\nTP53\tHGNC:11998\n", ["TP53"]),
    ],
)
def test_older_and_plainer_files_are_read(situation: str, text: str, genes: list[str]) -> None:
    assert [one.written for one in panel_of(text).genes] == genes, situation


def test_scouts_words_become_ours() -> None:
    panel = panel_of(
        "##panel_id=kidney\n"
        "#hgnc_id\thgnc_symbol\tdisease_associated_transcripts\treduced_penetrance\tgenetic_disease_models\tmosaicism\n"
        "11998\tTP53\tNM_000546\tyes\tAD,XR\tno\n"
    )

    assert panel.id == "kidney"
    assert panel.genes == (PanelGene("TP53", 11998, "AD,XLR", "reduced penetrance", "", "NM_000546"),)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "has no genes"),
        ("not a symbol\n", "line 1: `not a symbol` is not a gene symbol"),
        ("#symbol\thgnc_id\nTP53\tx1\n", "line 2: HGNC id `x1` is not a number"),
        ("#symbol\thgnc_id\n\t\n", "has no genes"),
        ("#symbol\thgnc_id\tnote\n\t\tlost\n", "line 2: neither symbol nor HGNC id"),
        ("#region\tGRCh38\nhere\t\n", "line 2: the region has no place"),
        ("#region\tGRCh38\nhere\t5:20-10\n", "line 2: `5:20-10` is not a place"),
        ("#region\tGRCh38\nhere\t5:0-10\n", "line 2: `5:0-10` is not a place"),
        ("#str\tmotif\n\tCAG\n", "line 2: the STR locus has no name"),
        ("#symbol\thgnc_id\nTP53\t²\n", "line 2: HGNC id `²` is not a number"),
        ("HGNC:²\n", "line 1: `HGNC:²` is not a gene symbol"),
        (f"#symbol\thgnc_id\nTP53\t{'1' * 5000}\n", "is not a number"),
        (f"#region\tGRCh38\nhere\t5:1-{'1' * 5000}\n", "is not a place"),
        ("#str\tnormal_max\nHTT\tmany\n", "line 2: normal_max `many` is not a number"),
    ],
)
def test_a_fault_is_told_with_its_line(text: str, said: str) -> None:
    with pytest.raises(PanelError) as error:
        panel_of(text)

    assert said in error.value.message


def test_a_misspelt_panel_brings_the_right_one_to_mind() -> None:
    with pytest.raises(PanelError) as error:
        load("myeloid-eln2021")

    assert "myeloid-eln2022" in error.value.hint


def test_a_cell_that_no_table_has_is_told_with_its_line(tmp_path):
    (tmp_path / "long.csv").write_text(f"symbol;note\nBRCA1;{'x' * 200_000}\n")

    with pytest.raises(PanelError, match="line 2 is no row of a table"):
        load(str(tmp_path / "long.csv"))
