"""Inheritance models, each one three-valued expression over the genotypes of a family (see genotypes.py).

True: the genotypes that the model needs are known and fit (confirmed). Null: they fit as far as they are known
(possible). False: a genotype contradicts the model (excluded). Names and meaning are genmod's; where the answer
differs, docs/decisions.md says why. A model takes no view on imprinting: it does not ask which parent an allele
must come from.

A person whose affection is not known fits every model.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import TYPE_CHECKING, Final

from gmstool.errors import UsageError
from gmstool.family.genotypes import AUTOSOME, MT, Members, X
from gmstool.family.pedigree import Sex

if TYPE_CHECKING:
    import polars as pl

COMPOUND: Final = ("AR_comp", "AR_comp_dn")
MODELS: Final = (
    "AD", "AD_dn", "AR_hom", "AR_hom_dn", *COMPOUND, "XD", "XD_dn", "XR", "XR_dn", "MT", "mosaic_dn",
)  # fmt: skip
DE_NOVO: Final = tuple(name for name in MODELS if name.endswith("_dn"))
GROUPS: Final = {
    "de-novo": DE_NOVO,
    "dominant": ("AD", "AD_dn", "XD", "XD_dn"),
    "recessive": ("AR_hom", "AR_hom_dn", *COMPOUND, "XR", "XR_dn"),
    "x-linked": ("XD", "XD_dn", "XR", "XR_dn"),
    "all": MODELS,
}


def asked(names: Iterable[str]) -> tuple[str, ...]:
    """The models meant by names and group names, in the order of MODELS."""
    known = {name.lower(): (name,) for name in MODELS} | {name.replace("-", "_"): one for name, one in GROUPS.items()}
    wanted: set[str] = set()
    for name in names:
        key = name.lower().replace("-", "_")
        if key not in known:
            raise UsageError(f"--model {name} is not known", hint=f"models: {', '.join((*MODELS, *GROUPS))}")
        wanted.update(known[key])
    return tuple(name for name in MODELS if name in wanted)


@dataclass(frozen=True)
class Family:
    """Expressions about the members of a family, at one variant.

    carries: carries the allele; full: in every copy. `mosaic_is_absent` reads a parent with few reads as without it.
    """

    members: Members
    mosaic_is_absent: bool = False

    def carries(self, k: int | None) -> "pl.Expr":
        """Null for a person who was not sampled."""
        import polars as pl

        if k is None:
            return pl.lit(None, pl.Boolean)
        has = pl.col(f"has_{k}")
        return pl.when(pl.col(f"mosaic_{k}")).then(pl.lit(False)).otherwise(has) if self.mosaic_is_absent else has

    def full(self, k: int) -> "pl.Expr":
        """Whether all copies that a member has bear the variant."""
        import polars as pl

        return pl.col(f"full_{k}")

    def het(self, k: int) -> "pl.Expr":
        """Whether a member bears the variant, but not on all copies."""
        return self.carries(k) & self.full(k).not_()

    def sex(self, k: int) -> Sex:
        """The sex that the pedigree states."""
        return self.members.people[k].sex


def every(conditions: Iterable["pl.Expr"]) -> "pl.Expr":
    """All conditions hold; true where there is none."""
    import polars as pl

    return reduce(and_, conditions, pl.lit(True))


def some(conditions: Iterable["pl.Expr"]) -> "pl.Expr":
    """One condition holds at least; false where there is none."""
    import polars as pl

    return reduce(or_, conditions, pl.lit(False))


def at_most_possible(condition: "pl.Expr") -> "pl.Expr":
    """Never more than possible: null where the condition holds."""
    import polars as pl

    return condition & pl.lit(None, pl.Boolean)


def by_sex(sex: Sex, male: "pl.Expr", female: "pl.Expr") -> "pl.Expr":
    """The condition for a person's sex; where it is not known, what both sexes agree on, else null."""
    if sex is Sex.UNKNOWN:
        return (male & female) | at_most_possible(male | female)
    return male if sex is Sex.MALE else female


def dominant(family: Family) -> "pl.Expr":
    """AD: affected are heterozygous, healthy do not carry it."""
    who = family.members
    return every(family.het(k) for k in who.affected) & every(family.carries(k).not_() for k in who.healthy)


def recessive(family: Family) -> "pl.Expr":
    """AR_hom: affected are homozygous, healthy are not."""
    who = family.members
    return every(family.full(k) for k in who.affected) & every(family.full(k).not_() for k in who.healthy)


def x_dominant(family: Family) -> "pl.Expr":
    """XD: affected carry it; healthy men do not, healthy women not in both copies."""
    who = family.members
    return every(family.carries(k) for k in who.affected) & every(_healthy_on_x(family, k) for k in who.healthy)


def x_recessive(family: Family) -> "pl.Expr":
    """XR: affected men carry it, affected women in both copies; healthy men do not, healthy women not in both."""
    who = family.members
    affected = (by_sex(family.sex(k), family.carries(k), family.full(k)) for k in who.affected)
    return every(affected) & every(_healthy_on_x(family, k) for k in who.healthy)


def mitochondrial(family: Family) -> "pl.Expr":
    """MT: affected carry it in some of their mitochondria. Healthy relatives may, below the level that harms."""
    return every(family.carries(k) for k in family.members.affected)


def _healthy_on_x(family: Family, k: int) -> "pl.Expr":
    return by_sex(family.sex(k), family.carries(k).not_(), family.full(k).not_())


def new_dominant(family: Family, child: int) -> "pl.Expr":
    """Neither parent has it."""
    mother, father = _parents(family, child)
    return mother.not_() & father.not_()


def new_recessive(family: Family, child: int) -> "pl.Expr":
    """One of the child's two copies is new: not both parents have it."""
    mother, father = _parents(family, child)
    return (mother & father).not_()


def new_x_dominant(family: Family, child: int) -> "pl.Expr":
    """A son's mother does not have it; neither parent of a daughter has it."""
    mother, _ = _parents(family, child)
    return by_sex(family.sex(child), mother.not_(), new_dominant(family, child))


def new_x_recessive(family: Family, child: int) -> "pl.Expr":
    """A son's mother does not have it; not both parents of a daughter have it."""
    mother, _ = _parents(family, child)
    return by_sex(family.sex(child), mother.not_(), new_recessive(family, child))


def _parents(family: Family, child: int) -> "tuple[pl.Expr, pl.Expr]":
    who = family.members
    return family.carries(who.mother(child)), family.carries(who.father(child))


Pattern = Callable[[Family], "pl.Expr"]
Newness = Callable[[Family, int], "pl.Expr"]
PATTERNS: Final[dict[str, tuple[str, Pattern, Newness]]] = {
    "AD": (AUTOSOME, dominant, new_dominant),
    "AR_hom": (AUTOSOME, recessive, new_recessive),
    "XD": (X, x_dominant, new_x_dominant),
    "XR": (X, x_recessive, new_x_recessive),
}


def verdicts(members: Members) -> "dict[str, pl.Expr]":
    """Every model but the compound ones, each a three-valued expression."""
    family = Family(members)
    found = {"MT": _in_region(MT, mitochondrial(family))}
    for name, (region, pattern, newness) in PATTERNS.items():
        new = _new(family, newness)
        trace = reads_in_a_parent(members)
        # Reads of the allele in a parent: the variant is not plainly new, and may have been inherited.
        inherited = new.not_() | at_most_possible(trace)
        found[name] = _in_region(region, pattern(family) & inherited)
        found[f"{name}_dn"] = _in_region(region, pattern(family) & new & trace.not_())
    found["mosaic_dn"] = mosaic_de_novo(members)
    return found


def mosaic_de_novo(members: Members) -> "pl.Expr":
    """mosaic_dn: new but for a parent with the allele in few of the reads; at most possible."""
    import polars as pl

    family = Family(members, mosaic_is_absent=True)
    fits = [
        _in_region(region, pattern(family) & _new(family, newness))
        for name, (region, pattern, newness) in PATTERNS.items()
        if name != "AR_hom"  # two copies cannot come from one new event
    ]
    # Reads must have been seen: a parent without a call is a reason for AD_dn to be possible, not for mosaicism.
    seen = (pl.col(f"mosaic_{parent}") for k in members.affected for parent in members.parents(k))
    mosaic = some(one.is_not_null() & one for one in seen)
    return at_most_possible(some(fits) & mosaic)


def reads_in_a_parent(members: Members) -> "pl.Expr":
    """A parent of an affected member is called without the allele and has reads of it."""
    import polars as pl

    return some(pl.col(f"trace_{parent}") for k in members.affected for parent in members.parents(k))


def _new(family: Family, newness: Newness) -> "pl.Expr":
    """New in an affected member with a sampled parent."""
    who = family.members
    return some(newness(family, k) for k in who.affected if who.parents(k))


def _in_region(region: str, condition: "pl.Expr") -> "pl.Expr":
    import polars as pl

    return (pl.col("region") == region) & condition
