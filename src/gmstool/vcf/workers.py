"""Processes that scan a BGZF file side by side.

They import neither polars nor cyvcf2. The first is forked at the very start of a run, while this process is still
importing; it imports what scanning needs and forks the others. Later, where forking beside polars' threads may
deadlock, they are started as programs of their own. Each answers one question after the other: JSON, then raw lines.
"""

import contextlib
import json
import os
import struct
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from gmstool.errors import GmsError, InputError, TruncatedError
from gmstool.vcf.chunks import BadLineError, Chunk, Counts, Lines

if TYPE_CHECKING:
    import subprocess

    from gmstool.vcf.pretest import Spec
    from gmstool.vcf.scan import Ranges

PARALLEL_FROM_BYTES = 12 << 20  # compressed size from which a second process pays for its start
PIPE_BYTES = 1 << 20  # room for the kept lines of a range, so that a worker scans on while this process is busy
_LENGTH = struct.Struct(">Q")


class Channel:
    """Messages of bytes to and from another process, each with its length before it."""

    def __init__(
        self, incoming: BinaryIO, outgoing: BinaryIO, process: "subprocess.Popen[bytes] | None" = None
    ) -> None:
        self._incoming, self._outgoing, self._process = incoming, outgoing, process

    @classmethod
    def pair(cls) -> tuple["Channel", "Channel"]:
        """Two ends of one channel."""
        (read, answer), (question, write) = _pipe(), _pipe()
        return cls(os.fdopen(read, "rb"), os.fdopen(write, "wb")), cls(
            os.fdopen(question, "rb"), os.fdopen(answer, "wb")
        )

    def send(self, *messages: bytes) -> None:
        for message in messages:
            self._outgoing.write(_LENGTH.pack(len(message)))
            self._outgoing.write(message)
        self._outgoing.flush()

    def receive(self) -> bytes:
        """The next message. Raises EOFError when the other side has gone."""
        head = self._incoming.read(_LENGTH.size)
        message = self._incoming.read(_LENGTH.unpack(head)[0]) if len(head) == _LENGTH.size else b""
        if len(head) < _LENGTH.size or len(message) < _LENGTH.unpack(head)[0]:
            raise EOFError("the channel is closed")
        return message

    def close(self) -> None:
        for one in (self._outgoing, self._incoming):
            with contextlib.suppress(OSError):
                one.close()
        if self._process:
            self._process.wait()


def _pipe() -> tuple[int, int]:
    read, write = os.pipe()
    with contextlib.suppress(ImportError, AttributeError, OSError):
        import fcntl

        fcntl.fcntl(write, fcntl.F_SETPIPE_SZ, PIPE_BYTES)  # Linux; elsewhere the system's own size serves
    return read, write


class Workers:
    """Reading processes of this process."""

    def __init__(self, channels: list[Channel]) -> None:
        self._channels = channels
        self._asked: Ranges | None = None

    @classmethod
    def started(cls, count: int) -> "Workers":
        """New processes, by fork where that is safe."""
        safe = hasattr(os, "fork") and "polars" not in sys.modules
        return cls(forked(count, serve) if safe else [program("gmstool.vcf.workers") for _ in range(count)])

    def __len__(self) -> int:
        return len(self._channels)

    def ask(self, ranges: "Ranges", spec: "Spec", n_columns: int) -> None:
        """Let them begin; each takes every so many-th range."""
        question = {
            "path": str(ranges.file.path),
            "cuts": ranges.cuts,
            "skip": ranges.skip,
            "n_columns": n_columns,
            "spec": spec.to_json(),
            "step": len(self._channels),
        }
        try:
            for first, channel in enumerate(self._channels):
                channel.send(_json({**question, "first": first}))
        except OSError as error:
            raise ended(error) from None
        self._asked = ranges

    def scan(self, lines: Lines) -> Iterator[tuple[Chunk, int]]:
        """Chunks of all ranges in file order; `lines` keeps the line count."""
        ranges = self._asked
        for number in range(len(ranges or ())):
            chunk = _received(self._channels[number % len(self._channels)], lines)
            yield chunk, ranges.compressed_end(number) if ranges else 0
        self._asked = None

    @property
    def idle(self) -> bool:
        """Whether every answer was taken, so that another question may be put."""
        return self._asked is None

    def close(self) -> None:
        """Let them end: they notice when they next read or write. Idle ones started early wait for the next file."""
        if not (self is _early and self.idle):
            for channel in self._channels:
                channel.close()


def _received(channel: Channel, at: Lines) -> Chunk:
    try:
        answer = json.loads(channel.receive())
        if "error" in answer:
            raise TruncatedError(answer["error"], answer["hint"])
        if "bad_line" in answer:
            raise BadLineError(answer["bad_line"] + at.line - 1, answer["what"], answer["hint"])
        lines = [line + b"\n" for line in channel.receive().split(b"\n")[:-1]]
    except (EOFError, OSError) as error:
        raise ended(error) from None
    numbers = [number + at.line - 1 for number in answer["numbers"]]
    at.line += answer["lines"]
    at.blank_lines += answer["blank_lines"]
    return Chunk(lines, numbers, Counts(**answer["counts"]))


def ended(error: Exception) -> InputError:
    return InputError(f"a reading process ended unexpectedly ({error})", hint="try `--threads 1`")


_early: Workers | None = None


def start_early(count: int) -> None:
    """Fork processes before this process imports anything heavy; `taken` hands them out."""
    global _early  # noqa: PLW0603  the one pool of a process, started before there is anything to hold it
    if hasattr(os, "fork"):
        _early = Workers(forked(count, serve))


def taken(count: int) -> Workers:
    """The processes that were started early, if they are as many and idle, else new ones."""
    if _early is not None and len(_early) == count and _early.idle:
        return _early
    return Workers.started(count)


def forked(count: int, life: Callable[[Channel], None]) -> list[Channel]:
    """Our ends of the channels to forked processes that live so: one forks the others after its imports."""
    pairs = [Channel.pair() for _ in range(count)]
    if os.fork() == 0:
        with contextlib.suppress(BaseException):
            for ours, _ in pairs:
                ours.close()
            _multiply([theirs for _, theirs in pairs], life)
        os._exit(0)
    for _, theirs in pairs:
        theirs.close()
    return [ours for ours, _ in pairs]


def _multiply(channels: list[Channel], life: Callable[[Channel], None]) -> None:
    """In the first worker: import once, then one process per channel."""
    _let_go_of_the_terminal()
    os.environ["OPENBLAS_NUM_THREADS"] = "1"  # numpy's threads have nothing to do here, and would not be forked
    import gmstool.vcf.kernel
    import gmstool.vcf.pretest
    import gmstool.vcf.scan  # noqa: F401  # what serving needs, while the asking process is still waking up

    for place in range(1, len(channels)):
        if os.fork() == 0:
            channels[0], channels[place] = channels[place], channels[0]
            break
    for other in channels[1:]:
        other.close()
    life(channels[0])


def _let_go_of_the_terminal() -> None:
    """A pipe that the asking process has closed must not be held open by its workers."""
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)


def program(module: str) -> Channel:
    """Our end of the channel to a program of its own: a module that serves its standard streams."""
    import subprocess

    command = [sys.executable, "-m", module]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603  # our own modules
    if process.stdin is None or process.stdout is None:
        raise AssertionError("pipes were asked for")
    return Channel(process.stdout, process.stdin, process)  # type: ignore[arg-type]


def serve(channel: Channel) -> None:
    """A worker's life: answer its share of each question, until the asking process has gone."""
    from gmstool.vcf.bgzf import keep_freed_memory

    keep_freed_memory()
    with contextlib.suppress(EOFError, OSError, KeyboardInterrupt):
        while True:
            _answer(channel, json.loads(channel.receive()))


def _answer(channel: Channel, question: dict[str, Any]) -> None:
    from gmstool.vcf.bgzf import open_checked
    from gmstool.vcf.kernel import Kernel
    from gmstool.vcf.pretest import Spec, compiled
    from gmstool.vcf.scan import Ranges, scan_range

    cuts = [(before, start, end) for before, start, end in question["cuts"]]
    ranges = Ranges(open_checked(Path(question["path"])), cuts, question["skip"])
    pretest = compiled(Spec(**question["spec"]))
    for number in range(question["first"], len(ranges), question["step"]):
        kernel = Kernel(question["n_columns"], pretest=pretest)
        try:
            chunk = scan_range(ranges, number, kernel)
        except BadLineError as error:
            channel.send(_json({"bad_line": error.number, "what": error.what, "hint": error.hint}))
            return
        except GmsError as error:
            channel.send(_json({"error": error.message, "hint": error.hint}))
            return
        channel.send(_json(_told(chunk, kernel)), b"".join(chunk.lines))
    ranges.file.close()


def _told(chunk: Chunk, at: Lines) -> dict[str, Any]:
    return {
        "numbers": chunk.numbers,
        "counts": asdict(chunk.counts),
        "lines": at.line - 1,
        "blank_lines": at.blank_lines,
    }


def _json(message: dict[str, Any]) -> bytes:
    return json.dumps(message).encode()


if __name__ == "__main__":
    serve(Channel(sys.stdin.buffer, sys.stdout.buffer))
