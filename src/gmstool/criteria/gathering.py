"""Widening the table of variants with what criteria read: effects, gene facts, places in exons, neighbours, null trees.

What costs a Python call is worked out only for the rows it concerns. Columns that come from here begin with `_`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gmstool.columns import MT_AF
from gmstool.criteria import comparators, genes, listed, null_variants, places, predictive
from gmstool.criteria.effects import NULL_EFFECTS, Effect, effects
from gmstool.criteria.facts import SHARED, TOOL_COLUMNS, Variants
from gmstool.genome import pseudoautosomal
from gmstool.reference.genes import resolve
from gmstool.unknown import choose

if TYPE_CHECKING:
    from collections.abc import Callable

    import polars as pl

GNOMAD_SETS = ("gnomad_joint_af", "gnomad_exomes_af", "gnomad_genomes_af")  # of all persons of a set
# The continental groups that gnomAD takes its own largest frequency from; small and bottlenecked ones are not in it.
GNOMAD_GROUPS = ("gnomad_afr_af", "gnomad_amr_af", "gnomad_eas_af", "gnomad_nfe_af", "gnomad_sas_af")
GNOMAD_AF = ("gnomad_popmax_af", *GNOMAD_SETS, *GNOMAD_GROUPS)
_COUNTS = ("gnomad_ac", "gnomad_an", "gnomad_hom", "gnomad_hemi")
_TEXTS = (
    "chrom", "ref", "alt", "gene", "transcript", "consequence", "hgvsc", "hgvsp", "amino_acids", "codons", "af_status",
    "moi",
)  # fmt: skip
_NUMBERS = ("pos", "end", "hgnc_id", "protein_position")
READ = frozenset(
    (
        *_TEXTS, *_NUMBERS, *GNOMAD_AF, *MT_AF, *_COUNTS, "gnomad_faf95", "spliceai_max", "dbscsnv_ada", "phylop",
        *TOOL_COLUMNS.values(),
    )
)  # fmt: skip  # the columns that criteria read


_OWN = frozenset((*_TEXTS, "validity"))  # what a table has whatever its file feeds


@dataclass(frozen=True, slots=True)
class Setting:
    """What holds for a whole file: its build, the columns that its header feeds, gnomAD's largest allele number.

    `popmax_of` and `groups_of` are the sets of gnomAD that the file has the largest and the single groups of.
    """

    build: str | None
    fed: frozenset[str]
    most_alleles: int | None = None
    confirmed: comparators.Confirmed | None = None  # by persons, in a store
    popmax_of: frozenset[str] = frozenset(("gnomad_joint_af", "gnomad_genomes_af"))
    groups_of: frozenset[str] = frozenset(("gnomad_exomes_af",))

    def tool(self, rules: Any) -> str | None:
        """The calibrated predictor for the file: the first of the rule set's order that the file is annotated with."""
        return next((tool for tool in rules.pp3.tools if TOOL_COLUMNS.get(tool) in self.fed), None)

    def view(self, table: pl.DataFrame, rules: Any) -> Variants:
        """The facts of a widened table."""
        known = frozenset(name for name in table.columns if name.startswith("_") or name in (self.fed | _OWN))
        return Variants(known, self.tool(rules), self.most_alleles)


def gather(table: pl.DataFrame, rules: Any, setting: Setting) -> pl.DataFrame:
    """The table with the columns that criteria need, rows in the same order."""
    return by_rules(for_all_rules(table, setting), rules, setting)


def for_all_rules(table: pl.DataFrame, setting: Setting) -> pl.DataFrame:
    """The table with the columns that are the same by every rule set."""
    import polars as pl

    absent = [pl.lit(None, dtype=pl.String).alias(name) for name in _TEXTS if name not in table.columns]
    absent += [pl.lit(None, dtype=pl.Int64).alias(name) for name in _NUMBERS if name not in table.columns]
    table = table.with_columns(absent)
    table = table.with_columns(effects(table["consequence"]).alias("_effects"), places.intron_offset(table["hgvsc"]))
    table = _with_genes(table.with_columns(_counts(table, setting)))
    for worked_out in (_exon_ends, _repeats, _near, _known):
        table = table.with_columns(worked_out(table, setting))
    return table


def by_rules(table: pl.DataFrame, rules: Any, setting: Setting) -> pl.DataFrame:
    """The table with the columns that depend on the rule set, too."""
    frequencies = MT_AF if rules.of_mitochondria else GNOMAD_AF
    table = table.with_columns(
        *places.scope(table, of_mitochondria=rules.of_mitochondria),
        *_frequency(table, setting, frequencies),
        *(_from_the_mother() if rules.of_mitochondria else ()),
        listed.is_listed(table, listed.exceptions(rules)).alias("_ba1_exception"),
        listed.is_listed(table, listed.founders(rules)).alias("_founder"),
    )
    table = table.with_columns(
        _larger_in_a_group(table, setting, frequencies).alias("_gnomad_larger"),
        *_of_many_alleles(table, rules, setting, frequencies),
    )
    for worked_out in (_null_trees, _neighbours, _residues):
        table = table.with_columns(worked_out(table, rules, setting))
    view = setting.view(table, rules)
    table = table.lazy().with_columns(getattr(view, name).alias(f"_is_{name}") for name in SHARED).collect()
    return predictive.with_splicing(table, lambda widened: setting.view(widened, rules), rules)


def _from_the_mother() -> tuple[pl.Expr, ...]:
    """How mitochondria are inherited: by none of the modes of nuclear genes."""
    import polars as pl

    no = (pl.lit(None, dtype=pl.Boolean).alias(name) for name in ("_dominant", "_recessive", "_x_linked"))
    return pl.lit("MT").alias("_modes"), *no


def _frequency(
    table: pl.DataFrame, setting: Setting, frequencies: tuple[str, ...] = GNOMAD_AF
) -> tuple[pl.Expr, pl.Expr]:
    """The gnomAD frequency, and whether the variant was looked up there at all.

    Largest known of the sets and ancestry groups that the file has: a null beside a known frequency of a sister set is
    what annotators write for a variant that this set lacks. Exomes alone reach only coding sequence and the splice
    sites beside it.
    """
    import polars as pl

    fed = _fed(table, setting, frequencies)
    if not fed:
        return pl.lit(None, dtype=pl.Float64).alias("_gnomad_af"), pl.lit(None, dtype=pl.String).alias("_gnomad_status")
    known = pl.max_horizontal(_numbers_of(fed))
    beyond = pl.lit(int(Effect.INTRON | Effect.UTR | Effect.OTHER), dtype=pl.UInt16)
    of_exomes = {"gnomad_exomes_af"}.issuperset(name for name in fed if name not in GNOMAD_GROUPS)
    reached = (pl.col("_effects") & ~beyond) != 0 if of_exomes else pl.lit(True)
    looked_up = (pl.col("af_status") != "not_looked_up") & reached
    # Observed somewhere says that the place was looked up; absent says so and that no source has it.
    unseen = choose(looked_up & _every_unread(fed, table), yes=pl.lit("absent"), no=None)
    return known.alias("_gnomad_af"), pl.when(known.is_not_null()).then(pl.lit("observed")).otherwise(unseen).alias(
        "_gnomad_status"
    )


def _fed(table: pl.DataFrame, setting: Setting, names: tuple[str, ...]) -> list[str]:
    return [name for name in names if name in setting.fed and name in table.columns]


def _numbers_of(names: list[str]) -> list[pl.Expr]:
    import polars as pl

    return [pl.when(pl.col(name).is_not_nan()).then(pl.col(name)) for name in names]


def _of_many_alleles(
    table: pl.DataFrame, rules: Any, setting: Setting, frequencies: tuple[str, ...]
) -> tuple[pl.Expr, ...]:
    """Largest known frequency without those of single groups that a handful of alleles may make.

    Files state no number of alleles for a group. Without groups it is the frequency itself, and no column is made.
    """
    import polars as pl

    fed = _fed(table, setting, frequencies)
    if not (groups := [name for name in fed if name in GNOMAD_GROUPS]):
        return ()
    least = rules.population.group_min_af
    many = [pl.when(pl.col(name).is_not_nan() & (pl.col(name) >= least)).then(pl.col(name)) for name in groups]
    others = _numbers_of([name for name in fed if name not in groups])
    return (pl.max_horizontal(*others, *many).alias("_gnomad_many_af"),)


def _larger_in_a_group(table: pl.DataFrame, setting: Setting, frequencies: tuple[str, ...]) -> pl.Expr:
    """Whether the variant may be more frequent than the largest known frequency says: no, or null for not known.

    A null beside a known frequency of a sister set is absence there. The frequencies of ancestry groups are no sisters
    of the frequency of all: gnomAD takes its largest from some groups only, and others may have the variant. Groups
    that no key of the file tells of leave the question as it is in a file without any.
    """
    import polars as pl

    fed = _fed(table, setting, frequencies)
    if not fed:
        return pl.lit(value=False)
    known = pl.col("_gnomad_af").is_not_null()
    if "gnomad_popmax_af" in fed:
        popmax = pl.col("gnomad_popmax_af")
        known &= ~(_seen_in(setting.popmax_of.intersection(fed)) & (popmax.is_null() | popmax.is_nan()))
    if groups := [pl.col(name) for name in fed if name in GNOMAD_GROUPS]:
        missing = pl.any_horizontal(one.is_null() | one.is_nan() for one in groups)
        of_groups_alone = pl.all_horizontal(pl.col(name).is_null() for name in fed if name not in GNOMAD_GROUPS)
        known &= ~((_seen_in(setting.groups_of.intersection(fed)) & missing) | of_groups_alone)
    return pl.when(known | (pl.col("_gnomad_status") == "absent")).then(pl.lit(value=False))


def _seen_in(sets: frozenset[str]) -> pl.Expr:
    """Whether one of these sets of gnomAD has the variant."""
    import polars as pl

    seen = (pl.col(name).is_not_null() & (pl.col(name) > 0) for name in sorted(sets))
    return pl.any_horizontal(pl.lit(value=False), *seen)


def _counts(table: pl.DataFrame, setting: Setting) -> list[pl.Series]:
    """Counts of gnomAD: some annotators write a negative number for not known.

    Alleles of persons with one X are counted of any chromosome; they are of hemizygotes where X has no partner on Y.
    """
    fed = _fed(table, setting, _COUNTS)
    found = {name: table[name] for name in fed}
    found |= {name: one.set(one < 0, None) for name, one in found.items() if (one < 0).any()}
    if "gnomad_hemi" in found:
        found["gnomad_hemi"] = found["gnomad_hemi"].set(~_one_x_in_men(table, setting), None)
    return list(found.values())


def _one_x_in_men(table: pl.DataFrame, setting: Setting) -> pl.Series:
    """Whether a row lies on X, outside the regions that Y has as well."""
    import polars as pl

    shared = (pl.col("pos").is_between(*one[1:]) for one in pseudoautosomal(setting.build) if one.chrom == "X")
    here = (pl.col("chrom").str.strip_prefix("chr") == "X") & ~pl.any_horizontal(shared)
    return table.select(pl.any_horizontal(here)).to_series()  # a place that is not known is on no X


def _every_unread(fed: list[str], table: pl.DataFrame) -> pl.Expr:
    """Observed without a gnomAD frequency is absent there only if another source was the one that observed it."""
    import polars as pl

    if "af" not in table.columns:
        return pl.col("af_status") == "absent"
    return choose(pl.col("af_status") == "observed", yes=pl.col("af").is_not_null() & pl.lit(bool(fed)), no=True)


def _with_genes(table: pl.DataFrame) -> pl.DataFrame:
    """Facts of the gene, by its HGNC number, else by its symbol; the row's own `moi` before those of the gene."""
    import polars as pl

    table = with_numbers(table)
    facts = genes.facts(table["hgnc_id"].unique().drop_nulls().to_list())
    told = table.select("hgnc_id").join(facts, on="hgnc_id", how="left", maintain_order="left").drop("hgnc_id")
    symbol = pl.col("gene").replace(genes.former_names()).alias("_symbol")
    table = pl.concat([table, told, table.select(symbol)], how="horizontal")
    if not table["moi"].null_count() < table.height:
        return table
    stated = genes.stated_modes(table["moi"].unique().drop_nulls().to_list())
    own = table.select("moi").join(stated, on="moi", how="left", maintain_order="left").drop("moi")
    has = pl.col("moi").is_not_null()
    return table.with_columns(pl.when(has).then(pl.lit(one)).otherwise(pl.col(one.name)).alias(one.name) for one in own)


def with_numbers(table: pl.DataFrame) -> pl.DataFrame:
    """The table with the HGNC number of each gene, from its symbol where the file has none."""
    import polars as pl

    unnumbered = table.select("gene", "hgnc_id").filter(pl.col("hgnc_id").is_null())
    symbols = unnumbered["gene"].unique().drop_nulls().to_list()
    known = pl.col("hgnc_id").cast(pl.Int64)
    if not symbols:
        return table.with_columns(known)
    numbers = [resolve(one).hgnc_id for one in symbols]
    by_symbol = pl.col("gene").replace_strict(symbols, numbers, default=None, return_dtype=pl.Int64)
    return table.with_columns(pl.coalesce(known, by_symbol).alias("hgnc_id"))


def _exon_ends(table: pl.DataFrame, setting: Setting) -> list[pl.Series]:
    near = Effect.SPLICE_REGION
    mask = (table["_effects"] & int(near) != 0) & (table["_effects"] & int(Effect.INTRON) == 0)
    names = {"_from_exon_start": "Int64", "_from_exon_end": "Int64"}
    return _by_row(table, mask, names, lambda row: places.exon_ends(row, setting.build))


def _repeats(table: pl.DataFrame, setting: Setting) -> list[pl.Series]:
    mask = table["_effects"] & int(Effect.IN_FRAME) != 0
    return _by_row(table, mask, {"_in_repeat": "Boolean"}, lambda row: (places.in_repeat(row, setting.build),))


def _null_trees(table: pl.DataFrame, rules: Any, setting: Setting) -> list[pl.Series]:
    small = (table["_effects"] & int(NULL_EFFECTS) != 0) & table["_out_of_scope"].is_null()
    mask = small.fill_null(value=False) | table["_exons_lost_or_gained"].fill_null(value=False)  # which rows to ask
    names = {"_pvs1": "Int8", "_pvs1_path": "String"}
    return _by_row(table, mask, names, lambda row: null_variants.judged(row, setting.build, rules))


def _residues(table: pl.DataFrame, rules: Any, setting: Setting) -> list[pl.Series]:
    """The residue as MANE Select numbers it, for rule sets that list residues: their lists are written for it.

    As annotated where that is the transcript shown, by the place in the genome where it is another one.
    """
    import polars as pl

    if not (rules.pm1.regions or rules.bp1.harmful_residues):
        return []
    shown = table.select("hgnc_id", "transcript")
    pairs = shown.unique(maintain_order=True)
    answers = pl.Series("_select", [places.is_select(*pair) for pair in pairs.iter_rows()], dtype=pl.Boolean)
    told = shown.join(
        pairs.with_columns(answers), on=shown.columns, how="left", nulls_equal=True, maintain_order="left"
    )
    select, annotated = told["_select"], table["protein_position"]
    asked = (table["_effects"] & int(Effect.MISSENSE | Effect.IN_FRAME) != 0) & annotated.is_not_null()
    names = {"_select_residue": "Int64"}
    (found,) = _by_row(table, asked & ~select, names, lambda row: (places.residue_of_select(row, setting.build),))
    return [found.zip_with(~select.fill_null(value=False), annotated.cast(pl.Int64))]


def _near(table: pl.DataFrame, setting: Setting) -> list[pl.Series]:
    """Whether a missense substitution lies in the codon of a classified one; null where that is not known."""
    import polars as pl

    substitution = (pl.col("ref").str.len_bytes() == 1) & (pl.col("alt").str.len_bytes() == 1)
    missense = table.select((pl.col("_effects") & int(Effect.MISSENSE) != 0) & substitution).to_series()
    found = comparators.codons_near(setting.build, setting.confirmed)
    if found is None:
        near = pl.Series([None], dtype=pl.Boolean).new_from_index(0, table.height)
    else:
        at = missense.arg_true()
        place = pl.concat_str(pl.col("chrom").str.strip_prefix("chr"), pl.lit(":"), pl.col("pos"))
        here = table.select("chrom", "pos")[at].select(place.is_in(found.implode())).to_series()
        near = pl.Series([False], dtype=pl.Boolean).new_from_index(0, table.height).scatter(at, here)
    return [missense.alias("_missense_by_one_base"), near.alias("_near_comparator")]


def _neighbours(table: pl.DataFrame, rules: Any, setting: Setting) -> list[pl.Series]:
    """PS1 and PM5: row by row near a classified variant; elsewhere there is none, if gene and transcript are known."""
    import polars as pl

    names = {"_ps1": "Int8", "_ps1_comparator": "String", "_pm5": "Int8", "_pm5_comparator": "String"}
    missense, near = table["_missense_by_one_base"], table["_near_comparator"]
    if rules.of_mitochondria or comparators.classified(setting.build) is None:  # another genetic code, or no table
        return _by_row(table, missense & False, names, lambda _row: (None,) * 4)
    found = _by_row(table, near, names, lambda row: comparators.judged(row, setting.build, rules, setting.confirmed))
    lonely = missense & ~near & table["_has_transcript"] & table["amino_acids"].is_not_null()
    none = {"_ps1": 0, "_ps1_comparator": "none", "_pm5": 0, "_pm5_comparator": "none"}
    chosen = [pl.when(lonely).then(pl.lit(none[one.name], dtype=one.dtype)).otherwise(one) for one in found]
    return table.select(one.alias(series.name) for one, series in zip(chosen, found, strict=True)).get_columns()


def _known(table: pl.DataFrame, setting: Setting) -> list[pl.Series]:
    """Whether the bundle's ClinVar table has this very variant: no evidence, but it stops frequency evidence."""
    import polars as pl

    known = comparators.classified(setting.build)
    if known is None:
        return [pl.Series("_classified", [None], dtype=pl.Boolean).new_from_index(0, table.height)]
    place = table.select("chrom", "pos", "ref", "alt")
    told = pl.all_horizontal(pl.all().is_not_null())
    found = place.select(pl.when(told).then(False).alias("_classified")).to_series()
    at = place["pos"].cast(pl.Int64).is_in(known["pos"].unique().implode()).arg_true()  # names are compared in few rows
    parts = (pl.col("chrom").str.strip_prefix("chr"), *map(pl.col, ("pos", "ref", "alt")))
    itself = pl.concat_str(parts, separator=":")
    return [found.scatter(at, place[at].select(itself.is_in(known["name"].implode())).to_series())]


def _by_row(
    table: pl.DataFrame, mask: pl.Series, names: dict[str, str], answer: Callable[[dict[str, Any]], tuple[Any, ...]]
) -> list[pl.Series]:
    """Columns worked out row by row where the mask holds, null elsewhere."""
    import polars as pl

    kinds = {name: getattr(pl, kind) for name, kind in names.items()}
    at = mask.arg_true()
    empty = [pl.Series(name, [None], dtype=kind).new_from_index(0, table.height) for name, kind in kinds.items()]
    if not len(at):
        return empty
    answers = [answer(row) for row in table[at].iter_rows(named=True)]
    found = pl.DataFrame(answers, schema=kinds, orient="row")
    return [series.scatter(at, found[series.name]) for series in empty]
