"""De novo variants, PS2 and PM6: from the genotypes of a child and its parents, by points.

One child is one observation: it counts in PS2 where both parents are proven to be the parents, else in PM6.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gmstool.criteria.engine import Finding, criterion, graded, not_assessed, unless
from gmstool.criteria.of_family import by_level, has_family, of_fractions, one_down, said, truth, worths
from gmstool.criteria.strength import Strength
from gmstool.unknown import choose

if TYPE_CHECKING:
    import polars as pl

    from gmstool.criteria.facts import Variants

SOURCE = "ClinGen SVI, PS2 and PM6 v1.1 (2021)"
GRADES = ("highly_specific", "consistent", "heterogeneous", "not_consistent")
NOT_NEW = "not de novo: {}"
UNSURE = "not assessed: needs genotypes of both parents that rule the variant out: {}"
HISTORY = "not assessed: others of the family are affected, so a person judges whether it is de novo: {}"
UNGRADED = (
    "not assessed: de novo, but needs a person's grade of the phenotype: {} on the scale if it is highly specific for "
    "the gene, {} if consistent, {} if many genes cause it; {}"
)
COUNTED = "{} on the scale of PS2 and PM6: de novo, phenotype {}, parents {}; {}"
ALONE = "{} on the scale of PS2 and PM6: de novo, phenotype {}, parents {}; one level down without a second allele; {}"
UNPROVEN = "not assessed: de novo, but needs proof that both are the parents; counted as PM6: {}"
PROVEN = "both parents are proven by {}: counted as PS2"


@criterion(
    Strength.STRONG, source=SOURCE, person="both parents' genotypes, proof of parenthood, and the phenotype's grade"
)
def PS2(v: Variants, rules: Any) -> Finding:
    """De novo, both parents confirmed, in a patient with the disease and no family history."""
    if not has_family(v):
        return not_assessed()
    proven = said(v, "proof").is_not_null()
    points = choose(_new(v), yes=choose(proven, yes=_points(v, rules, 0), no=None), no=0)
    return _told(graded(points).where(_new(v) & ~proven, UNPROVEN, said(v, "calls")), v, rules, 0)


@criterion(Strength.MODERATE, source=SOURCE, person="both parents' genotypes and the phenotype's grade")
def PM6(v: Variants, rules: Any) -> Finding:
    """Assumed de novo, without confirmation of paternity and maternity."""
    if not has_family(v):
        return not_assessed()
    proven = said(v, "proof").is_not_null()
    points = choose(_new(v), yes=choose(proven, yes=0, no=_points(v, rules, 1)), no=0)
    return _told(graded(points).where(_new(v) & proven, PROVEN, said(v, "proof")), v, rules, 1)


def _new(v: Variants) -> pl.Expr:
    """The patient has it and neither parent does; unknown where others are affected, as the disease runs there."""
    import polars as pl

    return pl.when(truth(v, "new") & truth(v, "history")).then(None).otherwise(truth(v, "new"))


def _worth(v: Variants, rules: Any, column: int) -> pl.Expr:
    """Points of one child with this grade of phenotype, null where nobody has graded it."""
    import polars as pl

    found: Any = pl.when(_grade(v, rules).is_null()).then(None)
    for name, worth in worths(GRADES, rules.de_novo, column):
        found = found.when(_grade(v, rules) == name).then(worth)
    return pl.Expr.cast(found.otherwise(None), pl.Float64)


def _grade(v: Variants, rules: Any) -> pl.Expr:
    import polars as pl

    plain = rules.de_novo.ungraded
    return pl.coalesce(said(v, "grade"), pl.lit(plain if plain in GRADES else None, dtype=pl.String))


def _points(v: Variants, rules: Any, column: int) -> pl.Expr:
    points = by_level(_worth(v, rules, column), rules.de_novo)
    return choose(_alone(v), yes=one_down(points), no=points)


def _alone(v: Variants) -> pl.Expr:
    """Recessive disease, as far as its modes tell, and no second pathogenic allele is known in trans."""
    import polars as pl

    other = unless(v.dominant | v.x_linked, pl.lit(True))  # of what nobody knows the stricter
    return other & unless(truth(v, "second"), pl.lit(True))


def _told(finding: Finding, v: Variants, rules: Any, column: int) -> Finding:
    calls, worth = said(v, "calls"), _worth(v, rules, column)
    listed = tuple(number for _, number in worths(GRADES[:3], rules.de_novo, column))
    facts = (worth, _grade(v, rules).str.replace_all("_", " "), _parents(v), calls)
    return (
        of_fractions(finding, v)
        .where(truth(v, "new") & truth(v, "history"), HISTORY, calls)
        .where(truth(v, "new").not_(), NOT_NEW, calls)
        .where(truth(v, "new").is_null() & calls.is_not_null(), UNSURE, calls)
        .where(_new(v) & worth.is_null(), UNGRADED, *listed, calls)
        .where(_new(v) & _alone(v), ALONE, *facts)
        .where(_new(v), COUNTED, *facts)
    )


def _parents(v: Variants) -> pl.Expr:
    import polars as pl

    return pl.coalesce(pl.concat_str(pl.lit("proven by "), said(v, "proof")), pl.lit("assumed"))
