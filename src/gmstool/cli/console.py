"""Words to the user: talk goes to standard error, data to standard output."""

import contextlib
import os
import sys
import time
from collections.abc import Callable, Iterator

from gmstool import identity

_COLOURS = {"error": "31", "warning": "33", "hint": "36", "note": "2"}
PROGRESS_AFTER = 2.0  # seconds: short runs show no bar


def colourful() -> bool:
    """Whether standard error is a terminal that wants colour."""
    return sys.stderr.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def say(kind: str, text: str) -> None:
    """Print one labelled line to standard error."""
    label = f"\033[{_COLOURS[kind]}m{kind}:\033[0m" if colourful() and kind in _COLOURS else f"{kind}:"
    print(f"{label} {_printable(text)}", file=sys.stderr)


def plain(text: str = "") -> None:
    print(_printable(text), file=sys.stderr)


def _printable(text: str) -> str:
    # Control characters of a hostile file must not reach the terminal, identity numbers no log.
    text = identity.masked(text)
    return "".join(letter if letter.isprintable() or letter == "\n" else "�" for letter in text)


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
