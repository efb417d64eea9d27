"""The union of all gene placements, per gene, build and chromosome (1-based inclusive)."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from reference_sources.genome import CHROMOSOMES, PARS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# What every reader gives: a gene by whatever names it has, and a place.
PLACED = ["source", "build", "chrom", "start", "end", "hgnc_id", "ensembl_gene_id", "symbol"]

# Two placements further apart than this are two loci (segmental duplication, a re-used symbol), not one long gene:
# they stay separate rows, so that nothing is lost and no span covers a stretch that no source gives to the gene.
MAX_GAP = 1_000_000

Locus = tuple[str, str, int]  # build, chromosome, HGNC id


class Place(NamedTuple):
    """One placement of a gene, 1-based inclusive."""

    start: int
    end: int
    sources: frozenset[str]


class GeneIndex:
    """Finds the HGNC id of a gene by HGNC id, Ensembl id, symbol, or unambiguous previous symbol."""

    def __init__(self, genes: pl.DataFrame) -> None:
        """Make one lookup table per kind of name."""
        self.known = genes["hgnc_id"]
        self.by_ensembl = lookup(genes, "ensembl_gene_id")
        self.by_symbol = lookup(genes, "symbol")
        self.by_newer = lookup(genes, "newer_symbol")
        self.by_previous = lookup(genes.explode("previous"), "previous")
        self.by_locus = lookup(genes.with_columns(("LOC" + pl.col("ncbi_gene_id").cast(pl.String)).alias("loc")), "loc")

    def identify(self, placed: pl.DataFrame) -> pl.DataFrame:
        """Give each placement its HGNC id; placements of no known gene and on no main chromosome fall away."""
        known = pl.col("hgnc_id").is_in(self.known.implode())
        stated = pl.when(known).then("hgnc_id")
        found = pl.coalesce(
            stated,
            by(self.by_ensembl, "ensembl_gene_id"),
            by(self.by_symbol, "symbol"),
            by(self.by_newer, "symbol"),
            by(self.by_previous, "symbol"),
            by(self.by_locus, "symbol"),
        )
        on_chromosome = pl.col("chrom").is_in(CHROMOSOMES)
        return placed.with_columns(found.alias("hgnc_id")).filter(on_chromosome & pl.col("hgnc_id").is_not_null())


def lookup(genes: pl.DataFrame, column: str) -> dict[str, int]:
    """Names that belong to exactly one gene."""
    pairs = list(genes.select(column, "hgnc_id").drop_nulls().iter_rows())
    uses = Counter(name for name, _ in pairs)
    return {name: hgnc_id for name, hgnc_id in pairs if uses[name] == 1}


def by(table: dict[str, int], column: str) -> pl.Expr:
    """The HGNC id of the name in a column, else null."""
    return pl.col(column).replace_strict(table, default=None, return_dtype=pl.Int32)


def union(placed: list[pl.DataFrame], genes: pl.DataFrame) -> pl.DataFrame:
    """One row per gene, build, chromosome and locus."""
    places = collect(placed)
    add_pseudoautosomal_twins(places)
    symbols = dict(genes.select("hgnc_id", "symbol").iter_rows())
    rows = [
        (hgnc_id, symbols[hgnc_id], build, chrom, place.start, place.end, ",".join(sorted(place.sources)))
        for (build, chrom, hgnc_id), found in places.items()
        for place in merge(found)
    ]
    rows.sort(key=lambda row: (row[2], CHROMOSOMES.index(row[3]), row[4], row[5], row[0]))
    schema = {
        "hgnc_id": pl.Int32, "symbol": pl.String, "build": pl.String, "chrom": pl.String,
        "start": pl.Int32, "end": pl.Int32, "sources": pl.String,
    }  # fmt: skip
    return pl.DataFrame(rows, schema=schema, orient="row")


def collect(placed: list[pl.DataFrame]) -> dict[Locus, list[Place]]:
    """All placements by build, chromosome and gene."""
    places: dict[Locus, list[Place]] = defaultdict(list)
    columns = ["build", "chrom", "hgnc_id", "start", "end", "source"]
    for table in placed:
        for build, chrom, hgnc_id, start, end, source in table.select(columns).iter_rows():
            places[build, chrom, hgnc_id].append(Place(start, end, frozenset([source])))
    return places


def merge(places: Iterable[Place]) -> Iterator[Place]:
    """Join placements that overlap or lie within MAX_GAP of each other."""
    ordered = sorted(places, key=lambda place: (place.start, place.end))
    current = ordered[0]
    for place in ordered[1:]:
        if place.start - current.end <= MAX_GAP:
            current = Place(current.start, max(current.end, place.end), current.sources | place.sources)
        else:
            yield current
            current = place
    yield current


def add_pseudoautosomal_twins(places: dict[Locus, list[Place]]) -> None:
    """Put each placement in a pseudoautosomal region on both X and Y: most sources list X only."""
    twins: list[tuple[Locus, Place]] = []
    for (build, chrom, hgnc_id), found in places.items():
        if chrom in {"X", "Y"}:
            other = "Y" if chrom == "X" else "X"
            twins += [((build, other, hgnc_id), twin) for place in found for twin in twins_of(build, chrom, place)]
    for locus, place in twins:
        places[locus].append(place)


def twins_of(build: str, chrom: str, place: Place) -> Iterator[Place]:
    """The part of a placement that lies in a pseudoautosomal region, on the other sex chromosome."""
    for par in PARS[build]:
        length = par.x_end - par.x_start
        here, there = (par.x_start, par.y_start) if chrom == "X" else (par.y_start, par.x_start)
        start, end = max(place.start, here), min(place.end, here + length)
        if start <= end:
            yield Place(start - here + there, end - here + there, place.sources)
