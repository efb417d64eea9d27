"""Genes of the diseases that have terms of the Human Phenotype Ontology, and why each of them is there."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gmstool.errors import PanelError, UsageError
from gmstool.reference import bundle, diseases, phenotypes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gmstool.reference.phenotypes import Term

TABLES = ("hpo_terms", "gene_hpo", "gene_disease")
SHOWN_DISEASES = 3  # a note stays readable; the count tells the rest


@dataclass(slots=True)
class Support:
    """Why a gene belongs to the asked terms: per asked term the annotated ones, and the diseases that have them."""

    hgnc_id: int
    terms: dict[str, set[str]] = field(default_factory=dict)
    diseases: set[str] = field(default_factory=set)
    inheritance: list[str] = field(default_factory=list)

    def told(self) -> str:
        """In a few words: `HP:0001250 (2 terms); OMIM:607208, OMIM:604403 and 3 more diseases`."""
        terms = ", ".join(_term(one, below) for one, below in sorted(self.terms.items()))
        diseases = sorted(self.diseases)
        more = len(diseases) - SHOWN_DISEASES
        rest = f" and {more} more" if more > 0 else ""
        return f"{terms}; {', '.join(diseases[:SHOWN_DISEASES])}{rest}"


def _term(asked: str, below: set[str]) -> str:
    others = sorted(below - {asked})
    if not others:
        return asked
    by = others[0] if len(others) == 1 else f"{len(others)} terms below"
    return f"{asked} and {by}" if asked in below else f"{asked} by {by}"


def asked(texts: Iterable[str]) -> list[Term]:
    """The current terms that are asked for by ids or names, each once. Raises PanelError."""
    texts = [text.strip() for text in texts if text.strip()]
    if not texts:
        raise PanelError("no HPO term is named", hint="for example HP:0001250,HP:0001263")
    return list(dict.fromkeys(_current(text) for text in texts))


def supported(terms: list[Term]) -> dict[int, Support]:
    """Genes of diseases that have a term or one below it, by HGNC id."""
    import polars as pl

    below = {term.hpo_id: phenotypes.descendants(term.hpo_id) for term in terms}
    table = bundle.table("gene_hpo").explode("hpo_ids").drop_nulls("hpo_ids")
    current = table.with_columns(pl.col("hpo_ids").replace(phenotypes.successors()))
    table = current.filter(pl.col("hpo_ids").is_in(sorted(set().union(*below.values()))))
    found: dict[int, Support] = {}
    for hgnc_id, disease, hpo_id in table.select("hgnc_id", "disease_id", "hpo_ids").iter_rows():
        one = found.setdefault(hgnc_id, Support(hgnc_id))
        one.diseases.add(disease)
        for term, under in below.items():
            if hpo_id in under:
                one.terms.setdefault(term, set()).add(hpo_id)
    _add_inheritance(found)
    return found


def _add_inheritance(found: dict[int, Support]) -> None:
    """The modes of inheritance of the diseases that support each gene, as far as its chromosome allows them."""
    stated: dict[int, set[str]] = {}
    table = bundle.table("gene_disease").select("hgnc_id", "disease_id", "inheritance")
    for hgnc_id, disease, modes in table.iter_rows():
        one = found.get(hgnc_id)
        if one is not None and disease in one.diseases and modes:
            stated.setdefault(hgnc_id, set()).update(modes)
    for hgnc_id, known in stated.items():
        found[hgnc_id].inheritance = list(diseases.fitting(hgnc_id, known))


def _current(text: str) -> Term:
    try:
        return phenotypes.term(text)
    except UsageError as error:
        raise PanelError(error.message, error.hint) from None
