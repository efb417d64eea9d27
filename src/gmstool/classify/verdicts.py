"""From the points of the criteria to the class of each row: combining, the validity gate, the known-variant stop.

A file has few distinct sets of points, so each is combined once and given to all rows that have it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from gmstool.classify.known_harmful import TOLD_BY, known_harmful
from gmstool.consequences import Impact
from gmstool.criteria.codes import Evidence, natural
from gmstool.criteria.combine import Class, combine
from gmstool.criteria.explain import named
from gmstool.criteria.strength import Strength

if TYPE_CHECKING:
    import polars as pl

    from gmstool.rules.model import RuleSet

NOT_IN_SCOPE = "Not in scope"
FREQUENCY = ("BA1", "BS1", "BS2")  # criteria that rest on how common a variant is
FREQUENCY_CONFLICT = "frequency_conflict"
NON_CODING = "not in scope: non-coding, and without a SpliceAI score"
NO_CONSEQUENCE = "not in scope: the consequence is not known"
_ONLY_IN_SCOPE = ("class_points", "class_2015", "points", "posterior", "temperature", "conflict", "schemes_differ")
_BY_POINTS = {1: Strength.SUPPORTING, 2: Strength.MODERATE, 3: Strength.MODERATE, 4: Strength.STRONG,
              8: Strength.VERY_STRONG}  # fmt: skip
_COLUMNS = (
    "classification", "class_points", "class_2015", "points", "posterior", "temperature", "conflict", "schemes_differ",
    "codes",
)  # fmt: skip


def strength(code: str, points: int) -> Strength:
    """The strength of a criterion that is met with these points; BA1 stands alone."""
    return Strength.STAND_ALONE if code == "BA1" else _BY_POINTS[abs(points)]


def evidence(points: dict[str, int | None]) -> tuple[Evidence, ...]:
    """The criteria that count, by their signed points."""
    return tuple(Evidence(code, strength(code, worth)) for code, worth in points.items() if worth)


def combined(counted: pl.DataFrame, codes: tuple[str, ...], rules: RuleSet) -> pl.DataFrame:
    """The verdict columns of each row, from the points that count."""
    answered = [code for code in codes if counted[code].null_count() < counted.height] or list(codes[:1])
    sets = counted.select(codes).unique(answered, maintain_order=True)  # what nobody answered tells no rows apart
    verdicts = [_verdict(codes, points, rules) for points in sets.iter_rows()]
    told = sets.select(answered).with_columns(_series(verdicts))
    return (
        counted.select(answered)
        .join(told, on=answered, how="left", nulls_equal=True, maintain_order="left")
        .select(_COLUMNS)
    )


def _series(verdicts: list[tuple[Any, ...]]) -> list[pl.Series]:
    import polars as pl

    kinds = {"points": pl.Int16(), "posterior": pl.Float64()}
    columns = zip(*verdicts, strict=True) if verdicts else ((),) * len(_COLUMNS)
    return [
        pl.Series(name, list(values), kinds.get(name, pl.String()))
        for name, values in zip(_COLUMNS, columns, strict=True)
    ]


@cache
def made_of(rules: RuleSet) -> tuple[Any, ...]:
    """What of a rule set decides on a class where the points are there: rule sets with the same can judge together."""
    return tuple(map(_bare, (rules.overlap, rules.combining, rules.validity, rules.of_mitochondria)))


def _bare(value: Any) -> Any:
    """A part of a rule set as values that can be compared."""
    if isinstance(value, Mapping):
        return tuple((name, _bare(value[name])) for name in sorted(value))
    return tuple(map(_bare, value)) if isinstance(value, tuple) else value


@lru_cache(maxsize=1 << 16)
def _verdict(codes: tuple[str, ...], points: tuple[int | None, ...], rules: RuleSet) -> tuple[Any, ...]:
    met = evidence(dict(zip(codes, points, strict=True)))
    found, names = combine(met, rules), rules.combining.classes
    table = named(found.by_table.class_, names) if found.by_table else None
    return (
        named(found.class_, names), named(found.by_points.class_, names), table, found.points, found.posterior,
        found.temperature, found.conflict, found.two_schemes, ",".join(told(one) for one in met),
    )  # fmt: skip


def told(one: Evidence) -> str:
    """A criterion as people write it: PM2 always with its strength, as the bare code meant moderate in 2015."""
    return one.code if one.strength is natural(one.code) and one.code != "PM2" else f"{one.code}_{one.strength}"


def gated(rows: pl.DataFrame, rules: RuleSet) -> pl.DataFrame:
    """A pathogenic class needs a gene that is known to cause the condition; `gate` says so, or that it is not known."""
    import polars as pl

    names = rules.combining.classes
    harmful = pl.col("classification").is_in(
        [names[one.name.lower()] for one in (Class.LIKELY_PATHOGENIC, Class.PATHOGENIC)]
    )
    capped = harmful & pl.col("validity").is_in(list(rules.validity.caps))
    said = pl.concat_str(pl.lit("gene of uncertain significance: ClinGen validity "), pl.col("validity"))
    unknown = pl.lit("the validity of gene and condition is not known")
    return rows.with_columns(
        gate=pl.when(capped).then(said).when(harmful & pl.col("validity").is_null()).then(unknown),
        classification=pl.when(capped).then(pl.lit(names.uncertain)).otherwise(pl.col("classification")),
    )


def stopped(rows: pl.DataFrame, build: str | None, rules: RuleSet) -> pl.DataFrame:
    """A known pathogenic or founder variant is never called benign for being common: a person decides."""
    import polars as pl

    names = rules.combining.classes
    harmless = pl.col("classification").is_in([names[one.name.lower()] for one in (Class.BENIGN, Class.LIKELY_BENIGN)])
    common = pl.any_horizontal([pl.col(code).is_not_null() & (pl.col(code) != 0) for code in FREQUENCY])
    asked = rows.select(harmless & common).to_series().arg_true()
    known = known_harmful(rows.select(name for name in rows.columns if name in TOLD_BY)[asked], build)
    if known.null_count() == len(known):
        return rows
    told = pl.Series([None], dtype=pl.String).new_from_index(0, rows.height).scatter(asked, known)
    stop = pl.lit(told.is_not_null())
    said = pl.concat_str(pl.lit("common, but known to cause disease: "), pl.lit(told))
    return rows.with_columns(
        classification=pl.when(stop).then(pl.lit(names.uncertain)).otherwise(pl.col("classification")),
        conflict=pl.when(stop).then(pl.lit(FREQUENCY_CONFLICT)).otherwise(pl.col("conflict")),
        gate=pl.when(stop).then(said).otherwise(pl.col("gate")),
    )


def in_scope_only(rows: pl.DataFrame, codes: tuple[str, ...], rules: RuleSet) -> pl.DataFrame:
    """What the rules are not made for is not called uncertain; `scope` says why.

    Deletions of exons go through PVS1's tree and have a class where it answers. What lies outside coding sequence and
    splice regions can be judged by SpliceAI, or by being common; what is not annotated, by nothing.
    """
    import polars as pl

    answered = pl.any_horizontal([pl.col(code).is_not_null() for code in codes])
    outside = pl.col("_out_of_scope").is_not_null() & answered.not_()
    uncertain = pl.col("classification") == rules.combining.classes.uncertain
    undecided = uncertain & pl.col("conflict").is_null()
    nuclear = pl.lit(not rules.of_mitochondria)  # mitochondrial DNA is not spliced
    silent = nuclear & undecided & (pl.col("impact") == Impact.MODIFIER.name) & pl.col("spliceai_max").is_null()
    scope = (
        pl.when(outside).then(pl.col("_out_of_scope"))
        .when(undecided & pl.col("consequence").is_null()).then(pl.lit(NO_CONSEQUENCE))
        .when(silent).then(pl.lit(NON_CODING))
    )  # fmt: skip
    rows = rows.with_columns(scope=scope)
    empty = [pl.when(pl.col("scope").is_null()).then(pl.col(name)).alias(name) for name in _ONLY_IN_SCOPE]
    name = pl.when(pl.col("scope").is_null()).then(pl.col("classification")).otherwise(pl.lit(NOT_IN_SCOPE))
    return rows.with_columns(*empty, classification=name)
