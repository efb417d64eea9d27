"""The table of `gms classify`: whole annotated files to Parquet, beside vartriage."""

from pathlib import Path
from typing import Final

from timing.contenders import Contender, Data, Tools
from timing.report import harmless, shown, table
from timing.rounds import Measurement

BEGIN: Final = "<!-- classify speed: begin, written by benchmarks/speed.py --only classify -->"
END: Final = "<!-- classify speed: end -->"
LARGE, SMALL = "classify, large", "classify, small"
GMS, VARTRIAGE = "gms classify", "vartriage"
LEAST_A_SECOND, MOST_MIB = 150_000, 2048
TASK: Final = """\
The task: judge every record of a whole annotated file by all 28 criteria and write the classes to a file: Parquet with
codes, verdicts and numbers by gms, JSON by vartriage. vartriage reads no CSQ: it takes annotation from reference files
of its own and has none here, so that it does less than it would in use (nearly every variant is VUS on PM2)."""


def contenders(tools: Tools, data: Data) -> list[Contender]:
    """Ours on both files; vartriage on the small one, for the large one takes it minutes."""
    ours = [_gms(tools, LARGE, data.large, data), _gms(tools, SMALL, data.small, data)]
    out = data.scratch / "classify_small_vartriage.json"
    theirs = (tools.vartriage, "--vcf", str(data.small), "--output", str(out), "--no-confirm", "--skip-qc")
    return [*ours, Contender(SMALL, VARTRIAGE, theirs, out)]


def _gms(tools: Tools, group: str, vcf: Path, data: Data) -> Contender:
    out = data.scratch / f"{group.replace(', ', '_')}_gms.parquet"
    return Contender(group, GMS, (tools.gms, "classify", str(vcf), "-q", "--force", "-o", str(out)), out)


def markdown(
    measurements: list[Measurement], records: dict[str, int], runs: int, machine: list[tuple[str, str]],
    versions: list[tuple[str, str]],
) -> str:  # fmt: skip
    """The whole section; `records` by group."""
    head = ("", "file", "records", "median s", "fastest to slowest", "records/s", "MiB, all processes")
    commands = "```sh\n" + "\n".join(shown(one.contender) for one in measurements) + "\n```"
    parts = [
        BEGIN, "## Speed of classification", TASK, f"Timed rounds: {runs}.", table(("where", ""), machine),
        table(("program", "version"), versions), table(head, [_row(one, records) for one in measurements]),
        _target(measurements[0], records[LARGE]), commands, END,
    ]  # fmt: skip
    return "\n\n".join(parts) + "\n"


def _row(one: Measurement, records: dict[str, int]) -> tuple[str, ...]:
    name, group = one.contender.name, one.contender.group
    count, file = records[group], group.rpartition(" ")[2]
    if one.median is None:
        return (name, file, f"{count:,}", f"not run: {harmless(one.failure)}", "", "", "")
    spread = f"{min(one.seconds):.2f} to {max(one.seconds):.2f}"
    tree = "-" if one.tree is None else f"{one.tree:.0f}"
    return (name, file, f"{count:,}", f"{one.median:.2f}", spread, f"{count / one.median:,.0f}", tree)


def _target(large: Measurement, records: int) -> str:
    """What the whole file must reach."""
    if large.median is None:
        return "Targets: not measured."
    speed, memory = records / large.median, large.tree or large.peak
    met = ["met" if fine else "**not met**" for fine in (speed >= LEAST_A_SECOND, memory < MOST_MIB)]
    return (
        f"Targets on the large file: at least {LEAST_A_SECOND:,} records/s, measured {speed:,.0f}: {met[0]}; "
        f"less than {MOST_MIB:,} MiB, measured {memory:.0f}: {met[1]}."
    )
