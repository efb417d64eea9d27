"""Pharmacogenes by CPIC: drugs, function of alleles, phenotype of a diplotype or of an activity score.

The variants that define an allele are not here (they are PharmVar's), so alleles must come from a caller. CPIC's
recommendations change: cpicpgx.org has the current ones.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from gmstool.reference import bundle


class Drug(NamedTuple):
    """A drug whose effect depends on a gene."""

    drug: str
    cpic_level: str  # A (act on the genotype) to D
    status: str  # final or provisional
    guideline: str | None
    rxnorm: str | None
    pmids: tuple[str, ...]


class Allele(NamedTuple):
    """What an allele does; null is "nobody has assigned it"."""

    function: str | None
    activity_score: float | None


class Phenotype(NamedTuple):
    """What a person's two alleles amount to, and CPIC's priority of the result in the record."""

    phenotype: str
    priority: str | None


def drugs(hgnc_id: int) -> tuple[Drug, ...]:
    """The drugs of a gene by name; empty for a gene that CPIC does not list."""
    table = bundle.table("pgx_gene_drug")
    rows = table.filter(table["hgnc_id"] == hgnc_id).select(Drug._fields).iter_rows(named=True)
    return tuple(Drug(**{**row, "pmids": tuple(row["pmids"] or ())}) for row in rows)


def allele(hgnc_id: int, name: str) -> Allele | None:
    """An allele of a gene by its name ("*2"), or None if CPIC does not list it."""
    return _alleles().get((hgnc_id, name))


def phenotype(hgnc_id: int, diplotype: str) -> Phenotype | None:
    """The phenotype of a diplotype ("*1/*17", in either order), or None if CPIC gives none."""
    one, _, other = diplotype.partition("/")
    return _diplotypes().get((hgnc_id, diplotype)) or _diplotypes().get((hgnc_id, f"{other}/{one}"))


def phenotype_of_score(hgnc_id: int, score: float) -> Phenotype | None:
    """The phenotype of a summed activity score, or None if CPIC gives none for the gene or the score."""
    for start, below, found in _scores().get(hgnc_id, ()):
        if score == start or (start <= score and (below is None or score < below)):
            return found
    return None


@cache
def _alleles() -> dict[tuple[int, str], Allele]:
    table = bundle.table("pgx_alleles").select("hgnc_id", "allele", *Allele._fields)
    return {(hgnc_id, name): Allele(*facts) for hgnc_id, name, *facts in table.iter_rows()}


@cache
def _diplotypes() -> dict[tuple[int, str], Phenotype]:
    table = bundle.table("pgx_phenotypes").drop_nulls("diplotype")
    rows = table.select("hgnc_id", "diplotype", *Phenotype._fields).iter_rows()
    return {(hgnc_id, diplotype): Phenotype(*found) for hgnc_id, diplotype, *found in rows}


@cache
def _scores() -> dict[int, list[tuple[float, float | None, Phenotype]]]:
    table = bundle.table("pgx_phenotypes").drop_nulls("score_from")
    found: dict[int, list[tuple[float, float | None, Phenotype]]] = {}
    rows = table.select("hgnc_id", "score_from", "score_below", *Phenotype._fields).iter_rows()
    for hgnc_id, start, below, *names in rows:
        found.setdefault(hgnc_id, []).append((start, below, Phenotype(*names)))
    return found
