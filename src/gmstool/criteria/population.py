"""Evidence from populations: PM2, BA1, BS1, BS2.

gnomAD alone is read: the largest known frequency of its sets and of their continental ancestry groups. SweGen may
support a judgement but not make it, and loqusdb holds patients and their relatives.
With several modes of inheritance the strictest limit holds: the lowest ceiling for rarity, the highest for commonness.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gmstool.criteria.engine import Finding, criterion, given, graded, met, passes, unless, worth
from gmstool.criteria.strength import Strength
from gmstool.unknown import choose

if TYPE_CHECKING:
    from collections.abc import Callable

    import polars as pl

    from gmstool.criteria.facts import Variants

    Limit = Callable[[pl.Expr], pl.Expr]  # whether a frequency passes it

SOURCE_PM2 = "ClinGen SVI, PM2 v1.0 (2020)"
SOURCE_BA1 = "Ghosh 2018, PMID 30311383"
SOURCE_BS1 = "Richards 2015, PMID 25741868; Whiffin 2017, PMID 28518168"
SOURCE_BS2 = "Richards 2015, PMID 25741868"
FEW = "not assessed: {} in one ancestry group of gnomAD may be few alleles: needs gnomAD's filtering frequency"


@criterion(
    Strength.SUPPORTING,
    source=SOURCE_PM2,
    needs=("gnomad_seen", "larger_in_a_group", "inheritance", "counted_if_observed"),
    refining=("allele_count", "allele_number"),
)
def PM2(v: Variants, rules: Any) -> Finding:
    """Absent from population databases, or extremely rare if the disease is recessive.

    A panel that asks for absence lets a single allele of gnomAD pass.
    The allele count (of diseases that one copy causes) and the allele number speak where the file has them; a count
    that the file has of others, and not of this variant, leaves the question open.
    Where gnomAD covers a place poorly, nobody can say: absence proves nothing there.
    """
    ceiling, points = _rarity(v, rules)
    answer = unless(v.poorly_covered(rules.pm2.min_an_fraction), given(v.inheritance, points), answer=None)
    return graded(answer).because(
        "gnomAD: {}, against a ceiling of {} for inheritance {}", v.gnomad_seen, ceiling, v.inheritance
    )


def _rarity(v: Variants, rules: Any) -> tuple[Any, pl.Expr]:
    """The ceiling, and the points of being below it: a panel's own, else by the mode of inheritance."""
    own, usual = rules.pm2, worth(rules.pm2.strength)
    if "popmax_supporting" in own:
        rare = within(v, rules, "pm2.popmax")
        fairly = within(v, rules, "pm2.popmax_supporting")
        points = choose(rare, yes=worth("Moderate"), no=choose(fairly, yes=worth("Supporting"), no=0))
        return own.popmax_supporting, points
    if own.absent:
        return own.single_allele_af, choose(v.gnomad_absent | _seen_once(v, rules), yes=usual, no=0)
    if "popmax" in own:
        return own.popmax, choose(within(v, rules, "pm2.popmax"), yes=usual, no=0)
    one_copy_is_enough = v.dominant | v.x_linked
    ceiling = choose(one_copy_is_enough, yes=own.dominant_popmax, no=own.recessive_popmax)
    too_many = one_copy_is_enough & v.counted_if_observed & (v.allele_count > own.dominant_max_ac)
    rare = v.gnomad_absent | ((v.gnomad_af <= ceiling) & ~v.larger_in_a_group)
    return ceiling, choose(rare & ~too_many, yes=usual, no=0)


def _seen_once(v: Variants, rules: Any) -> pl.Expr:
    """One allele in gnomAD: by the allele count, else by a frequency that no second allele allows.

    Panels that ask for absence wrote for releases of 250,000 alleles; the present one has six times as many.
    """
    once = (v.allele_count <= rules.pm2.dominant_max_ac) & (v.gnomad_af <= rules.pm2.dominant_popmax)
    return choose(v.counted_if_observed, yes=once, no=v.gnomad_af <= rules.pm2.single_allele_af) & ~v.larger_in_a_group


@criterion(
    Strength.STAND_ALONE,
    source=SOURCE_BA1,
    needs=("gnomad_seen", "larger_in_a_group", "ba1_exception"),
    refining=("allele_number",),
)
def BA1(v: Variants, rules: Any) -> Finding:
    """Allele frequency is above 5 % in a general continental population.

    Never for the listed variants that are common and yet cause disease. A single group's frequency that a handful of
    alleles may make is not assessed: files state no number of alleles for a group.
    """
    beyond = _beyond(rules, "ba1.min_af")
    common = _common(v, beyond) & ~v.ba1_exception
    too_few = v.allele_number < rules.ba1.min_an
    finding = met(unless(too_few, common, answer=None)).because(
        "gnomAD: {}, against {}", v.gnomad_seen, rules.ba1.min_af
    )
    finding = finding.where(_of_few(v, beyond) & ~v.ba1_exception, FEW, v.gnomad_seen)
    return finding.only_for(~v.ba1_exception, "on the list of exceptions: common, and yet known to cause disease")


@criterion(
    Strength.STRONG,
    source=SOURCE_BS1,
    needs=("gnomad_seen", "larger_in_a_group", "inheritance", "filtering_af_if_annotated"),
    refining=("allele_number",),
)
def BS1(v: Variants, rules: Any) -> Finding:
    """Allele frequency is greater than expected for the disorder.

    Where the file has gnomAD's filtering frequency (95 %), that must pass the limit as well; elsewhere a single group's
    frequency that a handful of alleles may make is not assessed. Without a limit of the condition's own the frequency
    gives supporting evidence at most, and a person reviews it.
    """
    limit, points, beyond = _of_panel(v, rules) if "min_af" in rules.bs1 else _by_mode(v, rules)
    told = "gnomAD: {}, against {} for inheritance {}"
    finding = graded(given(v.inheritance, points)).because(told, v.gnomad_seen, limit, v.inheritance)
    if v.has_filtering_af:
        told = "gnomAD: {}, filtering frequency {}, against {} for inheritance {}"
        return finding.because(told, v.gnomad_seen, v.filtering_af, limit, v.inheritance)
    return finding.where(_of_few(v, beyond) & points.is_null() & v.inheritance.is_not_null(), FEW, v.gnomad_seen)


def _by_mode(v: Variants, rules: Any) -> tuple[Any, pl.Expr, Limit]:
    """The limit of the mode of inheritance, and what passing it is worth."""
    limit = choose(
        v.recessive,
        yes=rules.bs1.fallback_recessive,
        no=choose(v.dominant, yes=rules.bs1.fallback_dominant, no=rules.bs1.fallback_x_linked),
    )

    def beyond(frequency: pl.Expr) -> pl.Expr:
        return frequency > limit

    return limit, choose(_expected_less(v, beyond), yes=worth(rules.bs1.fallback_strength), no=0), beyond


def _of_panel(v: Variants, rules: Any) -> tuple[Any, pl.Expr, Limit]:
    """A panel's limit with what passing it is worth; some panels have a lower one for supporting evidence."""
    beyond = _beyond(rules, "bs1.min_af")
    common = _expected_less(v, beyond)
    usual = worth(rules.criteria.BS1.default)
    if "supporting_af" not in rules.bs1:
        return rules.bs1.min_af, choose(common, yes=usual, no=0), beyond
    lower = _beyond(rules, "bs1.supporting_af")
    fairly = choose(_expected_less(v, lower), yes=worth("Supporting"), no=0)
    limit = choose(common, rules.bs1.min_af, rules.bs1.supporting_af)
    return limit, choose(common, yes=usual, no=fairly), lower


def _expected_less(v: Variants, beyond: Limit) -> pl.Expr:
    """Whether a limit is passed: by the filtering frequency too where the file has it, else by many alleles."""
    if not v.has_filtering_af:
        return _common(v, beyond)
    return ~v.gnomad_absent & (beyond(v.gnomad_af) | v.larger_in_a_group) & beyond(v.filtering_af)


@criterion(Strength.STRONG, source=SOURCE_BS2, needs=("observed_healthy", "inheritance"))
def BS2(v: Variants, rules: Any) -> Finding:
    """Observed in a healthy adult for a disorder with full penetrance expected at an early age.

    From database counts for recessive and X-linked diseases only, as supporting evidence that a person reviews: gnomAD
    is no cohort of healthy adults. For dominant diseases a person must tell of a healthy adult past the age of onset.
    Not from counts in genes of clonal haematopoiesis or with a homologous locus, nor where gnomAD covers poorly.
    """
    homozygous = v.homozygotes >= rules.bs2.recessive_homozygotes
    hemizygous = v.hemizygotes >= rules.bs2.x_linked_hemizygotes
    only_recessive, only_x_linked = v.recessive & ~(v.dominant | v.x_linked), v.x_linked & ~(v.dominant | v.recessive)
    seen = choose(only_recessive, yes=homozygous, no=choose(only_x_linked, yes=hemizygous, no=None))
    seen = choose(v.gnomad_absent & (only_recessive | only_x_linked), yes=False, no=seen)
    miscounted = v.gene.is_in([*rules.bs2.chip_genes, *rules.bs2.homologous_genes])
    doubtful = unless(v.poorly_covered(rules.pm2.min_an_fraction), miscounted, answer=True)
    finding = met(unless(doubtful, seen, answer=None), worth(rules.bs2.strength)).because(
        "gnomAD: {} homozygotes, {} hemizygotes, for inheritance {}: a person reviews penetrance and age of onset",
        v.homozygotes, v.hemizygotes, v.inheritance,
    )  # fmt: skip
    return finding.where(
        doubtful & (only_recessive | only_x_linked),
        "not assessed: counts of gnomAD do not tell (clonal haematopoiesis, a homologous locus, or poor coverage)",
    )


def _beyond(rules: Any, limit: str) -> Limit:
    return lambda frequency: passes(frequency, rules, limit)


def _common(v: Variants, beyond: Limit) -> pl.Expr:
    """Whether the gnomAD frequency passes a limit from below; absent does not.

    Null where one ancestry group alone passes it, by what may be a handful of alleles.
    """
    frequent = unless(_of_few(v, beyond), beyond(v.gnomad_af), answer=None)
    return ~v.gnomad_absent & (frequent | v.larger_in_a_group)


def _of_few(v: Variants, beyond: Limit) -> pl.Expr:
    """Whether the limit is passed only by a frequency that few alleles of one ancestry group may make."""
    return unless(beyond(v.gnomad_many_af), beyond(v.gnomad_af))


def within(v: Variants, rules: Any, limit: str) -> pl.Expr:
    """Whether the gnomAD frequency keeps to a ceiling; absent does."""
    return v.gnomad_absent | (passes(v.gnomad_af, rules, limit) & ~v.larger_in_a_group)
