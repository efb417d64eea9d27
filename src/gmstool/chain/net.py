"""The tumour's own safety net, while the file goes by: records that its rules may keep although a filter drops them.

`gms classify --somatic` keeps named alterations and hot spots inside the panel whatever their numbers. A run reads its
file once, so these records are gathered during the filter stage, into `candidates.vcf.gz`.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Self

from gmstool import provenance
from gmstool.somatic.run import Run
from gmstool.vcf.source import VcfSource
from gmstool.vcf.write import VcfWriter, new_header, write_index

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from gmstool.somatic.run import Task
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
    """Writes the records whose rows a tumour's classification keeps."""

    def __init__(self, source: VcfSource, task: Task, path: Path) -> None:
        run = Run(source.header, source.name, source.size, task)
        self._reader, self._path, self.count = run.reader, path, 0
        self._writer = VcfWriter(path, "vcf.gz", sys.stdout.buffer)
        self._writer.header(new_header(source.header, provenance.header_lines(run.facts), (), {}))

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
