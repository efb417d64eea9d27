"""The scan: every line of a BGZF file, by one process or by several over ranges of blocks.

Worker processes import neither polars nor cyvcf2. They are forked before polars is imported (forking afterwards
deadlocks on its thread pool) and wait for the question; where fork does not exist they are spawned.
"""

import json
import multiprocessing
import os
from collections.abc import Iterator
from dataclasses import asdict
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from gmstool.errors import GmsError, InputError, TruncatedError
from gmstool.vcf.bgzf import BgzfFile, keep_freed_memory, open_checked
from gmstool.vcf.kernel import BadLineError, Chunk, Counts, Kernel
from gmstool.vcf.pretest import Spec, compiled
from gmstool.vcf.text import whole_lines

RANGE_BYTES = 4 << 20  # compressed bytes of one range: small enough to keep the workers evenly busy
PARALLEL_FROM_BYTES = 12 << 20  # compressed size from which a second process pays for its start


class Ranges:
    """The blocks of one file cut into ranges; a line belongs to the range in which it starts."""

    def __init__(self, file: BgzfFile, header_bytes: int) -> None:
        self.file = file
        self.offsets = file.offsets()
        self.first, self.skip = self._first_record(header_bytes)
        self.cuts = self._cut()

    def _first_record(self, header_bytes: int) -> tuple[int, int]:
        """Index of the block with the first byte after the header, and that byte's place in its text."""
        left = header_bytes
        for index, (start, end) in enumerate(zip(self.offsets, self.offsets[1:], strict=False)):
            length = int.from_bytes(self.file.tail(start, end), "little")
            if left < length:
                return index, left
            left -= length
        return len(self.offsets) - 1, 0

    def _cut(self) -> list[int]:
        cuts = [self.first]
        for index in range(self.first + 1, len(self.offsets)):
            if self.offsets[index] - self.offsets[cuts[-1]] >= RANGE_BYTES:
                cuts.append(index)
        return cuts if cuts[-1] == len(self.offsets) - 1 else [*cuts, len(self.offsets) - 1]

    def __len__(self) -> int:
        return len(self.cuts) - 1

    def compressed_end(self, number: int) -> int:
        """Compressed offset at which a range ends, for progress."""
        return self.offsets[self.cuts[number + 1]]

    def lines(self, number: int) -> Iterator[bytes]:
        """Buffers of the whole lines that start in this range."""
        return whole_lines(self._text(self.cuts[number], self.cuts[number + 1]))

    def _text(self, first: int, last: int) -> Iterator[bytes]:
        skipping = first != self.first and not self._ends_line(first - 1)
        skip = self.skip if first == self.first else 0
        ended = True
        for buffer in self.file.batches(self.offsets[first], self.offsets[last]):
            text = buffer[skip:]
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
            yield from self._rest_of_line(last)

    def _rest_of_line(self, index: int) -> Iterator[bytes]:
        for start, end in zip(self.offsets[index:], self.offsets[index + 1 :], strict=False):
            text = bytes(self.file.inflate(start, end - start))
            after = text.find(b"\n") + 1
            yield text[:after] if after else text
            if after:
                return

    def _ends_line(self, index: int) -> bool:
        """Whether the text up to and including block `index` ends a line (empty blocks looked through)."""
        for block in range(index, self.first - 1, -1):
            text = self.file.inflate(self.offsets[block], self.offsets[block + 1] - self.offsets[block])
            if block == self.first:
                text = text[self.skip :]
            if text:
                return text.endswith(b"\n")
        return True


def scan_range(ranges: Ranges, number: int, kernel: Kernel) -> Chunk:
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


def scan_alone(ranges: Ranges, kernel: Kernel) -> Iterator[tuple[Chunk, int]]:
    """Chunks of the whole file in this process, each with the compressed offset reached."""
    for number in range(len(ranges)):
        for buffer in ranges.lines(number):
            yield kernel(buffer), ranges.compressed_end(number)


class Workers:
    """Processes that wait for a question about a file; start them before polars is imported."""

    def __init__(self, count: int) -> None:
        context: Any = multiprocessing.get_context("fork" if hasattr(os, "fork") else "spawn")
        self._connections: list[Connection] = []
        self._processes: list[BaseProcess] = []
        for _ in range(count):
            ours, theirs = context.Pipe()
            process = context.Process(target=_serve, args=(theirs,), daemon=True)
            process.start()
            theirs.close()
            self._connections.append(ours)
            self._processes.append(process)

    def scan(self, ranges: Ranges, spec: Spec, header_bytes: int, kernel: Kernel) -> Iterator[tuple[Chunk, int]]:
        """Chunks of all ranges in file order; `kernel` lends its column count and keeps the line count."""
        question = {
            "path": str(ranges.file.path),
            "header_bytes": header_bytes,
            "n_columns": kernel.n_columns,
            "spec": spec.to_json(),
            "step": len(self._connections),
        }
        for first, connection in enumerate(self._connections):
            connection.send_bytes(json.dumps({**question, "first": first}).encode())
        for number in range(len(ranges)):
            chunk = self._receive(self._connections[number % len(self._connections)], kernel)
            yield chunk, ranges.compressed_end(number)

    def _receive(self, connection: Connection, kernel: Kernel) -> Chunk:
        try:
            answer = json.loads(connection.recv_bytes())
            if "error" in answer:
                raise TruncatedError(answer["error"], answer["hint"])
            if "bad_line" in answer:
                raise BadLineError(answer["bad_line"] + kernel.line - 1, answer["what"], answer["hint"])
            lines = [line + b"\n" for line in connection.recv_bytes().split(b"\n")[:-1]]
        except (EOFError, OSError) as error:
            raise InputError(f"a reading process ended unexpectedly ({error})", hint="try `--threads 1`") from None
        numbers = [number + kernel.line - 1 for number in answer["numbers"]]
        kernel.line += answer["lines"]
        kernel.blank_lines += answer["blank_lines"]
        return Chunk(lines, numbers, Counts(**answer["counts"]))

    def close(self) -> None:
        for connection in self._connections:
            connection.close()
        for process in self._processes:
            process.terminate()
            process.join()


def _serve(connection: Connection) -> None:
    """A worker's life: wait for a question, answer its share of the ranges, end."""
    try:
        question = json.loads(connection.recv_bytes())
        keep_freed_memory()
        ranges = Ranges(open_checked(Path(question["path"])), question["header_bytes"])
        pretest = compiled(Spec(**question["spec"]))
        for number in range(question["first"], len(ranges), question["step"]):
            _answer(connection, ranges, number, Kernel(question["n_columns"], pretest=pretest))
    except (EOFError, OSError, KeyboardInterrupt):
        return  # the asking process has gone


def _answer(connection: Connection, ranges: Ranges, number: int, kernel: Kernel) -> None:
    try:
        chunk = scan_range(ranges, number, kernel)
    except BadLineError as error:
        answer = {"bad_line": error.number, "what": error.what, "hint": error.hint}
        connection.send_bytes(json.dumps(answer).encode())
        return
    except GmsError as error:
        connection.send_bytes(json.dumps({"error": error.message, "hint": error.hint}).encode())
        return
    answer = {
        "numbers": chunk.numbers,
        "counts": asdict(chunk.counts),
        "lines": kernel.line - 1,
        "blank_lines": kernel.blank_lines,
    }
    connection.send_bytes(json.dumps(answer).encode())
    connection.send_bytes(b"".join(chunk.lines))
