"""What is asked of an import, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

    from gmstool.knowledge.importing.found import Settings
    from gmstool.vcf.fasta import Base


class Request(NamedTuple):
    """A file to import and what the user says of it. Without `rejects` the store's folder takes the rejected rows.

    whole says whether the file holds all that its source has; None lets the format and the rows tell.
    """

    path: Path
    settings: Settings
    format: str | None = None
    base: Base | None = None
    rejects: Path | None = None
    licence: str | None = None
    keeps_names: bool = False  # accessions are those of the file: a snapshot that was checked
    whole: bool | None = None


@dataclass(slots=True)
class Outcome:
    """What became of a file's rows. `again` says that the file was in the store already.

    withdrawn counts records of earlier releases that went, lacking those that a part of a release left as they are.
    """

    source: str
    format: str
    rows: int = 0
    added: int = 0
    corrected: int = 0
    duplicates: int = 0
    withdrawn: int = 0
    lacking: int = 0
    without_class: int = 0
    again: bool = False
    rejected: list[tuple[int, str, str]] = field(default_factory=list)  # line, reason, masked text
    rejects: Path | None = None
