"""The diseases of a gene and how they are inherited, as far as the HPO's annotations state it.

Null means not stated: Orphanet's diseases have no mode of inheritance in these files, which says nothing about them.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from gmstool.reference import bundle, genes

AUTOSOMAL = ("AD", "AR")  # of pseudoautosomal genes too
_MODES = {"X": ("XL", "XLD", "XLR"), "Y": ("YL",), "MT": ("MT",)}  # by chromosome


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


def fitting(hgnc_id: int, stated: Iterable[str | None]) -> tuple[str, ...]:
    """The stated modes of one gene's diseases that its chromosome allows: a disease of several genes has those of all.

    Modes that are not of one gene (digenic, polygenic, multifactorial …) and somatic are left out.
    """
    known, where = set(stated), _chromosomes(hgnc_id)
    if not where:
        allowed = (*AUTOSOMAL, *(mode for modes in _MODES.values() for mode in modes))
    else:
        allowed = _MODES.get(next(iter(where)), AUTOSOMAL) if len(where) == 1 else AUTOSOMAL
    return tuple(mode for mode in allowed if mode in known)


def _chromosomes(hgnc_id: int) -> set[str]:
    """The chromosomes of a gene: two for a pseudoautosomal one, none where its place is not known."""
    found = (genes.spans(build).get(hgnc_id) for build in ("GRCh38", "GRCh37"))
    return {span.chrom for span in next(filter(None, found), ())}


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
