"""What the figures of a variant show, taken from the reference tables: protein and domains, or exons."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from gmstool.errors import GmsError

if TYPE_CHECKING:
    from gmstool.reference.transcripts import Transcript
    from gmstool.report.blocks import Figure
    from gmstool.report.case import Row
    from gmstool.report.figures.lollipop import Domain
    from gmstool.report.words import Words

KNOWN_BUILD = "GRCh38"  # the build of the shipped ClinVar table; residues are those of the same MANE transcript
_SHOWN_SOURCES = ("InterPro", "Pfam")  # topology and signal peptides are no domains
_RESIDUE = re.compile(r"p\.\(?[A-Z][a-z]{2}([0-9]{1,5})")


def figure_of(row: Row, label: str, words: Words) -> Figure | None:
    """The protein where the name of the change has a residue, else the exons; None where neither is known."""
    if row.hgnc_id is None:
        return None
    residue = _RESIDUE.search(row.hgvsp or "")
    return (_protein(row, int(residue[1]), label, words) if residue else None) or _exons(row, label, words)


def _protein(row: Row, residue: int, label: str, words: Words) -> Figure | None:
    from gmstool.report.figures.lollipop import lollipop

    found = _select(row.hgnc_id or 0, KNOWN_BUILD)
    if found is None or not found.cds_length:
        return None
    length = found.cds_length // 3 - 1  # the stop codon is no residue
    if not 1 <= residue <= length:
        return None  # numbered on another transcript
    known = _known_residues(found.hgnc_id or 0)
    return lollipop(row.gene or found.symbol, length, _domains(found, length), known, residue, label, words)


def _exons(row: Row, label: str, words: Words) -> Figure | None:
    from gmstool.genome import BUILDS
    from gmstool.report.figures.exons import gene_track

    if row.assembly not in BUILDS or row.pos is None:
        return None
    found = _select(row.hgnc_id or 0, row.assembly)
    if found is None:
        return None
    coding = None if found.cds_start is None or found.cds_end is None else (found.cds_start, found.cds_end)
    places = [(exon.start, exon.end) for exon in found.exons]
    return gene_track(found.name, places, coding, found.strand, row.pos, label, words)


def _select(hgnc_id: int, build: str) -> Transcript | None:
    from gmstool.reference import transcripts

    return next(iter(transcripts.of_gene(hgnc_id, build)), None)


def _domains(of: Transcript, length: int) -> list[Domain]:
    """Domains that do not overlap, the longest first chosen, in the order of the protein."""
    from gmstool.reference import bundle
    from gmstool.report.figures.lollipop import Domain

    table = bundle.table("protein_domains")
    rows = table.filter((table["hgnc_id"] == of.hgnc_id) & table["source"].is_in(_SHOWN_SOURCES))
    chosen: list[Domain] = []
    for name, start, end in sorted(
        rows.select("name", "start", "end").iter_rows(), key=lambda one: (one[1] - one[2], one[1])
    ):
        if end <= length and all(end < other.start or start > other.end for other in chosen):
            chosen.append(Domain(name, start, end))
    return sorted(chosen, key=lambda one: one.start)


@cache
def _known_residues(hgnc_id: int) -> tuple[int, ...]:
    """The residue of each coding ClinVar P/LP variant of a gene, on its MANE Select transcript."""
    from gmstool.reference import clinvar_table

    of = _select(hgnc_id, KNOWN_BUILD)
    try:
        table = clinvar_table.variants(KNOWN_BUILD)
    except GmsError:
        return ()
    if of is None:
        return ()
    positions = table.filter(table["genes_at"].list.contains(hgnc_id))["pos"].to_list()
    return tuple(sorted(codon for place in positions if (codon := of.codon(place)) is not None))
