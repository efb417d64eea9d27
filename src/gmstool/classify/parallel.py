"""A large file to Parquet by several processes: each judges ranges of blocks into parts, which are then joined."""

from __future__ import annotations

import itertools
import os
import tempfile
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gmstool.errors import RecordError
from gmstool.vcf.bgzf import keep_freed_memory, open_checked
from gmstool.vcf.chunks import BadLineError, Counts
from gmstool.vcf.scan import Ranges

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable, Iterator

    import polars as pl

    from gmstool.classify.run import Result, Task
    from gmstool.vcf.source import VcfSource


MOST_RANGES = 4  # judged together: every rule set among the rows costs a query of its own, however few its rows are
LARGE = 24 << 20  # bytes of a file that earns a second process its start, which takes a second
# Polars' allocator keeps what is freed: giving pages back and asking for them again costs a tenth of the run.
ALLOCATOR = {"_RJEM_MALLOC_CONF": "dirty_decay_ms:-1,muzzy_decay_ms:-1"}


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
        kind == "parquet" and source.kind == "bgzf" and source.size >= LARGE and source.threads > 1
        and task.case is None
        and task.options.reader in ("auto", "scan") and task.options.regions is None
        and not (task.options.ped or task.options.trio)
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
    ranges = Ranges.of(open_checked(Path(source.name)), len(source.header.text))
    tasks = shares(len(ranges), source.threads)
    os.environ.update(ALLOCATOR)  # read when a process starts; polars has set it to give pages back
    with tempfile.TemporaryDirectory(dir=path.parent if path else None) as folder:
        share = (source.name, task, ranges.cuts, ranges.skip, folder)
        with ProcessPoolExecutor(source.threads, get_context("spawn"), _begin, (share,)) as pool:
            found = pool.map(_judge, tasks)
            pool.shutdown(wait=False)  # a process ends as soon as nothing is left to do, while the file is written
            reached = [ranges.compressed_end(numbers.stop - 1) / source.size for numbers in tasks]
            _write(_parts(source, zip(found, reached, strict=True), result, progress), path, metadata)
    source.read_by = "scan"


def _parts(
    source: VcfSource, found: Iterator[tuple[Done, float]], result: Result, progress: Callable[[float], None]
) -> Iterator[pl.DataFrame]:
    """The judged parts in the order of the file, counted. Raises RecordError."""
    import polars as pl

    line = source.header.n_lines
    for done, reached in found:
        if done.bad_line:
            at, what, hint = done.bad_line
            raise RecordError(f"{source.name}, line {line + at}: {what}", hint)
        line += done.lines
        _add(result, done)
        progress(reached)
        yield pl.read_ipc(done.part)


def _write(parts: Iterator[pl.DataFrame], path: Path | None, metadata: dict[str, str]) -> None:
    """One Parquet file of parts, each written as soon as it is there."""
    import sys

    from polars.io.plugins import register_io_source

    from gmstool.files import atomic

    first = next(parts)
    table = register_io_source(lambda *_asked: itertools.chain([first], parts), schema=first.schema)
    if path is None:
        table.sink_parquet(sys.stdout.buffer, metadata=metadata)
        return
    with atomic(path) as part:
        table.sink_parquet(part, metadata=metadata, compression="lz4")


def shares(ranges: int, processes: int) -> list[range]:
    """The numbers of the ranges cut into tasks: as few as memory allows, and as many for each process."""
    rounds = max(1, -(-ranges // (processes * MOST_RANGES)))
    size = max(1, -(-ranges // (processes * rounds)))
    return [range(first, min(first + size, ranges)) for first in range(0, ranges, size)]


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
    keep_freed_memory()
    name, task, cuts, skip, folder = share
    source = open_vcf(name, "scan", 1)
    plan = plan_of(source, task)
    _state.update(
        ranges=Ranges(open_checked(Path(name)), cuts, skip), plan=plan, judge=judge_of(plan, task),
        reader=Reader(plan, full=task.full), task=task, folder=folder, source=source,
    )  # fmt: skip


def _judge(numbers: range) -> Done:
    """Judge some ranges into a part."""
    from collections import Counter

    import polars as pl

    from gmstool.classify import shown
    from gmstool.vcf.kernel import Kernel
    from gmstool.vcf.pretest import compiled
    from gmstool.vcf.scan import scan_range

    plan, judge, reader, task = (_state[name] for name in ("plan", "judge", "reader", "task"))
    kernel = Kernel(plan.header.n_columns, pretest=compiled(plan.spec) if plan.spec else None)
    counts, tables = Counts(), []
    try:
        for number in numbers:
            found = scan_range(_state["ranges"], number, kernel)
            counts.add(found.counts)
            tables.append(reader(found))
    except BadLineError as error:
        return Done("", Counts(), 0, 0, 0, Counter(), Counter(), bad_line=(error.number, error.what, error.hint))
    table = pl.concat(tables, rechunk=True)
    tables.clear()
    batch = judge(table)
    rows = shown.numbers(shown.placed(batch, plan.header.build.build), batch, task.language, full=task.full)
    part = f"{_state['folder']}/{numbers.start:06d}.arrow"
    rows.write_ipc(part, compression="lz4")  # Parquet is written once, of all parts
    classes, rule_sets = (
        Counter(dict(batch.rows[name].value_counts().sort(name).iter_rows())) for name in ("classification", "rules")
    )
    lines = kernel.line - 1, kernel.blank_lines
    return Done(part, counts, *lines, rows.height, classes, rule_sets, warnings=reader.warnings())
