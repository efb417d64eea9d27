"""Roles of genes in cancer, and recurrent fusions.

From Bailey et al. 2018 and the articles that the fusions cite. Neither list is complete, least of all for blood
cancers: a gene or fusion that is not listed is not known here, and that is no evidence against it.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Literal, NamedTuple, get_args

from gmstool.reference import bundle

if TYPE_CHECKING:
    import polars as pl

Role = Literal[
    "oncogene",
    "tumour suppressor",
    "both",
    "possible oncogene",
    "possible tumour suppressor",
    "possible both",
]
ROLES: tuple[Role, ...] = get_args(Role)


class CancerGene(NamedTuple):
    """What the study says about a driver gene; cancers are codes of TCGA."""

    symbol: str
    role: Role | None  # None: a driver gene without a stated role
    cancer_types: tuple[str, ...]  # empty: found over all cancers only
    oncogene_in: tuple[str, ...]
    suppressor_in: tuple[str, ...]
    source: str
    pmid: str


def cancer_gene(hgnc_id: int) -> CancerGene | None:
    """A cancer driver gene by its HGNC id, or None if it is not listed."""
    return _by_gene().get(hgnc_id)


def fusions() -> pl.DataFrame:
    """One row per pair of partners and cancer type; a null partner is any gene.

    hgnc_id_5, symbol_5, hgnc_id_3, symbol_3, cancer_code, cancer, frequency (the source's words), defining,
    pathognomonic, mechanism, confidence, pmid.
    """
    return bundle.table("fusions")


@cache
def _by_gene() -> dict[int, CancerGene]:
    columns = bundle.table("cancer_genes").select("hgnc_id", *CancerGene._fields)
    return {
        hgnc_id: CancerGene(symbol, role, tuple(types), tuple(oncogene), tuple(suppressor), source, pmid)
        for hgnc_id, symbol, role, types, oncogene, suppressor, source, pmid in columns.iter_rows()
    }
