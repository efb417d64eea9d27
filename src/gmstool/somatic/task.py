"""What is asked of a run over the file of one tumour, and what happened in it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from gmstool.rules.load import ONCOGENICITY, load
from gmstool.rules.model import RuleSet
from gmstool.somatic.whole import Inputs

if TYPE_CHECKING:
    from gmstool.filters.options import Options
    from gmstool.somatic.case import TumourCase
    from gmstool.somatic.established import Established
    from gmstool.somatic.tumour_types import TumourType


@dataclass(frozen=True, slots=True)
class Task:
    """What is asked of a run. Purity is a fraction, age in years at diagnosis; None is not known."""

    options: Options
    tumour: str | None = None
    normal: str | None = None
    tumour_type: TumourType | None = None
    purity: float | None = None
    age: float | None = None
    case: TumourCase | None = None
    established: Established | None = None
    om3: str | None = None
    language: str = "en"
    inputs: Inputs = field(default_factory=Inputs)  # the assay, copy numbers and fusions, the target

    def rules(self) -> RuleSet:
        """The rule set, with the labels of OM3 and OM4 as asked."""
        found = load(ONCOGENICITY)
        if self.om3 is None:
            return found
        entry = {**found.content["labels"]["om3"], "value": self.om3}
        return replace(found, content={**found.content, "labels": {"om3": entry}})


@dataclass(slots=True)
class Result:
    """What happened: counts, classes, tiers, what to tell the user, and the facts for meta.json."""

    facts: dict[str, Any]
    records: int = 0
    alleles: int = 0
    rows: int = 0
    classes: Counter[str] = field(default_factory=Counter)
    tiers: Counter[str] = field(default_factory=Counter)
    prompted: Counter[str] = field(default_factory=Counter)
    warnings: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    found_in_case: set[str] = field(default_factory=set)
    case: dict[str, Any] = field(default_factory=dict)  # what is said of the case as a whole
