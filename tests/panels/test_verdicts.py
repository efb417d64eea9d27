"""What the rows of a panel mean today, and what a panel that is not certain does."""

from pathlib import Path

import pytest

from gmstool.errors import PanelError
from gmstool.panels.check import findings
from gmstool.panels.model import Panel, from_text, listed, read, shipped
from gmstool.panels.resolve import resolve
from gmstool.panels.verdicts import verdicts

BESIDE = "stands beside HGNC:1100, the id of BRCA1"


def panel_of(*rows: str) -> Panel:
    return from_text("".join(f"{row}\n" for row in rows).encode(), "panel.tsv", "panel")


def panel_with_ids(*rows: tuple[str, int]) -> Panel:
    return panel_of("#symbol\thgnc_id", *(f"{symbol}\t{hgnc_id}" for symbol, hgnc_id in rows))


@pytest.mark.parametrize(
    ("situation", "symbol", "status", "means", "said"),
    [
        ("approved", "TP53", "approved", "TP53", ""),
        ("small letters", "tp53", "approved", "TP53", ""),
        ("capitals of C9orf72", "C9ORF72", "approved", "C9orf72", ""),
        ("MLL", "MLL", "previous", "KMT2A", "MLL is now KMT2A (previous symbol)"),
        ("SEPT9", "SEPT9", "previous", "SEPTIN9", "SEPT9 is now SEPTIN9 (previous symbol)"),
        ("HIST1H3B", "HIST1H3B", "previous", "H3C2", "HIST1H3B is now H3C2 (previous symbol)"),
        ("an alias", "HER2", "alias", "ERBB2", "HER2 is an alias of ERBB2"),
        ("a name of two genes", "MLL2", "ambiguous", None, "MLL2 may be KMT2D or KMT2B"),
        ("a symbol split into two", "DFNA3", "ambiguous", None, "DFNA3 may be GJB2 or GJB6"),
        ("withdrawn", "AABT", "withdrawn", None, "AABT, HGNC:12 (amino acid transport, beta), was withdrawn by HGNC"),
        ("a withdrawn id", "HGNC:12", "withdrawn", None, "HGNC:12 (amino acid transport, beta) was withdrawn by HGNC"),
        ("a split id", "HGNC:1531", "withdrawn", None, "HGNC:1531 was withdrawn by HGNC, split into OPN1MW and OPN1LW"),
        ("a merged id", "HGNC:6", "previous", "UBA1", "HGNC:6 was merged into UBA1 (HGNC:12469)"),
        ("never used", "PAHH", "unknown", None, "PAHH is no known gene symbol"),
        ("an id never used", "HGNC:999999", "unknown", None, "HGNC:999999 is no known HGNC id"),
        ("a bare number", "672", "ambiguous", None, "672 does not say whose number it is: as an HGNC id RHOG"),
    ],
)
def test_a_name_on_its_own(situation: str, symbol: str, status: str, means: str | None, said: str) -> None:
    (one,) = verdicts(panel_of(symbol))

    assert (one.status, one.symbol, one.problem or one.notice) == (status, means, said), situation
    assert bool(one.problem) == (means is None)


@pytest.mark.parametrize(
    ("situation", "row", "means", "said"),
    [
        ("both of one gene", ("TP53", 11998), "TP53", ""),
        ("the symbol is old", ("MLL", 7132), "KMT2A", "MLL is now KMT2A (previous symbol)"),
        ("the id decides", ("MLL2", 7133), "KMT2D", "MLL2 may be KMT2D or KMT2B; its HGNC id says KMT2D"),
        ("newer than HGNC's file", ("N1", 1100), "BRCA1", "N1 is no known gene symbol; its HGNC id says BRCA1"),
        ("two genes", ("TP53", 1100), None, f"TP53 {BESIDE}"),
        ("two genes, one under an old name", ("MLL", 1100), None, f"MLL, which means KMT2A, {BESIDE}"),
        ("a third gene for a name of two", ("MLL2", 1100), None, f"MLL2, which means KMT2D or KMT2B, {BESIDE}"),
        ("an id that is not there", ("TP53", 999999), None, "HGNC:999999 is no known HGNC id, its symbol means TP53"),
    ],
)  # fmt: skip
def test_a_symbol_beside_its_id(situation: str, row: tuple[str, int], means: str | None, said: str) -> None:
    (one,) = verdicts(panel_with_ids(row))

    assert (one.symbol, one.problem or one.notice) == (means, said), situation
    assert bool(one.problem) == (means is None)


def test_a_date_made_by_a_spreadsheet_is_explained() -> None:
    told = [one.near for one in verdicts(panel_of("9-Sep", "Mar-1", "2024-09-02", "2-Sep-24", "2024-08-02"))]

    assert told == [
        " (did a spreadsheet make a date of SEPT9?)",
        " (did a spreadsheet make a date of MARCH1?)",
        " (did a spreadsheet make a date of SEPT2?)",
        " (did a spreadsheet make a date of SEPT2?)",
        "",
    ]


@pytest.mark.parametrize("row", [("A" * 60, True), ("A" * 61, False), ("1" * 61, False), ("9" * 5000, False)])
def test_a_long_name_is_cut_in_messages(row: tuple[str, bool]) -> None:
    (one,) = verdicts(panel_of(row[0]))

    assert (row[0] in one.problem) == row[1]
    assert len(one.problem) < 200


def test_check_says_which_modes_of_inheritance_are_no_known_words() -> None:
    panel = panel_of(
        "#symbol\tinheritance", "TP53\tAD,digenic", "PAH\tAR", "NF1\t", "#str\tmotif\tinheritance", "HTT\tCAG\tad",
    )  # fmt: skip
    known = "none of AD, AR, XL, XLD, XLR, YL, MT, somatic"

    told = [(one.level, one.told) for one in findings(panel)]

    assert told == [
        ("notice", f"TP53: inheritance `digenic` is {known}"), ("ok", ""), ("ok", ""),
        ("notice", f"HTT: inheritance `ad` is {known}"),
    ]  # fmt: skip


def test_an_old_name_that_a_withdrawn_entry_bore_too_is_questioned() -> None:
    (one,) = findings(panel_of("ATD"))

    assert (one.level, one.symbol) == ("notice", "ATM")
    assert "check that HGNC:780 (" in one.told


def test_a_strict_panel_lists_every_uncertain_gene_with_its_candidates() -> None:
    with pytest.raises(PanelError) as error:
        resolve([listed(["MLL2", "PAHH", "TP53"])], strict=True)

    assert error.value.message == (
        "2 genes of --genes cannot be resolved: MLL2 may be KMT2D or KMT2B; "
        "PAHH is no known gene symbol (near: PAH, PHYH, PTHLH)"
    )


def test_a_strict_panel_accepts_old_names_with_a_notice() -> None:
    resolved = resolve([listed(["MLL", "HER2"])], strict=True)

    assert resolved.hgnc_ids == (7132, 3430)
    assert resolved.warnings == (
        "--genes: MLL is now KMT2A (previous symbol); both are matched",
        "--genes: HER2 is an alias of ERBB2; both are matched",
    )


def test_a_panel_that_is_not_strict_matches_uncertain_names_as_written() -> None:
    resolved = resolve([listed(["MLL2", "HGNC:999999"])])

    assert resolved.unplaced == ("MLL2", "HGNC:999999")
    assert (resolved.keys.symbols, resolved.keys.hgnc_ids) == ({"MLL2"}, {"999999"})


def test_ids_that_were_merged_into_a_gene_are_its_keys() -> None:
    assert {"12469", "6"} <= resolve([listed(["UBA1"])]).keys.hgnc_ids


def test_regions_and_repeats_are_said_not_to_be_looked_at() -> None:
    panel = panel_of("#symbol\thgnc_id", "TP53\t11998", "#str\tmotif", "HTT\tCAG", "FXN\tGAA")

    assert resolve([panel]).warnings == ("panel panel: its 2 STR loci are not looked at, only its genes",)


def test_check_finds_what_stands_twice_and_what_lies_nowhere() -> None:
    panel = panel_of(
        "#symbol\thgnc_id", "KMT2A\t", "MLL\t", "TP53\t",
        "#region\tGRCh38", "too far\t21:1-46709984", "the last base\t21:1-46709983",
        "#str\tmotif", "NOLOCUS\tCAG",
    )  # fmt: skip

    told = {one.written: (one.level, one.told) for one in findings(panel)}

    assert told["KMT2A"] == ("notice", "KMT2A stands 2 times in the panel")
    assert told["MLL"][1] == "MLL is now KMT2A (previous symbol); KMT2A stands 2 times in the panel"
    assert told["TP53"] == told["the last base"] == ("ok", "")
    assert told["too far"] == ("error", "too far lies beyond the end of chromosome 21 in GRCh38")
    assert told["NOLOCUS"] == ("notice", "nothing says where the STR locus NOLOCUS lies")


@pytest.mark.parametrize("path", shipped().values(), ids=lambda path: path.stem)
def test_every_gene_of_a_shipped_panel_is_certain(path: Path) -> None:
    assert [one for one in findings(read(path)) if one.level != "ok"] == []
