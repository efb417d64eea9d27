"""The genes a record lies in, and how alike their diseases and the patient are."""

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from gmstool.consequences import Dialect
from gmstool.reference import genes as reference
from gmstool.vcf.annotation import Annotation
from gmstool.vcf.header import Header

if TYPE_CHECKING:
    from gmstool.reference.similarity import Patient


class PhenotypeScore(NamedTuple):
    """The most similar gene of a record: score 0 to 1, its disease, and `asked found similarity` of each term."""

    gene: str
    score: float
    disease: str
    terms: str


class RecordGenes:
    """Reads the genes of records of one file."""

    def __init__(self, header: Header, patient: "Patient | None" = None) -> None:
        self._annotation = Annotation(header)
        self._patient = patient
        self._scores: dict[str, PhenotypeScore | None] = {}

    def __call__(self, line: bytes, number: int) -> list[str]:
        """Symbols as the annotation writes them, in its order; a neighbour of an intergenic variant is none."""
        cells = line.decode("utf-8", "replace").rstrip("\r\n").split("\t", 8)
        if self._annotation.dialect is Dialect.BCSQ:
            self._annotation.remember(cells[0], cells[1], cells[7])
            self._annotation.contig = cells[0]
        items = (item.partition("=") for item in cells[7].split(";"))
        annotation = self._annotation
        groups = annotation.by_gene(annotation.entries({key: value for key, _, value in items}, number))
        return [gene for gene, entries in groups.items() if gene and annotation.status(gene, entries) == "in_gene"]

    def best(self, genes: list[str]) -> PhenotypeScore | None:
        """The most similar of some genes; None without a patient, or where none has an annotated disease."""
        scored = [score for gene in genes if (score := self._of_gene(gene)) is not None]
        return max(scored, key=lambda score: score.score, default=None)

    def _of_gene(self, gene: str) -> PhenotypeScore | None:
        if gene not in self._scores:
            self._scores[gene] = self._scored(gene)
        return self._scores[gene]

    def _scored(self, gene: str) -> PhenotypeScore | None:
        hgnc_id = _hgnc_id(gene) if self._patient else None
        found = self._patient.gene(hgnc_id) if self._patient and hgnc_id is not None else None
        if found is None:
            return None
        terms = ", ".join(f"{match.asked} {match.found} {match.similarity:.2f}" for match in found.matches)
        return PhenotypeScore(gene, found.score, found.disease_id, terms)


@cache
def _hgnc_id(gene: str) -> int | None:
    return reference.resolve(gene).hgnc_id
