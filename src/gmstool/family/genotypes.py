"""What each member of a family has at a variant: copies of the allele, with "not known" kept apart from "absent".

For member number k of the family the table has
    has_k     carries the allele; full_k: in every copy (two, or the only one); both null where not known
    state_k   hom_ref (no copy of this allele), het, hom_alt, hemi or unknown
    why_k     why the state is not known, or what speaks against it
    trace_k   a parent called without the allele has reads of it; mosaic_k: a parent has it in few of the reads
    hap_k, set_k   the haplotype that carries the allele, and the phase set in which that holds

X and Y outside the pseudoautosomal regions: a male has one copy, so 0/1 and 1/1 both mean that he has it (hemi).
Mitochondria: carried where the allele fraction is above 0; there is no diploid genotype, so the state is unknown.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gmstool.family.pedigree import Individual, Pedigree, Sex
from gmstool.genome import bare, pseudoautosomal
from gmstool.vcf.header import Header

if TYPE_CHECKING:
    import polars as pl

AUTOSOME, X, Y, MT = "autosome", "X", "Y", "MT"  # pseudoautosomal regions count as autosome
_HAPLOID = 1


@dataclass(frozen=True, slots=True)
class Floors:
    """Below which a parent's call without the allele says nothing, and which share of reads may be mosaicism.

    dp 10: a heterozygous parent shows no read of the allele in ten with a chance of 1 in 1,024.
    gq 20: one such call in a hundred is wrong. mosaic 0.2: of 30 reads of a heterozygote, six or fewer show the
    allele with a chance below 1 in 1,000 (binomial).
    """

    dp: int = 10
    gq: int = 20
    mosaic: float = 0.2


@dataclass(frozen=True, slots=True)
class Declared:
    """Which values the file has at all: a limit on a value that no call states cannot be applied."""

    depth: bool
    gq: bool
    reads: bool
    phase_sets: bool

    @classmethod
    def of(cls, header: Header) -> "Declared":
        """What a header declares."""
        has = header.format.__contains__
        reads = any(map(has, ("AD", "AO", "VD", "AF", "VAF", "FREQ")))
        return cls(has("DP") or has("AD"), has("GQ"), reads, has("PS") or has("PID"))


@dataclass(frozen=True)
class Members:
    """The sampled members of one family, in the order of their columns."""

    pedigree: Pedigree
    people: tuple[Individual, ...]

    @classmethod
    def of(cls, pedigree: Pedigree) -> "Members":
        """All individuals of a pedigree, each of whom has a column."""
        return cls(pedigree, tuple(pedigree))

    def at(self, name: str) -> int:
        """The number of a member, from 0."""
        return next(k for k, one in enumerate(self.people) if one.id == name)

    @property
    def affected(self) -> list[int]:
        """The numbers of those stated to be affected."""
        return [k for k, one in enumerate(self.people) if one.affected is True]

    @property
    def healthy(self) -> list[int]:
        """The numbers of those stated to be healthy: nobody whose state is not known."""
        return [k for k, one in enumerate(self.people) if one.affected is False]

    def mother(self, k: int) -> int | None:
        """The number of the mother; None where she was not sampled."""
        name = self.people[k].mother
        return None if name is None else self.at(name)

    def father(self, k: int) -> int | None:
        """The number of the father; None where he was not sampled."""
        name = self.people[k].father
        return None if name is None else self.at(name)

    def parents(self, k: int) -> list[int]:
        """The numbers of the sampled parents."""
        return [one for one in (self.mother(k), self.father(k)) if one is not None]

    @property
    def all_parents(self) -> list[int]:
        """The numbers of everybody who is a parent of another member."""
        return sorted({parent for k in range(len(self.people)) for parent in self.parents(k)})


def contigs(table: "pl.DataFrame") -> "pl.Series":
    """The contig of each row without prefix: files of one family may name chromosomes differently."""
    import polars as pl

    names = {name: bare(name) for name in table["chrom"].unique()}
    return table["chrom"].replace_strict(list(names), list(names.values()), default=None, return_dtype=pl.String)


def with_regions(table: "pl.DataFrame", build: str | None) -> "pl.DataFrame":
    """The table with `region`: autosome (pseudoautosomal included), X, Y or MT."""
    import polars as pl

    shared = pl.lit(False)
    for one in pseudoautosomal(build):
        shared = shared | ((pl.col("region") == one.chrom) & pl.col("pos").is_between(one.start, one.end))
    own = pl.col("region").is_in([X, Y, MT]) & shared.not_()
    return table.with_columns(region=contigs(table)).with_columns(
        region=pl.when(own).then(pl.col("region")).otherwise(pl.lit(AUTOSOME))
    )


def with_states(table: "pl.DataFrame", members: Members, declared: Declared, floors: Floors) -> "pl.DataFrame":
    """The table with has, full, state, why, trace, mosaic, hap and set of every member."""
    for k, one in enumerate(members.people):
        table = _copies(table, k, one, declared)
        table = _with_floors(table, k, declared, floors, parent=k in members.all_parents)
        table = table.with_columns(_state(k, one.sex).alias(f"state_{k}"))
    return table


def _copies(table: "pl.DataFrame", k: int, one: Individual, declared: Declared) -> "pl.DataFrame":
    import polars as pl

    written = pl.concat_str([f"gt_{k}", pl.col("_alt").cast(pl.String)], separator=":")
    table = table.with_columns(written.alias("_written"))
    texts = [text for text in table["_written"].unique() if text is not None]
    read = {text: _genotype(text) for text in texts}
    for at, (name, kind) in enumerate((("has", pl.Boolean), ("full", pl.Boolean), ("hap", pl.Int8))):
        values = [read[text][at] for text in texts]
        column = table["_written"].replace_strict(texts, values, default=None, return_dtype=kind)
        table = table.with_columns(column.alias(f"{name}_{k}"))
    table = _by_region(table.drop("_written"), k, one.sex)
    return _phased(table, k, declared)


def _genotype(text: str) -> tuple[bool | None, bool | None, int | None]:
    """Carries the allele, carries it in every copy, and on which haplotype: of `GT:index of the ALT`."""
    gt, _, alt = text.rpartition(":")
    own, alleles = str(int(alt) + 1), gt.replace("|", "/").split("/")
    copies, missing = alleles.count(own), alleles.count(".")
    has = True if copies else (None if missing else False)
    full = False if copies + missing < len(alleles) else (True if not missing else None)
    phased = "|" in gt and copies == 1 and not missing and len(alleles) > _HAPLOID
    return has, full, alleles.index(own) if phased else None


def _by_region(table: "pl.DataFrame", k: int, sex: Sex) -> "pl.DataFrame":
    """One copy in males on X and Y, none in females on Y; mitochondria by their reads."""
    import polars as pl

    has, full, region = pl.col(f"has_{k}"), pl.col(f"full_{k}"), pl.col("region")
    reads = pl.coalesce(pl.col(f"vaf_{k}") > 0, pl.col(f"reads_{k}") > 0, has)
    single = {Sex.MALE: has, Sex.FEMALE: full, Sex.UNKNOWN: pl.when(has & full.not_()).then(None).otherwise(full)}
    of_y = {Sex.MALE: has, Sex.FEMALE: pl.lit(None, pl.Boolean), Sex.UNKNOWN: single[Sex.UNKNOWN]}
    return table.with_columns(
        pl.when(region == MT).then(reads)
        .when((region == Y) & pl.lit(sex is Sex.FEMALE)).then(None).otherwise(has).alias(f"has_{k}"),
        pl.when(region == MT).then(None).when(region == X).then(single[sex])
        .when(region == Y).then(of_y[sex]).otherwise(full).alias(f"full_{k}"),
        pl.when((region.is_in([X, Y])) & pl.lit(sex is Sex.MALE)).then(None).otherwise(pl.col(f"hap_{k}"))
        .alias(f"hap_{k}"),
    )  # fmt: skip


def _phased(table: "pl.DataFrame", k: int, declared: Declared) -> "pl.DataFrame":
    """The haplotype from GT or, where GT is not phased, from PGT; without phase sets a contig is one set."""
    import polars as pl

    by_reads = pl.col(f"pgt_{k}").str.extract(r"^0\|([1-9])$").is_not_null()
    other = pl.col(f"pgt_{k}").str.extract(r"^([1-9])\|0$").is_not_null()
    het = pl.col(f"has_{k}") & pl.col(f"full_{k}").not_()
    from_pgt = pl.when(het & by_reads).then(1).when(het & other).then(0)
    own_set = pl.col(f"set_{k}") if declared.phase_sets else pl.col("chrom")
    table = table.with_columns(pl.coalesce(f"hap_{k}", from_pgt).cast(pl.Int8).alias(f"hap_{k}"))
    return table.with_columns(pl.when(pl.col(f"hap_{k}").is_not_null()).then(own_set).alias(f"set_{k}"))


def _with_floors(table: "pl.DataFrame", k: int, declared: Declared, floors: Floors, *, parent: bool) -> "pl.DataFrame":
    import polars as pl

    has, nothing = pl.col(f"has_{k}"), pl.lit(False)
    called_without = has.is_not_null() & has.not_()
    shallow = _below(f"depth_{k}", floors.dp, declared.depth) if parent and floors.dp else nothing
    unsure = _below(f"gq_{k}", floors.gq, declared.gq) if parent and floors.gq else nothing
    low = called_without & (shallow | unsure)
    # Where the file states no reads at all, none are looked for; where it does, a call without them is not known.
    silent = pl.lit(None if declared.reads else False, pl.Boolean)
    trace = pl.coalesce(pl.col(f"reads_{k}") > 0, pl.col(f"vaf_{k}") > 0, silent) if parent else nothing
    few = pl.col(f"vaf_{k}") < floors.mosaic
    return table.with_columns(
        _why(k, low, called_without, shallow, floors, parent=parent).alias(f"why_{k}"),
        pl.when(called_without).then(trace).otherwise(nothing).alias(f"trace_{k}"),
        (trace & few & pl.col(f"full_{k}").not_()).alias(f"mosaic_{k}") if parent else nothing.alias(f"mosaic_{k}"),
        pl.when(low).then(None).otherwise(has).alias(f"has_{k}"),
        pl.when(low).then(None).otherwise(pl.col(f"full_{k}")).alias(f"full_{k}"),
    )


def _below(name: str, floor: int, declared: bool) -> "pl.Expr":
    """Below a floor, or not stated where the file states it elsewhere."""
    import polars as pl

    return pl.coalesce(pl.col(name) < floor, pl.lit(declared))


def _why(
    k: int, low: "pl.Expr", called_without: "pl.Expr", shallow: "pl.Expr", floors: Floors, *, parent: bool
) -> "pl.Expr":
    import polars as pl

    depth = pl.coalesce(pl.col(f"depth_{k}").cast(pl.String), pl.lit("not stated"))
    quality = pl.coalesce(pl.col(f"gq_{k}").cast(pl.String), pl.lit("not stated"))
    reads = pl.coalesce(
        pl.format("{} of {} reads", f"reads_{k}", f"depth_{k}"), pl.format("{} of the reads", f"vaf_{k}")
    )
    traced = called_without & (pl.col(f"reads_{k}") > 0) & pl.lit(parent)
    partly = pl.col(f"gt_{k}").str.contains(r"\.") & pl.col(f"gt_{k}").str.contains(r"\d")
    return (
        pl.when(pl.col("region") == MT).then(pl.format("fraction {}", pl.col(f"vaf_{k}").round(3)))
        .when(pl.col(f"gt_{k}").is_null() | (pl.col(f"has_{k}").is_null() & partly.not_())).then(pl.lit("no call"))
        .when(partly).then(pl.lit("half a call"))
        .when(low & shallow).then(pl.format("depth {}, below {}", depth, pl.lit(floors.dp)))
        .when(low).then(pl.format("GQ {}, below {}", quality, pl.lit(floors.gq)))
        .when(traced).then(reads)
        .when(pl.col(f"has_{k}") & pl.col(f"full_{k}").is_null()).then(pl.lit("sex not known"))
        .otherwise(None)
    )  # fmt: skip


def _state(k: int, sex: Sex) -> "pl.Expr":
    import polars as pl

    has, full = pl.col(f"has_{k}"), pl.col(f"full_{k}")
    written_single = pl.col(f"gt_{k}").str.contains(r"[/|]").not_()
    single = pl.col("region").is_in([X, Y]) & (pl.lit(sex is Sex.MALE) | written_single)
    return (
        pl.when((pl.col("region") == MT) | has.is_null()).then(pl.lit("unknown"))
        .when(has.not_()).then(pl.lit("hom_ref"))
        .when(full.is_null()).then(pl.lit("unknown"))
        .when(full & single).then(pl.lit("hemi"))
        .when(full).then(pl.lit("hom_alt"))
        .otherwise(pl.lit("het"))
    )  # fmt: skip
