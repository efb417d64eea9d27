"""Reading the rows to judge: the columns that criteria and outputs need, and the filter options before them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gmstool.classify.judging import EXTRA
from gmstool.columns import contract
from gmstool.criteria.gathering import READ
from gmstool.filters.consequence import with_consequence
from gmstool.filters.family import GROUP as INHERITANCE
from gmstool.filters.judge import FIRST, PASSES, judged
from gmstool.filters.outputs import af_raw
from gmstool.filters.plan import hard_steps
from gmstool.filters.rescue import rescued
from gmstool.vcf.columnar import ColumnarReader, usable
from gmstool.vcf.records import RecordReader, Wanted
from gmstool.vcf.table import to_frame, with_needed

if TYPE_CHECKING:
    from collections.abc import Iterable

    import polars as pl

    from gmstool.filters.plan import Plan
    from gmstool.vcf.chunks import Chunk
    from gmstool.vcf.kernel import Cut

IDENTITY = frozenset(("chrom", "pos", "ref", "alt", "gene", "gene_id", "gene_status", "af", "af_status"))


class Reader:
    """Turns lines into the rows that pass the filters of a plan."""

    def __init__(self, plan: Plan, *, full: bool = False) -> None:
        self.plan = plan
        # Whether a model fits the family is known when all partners were read: family.py asks it.
        self._steps = [step for step in hard_steps(plan) if step.group != INHERITANCE]
        self._entries = any(step.group == "consequence" for step in plan.steps)
        names = ((READ | EXTRA) & contract().keys()) | IDENTITY | {name for step in plan.steps for name in step.needs}
        names |= {name for name in plan.af_columns if name in contract()} | ({"transcripts"} if full else set())
        raw = tuple(dict.fromkeys((*plan.raw, *af_raw(plan))))
        asked = frozenset(names & contract().keys())
        wanted = Wanted(with_needed(asked), raw, self._entries, plan.sample)
        self._needed_by_others = sorted(wanted.columns - asked)
        self.columnar = ColumnarReader(plan.header, wanted, plan.af_columns) if usable(plan.header, wanted) else None
        self.records = self.columnar.records if self.columnar else RecordReader(plan.header, wanted)

    def __call__(self, chunk: Chunk) -> pl.DataFrame:
        """The rows of these lines that pass; `_line` counts within the chunk."""
        if self.columnar:
            return self._passing(self.columnar.read(chunk.lines, chunk.numbers))
        rows = self.records.read(chunk.lines, chunk.numbers)
        table = to_frame(rows, self.plan.header, self.plan.af_columns)
        if self._steps and self._entries:
            table = with_consequence(table, rows, self.plan.header, self.plan.options)
        return self._passing(table)

    @property
    def reads_whole(self) -> bool:
        """Whether every line is read, and column by column."""
        return self.columnar is not None and self.plan.spec is None

    def whole(self, cuts: Iterable[Cut]) -> pl.DataFrame:
        """The rows of all lines of some buffers that pass."""
        if self.columnar is None:
            raise AssertionError("asked of files that are read column by column")
        return self._passing(self.columnar.read_whole(cuts))

    def _passing(self, table: pl.DataFrame) -> pl.DataFrame:
        import polars as pl

        if not self._steps:
            return table.drop(self._needed_by_others, strict=False)
        if not self._entries:
            table = table.with_columns(passed_on=pl.lit(None, dtype=pl.String))
        table = rescued(judged(table, self._steps), self._steps, self.plan.options, self.plan.managed)
        passed = table.filter((pl.col(FIRST) == PASSES) | pl.col("_rescue").is_not_null())
        return passed.drop(self._needed_by_others, strict=False)

    def warnings(self) -> list[str]:
        """What to say of annotation that could not be tied to an allele or has odd entries."""
        return self.records.warnings()
