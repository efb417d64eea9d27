"""PM1: hot spots and critical domains, from curated lists only."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from gmstool.criteria.engine import Finding, criterion, graded, worth
from gmstool.criteria.population import PM2
from gmstool.criteria.strength import Strength
from gmstool.unknown import choose

if TYPE_CHECKING:
    import polars as pl

    from gmstool.criteria.facts import Variants


@criterion(
    Strength.MODERATE,
    source="Richards 2015, PMID 25741868; regions of ClinGen's expert panels",
    needs=("consequence", "curated_regions", "protein_position"),
)
def PM1(v: Variants, rules: Any) -> Finding:
    """Located in a mutational hot spot or a critical and well-established functional domain without benign variation.

    From curated lists of regions only. A gene without such a list is not known.
    """
    import polars as pl

    regions = tuple(rules.pm1.regions)
    found = pl.lit(None, dtype=pl.Int8)
    name = pl.lit(None, dtype=pl.String)
    for gene in dict.fromkeys(one["gene"] for one in regions):
        of_gene = [one for one in regions if one["gene"] == gene]
        found = pl.when(v.gene == gene).then(_of_gene(v, rules, of_gene)).otherwise(found)
        name = pl.when(v.gene == gene).then(_named(v, of_gene)).otherwise(name)
    found = pl.when(v.missense | v.in_frame).then(found).when((v.missense | v.in_frame).not_()).then(0)
    finding = graded(_if_rare(found, v, rules)).because("residue {}: {}", v.protein_position, name)
    if rules.pm1.needs_pm2:
        rare = PM2.points(v, rules) > 0
        told = "residue {}: {}; the panel asks for PM2 as well, which holds: {}"
        finding = finding.where(found > 0, told, v.protein_position, name, rare)
    return finding.only_for(v.missense | v.in_frame, "neither missense nor a change of length in frame")


def _if_rare(found: pl.Expr, v: Variants, rules: Any) -> pl.Expr:
    """The points, which some panels give only beside PM2; where that is not known, they are not known."""
    if not rules.pm1.needs_pm2:
        return found
    return choose((found > 0) & (PM2.points(v, rules) == 0), yes=0, no=found)


def _of_gene(v: Variants, rules: Any, regions: list[Any]) -> pl.Expr:
    """The strength of the strongest region that holds the residue, 0 outside all of them."""
    import polars as pl

    found: Any = pl.when(v.protein_position.is_null()).then(None)
    for one in sorted(regions, key=lambda one: -_worth(one, rules)):
        found = found.when(lies_in(v, one)).then(_worth(one, rules))
    points: pl.Expr = found.otherwise(0).cast(pl.Int8)
    return points


def _named(v: Variants, regions: list[Any]) -> pl.Expr:
    import polars as pl

    found: Any = pl.when(v.protein_position.is_null()).then(None)
    for one in regions:
        found = found.when(lies_in(v, one)).then(pl.lit(str(one.get("name", "a listed region"))))
    name: pl.Expr = found.otherwise(pl.lit("in no listed region"))
    return name


def lies_in(v: Variants, region: Any) -> pl.Expr:
    """Whether a region holds the residue: a stretch from start to end, or single residues."""
    tests = []
    if "start" in region:
        tests.append(v.protein_position.is_between(region["start"], region["end"]))
    if "residues" in region:
        tests.append(v.protein_position.is_in(list(region["residues"])))
    return reduce(or_, tests)


def _worth(region: Any, rules: Any) -> int:
    return worth(region.get("strength", rules.criteria.PM1.default))
