"""Records that the classification needs although the filter drops them, gathered while the file goes by.

`gms classify --somatic` keeps named alterations and hot spots inside the panel whatever their numbers. With --model a
variant that fits no asked model may still be the partner of one that does. A run reads its file once, so these records
go into `candidates.vcf.gz` during the filter stage.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any, Self

from gmstool import provenance
from gmstool.vcf.source import VcfSource
from gmstool.vcf.write import VcfWriter, new_header, write_index

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import polars as pl

    from gmstool.chain.wish import Wish
    from gmstool.filters.options import Options
    from gmstool.vcf.chunks import Chunk
    from gmstool.vcf.source import Progress, Question


@dataclass(slots=True)
class Watched(VcfSource):
    """An opened input whose chunks are also shown to `see`. The source that it was made of is not used any more."""

    see: Callable[[Chunk], None] = lambda _chunk: None

    @classmethod
    def of(cls, source: VcfSource, see: Callable[[Chunk], None]) -> Self:
        given: dict[str, Any] = {one.name: getattr(source, one.name) for one in fields(VcfSource)}
        return cls(**given, see=see)

    def chunks(self, question: Question) -> Iterator[tuple[Chunk, Progress]]:
        for chunk, progress in VcfSource.chunks(self, question):
            self.see(chunk)
            yield chunk, progress


class Net:
    """Writes the records that have rows for the classification."""

    def __init__(
        self, reader: Callable[[Chunk], pl.DataFrame], source: VcfSource, facts: dict[str, Any], path: Path
    ) -> None:
        self._reader, self._path, self.count = reader, path, 0
        self._writer = VcfWriter(path, "vcf.gz", sys.stdout.buffer)
        self._writer.header(new_header(source.header, provenance.header_lines(facts), (), {}))

    @classmethod
    def of(cls, source: VcfSource, wish: Wish, options: Options, path: Path) -> Self | None:
        """The net that a run needs; None where what the filter keeps is enough."""
        if wish.tumour:
            from gmstool.somatic.run import Run

            run = Run(source.header, source.name, source.size, replace(wish.tumour, options=options))
            return cls(run.reader, source, run.facts, path)
        if not options.model:
            return None
        from gmstool.classify.reading import Reader
        from gmstool.classify.run import facts_of, judge_of, plan_of
        from gmstool.classify.task import Task

        task = Task(options, wish.condition, wish.moi, wish.evidence)
        plan = plan_of(source, task)
        return cls(Reader(plan), source, facts_of(source, plan, judge_of(plan, task)), path)

    def see(self, chunk: Chunk) -> None:
        """Keep the lines of a chunk that have rows."""
        if not chunk.lines:
            return
        for at in self._reader(chunk)["_line"].unique(maintain_order=True):
            self._writer.record(chunk.lines[at])
            self.count += 1

    def close(self) -> list[str]:
        """Finish the file; answers with what is to be said of it."""
        warnings = self._writer.close()
        if self._writer.can_index:
            write_index(self._path)
        return warnings
