"""What changed from one panel to the next, and which earlier runs gain variants."""

from pathlib import Path

import polars as pl
import pytest

from gmstool.errors import InputError
from gmstool.filters import ledger
from gmstool.filters.panel_gain import gains, ledgers_in
from gmstool.panels.diff import Difference, differences
from gmstool.panels.model import Panel, from_text

HEADER = "#symbol\thgnc_id\tinheritance\tconfidence\n"


def panel_of(rows: str, version: str = "1") -> Panel:
    return from_text(f"##id=p\n##version={version}\n{HEADER}{rows}".encode(), "p.tsv", "p")


@pytest.mark.parametrize(
    ("situation", "old", "new", "found"),
    [
        ("nothing changed", "TP53\t11998\n", "TP53\t11998\n", []),
        ("a gene came", "TP53\t\n", "TP53\t\nPAH\t\n", [Difference("came", "PAH", 8582)]),
        ("a gene went", "TP53\t\nPAH\t\n", "TP53\t\n", [Difference("went", "PAH", 8582)]),
        ("a gene was renamed only", "MLL\t\n", "KMT2A\t7132\n", []),
        (
            "another inheritance",
            "TP53\t\tAD\n",
            "TP53\t\tAD,AR\n",
            [Difference("changed", "TP53", 11998, "inheritance", "AD", "AD,AR")],
        ),
        ("the same inheritance in another order", "TP53\t\tAR,AD\n", "TP53\t\tAD, AR\n", []),
        (
            "another confidence",
            "TP53\t\t\t2\n",
            "TP53\t\t\t3\n",
            [Difference("changed", "TP53", 11998, "confidence", "2", "3")],
        ),
        ("an unknown symbol stayed", "PAHH\t\n", "PAHH\t\n", []),
        ("an unknown symbol was mended", "PAHH\t\n", "PAH\t\n", [
            Difference("came", "PAH", 8582), Difference("went", "PAHH", None),
        ]),
        ("a repeat came", "TP53\t\n", "TP53\t\n#str\tmotif\nHTT\tCAG\n", [Difference("came", "HTT", None)]),
    ],
)  # fmt: skip
def test_two_panels_are_compared_by_gene(situation: str, old: str, new: str, found: list[Difference]) -> None:
    assert differences(panel_of(old), panel_of(new)) == found, situation


def ledger_file(path: Path, rows: list[tuple[str, int, str, str, str]]) -> Path:
    """A ledger with gene, position, outcome, step and source of each allele."""
    full = [
        dict.fromkeys(ledger.COLUMNS, "") | {"chrom": "chr11", "pos": pos, "ref": "A", "alt": "G", "gene": gene,
                                             "outcome": outcome, "step": step, "source": source}
        for gene, pos, outcome, step, source in rows
    ]  # fmt: skip
    table = pl.DataFrame(full).cast({"pos": pl.Int64})
    if path.suffix == ".tsv":
        table.write_csv(path, separator="\t")
    else:
        table.write_parquet(path)
    return path


@pytest.mark.parametrize("suffix", [".parquet", ".tsv"])
def test_a_run_gains_what_its_panel_dropped_in_a_new_gene(tmp_path: Path, suffix: str) -> None:
    path = ledger_file(
        tmp_path / f"run{suffix}",
        [
            ("KMT2A", 1, "dropped", "panel", "p 1"),
            ("MLL", 2, "dropped", "panel", "p 1"),
            ("BRCA1", 3, "dropped", "panel", "p 1"),
            ("KMT2A", 4, "dropped", "frequency", "gnomAD"),
            ("KMT2A", 5, "rescued", "panel", "p 1"),
            ("TP53", 6, "kept", "", ""),
        ],
    )

    (gain,) = gains(panel_of("TP53\t\n"), panel_of("TP53\t\nKMT2A\t\n", "2"), [path])

    assert gain.variants == ("chr11-1-A-G (KMT2A)", "chr11-2-A-G (MLL)")
    assert gain.genes == ("KMT2A", "MLL")
    assert gain.used_old


def test_a_run_with_another_panel_is_told_apart(tmp_path: Path) -> None:
    path = ledger_file(tmp_path / "run.parquet", [("KMT2A", 1, "dropped", "panel", "other 3")])

    (gain,) = gains(panel_of("TP53\t\n"), panel_of("TP53\t\nKMT2A\t\n", "2"), [path])

    assert gain.variants
    assert not gain.used_old


def test_the_ledgers_of_a_folder_are_found_among_other_tables(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    wanted = ledger_file(tmp_path / "deep" / "run.ledger.parquet", [("TP53", 1, "kept", "", "")])
    pl.DataFrame({"chrom": ["1"]}).write_parquet(tmp_path / "kept.parquet")
    (tmp_path / "notes.tsv").write_text("who\twhen\n")

    assert ledgers_in(tmp_path) == [wanted]


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="does not exist"):
        ledgers_in(tmp_path / "none")
