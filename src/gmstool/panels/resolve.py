"""A panel's genes under every name an annotation may use, and where they lie."""

from collections.abc import Iterable
from dataclasses import dataclass

from gmstool.genome import Region
from gmstool.panels.model import Panel, PanelGene
from gmstool.reference import genes as reference
from gmstool.reference import names
from gmstool.vcf.pretest import GeneKeys

FLANK = 5000  # bases: VEP's and SnpEff's default distance for upstream and downstream variants


@dataclass(frozen=True, slots=True)
class Resolved:
    """Keys to match annotations with, the spans to read through an index, and what needs a person's look."""

    keys: GeneKeys
    hgnc_ids: tuple[int, ...]
    warnings: tuple[str, ...]
    unplaced: tuple[str, ...]  # genes known to no reference table: nothing says where they lie

    def regions(self, build: str) -> list[Region] | None:
        """Spans of all genes with a flank (bare contig names), None when a gene has no span in this build."""
        spans = reference.spans(build, self.hgnc_ids)
        if self.unplaced or any(one not in spans for one in self.hgnc_ids):
            return None
        return [
            Region(span.chrom, max(1, span.start - FLANK), span.end + FLANK)
            for one in self.hgnc_ids
            for span in spans[one]
        ]


def resolve(panels: Iterable[Panel]) -> Resolved:
    """Resolve the genes of panels together. Unknown and ambiguous symbols are warned about and matched as written."""
    symbols: set[str] = set()
    ids: dict[int, None] = {}
    warnings: list[str] = []
    unplaced: list[str] = []
    given = list(panels)
    known = {name: reference.resolve(name) for panel in given for gene in panel.genes for name in _written(gene)}
    for panel in given:
        for gene in panel.genes:
            if gene.symbol:
                symbols.add(gene.symbol)
            hgnc_id, warning = _hgnc_id(gene, known)
            if warning:
                warnings.append(f"panel {panel.id}: {warning}")
            if hgnc_id is None:
                unplaced.append(gene.symbol)
            else:
                ids[hgnc_id] = None
    names, gene_ids = _names(tuple(ids))
    keys = GeneKeys(frozenset(symbols | names), frozenset(map(str, ids)), gene_ids)
    return Resolved(keys, tuple(ids), tuple(warnings), tuple(unplaced))


def _written(gene: PanelGene) -> list[str]:
    """The names under which a panel row gives its gene."""
    return [gene.symbol] * bool(gene.symbol) + [f"HGNC:{gene.hgnc_id}"] * (gene.hgnc_id is not None)


def _hgnc_id(gene: PanelGene, known: dict[str, reference.Resolution]) -> tuple[int | None, str]:
    """HGNC id of a panel row, and what to say about it."""
    stated = known[f"HGNC:{gene.hgnc_id}"] if gene.hgnc_id is not None else None
    named = known[gene.symbol] if gene.symbol else None
    if stated is not None and stated.hgnc_id is not None:
        if named is not None and named.hgnc_id not in (None, stated.hgnc_id):
            return stated.hgnc_id, (
                f"{gene.symbol} is written with the HGNC id of {stated.symbol}; both are matched, check the row"
            )
        return stated.hgnc_id, ""
    if named is None or named.status == "unknown":
        near = ", ".join(reference.near(gene.symbol)) if gene.symbol else ""
        what = gene.symbol or f"HGNC:{gene.hgnc_id}"
        return None, f"{what} is no known gene symbol, matched as written" + (f" (near: {near})" if near else "")
    if named.status == "ambiguous":
        return None, f"{gene.symbol} may be {' or '.join(named.candidates)}, matched as written"
    if named.status == "approved":
        return named.hgnc_id, ""
    return named.hgnc_id, f"{gene.symbol} is now {named.symbol} ({named.status} symbol); both are matched"


def _names(ids: tuple[int, ...]) -> tuple[set[str], frozenset[str]]:
    """Symbols (today's, and former ones that mean no other gene) and gene ids of these HGNC ids."""
    genes = [gene for one in ids if (gene := names.gene(one))]
    today = {symbol for gene in genes for symbol in (gene.symbol, gene.newer_symbol) if symbol}
    former = {name for gene in genes for name in gene.previous if reference.resolve(name).hgnc_id in ids}
    gene_ids = {one for gene in genes for one in (gene.ensembl_gene_id, gene.ncbi_gene_id) if one}
    return today | former, frozenset(gene_ids)
