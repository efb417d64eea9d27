"""The facts that criteria read: a typed view of the table of variants, each fact an expression with a name in words.

`Variants` takes a table that `gather` (gathering.py) has widened: columns whose name begins with `_` come from there.
A column that the file does not have is unknown for every row. Null is "not known" throughout.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, overload

from gmstool.criteria.effects import CODING_CHANGES, NULL_EFFECTS, Effect
from gmstool.unknown import choose

if TYPE_CHECKING:
    from collections.abc import Callable

    import polars as pl

TOOL_COLUMNS = {"revel": "revel", "alphamissense": "alphamissense", "bayesdel_noaf": "bayesdel", "cadd": "cadd"}
_WORDS: dict[str, str] = {}


class Fact:
    """A fact of a row: an attribute of Variants that is an expression, with a name for people."""

    def __init__(self, name: str, rule: Callable[[Variants], pl.Expr]) -> None:
        self.words, self.rule, self.column = name, rule, ""
        self.__doc__ = rule.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        _WORDS[name] = self.words
        self.column = f"_is_{name}"

    @overload
    def __get__(self, of: None, owner: type) -> Fact: ...
    @overload
    def __get__(self, of: Variants, owner: type) -> pl.Expr: ...
    def __get__(self, of: Variants | None, owner: type) -> Fact | pl.Expr:
        if of is None:
            return self
        return of.column(self.column) if self.column in of.columns else self.rule(of)


def fact(name: str) -> Callable[[Callable[[Variants], pl.Expr]], Fact]:
    """Name a fact for people."""
    return lambda rule: Fact(name, rule)


def words(name: str) -> str:
    """What people call a fact."""
    return _WORDS[name]


def _not_known(_variants: Variants) -> pl.Expr:
    """Of no variant, as no such list ships."""
    import polars as pl

    return pl.lit(None, dtype=pl.Boolean)


SHARED = (
    "null_variant", "missense", "missense_substitution", "in_frame", "synonymous", "intronic", "silent",
    "at_splice_site", "stop_lost", "gnomad_absent", "in_scope", "in_scope_of_null_variants",
)  # fmt: skip  # facts that many criteria ask for, worked out once as columns


@dataclass(frozen=True, slots=True)
class Variants:
    """The facts of a widened table; `tool` is the one predictor of missense change that was chosen for the file."""

    columns: frozenset[str]
    tool: str | None = None
    most_alleles: int | None = None  # the largest allele number of the gnomAD release, where it is known

    def column(self, name: str, kind: type[pl.DataType] | None = None) -> pl.Expr:
        """A column of the table, unknown for every row where the table has none."""
        import polars as pl

        return pl.col(name) if name in self.columns else pl.lit(None, dtype=kind or pl.Float64)

    def text(self, name: str) -> pl.Expr:
        """A column of texts."""
        import polars as pl

        return self.column(name, pl.String)

    def truth(self, name: str) -> pl.Expr:
        """A column of answers: true, false, or null for not known."""
        import polars as pl

        return self.column(name, pl.Boolean)

    def points(self, name: str) -> pl.Expr:
        """A column of points that something else has worked out."""
        import polars as pl

        return self.column(name, pl.Int8)

    def is_any(self, effects: Effect) -> pl.Expr:
        """Whether the variant has one of some effects."""
        import polars as pl

        return (self.column("_effects", pl.UInt16) & pl.lit(int(effects), dtype=pl.UInt16)) != 0

    # ------------------------------------------------------------------------------------------------------ scope

    @fact("what kind of variant it is")
    def out_of_scope(self) -> pl.Expr:
        """Why the rules for nuclear small variants do not apply; null where they do."""
        return self.text("_out_of_scope")

    @fact("whether the rules for small nuclear variants apply")
    def in_scope(self) -> pl.Expr:
        return self.out_of_scope.is_null()

    @fact("whether the tree of null variants applies")
    def in_scope_of_null_variants(self) -> pl.Expr:
        """Deletions and duplications of exons go through PVS1's tree, though they are no small variants."""
        return self.in_scope | self.truth("_exons_lost_or_gained")

    @fact("gene")
    def gene(self) -> pl.Expr:
        """The symbol of today, as rule sets have it; a file may have an older one."""
        return self.text("_symbol" if "_symbol" in self.columns else "gene")

    # ----------------------------------------------------------------------------------------------------- effect

    @fact("consequence")
    def consequence(self) -> pl.Expr:
        return self.text("consequence")

    @fact("consequence")
    def null_variant(self) -> pl.Expr:
        return self.is_any(NULL_EFFECTS)

    @fact("consequence")
    def missense(self) -> pl.Expr:
        """One residue changes for another, and nothing worse happens."""
        return self.is_any(Effect.MISSENSE) & ~self.is_any(NULL_EFFECTS | Effect.STOP_LOST | Effect.IN_FRAME)

    @fact("consequence")
    def missense_substitution(self) -> pl.Expr:
        """A missense change by one base: what the calibrated tools were calibrated on."""
        return self.missense & self.substitution

    @fact("alleles")
    def substitution(self) -> pl.Expr:
        return (self.text("ref").str.len_bytes() == 1) & (self.text("alt").str.len_bytes() == 1)

    @fact("consequence")
    def in_frame(self) -> pl.Expr:
        return self.is_any(Effect.IN_FRAME) & ~self.is_any(NULL_EFFECTS | Effect.STOP_LOST)

    @fact("alleles")
    def one_residue(self) -> pl.Expr:
        """An insertion or deletion of one residue."""
        import polars as pl

        lengths = (self.text(name).str.len_bytes().cast(pl.Int64) for name in ("ref", "alt"))
        ref, alt = lengths
        return (ref - alt).abs() == 3  # noqa: PLR2004  # bases of a codon

    @fact("consequence")
    def stop_lost(self) -> pl.Expr:
        return self.is_any(Effect.STOP_LOST)

    @fact("consequence")
    def synonymous(self) -> pl.Expr:
        return self.is_any(Effect.SYNONYMOUS) & ~self.is_any(CODING_CHANGES)

    @fact("consequence")
    def intronic(self) -> pl.Expr:
        return self.is_any(Effect.INTRON) & ~self.is_any(CODING_CHANGES | Effect.SYNONYMOUS)

    @fact("consequence")
    def silent(self) -> pl.Expr:
        """Synonymous, intronic or in an untranslated region: nothing but splicing is predicted here."""
        return self.is_any(Effect.SYNONYMOUS | Effect.INTRON | Effect.UTR) & ~self.is_any(CODING_CHANGES)

    @fact("consequence")
    def at_splice_site(self) -> pl.Expr:
        """At the two bases of an intron next to an exon."""
        return self.is_any(Effect.SPLICE_SITE)

    @fact("protein position")
    def protein_position(self) -> pl.Expr:
        """The first changed residue as MANE Select numbers it, which lists of regions are written for."""
        import polars as pl

        name = "_select_residue" if "_select_residue" in self.columns else "protein_position"
        return self.column(name, pl.Int64)

    # -------------------------------------------------------------------------------------------- place in an exon

    @fact("distance to the nearest exon")
    def intron_offset(self) -> pl.Expr:
        """Bases into the intron: positive after an exon, negative before one; null outside introns."""
        return self.column("_intron_offset")

    @fact("distance to the ends of the exon")
    def from_exon_start(self) -> pl.Expr:
        """Which base of its exon the variant is, from 1; null where it does not matter or is not known."""
        return self.column("_from_exon_start")

    @fact("distance to the ends of the exon")
    def from_exon_end(self) -> pl.Expr:
        return self.column("_from_exon_end")

    def away_from_splice_sites(self, first: int, last: int, donor: int, acceptor: int) -> pl.Expr:
        """Beyond the first and last bases of its exon, or at least so far into the intron."""
        inside = choose(
            self.is_any(Effect.SPLICE_REGION),
            yes=(self.from_exon_start > first) & (self.from_exon_end > last),
            no=True,
        )
        in_intron = (self.intron_offset >= donor) | (self.intron_offset <= -acceptor)
        return choose(self.is_any(Effect.INTRON) & ~self.is_any(Effect.SYNONYMOUS), yes=in_intron, no=inside)

    # ------------------------------------------------------------------------------------------------- population

    @fact("gnomAD frequency")
    def gnomad_af(self) -> pl.Expr:
        """Largest known gnomAD frequency: of the ancestry groups where the file has them, and overall."""
        return self.column("_gnomad_af")

    @fact("gnomAD frequency")
    def gnomad_many_af(self) -> pl.Expr:
        """The same without single ancestry groups whose frequency a handful of alleles may make."""
        return self.column("_gnomad_many_af") if "_gnomad_many_af" in self.columns else self.gnomad_af

    @property
    def has_filtering_af(self) -> bool:
        """Whether the file is annotated with gnomAD's filtering frequency, whatever a row has."""
        return "gnomad_faf95" in self.columns

    @fact("gnomAD filtering frequency (95 %)")
    def filtering_af(self) -> pl.Expr:
        """The lower bound of the largest frequency of the ancestry groups; what is negative is not known."""
        import polars as pl

        return pl.when(self.column("gnomad_faf95") >= 0).then(self.column("gnomad_faf95"))

    @fact("gnomAD filtering frequency (95 %)")
    def filtering_af_if_annotated(self) -> pl.Expr:
        """The filtering frequency in a file that has it, of a variant that is in gnomAD; any value elsewhere."""
        import polars as pl

        if not self.has_filtering_af:
            return pl.lit(0.0)
        return choose(self.gnomad_absent, yes=0.0, no=self.filtering_af)

    @fact("gnomAD frequency")
    def gnomad_absent(self) -> pl.Expr:
        """Looked up in gnomAD and not found there: false where it was found, null where it was not looked up."""
        return self.text("_gnomad_status") == "absent"

    @fact("gnomAD frequency")
    def gnomad_seen(self) -> pl.Expr:
        """The frequency, or that the variant is absent; null where it was not looked up."""
        import polars as pl

        return pl.when(self.gnomad_absent).then(pl.lit("absent")).otherwise(self.gnomad_af.cast(pl.String))

    def poorly_covered(self, least: float) -> pl.Expr:
        """Fewer alleles were seen than this share of the largest allele number; null where that is not known."""
        import polars as pl

        if self.most_alleles is None:
            return pl.lit(None, dtype=pl.Boolean)
        return self.allele_number < least * self.most_alleles

    @fact("frequency of gnomAD's ancestry groups")
    def larger_in_a_group(self) -> pl.Expr:
        """Whether a frequency that is not known may be larger than the one that is: no, or null where it may."""
        return choose(self.gnomad_af.is_null(), yes=False, no=self.truth("_gnomad_larger"))

    @fact("gnomAD allele count")
    def allele_count(self) -> pl.Expr:
        return self.column("gnomad_ac")

    @fact("gnomAD allele count")
    def counted_if_observed(self) -> pl.Expr:
        """Whether alleles were counted; null where the file has counts, and this variant a frequency without one.

        Counts are of genomes, or of all of gnomAD: of a variant of exomes alone they say nothing.
        """
        import polars as pl

        sets = ("gnomad_genomes_af", "gnomad_joint_af", "gnomad_popmax_af")
        seen = pl.any_horizontal(pl.lit(value=False), *(self.column(name).is_not_null() for name in sets))
        if "gnomad_ac" not in self.columns:
            return pl.lit(value=False)
        return choose(self.allele_count.is_null(), yes=pl.when(~seen).then(pl.lit(value=False)), no=True)

    @fact("gnomAD allele number")
    def allele_number(self) -> pl.Expr:
        return self.column("gnomad_an")

    @fact("gnomAD homozygotes")
    def homozygotes(self) -> pl.Expr:
        return self.column("gnomad_hom")

    @fact("whether the variant is known to cause disease though it is common")
    def frequency_conflict(self) -> pl.Expr:
        """The stop on frequency evidence: a BA1 exception, a founder variant, or classified P or LP in ClinVar.

        It is no evidence, and masking the variant's own ClinVar entry does not switch it off.
        """
        return self.ba1_exception | self.truth("_founder") | self.truth("_classified")

    @fact("gnomAD hemizygotes")
    def hemizygotes(self) -> pl.Expr:
        return self.column("gnomad_hemi")

    @fact("healthy adults with the variant")
    def observed_healthy(self) -> pl.Expr:
        """What database counts can tell of: homozygotes of a recessive, hemizygotes of an X-linked disease."""
        return choose(self.dominant, yes=None, no=choose(self.recessive, yes=self.homozygotes, no=self.hemizygotes))

    @fact("HGVS name")
    def ba1_exception(self) -> pl.Expr:
        """On the list of common variants that BA1 must not call benign."""
        return self.truth("_ba1_exception")

    # ------------------------------------------------------------------------------------------------ inheritance

    @fact("mode of inheritance")
    def inheritance(self) -> pl.Expr:
        """Modes of the condition, or of all conditions of the gene, in words."""
        return self.text("_modes")

    @fact("mode of inheritance")
    def dominant(self) -> pl.Expr:
        return self.truth("_dominant")

    @fact("mode of inheritance")
    def recessive(self) -> pl.Expr:
        return self.truth("_recessive")

    @fact("mode of inheritance")
    def x_linked(self) -> pl.Expr:
        return self.truth("_x_linked")

    # ------------------------------------------------------------------------------------------------- prediction

    @fact("score of the chosen predictor")
    def missense_score(self) -> pl.Expr:
        return self.column(TOOL_COLUMNS[self.tool]) if self.tool else self.column("_no_tool")

    @fact("score of the chosen predictor")
    def missense_score_if_missense(self) -> pl.Expr:
        """The score where a missense substitution asks for one; any value where nothing does."""
        return choose(self.missense_substitution, yes=self.missense_score, no=0.0)

    @fact("distance to the splice sites")
    def place_in_exon(self) -> pl.Expr:
        """Known where no splice site is near, or where it was worked out."""
        near = self.is_any(Effect.SPLICE_REGION) & ~self.is_any(Effect.INTRON)
        inside = choose(near, yes=self.from_exon_start, no=0)
        return choose(self.intronic, yes=self.intron_offset, no=inside)

    @property
    def has_spliceai(self) -> bool:
        """Whether the file is annotated with SpliceAI, whatever a row has."""
        return "spliceai_max" in self.columns

    @fact("SpliceAI")
    def spliceai(self) -> pl.Expr:
        return self.column("spliceai_max")

    @fact("SpliceAI")
    def spliceai_if_annotated(self) -> pl.Expr:
        """The score in a file that has SpliceAI; any value in one that has none."""
        import polars as pl

        return self.spliceai if self.has_spliceai else pl.lit(0.0)

    @fact("dbscSNV")
    def dbscsnv(self) -> pl.Expr:
        return self.column("dbscsnv_ada")

    @fact("phyloP")
    def phylop(self) -> pl.Expr:
        return self.column("phylop")

    @fact("repeat track")
    def in_repeat(self) -> pl.Expr:
        """In a repeat without known function: true where the bundle knows one, else null."""
        return self.truth("_in_repeat")

    # ------------------------------------------------------------------------------------------------------- gene

    curated_regions = Fact("a curated list of the gene's hot spots and critical domains", _not_known)
    truncating_only = Fact("a curated list of genes where only truncating variants cause disease", _not_known)

    @fact("missense constraint of the gene")
    def missense_z(self) -> pl.Expr:
        return self.column("_missense_z")

    @fact("whether missense variants of the gene are known to cause disease")
    def missense_causes_disease(self) -> pl.Expr:
        return self.truth("_missense_causes_disease")

    # -------------------------------------------------------------------------------- null variants, comparators

    @fact("the way through PVS1's tree")
    def pvs1_points(self) -> pl.Expr:
        return self.points("_pvs1")

    @fact("the way through PVS1's tree")
    def pvs1_path(self) -> pl.Expr:
        return self.text("_pvs1_path")

    @fact("classified variants of the same codon")
    def ps1_points(self) -> pl.Expr:
        return self.points("_ps1")

    @fact("the change of the residue")
    def residue_change(self) -> pl.Expr:
        return self.text("amino_acids")

    @fact("classified variants of the same codon")
    def ps1_compared(self) -> pl.Expr:
        """What the comparison said; any value where the change of the residue is what is missing."""
        return choose(self.residue_change.is_null(), yes=0, no=self.ps1_points)

    @fact("classified variants of the same codon")
    def pm5_compared(self) -> pl.Expr:
        return choose(self.residue_change.is_null(), yes=0, no=self.pm5_points)

    @fact("the comparator")
    def ps1_comparator(self) -> pl.Expr:
        return self.text("_ps1_comparator")

    @fact("classified variants of the same codon")
    def pm5_points(self) -> pl.Expr:
        return self.points("_pm5")

    @fact("the comparator")
    def pm5_comparator(self) -> pl.Expr:
        return self.text("_pm5_comparator")
