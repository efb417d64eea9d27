"""What changed from one panel to another: genes that came and went, and what is said of those that stayed."""

from dataclasses import dataclass
from typing import Literal

from gmstool.panels.model import Panel
from gmstool.panels.rows import PanelGene
from gmstool.panels.verdicts import Verdict, verdicts

Change = Literal["came", "went", "changed"]
_COMPARED = ("inheritance", "confidence", "transcript")


@dataclass(frozen=True, slots=True)
class Difference:
    """One gene that differs; `what` is empty for a gene that came or went, else the column that changed."""

    change: Change
    symbol: str
    hgnc_id: int | None
    what: str = ""
    old: str = ""
    new: str = ""


def differences(old: Panel, new: Panel) -> list[Difference]:
    """Genes compared by HGNC id, those without a certain gene by the symbol as written; regions and STRs by name."""
    before, after = _by_gene(old), _by_gene(new)
    return [
        *(_difference("came", after[key]) for key in after if key not in before),
        *(_difference("went", before[key]) for key in before if key not in after),
        *(one for key in before if key in after for one in _changes(before[key], after[key])),
        *_other_rows(old, new),
    ]


def _by_gene(panel: Panel) -> dict[int | str, list[Verdict]]:
    """The rows of each gene: one list may name a gene twice, under an old and a new symbol."""
    found: dict[int | str, list[Verdict]] = {}
    for one in verdicts(panel):
        found.setdefault(one.hgnc_id or one.gene.written, []).append(one)
    return found


def _difference(change: Change, rows: list[Verdict]) -> Difference:
    return Difference(change, rows[0].symbol or rows[0].gene.written, rows[0].hgnc_id)


def _changes(before: list[Verdict], after: list[Verdict]) -> list[Difference]:
    shown, hgnc_id = after[0].symbol or after[0].gene.written, after[0].hgnc_id
    pairs = [(what, _said(before, what), _said(after, what)) for what in _COMPARED]
    return [Difference("changed", shown, hgnc_id, what, old, new) for what, old, new in pairs if old != new]


def _said(rows: list[Verdict], what: str) -> str:
    """What the rows of a gene say in one column, in an order that does not depend on how it was written."""
    words = {word.strip() for one in rows for word in str(getattr(one.gene, what)).split(",")}
    return ",".join(sorted(words - {""}))


def _other_rows(old: Panel, new: Panel) -> list[Difference]:
    before, after = _other_names(old), _other_names(new)
    return [
        *(Difference("came", name, None) for name in sorted(after - before)),
        *(Difference("went", name, None) for name in sorted(before - after)),
    ]


def _other_names(panel: Panel) -> set[str]:
    return {one.name for one in panel.regions} | {one.name for one in panel.loci}


def newly_in(old: Panel, new: Panel) -> dict[int, PanelGene]:
    """Genes of the new panel that the old one did not have, by HGNC id."""
    before = _by_gene(old)
    return {key: rows[0].gene for key, rows in _by_gene(new).items() if isinstance(key, int) and key not in before}
