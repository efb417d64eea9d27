"""Which gene a row of an older GRCh37 file means: by its symbol, confirmed by its place.

Symbols move from gene to gene over the years, so a name alone may find a wrong gene. A row is taken only if the gene of
that name lies where the row does, and if Ensembl does not give exactly that place to other genes alone.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from reference_sources import ensembl
from reference_sources.sources import ENSEMBL_37

if TYPE_CHECKING:
    from collections.abc import Iterable

    import polars as pl

    from reference_sources.packages import Cache

BUILD = "GRCh37"
Values = tuple[float | None, ...]


class Place(NamedTuple):
    """A stretch of a chromosome."""

    chrom: str
    start: int
    end: int

    def overlaps(self, other: Place) -> bool:
        """Whether both share a base."""
        return self.chrom == other.chrom and self.start <= other.end and self.end >= other.start


class Owners(NamedTuple):
    """The genes that Ensembl puts at a place: by its gene id, and by the symbol it writes there."""

    by_id: set[int]
    by_symbol: set[int]


NOBODY = Owners(set(), set())


class Row(NamedTuple):
    """What a file says about a gene."""

    symbol: str
    place: Place
    values: Values


class Claim(NamedTuple):
    """A row that was found to mean a gene."""

    is_former_symbol: bool
    place: Place
    values: Values


@dataclass
class Outcome:
    """The values of each gene, and what could not be told."""

    values: dict[int, Values] = field(default_factory=dict)
    unresolved: list[str] = field(default_factory=list)  # symbols that mean no gene at that place
    disagreeing: list[int] = field(default_factory=list)  # genes whose rows contradict each other


class PlacedGenes:
    """Names and GRCh37 places of all genes."""

    def __init__(self, cache: Cache, genes: pl.DataFrame, spans: pl.DataFrame) -> None:
        """Index the approved, newer and previous symbols, the gene spans, and Ensembl's own places."""
        self.approved = {name: {i} for name, i in genes.select("newer_symbol", "hgnc_id").drop_nulls().iter_rows()}
        self.approved |= {name: {i} for name, i in genes.select("symbol", "hgnc_id").iter_rows()}
        self.previous: dict[str, set[int]] = defaultdict(set)
        for name, hgnc_id in genes.explode("previous").select("previous", "hgnc_id").drop_nulls().iter_rows():
            self.previous[name].add(hgnc_id)
        self.spans: dict[int, list[Place]] = defaultdict(list)
        columns = ["build", "hgnc_id", "chrom", "start", "end"]
        for build, hgnc_id, *place in spans.select(columns).iter_rows():
            if build == BUILD:
                self.spans[hgnc_id].append(Place(*place))
        self.ensembl = ensembl_places(cache, genes)

    def collect(self, rows: Iterable[Row]) -> Outcome:
        """Give each gene the values of its row."""
        outcome = Outcome()
        claims: dict[int, list[Claim]] = defaultdict(list)
        for row in rows:
            hgnc_id = self.gene(row)
            if hgnc_id is None:
                outcome.unresolved.append(row.symbol)
            else:
                claims[hgnc_id].append(Claim(row.symbol not in self.approved, row.place, row.values))
        for hgnc_id, claimed in claims.items():
            found = self.agreed(hgnc_id, claimed)
            if found is None:
                outcome.disagreeing.append(hgnc_id)
            else:
                outcome.values[hgnc_id] = found
        return outcome

    def gene(self, row: Row) -> int | None:
        """The one gene of that name that lies there, or None."""
        candidates = self.approved.get(row.symbol) or self.previous.get(row.symbol, set())
        here = [i for i in candidates if any(place.overlaps(row.place) for place in self.spans[i])]
        owners = self.ensembl.get(row.place, NOBODY)
        known = owners.by_id | owners.by_symbol  # a few ids have moved to another gene since
        if len(here) != 1 or (known and here[0] not in known):
            return None
        return here[0]

    def agreed(self, hgnc_id: int, claims: list[Claim]) -> Values | None:
        """The values of a gene, or None if its rows contradict each other.

        A row under the approved symbol goes before rows under former symbols (small genes merged into a large one).
        Among equals, the row at the exact place of the gene's Ensembl id decides: a symbol may also stand at a
        read-through transcript. No row is chosen by its order.
        """
        best = [claim for claim in claims if not claim.is_former_symbol] or claims
        if len({claim.values for claim in best}) > 1:
            best = [claim for claim in best if hgnc_id in self.ensembl.get(claim.place, NOBODY).by_id]
        values = {claim.values for claim in best}
        return values.pop() if len(values) == 1 else None


def ensembl_places(cache: Cache, genes: pl.DataFrame) -> dict[Place, Owners]:
    """The genes that Ensembl puts at each place."""
    ids = dict(genes.select("ensembl_gene_id", "hgnc_id").drop_nulls().iter_rows())
    symbols = dict(genes.select("symbol", "hgnc_id").iter_rows())
    placed = ensembl.read_genmod(cache, ENSEMBL_37, BUILD)
    places: dict[Place, Owners] = defaultdict(lambda: Owners(set(), set()))
    for accession, symbol, *place in placed.select("ensembl_gene_id", "symbol", "chrom", "start", "end").iter_rows():
        owners = places[Place(*place)]
        owners.by_id.update({ids[accession]} if accession in ids else ())
        owners.by_symbol.update({symbols[symbol]} if symbol in symbols else ())
    return places
