"""The diseases of a gene and how they are inherited, as far as the HPO's annotations state it.

Null means not stated: Orphanet's diseases have no mode of inheritance in these files, which says nothing about them.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from gmstool.reference import bundle


class Disease(NamedTuple):
    """A disease of a gene.

    disease_id is of OMIM or Orphanet (OMIM:154700, ORPHA:558); inheritance is None where none is stated.
    """

    disease_id: str
    name: str
    mondo_id: str | None
    inheritance: tuple[str, ...] | None
    sources: tuple[str, ...]


def of_gene(hgnc_id: int) -> tuple[Disease, ...]:
    """The diseases of a gene in order of their ids; none means that none is annotated, not that there is none."""
    return _by_gene().get(hgnc_id, ())


def inheritance(hgnc_id: int) -> tuple[str, ...] | None:
    """All modes of inheritance stated for diseases of a gene (AD, AR, XL, XLD, XLR, YL, MT …); None if none is."""
    stated = [mode for disease in of_gene(hgnc_id) for mode in disease.inheritance or ()]
    return tuple(dict.fromkeys(stated)) or None


def release() -> str:
    """Name the releases that the table was made of, in one line."""
    return bundle.release("gene_disease")


@cache
def _by_gene() -> dict[int, tuple[Disease, ...]]:
    columns = ("hgnc_id", "disease_id", "disease", "mondo_id", "inheritance", "sources")
    found: dict[int, tuple[Disease, ...]] = {}
    for hgnc_id, disease_id, name, mondo_id, modes, sources in bundle.table("gene_disease").select(columns).iter_rows():
        stated = tuple(modes) if modes is not None else None
        disease = Disease(disease_id, name, mondo_id, stated, tuple(sources))
        found[hgnc_id] = (*found.get(hgnc_id, ()), disease)
    return found
