"""A panel in the forms that other programs read."""

import json

import pytest

from gmstool.errors import PanelError
from gmstool.panels.export import as_bed, as_json, as_scout
from gmstool.panels.model import Panel, from_text, listed
from gmstool.panels.write import as_tsv

TEXT = b"""##id=mine
##name=My genes
##version=2.0
#symbol	hgnc_id	inheritance	transcript	note
MLL	7132	XLR		mosaicism
TP53	11998	AD,somatic	NM_000546.6	reduced penetrance
#region	GRCh38	note
here	chrX:100-200	mine
#str	symbol
HTT	HTT
"""


@pytest.fixture(name="panel")
def _panel() -> Panel:
    return from_text(TEXT, "mine.tsv", "mine")


def rows(text: str) -> list[list[str]]:
    return [line.split("\t") for line in text.splitlines() if not line.startswith("#")]


def test_a_bed_is_half_open_sorted_and_named_as_the_build_usually_is(panel: Panel) -> None:
    assert rows(as_bed(panel, "GRCh38")) == [
        ["chr4", "3074876", "3074933", "HTT"],
        ["chr11", "118436455", "118526832", "KMT2A"],
        ["chr17", "7661778", "7687550", "TP53"],
        ["chrX", "99", "200", "here"],
    ]
    assert rows(as_bed(listed(["TP53", "MT-ND1"]), "GRCh37")) == [
        ["17", "7565096", "7590856", "TP53"],
        ["MT", "3306", "4262", "MT-ND1"],
    ]
    assert rows(as_bed(listed(["MT-ND1"]), "GRCh38")) == [["chrM", "3306", "4262", "MT-ND1"]]


def test_a_bed_names_the_panel_and_the_sources(panel: Panel) -> None:
    first, second = as_bed(panel, "GRCh38").splitlines()[:2]

    assert first == f"# panel mine 2.0, sha256 {panel.sha256}"
    assert second.startswith("# whole genes; GRCh38, Ensembl 110")


def test_exons_that_touch_after_padding_are_one(panel: Panel) -> None:
    exons = rows(as_bed(listed(["TP53"]), "GRCh38", part="exons"))
    padded = rows(as_bed(listed(["TP53"]), "GRCh38", part="exons", pad=200))

    assert sum(int(end) - int(start) for _, start, end, _ in exons) == 3 * 394
    assert 0 < len(padded) < len(exons)
    assert int(padded[0][1]) == int(exons[0][1]) - 200


def test_padding_stops_at_the_first_base() -> None:
    panel = from_text(b"#region\tGRCh38\nstart\t1:5-10\n", "p.tsv", "p")

    assert rows(as_bed(panel, "GRCh38", pad=20)) == [["chr1", "0", "30", "start"]]


def test_a_bed_without_one_of_its_places_is_not_written(panel: Panel) -> None:
    with pytest.raises(PanelError, match="here has no known place in GRCh37"):
        as_bed(panel, "GRCh37")


@pytest.mark.parametrize("write", [as_scout, lambda panel: as_bed(panel, "GRCh38")])
def test_an_uncertain_panel_is_not_exported(write) -> None:
    with pytest.raises(PanelError, match="MLL2 may be KMT2D or KMT2B"):
        write(listed(["MLL2"]))


def test_scout_gets_its_own_words_and_todays_symbols(panel: Panel) -> None:
    head, *table = as_scout(panel).splitlines()[-3:]

    assert head.startswith("#hgnc_id\thgnc_symbol\t")
    assert table == ["7132\tKMT2A\t\tXR\tyes\t\t", "11998\tTP53\tNM_000546.6\tAD,somatic\t\tyes\t"]
    assert "##panel_id=mine\n" in as_scout(panel)
    assert "##display_name=My genes\n" in as_scout(panel)


def test_scouts_table_reads_back_with_the_same_genes(panel: Panel) -> None:
    again = from_text(as_scout(panel).encode(), "mine.txt", "mine")

    assert [(one.hgnc_id, one.inheritance, one.note) for one in again.genes] == [
        (7132, "XLR", "mosaicism"),
        (11998, "AD,somatic", "reduced penetrance"),
    ]


def test_json_says_what_was_written_and_what_it_means(panel: Panel) -> None:
    told = json.loads(as_json(panel))

    assert (told["id"], told["version"], told["sha256"]) == ("mine", "2.0", panel.sha256)
    assert told["genes"][0] == {
        "symbol": "KMT2A", "hgnc_id": 7132, "written": "MLL", "status": "previous", "inheritance": ["XLR"],
        "confidence": None, "transcript": None, "note": "mosaicism",
    }  # fmt: skip
    assert told["regions"][0]["GRCh38"] == "X:100-200"
    assert told["str_loci"][0]["GRCh38"] == "4:3074877-3074933"


def test_tsv_is_the_panel_itself(panel: Panel) -> None:
    assert from_text(as_tsv(panel).encode(), "mine.tsv", "mine").genes == panel.genes
