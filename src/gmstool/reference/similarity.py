"""How alike a patient's HPO terms and those of a gene's diseases are.

Information content: a term that few diseases have says more than one that many have (Resnik 1995, IJCAI 14:448).
Two terms are as alike as the most informative ancestor they share, measured against their own information
(Lin 1998, ICML 15:296): 0 where they share nothing, 1 where they are the same term. Each term of one list is paired
with its best match in the other, and the means of both directions are averaged (best-match average; Köhler et al.
2009, Am J Hum Genet 85:457, equation 2). A gene scores as its best disease. The number says what to look at first. It
is no evidence for or against a variant, and filters nothing.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from gmstool.reference import bundle, phenotypes

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

PHENOTYPIC_ABNORMALITY = "HP:0000118"  # above every term for a feature; modes of inheritance and the like stand beside
TABLES = ("hpo_terms", "gene_hpo")


@dataclass(frozen=True, slots=True)
class Match:
    """A term of the patient, the disease's term that is most alike, and how alike (0 to 1)."""

    asked: str
    found: str
    similarity: float


@dataclass(frozen=True, slots=True)
class GeneScore:
    """How alike patient and gene are, by the gene's best disease; the matches in the order of the patient's terms."""

    score: float
    disease_id: str
    matches: tuple[Match, ...]


@dataclass(frozen=True)
class Ontology:
    """Terms with their parents, and the terms of each disease."""

    parents: Mapping[str, tuple[str, ...]]
    diseases: Mapping[str, frozenset[str]]
    _ancestors: dict[str, frozenset[str]] = field(default_factory=dict, repr=False)
    _information: dict[str, float] = field(default_factory=dict, repr=False)
    _alike: dict[tuple[str, str], float] = field(default_factory=dict, repr=False)

    def ancestors(self, term: str) -> frozenset[str]:
        """A term and all terms above it."""
        if term not in self._ancestors:
            above = (self.ancestors(parent) for parent in self.parents.get(term, ()))
            self._ancestors[term] = frozenset((term,)).union(*above)
        return self._ancestors[term]

    def information(self, term: str) -> float:
        """-ln of the share of diseases that have a term or one below it; a term of none counts like one of a single."""
        if not self._information:
            self._information.update(self._counted())
        return self._information.get(term, math.log(len(self.diseases)) if self.diseases else 0.0)

    def _counted(self) -> dict[str, float]:
        counts: dict[str, int] = {}
        for terms in self.diseases.values():
            for term in frozenset().union(*map(self.ancestors, terms)):
                counts[term] = counts.get(term, 0) + 1
        return {term: -math.log(count / len(self.diseases)) for term, count in counts.items()}

    def resnik(self, one: str, other: str) -> float:
        """Information of the most informative ancestor that two terms share; 0 where they share none."""
        return max(map(self.information, self.ancestors(one) & self.ancestors(other)), default=0.0)

    def lin(self, one: str, other: str) -> float:
        """Resnik's similarity as a share of the information of the two terms: 0 to 1."""
        key = (one, other) if one < other else (other, one)
        if key not in self._alike:
            own = self.information(one) + self.information(other)
            self._alike[key] = 2 * self.resnik(one, other) / own if own else 0.0
        return self._alike[key]

    def best_matches(self, asked: Iterable[str], terms: Collection[str]) -> tuple[Match, ...]:
        """Each term asked for with the most similar of some terms; of equally similar ones the first by id."""
        found = ((one, min(terms, key=lambda term: (-self.lin(one, term), term))) for one in asked)
        return tuple(Match(one, term, self.lin(one, term)) for one, term in found)

    def best_match_average(self, asked: Collection[str], terms: Collection[str]) -> float:
        """The mean of both directions' mean best match."""
        there = sum(match.similarity for match in self.best_matches(asked, terms)) / len(asked)
        back = sum(match.similarity for match in self.best_matches(terms, asked)) / len(terms)
        return (there + back) / 2


class Patient:
    """A patient's terms, compared with the diseases of genes."""

    def __init__(self, terms: Iterable[str], ontology: Ontology, genes: Mapping[int, tuple[str, ...]]) -> None:
        """`genes`: the disease ids of each gene by its HGNC id."""
        self.terms = tuple(dict.fromkeys(terms))
        self.ontology, self._genes = ontology, genes
        self._known: dict[int, GeneScore | None] = {}

    def gene(self, hgnc_id: int) -> GeneScore | None:
        """The score of a gene; None where no disease of it is annotated, which says nothing about it."""
        if hgnc_id not in self._known:
            self._known[hgnc_id] = self._scored(hgnc_id)
        return self._known[hgnc_id]

    def _scored(self, hgnc_id: int) -> GeneScore | None:
        of_disease = {one: self.ontology.diseases[one] for one in self._genes.get(hgnc_id, ())}
        if not of_disease or not self.terms:
            return None
        scores = {one: self.ontology.best_match_average(self.terms, terms) for one, terms in of_disease.items()}
        best = min(scores, key=lambda one: (-scores[one], one))
        return GeneScore(scores[best], best, self.ontology.best_matches(self.terms, of_disease[best]))


def patient(*texts: str) -> Patient:
    """A patient with these features, as ids or names of HPO terms.

    Raises UsageError where there is no one such term. Terms that are no features (modes of inheritance) are left out.
    """
    ontology, genes = _bundled()
    wanted = (phenotypes.term(text).hpo_id for text in texts)
    return Patient((one for one in wanted if _is_feature(ontology, one)), ontology, genes)


def release() -> str:
    """Name the releases that the scores were made of, in one line."""
    return bundle.release(*TABLES)


def _is_feature(ontology: Ontology, term: str) -> bool:
    return PHENOTYPIC_ABNORMALITY in ontology.ancestors(term)


@cache
def _bundled() -> tuple[Ontology, dict[int, tuple[str, ...]]]:
    """The HPO with the diseases of known genes. Features that a disease is stated to lack do not count."""
    terms = bundle.table("hpo_terms")
    parents = terms.filter(~terms["obsolete"]).select("hpo_id", "parents").iter_rows()
    ontology = Ontology({hpo_id: tuple(above) for hpo_id, above in parents}, {})
    diseases: dict[str, frozenset[str]] = {}
    genes: dict[int, tuple[str, ...]] = {}
    for hgnc_id, disease_id, hpo_ids in bundle.table("gene_hpo").select("hgnc_id", "disease_id", "hpo_ids").iter_rows():
        features = frozenset(one for one in hpo_ids if _is_feature(ontology, one))
        if features:
            diseases[disease_id] = diseases.get(disease_id, frozenset()) | features
            genes[hgnc_id] = (*genes.get(hgnc_id, ()), disease_id)
    return Ontology(ontology.parents, diseases), genes
