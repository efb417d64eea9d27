"""Compound heterozygotes: two variants of one gene, one on each copy.

Candidates are collected while the file is read, a few numbers each, and paired at the end: the variants of a gene may
lie far apart, and their order in the file must not matter. `pair` tells whether two lie on different copies.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from gmstool.family.genotypes import AUTOSOME, Members, X
from gmstool.family.models import Family, every, some
from gmstool.family.pair import Pair
from gmstool.family.pedigree import Sex
from gmstool.unknown import any_known

if TYPE_CHECKING:
    import polars as pl

# More variants of one gene than this are not paired: each would have hundreds of partners, and none would mean much.
MOST_CANDIDATES: Final = 500
PAIRS_AT_ONCE: Final = 200_000
SHOWN_PARTNERS: Final = 20
_PLACE: Final = ("chrom", "contig", "pos", "end", "ref", "alt")


def candidate(members: Members) -> "pl.Expr":
    """Whether a variant may be one of a pair: every affected member heterozygous, nobody else with two copies, and
    not inherited from both healthy parents. A variant inside a deletion of the affected may look homozygous.
    """
    import polars as pl

    family = Family(members)
    others = [k for k in range(len(members.people)) if k not in members.affected]
    single = [family.het(k) | (family.full(k) & pl.col(f"deleted_{k}")) for k in members.affected]
    on_x = pl.col("region") == X
    single += [on_x.not_() for k in members.affected if family.sex(k) is Sex.MALE]  # one copy holds no pair
    both = [
        (family.carries(members.mother(k)) & family.carries(members.father(k))).not_()
        for k in members.affected
        if _healthy_parents(members, k)
    ]
    in_region = pl.col("region").is_in([AUTOSOME, X]) & pl.col("gene_key").is_not_null()
    return in_region & every(single) & every(family.full(k).not_() for k in others) & every(both)


def _healthy_parents(members: Members, k: int) -> bool:
    parents = members.parents(k)
    return len(parents) == 2 and all(one in members.healthy for one in parents)  # noqa: PLR2004  # a pair


@dataclass
class Collector:
    """Candidates of a run, and what became of them."""

    members: Members
    asked: tuple[str, ...]
    parts: "list[pl.DataFrame]" = field(default_factory=list)
    with_known: "list[pl.DataFrame]" = field(default_factory=list)  # pairs of `of` whose partner has a known class
    of: int | None = None  # the member whose phase `with_known` tells

    def add(self, table: "pl.DataFrame") -> None:
        """Remember the rows that may be one of a pair; `_seq` numbers the rows of a run, null for a deletion."""
        import polars as pl

        if "known" not in table.columns:
            table = table.with_columns(known=pl.lit(None, pl.String))
        kept = table.with_columns(_candidate=candidate(self.members)).filter(pl.col("_candidate") | _unknown())
        if kept.height:
            self.parts.append(kept.select(*self._columns()))

    def _columns(self) -> list[str]:
        per_member = ("has", "full", "trace", "hap", "set", "deleted")
        return [
            "_seq", "_sv", "_candidate", "gene_key", "known", *_PLACE,
            *(f"{name}_{k}" for k in range(len(self.members.people)) for name in per_member),
        ]  # fmt: skip

    def resolved(self) -> "pl.DataFrame":
        """For each row that is one of a pair: `_seq`, AR_comp, AR_comp_dn (three-valued) and compound_partners."""
        import polars as pl

        if not self.parts:
            return _nothing()
        every_one = pl.concat(self.parts)
        # Some names are used on several chromosomes (Y_RNA, U6): a gene is a name on a chromosome.
        every_one = every_one.with_columns(_gene=pl.concat_str(["contig", "gene_key"], separator=":"))
        counts = every_one.group_by("_gene").agg(pl.struct(_PLACE).n_unique().alias("many"))
        crowded = counts.filter(pl.col("many") > MOST_CANDIDATES)["_gene"].implode()
        genes = counts.filter(pl.col("many").is_between(2, MOST_CANDIDATES)).sort("_gene")
        found = [self._paired(every_one, names) for names in _portions(genes)]
        found.append(_too_many(every_one.filter(pl.col("_gene").is_in(crowded))))
        return pl.concat(found)

    def _paired(self, table: "pl.DataFrame", genes: "pl.Series") -> "pl.DataFrame":
        import polars as pl

        some_genes = table.filter(pl.col("_gene").is_in(genes.implode()))
        partners = some_genes.unique([*_PLACE, "_gene"], keep="first", maintain_order=True)
        pairs = some_genes.filter(pl.col("_seq").is_not_null()).join(partners, on="_gene", suffix="_b")
        pairs = pairs.filter(some(pl.col(name).ne_missing(pl.col(f"{name}_b")) for name in _PLACE))
        pair = Pair(self.members)
        if self.of is not None:
            self.with_known.append(pair.known_partners(pairs, self.of))
        told = pairs.with_columns(_trans=pair.trans(), _basis=pair.basis())
        told = told.with_columns(AR_comp=pair.inherited(), AR_comp_dn=pair.new())
        return _by_variant(told, self.asked)


def _unknown() -> "pl.Expr":
    import polars as pl

    return pl.col("_candidate").is_null()


def _nothing() -> "pl.DataFrame":
    import polars as pl

    kinds = {"_seq": pl.Int64, "AR_comp": pl.Boolean, "AR_comp_dn": pl.Boolean, "compound_partners": pl.String}
    return pl.DataFrame(schema=kinds)


def _too_many(table: "pl.DataFrame") -> "pl.DataFrame":
    import polars as pl

    nothing = pl.lit(None, pl.Boolean)
    told = pl.format("over {} candidates in {}, not paired", pl.lit(MOST_CANDIDATES), "gene_key")
    rows = table.filter(pl.col("_seq").is_not_null())
    return rows.select("_seq", AR_comp=nothing, AR_comp_dn=nothing, compound_partners=told)


def _portions(genes: "pl.DataFrame") -> "Iterator[pl.Series]":
    """Genes in portions whose pairs fit in memory together."""
    import polars as pl

    squares = (pl.col("many").cast(pl.Int64) ** 2).cum_sum() // PAIRS_AT_ONCE
    for part in genes.with_columns(portion=squares).partition_by("portion", maintain_order=True):
        yield part["_gene"]


def _by_variant(pairs: "pl.DataFrame", asked: tuple[str, ...]) -> "pl.DataFrame":
    """What the pairs of each row tell together: the best of them, and the partners that are not excluded."""
    import polars as pl

    either = some(pl.col(name) for name in asked)
    phase = pl.when(pl.col("_trans")).then(pl.lit("trans")).otherwise(pl.lit("unknown"))
    name = pl.concat_str(["chrom_b", pl.col("pos_b").cast(pl.String), "ref_b", "alt_b"], separator="-")
    basis = pl.concat_str([pl.lit(":"), "_basis"])
    partner = pl.concat_str([name, pl.lit(":"), phase, pl.when(pl.col("_trans")).then(basis).otherwise(pl.lit(""))])
    listed = (
        pairs.with_columns(_sure=either, _partner=partner)
        .filter(pl.col("_sure") | pl.col("_sure").is_null())
        .sort([pl.col("_sure").is_null(), "chrom_b", "pos_b", "ref_b", "alt_b"])
        .group_by("_seq", maintain_order=True)
        .agg(pl.col("_partner").unique(maintain_order=True))
        .select("_seq", compound_partners=_shown())
    )
    verdicts = pairs.group_by("_seq", maintain_order=True).agg(
        any_known(pl.col(name)).alias(name) for name in ("AR_comp", "AR_comp_dn")
    )
    return verdicts.join(listed, on="_seq", how="left")


def _shown() -> "pl.Expr":
    import polars as pl

    shown = pl.col("_partner").list.head(SHOWN_PARTNERS).list.join("|")
    more = pl.col("_partner").list.len().cast(pl.Int64) - SHOWN_PARTNERS
    return pl.when(more > 0).then(pl.format("{}|and {} more", shown, more)).otherwise(shown)
