"""Finding a gene by the names that official files use, in the gene table in use."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING, Any

from gmstool.reference import bundle

if TYPE_CHECKING:
    import polars as pl


class GeneIndex:
    """HGNC ids by NCBI gene id, Ensembl gene id or symbol; a name of several genes finds none."""

    def __init__(self) -> None:
        self.genes: pl.DataFrame = bundle.table("genes")

    @cached_property
    def symbols(self) -> dict[int, str]:
        """Approved symbol by HGNC id."""
        return dict(self.genes.select("hgnc_id", "symbol").iter_rows())

    @cached_property
    def by_ncbi(self) -> dict[int, int]:
        """HGNC id by NCBI gene id."""
        return self._unique("ncbi_gene_id")

    @cached_property
    def by_ensembl(self) -> dict[str, int]:
        """HGNC id by Ensembl gene id."""
        return self._unique("ensembl_gene_id")

    @cached_property
    def by_symbol(self) -> dict[str, int]:
        """HGNC id by approved symbol; a symbol of a newer release of HGNC counts too."""
        return {**self._unique("newer_symbol"), **self._unique("symbol")}

    def _unique(self, column: str) -> dict[Any, int]:
        table = self.genes.select(column, "hgnc_id")
        pairs = list((table.explode(column) if column == "previous" else table).drop_nulls().iter_rows())
        uses = Counter(name for name, _ in pairs)
        return {name: hgnc_id for name, hgnc_id in pairs if uses[name] == 1}

    def by_any_symbol(self, symbol: str) -> int | None:
        """The gene of an approved symbol, else of a former one that no other gene had."""
        return self.by_symbol.get(symbol) or self.by_previous.get(symbol)

    @cached_property
    def by_previous(self) -> dict[str, int]:
        """HGNC id by former symbol."""
        return self._unique("previous")
