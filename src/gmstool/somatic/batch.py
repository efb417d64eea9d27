"""Judged rows of some lines as a table, with tiers, prompts and notes; dictionaries only of rows that need them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from gmstool.somatic.tiered import NOTHING

if TYPE_CHECKING:
    import polars as pl

    from gmstool.somatic.judging import Judged
    from gmstool.somatic.prompt import Prompt
    from gmstool.somatic.prompted import Prompter
    from gmstool.somatic.tiered import Tiered


@dataclass
class Batch:
    """The rows in the order of the file, and their lines.

    table: facts, calls, points, class, tier, `variant`, `reverts`; tiered: what evidence tells, by row.
    """

    table: pl.DataFrame
    lines: list[bytes]
    judged: Judged
    tiered: Tiered
    prompts: list[tuple[Prompt, ...]]
    notes: dict[int, list[str]]
    prompter: Prompter

    @cached_property
    def rows(self) -> list[dict[str, Any]]:
        """The rows with everything that is told of them: their reasons, evidence, prompts and notes."""
        found = []
        told = zip(self.table.iter_rows(named=True), self.judged.reasons(), self.prompts, strict=True)
        for at, (row, reasons, prompts) in enumerate(told):
            more = {"reasons": reasons, "prompts": list(prompts), "notes": self.notes.get(at, [])}
            found.append(row | self.tiered.of.get(at, NOTHING) | more)
        return found

    def some(self, *names: str) -> list[dict[str, Any]]:
        """Some columns of each row, and its prompts: what an annotated VCF takes."""
        rows = self.table.select(names).to_dicts()
        return [row | {"prompts": prompts} for row, prompts in zip(rows, self.prompts, strict=True)]

    def counted(self, name: str) -> Counter[str]:
        """How often each value of a column occurs; null is not counted."""
        return Counter(dict(self.table[name].drop_nulls().value_counts().iter_rows()))

    def prompted(self) -> Counter[str]:
        """How many rows each kind of prompt concerns."""
        kinds = Counter(tuple(dict.fromkeys(one.kind for one in found)) for found in self.prompts)
        return Counter({kind: sum(n for of, n in kinds.items() if kind in of) for of in kinds for kind in of})
