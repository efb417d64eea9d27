"""The scan: every line of a BGZF file, by one process or by several over ranges of blocks.

Worker processes import neither polars nor cyvcf2. They are forked before polars is imported (forking afterwards
deadlocks on its thread pool) and wait for the question; where fork does not exist they are spawned.
"""

import itertools
import json
import os
import sys
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gmstool.errors import GmsError, InputError, TruncatedError
from gmstool.vcf.bgzf import BgzfFile, keep_freed_memory, open_checked
from gmstool.vcf.chunks import BadLineError, Chunk, Counts, Lines
from gmstool.vcf.pretest import Spec, compiled
from gmstool.vcf.text import Text, whole_lines

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

    from gmstool.vcf.kernel import Kernel, Pretest

RANGE_BYTES = 4 << 20  # compressed bytes of one range: small enough to keep the workers evenly busy
PARALLEL_FROM_BYTES = 12 << 20  # compressed size from which a second process pays for its start


class Ranges:
    """The blocks of one file cut into ranges; a line belongs to the range in which it starts.

    `cuts` are (start of the block before, start, end) per range, as compressed offsets; `skip` is the place of the
    first record in the text of the first range.
    """

    def __init__(self, file: BgzfFile, cuts: list[tuple[int, int, int]], skip: int) -> None:
        self.file, self.cuts, self.skip = file, cuts, skip

    @classmethod
    def of(cls, file: BgzfFile, header_bytes: int) -> "Ranges":
        """Walk the whole chain of blocks, which also finds a cut file, and cut it."""
        offsets = file.offsets()
        first, skip = _first_record(file, offsets, header_bytes)
        cuts, start = [], first
        for index in range(first + 1, len(offsets)):
            if offsets[index] - offsets[start] >= RANGE_BYTES or index == len(offsets) - 1:
                cuts.append((offsets[start - 1] if start > first else offsets[start], offsets[start], offsets[index]))
                start = index
        file.forget(0, file.size)
        return cls(file, cuts, skip)

    def __len__(self) -> int:
        return len(self.cuts)

    def compressed_end(self, number: int) -> int:
        """Compressed offset at which a range ends, for progress."""
        return self.cuts[number][2]

    def lines(self, number: int) -> Iterator[bytes]:
        """Buffers of the whole lines that start in this range."""
        yield from whole_lines(self._text(number))
        self.file.forget(self.cuts[number][1], self.cuts[number][2])

    def _text(self, number: int) -> Iterator[Text]:
        _, start, end = self.cuts[number]
        skipping = number > 0 and not self._ends_line(number)
        skip = self.skip if number == 0 else 0
        ended = True
        for buffer in self.file.texts(start, end):
            text = buffer[skip:] if skip else buffer
            skip = 0
            if skipping:
                after = text.find(b"\n") + 1
                if not after:
                    continue
                text, skipping = text[after:], False
            if text:
                ended = text.endswith(b"\n")
                yield text
        if not ended:
            yield from self._rest_of_line(end)

    def _rest_of_line(self, offset: int) -> Iterator[Text]:
        while offset < self.file.size:
            size = self.file.block_size(offset)
            text = self.file.inflate(offset, size)
            after = text.find(b"\n") + 1
            yield text[:after] if after else text
            if after:
                return
            offset += size

    def _ends_line(self, number: int) -> bool:
        """Whether the text before a range ends a line; empty blocks say nothing, what stands before them is asked."""
        before, start, _ = self.cuts[number]
        if before != self.cuts[0][1] and (text := self.file.inflate(before, start - before)):
            return text.endswith(b"\n")
        for earlier in range(number - 1, -1, -1):
            _, first, end = self.cuts[earlier]
            passed = b"".join(self.file.texts(first, end))[self.skip if earlier == 0 else 0 :]
            if passed:
                return passed.endswith(b"\n")
        return True


def _first_record(file: BgzfFile, offsets: list[int], header_bytes: int) -> tuple[int, int]:
    """Index of the block with the first byte after the header, and that byte's place in its text."""
    left = header_bytes
    for index, (start, end) in enumerate(itertools.pairwise(offsets)):
        length = int.from_bytes(file.tail(start, end), "little")
        if left < length:
            return index, left
        left -= length
    return len(offsets) - 1, 0


def scan_range(ranges: Ranges, number: int, kernel: "Kernel") -> Chunk:
    """All selected lines of one range as one chunk; line numbers count from the kernel's start."""
    lines: list[bytes] = []
    numbers: list[int] = []
    counts = Counts()
    for buffer in ranges.lines(number):
        chunk = kernel(buffer)
        lines += chunk.lines
        numbers += chunk.numbers
        counts.add(chunk.counts)
    return Chunk(lines, numbers, counts)


def scan_alone(ranges: Ranges, kernel: "Kernel") -> Iterator[tuple[Chunk, int]]:
    """Chunks of the whole file in this process, each with the compressed offset reached."""
    for number in range(len(ranges)):
        for buffer in ranges.lines(number):
            yield kernel(buffer), ranges.compressed_end(number)


class Workers:
    """Processes that wait for a question about a file; start them before polars is imported.

    The question comes in two parts: first where to look and which literals to look for, so that the scan starts while
    this process still imports polars and resolves the panel; then the genes.
    """

    def __init__(self, count: int) -> None:
        import multiprocessing

        forkable = hasattr(os, "fork") and "polars" not in sys.modules
        context: Any = multiprocessing.get_context("fork" if forkable else "spawn")
        self._asked: Ranges | None = None
        self._connections: list[Connection] = []
        self._processes: list[BaseProcess] = []
        for _ in range(count):
            ours, theirs = context.Pipe()
            process = context.Process(target=_serve, args=(theirs,), daemon=True)
            process.start()
            theirs.close()
            self._connections.append(ours)
            self._processes.append(process)

    def ask(self, ranges: Ranges, spec: Spec, n_columns: int) -> None:
        """The first part of the question: everything but the genes."""
        question = {
            "path": str(ranges.file.path),
            "cuts": ranges.cuts,
            "skip": ranges.skip,
            "n_columns": n_columns,
            "spec": replace(spec, genes=[]).to_json(),
            "step": len(self._connections),
        }
        for first, connection in enumerate(self._connections):
            connection.send_bytes(json.dumps({**question, "first": first}).encode())
        self._asked = ranges

    def scan(self, ranges: Ranges, spec: Spec, lines: Lines) -> Iterator[tuple[Chunk, int]]:
        """Chunks of all ranges in file order; `lines` keeps the line count."""
        if self._asked is None:
            self.ask(ranges, spec, lines.n_columns)
        for connection in self._connections:
            connection.send_bytes(json.dumps(spec.genes).encode())
        for number in range(len(ranges)):
            chunk = self._receive(self._connections[number % len(self._connections)], lines)
            yield chunk, ranges.compressed_end(number)

    def _receive(self, connection: "Connection", at: Lines) -> Chunk:
        try:
            answer = json.loads(connection.recv_bytes())
            if "error" in answer:
                raise TruncatedError(answer["error"], answer["hint"])
            if "bad_line" in answer:
                raise BadLineError(answer["bad_line"] + at.line - 1, answer["what"], answer["hint"])
            lines = [line + b"\n" for line in connection.recv_bytes().split(b"\n")[:-1]]
        except (EOFError, OSError) as error:
            raise InputError(f"a reading process ended unexpectedly ({error})", hint="try `--threads 1`") from None
        numbers = [number + at.line - 1 for number in answer["numbers"]]
        at.line += answer["lines"]
        at.blank_lines += answer["blank_lines"]
        return Chunk(lines, numbers, Counts(**answer["counts"]))

    def close(self) -> None:
        for connection in self._connections:
            connection.close()
        for process in self._processes:
            process.terminate()
            process.join()


def _serve(connection: "Connection") -> None:
    """A worker's life: wait for a question, answer its share of the ranges, end."""
    from gmstool.vcf import kernel  # noqa: F401  # imported while the question is still being put

    try:
        question = json.loads(connection.recv_bytes())
        keep_freed_memory()
        cuts = [(before, start, end) for before, start, end in question["cuts"]]
        ranges = Ranges(open_checked(Path(question["path"])), cuts, question["skip"])
        _Share(connection, ranges, Spec(**question["spec"]), question["n_columns"]).answer(
            range(question["first"], len(ranges), question["step"])
        )
    except (EOFError, OSError, KeyboardInterrupt):
        return  # the asking process has gone


class _Share:
    """One worker's share of a scan."""

    def __init__(self, connection: "Connection", ranges: Ranges, spec: Spec, n_columns: int) -> None:
        self.connection, self.ranges, self.spec, self.n_columns = connection, ranges, spec, n_columns
        self.exact: Pretest | None = None
        self.waiting: list[tuple[Chunk, Lines]] = []

    def answer(self, numbers: range) -> None:
        """Scan the ranges in order; until the genes are known, lines of any gene are kept back."""
        rough = None if self.spec.by_gene else compiled(self.spec)
        from gmstool.vcf.kernel import Kernel

        for number in numbers:
            if self.exact is None and (rough is None or self.connection.poll()):
                self._receive_genes()
            if not self._scan(number, Kernel(self.n_columns, pretest=self.exact or rough)):
                return
        if self.exact is None:
            self._receive_genes()

    def _receive_genes(self) -> None:
        from gmstool.vcf.kernel import Kernel

        self.exact = compiled(replace(self.spec, genes=json.loads(self.connection.recv_bytes())))
        for chunk, kernel in self.waiting:
            self._send(_narrowed(chunk, Kernel(self.n_columns, pretest=self.exact)), kernel)
        self.waiting = []

    def _scan(self, number: int, kernel: "Kernel") -> bool:
        try:
            chunk = scan_range(self.ranges, number, kernel)
        except BadLineError as error:
            return self._fail({"bad_line": error.number, "what": error.what, "hint": error.hint})
        except GmsError as error:
            return self._fail({"error": error.message, "hint": error.hint})
        if self.exact is None:
            self.waiting.append((chunk, kernel))
        else:
            self._send(chunk, kernel)
        return True

    def _fail(self, answer: dict[str, Any]) -> bool:
        if self.exact is None:
            self._receive_genes()
        self.connection.send_bytes(json.dumps(answer).encode())
        return False

    def _send(self, chunk: Chunk, at: Lines) -> None:
        answer = {
            "numbers": chunk.numbers,
            "counts": asdict(chunk.counts),
            "lines": at.line - 1,
            "blank_lines": at.blank_lines,
        }
        self.connection.send_bytes(json.dumps(answer).encode())
        self.connection.send_bytes(b"".join(chunk.lines))


def _narrowed(chunk: Chunk, kernel: "Kernel") -> Chunk:
    """A chunk whose lines were chosen for any gene, chosen again with the genes known."""
    again = kernel(b"".join(chunk.lines))
    counts = replace(
        chunk.counts,
        dropped_records=chunk.counts.dropped_records + again.counts.dropped_records,
        dropped_alleles=chunk.counts.dropped_alleles + again.counts.dropped_alleles,
        dropped_rowless=chunk.counts.dropped_rowless + again.counts.dropped_rowless,
    )
    return Chunk(again.lines, [chunk.numbers[at - 1] for at in again.numbers], counts)
