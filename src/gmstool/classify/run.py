"""One run over one file: read in batches, filter, judge, write, count."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gmstool import provenance
from gmstool.classify import family, family_proof, parallel
from gmstool.classify.conditions import Wish, case_conditions, panel_modes
from gmstool.classify.confirmed import substitutions
from gmstool.classify.judging import Judge
from gmstool.classify.outputs import Output, Place, Several
from gmstool.classify.reading import Reader
from gmstool.classify.task import Result, Task
from gmstool.criteria import registry
from gmstool.errors import MismatchError
from gmstool.filters.ground import lay_ground
from gmstool.filters.plan import make_plan
from gmstool.reference import bundle
from gmstool.rules.load import default, load
from gmstool.vcf.chunks import Chunk, Counts
from gmstool.vcf.source import Question, VcfSource
from gmstool.vcf.table import mitochondrial_warning, old_mitochondrion

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from gmstool.filters.plan import Plan

BATCH_RECORDS = 20_000  # lines judged together: enough to make a query of polars worth its start
OF_NUMBERS = 75_000  # more where no sentences are told: every rule set among the rows costs queries of its own
TABLES = (
    "genes", "gene_spans", "transcripts", "gene_disease", "clingen_validity", "clingen_dosage", "clinvar", "constraint",
    "str_loci",
)  # fmt: skip  # what criteria and conditions rest on


def classify(
    source: VcfSource,
    task: Task,
    path: Path | None,
    kind: str,
    progress: Callable[[float], None] = lambda _fraction: None,
    beside_it: Sequence[Place] = (),
) -> Result:
    """Judge every row of an opened input once, into one output or several. Nothing is left behind when it fails."""
    plan = plan_of(source, task)
    judge, reader = judge_of(plan, task), Reader(plan, full=task.full)
    facts = facts_of(source, plan, judge)
    result = Result(facts, warnings=list(plan.warnings))
    proven = task.proven or family_proof.proof(source, task)
    result.warnings += [proven.warning] if proven and proven.warning else []
    beside = family.Beside.of(plan, task.case, proven, store=task.store)
    facts |= {"comparators": family.compared_with(task.store)} if beside or task.store else {}
    if name := old_mitochondrion(source.header):
        result.warnings.append(mitochondrial_warning(name))
    if parallel.usable(source, task, kind):
        parallel.judge_ranges(source, task, path, provenance.flat(facts), result, progress)
        _finish(source, result, reader, judge)
        return result
    output = Output(
        path, kind, source.header, header_lines(facts), provenance.flat(facts), task.language, full=task.full,
        everything=not plan.steps, family=beside is not None,
    )  # fmt: skip
    with Several(output, *map(output.also, beside_it)) as outputs:
        size = OF_NUMBERS if kind == "parquet" and not task.full else BATCH_RECORDS
        for table, lines in family.read(beside, reader, batches(source, plan, result, progress, size)):
            batch = judge(table)
            count(batch.rows, result)
            if beside_it:
                batch.remember_reasons()
            outputs.write(batch, lines)
    _finish(source, result, reader, judge)
    result.warnings += outputs.warnings
    return result


def plan_of(source: VcfSource, task: Task) -> Plan:
    """The plan of the filters, for a file that is annotated. Raises MismatchError."""
    plan = make_plan(lay_ground(task.options, source.header), full_parse=False, indexed=source.index is not None)
    if not source.header.annotation:
        raise MismatchError(
            f"{source.name}: the header defines no CSQ, ANN or BCSQ annotation: nothing can be classified",
            hint="annotate with VEP, SnpEff or bcftools csq first; `gms classify --variant` explains one variant",
        )
    return plan


def judge_of(plan: Plan, task: Task) -> Judge:
    """The judge of a file, for the conditions that the user, the case file or the panel name."""
    case = task.case
    wish = Wish(
        task.condition or (case.condition if case else ""),
        task.moi or (case.moi if case else ""),
        panel_modes(plan.panels),
        case_conditions(case.variant) if case else {},
    )
    confirmed = substitutions(task.store, plan.header.build.build) if task.store else None
    return Judge(plan.header, wish.checked(), case, confirmed)


def batches(
    source: VcfSource, plan: Plan, result: Result, progress: Callable[[float], None], size: int = BATCH_RECORDS
) -> Iterator[Chunk]:
    """Selected lines gathered into batches worth judging together; an empty one where there are none."""
    lines: list[bytes] = []
    numbers: list[int] = []
    question = Question(plan.spec, plan.regions, plan.options.reader, plan.of_genes)
    for chunk, fraction in source.chunks(question):
        progress(fraction)
        result.records += chunk.counts.records
        result.alleles += chunk.counts.alleles
        lines += chunk.lines
        numbers += chunk.numbers
        while len(lines) >= size:
            yield Chunk(lines[:size], numbers[:size], Counts())
            lines, numbers = lines[size:], numbers[size:]
    if lines or not result.records:
        yield Chunk(lines, numbers, Counts())


def count(rows: Any, result: Result) -> None:
    """Count the rows of a batch by class and by rule set."""
    result.rows += rows.height
    for name, counted in (("classification", result.classes), ("rules", result.rule_sets)):
        counted.update(dict(rows[name].value_counts().sort(name).iter_rows()))


def facts_of(source: VcfSource, plan: Plan, judge: Judge) -> dict[str, Any]:
    """What every output says of how it was made: rules, releases, and what was asked."""
    facts = provenance.essentials(
        source.header, source.name, source.size, [panel.provenance() for panel in plan.panels]
    )
    base = default()
    return {
        **facts,
        "rules": base.provenance(),
        "reference": bundle.release(*TABLES),
        "condition": judge.wish.condition or None,
        "moi": judge.wish.moi or None,
        "predictor": judge.setting.tool(base),
        "mask_self": True,  # no option turns it off
        "criteria": len(registry.CRITERIA),
    }


def header_lines(facts: dict[str, Any]) -> dict[str, str]:
    """The facts as VCF header lines."""
    rules = facts["rules"]
    told = f'<id="{rules["id"]}",version="{rules["version"]}",sha256={rules["sha256"]}>'
    return {**provenance.header_lines(facts), "gms_rules": told}


def _finish(source: VcfSource, result: Result, reader: Reader, judge: Judge) -> None:
    result.read_by = source.read_by
    result.warnings += [f"header: {text}" for text in source.header.warnings] + source.warnings + reader.warnings()
    if judge.overlay.unmatched:
        named = ", ".join(sorted(judge.overlay.unmatched))
        result.warnings.append(f"variants of the case file are not among the classified rows: {named}")
    result.facts["rule_sets"] = [
        load(name).provenance() | {"rows": rows} for name, rows in sorted(result.rule_sets.items())
    ]
