"""What gms must reach, and what was measured."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from timing.contenders import (
    BCFTOOLS_LIST,
    BCFTOOLS_REGEX,
    BGZIP,
    INDEX,
    SCAN,
    STARTUP,
    VEMBRANE,
    WHOLE_LARGE,
    WHOLE_SMALL,
    index_group,
)
from timing.rounds import Measurement

Results = dict[tuple[str, str], Measurement]  # by group and name

NOT_HERE: Final = ("knowledge base: 2,000 variants from 1,000,000 assertions in under 0.5 s (see below)",)


@dataclass(frozen=True, slots=True)
class Target:
    """A limit on one measured number; at most, unless `at_least`."""

    text: str
    limit: float
    unit: str
    measured: Callable[[Results], float | None]
    at_least: bool = False

    def verdict(self, results: Results) -> str:
        """Met, not met, or not measured."""
        value = self.measured(results)
        if value is None:
            return "not measured"
        return "met" if (value >= self.limit if self.at_least else value <= self.limit) else "**not met**"

    def shown(self, results: Results) -> str:
        """The measured number with its unit."""
        value = self.measured(results)
        return "-" if value is None else f"{value:.3g} {self.unit}"


def seconds(group: str, name: str) -> Callable[[Results], float | None]:
    """The median wall time."""
    return lambda results: results[group, name].median


def ratio(group: str, name: str, base: str) -> Callable[[Results], float | None]:
    """How many times the base's median a median is."""

    def measured(results: Results) -> float | None:
        over, under = results[group, name].median, results[group, base].median
        return over / under if over and under else None

    return measured


def memory(group: str, name: str) -> Callable[[Results], float | None]:
    """All processes together, else the largest one, in MiB."""

    def measured(results: Results) -> float | None:
        found = results[group, name]
        return (found.tree or found.peak) if found.median else None

    return measured


TARGETS: Final = (
    Target("large: time of `bgzip -dc`", 1.5, "times", ratio(WHOLE_LARGE, SCAN, BGZIP)),
    Target("large: memory of all processes", 250, "MiB", memory(WHOLE_LARGE, SCAN)),
    Target("large: faster than bcftools, list", 5, "times", ratio(WHOLE_LARGE, BCFTOOLS_LIST, SCAN), at_least=True),
    Target("large: faster than bcftools, regex", 5, "times", ratio(WHOLE_LARGE, BCFTOOLS_REGEX, SCAN), at_least=True),
    Target("large: faster than vembrane", 12, "times", ratio(WHOLE_LARGE, VEMBRANE, SCAN), at_least=True),
    Target("small", 0.6, "s", seconds(WHOLE_SMALL, SCAN)),
    Target("with index, 560 genes", 0.7, "s", seconds(index_group(560), INDEX)),
    Target("with index, 30 genes", 0.55, "s", seconds(index_group(30), INDEX)),
    Target("`gms --help`", 0.15, "s", seconds(STARTUP, "gms --help")),
)
