"""Words to the user: talk goes to standard error, data to standard output."""

import contextlib
import os
import sys
import time
from collections.abc import Callable, Iterator
from typing import TextIO

from gmstool import identity

_COLOURS = {"error": "31", "warning": "33", "hint": "36", "note": "2"}
PROGRESS_AFTER = 2.0  # seconds: short runs show no bar


def colourful(stream: TextIO) -> bool:
    """Whether what is written there goes to a terminal that wants colour."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def say(kind: str, text: str) -> None:
    """Print one labelled line to standard error."""
    label = f"\033[{_COLOURS[kind]}m{kind}:\033[0m" if colourful(sys.stderr) and kind in _COLOURS else f"{kind}:"
    print(f"{label} {_without_numbers(text)}", file=sys.stderr)


def plain(text: str = "") -> None:
    print(_without_numbers(text), file=sys.stderr)


def printable(text: str) -> str:
    """One line of a file or source without what a hostile one could steer the terminal by."""
    return "".join(letter if letter.isprintable() or letter == "\u00a0" else "�" for letter in text)


def _without_numbers(text: str) -> str:
    # No identity number reaches a log.
    return "\n".join(map(printable, identity.masked(text).split("\n")))


class Talk:
    """How much a command says: quiet prints errors only, verbose adds notes."""

    def __init__(self, *, quiet: bool, verbose: bool) -> None:
        self.quiet, self.verbose = quiet, verbose

    def warn(self, text: str) -> None:
        if not self.quiet:
            say("warning", text)

    def note(self, text: str) -> None:
        if self.verbose and not self.quiet:
            say("note", text)

    def funnel(self, title: str, lines: list[tuple[str, str]]) -> None:
        """Numbers in a column, explanations beside them."""
        if self.quiet:
            return
        plain(title)
        width = max(len(number) for number, _ in lines)
        for number, text in lines:
            plain(f"  {number:>{width}}  {text}")

    @contextlib.contextmanager
    def progress(self, what: str) -> Iterator[Callable[[float], None]]:
        """A bar with the remaining time, on a terminal and for long work only."""
        if self.quiet or not sys.stderr.isatty():
            yield lambda _fraction: None
            return
        bar = _Bar(what)
        try:
            yield bar.update
        finally:
            bar.close()


class _Bar:
    """A progress bar that appears when the work takes longer than a moment."""

    def __init__(self, what: str) -> None:
        self._what, self._start = what, time.monotonic()
        self._set: Callable[[float], None] | None = None
        self.close: Callable[[], None] = lambda: None

    def update(self, fraction: float) -> None:
        if self._set is None:
            if fraction < 0 or time.monotonic() - self._start < PROGRESS_AFTER:
                return
            self._set = self._open()
        self._set(fraction)

    def _open(self) -> Callable[[float], None]:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

        what = TextColumn("{task.description}", markup=False)
        bar = Progress(what, BarColumn(), TaskProgressColumn(), TimeRemainingColumn(), console=Console(stderr=True))
        task = bar.add_task(self._what, total=1.0)
        bar.start()
        self.close = bar.stop
        return lambda fraction: bar.update(task, completed=fraction)
