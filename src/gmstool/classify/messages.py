"""What processes that judge are asked and what they answer: JSON between processes of one run."""

from __future__ import annotations

import json
import traceback
from collections import Counter
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from gmstool import errors
from gmstool.classify.task import Task
from gmstool.errors import GmsError
from gmstool.filters.options import Options
from gmstool.vcf.chunks import Counts

_ELSEWHERE = ("case", "proven")  # parts of a task that a judging process never has: see parallel.usable


@dataclass(frozen=True, slots=True)
class Share:
    """What is asked of the processes: a file, its ranges and which of them to judge together."""

    name: str
    task: Task
    cuts: list[tuple[int, int, int]]
    skip: int
    folder: str  # of the parts
    metadata: dict[str, str]  # of each
    tasks: list[range]


@dataclass(slots=True)
class Done:
    """What a process says of ranges that it judged together."""

    part: str
    counts: Counts
    lines: int
    blank_lines: int
    rows: int
    classes: Counter[str]
    rule_sets: Counter[str]
    warnings: list[str] = field(default_factory=list)
    bad_line: tuple[int, str, str] | None = None


def question(share: Share, first: int, step: int) -> bytes:
    """A share, and which of its tasks are a process's own: every so many from the first."""
    task = {name: value for name, value in _told(share.task).items() if name not in _ELSEWHERE}
    task["options"] = asdict(share.task.options)
    told = _told(share) | {"task": task, "tasks": [(one.start, one.stop) for one in share.tasks]}
    return json.dumps({"share": told, "first": first, "step": step}, default=str).encode()  # paths as texts


def _told(record: Share | Task | Done) -> dict[str, Any]:
    return {one.name: getattr(record, one.name) for one in fields(record)}


def asked(message: bytes) -> tuple[Share, list[range]]:
    """The share of a question, and the tasks of it that are one's own."""
    told = json.loads(message)
    share = told["share"]
    share["task"]["options"] = Options(**_values(Options, share["task"]["options"]))
    share["task"] = Task(**_values(Task, share["task"]))
    share["cuts"] = [tuple(cut) for cut in share["cuts"]]
    share["tasks"] = [range(*ends) for ends in share["tasks"]]
    whole = Share(**share)
    return whole, whole.tasks[told["first"] :: told["step"]]


def _values(kind: type[Any], told: dict[str, Any]) -> dict[str, Any]:
    """Values as the fields of a record have them: paths, and tuples where JSON has lists."""
    types = {one.name: str(one.type) for one in fields(kind)}
    return {
        name: Path(value) if value is not None and "Path" in types[name] else _immutable(value)
        for name, value in told.items()
    }


def _immutable(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def answer(done: Done | Exception) -> bytes:
    """What was judged, or what went wrong."""
    if isinstance(done, Done):
        return json.dumps(_told(done) | {"counts": asdict(done.counts)}).encode()
    if isinstance(done, GmsError):
        return json.dumps({"error": done.message, "hint": done.hint, "kind": type(done).__name__}).encode()
    return json.dumps({"bug": "".join(traceback.format_exception(done))}).encode()


def answered(message: bytes) -> Done:
    """What a process judged. Raises what went wrong there: a GmsError as it was, all else as RuntimeError."""
    told = json.loads(message)
    if "error" in told:
        raise getattr(errors, told["kind"], GmsError)(told["error"], told["hint"])
    if "bug" in told:
        raise RuntimeError(told["bug"])
    told["counts"] = Counts(**told["counts"])
    told["classes"], told["rule_sets"] = Counter(told["classes"]), Counter(told["rule_sets"])
    told["bad_line"] = _immutable(told["bad_line"])
    return Done(**told)
