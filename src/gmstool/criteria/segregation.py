"""Segregation in the family of the file, PP1 and BS4: relatives beyond the patient are counted from their genotypes.

Points of ClinGen 2024, never mixed with counts of meioses for one pedigree. A relative whose genotype is not known
counts for nothing. A healthy relative counts only under full penetrance, which a person states.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gmstool.criteria.engine import Finding, criterion, graded, not_assessed
from gmstool.criteria.genes import VALIDITY
from gmstool.criteria.of_family import NO_CARRIER, by_level, count, has_family, of_fractions, of_one_kind, said, truth
from gmstool.criteria.strength import Strength
from gmstool.unknown import choose

if TYPE_CHECKING:
    import polars as pl

    from gmstool.criteria.facts import Variants

SOURCE = "Biesecker 2024, PMID 38103548"
PERSON = "a pedigree with the relatives' genotypes and phenotypes"
LEVELS = (("strong", 4), ("moderate", 2), ("supporting", 1))
COUNTED = (
    "points of segregation: {} of {} needed; affected relatives with the variant: {}, without: {}, healthy ones at "
    "risk without: {}, not known: {}"
)
SEVERAL_MODES = "not assessed: one mode of inheritance must be known to count relatives"
VALIDITY_TOLD = (
    "not assessed: segregation counts where gene and disease are at least {} by ClinGen, here {}; affected "
    "relatives with the variant: {}, without: {}"
)
NO_AFFECTED = "no other affected relative is in the file: 0 points of segregation, {} needed"
NONE_LACKS = "no affected relative lacks the variant; with it: {}, not known: {}"
LACKING = "affected relatives without the variant: {} of {} needed without a person's word"
FEW_LACK = (
    "not assessed: affected relatives without the variant: {} of {} needed; a person must rule out another cause in "
    "them"
)
RECESSIVE_LACK = (
    "not assessed: affected relatives without the variant: {}; for recessive disease a person must judge the other "
    "allele too"
)


@criterion(Strength.SUPPORTING, source=SOURCE, person=PERSON)
def PP1(v: Variants, rules: Any) -> Finding:
    """Cosegregation with disease in affected family members, in a gene known to cause the disease."""
    if not has_family(v):
        return not_assessed()
    limits, carries, alone = rules.segregation, truth(v, "carries"), _affected(v) == 0
    total = _total(v, limits)
    reached = choose(_valid(v, limits), yes=by_level(total, limits, LEVELS), no=None)
    nothing = alone & (count(v, "healthy_without") == 0)
    told = of_fractions(graded(choose(carries, yes=choose(nothing, yes=0, no=reached), no=0)), v)
    told = told.where(carries.not_(), NO_CARRIER, said(v, "calls"))
    told = told.where(carries & nothing, NO_AFFECTED, limits.supporting)
    told = told.where(carries & total.is_null(), SEVERAL_MODES)
    counts = (count(v, "affected_with"), count(v, "affected_without"))
    unfit = _valid(v, limits).is_null() | _valid(v, limits).not_()
    told = told.where(carries & unfit, VALIDITY_TOLD, limits.min_validity, v.text("validity"), *counts)
    more = (count(v, "healthy_without"), count(v, "affected_unknown"))
    return told.where(carries, COUNTED, total, limits.supporting, *counts, *more)


@criterion(Strength.STRONG, source=SOURCE, person=PERSON)
def BS4(v: Variants, rules: Any) -> Finding:
    """Lack of segregation in affected members of a family."""
    import polars as pl

    if not has_family(v):
        return not_assessed()
    limits, carries, lacking = rules.segregation, truth(v, "carries"), count(v, "affected_without")
    recessive, enough = of_one_kind(v), lacking >= rules.segregation.min_lacking
    dominant = recessive.not_() & _valid(v, limits)
    against = pl.when(dominant & enough).then(abs(int(limits.non_segregation)))
    told = of_fractions(graded(choose(carries, yes=pl.when(lacking == 0).then(0).otherwise(against), no=0)), v)
    told = told.where(carries.not_(), NO_CARRIER, said(v, "calls"))
    told = told.where(lacking == 0, NONE_LACKS, count(v, "affected_with"), count(v, "affected_unknown"))
    told = told.where(dominant & enough, LACKING, lacking, limits.min_lacking)
    told = told.where(carries & recessive, RECESSIVE_LACK, lacking)
    return told.where(carries, FEW_LACK, lacking, limits.min_lacking)


def _affected(v: Variants) -> pl.Expr:
    return count(v, "affected_with") + count(v, "affected_without") + count(v, "affected_unknown")


def _valid(v: Variants, limits: Any) -> pl.Expr:
    """Whether the gene is known well enough to cause the disease."""
    return v.text("validity").is_in(VALIDITY[VALIDITY.index(limits.min_validity) :])


def _total(v: Variants, limits: Any) -> pl.Expr:
    """Points of the relatives; null where the mode of inheritance does not tell how they count."""
    import polars as pl

    recessive, linked = of_one_kind(v), v.x_linked & (v.dominant | v.recessive).not_()
    penetrant = pl.when(truth(v, "penetrant")).then(1).otherwise(0)
    sums = {
        kind: count(v, f"affected{of}") * limits[f"{kind}_affected{sex}"]
        + count(v, f"healthy_without{lost}") * limits[f"{kind}_unaffected{sex}"] * penetrant
        for kind, of, lost, sex in (
            ("dominant", "_with", "", ""), ("x_linked", "_with_male", "_male", "_male"),
            ("recessive", "_alike", "", ""),
        )
    }  # fmt: skip
    other = pl.when(linked).then(sums["x_linked"]).when(v.x_linked.not_()).then(sums["dominant"])
    return pl.Expr.cast(choose(recessive, yes=sums["recessive"], no=other), pl.Float64)
