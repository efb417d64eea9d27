"""The other allele of the patient, PM3 and BP2: from phase and the known class of the partner variant.

A partner is known as pathogenic or likely pathogenic by ClinVar with two stars, never by a call of our own: that A
is judged beside B and B beside A is then no circle.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gmstool.criteria.engine import Finding, criterion, graded, not_assessed, unless
from gmstool.criteria.of_family import NO_CARRIER, by_level, has_family, of_fractions, of_one_kind, said, truth
from gmstool.criteria.population import PM2
from gmstool.criteria.strength import Strength
from gmstool.unknown import choose

if TYPE_CHECKING:
    import polars as pl

    from gmstool.criteria.facts import Variants

IN_TRANS = "{} on the scale of PM3: in trans with {}, rare enough for PM2: {}"
UNPHASED = "{} on the scale of PM3: phase not known with {}, rare enough for PM2: {}"
HOMOZYGOUS = "{} on the scale of PM3: homozygous, rare enough for PM2: {}; parents known to be related: {}"
NOT_RECESSIVE = "the disease is not recessive"
SEVERAL_MODES = "not assessed: one mode of inheritance must be known"
NO_PARTNER = "no second allele of the patient is known as pathogenic or likely pathogenic; partners: {}"
NO_COMPARATORS = "not assessed: needs ClinVar with stars, in the file or the bundle, for the partners: {}"
NOT_PAIRED = "not assessed: needs all variants of the gene in the patient, so classify the whole file"
IN_CIS = "in cis with the pathogenic variant {}"
DOMINANT_TRANS = "in trans with the pathogenic variant {}; the disease is dominant and fully penetrant"
PENETRANCE = "not assessed: in trans with {}; needs to know whether the dominant disease is fully penetrant"
PHASE = "not assessed: needs the phase with {}"
NOTHING_BESIDE = "no variant known as pathogenic speaks against it; partners: {}"


@criterion(
    Strength.MODERATE,
    source="ClinGen SVI, PM3 v1.0 (2019)",
    person="the other allele of a patient with a recessive disease, its class, and the phase",
)
def PM3(v: Variants, rules: Any) -> Finding:
    """For recessive disorders, detected in trans with a pathogenic variant."""
    if not has_family(v):
        return not_assessed()
    carries, recessive, rare = truth(v, "carries"), of_one_kind(v), PM2.rule(v, rules).points > 0
    total = _total(v, rules.pm3)
    enough = by_level(total, rules.pm3)
    rarely = choose(enough > 0, yes=choose(rare, enough, 0), no=0)
    points = choose(carries, yes=choose(recessive, yes=rarely, no=0), no=0)
    partners, told = said(v, "partners"), of_fractions(graded(points), v)
    told = told.where(carries.not_(), NO_CARRIER, said(v, "calls"))
    told = told.where(carries & recessive.not_(), NOT_RECESSIVE).where(carries & recessive.is_null(), SEVERAL_MODES)
    told = told.where(said(v, "trans").is_not_null(), IN_TRANS, total, said(v, "trans"), _yes(rare))
    told = told.where(truth(v, "homozygous"), HOMOZYGOUS, total, _yes(rare), _yes(truth(v, "related")))
    told = told.where(said(v, "unphased").is_not_null(), UNPHASED, total, said(v, "unphased"), _yes(rare))
    return _without_partner(told, v).where(carries & (total == 0), NO_PARTNER, _listed(partners))


def _total(v: Variants, table: Any) -> pl.Expr:
    """Points of the patient's best second allele; null where it is not known whether there is one."""
    import polars as pl

    single = unless(truth(v, "related"), pl.lit(float(table.homozygous)), answer=float(table.consanguineous))
    likely = unless(
        truth(v, "unphased_pathogenic"),
        pl.lit(float(table.likely_pathogenic_phase_unknown)),
        answer=float(table.pathogenic_phase_unknown),
    )
    return (
        pl.when(said(v, "trans").is_not_null()).then(pl.lit(float(table.pathogenic_in_trans)))
        .when(truth(v, "homozygous")).then(single)
        .when(said(v, "unphased").is_not_null()).then(likely)
        .when(truth(v, "searched")).then(0.0)
    )  # fmt: skip


def _without_partner(told: Finding, v: Variants) -> Finding:
    """Where partners could not be looked for."""
    unknown = truth(v, "searched").not_()
    return told.where(unknown & truth(v, "whole").not_(), NOT_PAIRED).where(
        unknown, NO_COMPARATORS, _listed(said(v, "partners"))
    )


def _yes(condition: pl.Expr) -> pl.Expr:
    import polars as pl

    return choose(condition, pl.lit("yes"), pl.lit("no"))


def _listed(partners: pl.Expr) -> pl.Expr:
    import polars as pl

    return pl.coalesce(partners, pl.lit("none"))


@criterion(
    Strength.SUPPORTING,
    source="Richards 2015, PMID 25741868",
    person="the other pathogenic variant of the person, and the phase of the two",
)
def BP2(v: Variants, rules: Any) -> Finding:  # noqa: ARG001
    """In trans with a pathogenic variant for a fully penetrant dominant disorder, or in cis with one for any."""
    import polars as pl

    if not has_family(v):
        return not_assessed()
    carries, cis, trans = truth(v, "carries"), said(v, "cis_pathogenic"), said(v, "trans_pathogenic")
    dominant = pl.when(v.dominant & (v.recessive | v.x_linked)).then(None).otherwise(v.dominant)
    against = choose(dominant, yes=pl.when(truth(v, "penetrant")).then(1), no=0)
    searched = choose(truth(v, "searched"), yes=0, no=None)
    unphased = truth(v, "unphased_pathogenic")
    found = (
        pl.when(cis.is_not_null()).then(1).when(unphased).then(None)
        .when(trans.is_not_null()).then(against).otherwise(searched)
    )  # fmt: skip
    told = of_fractions(graded(choose(carries, yes=found, no=0)), v).where(carries.not_(), NO_CARRIER, said(v, "calls"))
    told = told.where(cis.is_not_null(), IN_CIS, cis).where(unphased, PHASE, said(v, "unphased"))
    told = told.where(trans.is_not_null() & dominant & truth(v, "penetrant"), DOMINANT_TRANS, trans)
    told = told.where(trans.is_not_null() & (dominant | dominant.is_null()), PENETRANCE, trans)
    return _without_partner(told, v).where(carries, NOTHING_BESIDE, _listed(said(v, "partners")))
