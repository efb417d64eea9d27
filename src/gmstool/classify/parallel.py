"""A large file to Parquet by several processes: each judges ranges of blocks into parts, which are then joined."""

from __future__ import annotations

import os
import tempfile
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gmstool.errors import RecordError
from gmstool.vcf.bgzf import open_checked
from gmstool.vcf.chunks import BadLineError, Chunk, Counts
from gmstool.vcf.scan import Ranges

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable

    from gmstool.classify.run import Result, Task
    from gmstool.vcf.source import VcfSource


RANGES_A_TASK = 3  # judged together: every rule set among the rows costs a query of its own, however few its rows are


@dataclass(slots=True)
class Done:
    """What a process says of its range."""

    part: str
    counts: Counts
    lines: int
    blank_lines: int
    rows: int
    classes: Counter[str]
    rule_sets: Counter[str]
    warnings: list[str] = field(default_factory=list)
    bad_line: tuple[int, str, str] | None = None


def usable(source: VcfSource, task: Task, kind: str) -> bool:
    """Whether a file is worth several processes: large, BGZF, read whole, and to Parquet without a case."""
    return (
        kind == "parquet" and source.kind == "bgzf" and source.threads > 1 and task.case is None
        and task.options.reader in ("auto", "scan") and task.options.regions is None
    )  # fmt: skip


def judge_ranges(
    source: VcfSource,
    task: Task,
    path: Path | None,
    metadata: dict[str, str],
    result: Result,
    progress: Callable[[float], None],
) -> None:
    """Judge the file's ranges side by side and write one Parquet file. Raises RecordError for a broken record."""
    import polars as pl

    from gmstool.files import atomic

    ranges = Ranges.of(open_checked(Path(source.name)), len(source.header.text))
    beside = path.parent if path else None
    line = source.header.n_lines
    with tempfile.TemporaryDirectory(dir=beside) as folder:
        share = (source.name, task, ranges.cuts, ranges.skip, folder)
        with ProcessPoolExecutor(source.threads, get_context("spawn"), _begin, (share,)) as pool:
            firsts = range(0, len(ranges), RANGES_A_TASK)
            for first, done in zip(firsts, pool.map(_judge, firsts), strict=True):
                if done.bad_line:
                    at, what, hint = done.bad_line
                    raise RecordError(f"{source.name}, line {line + at}: {what}", hint)
                line += done.lines
                _add(result, done)
                progress(ranges.compressed_end(min(first + RANGES_A_TASK, len(ranges)) - 1) / source.size)
        source.read_by = "scan"
        parts = sorted(Path(folder).glob("*.parquet"))
        if path is None:
            import sys

            pl.scan_parquet(parts).sink_parquet(sys.stdout.buffer, metadata=metadata)
            return
        with atomic(path) as part:
            pl.scan_parquet(parts).sink_parquet(part, metadata=metadata, compression="lz4")


def _add(result: Result, done: Done) -> None:
    result.records += done.counts.records
    result.alleles += done.counts.alleles
    result.rows += done.rows
    result.classes += done.classes
    result.rule_sets += done.rule_sets
    result.warnings += [one for one in done.warnings if one not in result.warnings]


_state: dict[str, Any] = {}  # of one process: the file, its judge and its reader


def _begin(share: tuple[Any, ...]) -> None:
    """In a new process: open the file and lay the plan once."""
    os.environ["POLARS_MAX_THREADS"] = "1"  # the processes are as many as the cores
    import gc

    from gmstool.classify.reading import Reader
    from gmstool.classify.run import judge_of, plan_of
    from gmstool.vcf.source import open_vcf

    gc.set_threshold(100_000, 50, 50)
    name, task, cuts, skip, folder = share
    source = open_vcf(name, "scan", 1)
    plan = plan_of(source, task)
    _state.update(
        ranges=Ranges(open_checked(Path(name)), cuts, skip), plan=plan, judge=judge_of(plan, task),
        reader=Reader(plan, full=task.full), task=task, folder=folder, source=source,
    )  # fmt: skip


def _judge(first: int) -> Done:
    """Judge some ranges into a part."""
    from collections import Counter

    from gmstool.classify import shown
    from gmstool.vcf.kernel import Kernel
    from gmstool.vcf.pretest import compiled
    from gmstool.vcf.scan import scan_range

    plan, judge, reader, task = (_state[name] for name in ("plan", "judge", "reader", "task"))
    kernel = Kernel(plan.header.n_columns, pretest=compiled(plan.spec) if plan.spec else None)
    ranges = _state["ranges"]
    chunk = Chunk([], [], Counts())
    try:
        for number in range(first, min(first + RANGES_A_TASK, len(ranges))):
            found = scan_range(ranges, number, kernel)
            chunk.lines.extend(found.lines)
            chunk.numbers.extend(found.numbers)
            chunk.counts.add(found.counts)
    except BadLineError as error:
        return Done("", Counts(), 0, 0, 0, Counter(), Counter(), bad_line=(error.number, error.what, error.hint))
    batch = judge(reader(chunk))
    rows = shown.numbers(shown.placed(batch, plan.header.build.build), batch, task.language, full=task.full)
    part = f"{_state['folder']}/{first:06d}.parquet"
    rows.write_parquet(part, compression="lz4")
    classes, rule_sets = (
        Counter(dict(batch.rows[name].value_counts().sort(name).iter_rows())) for name in ("classification", "rules")
    )
    lines = kernel.line - 1, kernel.blank_lines
    return Done(part, chunk.counts, *lines, rows.height, classes, rule_sets, warnings=reader.warnings())
