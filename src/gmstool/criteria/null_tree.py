"""PVS1's decision tree (Abou Tayoun 2018, Figure 1): from what a null variant does to a strength, with the way there.

Each branch answers with points (None: nobody can say, 0: PVS1 is not applicable) and the steps that were taken.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from gmstool.criteria.engine import worth

_UNCOUNTED = "not known whether loss of function is frequent in this exon"
_RARE_ITSELF = "this variant is rare, other loss of function in this exon not counted"
_NO_SEQUENCE = (
    "not known whether a pathogenic variant lies before the next in-frame start: the bundle has no sequence to find it"
)
_WEAKER = (8, 4, 2, 1, 0)  # points of very strong, strong, moderate, supporting, and not applicable


class Kind(StrEnum):
    """Kinds of null variants that the tree tells apart."""

    NONSENSE = "nonsense"
    FRAMESHIFT = "frameshift"
    SPLICE = "splice site ±1,2"
    START = "initiation codon"
    DELETION = "deletion of exons"
    WHOLE_GENE = "deletion of the whole gene"
    DUPLICATION = "duplication of exons"


@dataclass(frozen=True, slots=True)
class Loss:
    """What a null variant does to its transcript; None is not known."""

    kind: Kind
    relevant: bool | None = None  # the exon is in a biologically relevant transcript
    disrupts_frame: bool | None = None
    decay: bool | None = None  # nonsense-mediated decay is predicted
    critical: str | None = None  # a listed region that is lost wholly; None: no list tells
    frequent: bool | None = None  # the variant itself is frequent in the population: of others in its exon nobody tells
    frequency_missing: bool = False  # the file has frequencies, but not this variant's
    removed: float | None = None  # fraction of the protein
    lost: tuple[int, int] | None = None  # first and last residue of the removed part
    weak_donor: bool = False  # +2 T>C, or a GC donor
    tandem: bool = False  # proven
    upstream: tuple[str, ...] | None = None  # pathogenic variants before the next in-frame start
    other_start: str | None = None  # another functional transcript, which starts elsewhere; None: the bundle has none


class Way(NamedTuple):
    """Where the tree ends, and the steps that led there."""

    points: int | None
    steps: tuple[str, ...]


def walk(loss: Loss, rules: Any) -> Way:
    """Go through the tree."""
    if loss.kind is Kind.WHOLE_GENE:
        return Way(worth(rules.pvs1.full_gene_deletion), (loss.kind,))
    if loss.kind is Kind.START:
        return _start(loss, rules)
    if loss.relevant is not True:
        no = loss.relevant is False
        told = "exon not in a relevant transcript" if no else "exon not known to be in a relevant transcript"
        return Way(0 if no else None, (loss.kind, told))
    way = _duplication(loss, rules) if loss.kind is Kind.DUPLICATION else _truncation(loss, rules)
    if loss.weak_donor and way.points is not None:
        most = worth(rules.pvs1.donor_plus2_t_to_c)
        return Way(min(way.points, most), (*way.steps, "donor +2 T>C or GC donor: no RNA data"))
    return way


def lowered(way: Way, steps: int) -> Way:
    """The final strength some levels down, as the gate of the mechanism asks."""
    if way.points is None or not steps:
        return way
    at = min(_WEAKER.index(way.points) + steps, len(_WEAKER) - 1)
    return Way(_WEAKER[at], (*way.steps, f"{steps} levels down by the evidence for the mechanism"))


def _truncation(loss: Loss, rules: Any) -> Way:
    """Nonsense, frameshift, splice site and deletion of exons share these branches."""
    if loss.kind in (Kind.SPLICE, Kind.DELETION):
        if loss.disrupts_frame is None:
            return Way(None, (loss.kind, "effect on the reading frame not known"))
        if not loss.disrupts_frame:
            return _region(loss, rules, (loss.kind, "reading frame preserved"))
    frame = (loss.kind, "reading frame disrupted") if loss.kind in (Kind.SPLICE, Kind.DELETION) else (loss.kind,)
    if loss.decay is None:
        return Way(None, (*frame, "nonsense-mediated decay not known"))
    if loss.decay:
        told = ("nonsense-mediated decay predicted", "exon in the relevant transcript")
        return Way(worth(rules.pvs1.nmd), (*frame, *told))
    return _region(loss, rules, (*frame, "nonsense-mediated decay not predicted"))


def _region(loss: Loss, rules: Any, steps: tuple[str, ...]) -> Way:
    """What is lost where the transcript survives."""
    if loss.critical:
        return Way(worth(rules.pvs1.critical_region), (*steps, f"region critical to the protein: {loss.critical}"))
    if loss.frequent:
        return Way(0, (*steps, "loss of function in this exon is frequent: this variant alone is"))
    unsure = _UNCOUNTED if loss.frequent is None else _RARE_ITSELF
    if loss.frequency_missing and loss.frequent is None:
        return Way(None, (*steps, unsure))
    if loss.removed is None:
        return Way(None, (*steps, "removed part of the protein not known"))
    much = loss.removed >= rules.pvs1.removed_fraction
    told = f"removes {100 * loss.removed:.1f} % of the protein, {'at least' if much else 'less than'} "
    told += f"{100 * rules.pvs1.removed_fraction:g} %"
    strength = rules.pvs1.removes_much if much else rules.pvs1.removes_little
    return Way(worth(strength), (*steps, "role of the region unknown", unsure, told))


def _duplication(loss: Loss, rules: Any) -> Way:
    steps = (loss.kind, "proven in tandem" if loss.tandem else "presumed in tandem")
    if loss.disrupts_frame is None or loss.decay is None:
        return Way(None, (*steps, "effect on the reading frame not known"))
    if not (loss.disrupts_frame and loss.decay):
        return Way(0, (*steps, "no loss of function predicted"))
    strength = rules.pvs1.duplication_proven_tandem if loss.tandem else rules.pvs1.duplication_presumed_tandem
    return Way(worth(strength), (*steps, "reading frame disrupted", "nonsense-mediated decay predicted"))


def _start(loss: Loss, rules: Any) -> Way:
    if loss.other_start:
        return Way(0, (loss.kind, f"another functional transcript starts elsewhere: {loss.other_start}"))
    steps = (loss.kind, "no other MANE transcript starts elsewhere")
    if loss.upstream:
        told = f"a pathogenic variant lies before the next in-frame start: {loss.upstream[0]}"
        return Way(worth(rules.pvs1.start_with_pathogenic_upstream), (*steps, told))
    told = _NO_SEQUENCE if loss.upstream is None else "no pathogenic variant lies before the next in-frame start"
    return Way(worth(rules.pvs1.start_without), (*steps, told))
