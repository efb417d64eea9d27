"""Widening the table of variants with what oncogenicity reads beside the germline facts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gmstool.criteria import gathering as germline
from gmstool.criteria.effects import CODING_CHANGES, NULL_EFFECTS, Effect
from gmstool.criteria.null_losses import Change as Bases
from gmstool.criteria.null_losses import changed, loss_of, structural
from gmstool.criteria.null_tree import walk
from gmstool.criteria.null_variants import transcript_of
from gmstool.rules.load import default
from gmstool.somatic.changes import Change, change_of, last_residue
from gmstool.somatic.events import GENES as OF_EVENTS
from gmstool.somatic.events import event_of
from gmstool.somatic.facts import SUPPRESSORS, TumourVariants
from gmstool.somatic.regions import part_of

if TYPE_CHECKING:
    import polars as pl

    from gmstool.somatic.established import Established
    from gmstool.somatic.layers import Layers

CONTINENTAL = tuple(f"gnomad_{one}_af" for one in ("afr", "amr", "eas", "nfe", "sas"))
READ = germline.READ | {*CONTINENTAL, "phylop", "gnomad_popmax_af", "svtype", "exon", "intron", "svlen"}
_ROW = (
    "hgnc_id", "_effects", "hgvsp", "amino_acids", "protein_position", "consequence", "chrom", "pos", "ref", "alt",
    "end", "gene", "transcript", "hgvsc", "svlen", "exon", "intron", "assembly", "_exons_lost_or_gained", "_sv",
    "_gnomad_af",
)  # fmt: skip  # what is read of a row
_KINDS = {
    "_role": "String", "_hot_position": "Int64", "_hot_change": "Int64", "_hot_source": "String",
    "_same_change": "String", "_same_residue": "String", "_null_points": "Int8", "_null_path": "String",
    "change": "String", "event": "String", "hot_listed": "String", "_critical_part": "String",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tumour:
    """What is known of the case beside the variants: OncoTree code and parents, and whether it is a blood cancer."""

    codes: tuple[str, ...] = ()  # empty: the tumour type is not known
    blood: bool | None = None


@dataclass(frozen=True, slots=True)
class Setting:
    """What holds for a whole file."""

    germline: germline.Setting
    layers: Layers
    tumour: Tumour
    established: Established | None = None

    def view(self, table: pl.DataFrame) -> TumourVariants:
        base = self.germline.view(table, default())
        return TumourVariants(base.columns, base.tool, base.most_alleles)


def gather(table: pl.DataFrame, rules: Any, setting: Setting) -> pl.DataFrame:
    """The table with the columns that the criteria need, rows in the same order."""
    import polars as pl

    table = germline.gather(table, default(), setting.germline)
    asked = table.select(_asked()).to_series().fill_null(value=True)
    kinds = {name: getattr(pl, kind) for name, kind in _KINDS.items()}
    answers = [_row(row, rules, setting) for row in table.select(_ROW).filter(asked).iter_rows(named=True)]
    single, at = pl.DataFrame(answers, schema=kinds, orient="row"), asked.arg_true()
    plain = table.select(_plain(table, setting, kinds))
    return table.hstack([plain[name].scatter(at, single[name]) for name in kinds]).with_columns(
        *_continental(setting), _single_cause(rules, setting.tumour), _frequency_tells(rules, setting.tumour)
    )


def _asked() -> pl.Expr:
    """The rows whose facts are worked out one by one: a change of a residue, a null variant, a gene of events."""
    import polars as pl

    effects = pl.col("_effects")
    named = pl.col("hgvsp").is_not_null() | pl.col("amino_acids").is_not_null()
    may_change = (effects & int(CODING_CHANGES | Effect.SYNONYMOUS | Effect.OTHER)) != 0
    changes = (effects & int(CODING_CHANGES | NULL_EFFECTS)) != 0
    asked = changes | (may_change & named) | pl.col("_exons_lost_or_gained") | pl.col("gene").is_in(list(OF_EVENTS))
    return asked.fill_null(value=False)  # which rows to ask, no fact: `_plain` keeps what is not known


def _plain(table: pl.DataFrame, setting: Setting, kinds: dict[str, Any]) -> list[pl.Expr]:
    """The facts of a row that changes no residue, as `_row` gives them."""
    import polars as pl

    ids = table["hgnc_id"].unique().drop_nulls().to_list()
    stated = {one: role for one in ids if (role := _role(one, setting.layers))}
    told = {"_role": pl.col("hgnc_id").replace_strict(list(stated), list(stated.values()), default=None,
                                                      return_dtype=pl.String)}  # fmt: skip
    known = pl.col("consequence").is_not_null()
    if setting.layers.has("hotspots"):
        told |= {"_hot_position": pl.when(known).then(0), "_hot_change": pl.when(known).then(0)}
        told |= {"_hot_source": pl.when(known).then(pl.lit(""))}
    if setting.established is not None:
        told |= dict.fromkeys(("_same_change", "_same_residue"), pl.when(known).then(pl.lit("")))
    return [told.get(name, pl.lit(None)).cast(kind).alias(name) for name, kind in kinds.items()]


def _role(hgnc_id: int | None, layers: Layers) -> str | None:
    role = layers.driver_role(hgnc_id)
    return None if role is None or role.startswith("possible") else role


def _row(row: dict[str, Any], rules: Any, setting: Setting) -> tuple[Any, ...]:
    role = _role(row["hgnc_id"], setting.layers)
    effects = Effect(row["_effects"] or 0)
    coding = bool(effects & (CODING_CHANGES | Effect.SYNONYMOUS | Effect.OTHER))
    change = change_of(row["hgvsp"], row["amino_acids"], row["protein_position"]) if coding else None
    return (
        role, *_hotspot(row, change, setting.layers), *_compared(row, change, rules, setting.established),
        *_null(row, effects, role, setting.germline.build), str(change) if change else None, event_of(row, change),
        _listed(row, change, setting.layers), _critical_part(row, change),
    )  # fmt: skip


def _hotspot(row: dict[str, Any], change: Change | None, layers: Layers) -> tuple[int | None, int | None, str | None]:
    """Samples at the residue and with this change; 0 where the counting lists do not have it, null without a list."""
    if not layers.has("hotspots") or not _known(row, change):
        return None, None, None
    found = layers.hotspot(row["hgnc_id"], change.residue, str(change)) if change else None
    if found is None or found.samples_position is None:
        return 0, 0, ""
    return found.samples_position, found.samples_change or 0, "; ".join(found.sources)


def _known(row: dict[str, Any], change: Change | None) -> bool:
    """Whether gene and residue are known, or the consequence says that no residue changes."""
    if row["consequence"] is None:
        return False
    altered = Effect(row["_effects"] or 0) & (
        Effect.MISSENSE | Effect.IN_FRAME | Effect.STOP_GAINED | Effect.FRAMESHIFT
    )
    return not altered or (change is not None and row["hgnc_id"] is not None)


def _listed(row: dict[str, Any], change: Change | None, layers: Layers) -> str | None:
    """The lists that name the residue a hot spot without counting tumours; a silent change is none."""
    if change is None or change.becomes == change.was:
        return None
    found = layers.hotspot(row["hgnc_id"], change.residue, str(change))
    return "; ".join(found.sources) if found and found.samples_position is None else None


def _critical_part(row: dict[str, Any], change: Change | None) -> str | None:
    """The critical part of the protein that a changed residue lies in."""
    if change is None or change.becomes == change.was or row["hgnc_id"] is None:
        return None
    return part_of(row["hgnc_id"], change.residue, last_residue(row["hgvsp"], change))


def _compared(
    row: dict[str, Any], change: Change | None, rules: Any, known: Established | None
) -> tuple[str | None, str | None]:
    if known is None or not _known(row, change):
        return None, None
    if change is None or change.becomes in (None, "fs"):
        return "", ""
    variant = f"{row['chrom'].removeprefix('chr')}-{row['pos']}-{row['ref']}-{row['alt']}"
    as_large = rules.comparators.at_least_as_large
    return (
        known.same_change(row["hgnc_id"], change, variant),
        known.same_residue(row["hgnc_id"], change, as_large=as_large),
    )


def _null(row: dict[str, Any], effects: Effect, role: str | None, build: str | None) -> tuple[int | None, str | None]:
    """The way of a null variant through PVS1's tree, in a tumour suppressor; the mechanism is the suppressor's role."""
    lost = row["_exons_lost_or_gained"]
    if role not in SUPPRESSORS or not (effects & NULL_EFFECTS or lost):
        return None, None
    if row["hgnc_id"] is None or build is None:
        return None, "not assessed: needs the genome build"
    of = transcript_of(row["hgnc_id"], row["transcript"], build)
    if of is None:
        return None, "not assessed: needs the exons of a MANE transcript"
    if lost:
        loss = structural(row["pos"] + 1, row["end"], row["_sv"], of, tandem="TANDEM" in row["alt"])
    else:
        start, end, ref, alt = changed(row["pos"], row["ref"], row["alt"], row["end"])
        loss = loss_of(Bases(start, end, ref, alt, effects, row["hgvsp"], row["_gnomad_af"]), of, default())
    if loss is None:
        return 0, f"no coding exon of {of.name} is lost"
    way = walk(loss, default())
    return way.points, " > ".join((of.name, *way.steps))


def _continental(setting: Setting) -> tuple[pl.Expr, pl.Expr]:
    """The largest known frequency of the five populations, and whether that of each is known.

    Where the file has not all five, gnomAD's own largest stands for them.
    """
    import polars as pl

    fed = setting.germline.fed
    names = list(CONTINENTAL) if fed.issuperset(CONTINENTAL) else ["gnomad_popmax_af"]
    known = [pl.col(name) for name in names if name in fed]
    largest = pl.max_horizontal(known) if known else pl.lit(None, dtype=pl.Float64)
    whole = pl.all_horizontal(pl.lit(bool(known)), *(one.is_not_null() for one in known))
    return largest.alias("_continental_af"), whole.alias("_continental_whole")


def _single_cause(rules: Any, tumour: Tumour) -> pl.Expr:
    import polars as pl

    if not tumour.codes:
        return pl.lit(None, dtype=pl.Boolean).alias("_single_cause")
    genes = [one.gene for one in rules.single_cause.rows if set(one.tumours) & set(tumour.codes)]
    return pl.col("gene").is_in(genes).alias("_single_cause")


def _frequency_tells(rules: Any, tumour: Tumour) -> pl.Expr:
    """Null for genes of clonal haematopoiesis, unless the tumour is known to be solid."""
    import polars as pl

    if tumour.blood is False:
        return pl.lit(True).alias("_frequency_tells")
    clonal = pl.col("gene").is_in(list(rules.population.clonal_genes))
    return pl.when(clonal).then(None).otherwise(pl.lit(True)).alias("_frequency_tells")
