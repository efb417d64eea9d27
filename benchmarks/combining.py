"""How often does combining give the class that ClinGen's expert panels gave?

    python benchmarks/combining.py            # reads ../shared/benchmarks/acmg/erepo_dev.tsv
    python benchmarks/combining.py FILE.tsv   # other rows of the same form: gene, codes_met, assertion, panel
    python benchmarks/combining.py --write    # … and renew the section in docs/benchmarks.md

Each row's criteria are combined by the general rules and by its panel's own rule set. Nothing looks a variant up, and
nothing was fitted to the rows: general rules come from the guidelines, panels' rules from the panels' documents.
"""

import csv
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from gmstool.criteria.codes import parse
from gmstool.criteria.combine import Class, Combined, combine
from gmstool.rules.load import default, for_gene

ROWS: Final = Path(__file__).parents[2] / "shared" / "benchmarks" / "acmg" / "erepo_dev.tsv"
GOALS: Final = {"general rules": 0.957, "with panels' rules": 0.97}
NAMES: Final = {
    "benign": Class.BENIGN, "likely benign": Class.LIKELY_BENIGN, "uncertain significance": Class.UNCERTAIN,
    "likely pathogenic": Class.LIKELY_PATHOGENIC, "pathogenic": Class.PATHOGENIC,
}  # fmt: skip
SHORT: Final = {Class.BENIGN: "B", Class.LIKELY_BENIGN: "LB", Class.UNCERTAIN: "VUS", Class.LIKELY_PATHOGENIC: "LP",
                Class.PATHOGENIC: "P"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Case:
    """One row: what the experts said, and what combining gives."""

    panel: str
    codes: str
    experts: Class
    general: Combined
    own: Combined


def cases(path: Path) -> list[Case]:
    """Every row of the table."""
    with path.open(encoding="utf-8", newline="") as handle:
        return [_case(row) for row in csv.DictReader(handle, delimiter="\t")]


def _case(row: dict[str, str]) -> Case:
    evidence = parse(row["codes_met"]).evidence
    own = combine(evidence, for_gene(row["gene"], row["panel"]))
    experts = NAMES[row["assertion"].strip().casefold()]
    return Case(row["panel"], row["codes_met"], experts, combine(evidence, default()), own)


def table_class(found: Combined) -> Class:
    """The class by the table, which every germline rule set has."""
    if found.by_table is None:
        raise ValueError("the rule set has no table")
    return found.by_table.class_


def opposite(one: Class, other: Class) -> bool:
    """Benign by the one and pathogenic by the other."""
    return min(one, other) < Class.UNCERTAIN < max(one, other)


def figures(found: Sequence[Case]) -> dict[str, list[Class]]:
    """The classes that each way of combining gives."""
    return {
        "2015 table, general": [table_class(case.general) for case in found],
        "points, general": [case.general.by_points.class_ for case in found],
        "general rules": [case.general.class_ for case in found],
        "with panels' rules": [case.own.class_ for case in found],
    }


def agreement(found: Sequence[Case], classes: Sequence[Class]) -> tuple[int, int]:
    """How many classes are the experts', and how many the opposite."""
    pairs = [(case.experts, class_) for case, class_ in zip(found, classes, strict=True)]
    return sum(one is other for one, other in pairs), sum(opposite(one, other) for one, other in pairs)


def confusion(found: Sequence[Case], classes: Sequence[Class]) -> list[str]:
    """A Markdown table: the experts' classes down, ours across."""
    counts = Counter((case.experts, class_) for case, class_ in zip(found, classes, strict=True))
    lines = [f"| experts | {' | '.join(SHORT[one] for one in Class)} |", f"|---|{'---:|' * len(Class)}"]
    return lines + [f"| {SHORT[row]} | {' | '.join(str(counts[row, column]) for column in Class)} |" for row in Class]


def left(found: Iterable[Case]) -> dict[str, Counter[tuple[str, str, str, str]]]:
    """Rows that no rule reaches, grouped by why."""
    why: dict[str, Counter[tuple[str, str, str, str]]] = {
        "neither scheme gives the experts' class: their judgement, or criteria of another version": Counter(),
        "the other scheme gives it; the panel's documents name this one, or none that names any was found": Counter(),
    }
    judged, other = why.values()
    for case in found:
        if case.own.class_ is not case.experts:
            reached = case.experts in (table_class(case.own), case.own.by_points.class_)
            key = (case.panel, case.codes, SHORT[case.experts], SHORT[case.own.class_])
            (other if reached else judged)[key] += 1
    return why


def main() -> int:
    """Print the figures; 1 when a goal is missed."""
    given = [one for one in sys.argv[1:] if not one.startswith("-")]
    path = Path(given[0]) if given else ROWS
    if not path.is_file():
        print(f"{path} is not here: nothing measured", file=sys.stderr)
        return 1
    found, missed = cases(path), 0
    ways = figures(found)
    lines = [f"{len(found)} rows of {path.name}; rule set {default().label}, sha256 `{default().sha256}`.", ""]
    lines += ["| combined by | exact | of all | opposite |", "|---|---:|---:|---:|"]
    for name, classes in ways.items():
        exact, wrong = agreement(found, classes)
        missed += wrong > 0 or exact / len(found) < GOALS.get(name, 0)
        lines.append(f"| {name} | {exact} | {exact / len(found):.2%} | {wrong} |")
    for name in GOALS:
        lines += ["", f"{name[0].upper()}{name[1:]}:", "", *confusion(found, ways[name])]
    rest = left(found)
    lines += ["", "Rows that differ:", ""] + [f"- {sum(rows.values())}: {why}" for why, rows in rest.items()]
    print("\n".join(lines))
    if "--write" in sys.argv:
        import pages

        told = "How often combining gives the class of ClinGen's expert panels (`benchmarks/combining.py`)."
        pages.write("combining", "\n".join(("## Combining", "", told, "", *lines)))
    for reason, rows in rest.items():
        print(f"\n{sum(rows.values())} rows: {reason}")
        for (panel, codes, experts, ours), count in sorted(rows.items()):
            print(f"  {count} {panel}: {codes}: experts {experts}, here {ours}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
