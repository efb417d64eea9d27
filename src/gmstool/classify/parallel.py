"""A large file to Parquet by several processes: each judges ranges of blocks into parts, which are then joined."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from gmstool.classify.crew import Crew
from gmstool.classify.messages import Done, Share
from gmstool.classify.row_groups import joined
from gmstool.errors import RecordError
from gmstool.files import atomic
from gmstool.vcf.bgzf import open_checked
from gmstool.vcf.scan import Ranges

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from gmstool.classify.task import Result, Task
    from gmstool.vcf.source import VcfSource


MOST_RANGES = 5  # judged together: every rule set among the rows costs a query of its own, however few its rows are
LARGE = 24 << 20  # bytes of a file that earns a second process its start, which takes a second


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
    with tempfile.TemporaryDirectory(dir=path.parent if path else None, ignore_cleanup_errors=True) as folder:
        share = Share(source.name, task, ranges.cuts, ranges.skip, folder, metadata, tasks)
        found = Crew.taken(source.threads).judge(share)
        reached = [ranges.compressed_end(numbers.stop - 1) / source.size for numbers in tasks]
        _write(_parts(source, zip(found, reached, strict=True), result, progress), path)
    source.read_by = "scan"


def _parts(
    source: VcfSource, found: Iterator[tuple[Done, float]], result: Result, progress: Callable[[float], None]
) -> Iterator[Path]:
    """The judged parts in the order of the file, counted. Raises RecordError."""
    line = source.header.n_lines
    for done, reached in found:
        if done.bad_line:
            at, what, hint = done.bad_line
            raise RecordError(f"{source.name}, line {line + at}: {what}", hint)
        line += done.lines
        _add(result, done)
        progress(reached)
        yield Path(done.part)


def _write(parts: Iterator[Path], path: Path | None) -> None:
    """One Parquet file of parts, each copied as soon as it is there."""
    if path is None:
        joined(parts, sys.stdout.buffer)
        return
    with atomic(path) as part, part.open("wb") as out:
        joined(parts, out)


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
