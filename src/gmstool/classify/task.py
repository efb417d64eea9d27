"""What is asked of one run over one file, and what happened in it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from gmstool.classify.case import Case
    from gmstool.classify.family_proof import Proof
    from gmstool.filters.options import Options


@dataclass(frozen=True, slots=True)
class Task:
    """What is asked of a run: filters before it, the condition, the case, and how the output is written."""

    options: Options
    condition: str = ""
    moi: str = ""
    case: Case | None = None
    language: str = "en"
    full: bool = False
    proven: Proof | None = None  # by the whole file, where the source holds a part of it
    store: Path | None = None  # a knowledge base whose confirmed assertions are comparators


@dataclass(slots=True)
class Result:
    """What happened: counts, classes, what to tell the user, and the facts for meta.json."""

    facts: dict[str, Any]
    records: int = 0
    alleles: int = 0
    rows: int = 0
    classes: Counter[str] = field(default_factory=Counter)
    rule_sets: Counter[str] = field(default_factory=Counter)
    warnings: list[str] = field(default_factory=list)
    read_by: str = ""
