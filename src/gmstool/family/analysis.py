"""The family's answer for each row of the table of variants: models, confidence, reason, partners."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from gmstool.errors import MismatchError
from gmstool.family.calls import CallReader
from gmstool.family.columns import VERDICT
from gmstool.family.compounds import Collector
from gmstool.family.deletions import Deleted
from gmstool.family.genotypes import MT, Declared, Floors, Members, contigs, with_regions, with_states
from gmstool.family.models import COMPOUND, MODELS, verdicts
from gmstool.vcf.header import Header

if TYPE_CHECKING:
    import polars as pl

PLACE: Final = ("chrom", "pos", "ref", "alt", "gene")


@dataclass
class Analysis:
    """One run's view of one family. Feed it rows with `states`, then ask `answered` once all were seen."""

    members: Members
    header: Header
    asked: tuple[str, ...]
    floors: Floors = field(default_factory=Floors)
    deletions: "pl.DataFrame | None" = None

    def __post_init__(self) -> None:
        _check(self.members, self.asked)
        self._reader = CallReader(self.header, self.members)
        self._declared = Declared.of(self.header)
        self._collector = Collector(self.members, tuple(name for name in COMPOUND if name in (self.asked or MODELS)))
        self._rows = 0
        self._pairs: pl.DataFrame | None = None if self.pairs else self._collector.resolved()
        self._deleted = [Deleted.of(self.deletions, k) for k in range(len(self.members.people))]
        if self.deletions is not None:
            self._collector.add(_as_candidates(self.deletions, self.members))

    def tell_known(self, k: int) -> None:
        """Remember pairs of member k with a partner whose class is `known`, a column of the rows that `states` gets."""
        self._collector.of = k

    @property
    def known_pairs(self) -> "pl.DataFrame | None":
        """Those pairs, once all rows were seen; None without any."""
        import polars as pl

        found = [one for one in self._collector.with_known if one.height]
        return pl.concat(found) if found else None

    @property
    def pairs(self) -> bool:
        """Whether the answer needs all rows of the file: variants are paired."""
        return bool(set(self.asked or MODELS) & set(COMPOUND))

    def states(self, lines: Sequence[bytes], table: "pl.DataFrame") -> "pl.DataFrame":
        """The rows with `_seq`, the members' genotype states and every model's verdict but the compound ones'.

        `_line` counts within `lines`. Candidates of compound pairs are remembered.
        """
        import polars as pl

        calls = self._reader.read(lines)
        known = [name for name in ("gene_id", "known") if name in table.columns]
        rows = table.select("_line", "_alt", *PLACE, *known).join(
            calls, on=["_line", "_alt"], how="left", maintain_order="left"
        )
        rows = with_states(with_regions(rows, self.header.build.build), self.members, self._declared, self.floors)
        sequence = pl.int_range(self._rows, self._rows + rows.height, dtype=pl.Int64)
        rows = rows.with_columns(_seq=sequence, **verdicts(self.members))
        self._rows += rows.height
        if self.pairs:
            self._collector.add(self._with_deletions(rows))
        models = (name for name in MODELS if name not in COMPOUND)
        return rows.select("_seq", "region", *self._of_members(), *self._facts(), *models)

    def _facts(self) -> list[str]:
        """What a classification reads of the members; a filter does without."""
        if self._collector.of is None:
            return []
        return [f"{name}_{k}" for k in range(len(self.members.people)) for name in ("has", "full", "trace")]

    def _of_members(self) -> list[str]:
        return [f"{name}_{k}" for k in range(len(self.members.people)) for name in ("state", "why", "gt")]

    def _with_deletions(self, rows: "pl.DataFrame") -> "pl.DataFrame":
        """The rows with `deleted_k`: inside a heterozygous deletion of member k."""
        import polars as pl

        named = pl.coalesce([name for name in ("gene", "gene_id") if name in rows.columns])
        end = pl.col("pos") + pl.col("ref").str.len_chars().cast(pl.Int64) - 1
        rows = rows.with_columns(contig=contigs(rows), end=end, _sv=pl.lit(False), gene_key=named)
        return rows.with_columns(
            deleted.inside(rows["contig"], rows["pos"]).alias(f"deleted_{k}") for k, deleted in enumerate(self._deleted)
        )

    def answered(self, states: "pl.DataFrame") -> "pl.DataFrame":
        """The family's columns and the verdict of the asked models, one row per row of `states`."""
        import polars as pl

        if self._pairs is None:
            self._pairs = self._collector.resolved()
        table = states.join(self._pairs, on="_seq", how="left", maintain_order="left")
        # A variant that is no candidate of a pair, or has no partner, is known not to be one of a pair.
        paired = pl.lit(table["_seq"].is_in(self._pairs["_seq"].implode()))
        table = table.with_columns(pl.when(paired).then(pl.col(name)).otherwise(False).alias(name) for name in COMPOUND)
        return table.select(*_told(self.members, self.asked), *(COMPOUND if self._collector.of is not None else ()))


def _check(members: Members, asked: tuple[str, ...]) -> None:
    if not members.affected:
        raise MismatchError(
            f"{members.pedigree.name} has no affected individual among the samples: no model can be tested",
            hint="affection is column 6 of a PED: 2 is affected",
        )
    new = [name for name in asked if name.endswith("_dn")]
    if new and len(new) == len(asked) and not any(members.parents(k) for k in members.affected):
        raise MismatchError(
            "de novo models need a parent, and no parent of an affected individual is among the samples",
            hint="name the parents in the PED or with --trio, or ask for other models",
        )


def _as_candidates(deletions: "pl.DataFrame", members: Members) -> "pl.DataFrame":
    import polars as pl

    nowhere = {f"deleted_{k}": pl.lit(False) for k in range(len(members.people))}
    return deletions.with_columns(_seq=pl.lit(None, pl.Int64), _sv=pl.lit(True), contig=contigs(deletions), **nowhere)


def _told(members: Members, asked: tuple[str, ...]) -> "list[pl.Expr]":
    """The columns a user sees, and the verdict of the asked models."""
    import polars as pl

    names = asked or MODELS
    fits = [pl.when(pl.col(name).is_null() | pl.col(name)).then(pl.lit(name)) for name in names]
    sure = [
        pl.when(pl.col(name)).then(pl.lit("confirmed")).when(pl.col(name).is_null()).then(pl.lit("possible"))
        for name in names
    ]
    any_sure = pl.any_horizontal([pl.col(name) for name in names])
    genotypes = _genotypes(members)
    return [
        _joined(fits).alias("inheritance_models"),
        pl.coalesce(_joined(sure), pl.lit("excluded")).alias("model_confidence"),
        _reason(members, names).alias("model_reason"),
        pl.col("compound_partners"),
        genotypes.alias("family_genotypes"),
        any_sure.alias(VERDICT),
    ]


def _joined(texts: "Sequence[pl.Expr]", separator: str = "|") -> "pl.Expr":
    import polars as pl

    if not texts:
        return pl.lit(None, pl.String)
    joined = pl.concat_str(texts, separator=separator, ignore_nulls=True)
    return pl.when(joined == "").then(None).otherwise(joined)


def _genotypes(members: Members) -> "pl.Expr":
    """Each member's state: `child het, mother hom_ref, father unknown (no call)`."""
    import polars as pl

    texts = []
    for k, one in enumerate(members.people):
        why = pl.coalesce(pl.format(" ({})", f"why_{k}"), pl.lit(""))
        diploid = pl.concat_str([pl.lit(f"{one.id} "), f"state_{k}", why])
        fraction = pl.format("{} {}", pl.lit(one.id), pl.coalesce(f"why_{k}", pl.lit("fraction not known")))
        texts.append(pl.when(pl.col("region") == MT).then(fraction).otherwise(diploid))
    return pl.concat_str(texts, separator=", ")


def _reason(members: Members, names: tuple[str, ...]) -> "pl.Expr":
    """Why a model is only possible, or why none fits: the genotypes that decide."""
    import polars as pl

    possible = pl.any_horizontal([pl.col(name).is_null() for name in names])
    fits = pl.any_horizontal([pl.col(name).is_null() | pl.col(name) for name in names])
    notes = _joined([*_doubts(members), *_compound_doubts(names), *_mosaic(names)], "; ")
    genotypes = _genotypes(members)
    none = "fits no model" if names == MODELS else f"fits none of {', '.join(names)}"
    return (
        pl.when(fits.not_()).then(pl.format("{}: {}", genotypes, pl.lit(none)))
        .when(possible & notes.is_not_null()).then(pl.format("{}; {}", genotypes, notes))
        .otherwise(genotypes)
    )  # fmt: skip


def _doubts(members: Members) -> "list[pl.Expr]":
    """Parents that were not sampled."""
    import polars as pl

    found = []
    for k in members.affected:
        missing = [role for role, one in (("mother", members.mother(k)), ("father", members.father(k))) if one is None]
        if len(missing) == 1:
            found.append(pl.lit(f"the {missing[0]} of {members.people[k].id} is not among the samples"))
    return found


def _compound_doubts(names: tuple[str, ...]) -> "list[pl.Expr]":
    import polars as pl

    asked = [name for name in COMPOUND if name in names]
    if not asked:
        return []
    unsure = pl.any_horizontal([pl.col(name).is_null() for name in asked])
    sure = pl.any_horizontal([pl.col(name) for name in asked])
    return [pl.when(unsure & sure.is_null()).then(pl.lit("the partners' phase is not certain"))]


def _mosaic(names: tuple[str, ...]) -> "list[pl.Expr]":
    import polars as pl

    if "mosaic_dn" not in names:
        return []
    return [pl.when(pl.col("mosaic_dn").is_null()).then(pl.lit("possible parental mosaicism"))]
