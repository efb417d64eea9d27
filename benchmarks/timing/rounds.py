"""Interleaved rounds: every contender once, then every contender again, so that noise hits all alike."""

import sys
from dataclasses import dataclass, field
from statistics import median

from timing.contenders import Contender
from timing.process import peak_of_tree, run


@dataclass(slots=True)
class Measurement:
    """What one contender took."""

    contender: Contender
    seconds: list[float] = field(default_factory=list)
    peak: float = 0.0  # MiB, the largest single process
    tree: float | None = None  # MiB, all processes together
    failure: str | None = None

    @property
    def median(self) -> float | None:
        """Of the wall times; nothing if it did not run."""
        return median(self.seconds) if self.seconds and not self.failure else None


def measure(contenders: list[Contender], runs: int) -> list[Measurement]:
    """One round that looks at memory, then the timed rounds."""
    measurements = [Measurement(contender, failure=contender.missing) for contender in contenders]
    for number in range(runs + 1):
        for measurement in measurements:
            if measurement.failure is None:
                _say(f"round {number} of {runs}: {measurement.contender.group}: {measurement.contender.name}")
                _take(measurement, timed=number > 0)
    return measurements


def _take(measurement: Measurement, *, timed: bool) -> None:
    contender = measurement.contender
    if contender.output:
        contender.output.unlink(missing_ok=True)
    if not timed:
        measurement.tree = peak_of_tree(contender.command)
        return
    run(contender.command)  # untimed: a system may have taken programs and files out of memory since the last round
    if contender.output:
        contender.output.unlink(missing_ok=True)
    result = run(contender.command)
    measurement.failure = result.complaint
    measurement.seconds.append(result.seconds)
    measurement.peak = max(measurement.peak, result.peak)


def _say(text: str) -> None:
    print(text, file=sys.stderr)
