"""One filter run: read, judge, rescue, write, count."""

import contextlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gmstool import provenance
from gmstool.files import atomic
from gmstool.filters.batch import BATCH_RECORDS, Judge
from gmstool.filters.funnel import Funnel
from gmstool.filters.ground import Ground, lay_ground, may_use_index
from gmstool.filters.options import Options
from gmstool.filters.outputs import Outputs, Wish
from gmstool.filters.plan import Plan, hard_steps, make_plan
from gmstool.vcf.chunks import Chunk, Counts
from gmstool.vcf.source import Question, VcfSource
from gmstool.vcf.table import mitochondrial_warning, old_mitochondrion
from gmstool.vcf.workers import PARALLEL_FROM_BYTES

Progress = Callable[[float], None]


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
    result = _begun(source, plan)
    with contextlib.ExitStack() as stack:
        outputs = Outputs(stack, plan, wish, result.facts)
        _judge_all(source, result, outputs, progress)
    result.warnings += outputs.warnings
    result.read_by = source.read_by
    result.funnel.not_read = source.not_read
    _tell_source(source, result)
    return result


def _begun(source: VcfSource, plan: Plan) -> Result:
    panels = [panel.provenance() for panel in plan.panels]
    facts = provenance.essentials(source.header, source.name, source.size, panels)
    funnel = Funnel(list(dict.fromkeys(plan.heading(step) for step in hard_steps(plan))))
    funnel.soft = plan.options.soft
    name = old_mitochondrion(source.header)
    return Result(plan, funnel, facts, [*plan.warnings, *([mitochondrial_warning(name)] if name else [])])


def _judge_all(source: VcfSource, result: Result, outputs: Outputs, progress: Progress) -> None:
    plan, funnel = result.plan, result.funnel
    judge = Judge(plan)
    for batch in _batches(source, plan, funnel, progress):
        judge.judge(batch, outputs, funnel)
    if not funnel.alleles or judge.idle:
        # A table without rows still has its columns.
        judge.judge(Chunk([], [], Counts()), outputs, funnel)
    judge.finish(outputs, funnel)
    result.warnings += judge.warnings()
    result.research_records = judge.research_records


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


def write_meta(path: Path, facts: dict[str, Any]) -> None:
    """Write a meta.json whole."""
    with atomic(path) as part:
        part.write_text(json.dumps(facts, indent=2, ensure_ascii=False, default=str) + "\n")
