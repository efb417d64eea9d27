"""One filter run: read, judge, rescue, write, count."""

import contextlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gmstool import provenance
from gmstool.columns import contract
from gmstool.files import atomic
from gmstool.filters import ledger
from gmstool.filters.consequence import with_consequence
from gmstool.filters.family import GROUP as INHERITANCE
from gmstool.filters.family import Waiting, with_answers, with_states
from gmstool.filters.funnel import Funnel
from gmstool.filters.judge import FIRST, PASSES, UNKNOWN_DROP, alleles, judged
from gmstool.filters.options import Options
from gmstool.filters.outputs import Output, Target, af_raw
from gmstool.filters.plan import Ground, Plan, lay_ground, make_plan, may_use_index
from gmstool.filters.rescue import passes, rescued
from gmstool.filters.steps import Step
from gmstool.tables import TableWriter
from gmstool.vcf.chunks import Chunk, Counts
from gmstool.vcf.records import RecordReader, Wanted
from gmstool.vcf.source import Question, VcfSource
from gmstool.vcf.table import mitochondrial_warning, old_mitochondrion, to_frame, with_needed
from gmstool.vcf.workers import PARALLEL_FROM_BYTES

if TYPE_CHECKING:
    import polars as pl

    from gmstool.family.analysis import Analysis

BATCH_RECORDS = 5_000  # lines parsed and judged together
_IDENTITY = ("chrom", "pos", "ref", "alt", "gene", "gene_status")
Progress = Callable[[float], None]


@dataclass(slots=True)
class Wish:
    """The outputs of a run."""

    main: Target
    ledger: Target | None = None
    research: Target | None = None


@dataclass(slots=True)
class Result:
    """What happened: counts, what to tell the user, and the facts for meta.json."""

    plan: Plan
    funnel: Funnel
    facts: dict[str, Any]
    warnings: list[str] = field(default_factory=list)
    read_by: str = ""
    research_records: int = 0


def start_reading(source: VcfSource, options: Options, wish: Wish) -> Ground:
    """Read panels and lists, and start the reading processes where a whole file will be scanned: before polars."""
    ground = lay_ground(options, source.header)
    indexed = source.index is not None and options.reader in ("auto", "index") and may_use_index(options)
    ordered = options.pass_only or options.regions or any(one is not None for one in options.quality_limits)
    if ground.spec and not (wish.ledger or wish.research or indexed or (ordered and not _is_big(source))):
        source.start(ground.spec)
    return ground


def _is_big(source: VcfSource) -> bool:
    return source.size < 0 or source.size >= PARALLEL_FROM_BYTES


def run_filter(source: VcfSource, ground: Ground, wish: Wish, progress: Progress = lambda _fraction: None) -> Result:
    """Filter one opened input into its outputs. Nothing is left behind when it fails."""
    full_parse = bool(wish.ledger or wish.research)
    indexed = source.index is not None
    plan = make_plan(ground, full_parse=full_parse, indexed=indexed, big=_is_big(source))
    source.check(Question(plan.spec, plan.regions, plan.options.reader))
    facts = provenance.essentials(
        source.header, source.name, source.size, [panel.provenance() for panel in plan.panels]
    )
    funnel = Funnel(list(dict.fromkeys(plan.heading(step) for step in hard_steps(plan))))
    funnel.soft = plan.options.soft
    result = Result(plan, funnel, facts, list(plan.warnings))
    if name := old_mitochondrion(source.header):
        result.warnings.append(mitochondrial_warning(name))
    with contextlib.ExitStack() as stack:
        outputs = _Outputs(stack, plan, wish, facts)
        judge = _Judge(plan)
        for batch in _batches(source, plan, funnel, progress):
            judge.judge(batch, outputs, funnel)
        if not funnel.alleles or judge.idle:
            # A table without rows still has its columns.
            judge.judge(Chunk([], [], Counts()), outputs, funnel)
        judge.finish(outputs, funnel)
        result.warnings += judge.warnings()
        result.research_records = judge.research_records
    result.warnings += outputs.warnings
    result.read_by = source.read_by
    funnel.not_read = source.not_read
    _tell_source(source, result)
    return result


def _tell_source(source: VcfSource, result: Result) -> None:
    result.warnings += [f"header: {text}" for text in source.header.warnings] + source.warnings
    if source.blank_lines:
        result.warnings.append(f"{source.blank_lines} empty lines among the records were skipped")
    if not result.plan.steps:
        result.funnel.kept = result.funnel.alleles
    if not result.plan.steps or result.plan.options.soft:
        result.funnel.kept_rowless = result.funnel.rowless
    if not result.funnel.adds_up():
        raise AssertionError("the funnel does not add up")  # a fault of ours: never print a wrong count


def _batches(source: VcfSource, plan: Plan, funnel: Funnel, progress: Progress) -> Iterator[Chunk]:
    """Selected lines gathered into batches worth judging together."""
    question = Question(plan.spec, plan.regions, plan.options.reader, plan.of_genes)
    lines: list[bytes] = []
    numbers: list[int] = []
    counts = None
    for chunk, fraction in source.chunks(question):
        progress(fraction)
        funnel.add_input(chunk.counts, plan.skipped_line)
        lines += chunk.lines
        numbers += chunk.numbers
        counts = chunk.counts
        while len(lines) >= BATCH_RECORDS:
            yield Chunk(lines[:BATCH_RECORDS], numbers[:BATCH_RECORDS], counts)
            lines, numbers = lines[BATCH_RECORDS:], numbers[BATCH_RECORDS:]
    if lines and counts is not None:
        yield Chunk(lines, numbers, counts)


def hard_steps(plan: Plan) -> list[Step]:
    """The steps that drop; the others only set a FILTER flag."""
    return [step for step in plan.steps if not step.soft_flag]


class _Outputs:
    """The open outputs of a run."""

    def __init__(self, stack: contextlib.ExitStack, plan: Plan, wish: Wish, facts: dict[str, Any]) -> None:
        lines, flat = provenance.header_lines(facts), provenance.flat(facts)
        self.main = stack.enter_context(Output(wish.main, plan, plan.header, lines, flat))
        self.research = (
            stack.enter_context(Output(wish.research, plan, plan.header, lines, flat)) if wish.research else None
        )
        self.ledger: TableWriter | None = None
        if wish.ledger and wish.ledger.path:
            part = stack.enter_context(atomic(wish.ledger.path))
            self.ledger = TableWriter(part, wish.ledger.kind, None, flat)  # type: ignore[arg-type]
            stack.callback(self.ledger.close)

    @property
    def copies(self) -> bool:
        """Whether records can be handed on unjudged when nothing is filtered."""
        return self.ledger is None and self.research is None

    @property
    def warnings(self) -> list[str]:
        return self.main.warnings + (self.research.warnings if self.research else [])


class _Judge:
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

    def judge(self, batch: Chunk, outputs: _Outputs, funnel: Funnel) -> None:
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

    def _hold(self, waiting: Waiting, batch: Chunk, table: "pl.DataFrame", outputs: _Outputs, funnel: Funnel) -> None:
        """Let the records wait that pass every other step; count the others."""
        import polars as pl

        others = [step for step in hard_steps(self.plan) if step.group != INHERITANCE]
        table = self._decided(table, others)
        if outputs.copies and not self.plan.options.soft and self.plan.steps:
            passing = pl.col("_passed").any().over("_line")
            _count(alleles(table.filter(passing.not_())), self.plan, funnel)
            batch, table = _cut(batch, table.filter(passing))
        if waiting.gather(batch, table) >= BATCH_RECORDS:
            self._ask(waiting)

    def _ask(self, waiting: Waiting) -> None:
        """Read the family's genotypes of what was gathered: together, as a few records cost as much as many."""
        batch, table = waiting.gathered()
        waiting.add(batch, table, with_states(self._family, batch, table))

    def finish(self, outputs: _Outputs, funnel: Funnel) -> None:
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

    def _settle(self, batch: Chunk, table: "pl.DataFrame", outputs: _Outputs, funnel: Funnel) -> None:
        """Count and write a batch whose rows are decided."""
        furthest = alleles(table)
        _count(furthest, self.plan, funnel)
        if outputs.ledger:
            outputs.ledger.write(ledger.entries(furthest, hard_steps(self.plan)))
        self._write(outputs.main, batch, table, "_passed", funnel)
        if outputs.research:
            self._write(outputs.research, batch, _research(table, self.plan), "_passed", None)

    def _decided(self, table: "pl.DataFrame", hard: list[Step]) -> "pl.DataFrame":
        """The table judged by these steps and the safety net."""
        import polars as pl

        soft = [step for step in self.plan.steps if step.soft_flag]
        table = rescued(judged(table, hard), hard, self.plan.options, self.plan.managed)
        passed = (pl.col(FIRST) == PASSES) | pl.col("_rescue").is_not_null()
        flags: list[pl.Expr] = [pl.when(step.keep.not_()).then(pl.lit(step.soft_flag)) for step in soft]
        if self.plan.options.soft:
            groups = [f"GMS_{step.group}" for step in hard]
            dropped = pl.col(FIRST).replace_strict(
                list(range(len(groups))), groups, default=None, return_dtype=pl.String
            )
            # A record with a passing allele passes: its FILTER stays.
            flags.append(pl.when(passed.any().over("_line")).then(None).otherwise(dropped))
        table = table.with_columns(_passed=passed, _gene=pl.col("gene"))
        if flags:
            table = table.with_columns(_flags=pl.concat_list(flags).list.drop_nulls())
        return table

    def _write(self, output: Output, batch: Chunk, table: "pl.DataFrame", name: str, funnel: Funnel | None) -> None:
        """Write the records with a passing allele (all of them with --soft, or when nothing is filtered)."""
        import polars as pl

        everything = not self.plan.steps or self.plan.options.soft
        kept = (
            list(range(len(batch.lines)))
            if everything
            else table.filter(pl.col(name))["_line"].unique(maintain_order=True).to_list()
        )
        if self.plan.options.soft:
            table = table.with_columns(_passed=pl.lit(True))
        place = pl.DataFrame(
            {"_line": pl.Series(kept, dtype=pl.Int32), "_new": pl.Series(range(len(kept)), dtype=pl.Int32)}
        )
        rows = table.join(place, on="_line", how="inner", maintain_order="left").drop("_line").rename({"_new": "_line"})
        if funnel is None:
            self.research_records += len(kept)
        output.write([batch.lines[at] for at in kept], [batch.numbers[at] for at in kept], rows)
        if funnel is not None:
            funnel.kept_records += len(kept)

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
        told = [f"{text} ({count:,} times)" for text, count in self.reader.notes.items()]
        odd = self.reader.annotation.warning()
        if self._torn:
            told.append(
                f"{self._torn:,} rows have a symbol and an HGNC id of which only one is in the panel "
                f"(first {self._first_torn}): they count as in the panel"
            )
        return [*told, odd] if odd else told


def _cut(batch: Chunk, table: "pl.DataFrame") -> "tuple[Chunk, pl.DataFrame]":
    """The batch with the lines of the table alone, and the table with its lines counted anew."""
    import polars as pl

    lines = table["_line"].unique(maintain_order=True).to_list()
    place = pl.DataFrame({"_line": pl.Series(lines, dtype=pl.Int32), "_new": range(len(lines))})
    rows = table.join(place, on="_line", how="left", maintain_order="left").with_columns(
        _line=pl.col("_new").cast(pl.Int32)
    )
    cut = Chunk([batch.lines[at] for at in lines], [batch.numbers[at] for at in lines], batch.counts)
    return cut, rows.drop("_new")


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


def write_meta(path: Path, facts: dict[str, Any]) -> None:
    """Write a meta.json whole."""
    with atomic(path) as part:
        part.write_text(json.dumps(facts, indent=2, ensure_ascii=False, default=str) + "\n")
