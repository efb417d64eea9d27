"""A lock pins what every symbol of a panel means, is read wherever a panel is, and cannot be changed unseen."""

from pathlib import Path

import pytest

from gmstool.errors import PanelError
from gmstool.panels.check import findings
from gmstool.panels.model import LOCK, Panel, from_text, listed, load, sealed
from gmstool.panels.resolve import resolve
from gmstool.panels.write import as_lock

TEXT = b"""##id=mine
##version=2.0
#symbol	hgnc_id	inheritance
MLL		AD
HER2
TP53	11998
#str	motif
HTT	CAG
"""


def locked(text: str) -> Panel:
    return from_text(text.encode(), "mine.lock", "mine")


def resealed(text: str) -> str:
    """The lock as an earlier release of the gene names would have made it."""
    lines = [line for line in text.splitlines() if not line.startswith("##content_sha256=")]
    return f"##content_sha256={sealed(lines)}\n" + "".join(f"{line}\n" for line in lines)


@pytest.fixture(name="lock")
def _lock() -> str:
    return as_lock(from_text(TEXT, "mine.tsv", "mine"))


def test_a_lock_holds_every_id_with_how_the_symbol_led_there(lock: str) -> None:
    assert "MLL\t7132\tAD\t\tKMT2A\tprevious\n" in lock
    assert "HER2\t3430\t\t\tERBB2\talias\n" in lock
    assert "TP53\t11998\t\t\tTP53\tapproved\n" in lock
    assert "##reference=HGNC 2024-07-23" in lock


def test_a_lock_names_the_panel_and_itself(lock: str) -> None:
    panel, told = from_text(TEXT, "mine.tsv", "mine"), locked(lock).provenance()

    assert (told["id"], told["version"], told["sha256"]) == ("mine", "2.0", panel.sha256)
    assert told["lock"] == locked(lock).lock != panel.sha256


def test_a_lock_has_the_genes_and_loci_of_its_panel(lock: str) -> None:
    panel = from_text(TEXT, "mine.tsv", "mine")

    assert resolve([locked(lock)]).keys == resolve([panel]).keys
    assert locked(lock).loci == panel.loci


def test_old_names_need_no_notice_once_they_are_locked(lock: str) -> None:
    assert [one.told for one in findings(locked(lock)) if one.told] == []


def test_a_lock_of_the_same_panel_is_the_same_bytes(lock: str) -> None:
    assert as_lock(from_text(TEXT, "mine.tsv", "mine")) == lock


def test_a_lock_of_a_lock_pins_the_same_panel(lock: str) -> None:
    assert as_lock(locked(lock)) == lock


@pytest.mark.parametrize(
    ("old", "new"),
    [("7132", "7133"), ("##version=2.0", "##version=3.0"), ("##panel_sha256=", "##panel_sha256=0"), ("HTT", "FXN")],
)
def test_a_lock_that_was_changed_is_refused(lock: str, old: str, new: str) -> None:
    with pytest.raises(PanelError, match="was changed after it was made"):
        locked(lock.replace(old, new, 1))


def test_a_lock_whose_symbol_means_another_gene_today_is_refused_even_when_not_strict(lock: str) -> None:
    moved = locked(resealed(lock.replace("MLL\t7132", "MLL\t1100")))

    with pytest.raises(PanelError, match="MLL, which means KMT2A, stands beside HGNC:1100"):
        resolve([moved])


def test_a_gene_renamed_since_the_lock_is_told(lock: str) -> None:
    renamed = locked(resealed(lock.replace("TP53\tapproved", "P53\tapproved")))

    assert resolve([renamed]).warnings[0] == (
        "panel mine: TP53 was locked as P53 (approved), today it is TP53 (approved)"
    )


def test_an_uncertain_panel_cannot_be_locked() -> None:
    with pytest.raises(PanelError, match="MLL2 may be KMT2D or KMT2B"):
        as_lock(listed(["MLL2", "TP53"]))


def test_a_shipped_panel_can_be_locked_and_read(tmp_path: Path) -> None:
    path = tmp_path / "aml.lock"
    path.write_text(as_lock(load("myeloid-eln2022")), encoding="utf-8")

    panel = load(str(path))

    assert LOCK in panel.header
    assert panel.label == load("myeloid-eln2022").label
