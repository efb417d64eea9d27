"""Processes that judge ranges of one large file side by side, each into parts of the table.

As those that scan (vcf/workers.py), they are forked early, where the command line names a large file: each imports
polars for itself, while this process does.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections import Counter
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gmstool.classify.messages import Done, Share, answer, answered, asked, question
from gmstool.vcf.chunks import BadLineError, Counts
from gmstool.vcf.workers import Channel, ended, forked, program

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gmstool.vcf.kernel import Cut, Kernel

# Polars' allocator keeps what is freed: giving pages back and asking for them again costs a tenth of the run.
ALLOCATOR = {"_RJEM_MALLOC_CONF": "dirty_decay_ms:-1,muzzy_decay_ms:-1"}

# The least and the largest text of 50 columns in 142,000 rows help no reader, and take a sixth of the writing.
COUNTED = {"null_count": True, "min": False, "max": False, "distinct_count": False}

PRACTICE = 1 << 18  # bytes of lines to practise on: some hundred records


class Crew:
    """Judging processes of this process."""

    def __init__(self, channels: list[Channel]) -> None:
        self._channels = channels

    @classmethod
    def taken(cls, count: int) -> Crew:
        """The processes that were started early, if they are as many, else new ones."""
        global _early
        found, _early = _early, None  # handed out once
        if found is not None and len(found) == count:
            return found
        os.environ.update(ALLOCATOR)  # read when a process starts; polars has set it to give pages back
        safe = hasattr(os, "fork") and "polars" not in sys.modules
        return cls(forked(count, serve) if safe else [program("gmstool.classify.crew") for _ in range(count)])

    def __len__(self) -> int:
        return len(self._channels)

    def judge(self, share: Share) -> Iterator[Done]:
        """Let them begin; what is done comes in the order of the file. Raises what went wrong in a process."""
        try:
            for first, channel in enumerate(self._channels):
                channel.send(question(share, first, len(self._channels)))
        except OSError as error:
            raise ended(error) from None
        return self._answers(len(share.tasks))

    def _answers(self, count: int) -> Iterator[Done]:
        try:
            for number in range(count):
                yield answered(self._channels[number % len(self._channels)].receive())
        except EOFError as error:
            raise ended(error) from None
        finally:
            self.close()

    def close(self) -> None:
        """Let them end: they notice when they next read or write."""
        for channel in self._channels:
            channel.close()


_early: Crew | None = None


def start_early(count: int, name: str) -> None:
    """Fork processes before this process imports polars; what is imported before that is imported once for all.

    They make themselves ready for the file of this name until they are asked.
    """
    global _early  # noqa: PLW0603  the one crew of a process, started before there is anything to hold it
    if hasattr(os, "fork"):
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # no thread of numpy's may run where processes are forked
        import gmstool.classify.run  # noqa: F401

        _early = Crew(forked(count, partial(serve, name=name)))


def serve(channel: Channel, name: str = "") -> None:
    """A process's life: import and read tables while the asking one imports, then judge its share of one file."""
    os.environ.update(ALLOCATOR)
    os.environ["POLARS_MAX_THREADS"] = "1"  # the processes are as many as the cores
    import gc

    from gmstool.vcf.bgzf import keep_freed_memory

    gc.disable()  # few cycles are made: they are looked for between the tasks
    keep_freed_memory()
    with contextlib.suppress(EOFError, OSError, KeyboardInterrupt):
        import polars as pl  # noqa: F401

        import gmstool.classify.run  # noqa: F401

        if name:
            _practise(name)
        gc.freeze()  # modules and tables stay
        share, tasks = asked(channel.receive())
        for done in _done(share, tasks):
            channel.send(answer(done))
            gc.collect(0)


def _practise(name: str) -> None:
    """Judge a file's first lines: the tables and rules that are read for them stay, and the answers are dropped.

    What goes wrong here goes wrong again when the file is judged, and is told then.
    """
    import gzip

    from gmstool.classify.reading import Reader
    from gmstool.classify.run import judge_of, plan_of
    from gmstool.classify.task import Task
    from gmstool.filters.options import Options
    from gmstool.vcf.chunks import Chunk
    from gmstool.vcf.source import open_vcf

    with contextlib.suppress(Exception), contextlib.closing(open_vcf(name, "scan", 1)) as source:
        task, before = Task(Options()), len(source.header.text)
        plan = plan_of(source, task)
        with gzip.open(name) as file:
            lines = file.read(before + PRACTICE)[before:].splitlines(keepends=True)[:-1]
        judge_of(plan, task)(Reader(plan)(Chunk(lines, list(range(len(lines))), Counts())))


def _done(share: Share, tasks: list[range]) -> Iterator[Done | Exception]:
    """What is done of each task; what went wrong ends them, and is for the asking process to tell."""
    try:
        judging = _Judging(share)
        for numbers in tasks:
            yield judging(numbers)
    except Exception as error:  # noqa: BLE001  # whatever it is
        yield error


class _Judging:
    """One process's file, its judge and its reader."""

    def __init__(self, share: Share) -> None:
        from gmstool.classify.reading import Reader
        from gmstool.classify.run import judge_of, plan_of
        from gmstool.classify.shown import FOR_NUMBERS
        from gmstool.vcf.bgzf import open_checked
        from gmstool.vcf.scan import Ranges
        from gmstool.vcf.source import open_vcf

        self._share, self._task = share, share.task
        self._ranges = Ranges(open_checked(Path(share.name)), share.cuts, share.skip)
        self._plan = plan_of(open_vcf(share.name, "scan", 1), share.task)
        self._judge = judge_of(self._plan, share.task)
        self._judge.columns = FOR_NUMBERS
        self._reader = Reader(self._plan, full=share.task.full)

    def __call__(self, numbers: range) -> Done:
        """Judge some ranges into a part."""
        import polars as pl

        from gmstool.classify import shown
        from gmstool.vcf.kernel import Kernel
        from gmstool.vcf.pretest import compiled

        spec = self._plan.spec
        kernel, counts = Kernel(self._plan.header.n_columns, pretest=compiled(spec) if spec else None), Counts()
        try:
            tables = [self._read(number, kernel, counts) for number in numbers]
        except BadLineError as error:
            return Done("", Counts(), 0, 0, 0, Counter(), Counter(), bad_line=(error.number, error.what, error.hint))
        joined = [pl.concat(tables, rechunk=True)]
        tables.clear()
        batch = self._judge(joined.pop())  # nobody else holds what is judged
        if not self._task.full:
            batch.parts.clear()  # reasons are made of them
        build, language = self._plan.header.build.build, self._task.language
        rows = shown.numbers(shown.placed(batch, build), batch, language, full=self._task.full)
        part = f"{self._share.folder}/{numbers.start:06d}.parquet"
        rows.write_parquet(part, compression="lz4", statistics=COUNTED, metadata=self._share.metadata)
        classes, rule_sets = (
            Counter(dict(batch.rows[name].value_counts().sort(name).iter_rows()))
            for name in ("classification", "rules")
        )
        lines = kernel.line - 1, kernel.blank_lines
        return Done(part, counts, *lines, rows.height, classes, rule_sets, warnings=self._reader.warnings())

    def _read(self, number: int, kernel: Kernel, counts: Counts) -> Any:
        """The rows of one range that pass the filters."""
        from gmstool.vcf.scan import scan_range

        if self._reader.reads_whole:
            return self._reader.whole(_counted(self._ranges.lines(number), kernel, counts))
        found = scan_range(self._ranges, number, kernel)
        counts.add(found.counts)
        return self._reader(found)


def _counted(buffers: Iterable[bytes], kernel: Kernel, counts: Counts) -> Iterator[Cut]:
    """Buffers of lines cut into columns, and counted."""
    for buffer in buffers:
        cut = kernel.cut(buffer)
        counts.add(cut.counts)
        yield cut


if __name__ == "__main__":
    serve(Channel(sys.stdin.buffer, sys.stdout.buffer))
