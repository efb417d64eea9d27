"""Loci that drive a gene from a distance: antigen receptors (IGH, IGK, IGL, TRA, TRB, TRG) and the enhancer of GATA2.

A break in such a locus joined to a place in or near a partner gene is told as their rearrangement, though the other end
lies in no gene. How near is near: data/loci.tsv, by gene. A break in a locus joined to any other place says nothing, as
these loci are rearranged in every lymphocyte.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from gmstool.genome import Region, bare
from gmstool.reference import genes
from gmstool.somatic.shipped import SHIPPED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Place = tuple[str, int]  # chromosome, 1-based position
# Segments of the receptor loci, which RNA callers name in place of the locus: IGHV3-23, IGKC, TRBJ2-1; not the orphons
# (IGHV1OR15-1), which lie on other chromosomes.
_PART = r"[VDJ]\d+(?!\d|OR).*"
_SEGMENT = re.compile(
    rf"(IGH)(?:{_PART}|M|D|E|G[1-4P]|A[12])|(IG[KL])(?:{_PART}|C\d*)|(IGL)L5|(TR[ABGD])(?:{_PART}|C\d*)"
)
_WITHIN = {"TRD": "TRA"}
MARGIN = 5000  # bases: the sources draw the ends of a locus this differently


@dataclass(frozen=True, slots=True)
class Loci:
    """The loci of a build, and where the neighbourhoods of their partners lie."""

    regions: tuple[tuple[str, Region], ...]
    partners: dict[str, tuple[tuple[str, Region, int], ...]]  # locus: gene, its place, how far beside it

    def joined(self, one: Place, other: Place) -> Iterator[tuple[str, str, int]]:
        """Locus, partner gene and the distance from it in bases (0 within it); the nearest gene of each locus."""
        for here, there in ((one, other), (other, one)):
            for locus in self._at(here):
                if near := sorted(self._near(locus, there)):
                    yield locus, near[0][1], near[0][0]

    def _at(self, place: Place) -> list[str]:
        return [name for name, region in self.regions if region.chrom == bare(place[0]) and _within(region, place[1])]

    def _near(self, locus: str, place: Place) -> Iterator[tuple[int, str]]:
        for gene, region, flank in self.partners.get(locus, ()):
            if region.chrom == bare(place[0]):
                distance = max(region.start - place[1], place[1] - region.end, 0)
                if distance <= flank:
                    yield distance, gene


def of_build(build: str) -> Loci:
    """The loci of a build."""
    rows = _rows()
    regions = [
        (row["locus"], Region(row["chrom"], int(row["start"]), int(row["end"])))
        for row in rows
        if row["build"] == build
    ]
    partners: dict[str, list[tuple[str, Region, int]]] = {}
    for row in rows:
        if row["kind"] == "partner":
            for locus in row["locus"].split(","):
                near = [(row["partner"], region, int(row["flank"])) for region in _spans(row["partner"], build)]
                partners.setdefault(locus, []).extend(near)
    return Loci(tuple(regions), {locus: tuple(found) for locus, found in partners.items()})


def pairs() -> Iterable[tuple[int, int]]:
    """Pairs of genes that a deletion joins and that no other list has, by HGNC id: 5' partner, 3' partner."""
    named = [(genes.resolve(row["locus"]).hgnc_id, genes.resolve(row["partner"]).hgnc_id) for row in _rows("pair")]
    return [(one, other) for one, other in named if one and other]


def symbol(name: str) -> str:
    """The locus of a segment's name (IGHV3-23: IGH); every other name as it is."""
    found = _SEGMENT.fullmatch(name)
    locus = next((one for one in found.groups() if one), name) if found else name
    return _WITHIN.get(locus, locus)


def _within(region: Region, position: int) -> bool:
    return region.start - MARGIN <= position <= region.end + MARGIN


def _spans(name: str, build: str) -> list[Region]:
    hgnc_id = genes.resolve(name).hgnc_id
    found = genes.spans(build, (hgnc_id,)).get(hgnc_id, ()) if hgnc_id else ()
    return [Region(span.chrom, span.start, span.end) for span in found]


@cache
def _rows(kind: str | None = None) -> tuple[dict[str, str], ...]:
    text = (SHIPPED / "loci.tsv").read_text("utf-8").splitlines()
    rows = csv.DictReader((row for row in text if not row.startswith("##")), delimiter="\t", quoting=csv.QUOTE_NONE)
    return tuple(row for row in rows if kind in (None, row["kind"]))
