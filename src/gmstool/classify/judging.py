"""Judging a table of variants: conditions, facts, criteria, the case's evidence, and the class of each row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gmstool.classify import verdicts
from gmstool.classify.conditions import Judged, judged_for
from gmstool.classify.overlay import Laid, Overlay, laid
from gmstool.columns import contract
from gmstool.criteria import overlap
from gmstool.criteria.gathering import READ, Setting, gather
from gmstool.criteria.registry import BY_CODE, CRITERIA
from gmstool.reference.genes import resolve
from gmstool.rules.load import default, for_gene
from gmstool.vcf.table import feeding_keys

if TYPE_CHECKING:
    from collections.abc import Iterator

    import polars as pl

    from gmstool.classify.case import Case, CaseVariant
    from gmstool.classify.conditions import Condition, Wish
    from gmstool.criteria.facts import Variants
    from gmstool.rules.model import RuleSet
    from gmstool.vcf.header import Header

CODES = tuple(one.code for one in CRITERIA)
ALTERNATIVE = ("moi", "validity", "classification", "class_points", "class_2015", "points")
SPLICEAI = ("spliceai_ag", "spliceai_al", "spliceai_dg", "spliceai_dl", "spliceai_max")
EXTRA = frozenset(("impact", "gene_status", "clinvar_significance", "clinvar_stars", "clinvar_id"))
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

    def reasons(self, codes: tuple[str, ...] = CODES) -> dict[int, dict[str, str]]:
        """The reason of each criterion by row number and code."""
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

    def __init__(self, header: Header, wish: Wish, case: Case | None = None) -> None:
        self.setting = Setting(header.build.build, fed(header))
        self.overlay = Overlay(case)
        self.wish = wish
        self._conditions: dict[int | None, Judged] = {}
        self._next = 0

    def __call__(self, table: pl.DataFrame) -> Batch:
        """Judge a table of variants as `to_frame` gives it."""
        import polars as pl

        table = table.with_row_index("_row", offset=self._next).with_columns(pl.col("_row").cast(pl.Int64))
        self._next += table.height
        table = with_condition(_with_numbers(table), self._judged_for(table))
        case = self.overlay.found(table) if self.overlay.variants else {}
        parts = [self._part(rows, rules, case) for rows, rules in _by_rules(table)]
        rows = pl.concat([_classified(part, part.laid) for part in parts]).sort("_row")
        return Batch(rows, parts, self._conditions)

    def _judged_for(self, table: pl.DataFrame) -> dict[int | None, Judged]:
        """The condition that each gene of the table is judged for."""
        genes = _with_numbers(table)["hgnc_id"].unique().to_list()
        for gene in genes:
            if gene not in self._conditions:
                self._conditions[gene] = judged_for(gene, self.wish)
        return {gene: self._conditions[gene] for gene in genes}

    def _part(self, rows: pl.DataFrame, rules: RuleSet, case: dict[int, CaseVariant]) -> Part:
        return Part(gather(rows, rules, self.setting), self.setting, rules, _laid(rows, case, rules))


def fed(header: Header) -> frozenset[str]:
    """The columns that a file's header feeds."""
    found = {name for name in READ & contract().keys() if feeding_keys(contract()[name], header)}
    spliced = any(feeding_keys(contract()[name], header) for name in SPLICEAI)
    return frozenset(found | ({"spliceai_max"} if spliced else set()))


def _with_numbers(table: pl.DataFrame) -> pl.DataFrame:
    """The table with the HGNC number of each gene, from its symbol where the file has none."""
    import polars as pl

    symbols = table.filter(pl.col("hgnc_id").is_null())["gene"].unique().drop_nulls().to_list()
    numbers = [resolve(one).hgnc_id for one in symbols]
    by_symbol = pl.col("gene").replace_strict(symbols, numbers, default=None, return_dtype=pl.Int64)
    return table.with_columns(hgnc_id=pl.coalesce(pl.col("hgnc_id").cast(pl.Int64), by_symbol))


def _by_rules(table: pl.DataFrame) -> Iterator[tuple[pl.DataFrame, RuleSet]]:
    """The rows of each rule set: a gene's own, else the default."""
    import polars as pl

    base = default()
    own = {gene: rules for gene in table["gene"].unique() if gene and (rules := for_gene(gene)).id != base.id}
    ids = [rules.id for rules in own.values()]
    named = pl.col("gene").replace_strict(list(own), ids, default=base.id, return_dtype=pl.String)
    table = table.with_columns(rules=named)
    if not own:
        yield table, base
        return
    by_id = {rules.id: rules for rules in own.values()}
    for (name,), rows in table.partition_by("rules", as_dict=True, maintain_order=True).items():
        yield rows, by_id.get(str(name), base)


def with_condition(table: pl.DataFrame, judged: dict[int | None, Judged]) -> pl.DataFrame:
    """The table with the condition of each row's gene."""
    import polars as pl

    told = pl.DataFrame(
        [(gene, *_told(one.condition), one.chosen_by) for gene, one in judged.items()],
        schema={"hgnc_id": table.schema["hgnc_id"], "condition": pl.String, "mondo": pl.String, "moi": pl.String,
                "validity": pl.String, "condition_from": pl.String}, orient="row",
    )  # fmt: skip
    return table.join(told, on="hgnc_id", how="left", nulls_equal=True, maintain_order="left")


def _told(one: Condition) -> tuple[str | None, str | None, str | None, str | None]:
    return one.name, one.mondo or one.id, one.moi, one.validity


def _laid(table: pl.DataFrame, case: dict[int, CaseVariant], rules: RuleSet) -> dict[int, Laid]:
    if not case:
        return {}
    modes = dict(table.filter(table["_row"].is_in(list(case))).select("_row", "moi").iter_rows())
    return {number: laid(case[number], moi, rules) for number, moi in modes.items()}


def points_of(part: Part, laid_on: dict[int, Laid]) -> pl.DataFrame:
    """The signed points of every criterion, those of the case file among them."""
    import polars as pl

    facts = part.facts
    points = part.table.select("_row", *(one.points(facts, part.rules).alias(one.code) for one in CRITERIA))
    for number, case in laid_on.items():
        here = pl.col("_row") == number
        points = points.with_columns(
            pl.when(here).then(pl.lit(_signed(code, one.points), dtype=pl.Int8)).otherwise(pl.col(code)).alias(code)
            for code, one in case.answers.items()
        )
    return points


def _signed(code: str, points: int | None) -> int | None:
    return -points if points is not None and code.startswith("B") else points


def _classified(part: Part, laid_on: dict[int, Laid]) -> pl.DataFrame:
    """The rows with their points, what displaced what, and their class."""
    import polars as pl

    points = points_of(part, laid_on)
    comparators = part.table["_ps1_comparator"], part.table["_pm5_comparator"]
    counted = overlap.counted(points, part.rules, comparators)
    by = [
        pl.col(name) if (name := f"{code}_by") in counted.columns else pl.lit(None, dtype=pl.String).alias(name)
        for code in CODES
    ]
    rows = pl.concat(
        [
            part.table, points.select(CODES), counted.select(by),
            counted.select(pl.col(code).alias(f"{code}_counted") for code in CODES),
            verdicts.combined(counted, CODES, part.rules),
        ],
        how="horizontal",
    )  # fmt: skip
    rows = verdicts.stopped(verdicts.gated(rows, part.rules), part.setting.build, part.rules)
    return verdicts.in_scope_only(rows, CODES, part.rules)


def _alternatives(part: Part, others: dict[int | None, tuple[Condition, ...]]) -> Iterator[tuple[int, dict[str, Any]]]:
    """The rows of a part judged for each other condition of their gene; the case file's points stay.

    Conditions of a gene with the same mode and validity give the same class and are judged once.
    """
    import polars as pl

    kinds = dict.fromkeys((gene, one.moi, one.validity) for gene, many in others.items() for one in many)
    text = pl.String()
    asked = pl.DataFrame(list(kinds), {"hgnc_id": pl.Int64(), "moi": text, "validity": text}, orient="row")
    read = [name for name in part.table.columns if name in PLAIN]
    table = part.table.select(read).join(asked, on="hgnc_id", how="inner", maintain_order="left_right")
    if not table.height:
        return
    again = Part(gather(table, part.rules, part.setting), part.setting, part.rules, {})
    judged = _classified(again, part.laid).select("_row", "hgnc_id", *ALTERNATIVE)
    for number, gene, moi, validity, *told in judged.iter_rows():
        for one in others[gene]:
            if (one.moi, one.validity) == (moi, validity):
                name, mondo, *_ = _told(one)
                yield (
                    number,
                    {"condition": name, "mondo": mondo, **dict(zip(ALTERNATIVE, (moi, validity, *told), strict=True))},
                )
