"""Two variants of one gene: whether they lie on different copies, and what tells it.

A pair is in trans (on different copies), in cis (on the same one) or unknown, told by
    parents   one variant comes from the mother and the other from the father; both from one parent is cis
    reads     the child's own phase sets (PS, PID with PGT)
    deletion  a variant inside a heterozygous deletion that looks homozygous lies on the other copy
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gmstool.family.genotypes import Members
from gmstool.family.models import at_most_possible, every, some

if TYPE_CHECKING:
    import polars as pl


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
