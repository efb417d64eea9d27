"""Fusions as events: of the RNA callers' VCF and tables, and of breakends in DNA between two genes.

A record with GENEA and GENEB is a call of an RNA pipeline. Other records join two places (breakends, `<INV>`, `<DEL>`,
`<DUP>`): where each place lies in a gene, the pair is told when it is a known one, or when an inversion or breakend
reaches a gene that any partner makes a biomarker of. A break in a locus that drives a gene from a distance is told
where it lies in no gene: loci.py. DNA tells neither the order of the partners nor the frame.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gmstool.genome import bare
from gmstool.reference import genes
from gmstool.somatic import blood_classes, loci
from gmstool.somatic.evidence import Event

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gmstool.somatic.layers import Layers
    from gmstool.somatic.tumour_types import TumourType

PASSED = ("PASS", ".")
KILOBASE = 1000
BLOOD = "HEMATOPOIETIC"
DNA = "joined in DNA: order of the partners and frame not known"
BESIDE = "joined in DNA, {} beside {}: order of the partners and frame not known"
_BREAKEND = re.compile(r"[\[\]]([^\[\]]+):(\d+)[\[\]]")
_JOINS = ("BND", "INV", "DEL", "DUP")
_FREE = ("BND", "INV")  # what is told with any partner; deletions and duplications join neighbours all the time
# Columns of the callers' tables by their own words: 5' and 3' partner, or both in one; and the frame.
TABLES = (
    ("gene_5", "gene_3", "frame"), ("#gene1", "gene2", "reading_frame"),
    ("Gene_1_symbol(5end_fusion_partner)", "Gene_2_symbol(3end_fusion_partner)", "Predicted_effect"),
    ("#FusionName", "", "PROT_FUSION_TYPE"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Known:
    """Genes and pairs that make a fusion, by HGNC id, and where the genes lie."""

    pairs: Mapping[frozenset[int], tuple[int, int]]  # 5' and 3' partner, as far as a list says which is which
    any_partner: frozenset[int]
    genes: Mapping[str, tuple[list[int], list[tuple[int, int, int]]]]  # chromosome: starts; start, end, HGNC id
    loci: loci.Loci

    def at(self, chrom: str, pos: int) -> list[int]:
        """The genes at a place."""
        starts, spans = self.genes.get(bare(chrom), ([], []))
        return [hgnc_id for start, end, hgnc_id in spans[: bisect_right(starts, pos)] if start <= pos <= end]


def known(layers: Layers, build: str, tumour: TumourType | None = None) -> Known:
    """What the biomarkers and the recurrent fusions name, with these and all protein-coding genes of a build.

    In a neoplasm of blood the partners that the classes of WHO and ICC name count too.
    """
    table = layers.table("biomarkers")
    rows = list(table.filter(table["kind"] == "fusion").select("hgnc_id", "partner_id", "partner").iter_rows())
    listed = layers.table("fusions").select("hgnc_id_5", "hgnc_id_3").drop_nulls().iter_rows()
    of_blood = blood_classes.partners() if tumour and tumour.is_a(BLOOD) else ()
    named_pairs = [*loci.pairs(), *(pair for pair in of_blood if len(pair) > 1)]
    ordered = [(other, one) for one, other, _ in rows if one and other] + list(listed) + named_pairs
    pairs = {frozenset(pair): pair for pair in ordered}
    named = set().union(*pairs) | set(_coding())
    found: dict[str, list[tuple[int, int, int]]] = {}
    for hgnc_id, spans in genes.spans(build).items():
        for span in spans:
            if hgnc_id in named:
                found.setdefault(span.chrom, []).append((span.start, span.end, hgnc_id))
    places = {chrom: ([one[0] for one in sorted(spans)], sorted(spans)) for chrom, spans in found.items()}
    free = frozenset(
        (*(one for one, _, partner in rows if one and not partner), *(x[0] for x in of_blood if len(x) == 1))
    )
    return Known(pairs, free, places, loci.of_build(build))


def of_record(cells: list[str], info: Mapping[str, str], what: Known | None, source: str) -> Iterator[Event]:
    """The fusions of one record."""
    if cells[6] not in PASSED:
        return
    if info.get("GENEA") and info.get("GENEB"):
        frame = info.get("FRAME_STATUS", "")
        yield called(info["GENEA"], info["GENEB"], source, "" if frame == "nan" else frame)
    elif what is not None and (other := _other_end(cells, info)) is not None:
        kind, here = info.get("SVTYPE", ""), (cells[0], int(cells[1]))
        yield from _of_genes(here, other, kind, what, source)
        if kind in _FREE:
            yield from _of_loci(here, other, what, source)


def _of_genes(here: tuple[str, int], other: tuple[str, int], kind: str, what: Known, source: str) -> Iterator[Event]:
    for one in what.at(*here):
        for second in what.at(*other):
            if one != second and _is_told(one, second, kind, what):
                five, three = what.pairs.get(frozenset((one, second))) or sorted((one, second))
                yield called(str(five), str(three), source, DNA)


def _of_loci(here: tuple[str, int], other: tuple[str, int], what: Known, source: str) -> Iterator[Event]:
    for locus, gene, distance in what.loci.joined(here, other):
        beside = f"{distance / KILOBASE:.0f} kb" if distance >= KILOBASE else f"{distance} bases"
        yield called(locus, gene, source, BESIDE.format(beside, gene) if distance else DNA)


def called(five: str, three: str, source: str, detail: str) -> Event:
    """A fusion of two genes, named by symbol or HGNC id; a segment of a receptor locus stands for the locus."""
    five, three = loci.symbol(five), loci.symbol(three)
    found = [genes.resolve(one) for one in (five, three)]
    names = [one.symbol or given for one, given in zip(found, (five, three), strict=True)]
    return Event("fusion", "::".join(names), tuple(one.hgnc_id for one in found if one.hgnc_id), detail, source)


def of_table(row: Mapping[str, str], source: str) -> Event | None:
    """The fusion of a row of Arriba's, STAR-Fusion's, FusionCatcher's or our own table; None for another table."""
    for five, three, frame in TABLES:
        if row.get(five) and (not three or row.get(three)):
            names = (row[five], row[three]) if three else row[five].partition("--")[::2]
            return called(_plain(names[0]), _plain(names[1]), source, row.get(frame) or "")
    return None


def _coding() -> list[int]:
    table = genes.genes()
    found: list[int] = table.filter(table["locus_type"] == "gene with protein product")["hgnc_id"].to_list()
    return found


def _plain(name: str) -> str:
    """Arriba writes `GENE(123),OTHER(45)` for a place between genes: the nearest one counts."""
    return re.sub(r"\(\d+\)", "", name).partition(",")[0]


def _other_end(cells: list[str], info: Mapping[str, str]) -> tuple[str, int] | None:
    if info.get("SVTYPE") not in _JOINS:
        return None
    if mate := _BREAKEND.search(cells[4]):
        return mate[1], int(mate[2])
    end = info.get("END", "")
    return (cells[0], int(end)) if end.isdigit() and cells[4].startswith("<") else None


def _is_told(five: int, three: int, kind: str, what: Known) -> bool:
    return frozenset((five, three)) in what.pairs or (kind in _FREE and bool({five, three} & what.any_partner))
