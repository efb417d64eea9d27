"""Oncogenicity of a somatic variant: one small function a criterion (Horak 2022, Table 2).

Criteria are known by what they mean (`key` in the rule set); OM3 and OM4 are labels that publications exchange. A layer
that is not loaded leaves its criteria "not assessed". What displaces what is in the rule set (`overlap`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gmstool.criteria.engine import Criterion, Finding, graded, met, not_assessed
from gmstool.criteria.predictive import BP4, PP3, splice_is_quiet
from gmstool.criteria.strength import MODERATE, STRONG, SUPPORTING, VERY_STRONG, Strength
from gmstool.rules.load import default
from gmstool.somatic import facts as _named  # noqa: F401  # what the criteria need has its names there
from gmstool.unknown import choose

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import polars as pl

    from gmstool.criteria.facts import Variants
    from gmstool.somatic.facts import TumourVariants as Tumour

SOURCE = "Horak 2022, PMID 35101336"
NO_MISSENSE = "no missense change"
NO_CHANGE = "neither missense nor a change of length in frame"


@dataclass(frozen=True, slots=True)
class Oncogenic(Criterion):
    """A criterion of oncogenicity: benign are those that begin with SB."""

    @property
    def benign(self) -> bool:
        return self.code.startswith("SB")

    def _in_scope(self, v: Variants) -> pl.Expr:
        return v.in_scope_of_null_variants if self.code == "OVS1" else v.in_scope


def criterion(
    strength: Strength, *, needs: Iterable[str] = (), refining: Iterable[str] = (), person: str = ""
) -> Callable[[Callable[[Any, Any], Finding]], Oncogenic]:
    """Make a rule a criterion of oncogenicity."""
    return lambda rule: Oncogenic(rule.__name__, strength, SOURCE, rule, tuple(needs), tuple(refining), person)


@criterion(VERY_STRONG, needs=("consequence", "role", "null_points"))
def OVS1(v: Tumour, rules: Any) -> Finding:  # noqa: ARG001  # the tree has read the rules
    """Null variant in a bona fide tumour suppressor.

    Strength by PVS1's tree: decay of the transcript, the last exon, skipped exons and their frame.
    """
    concerned = v.null_variant | v.out_of_scope.is_not_null()
    found = choose(v.suppressor, yes=v.null_points, no=0)
    return (
        graded(choose(concerned, yes=found, no=0))
        .because("{}; {}", v.role, v.null_path)
        .only_for(concerned, "no null variant")
    )


@criterion(STRONG, needs=("same_change",))
def OS1(v: Tumour, rules: Any) -> Finding:  # noqa: ARG001
    """Same amino-acid change as an established oncogenic variant, by another change of nucleotides."""
    found = met(v.missense & (v.same_change != "")).because("the established variant: {}", _or_none(v.same_change))
    return found.only_for(v.missense, NO_MISSENSE)


@criterion(STRONG, person="well-established functional studies that show an oncogenic effect")
def OS2(v: Tumour, rules: Any) -> Finding:  # noqa: ARG001
    """Well-established functional studies show an oncogenic effect."""
    return not_assessed()


@criterion(STRONG, needs=("consequence", "samples_at_residue", "samples_with_change"))
def OS3(v: Tumour, rules: Any) -> Finding:
    """Hot spot: many samples with a change of the residue, and enough with this very change."""
    often = v.samples_at_residue >= rules.hotspots.position_samples
    return _hotspot(v, often & (v.samples_with_change >= rules.hotspots.change_samples))


@criterion(MODERATE, needs=("consequence", "critical_part"))
def OM1(v: Tumour, rules: Any) -> Finding:  # noqa: ARG001
    """In a critical and well-established part of a functional domain.

    From cited lists of regions, which name no gene's regions completely: a residue outside is not assessed.
    """
    changes = v.missense | (v.whole_residues & ~v.null_variant)
    listed = choose(v.critical_part.is_not_null(), yes=True, no=None)
    found = choose(changes, yes=listed, no=False)
    return met(found).because("critical part: {}; for sign-off", v.critical_part).only_for(changes, NO_CHANGE)


@criterion(MODERATE, needs=("consequence", "role"))
def OM2(v: Tumour, rules: Any) -> Finding:  # noqa: ARG001
    """Protein length changes: in-frame change of an oncogene or tumour suppressor, or lost stop of a suppressor."""
    lost = choose(v.lost_stop, yes=v.suppressor, no=False)
    in_frame = choose(v.whole_residues & ~v.null_variant, yes=v.known_driver, no=False)
    return met(lost | in_frame).because("{}; {}", v.consequence, v.role)


@criterion(MODERATE, needs=("consequence", "samples_at_residue", "samples_with_change"))
def OM3(v: Tumour, rules: Any) -> Finding:
    """Hot spot with fewer samples at the residue, but enough with this very change."""
    seldom = v.samples_at_residue < rules.hotspots.position_samples
    return _hotspot(v, seldom & (v.samples_with_change >= rules.hotspots.change_samples))


@criterion(MODERATE, needs=("same_residue",))
def OM4(v: Tumour, rules: Any) -> Finding:  # noqa: ARG001
    """Missense change of a residue where another missense change is established as oncogenic.

    This one must change the residue at least as much, by Grantham's distance.
    """
    found = met(v.missense & (v.same_residue != "")).because("the established variant: {}", _or_none(v.same_residue))
    return found.only_for(v.missense, NO_MISSENSE)


@criterion(SUPPORTING, needs=("missense_score_if_missense", "spliceai"), refining=("spliceai",))
def OP1(v: Tumour, rules: Any) -> Finding:  # noqa: ARG001
    """All computational evidence that is used supports an oncogenic effect.

    The calibrated predictor of missense change and SpliceAI, chosen for the file beforehand, as for PP3.
    """
    found = PP3.rule(v, default())
    return met(found.points > 0).because(found.told, *found.values)


@criterion(SUPPORTING, needs=("single_cause",))
def OP2(v: Tumour, rules: Any) -> Finding:  # noqa: ARG001
    """Somatic variant in a gene of a malignancy that has a single genetic cause."""
    import polars as pl

    told = choose(v.single_cause, yes=pl.lit("yes"), no=pl.lit("no"))
    return met(v.single_cause & _changes(v)).because("{} alone causes this tumour type: {}", v.gene, told)


@criterion(SUPPORTING, needs=("consequence", "samples_at_residue", "samples_with_change"))
def OP3(v: Tumour, rules: Any) -> Finding:
    """In a hot spot, but few samples have this very change."""
    listed = v.samples_at_residue > 0
    return _hotspot(v, listed & (v.samples_with_change < rules.hotspots.change_samples))


@criterion(SUPPORTING, needs=("absent", "continental_af", "frequency_tells"))
def OP4(v: Tumour, rules: Any) -> Finding:
    """Absent from gnomAD's continental populations, or extremely rare there."""
    ceiling = rules.population.rare_at_most
    rare = v.absent | ~v.above(ceiling)
    return met(choose(rare, yes=True, no=~v.frequency_tells)).because(
        "gnomAD {} against a ceiling of {}", v.largest_seen, ceiling
    )


@criterion(VERY_STRONG, needs=("absent", "continental_af", "frequency_tells"))
def SBVS1(v: Tumour, rules: Any) -> Finding:
    """Very common in one of gnomAD's five continental populations."""
    return _common(v, rules.population.very_strong_above)


@criterion(STRONG, needs=("absent", "continental_af", "frequency_tells"))
def SBS1(v: Tumour, rules: Any) -> Finding:
    """Common in one of gnomAD's five continental populations."""
    return _common(v, rules.population.strong_above)


@criterion(STRONG, person="well-established functional studies that show no oncogenic effect")
def SBS2(v: Tumour, rules: Any) -> Finding:  # noqa: ARG001
    """Well-established functional studies show no oncogenic effect."""
    return not_assessed()


@criterion(SUPPORTING, needs=("missense_score_if_missense", "spliceai"), refining=("spliceai",))
def SBP1(v: Tumour, rules: Any) -> Finding:  # noqa: ARG001
    """All computational evidence that is used suggests no effect."""
    found = BP4.rule(v, default())
    return met(found.points > 0).because(found.told, *found.values)


@criterion(SUPPORTING, needs=("consequence", "spliceai", "conservation"))
def SBP2(v: Tumour, rules: Any) -> Finding:
    """Silent variant without a predicted effect on splicing, at a place that is not highly conserved."""
    from_ = rules.silent.conserved_from
    quiet = splice_is_quiet(v, default()) & (v.conservation < from_)
    return met(v.synonymous & quiet).because(
        "{}, SpliceAI {}, phyloP {} against {}", v.consequence, v.spliceai, v.conservation, from_
    )


def _hotspot(v: Tumour, found: pl.Expr) -> Finding:
    told = "{} samples at the residue, {} with this change ({})"
    return (
        met(v.of_hotspots & found)
        .because(told, v.samples_at_residue, v.samples_with_change, _or_none(v.hotspot_source))
        .only_for(v.of_hotspots, "no change that hot spots are about")
    )


def _common(v: Tumour, limit: float) -> Finding:
    common = v.above(limit)
    return met(choose(common, yes=v.frequency_tells, no=False)).because(
        "gnomAD {} against a limit of {}", v.largest_seen, limit
    )


def _changes(v: Tumour) -> pl.Expr:
    return v.missense | v.null_variant | v.whole_residues


def _or_none(text: pl.Expr) -> pl.Expr:
    import polars as pl

    return pl.when(text == "").then(pl.lit("none")).otherwise(text)


CRITERIA = (
    OVS1,
    OS1, OS2, OS3,
    OM1, OM2, OM3, OM4,
    OP1, OP2, OP3, OP4,
    SBVS1,
    SBS1, SBS2,
    SBP1, SBP2,
)  # fmt: skip
BY_CODE = {one.code: one for one in CRITERIA}
CODES = tuple(BY_CODE)
