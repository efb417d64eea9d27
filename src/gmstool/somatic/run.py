"""One run over the file of one tumour: read, filter, judge, tier, prompt, write, count."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from gmstool import provenance
from gmstool.classify.outputs import Several
from gmstool.classify.run import batches
from gmstool.columns import contract
from gmstool.criteria import gathering as germline
from gmstool.errors import MismatchError
from gmstool.filters.ground import lay_ground
from gmstool.filters.plan import make_plan
from gmstool.reference import bundle
from gmstool.rules.load import default
from gmstool.somatic import run_facts, tumour_types
from gmstool.somatic.batch import Batch
from gmstool.somatic.childhood import may_tell
from gmstool.somatic.gathering import READ, Setting, Tumour
from gmstool.somatic.judging import judge
from gmstool.somatic.layers import load_layers
from gmstool.somatic.notes import Notes
from gmstool.somatic.outputs import Output
from gmstool.somatic.prompt import Patient
from gmstool.somatic.prompt_numbers import numbers
from gmstool.somatic.prompted import Prompter
from gmstool.somatic.reading import Reader
from gmstool.somatic.reversions import of_genes, paired
from gmstool.somatic.roles import Roles, roles
from gmstool.somatic.shown import Words
from gmstool.somatic.task import Result, Task
from gmstool.somatic.tiered import Tierer
from gmstool.somatic.whole import Kept
from gmstool.somatic.whole import result as case_result
from gmstool.vcf.chunks import Chunk, Counts
from gmstool.vcf.table import feeding_keys

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    import polars as pl

    from gmstool.classify.outputs import Place
    from gmstool.filters.options import Options
    from gmstool.filters.plan import Plan
    from gmstool.somatic.evidence import Event
    from gmstool.somatic.judging import Judged
    from gmstool.somatic.tiered import Tiered
    from gmstool.somatic.tumour_types import TumourType
    from gmstool.vcf.header import Header
    from gmstool.vcf.source import VcfSource

PART_RECORDS = 16_000  # lines judged together: enough to make a query worth its start, few enough with their reasons
OF_NUMBERS = 50_000  # more where outputs take no reasons
TUMOUR_ONLY = "the file has no normal sample: an inherited variant is neither proven nor excluded by it"


class Run:
    """Everything that holds for one file: its samples, its plan, the layers, the rules."""

    def __init__(self, header: Header, name: str, size: int, task: Task) -> None:
        self.task, self.header = task, header
        self.roles = roles(header, task.tumour, task.normal)
        self.plan = _plan(header, name, task, self.roles)
        self.layers, self.rules = load_layers(tumour=task.tumour_type), task.rules()
        self.notes = Notes(self.layers, task.tumour_type)
        self.reader = Reader(self.plan, self.roles, self.layers)
        self.setting = Setting(
            germline.Setting(header.build.build, _fed(header)), self.layers, _tumour(task.tumour_type), task.established
        )
        told = may_tell(task.case.content if task.case else {}, task.age)
        self.prompter = Prompter(Patient(task.tumour_type, task.age, task.purity, self.roles.tumour_only, told))
        self.tierer = Tierer(task.tumour_type, self.layers)
        self.words = Words(
            task.language, self.rules, run_facts.named(task.tumour_type), run_facts.layer_names(self.layers)
        )
        self.facts = _facts(self, name, size)

    def case(self, rows: list[dict[str, Any]], events: list[Event]) -> dict[str, Any]:
        """What is said of the case as a whole."""
        task = self.task
        given = replace(task.inputs.filtered() if _selects(task.options) else task.inputs, age=task.age)
        return case_result(rows, task.case, task.tumour_type, self.layers, given, events)

    def events(self) -> list[Event]:
        """Copy numbers and fusions of the files of calls. Raises InputError."""
        task = self.task
        return task.inputs.events(self.layers, self.header.build.build, task.tumour_type, task.purity)

    def batches(self, chunks: Iterable[Chunk], size: int = PART_RECORDS) -> Iterator[Batch]:
        """The judged rows of the chunks, in parts of so many lines."""
        small = (part for chunk in chunks for part in _parts(chunk, size))
        for rows, (judged, tiered, lines) in paired(self._judged(chunk) for chunk in small):
            yield self._batch(judged, tiered, lines, rows)

    def _judged(self, chunk: Chunk) -> tuple[list[dict[str, Any]], tuple[Judged, Tiered, list[bytes]]]:
        """The judged rows of some lines, and before them those of genes in which a variant may restore another."""
        judged = judge(self.reader(chunk), self.rules, self.setting, self.task.case)
        tiered = self.tierer(_named_rows(judged.rows))
        return of_genes(tiered.table), (judged, tiered, chunk.lines)

    def _batch(self, judged: Judged, tiered: Tiered, lines: list[bytes], near: list[dict[str, Any]]) -> Batch:
        """Everything that outputs tell of the rows; near: the rows that `paired` has looked at."""
        import polars as pl

        table, purity = tiered.table, self.task.purity
        restored = pl.Series([None], dtype=pl.String).new_from_index(0, table.height)
        if near:
            restored = restored.scatter([row["_at"] for row in near], [row["reverts"] for row in near])
        cells = [of_tumour_cells(one, purity) for one in table["tumour_vaf"]]
        table = table.with_columns(reverts=restored, vaf_of_tumour_cells=pl.Series(cells, dtype=pl.Float64))
        return Batch(table, lines, judged, tiered, self.prompter(table), self.notes.of(table), self.prompter)


def classify(
    source: VcfSource, task: Task, path: Path | None, kind: str,
    progress: Callable[[float], None] = lambda _fraction: None, beside_it: Sequence[Place] = (),
) -> Result:  # fmt: skip
    """Judge every row of an opened input once, into one output or several. Nothing is left behind when it fails."""
    run = Run(source.header, source.name, source.size, task)
    events, kept = run.events(), Kept()
    result = Result(run.facts, warnings=list(run.plan.warnings), notes=_notes(run))
    lines = run_facts.header_lines(run.facts, run.layers)
    output = Output(
        path, kind, source.header, lines, provenance.flat(run.facts), run.words, everything=not run.plan.steps
    )
    with Several(output, *map(output.also, beside_it)) as outputs:
        size = OF_NUMBERS if {kind, *(one.kind for one in beside_it)} <= {"parquet"} else PART_RECORDS
        chunks = batches(source, run.plan, result, progress, size)  # type: ignore[arg-type]  # it counts records only
        for batch in run.batches(chunks, size):
            _count(batch, result, task)
            kept.add(batch.table)
            outputs.write(batch, batch.lines)
        result.case = run.case(kept.rows, events)
        output.end(result.case)
    result.warnings += [f"header: {text}" for text in source.header.warnings] + source.warnings + run.reader.warnings()
    result.warnings += outputs.warnings
    asked = {one.variant for one in task.case.variants} if task.case else set()
    if missing := sorted(asked - result.found_in_case):
        result.warnings.append(f"variants of the case file are not among the classified rows: {', '.join(missing)}")
    return result


def _parts(chunk: Chunk, size: int) -> Iterator[Chunk]:
    """A chunk in parts whose rows, each with its reasons, stay small in memory; an empty chunk is one part."""
    for at in range(0, len(chunk.lines) or 1, size):
        end = at + size
        yield Chunk(chunk.lines[at:end], chunk.numbers[at:end], Counts())


def _selects(options: Options) -> bool:
    """Whether filters leave genes or kinds of variant out: then a gene without a row has not been looked at."""
    names = ("genes", "panel", "regions", "impact", "consequence", "clinvar", "where")
    return any(getattr(options, name) for name in names)


def of_tumour_cells(fraction: float | None, purity: float | None) -> float | None:
    """The fraction of the alleles of tumour cells, where every cell has two copies of the gene; None: not known."""
    return None if fraction is None or purity is None else min(1.0, round(fraction / purity, 4))


def _plan(header: Header, name: str, task: Task, who: Roles) -> Plan:
    options = replace(task.options, sample=who.tumour) if who.tumour else task.options
    plan = make_plan(lay_ground(options, header), full_parse=True)  # what filters drop may have to be kept
    if not header.annotation:
        raise MismatchError(
            f"{name}: the header defines no CSQ, ANN or BCSQ annotation: nothing can be classified",
            hint="annotate with VEP, SnpEff or bcftools csq first; calls of copy number and fusions go with --calls",
        )
    return plan


def _fed(header: Header) -> frozenset[str]:
    """The columns that a file's header feeds; SpliceAI's largest score from its four parts too."""
    found = {name for name in READ & contract().keys() if feeding_keys(contract()[name], header)}
    parts = ("spliceai_ag", "spliceai_al", "spliceai_dg", "spliceai_dl")
    spliced = any(feeding_keys(contract()[name], header) for name in parts)
    return frozenset(found | ({"spliceai_max"} if spliced else set()))


def _tumour(kind: TumourType | None) -> Tumour:
    if kind is None:
        return Tumour()
    return Tumour((kind.code, *kind.parents), blood=kind.is_a("MYELOID") or kind.is_a("LYMPH"))


def _named_rows(table: pl.DataFrame) -> pl.DataFrame:
    import polars as pl

    name = pl.concat_str(["chrom", "pos", "ref", "alt"], separator="-")
    return table.with_columns(variant=name, oncogenicity="classification")


def _count(batch: Batch, result: Result, task: Task) -> None:
    from gmstool.somatic.case import is_row

    result.rows += batch.table.height
    result.classes += batch.counted("classification")
    result.tiers += batch.counted("tier")
    result.prompted += batch.prompted()
    if task.case and task.case.variants:
        rows = batch.table.select("chrom", "pos", "ref", "alt", "hgvsc", "gene").to_dicts()
        result.found_in_case |= {one.variant for one in task.case.variants for row in rows if is_row(one, row)}


def _facts(run: Run, name: str, size: int) -> dict[str, Any]:
    """What every output says of how it was made."""
    task, base = run.task, default()
    panels = [panel.provenance() for panel in run.plan.panels]
    return {
        **provenance.essentials(run.header, name, size, panels),
        "rules": run.rules.provenance(), "rules_of_prediction": base.provenance(),
        "prompts": numbers().provenance(), "reference": bundle.release("genes", "transcripts", "cancer_genes"),
        "predictor": run.setting.germline.tool(base), "tumour_type": run_facts.named(task.tumour_type),
        "tumour": run.roles.tumour, "normal": run.roles.normal, "purity": task.purity, "age": task.age,
        "reviews_as_of": run.layers.today.isoformat(),
        "om3": run.rules.labels.om3,
        "established": task.established.name if task.established else None,
        "layers": [one._asdict() for one in run.layers.named], **task.inputs.told(),
    }  # fmt: skip


def _notes(run: Run) -> list[str]:
    """What a user must know of a run before reading its rows."""
    told = [run.roles.said] if run.roles.said else []
    told += [TUMOUR_ONLY] if run.roles.tumour_only else []
    return told + (
        [] if run.task.tumour_type else ["no --tumour-type: tiers rest on no tumour, and OP2 is not assessed"]
    )


def tumour_type(text: str | None) -> TumourType | None:
    """The tumour type of a code or name. Raises UsageError with near matches."""
    return tumour_types.find(text) if text else None
