"""What is asked of a run, and what each stage tells when it is done."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

    from gmstool.classify.case import Case
    from gmstool.filters.options import Options
    from gmstool.somatic.task import Task as TumourTask

STDIN = "-"
# The files of a run, all in its folder.
FILTERED, FILTERED_ROWS, LEDGER, CANDIDATES = "filtered.vcf.gz", "filtered.jsonl", "ledger.parquet", "candidates.vcf.gz"
KNOWLEDGE, CLASSIFIED, TABLE = "knowledge.jsonl", "classified.jsonl", "classified.tsv"
CASE, PEDIGREE, RECORD = "case.json", "family.ped", "run.json"


@dataclass(frozen=True, slots=True)
class Wish:
    """One run. `tumour` is set for a tumour; `type` is the report's, None: the case file's, else by what was run."""

    name: str
    folder: Path
    options: Options
    formats: tuple[str, ...] = ("html", "md")
    case: Path | None = None
    evidence: Case | None = None
    tumour: TumourTask | None = None
    condition: str = ""
    moi: str = ""
    store: Path | None = None
    snapshot: Path | None = None
    snapshot_key: Path | None = None
    type: str | None = None
    profile: str | None = None
    template: Path | None = None
    language: str = "sv"
    signatures: int = 1  # that a summary needs, at least
    others: dict[str, Path] = field(default_factory=dict)  # files of a tumour that were read already, by what they are
    force: bool = False
    command: tuple[str, ...] = ()

    @property
    def inputs(self) -> dict[str, Path]:
        """The files that the run reads, by what they are; panels that ship with gms are none."""
        given: dict[str, Path | None] = {
            "vcf": None if self.name == STDIN else _path(self.name), "ped": self.options.ped, "case": self.case,
            "sv": self.options.sv, "regions": self.options.regions, "managed": self.options.managed,
            "fasta": self.options.fasta, "store": self.store, "template": self.template,
            "snapshot": _manifest(self.snapshot), "snapshot key": self.snapshot_key,
        }  # fmt: skip
        given |= {f"panel {at}": _path(one) for at, one in enumerate(self.options.panel, 1) if _path(one).is_file()}
        return {name: path for name, path in (given | self.others).items() if path is not None}


def _manifest(snapshot: Path | None) -> Path | None:
    """What tells every byte of a snapshot: its manifest, or the whole where it is one file."""
    return snapshot / "manifest.json" if snapshot and snapshot.is_dir() else snapshot


def _path(name: str) -> Path:
    from pathlib import Path

    return Path(name)


class Number(NamedTuple):
    """A count with its explanation, as people read it."""

    text: str
    meaning: str


@dataclass(slots=True)
class Stage:
    """A stage that is done: seconds on the clock, counts in reading order, warnings, and facts for run.json."""

    name: str
    seconds: float = 0.0
    counts: list[Number] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)
