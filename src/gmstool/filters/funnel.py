"""The funnel: how many alternate alleles each step dropped. The lines add up to the input."""

from dataclasses import dataclass, field

from gmstool.vcf.chunks import Counts

ROWLESS_LINE = "reference blocks, `*` and missing ALT (no change of their own)"


def _records(count: int) -> str:
    return f"{count:,} record{'s' if count != 1 else ''}"


@dataclass(slots=True)
class Funnel:
    """Counts of one run. All numbers are alternate alleles unless a name says records."""

    lines: list[str]  # headings in the order of the steps, each once
    records: int = 0
    alleles: int = 0
    rowless: int = 0
    dropped: dict[str, int] = field(default_factory=dict)
    unknown: dict[str, int] = field(default_factory=dict)  # dropped because the value is not known
    kept_unknown: dict[str, int] = field(default_factory=dict)  # kept although the value is not known
    kept: int = 0
    kept_records: int = 0
    kept_rowless: int = 0
    rescued: int = 0
    by_bytes: int = 0
    soft: bool = False
    not_read: int | None = None  # records that an index let us skip

    def add_input(self, counts: Counts, line: str | None) -> None:
        """Count a chunk; alleles that the byte pretest dropped belong to `line`."""
        self.records += counts.records
        self.alleles += counts.alleles
        self.rowless += counts.rowless
        if line is not None and counts.dropped_alleles:
            self.dropped[line] = self.dropped.get(line, 0) + counts.dropped_alleles
            self.by_bytes += counts.dropped_alleles

    def add(self, table: dict[str, int], heading: str, count: int) -> None:
        """Count alleles under a heading."""
        if count:
            table[heading] = table.get(heading, 0) + count

    def adds_up(self) -> bool:
        """Whether every allele that came in is counted exactly once."""
        return self.alleles == self.kept + sum(self.dropped.values()) + sum(self.unknown.values())

    def text(self) -> list[tuple[str, str]]:
        """Pairs of number and explanation, in reading order."""
        found = [(f"{self.alleles:,}", f"alternate alleles in {_records(self.records)}")]
        for line in self.lines:
            found.append((f"-{self.dropped.get(line, 0):,}", line))
            if self.unknown.get(line):
                found.append((f"-{self.unknown[line]:,}", f"{line}: value not known"))
        saved = f", {self.rescued:,} of them rescued by the safety net" if self.rescued else ""
        fate = "not tagged; all records are written" if self.soft else f"kept, in {_records(self.kept_records)}"
        found.append((f"{self.kept:,}", f"{fate}{saved}"))
        found += [(f"{count:,}", f"kept with unknown {name}") for name, count in self.kept_unknown.items()]
        if self.rowless:
            fate = "passed through" if self.kept_rowless == self.rowless else "dropped"
            found.append((f"{self.rowless:,}", f"{ROWLESS_LINE}: {fate}, not counted above"))
        if self.not_read:
            found.append((f"{self.not_read:,}", "records outside the asked regions, not read (counted by the index)"))
        return found

    def data(self) -> dict[str, object]:
        """The same as data, for meta.json."""
        steps = [
            {"step": line, "dropped": self.dropped.get(line, 0), "dropped_unknown": self.unknown.get(line, 0)}
            for line in self.lines
        ]
        return {
            "records": self.records, "alleles": self.alleles, "alleles_without_change": self.rowless, "steps": steps,
            "kept": self.kept, "kept_records": self.kept_records, "rescued": self.rescued,
            "kept_unknown": dict(self.kept_unknown), "records_not_read": self.not_read,
        }  # fmt: skip
