"""Many files, each classified by a process of its own, with a status file that says which are done.

`status.jsonl` in the output folder has one line a file: its name, size and time of change, the output, `done` or
`failed` with the reason, and the options. `--resume` skips what is done with the same options, the same files that
they name, and has not changed; a file beside the output that is gone (`.meta.json`, `.case.json`) is made again.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gmstool.errors import BatchError, OutputError, UsageError
from gmstool.files import atomic

if TYPE_CHECKING:
    from collections.abc import Callable

STATUS = "status.jsonl"
STDIN = "-"
_WITH_VALUE = ("--out-dir", "--jobs", "--format")
_ALONE = ("--resume", "--force")
_SUFFIXES = (".vcf.gz", ".vcf.bgz", ".vcf", ".bcf")


class Batch:
    """Files to classify into one folder. `arguments` are those of the command line."""

    def __init__(
        self, folder: Path, kind: str, jobs: int, arguments: list[str], *, resume: bool, force: bool
    ) -> None:  # fmt: skip
        self.folder, self.kind, self.jobs, self.force = folder, kind, jobs, force
        self._arguments, self._resume = arguments, resume
        self._lock = threading.Lock()
        self._status: dict[str, dict[str, Any]] = {}

    def run(self, names: list[str], tell: Callable[[str], None]) -> None:
        """Classify them all. Raises BatchError when some failed, OutputError at once where outputs exist already."""
        if not names or STDIN in names:
            raise UsageError("name the files to classify; standard input cannot be one of several")
        if len({stem(name) for name in names}) < len(names):
            raise UsageError("two input files have the same name", hint="classify them into different folders")
        self.folder.mkdir(parents=True, exist_ok=True)
        if not (self._resume or self.force):
            self._check_new(names)
        self._status = self._earlier() if self._resume else {}
        options = _options(self._arguments, names)
        with ThreadPoolExecutor(self.jobs) as pool:
            told = list(pool.map(lambda name: self._one(name, options, tell), names))
        failed = [name for name, state in zip(names, told, strict=True) if state == "failed"]
        if failed:
            raise BatchError(
                f"{len(failed)} of {len(names)} files failed: {', '.join(failed)}",
                hint=f"{self.folder / STATUS} says why; `--resume` goes on with them",
            )

    def _check_new(self, names: list[str]) -> None:
        """Refuse before anything starts: a run that fails at its own outputs would undo what the status file says."""
        made = (path for name in names for path in self._made(self._output(name)))
        there = next((path for path in made if path.exists()), None)
        if there is not None:
            hint = "use --resume to go on with what is not done, --force to do everything again"
            raise OutputError(f"the output {there} exists", hint=hint)

    def _output(self, name: str) -> Path:
        return self.folder / f"{stem(name)}.{self.kind}"

    def _one(self, name: str, options: list[str], tell: Callable[[str], None]) -> str:
        output = self._output(name)
        key = {"file": name, **_stamp(Path(name)), "output": output.name, "options": _digest([*options, self.kind])}
        known = self._status.get(name, {})
        if (
            self._resume
            and known.get("status") == "done"
            and all(path.exists() for path in self._made(output))
            and all(known[one] == key[one] for one in key)
        ):
            self._say(tell, f"{name}: done before")
            return "done"
        start = time.monotonic()
        again = ["--force"] if self.force or self._resume else []
        command = [
            sys.executable,
            "-m",
            "gmstool",
            "classify",
            name,
            "-o",
            str(output),
            "--format",
            self.kind,
            *again,
            *options,
        ]
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  # this very program
        state = "failed" if done.returncode else "done"
        reason = next((line for line in done.stderr.splitlines() if line.startswith("error: ")), "").removeprefix(
            "error: "
        )
        if state == "failed":
            self._say(tell, f"{name} failed: {reason or f'exit code {done.returncode}'}")
        self._note(
            {
                **key,
                "status": state,
                "exit": done.returncode,
                "error": reason or None,
                "seconds": round(time.monotonic() - start, 1),
            }
        )
        return state

    def _made(self, output: Path) -> list[Path]:
        """What a finished run leaves: the rows, the facts of the run, and of a tumour the case as a whole."""
        beside = (".meta.json", ".case.json") if "--somatic" in self._arguments else (".meta.json",)
        return [output, *(output.with_name(output.name + suffix) for suffix in beside)]

    def _say(self, tell: Callable[[str], None], text: str) -> None:
        """One line at a time: several files may end at once."""
        with self._lock:
            tell(text)

    def _note(self, line: dict[str, Any]) -> None:
        """Write the status file anew with this line."""
        with self._lock:
            self._status[line["file"]] = line
            with atomic(self.folder / STATUS) as part:
                part.write_text("".join(f"{json.dumps(one, ensure_ascii=False)}\n" for one in self._status.values()))

    def _earlier(self) -> dict[str, dict[str, Any]]:
        path = self.folder / STATUS
        lines = path.read_text("utf-8").splitlines() if path.exists() else []
        return {one["file"]: one for one in map(json.loads, lines)}


def stem(name: str) -> str:
    """A file's name without what says that it is a VCF."""
    base = Path(name).name
    return next((base.removesuffix(suffix) for suffix in _SUFFIXES if base.endswith(suffix)), base)


def _stamp(path: Path) -> dict[str, Any]:
    try:
        found = path.stat()
    except OSError:
        return {"bytes": None, "changed": None}
    return {"bytes": found.st_size, "changed": found.st_mtime_ns}


def _digest(options: list[str]) -> str:
    """The options, and of each file that one names its size and time of change."""
    values = (option.partition("=")[2] if option.startswith("--") else option for option in options)
    stamps = [f"{_stamp(Path(value))}" for value in values if value]
    return hashlib.sha256("\0".join([*options, *stamps]).encode()).hexdigest()[:16]


def _options(arguments: list[str], names: list[str]) -> list[str]:
    """The command line's options that belong to each file: without files, and without what is about the batch."""
    found: list[str] = []
    rest = iter(arguments[1:] if arguments[:1] == ["classify"] else arguments)
    for word in rest:
        if word in _WITH_VALUE:
            next(rest, None)
        elif word not in _ALONE and word not in names and not word.startswith(tuple(f"{one}=" for one in _WITH_VALUE)):
            found.append(word)
    return found
