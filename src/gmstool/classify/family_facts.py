"""What a family tells of each row: de novo, the other allele, segregation, each a column for the criteria.

Columns are `_family_…`; truth is three-valued, and what genotypes do not tell stays unknown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gmstool.family.genotypes import AUTOSOME, MT, X
from gmstool.family.pedigree import Sex
from gmstool.unknown import choose

if TYPE_CHECKING:
    from collections.abc import Iterable

    import polars as pl

    from gmstool.classify.case import Case
    from gmstool.classify.family_proof import Proof
    from gmstool.family.genotypes import Members


@dataclass(frozen=True, slots=True)
class Patient:
    """The patient among the members, and what is known of the family as a whole."""

    members: Members
    k: int
    proof: str | None = None  # what proves that both parents are the parents
    doubt: bool = False  # the samples contradict the pedigree
    related: bool | None = None  # the parents

    @classmethod
    def of(cls, members: Members, name: str, case: Case | None, proof: Proof | None) -> Patient:
        """The member of this name; the case file's word before that of the genotypes."""
        k, stated = members.at(name), case.family if case else None
        by_case = f"the case file ({stated.source})" if stated and stated.parents_confirmed else None
        both = len(members.parents(k)) == 2  # noqa: PLR2004  # a pair
        told = by_case or (proof.by if proof else None)
        related = stated.consanguineous if stated else (_share_an_ancestor(members, k) or None)
        return cls(members, k, told if both else None, bool(proof and proof.doubt and not by_case), related)

    @property
    def others(self) -> list[int]:
        return [one for one in range(len(self.members.people)) if one != self.k]


def _share_an_ancestor(members: Members, k: int) -> bool:
    """Whether the pedigree says that the parents are related."""
    mother, father = members.mother(k), members.father(k)
    return mother is not None and father is not None and bool(_line(members, mother) & _line(members, father))


def _line(members: Members, k: int) -> set[int]:
    """A person with all ancestors."""
    return {k}.union(*(_line(members, parent) for parent in members.parents(k)))


def facts(
    states: pl.DataFrame, answers: pl.DataFrame, pairs: pl.DataFrame | None, patient: Patient, *, searched: bool,
    whole: bool,
) -> pl.DataFrame:  # fmt: skip
    """The facts of each row of `states`, in their order."""
    import polars as pl

    extra = answers.select("compound_partners", "family_genotypes", "AR_comp")
    table = states.drop("AR_comp", strict=False).hstack(extra)
    if pairs is not None:
        table = table.join(_by_partner(pairs), on="_seq", how="left", maintain_order="left")
    k = patient.k
    many = pl.coalesce(pl.col("compound_partners").str.contains("not paired"), pl.lit(False))
    named = {
        "carries": pl.when(pl.col("region") != MT).then(pl.col(f"has_{k}")),  # a share of the copies is no genotype
        "calls": pl.col("family_genotypes"),
        "new": pl.lit(None, pl.Boolean) if patient.doubt else _new(patient),
        "proof": pl.lit(patient.proof, pl.String),
        "history": pl.lit(any(patient.members.people[j].affected is True for j in patient.others)),
        "related": pl.lit(patient.related, pl.Boolean),
        "homozygous": _homozygous(k),
        "partners": pl.col("compound_partners"),
        "whole": pl.lit(whole),
        "searched": pl.lit(searched) & many.not_(),
        **_partners(table),
        **_relatives(patient),
    }
    return table.select(one.alias(f"_family_{name}") for name, one in named.items())


def _new(patient: Patient) -> pl.Expr:
    """The patient has it and the parents, with enough reads and none of it, do not; a son's X is the mother's."""
    import polars as pl

    members, k, region = patient.members, patient.k, pl.col("region")
    of_mother, of_father = _without(members.mother(k)), _without(members.father(k))
    both = of_mother & of_father
    either = both | (of_mother & pl.lit(None, pl.Boolean))  # of unknown sex: what holds for both
    on_x = {Sex.MALE: of_mother, Sex.FEMALE: both}.get(members.people[k].sex, either)
    absent = pl.when(region == AUTOSOME).then(both).when(region == X).then(on_x)
    twice = pl.col(f"full_{k}") & (region == AUTOSOME)  # one event does not make two copies
    new = pl.col(f"has_{k}") & pl.when(twice & absent).then(None).otherwise(absent)
    return pl.when(region != MT).then(new)


def _without(parent: int | None) -> pl.Expr:
    """A parent does not have the allele; unknown where the reads show it, or the parent has no sample."""
    import polars as pl

    nothing = pl.lit(None, pl.Boolean)
    if parent is None:
        return nothing
    return pl.col(f"has_{parent}").not_() & (pl.col(f"trace_{parent}").not_() | nothing)


def _homozygous(k: int) -> pl.Expr:
    """Two copies; what only looks so inside a deletion has a partner instead."""
    import polars as pl

    seeming = pl.coalesce(pl.col("compound_partners").str.contains("deletion"), pl.lit(False))
    return pl.col(f"full_{k}") & (pl.col("region") == AUTOSOME) & seeming.not_()


_KINDS = ("trans", "unphased", "cis_pathogenic", "trans_pathogenic")


def _by_partner(pairs: pl.DataFrame) -> pl.DataFrame:
    """For each row the best partner of each kind, those of ClinVar's class P first."""
    import polars as pl

    level, trans = pl.col("known").str.extract("^([^:]+):"), pl.col("trans")
    said = pl.format("{} ({})", "partner", pl.coalesce(pl.format("{}; phase from {}", "known", "basis"), "known"))
    pathogenic = level == "P"
    kinds = {
        "trans": trans, "unphased": trans.is_null(), "cis_pathogenic": trans.not_() & pathogenic,
        "trans_pathogenic": trans & pathogenic,
    }  # fmt: skip
    told = pairs.with_columns(_said=said, _second=pathogenic.not_()).sort("_second", "partner")
    return told.group_by("_seq", maintain_order=True).agg(
        *(pl.col("_said").filter(kind).first().alias(name) for name, kind in kinds.items()),
        (trans.is_null() & pathogenic).any().alias("unphased_pathogenic"),
    )


def _partners(table: pl.DataFrame) -> dict[str, pl.Expr]:
    import polars as pl

    if "trans" not in table.columns:
        nothing = dict.fromkeys(_KINDS, pl.lit(None, pl.String))
        return {**nothing, "unphased_pathogenic": pl.lit(None, pl.Boolean), "second": pl.lit(False)}
    found = {name: pl.col(name) for name in (*_KINDS, "unphased_pathogenic")}
    return {**found, "second": pl.col("trans").is_not_null()}


def _relatives(patient: Patient) -> dict[str, pl.Expr]:
    """How many relatives have the variant, and how many do not."""
    people, others, k = patient.members.people, patient.others, patient.k
    import polars as pl

    sick = [j for j in others if people[j].affected is True]
    well = [j for j in others if people[j].affected is False]
    men = [j for j in others if people[j].sex is Sex.MALE]
    has = {j: pl.col(f"has_{j}") for j in others}
    spared = {j: has[j].not_() & _at_risk(patient, j) for j in well}
    both = {j: (pl.col(f"full_{j}") & pl.col(f"full_{k}")) | (has[j] & pl.col("AR_comp")) for j in sick}
    return {
        "affected_with": _many(has[j] for j in sick),
        "affected_with_male": _many(has[j] for j in sick if j in men),
        "affected_without": _many(has[j].not_() for j in sick),
        "affected_unknown": _many(has[j].is_null() for j in sick),
        "affected_alike": _many(both.values()),
        "healthy_without": _many(spared.values()),
        "healthy_without_male": _many(spared[j] for j in well if j in men),
    }


def _at_risk(patient: Patient, j: int) -> pl.Expr:
    """A sampled parent has it and could have handed it on: a relative who married in tells nothing."""
    import polars as pl

    found = pl.lit(False)
    for parent in patient.members.parents(j):
        found = found | pl.col(f"has_{parent}")
    return found


def _many(conditions: Iterable[pl.Expr]) -> pl.Expr:
    """How many of the conditions hold; what is not known does not."""
    import polars as pl

    found = pl.lit(0, pl.Int64)
    for one in conditions:
        found = found + choose(one.is_not_null() & one, yes=1, no=0)
    return found
