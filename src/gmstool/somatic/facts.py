"""The facts that oncogenicity reads, beside those of the germline criteria; null is "not known" throughout."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gmstool.criteria.effects import Effect
from gmstool.criteria.facts import Fact, Variants
from gmstool.unknown import choose

if TYPE_CHECKING:
    from collections.abc import Callable

    import polars as pl

SUPPRESSORS, ONCOGENES = ("tumour suppressor", "both"), ("oncogene", "both")


def fact(name: str) -> Callable[[Callable[[Any], pl.Expr]], Fact]:
    """Name a fact of tumours for people."""
    return lambda rule: Fact(name, rule)


class TumourVariants(Variants):
    """The facts of a table that `gather` (gathering.py) has widened."""

    __slots__ = ()

    # ---------------------------------------------------------------------------------------------------- the gene

    @fact("role of the gene in cancer")
    def role(self) -> pl.Expr:
        """Oncogene, tumour suppressor or both; null where no loaded list says so."""
        return self.text("_role")

    @fact("role of the gene in cancer")
    def suppressor(self) -> pl.Expr:
        return self.role.is_in(list(SUPPRESSORS))

    @fact("role of the gene in cancer")
    def known_driver(self) -> pl.Expr:
        """True where a list names the role, else null: the lists are not complete."""
        return choose(self.role.is_null(), yes=None, no=True)

    @fact("tumour type")
    def single_cause(self) -> pl.Expr:
        import polars as pl

        return self.column("_single_cause", pl.Boolean)

    # -------------------------------------------------------------------------------------------------- the effect

    @fact("way through the tree of null variants")
    def null_points(self) -> pl.Expr:
        import polars as pl

        return self.column("_null_points", pl.Int8)

    @fact("way through the tree of null variants")
    def null_path(self) -> pl.Expr:
        return self.text("_null_path")

    @fact("consequence")
    def whole_residues(self) -> pl.Expr:
        """An in-frame insertion or deletion, also where the annotator only says that coding sequence changes."""
        import polars as pl

        lengths = [self.text(name).str.len_bytes().cast(pl.Int64) for name in ("alt", "ref")]
        shift = lengths[0] - lengths[1]
        bare = self.consequence.str.contains("coding_sequence_variant", literal=True)
        return self.in_frame | (bare & (shift != 0) & (shift % 3 == 0))

    @fact("consequence")
    def of_hotspots(self) -> pl.Expr:
        """Changes that hot spots are about: missense and in frame; truncating ones outside tumour suppressors only."""
        truncating = choose(self.null_variant & ~self.at_splice_site, yes=~self.suppressor, no=False)
        return self.missense | self.whole_residues | truncating

    # ---------------------------------------------------------------------------------------------------- hot spots

    @fact("a layer of hot spots")
    def samples_at_residue(self) -> pl.Expr:
        """Tumours with a change of this residue; 0 where the layers do not list it, null where none is loaded."""
        return self.column("_hot_position")

    @fact("a layer of hot spots")
    def samples_with_change(self) -> pl.Expr:
        return self.column("_hot_change")

    @fact("a layer of hot spots")
    def hotspot_source(self) -> pl.Expr:
        return self.text("_hot_source")

    @fact("a critical and well-established part of a functional domain")
    def critical_part(self) -> pl.Expr:
        """The critical part that a list names at these residues; null where none does: no list is complete."""
        return self.text("_critical_part")

    # -------------------------------------------------------------------------------------------------- comparators

    @fact("a list of variants with an established class")
    def same_change(self) -> pl.Expr:
        """The established variant with the same change of residue, other nucleotides; empty: there is none."""
        return self.text("_same_change")

    @fact("a list of variants with an established class")
    def same_residue(self) -> pl.Expr:
        """An established oncogenic missense variant of the residue that changes it no more than this one."""
        return self.text("_same_residue")

    # --------------------------------------------------------------------------------------------------- population

    @fact("gnomAD frequency of the continental populations")
    def continental_af(self) -> pl.Expr:
        """The largest known of the five; null where the file does not have them."""
        return self.column("_continental_af")

    @fact("gnomAD frequency of the continental populations")
    def every_population(self) -> pl.Expr:
        """Whether all five are known: one that is not may be the largest."""
        import polars as pl

        return self.column("_continental_whole", pl.Boolean)

    @fact("gnomAD frequency")
    def largest_seen(self) -> pl.Expr:
        """The continental frequency, or that the variant is absent, or the overall frequency."""
        import polars as pl

        return pl.coalesce(self.continental_af.cast(pl.String), self.gnomad_seen)

    @fact("a review, as gnomAD holds clonal haematopoiesis in this gene")
    def frequency_tells(self) -> pl.Expr:
        """True, or null for genes of clonal haematopoiesis in a blood cancer that gnomAD has seen changed."""
        import polars as pl

        return self.column("_frequency_tells", pl.Boolean)

    def above(self, limit: float) -> pl.Expr:
        """Whether a continental frequency is above a limit; where they are not all known, the overall one may say yes.

        The overall frequency is a mean of the populations: above the limit one of them must be, below it nobody knows.
        """
        seen = (self.continental_af > limit) | (~self.every_population & (self.gnomad_af > limit))
        found = choose(
            seen, yes=True, no=choose(self.every_population & self.continental_af.is_not_null(), yes=False, no=None)
        )
        return choose(self.absent, yes=False, no=found)

    @fact("gnomAD frequency")
    def absent(self) -> pl.Expr:
        """Not seen in the continental populations, or looked up in gnomAD and not seen at all."""
        nowhere = choose(self.continental_af == 0, yes=choose(self.every_population, yes=True, no=None), no=False)
        return choose(self.continental_af.is_null(), yes=self.gnomad_absent, no=nowhere)

    @fact("conservation")
    def conservation(self) -> pl.Expr:
        return self.column("phylop")

    @fact("consequence")
    def lost_stop(self) -> pl.Expr:
        return self.is_any(Effect.STOP_LOST)
