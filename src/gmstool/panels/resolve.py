"""A panel's genes under every name an annotation may use, and where they lie."""

from collections.abc import Iterable
from dataclasses import dataclass

from gmstool.genome import Region
from gmstool.panels.model import Panel
from gmstool.panels.verdicts import Verdict, refuse, verdicts
from gmstool.reference import genes as reference
from gmstool.reference import names
from gmstool.vcf.pretest import GeneKeys

FLANK = 5000  # bases: VEP's and SnpEff's default distance for upstream and downstream variants
WAY_OUT = "`gms panels check` says what to mend; --allow-unknown-genes matches such names as they are written"


@dataclass(frozen=True, slots=True)
class Resolved:
    """Keys to match annotations with, the spans to read through an index, and what needs a person's look."""

    keys: GeneKeys
    hgnc_ids: tuple[int, ...]
    warnings: tuple[str, ...]
    unplaced: tuple[str, ...]  # names of rows without a certain gene: nothing says where they lie
    notes: tuple[str, ...] = ()

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


@dataclass(frozen=True, slots=True)
class Names:
    """Names of one gene in annotations of any age. `symbols` mean no other gene; `contested` ones do."""

    symbols: frozenset[str]
    contested: frozenset[str]
    hgnc_ids: frozenset[str]
    gene_ids: frozenset[str]


def resolve(panels: Iterable[Panel], *, strict: bool = False) -> Resolved:
    """Resolve the genes of panels together.

    strict: a row that is ambiguous, withdrawn, unknown or contradicts itself raises PanelError; else it is warned
    about and matched as written. A lock is always strict.
    """
    found: list[Verdict] = []
    warnings: list[str] = []
    for panel in panels:
        own = verdicts(panel)
        if strict or panel.lock:
            refuse(panel, own, "make the lock anew with `gms panels lock`" if panel.lock else WAY_OUT)
        warnings += [f"{panel.called.removeprefix('the ')}: {text}" for text in (_warning(one) for one in own) if text]
        warnings += _not_judged(panel)
        found += own
    ids = tuple(dict.fromkeys(one.hgnc_id for one in found if one.hgnc_id is not None))
    known = annotation_names(ids)
    unsolved = [one for one in found if one.hgnc_id is None]
    notes = [f"{', '.join(sorted(own.contested))} (once {one})" for one, own in _contested(known)]
    return Resolved(
        _keys(found, known), ids, tuple(warnings), tuple(one.gene.written for one in unsolved),
        (_CONTESTED.format("; ".join(notes)),) if notes else (),
    )  # fmt: skip


_CONTESTED = (
    "former symbols that also mean other genes are matched by HGNC or gene id only, not by an annotation that has "
    "symbols alone: {}"
)


def annotation_names(ids: tuple[int, ...]) -> dict[int, Names]:
    """The names of genes in annotations, old ones too.

    The rule of an annotation's era: a former symbol stands for its gene as long as no other gene bears it, today as
    its approved symbol, or in any list of former symbols and aliases. Aliases are never in annotations.
    """
    found: dict[int, Names] = {}
    for hgnc_id in ids:
        if gene := names.gene(hgnc_id):
            once = {*gene.previous, gene.newer_symbol} - {""}
            own = {name for name in once if reference.resolve(name).hgnc_id == hgnc_id}
            gene_ids = frozenset((gene.ensembl_gene_id, gene.ncbi_gene_id)) - {""}
            numbers = frozenset((str(hgnc_id), *gene.merged_ids))
            found[hgnc_id] = Names(frozenset(own | {gene.symbol}), frozenset({*gene.previous} - own), numbers, gene_ids)
    return found


def _contested(known: dict[int, Names]) -> list[tuple[str, Names]]:
    contested = [(hgnc_id, one) for hgnc_id, one in known.items() if one.contested]
    return [(gene.symbol, one) for hgnc_id, one in contested if (gene := names.gene(hgnc_id))]


def _keys(found: list[Verdict], known: dict[int, Names]) -> GeneKeys:
    unsolved = [one.gene for one in found if one.hgnc_id is None]
    # A symbol that means several genes is no name of the row's gene, even where its HGNC id stands beside it.
    written = {one.gene.symbol for one in found if one.hgnc_id is not None and one.status != "ambiguous"}
    symbols = written.union(*(one.symbols for one in known.values()), (gene.symbol for gene in unsolved)) - {""}
    numbers = {str(gene.hgnc_id) for gene in unsolved if gene.hgnc_id is not None}
    return GeneKeys(
        frozenset(symbols), frozenset(numbers.union(*(one.hgnc_ids for one in known.values()))),
        frozenset().union(*(one.gene_ids for one in known.values())),
    )  # fmt: skip


def _warning(one: Verdict) -> str:
    if one.problem:
        return f"{one.problem}, matched as written{one.near}"
    renamed = one.notice and one.gene.symbol and one.status in ("previous", "alias")
    return f"{one.notice}; both are matched" if renamed else one.notice


def _not_judged(panel: Panel) -> list[str]:
    parts = [
        f"{len(rows)} {what}" for rows, what in ((panel.regions, "regions"), (panel.loci, "STR loci")) if rows
    ]  # fmt: skip
    return [f"panel {panel.id}: its {' and '.join(parts)} are not looked at, only its genes"] if parts else []
