"""Asking several sources: those on this machine in turn, remote ones side by side, each with its own time limit.

A remote that is slow, wrong or down is marked in the answer and takes nothing from the others.
"""

from __future__ import annotations

import queue
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from gmstool.errors import GmsError, RemoteError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from gmstool.knowledge.sources import Source

ANSWERED, FAILED, NOT_ASKED = "answered", "failed", "not asked"


@dataclass(slots=True)
class Report:
    """How a source answered: state is answered, failed or not asked; said tells why, and found how much it knew."""

    source: Source
    remote: bool = False
    state: str = NOT_ASKED
    said: str = ""
    found: int = 0

    def named(self) -> dict[str, str | None]:
        """The source as provenance names it."""
        return {"name": self.source.name, "version": self.source.version}

    def told(self) -> dict[str, Any]:
        """The report for JSON."""
        of = self.source
        return {
            "name": of.name, "version": of.version, "age_days": of.age, "remote": self.remote, "scope": of.scope,
            "state": self.state, "found": self.found, "message": self.said or None,
        }  # fmt: skip


@dataclass(slots=True)
class Network:
    """Sources that are asked together. timeout is in seconds, for each remote and question."""

    local: Sequence[Source]
    remote: Sequence[Source] = ()
    timeout: float = 10.0
    reports: list[Report] = field(init=False)

    def __post_init__(self) -> None:
        self.reports = [Report(one) for one in self.local] + [Report(one, remote=True) for one in self.remote]

    def ask(self, question: Callable[[Source], list[Any]], *, remotes: bool = True) -> list[Any]:
        """Every source's findings, in the order of the sources; without `remotes` nothing leaves the machine.

        A remote that failed is left alone until the next question (`fresh`): its time limit is waited for once.
        """
        found: list[list[Any]] = [[] for _ in self.reports]
        waiting = [at for at, one in enumerate(self.reports) if one.remote and remotes and one.state != FAILED]
        answers = self._started(question, waiting)
        for at, report in enumerate(self.reports):
            if not report.remote:
                found[at] = question(report.source)
                self._note(report, found[at])
        for at, answer in self._arrived(answers, waiting).items():
            found[at] = answer if isinstance(answer, list) else []
            self._note(self.reports[at], answer)
        return [one for findings in found for one in findings]

    def fresh(self) -> list[Report]:
        """The reports so far; a new question begins new ones."""
        told, self.reports = self.reports, []
        self.__post_init__()
        return told

    def check_answered(self, *, known: bool) -> None:
        """Raise RemoteError when remotes were asked, all failed, and nothing on this machine knows an answer."""
        asked = [one for one in self.reports if one.remote and one.state != NOT_ASKED]
        if asked and not known and all(one.state == FAILED for one in asked):
            reasons = "; ".join(f"{one.source.name}: {one.said}" for one in asked)
            raise RemoteError(
                f"no remote source answered, and nothing on this machine knows the variant ({reasons})",
                hint="try again later, or leave the remotes out with --offline",
            )

    def _started(
        self, question: Callable[[Source], list[Any]], waiting: list[int]
    ) -> queue.Queue[tuple[int, list[Any] | Exception]]:
        answers: queue.Queue[tuple[int, list[Any] | Exception]] = queue.Queue()

        def run(at: int) -> None:
            try:
                answers.put((at, question(self.reports[at].source)))
            except Exception as error:  # noqa: BLE001  # a fault of a remote is its own; it is told, not raised
                answers.put((at, error))

        for at in waiting:
            threading.Thread(target=run, args=(at,), daemon=True).start()  # a hanging server must not hold the exit
        return answers

    def _arrived(
        self, answers: queue.Queue[tuple[int, list[Any] | Exception]], waiting: list[int]
    ) -> dict[int, list[Any] | Exception]:
        found: dict[int, list[Any] | Exception] = {}
        until = time.monotonic() + self.timeout
        while len(found) < len(waiting):
            try:
                at, answer = answers.get(timeout=max(0.0, until - time.monotonic()))
            except queue.Empty:
                break
            found[at] = answer
        late = RemoteError(f"no answer within {self.timeout:g} seconds")
        return {at: found.get(at, late) for at in waiting}

    def _note(self, report: Report, answer: list[Any] | Exception) -> None:
        if isinstance(answer, list):
            report.found += len(answer)
            report.state = report.state if report.state == FAILED else ANSWERED
            return
        report.state = FAILED
        report.said = answer.message if isinstance(answer, GmsError) else f"{type(answer).__name__}: {answer}"
