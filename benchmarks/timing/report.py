"""The measurements as Markdown."""

import re
import resource
import shlex
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path
from typing import Final

from timing.contenders import BGZIP, INDEX, LIMIT, SCAN, WHOLE_LARGE, WHOLE_SMALL, Contender
from timing.kept import Comparison, compare
from timing.rounds import Measurement
from timing.targets import NOT_HERE, TARGETS, Results

BEGIN: Final = "<!-- speed: begin, written by benchmarks/speed.py -->"
END: Final = "<!-- speed: end -->"
LONGEST_ARGUMENT: Final = 200
FOLDERS: Final = re.compile(r"(?:/[^/\s]+)+/")
TASK: Final = """\
The task: keep a record if one of its CSQ entries has SYMBOL in the panel, IMPACT HIGH or MODERATE, and gnomADg_AF
missing or below 0.01; write the kept records as VCF to a file.
Seconds are medians of whole processes, from start to exit, in interleaved rounds. Each run comes right
after an untimed one of the same command, so that its files and programs are in memory."""


def markdown(
    measurements: list[Measurement], runs: int, machine: list[tuple[str, str]], versions: list[tuple[str, str]]
) -> str:
    """The whole section."""
    results: Results = {(m.contender.group, m.contender.name): m for m in measurements}
    parts = [
        BEGIN,
        "## Speed",
        TASK,
        f"Timed rounds: {runs}.",
        table(("where", ""), machine),
        table(("program", "version"), versions),
    ]
    for group, members in groupby(measurements, key=lambda measurement: measurement.contender.group):
        parts += [f"### {group[0].upper()}{group[1:]}", _group(list(members), results)]
    parts += ["### Targets", _targets(results), _not_here(), "### Memory", _memory_note()]
    return "\n\n".join([*parts, "### Command lines", _commands(measurements), END]) + "\n"


def _group(members: list[Measurement], results: Results) -> str:
    head = ("", "median s", "fastest to slowest", "times `bgzip -dc`", "times gms", "MiB, largest process")
    comparisons = compare(members)
    rows = [_row(member, members, _baseline(member, results), comparisons) for member in members]
    return table((*head, "MiB, all processes", "kept", "which records"), rows)


def _row(
    one: Measurement, members: list[Measurement], bgzip: float | None, comparisons: dict[str, Comparison]
) -> tuple[str, ...]:
    name = one.contender.name
    if one.median is None:
        return (name, f"not run: {harmless(one.failure)}", *[""] * 7)
    gms = next((m.median for m in members if m.contender.name in {SCAN, INDEX}), None)
    kept = comparisons.get(name)
    return (
        name,
        f"{one.median:.3f}",
        f"{min(one.seconds):.3f} to {max(one.seconds):.3f}",
        _times(one.median, bgzip),
        "" if name in {SCAN, INDEX} else _times(one.median, gms),
        f"{one.peak:.0f}",
        "-" if one.tree is None else f"{one.tree:.0f}",
        f"{kept.records:,}" if kept else "",
        kept.note if kept else "",
    )


def harmless(complaint: str | None) -> str:
    """Without folders, and without what would end a cell."""
    return FOLDERS.sub("", complaint or "no time was taken").replace("|", r"\|")


def _baseline(member: Measurement, results: Results) -> float | None:
    """`bgzip -dc` of the same file in the same run; start-up reads no file."""
    group = member.contender.group
    if member.contender.output is None and member.contender.name != BGZIP:
        return None
    return results[WHOLE_SMALL if group == WHOLE_SMALL else WHOLE_LARGE, BGZIP].median


def _times(seconds: float, base: float | None) -> str:
    return f"{seconds / base:.2f}" if base else ""


def _targets(results: Results) -> str:
    rows = []
    for target in TARGETS:
        sense = "at least" if target.at_least else "at most"
        limit = f"{sense} {target.limit:g} {target.unit}"
        rows.append((target.text, limit, target.shown(results), target.verdict(results)))
    return table(("target", "limit", "measured", ""), rows)


def _not_here() -> str:
    return "Not measured by this script:\n\n" + "\n".join(f"- {text}" for text in NOT_HERE)


def _memory_note() -> str:
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return (
        "“Largest process” is the kernel's `ru_maxrss` of the timed runs: the largest single process of a command,\n"
        "its waited-for children included, not their sum. It counts mapped pages of the input file, and\n"
        f"cannot be lower than the {own:.0f} MiB of the benchmark script that starts the command.\n"
        "“All processes” is the highest sum of proportional set sizes (`Pss`) over the process and its descendants,\n"
        "sampled every 5 ms in an untimed run: it holds worker processes, and counts shared pages once."
    )


def _commands(measurements: Iterable[Measurement]) -> str:
    return "```sh\n" + "\n".join(shown(m.contender) for m in measurements) + "\n```"


def shown(contender: Contender) -> str:
    """Without folders, and with the symbols of a panel left out."""
    return shlex.join(_shortened(argument) for argument in contender.command)


def _shortened(argument: str) -> str:
    if len(argument) > LONGEST_ARGUMENT:
        start = argument.index("SYMBOL", argument.index(LIMIT))
        return f"{argument[: argument.index(chr(34), start) + 1]}…{argument[-1]}"
    prefix, equals, path = argument.partition("=")
    if equals and path.startswith("/"):
        return f"{prefix}={Path(path).name}"
    return Path(argument).name if argument.startswith("/") else argument


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """A table in Markdown."""
    return "\n".join("| " + " | ".join(row) + " |" for row in [head, ("---",) * len(head), *rows])


def replaced(document: str, section: str, marks: tuple[str, str] = (BEGIN, END)) -> str:
    """The document with a section between marks renewed, or appended if it had none."""
    before, begin, rest = document.partition(marks[0])
    after = rest.partition(marks[1])[2].lstrip("\n") if begin else ""
    return f"{before.rstrip()}\n\n{section}" + (f"\n{after}" if after else "")
