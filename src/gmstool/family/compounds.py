"""Compound heterozygotes: two variants of one gene, one on each copy.

Candidates are collected while the file is read, a few numbers each, and paired at the end: the variants of a gene may
lie far apart, and their order in the file must not matter.

A pair is in trans (on different copies), in cis (on the same one) or unknown, told by
    parents   one variant comes from the mother and the other from the father; both from one parent is cis
    reads     the child's own phase sets (PS, PID with PGT)
    deletion  a variant inside a heterozygous deletion that looks homozygous lies on the other copy
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from gmstool.family.genotypes import AUTOSOME, Members, X
from gmstool.family.models import Family, at_most_possible, every, some
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


@dataclass(frozen=True)
class Pair:
    """Expressions about two variants of one gene: the columns of the second end with _b."""

    members: Members

    def inherited(self) -> "pl.Expr":
        """AR_comp: the two lie on different copies, each inherited from a parent where parents were sampled."""
        return self._fits() & every(self._inherited_in(k) for k in self.members.affected)

    def new(self) -> "pl.Expr":
        """AR_comp_dn: the two lie on different copies, and at least one of them is new."""
        children = [k for k in self.members.affected if self.members.parents(k)]
        return self._fits() & self.trans() & some(self._new_in(k) for k in children)

    def known_partners(self, pairs: "pl.DataFrame", k: int) -> "pl.DataFrame":
        """The pairs that member k has and whose partner has a known class: `_seq`, partner, known, trans, basis."""
        import polars as pl

        held = self._has(k, "") & self._has(k, "_b")
        return pairs.filter(pl.col("known_b").is_not_null() & held).select(
            "_seq", partner=pl.concat_str([f"{name}_b" for name in ("chrom", "pos", "ref", "alt")], separator="-"),
            known="known_b", trans=self._trans_in(k), basis=self._basis_in(k),
        )  # fmt: skip

    def trans(self) -> "pl.Expr":
        """On different copies in every affected member."""
        return every(self._trans_in(k) for k in self.members.affected)

    def basis(self) -> "pl.Expr":
        """What tells the phase of the first affected member."""
        return self._basis_in(self.members.affected[0])

    def _basis_in(self, k: int) -> "pl.Expr":
        import polars as pl

        by_parents = self._by_parents(k).is_not_null()
        by_reads = self._by_reads(k).is_not_null()
        return (
            pl.when(by_parents).then(pl.lit("parents")).when(self._over_deletion(k)).then(pl.lit("deletion"))
            .when(by_reads).then(pl.lit("reads")).otherwise(None)
        )  # fmt: skip

    def _fits(self) -> "pl.Expr":
        """Both may be one of a pair, the affected are heterozygous for both, and no healthy person has both."""
        import polars as pl

        both_fit = pl.col("_candidate") & pl.col("_candidate_b")
        healthy = ((self._has(k, "") & self._has(k, "_b")).not_() for k in self.members.healthy)
        return both_fit & every(self._single(k) for k in self.members.affected) & every(healthy)

    def _single(self, k: int) -> "pl.Expr":
        """Heterozygous for both, or seemingly homozygous because the other variant is a deletion over it."""
        import polars as pl

        twice = pl.col(f"full_{k}") | pl.col(f"full_{k}_b")
        return twice.not_() | self._over_deletion(k)

    def _over_deletion(self, k: int) -> "pl.Expr":
        import polars as pl

        first = pl.col(f"full_{k}") & _spans("_b", "")
        second = pl.col(f"full_{k}_b") & _spans("", "_b")
        return first | second

    def _has(self, k: int | None, side: str) -> "pl.Expr":
        import polars as pl

        return pl.lit(None, pl.Boolean) if k is None else pl.col(f"has_{k}{side}")

    def _may_have(self, k: int | None, side: str) -> "pl.Expr":
        """Carries it; not known where a parent called without it has reads of it."""
        import polars as pl

        return self._has(k, side) | at_most_possible(pl.col(f"trace_{k}{side}") if k is not None else pl.lit(True))

    def _trans_in(self, k: int) -> "pl.Expr":
        """Told by the parents, else by a deletion, else by the reads, else not known."""
        import polars as pl

        over = pl.when(self._over_deletion(k)).then(True)
        return pl.coalesce(self._by_parents(k), over, self._by_reads(k))

    def _by_parents(self, k: int) -> "pl.Expr":
        """True: one from each parent. False: both from one parent. Null: the parents do not tell."""
        import polars as pl

        if len(self.members.parents(k)) < 2:  # noqa: PLR2004  # a pair
            return pl.lit(None, pl.Boolean)
        mother, father = self.members.mother(k), self.members.father(k)
        crossed = [
            self._has(one, "") & self._has(other, "").not_() & self._has(other, "_b") & self._has(one, "_b").not_()
            for one, other in ((mother, father), (father, mother))
        ]
        together = [
            self._has(one, "") & self._has(one, "_b") & self._has(other, "").not_() & self._has(other, "_b").not_()
            for one, other in ((mother, father), (father, mother))
        ]
        return pl.when(some(crossed)).then(True).when(some(together)).then(False).otherwise(None)

    def _by_reads(self, k: int) -> "pl.Expr":
        """Both phased within one phase set: on different haplotypes or not."""
        import polars as pl

        same_set = (pl.col(f"set_{k}") == pl.col(f"set_{k}_b")) & (pl.col("chrom") == pl.col("chrom_b"))
        return pl.when(same_set).then(pl.col(f"hap_{k}") != pl.col(f"hap_{k}_b")).otherwise(None)

    def _inherited_in(self, k: int) -> "pl.Expr":
        """In trans, and one variant from each parent."""
        if not self.members.parents(k):
            return self._trans_in(k)
        mother, father = self.members.mother(k), self.members.father(k)
        one_way = self._may_have(mother, "") & self._may_have(father, "_b")
        return self._trans_in(k) & (one_way | (self._may_have(father, "") & self._may_have(mother, "_b")))

    def _new_in(self, k: int) -> "pl.Expr":
        """One of the two is in neither parent, and without reads there."""
        import polars as pl

        mother, father = self.members.mother(k), self.members.father(k)
        new = [self._has(mother, side).not_() & self._has(father, side).not_() for side in ("", "_b")]
        traces = [pl.col(f"trace_{one}{side}") for one in self.members.parents(k) for side in ("", "_b")]
        return some(new) & (some(traces).not_() | at_most_possible(pl.lit(True)))


def _spans(deletion: str, variant: str) -> "pl.Expr":
    """The one is a deletion over the other."""
    import polars as pl

    same = pl.col("contig") == pl.col("contig_b")
    inside = pl.col(f"pos{variant}").is_between(pl.col(f"pos{deletion}"), pl.col(f"end{deletion}"))
    return pl.col(f"_sv{deletion}") & pl.col(f"_sv{variant}").not_() & same & inside
