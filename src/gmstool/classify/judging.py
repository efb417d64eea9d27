"""Judging a table of variants: conditions, facts, criteria, the case's evidence, and the class of each row."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from gmstool.classify import verdicts
from gmstool.classify.conditions import Judged, judged_for
from gmstool.classify.overlay import Laid, Overlay, laid
from gmstool.columns import contract
from gmstool.criteria import overlap
from gmstool.criteria.gathering import GNOMAD_GROUPS, READ, Setting, by_rules, for_all_rules, gather, with_numbers
from gmstool.criteria.genes import former_names
from gmstool.criteria.registry import BY_CODE, CRITERIA
from gmstool.rules.load import MITOCHONDRIAL, conditional, default, for_gene, load
from gmstool.vcf.table import feeding_keys, mitochondrial, old_mitochondrion

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import polars as pl

    from gmstool.classify.case import Case, CaseVariant
    from gmstool.classify.conditions import Condition, Wish
    from gmstool.criteria.comparators import Confirmed
    from gmstool.criteria.facts import Variants
    from gmstool.rules.model import RuleSet
    from gmstool.vcf.header import Header

    Kind = tuple[int | None, str | None, str | None]  # a gene, and the mode and validity of its condition

CODES = tuple(one.code for one in CRITERIA)
BY = tuple(f"{code}_by" for code in CODES)  # what displaced each criterion
ALTERNATIVE = ("moi", "validity", "classification", "class_points", "class_2015", "points")
SPLICEAI = ("spliceai_ag", "spliceai_al", "spliceai_dg", "spliceai_dl", "spliceai_max")
EXTRA = frozenset(("impact", "gene_status", "clinvar_significance", "clinvar_stars", "clinvar_id"))
KEPT = frozenset(("_row", "_line", "_alt", "_out_of_scope", "_founder", "_ba1_exception"))  # read after the criteria
PLAIN = (READ | EXTRA | {"_row"}) - {"moi"}  # what rows are judged from


@dataclass(slots=True)
class Part:
    """The rows of a table that one rule set judges, widened with facts, and what a case says of them."""

    table: pl.DataFrame
    setting: Setting
    rules: RuleSet
    laid: dict[int, Laid]

    @property
    def facts(self) -> Variants:
        return self.setting.view(self.table, self.rules)


@dataclass(slots=True)
class Batch:
    """Judged rows in the order of the file, and what their reasons are made of."""

    rows: pl.DataFrame
    parts: list[Part]
    conditions: dict[int | None, Judged]
    remembered: dict[int, dict[str, str]] | None = None

    def remember_reasons(self) -> None:
        """Work the reasons out once, for several outputs."""
        self.remembered = self.reasons()

    def reasons(self, codes: tuple[str, ...] = CODES) -> dict[int, dict[str, str]]:
        """The reason of each criterion by row number and code."""
        if self.remembered is not None:
            return self.remembered
        found: dict[int, dict[str, str]] = {}
        for part in self.parts:
            told = part.table.select(
                "_row", *(BY_CODE[code].reason(part.facts, part.rules).alias(code) for code in codes)
            )
            found |= {row.pop("_row"): row for row in told.iter_rows(named=True)}
            for number, case in part.laid.items():
                found[number] |= {code: str(one.because) for code, one in case.answers.items() if code in codes}
        return found

    def laid(self) -> dict[int, Laid]:
        """What the case says, by row number."""
        return {number: one for part in self.parts for number, one in part.laid.items()}

    def alternatives(self) -> dict[int, list[dict[str, Any]]]:
        """The classes for the other conditions of the gene, by row number."""
        found: dict[int, list[dict[str, Any]]] = {}
        others = {gene: one.others for gene, one in self.conditions.items() if one.others}
        for part in self.parts:
            for number, row in _alternatives(part, others):
                found.setdefault(number, []).append(row)
        return found


class Judge:
    """Judges the tables of one file, one after the other."""

    def __init__(
        self, header: Header, wish: Wish, case: Case | None = None, confirmed: Confirmed | None = None
    ) -> None:  # fmt: skip
        self.setting = Setting(
            header.build.build,
            fed(header),
            confirmed=confirmed,
            popmax_of=sets_of(header, "gnomad_popmax_af") | {"gnomad_joint_af"},
            groups_of=sets_of(header, *GNOMAD_GROUPS),
        )
        self.overlay = Overlay(case)
        self.rcrs = old_mitochondrion(header) is None
        self.wish = wish
        self.columns: frozenset[str] | None = None  # of the rows that are asked for, beside `_row`: None for all
        self._conditions: dict[int | None, Judged] = {}
        self._next = 0

    def __call__(self, table: pl.DataFrame) -> Batch:
        """Judge a table of variants as `to_frame` gives it."""
        import polars as pl

        table = table.with_row_index("_row", offset=self._next).with_columns(pl.col("_row").cast(pl.Int64))
        self._next += table.height
        table = with_numbers(table)
        table = with_condition(table, self._judged_for(table))
        case = self.overlay.found(table) if self.overlay.variants else {}
        table, by_id = _ruled(table, rcrs=self.rcrs)
        table = for_all_rules(table, self.setting)
        parts = [self._part(rows, rules, case) for rows, rules in _by_rules(table, by_id)]
        del table  # the parts have what they need of it
        rows = [self._asked(_classified(alike)) for alike in _alike(parts)]
        whole = rows[0] if len(parts) == 1 else pl.concat(rows, how="diagonal").sort("_row")
        absent = {name: pl.lit(None, dtype=pl.String) for name in BY if name not in whole.columns}
        return Batch(whole.with_columns(**absent), parts, self._conditions)

    def _asked(self, rows: pl.DataFrame) -> pl.DataFrame:
        """The columns that are asked for: others need not be put together and in order."""
        if self.columns is None:
            return rows
        return rows.select(name for name in rows.columns if name in self.columns or name == "_row")

    def _judged_for(self, table: pl.DataFrame) -> dict[int | None, Judged]:
        """The condition that each gene of the table is judged for."""
        genes = table["hgnc_id"].unique().to_list()
        for gene in genes:
            if gene not in self._conditions:
                self._conditions[gene] = judged_for(gene, self.wish)
        return {gene: self._conditions[gene] for gene in genes}

    def _part(self, rows: pl.DataFrame, rules: RuleSet, case: dict[int, CaseVariant]) -> Part:
        return Part(by_rules(rows, rules, self.setting), self.setting, rules, _laid(rows, case, rules))


def fed(header: Header) -> frozenset[str]:
    """The columns that a file's header feeds."""
    found = {name for name in READ & contract().keys() if feeding_keys(contract()[name], header)}
    spliced = any(feeding_keys(contract()[name], header) for name in SPLICEAI)
    return frozenset(found | ({"spliceai_max"} if spliced else set()))


def sets_of(header: Header, *columns: str) -> frozenset[str]:
    """The sets of gnomAD that the keys of these columns are named for; VEP's older `gnomAD_` are its exomes."""
    keys = [key.lower() for name in columns for key in feeding_keys(contract()[name], header)]
    words = {"gnomad_joint_af": ("gnomadj",), "gnomad_exomes_af": ("gnomade", "csq/gnomad_")}
    found = {key: next((one for one, of in words.items() if any(word in key for word in of)), None) for key in keys}
    return frozenset(one or "gnomad_genomes_af" for one in found.values())


def _ruled(table: pl.DataFrame, *, rcrs: bool = True) -> tuple[pl.DataFrame, dict[str, RuleSet]]:
    """The table with the rule set of each row: that of mitochondrial DNA (rCRS), a gene's own, else the default.

    A gene's own may be for certain conditions only, and is used where the row names one of these, whoever chose it.
    """
    import polars as pl

    base = default()
    symbols = {gene: former_names().get(gene, gene) for gene in table["gene"].unique() if gene}
    named = _conditions(table, [gene for gene, symbol in symbols.items() if symbol in conditional()])
    found = {gene: for_gene(symbol, conditions=named.get(gene, ())) for gene, symbol in symbols.items()}
    own = {gene: rules for gene, rules in found.items() if rules.id != base.id}
    ids = [rules.id for rules in own.values()]
    ruled = pl.col("gene").replace_strict(list(own), ids, default=base.id, return_dtype=pl.String)
    if (of_mitochondria := mitochondrial(table)).any():
        own["MT"] = load(MITOCHONDRIAL)
        here = pl.lit(of_mitochondria)
        ruled = pl.when(here).then(pl.lit(MITOCHONDRIAL if rcrs else base.id)).otherwise(ruled)
        table = table.with_columns(moi=pl.when(here).then(pl.lit("MT")).otherwise(pl.col("moi")))
    return table.with_columns(rules=ruled), {rules.id: rules for rules in (base, *own.values())}


def _by_rules(table: pl.DataFrame, by_id: dict[str, RuleSet]) -> Iterator[tuple[pl.DataFrame, RuleSet]]:
    """The rows of each rule set."""
    if len(by_id) == 1 or not table.height:
        yield from ((table, rules) for rules in list(by_id.values())[:1])
        return
    most = next(iter(by_id))  # the default's: picked out first, as cutting a table into pieces copies it value by value
    own = table["rules"] != most
    if not own.all():
        yield table.filter(~own), by_id[most]
    for (name,), rows in table.filter(own).partition_by("rules", as_dict=True, maintain_order=True).items():
        yield rows, by_id[str(name)]


def _conditions(table: pl.DataFrame, genes: list[str]) -> dict[str, tuple[str | None, str | None]]:
    """Name and id of the condition that the rows of some genes are judged for."""
    told = table.select("gene", "condition", "mondo").filter(table["gene"].is_in(genes)).unique("gene", keep="first")
    return {gene: (name, number) for gene, name, number in told.iter_rows()}


def with_condition(table: pl.DataFrame, judged: dict[int | None, Judged]) -> pl.DataFrame:
    """The table with the condition of each row's gene."""
    import polars as pl

    told = pl.DataFrame(
        [(gene, *_told(one.condition), one.chosen_by) for gene, one in judged.items()],
        schema={"hgnc_id": table.schema["hgnc_id"], "condition": pl.String, "mondo": pl.String, "moi": pl.String,
                "validity": pl.String, "condition_from": pl.String}, orient="row",
    )  # fmt: skip
    keys = table.select("hgnc_id")  # alone: a join copies all columns
    own = keys.join(told, on="hgnc_id", how="left", nulls_equal=True, maintain_order="left").drop("hgnc_id")
    return pl.concat([table, own], how="horizontal")


def _told(one: Condition) -> tuple[str | None, str | None, str | None, str | None]:
    return one.name, one.mondo or one.id, one.moi, one.validity


def _laid(table: pl.DataFrame, case: dict[int, CaseVariant], rules: RuleSet) -> dict[int, Laid]:
    if not case:
        return {}
    modes = dict(table.filter(table["_row"].is_in(list(case))).select("_row", "moi").iter_rows())
    return {number: laid(case[number], moi, rules) for number, moi in modes.items()}


def points_of(part: Part) -> pl.DataFrame:
    """The signed points of every criterion, those of the case file among them."""
    import polars as pl

    # One lazy query: the criteria share conditions, which are worked out once. Nothing else is there to be optimised.
    shared = pl.QueryOptFlags.none().update(comm_subexpr_elim=True)
    points = part.table.lazy().select("_row", *_points(part.facts, part.rules)).collect(optimizations=shared)
    for number, case in part.laid.items():
        here = pl.col("_row") == number
        points = points.with_columns(
            pl.when(here).then(pl.lit(_signed(code, one.points), dtype=pl.Int8)).otherwise(pl.col(code)).alias(code)
            for code, one in case.answers.items()
        )
    return points


@lru_cache(maxsize=256)
def _points(facts: Variants, rules: RuleSet) -> tuple[pl.Expr, ...]:
    """The points of every criterion for tables of these columns: the same from batch to batch."""
    return tuple(one.points(facts, rules).alias(one.code) for one in CRITERIA)


def _signed(code: str, points: int | None) -> int | None:
    return -points if points is not None and code.startswith("B") else points


def _alike(parts: list[Part]) -> Iterable[list[Part]]:
    """The parts whose rule sets make the same class of the same points; the default's, which is large, by itself."""
    found: dict[Any, list[Part]] = {}
    for part in parts:
        found.setdefault((part.rules is default(), verdicts.made_of(part.rules)), []).append(part)
    return found.values()


def _classified(parts: list[Part]) -> pl.DataFrame:
    """The rows of parts alike with their points, what displaced what, and their class."""
    import polars as pl

    rules, build = parts[0].rules, parts[0].setting.build
    table, points = _joined([part.table for part in parts]), _joined([points_of(part) for part in parts])
    counted = overlap.counted(points, rules, (table["_ps1_comparator"], table["_pm5_comparator"]))
    kept = [name for name in table.columns if not name.startswith("_") or name in KEPT]
    rows = pl.concat(
        [
            table.select(kept), points.select(CODES),
            counted.select(name for name in BY if name in counted.columns),
            counted.select(pl.col(code).alias(f"{code}_counted") for code in CODES),
            verdicts.combined(counted, CODES, rules),
        ],
        how="horizontal",
    )  # fmt: skip
    rows = verdicts.stopped(verdicts.gated(rows, rules), build, rules)
    return verdicts.in_scope_only(rows, CODES, rules)


def _joined(tables: list[pl.DataFrame]) -> pl.DataFrame:
    import polars as pl

    return tables[0] if len(tables) == 1 else pl.concat(tables, how="diagonal")


def _alternatives(part: Part, others: dict[int | None, tuple[Condition, ...]]) -> Iterator[tuple[int, dict[str, Any]]]:
    """The rows of a part judged for each other condition of their gene, by its rule set; the case file's points stay.

    Conditions of a gene with the same mode, validity and rule set give the same class and are judged once.
    """
    asked: dict[str, tuple[RuleSet, dict[Kind, list[Condition]]]] = {}
    genes = part.table.select("hgnc_id", "_symbol").unique("hgnc_id", keep="first", maintain_order=True)
    for gene, symbol in genes.iter_rows():
        for one in others.get(gene, ()):
            of = for_gene(symbol, conditions=(one.name, one.mondo, one.id)) if symbol in conditional() else part.rules
            kinds = asked.setdefault(of.id, (of, {}))[1]
            kinds.setdefault((gene, one.moi, one.validity), []).append(one)
    for rules, kinds in asked.values():
        yield from _judged_again(part, rules, kinds)


def _judged_again(
    part: Part, rules: RuleSet, kinds: dict[Kind, list[Condition]]
) -> Iterator[tuple[int, dict[str, Any]]]:
    import polars as pl

    text = pl.String()
    asked = pl.DataFrame(list(kinds), {"hgnc_id": pl.Int64(), "moi": text, "validity": text}, orient="row")
    read = [name for name in part.table.columns if name in PLAIN or name.startswith("_family_")]
    table = part.table.select(read).join(asked, on="hgnc_id", how="inner", maintain_order="left_right")
    again = Part(gather(table, rules, part.setting), part.setting, rules, part.laid)
    judged = _classified([again]).select("_row", "hgnc_id", *ALTERNATIVE)
    for number, gene, moi, validity, *told in judged.iter_rows():
        for one in kinds[gene, moi, validity]:
            name, mondo, *_ = _told(one)
            yield (
                number,
                {"condition": name, "mondo": mondo, **dict(zip(ALTERNATIVE, (moi, validity, *told), strict=True))},
            )
