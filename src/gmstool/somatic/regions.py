"""Critical, well-established parts of functional domains: what OM1 rests on.

Two kinds of list: the regions that ClinGen's germline expert panels weigh as moderate or more (PM1 of the shipped rule
sets of cancer genes), and catalytic and binding sites by hand (data/regions.tsv). Both list what somebody has called
critical. Neither says that the rest of a gene is not, so a residue outside is not known.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, Any

from gmstool.reference.genes import resolve
from gmstool.rules.load import load
from gmstool.somatic.shipped import shipped_table

if TYPE_CHECKING:
    from collections.abc import Iterator

PANELS = ("vcep-tp53", "vcep-pten", "vcep-runx1", "vcep-dicer1", "vcep-rasopathy")  # with regions, of cancer genes
CRITICAL = ("Moderate", "Strong")  # a panel's supporting regions are whole domains


@dataclass(frozen=True, slots=True)
class Part:
    """A critical part of a protein: residues of the MANE Select protein, 1-based, ends included."""

    name: str
    ranges: tuple[tuple[int, int], ...]
    source: str

    def meets(self, first: int, last: int) -> bool:
        """Whether one of the residues from first to last lies in it."""
        return any(first <= end and start <= last for start, end in self.ranges)

    def __str__(self) -> str:
        residues = ",".join(f"{start}-{end}" if start != end else f"{start}" for start, end in self.ranges)
        return f"{self.name}, residues {residues} ({self.source})"


@cache
def part_of(hgnc_id: int, first: int, last: int) -> str | None:
    """The critical part that holds one of some residues, panels' before those by hand; None: no list names it."""
    return next((str(one) for one in _by_gene().get(hgnc_id, ()) if one.meets(first, last)), None)


@cache
def _by_gene() -> dict[int, tuple[Part, ...]]:
    found: dict[int, tuple[Part, ...]] = {}
    for symbol, part in chain(_of_panels(), _by_hand()):
        gene = resolve(symbol).hgnc_id
        if gene is not None:
            found[gene] = (*found.get(gene, ()), part)
    return found


def _of_panels() -> Iterator[tuple[str, Part]]:
    for name in PANELS:
        rules = load(name)
        for one in rules.content["pm1"]["regions"]:
            if one["strength"] in CRITICAL and "exon" not in one:  # an exon is no functional domain
                cited = rules.content["sources"][one["source"]]["citation"]
                yield one["gene"], Part(one["name"], _ranges(one), f"PM1, germline: {cited}")


def _ranges(region: dict[str, Any]) -> tuple[tuple[int, int], ...]:
    if "start" in region:
        return ((region["start"], region["end"]),)
    return tuple((residue, residue) for residue in region["residues"])


def _by_hand() -> Iterator[tuple[str, Part]]:
    for row in shipped_table("regions").iter_rows(named=True):
        mark = "" if row["reviewer"] else " [not reviewed]"
        yield row["symbol"], Part(row["name"], read_ranges(row["residues"]), f"{row['source']}{mark}")


def read_ranges(text: str) -> tuple[tuple[int, int], ...]:
    """`14-19,86` as pairs of first and last residue."""
    ends = (one.partition("-") for one in text.split(","))
    return tuple((int(start), int(end or start)) for start, _, end in ends)
