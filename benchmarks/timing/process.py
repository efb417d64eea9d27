"""One process from start to end: wall time, peak memory, exit status."""

import contextlib
import ctypes
import os
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Final

SAMPLING_INTERVAL: Final = 0.005  # seconds between two looks at a process tree


@dataclass(frozen=True, slots=True)
class Run:
    """`peak` is the kernel's ru_maxrss: the largest single process, waited-for children included, in MiB."""

    seconds: float
    peak: float
    complaint: str | None  # why it failed


def run(command: tuple[str, ...]) -> Run:
    """Runs a command with its stdout thrown away; the clock spans start to exit."""
    with TemporaryFile() as stderr:
        start = time.perf_counter()
        process = _start(command, stderr)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        wait_for_orphans()  # they give their memory back, which is no part of the next run
        return Run(seconds, usage.ru_maxrss / 1024, _complaint(process.returncode, stderr))


def adopt_orphans() -> None:
    """Linux: worker processes that outlive their parent become children of this one, and can be waited for."""
    subreaper = 36  # PR_SET_CHILD_SUBREAPER
    with contextlib.suppress(AttributeError):
        ctypes.CDLL(None).prctl(subreaper, 1, 0, 0, 0)


def wait_for_orphans() -> None:
    """Wait until all processes of a run have ended."""
    with contextlib.suppress(ChildProcessError):
        while True:
            os.wait()


def peak_of_tree(command: tuple[str, ...]) -> float | None:
    """The most memory that a process and all its descendants held at one look, in MiB; Linux only.

    Proportional set sizes are summed, so that pages shared by workers count once.
    Looking costs time, therefore this is never the run that is timed.
    """
    peak = 0.0
    with TemporaryFile() as stderr, _start(command, stderr) as process:
        while process.poll() is None:
            peak = max(peak, sum(map(_proportional_size, _tree(process.pid))))
            time.sleep(SAMPLING_INTERVAL)
    return peak / 1024 or None


def _start(command: tuple[str, ...], stderr: IO[bytes]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=stderr)


def _complaint(status: int, stderr: IO[bytes]) -> str | None:
    if status == 0:
        return None
    stderr.seek(0)
    lines = stderr.read().decode(errors="replace").strip().splitlines()
    return f"exit code {status}: {lines[-1] if lines else 'no message'}"


def _tree(pid: int) -> list[int]:
    found = [pid]
    for parent in found:
        found.extend(_children(parent))  # grows while it is walked: breadth first
    return found


def _children(pid: int) -> list[int]:
    try:
        threads = list(Path(f"/proc/{pid}/task").iterdir())
        return [int(child) for thread in threads for child in (thread / "children").read_text().split()]
    except OSError:  # ended between two looks, or no /proc
        return []


def _proportional_size(pid: int) -> int:
    """In KiB; 0 for a process that has just ended."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
