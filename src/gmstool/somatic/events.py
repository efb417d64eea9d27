"""Alterations that have a name of their own and are told by place and length rather than by one change of a residue."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from gmstool.vcf.alleles import is_sequence

if TYPE_CHECKING:
    from gmstool.somatic.changes import Change

FLT3_ITD, MET_EXON_14, TERT_PROMOTER = "FLT3-ITD", "MET exon 14 skipping", "TERT promoter"
CEBPA_BZIP = "CEBPA bZIP in-frame"
_SPLICE = ("splice_donor_variant", "splice_acceptor_variant", "splice_donor_5th_base_variant", "transcript_ablation")
ITD_RESIDUES = (572, 630)  # juxtamembrane domain and start of the first kinase domain, exons 14 and 15 of FLT3
MET_RESIDUES = (963, 1010)  # exon 14 of MET (NM_000245 numbering; the longer isoform counts 18 more)
BZIP_RESIDUES = (278, 345)  # basic leucine zipper of CEBPA as ICC 2022 and ELN 2022 name it
# C228T, C250T and the rarer A-57C, first base of the transcript's start codon upstream; 1-based, plus strand.
TERT_SITES = {"GRCh38": (1_295_113, 1_295_135, 1_295_046), "GRCh37": (1_295_228, 1_295_250, 1_295_161)}
_CODON = 3
GENES = ("FLT3", "MET", "TERT", "CEBPA")  # genes of named alterations


def event_of(row: dict[str, Any], change: Change | None) -> str | None:
    """The named alteration that a row is, or None."""
    rules = {"FLT3": _itd, "MET": _exon_14, "TERT": _promoter, "CEBPA": _bzip}
    rule = rules.get(row["gene"] or "")
    return rule(row, change) if rule else None


def _gain(row: dict[str, Any]) -> int | None:
    """Bases that the allele adds; None for a symbolic allele without a length."""
    if is_sequence(row["ref"]) and is_sequence(row["alt"]):
        return len(row["alt"]) - len(row["ref"])
    return abs(row["svlen"]) if row.get("svlen") and row["alt"].startswith(("<INS", "<DUP")) else None


def _itd(row: dict[str, Any], change: Change | None) -> str | None:
    """A gain of whole residues in exons 14 and 15, written as insertion or as duplication."""
    gain, residue = _gain(row), row["protein_position"] or (change.residue if change else None)
    exon = (row.get("exon") or "").partition("/")[0].partition("-")[0]
    inside = exon in ("14", "15") if exon else residue is not None and ITD_RESIDUES[0] <= residue <= ITD_RESIDUES[1]
    long = gain is not None and gain >= _CODON and (gain % _CODON == 0 or not is_sequence(row["alt"]))
    return FLT3_ITD if long and inside else None


def _exon_14(row: dict[str, Any], _change: Change | None) -> str | None:
    """A lost splice site of exon 14, or a deletion of the exon or across its edge."""
    terms, intron = row["consequence"] or "", (row.get("intron") or "").partition("/")[0]
    exon = re.split("[/-]", row.get("exon") or "")[0]
    at_site = any(term in terms for term in _SPLICE)
    if row["alt"].startswith("<DEL") and exon == "14":
        return MET_EXON_14
    donor, acceptor = intron == "14" and "donor" in terms, intron == "13" and "acceptor" in terms
    if at_site and (donor or acceptor or exon == "14"):
        return MET_EXON_14
    point = re.search(r"c\.(\d+)([+-]\d+)?", row["hgvsc"] or "")
    if at_site and point and not intron and not exon:
        residue = int(point[1]) // _CODON
        return MET_EXON_14 if MET_RESIDUES[0] - 1 <= residue <= MET_RESIDUES[1] + 19 else None
    return None


def _promoter(row: dict[str, Any], _change: Change | None) -> str | None:
    """A hot spot of the promoter; without a known build there is no telling."""
    known = TERT_SITES.get(row.get("assembly") or "", ())
    return TERT_PROMOTER if row["pos"] in known and len(row["ref"]) == len(row["alt"]) else None


def _bzip(row: dict[str, Any], change: Change | None) -> str | None:
    terms, residue = row["consequence"] or "", row["protein_position"] or (change.residue if change else None)
    in_frame = "inframe" in terms  # a gain or loss of residues: one that is exchanged is another group of leukaemias
    return CEBPA_BZIP if in_frame and residue and BZIP_RESIDUES[0] <= residue <= BZIP_RESIDUES[1] else None
