"""Which curated biomarkers a variant, a copy-number call, a fusion or a signature meets.

kind                what meets it
change              one of the changes ("V600E")
residue             a missense change of one of the residues (`changes`, else all from first to last)
inframe_deletion, inframe_insertion, inframe       a change of length in frame that touches first to last
frameshift, truncating                             within first to last where they are given
itd, promoter, cebpa_bzip      FLT3-ITD, TERT promoter, CEBPA in frame in bZIP, as events.py tells them
exon_skipping       MET exon 14: a variant of its splice sites, or a call of the skipped exon
oncogenic           a variant classified oncogenic or likely oncogenic; a hotspot that a list names, unless benign
amplification, deletion, fusion, msi_high, tmb_high, hrd_positive     an event of the case
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from gmstool.somatic.changes import change_of
from gmstool.somatic.events import CEBPA_BZIP, FLT3_ITD, MET_EXON_14, TERT_PROMOTER, event_of
from gmstool.somatic.layer_tables import SIGNATURES
from gmstool.vcf.alleles import is_sequence

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from gmstool.somatic.layers import Layers

ONCOGENIC = ("Oncogenic", "Likely oncogenic")
LISTED = "listed_hotspot"
NAMED = {
    "itd": FLT3_ITD,
    "promoter": TERT_PROMOTER,
    "exon_skipping": MET_EXON_14,
    "cebpa_bzip": CEBPA_BZIP,
}  # told by events.py
TRUNCATING = frozenset(("stop_gained", "frameshift_variant", "splice_acceptor_variant", "splice_donor_variant"))
_LAST = re.compile(r"_[A-Za-z*]+(\d+)")


class Event(NamedTuple):
    """What is found of a case that is no small variant: copy number, fusion, exon skipping, signature."""

    kind: str  # amplification, deletion, fusion, exon_skipping, msi_high, tmb_high, hrd_positive
    name: str  # as people say it: "ERBB2 amplification", "EML4::ALK"
    hgnc_ids: tuple[int, ...] = ()
    detail: str = ""
    source: str = ""


class Effect(NamedTuple):
    """What a row does to its gene; residues are 1-based, None where they are not known."""

    short: str  # "V600E", "W288fs"
    first: int | None
    last: int | None
    terms: frozenset[str]
    grown: int  # bases inserted less bases deleted; 0 too where the alleles are not spelt out
    event: str | None

    @property
    def in_frame(self) -> bool:
        return any("inframe" in term or term == "protein_altering_variant" for term in self.terms)

    def within(self, first: int | None, last: int | None) -> bool:
        """Whether a changed residue lies between two others; True without limits, False where it is not known."""
        if first is None or last is None:
            return True
        return self.first is not None and self.first <= last and (self.last or self.first) >= first


def effect(row: Mapping[str, Any]) -> Effect:
    """The effect of a row of the variant table."""
    change = change_of(row.get("hgvsp"), row.get("amino_acids"), row.get("protein_position"))
    first = change.residue if change else row.get("protein_position")
    last = _LAST.search((row.get("hgvsp") or "").rpartition(":")[2])
    ref, alt = row.get("ref") or "", row.get("alt") or ""
    grown = len(alt) - len(ref) if is_sequence(ref) and is_sequence(alt) else 0
    terms = frozenset((row.get("consequence") or "").split("&"))
    named = row.get("event") or event_of(dict(row), change)
    return Effect(str(change or ""), first, int(last[1]) if last else first, terms, grown, named)


class Biomarkers:
    """The curated rows by gene, ready for matching."""

    def __init__(self, layers: Layers) -> None:
        self._layers, self._rows = layers, layers.table("biomarkers").to_dicts()

    @cached_property
    def by_gene(self) -> dict[int, list[dict[str, Any]]]:
        found: dict[int, list[dict[str, Any]]] = {}
        for row in self._rows:
            if row["hgnc_id"] is not None:
                found.setdefault(row["hgnc_id"], []).append(row)
        return found

    def of_variant(self, row: Mapping[str, Any]) -> list[dict[str, Any]]:
        """The rows that a small variant meets; of kind `listed_hotspot` where a list makes it meet `oncogenic`."""
        curated = self.by_gene.get(row.get("hgnc_id") or 0, [])
        if not curated:
            return []
        found = effect(row)
        by_list = not oncogenic(row) and self._is_listed(row, found)
        return [
            {**one, "kind": LISTED} if by_list and one["kind"] == "oncogenic" else one
            for one in curated
            if _meets(one, row, found) or (by_list and one["kind"] == "oncogenic")
        ]

    def _is_listed(self, row: Mapping[str, Any], found: Effect) -> bool:
        """Points leave many hotspots uncertain, as no public list counts them; the risk of AML counts them likewise."""
        if not found.short or row.get("oncogenicity", row.get("classification")) == "Benign":
            return False
        return self._layers.hotspot(row.get("hgnc_id"), found.first, found.short) is not None

    def of_event(self, event: Event) -> list[dict[str, Any]]:
        """The rows that an event meets: signatures by their kind, others by gene too."""
        if event.kind in SIGNATURES:
            return [one for one in self._rows if one["kind"] == event.kind]
        near = [one for gene in event.hgnc_ids for one in self.by_gene.get(gene, ())]
        fitting = [one for one in near if one["kind"] == event.kind and _partner_fits(one, event)]
        return list({one["id"]: one for one in fitting}.values())


def oncogenic(row: Mapping[str, Any]) -> bool:
    """Whether a row is classified oncogenic or likely oncogenic; a row that is not assessed is neither."""
    return row.get("oncogenicity", row.get("classification")) in ONCOGENIC


def _meets(one: dict[str, Any], row: Mapping[str, Any], found: Effect) -> bool:
    kind = one["kind"]
    if kind == "oncogenic":
        return oncogenic(row)
    if kind in NAMED:
        return found.event == NAMED[kind]
    meets = _MEETS.get(kind)
    return meets is not None and meets(one, found)


def _partner_fits(one: dict[str, Any], event: Event) -> bool:
    if one["kind"] == "exon_skipping":
        return one["changes"] in (None, "", event.detail)
    return one["partner_id"] is None or one["partner_id"] in event.hgnc_ids


def _listed(one: dict[str, Any], found: Effect) -> bool:
    return bool(found.short) and found.short in (one["changes"] or "").split(",")


def _residue(one: dict[str, Any], found: Effect) -> bool:
    if "missense_variant" not in found.terms:
        return False
    return str(found.first) in one["changes"].split(",") if one["changes"] else _inside(one, found)


def _inside(one: dict[str, Any], found: Effect) -> bool:
    return found.within(one["first"], one["last"])


_MEETS: dict[str, Callable[[dict[str, Any], Effect], bool]] = {
    "change": _listed,
    "residue": _residue,
    "inframe_deletion": lambda one, found: found.in_frame and found.grown < 0 and _inside(one, found),
    "inframe_insertion": lambda one, found: found.in_frame and found.grown > 0 and _inside(one, found),
    "inframe": lambda one, found: found.in_frame and _inside(one, found),
    "frameshift": lambda one, found: "frameshift_variant" in found.terms and _inside(one, found),
    "truncating": lambda one, found: bool(found.terms & TRUNCATING) and _inside(one, found),
}
