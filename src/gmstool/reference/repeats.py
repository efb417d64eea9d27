"""Short tandem repeats that cause disease when expanded.

Limits are counts of the motif: up to `normal_max` is normal, from `pathologic_min` is pathologic, and what lies between
is neither (premutation, reduced penetrance, or simply not known). Places are 1-based inclusive.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from gmstool.reference import bundle
from gmstool.reference.genes import BUILDS


class Repeat(NamedTuple):
    """One locus in one build."""

    locus: str
    hgnc_id: int
    symbol: str
    chrom: str
    start: int
    end: int
    motif: str  # on the strand that the disease is described by
    disease: str  # the catalogue's abbreviation
    inheritance: str
    normal_max: int
    pathologic_min: int
    source: str | None


@cache
def repeats(build: str) -> tuple[Repeat, ...]:
    """The loci of GRCh37 or GRCh38 in genomic order."""
    if build not in BUILDS:
        message = f"no repeats for build {build!r}; known builds are {' and '.join(BUILDS)}"
        raise ValueError(message)
    table = bundle.table("str_loci")
    return tuple(Repeat(*row) for row in table.filter(table["build"] == build).select(Repeat._fields).iter_rows())


def repeats_of(hgnc_id: int, build: str) -> tuple[Repeat, ...]:
    """The loci of a gene."""
    return tuple(locus for locus in repeats(build) if locus.hgnc_id == hgnc_id)
