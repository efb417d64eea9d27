"""One batch of lines: read, judged, rescued, written, counted."""

from typing import TYPE_CHECKING

from gmstool.columns import contract
from gmstool.filters import ledger
from gmstool.filters.consequence import with_consequence
from gmstool.filters.family import GROUP as INHERITANCE
from gmstool.filters.family import Waiting, with_answers, with_states
from gmstool.filters.funnel import Funnel
from gmstool.filters.judge import FIRST, PASSES, UNKNOWN_DROP, alleles, judged
from gmstool.filters.outputs import Output, Outputs, af_raw
from gmstool.filters.plan import Plan, hard_steps
from gmstool.filters.rescue import passes, rescued
from gmstool.filters.steps import Step
from gmstool.vcf.chunks import Chunk
from gmstool.vcf.records import RecordReader, Wanted
from gmstool.vcf.table import to_frame, with_needed

if TYPE_CHECKING:
    import polars as pl

    from gmstool.family.analysis import Analysis

BATCH_RECORDS = 5_000  # lines parsed and judged together
_IDENTITY = ("chrom", "pos", "ref", "alt", "gene", "gene_status")


class Judge:
    """Judges batches of lines with one plan."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        names = {name for step in plan.steps for name in step.needs} | set(_IDENTITY)
        if plan.options.rescue and plan.steps:
            names.add("clinvar_significance")
        if "af" in names:
            names |= {name for name in plan.af_columns if name in contract()}
        self._entries = any(step.group == "consequence" for step in plan.steps)
        if self._entries:
            names.add("transcript")
        raw = tuple(dict.fromkeys((*plan.raw, *af_raw(plan))))
        wanted = Wanted(with_needed(frozenset(names & set(contract()))), raw, self._entries, plan.sample)
        self.reader = RecordReader(plan.header, wanted)
        self._torn, self._first_torn = 0, ""
        self.idle = True
        self.research_records = 0
        self._waiting = Waiting() if plan.family else None

    def judge(self, batch: Chunk, outputs: Outputs, funnel: Funnel) -> None:
        """Judge one batch and write what is kept."""
        self.idle = False
        import polars as pl

        if not self.plan.steps and outputs.copies and self.plan.family is None:
            outputs.main.copy(batch.lines, batch.numbers)
            funnel.kept_records += len(batch.lines)
            return
        rows = self.reader.read(batch.lines, batch.numbers)
        table = to_frame(rows, self.plan.header, self.plan.af_columns)
        if self._entries:
            table = with_consequence(table, rows, self.plan.header, self.plan.options)
        else:
            table = table.with_columns(passed_on=pl.lit(None, dtype=pl.String))
        self._count_disagreements(table)
        if self._waiting is None:
            self._settle(batch, self._decided(table, hard_steps(self.plan)), outputs, funnel)
        else:
            self._hold(self._waiting, batch, table, outputs, funnel)

    def _hold(self, waiting: Waiting, batch: Chunk, table: "pl.DataFrame", outputs: Outputs, funnel: Funnel) -> None:
        """Let the records wait that pass every other step; count the others."""
        import polars as pl

        others = [step for step in hard_steps(self.plan) if step.group != INHERITANCE]
        table = self._decided(table, others)
        if outputs.copies and not self.plan.options.soft and self.plan.steps:
            passing = pl.col("_passed").any().over("_line")
            _count(alleles(table.filter(passing.not_())), self.plan, funnel)
            table = table.filter(passing)
            batch, table = _cut(batch, table, _lines(table))
        if waiting.gather(batch, table) >= BATCH_RECORDS:
            self._ask(waiting)

    def _ask(self, waiting: Waiting) -> None:
        """Read the family's genotypes of what was gathered: together, as a few records cost as much as many."""
        batch, table = waiting.gathered()
        waiting.add(batch, table, with_states(self._family, batch, table))

    def finish(self, outputs: Outputs, funnel: Funnel) -> None:
        """Settle what waited, in the order of the file."""
        if self._waiting is None:
            return
        self._ask(self._waiting)
        for batch, table, states in self._waiting:
            answered = with_answers(self._family, table, states)
            self._settle(batch, self._decided(answered, hard_steps(self.plan)), outputs, funnel)
        self._waiting.close()

    @property
    def _family(self) -> "Analysis":
        if self.plan.family is None:
            raise AssertionError("records wait for a family only")
        return self.plan.family

    def _settle(self, batch: Chunk, table: "pl.DataFrame", outputs: Outputs, funnel: Funnel) -> None:
        """Count and write a batch whose rows are decided."""
        furthest = alleles(table)
        _count(furthest, self.plan, funnel)
        if outputs.ledger:
            outputs.ledger.write(ledger.entries(furthest, hard_steps(self.plan)))
        funnel.kept_records += self._write(outputs.main, batch, table)
        if outputs.research:
            self.research_records += self._write(outputs.research, batch, _research(table, self.plan))

    def _decided(self, table: "pl.DataFrame", hard: list[Step]) -> "pl.DataFrame":
        """The table judged by these steps and the safety net."""
        import polars as pl

        soft = [step for step in self.plan.steps if step.soft_flag]
        table = rescued(judged(table, hard), hard, self.plan.options, self.plan.managed)
        passed = (pl.col(FIRST) == PASSES) | pl.col("_rescue").is_not_null()
        flags: list[pl.Expr] = [pl.when(step.keep.not_()).then(pl.lit(step.soft_flag)) for step in soft]
        if self.plan.options.soft:
            # A record with a passing allele passes: its FILTER stays.
            flags.append(pl.when(passed.any().over("_line")).then(None).otherwise(_dropping(hard)))
        table = table.with_columns(_passed=passed, _gene=pl.col("gene"))
        if flags:
            table = table.with_columns(_flags=pl.concat_list(flags).list.drop_nulls())
        return table

    def _write(self, output: Output, batch: Chunk, table: "pl.DataFrame") -> int:
        """Write the records with a passing allele, all of them with --soft or when nothing is filtered; how many."""
        import polars as pl

        everything = not self.plan.steps or self.plan.options.soft
        lines = list(range(len(batch.lines))) if everything else _lines(table.filter(pl.col("_passed")))
        if self.plan.options.soft:
            table = table.with_columns(_passed=pl.lit(True))
        kept, rows = _cut(batch, table, lines)
        output.write(kept.lines, kept.numbers, rows)
        return len(lines)

    def _count_disagreements(self, table: "pl.DataFrame") -> None:
        """Count rows whose symbol and HGNC id name different genes, one of them in the panel: they are kept."""
        import polars as pl

        if self.plan.resolved is None:
            return
        keys = self.plan.resolved.keys
        by_symbol = pl.col("gene").is_in(list(keys.symbols))
        by_id = pl.col("hgnc_id").is_in([int(one) for one in keys.hgnc_ids])
        torn = table.filter(pl.col("gene").is_not_null() & pl.col("hgnc_id").is_not_null() & (by_symbol != by_id))
        self._torn += torn.height
        if torn.height and not self._first_torn:
            self._first_torn = f"{torn['gene'][0]} with HGNC:{torn['hgnc_id'][0]}"

    def warnings(self) -> list[str]:
        """What the user should know of the records read so far."""
        told = [f"{text} ({count:,} times)" for text, count in self.reader.notes.items()]
        odd = self.reader.annotation.warning()
        if self._torn:
            told.append(
                f"{self._torn:,} rows have a symbol and an HGNC id of which only one is in the panel "
                f"(first {self._first_torn}): they count as in the panel"
            )
        return [*told, odd] if odd else told


def _dropping(hard: list[Step]) -> "pl.Expr":
    """The FILTER flag of the step that dropped a row."""
    import polars as pl

    flags = [f"GMS_{step.group}" for step in hard]
    return pl.col(FIRST).replace_strict(list(range(len(flags))), flags, default=None, return_dtype=pl.String)


def _lines(table: "pl.DataFrame") -> list[int]:
    return table["_line"].unique(maintain_order=True).to_list()


def _cut(batch: Chunk, table: "pl.DataFrame", lines: list[int]) -> "tuple[Chunk, pl.DataFrame]":
    """These lines of the batch and of the table, counted anew."""
    import polars as pl

    place = pl.DataFrame({"_line": lines, "_new": range(len(lines))}, schema={"_line": pl.Int32, "_new": pl.Int32})
    rows = table.join(place, on="_line", how="inner", maintain_order="left").with_columns(_line="_new").drop("_new")
    return Chunk([batch.lines[at] for at in lines], [batch.numbers[at] for at in lines], batch.counts), rows


def _research(table: "pl.DataFrame", plan: Plan) -> "pl.DataFrame":
    """Rows that pass everything except the panel."""
    import polars as pl

    hard = hard_steps(plan)
    at_panel = [at for at, step in enumerate(hard) if step.group == "panel"]
    others = [at for at in range(len(hard)) if at not in at_panel]
    passes_others = passes(hard, others)
    in_panel = passes(hard, at_panel)
    # A record with a panel gene belongs to the clinical list alone, whatever its other genes.
    clinical = pl.col("_passed").any().over("_line")
    return table.with_columns(_passed=passes_others & in_panel.not_() & clinical.not_())


def _count(furthest: "pl.DataFrame", plan: Plan, funnel: Funnel) -> None:
    """Count what became of each allele of a batch."""
    import polars as pl

    hard = hard_steps(plan)
    kept = furthest.filter((pl.col(FIRST) == PASSES) | pl.col("_rescue").is_not_null())
    funnel.kept += kept.height
    funnel.rescued += kept.filter(pl.col("_rescue").is_not_null()).height
    dropped = furthest.filter((pl.col(FIRST) < PASSES) & pl.col("_rescue").is_null())
    for first, unknown, count in dropped.group_by(FIRST, UNKNOWN_DROP).len().iter_rows():
        funnel.add(funnel.unknown if unknown else funnel.dropped, plan.heading(hard[first]), count)
    told = kept.filter(pl.col("unknown").is_not_null()).group_by("unknown").len().sort("unknown")
    for names, count in told.iter_rows():
        for name in names.split(","):
            funnel.add(funnel.kept_unknown, name, count)
