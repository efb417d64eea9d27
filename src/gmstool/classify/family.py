"""The patient's family beside the rows to classify: what criteria/of_family.py reads, and the columns that are shown.

A partner of a compound heterozygote may come late in the file, so rows wait on disk until all were read.
"""

from __future__ import annotations

from contextlib import ExitStack, closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gmstool.classify.family_facts import Patient, facts
from gmstool.classify.family_known import comparators, with_known
from gmstool.family.columns import FAMILY_COLUMNS
from gmstool.filters.family import inheritance
from gmstool.spool import Spool, lines_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    import polars as pl

    from gmstool.classify.case import Case
    from gmstool.classify.family_proof import Proof
    from gmstool.family.analysis import Analysis
    from gmstool.filters.plan import Plan
    from gmstool.filters.steps import Step
    from gmstool.knowledge.store import Store
    from gmstool.vcf.chunks import Chunk
    from gmstool.vcf.header import Header


@dataclass(slots=True)
class Beside:
    """The family that rows are read beside. `whole`: all rows of the file come by, so that partners are found."""

    analysis: Analysis
    header: Header
    patient: Patient
    case: Case | None = None
    whole: bool = True
    store: Path | None = None  # whose confirmed assertions are comparators
    signed: Store | None = None  # that store, while rows are read
    model: Step | None = None  # the filter by the models that were asked for

    @classmethod
    def of(
        cls, plan: Plan, case: Case | None, proof: Proof | None, *, whole: bool = True, store: Path | None = None
    ) -> Beside | None:
        """The family of a plan; None where none is asked for."""
        asked = plan.options.ped or plan.options.trio
        if plan.family is None or not asked:
            return None
        patient = Patient.of(plan.family.members, plan.options.proband or plan.sample or "", case, proof)
        plan.family.tell_known(patient.k)
        model = next(iter(inheritance(plan.options)), None)
        return cls(plan.family, plan.header, patient, case, whole, store, model=model)

    def states(self, table: pl.DataFrame, lines: list[bytes]) -> pl.DataFrame:
        """The members' genotypes for these rows; candidates of pairs are remembered."""
        return self.analysis.states(lines, with_known(table, self.header.build.build, self.signed))

    def answered(self, table: pl.DataFrame, states: pl.DataFrame) -> pl.DataFrame:
        """The rows with the family's columns and facts, once all rows were seen."""
        answers = self.analysis.answered(states)
        searched = self.whole and comparators(self.header, table, self.signed)
        told = facts(states, answers, self.analysis.known_pairs, self.patient, searched=searched, whole=self.whole)
        table = table.hstack(answers.select(FAMILY_COLUMNS)).hstack(told).with_columns(self._of_genes(table))
        return table.filter(_fits(answers, self.model)) if self.model else table

    def _of_genes(self, table: pl.DataFrame) -> list[pl.Series]:
        """The phenotype's grade and the penetrance that the case file states for genes."""
        import polars as pl

        stated = {one.gene: one for one in self.case.gene} if self.case else {}
        grades = [stated[gene].phenotype if gene in stated else None for gene in table["gene"]]
        penetrant = [stated[gene].full_penetrance if gene in stated else None for gene in table["gene"]]
        return [
            pl.Series("_family_grade", grades, pl.String),
            pl.Series("_family_penetrant", penetrant, pl.Boolean),
        ]


def compared_with(store: Path | None) -> list[str]:
    """What comparators come from, for provenance."""
    return ["ClinVar, two stars", *([f"confirmed assertions of {store.name}"] if store else [])]


def _fits(answers: pl.DataFrame, model: Step) -> pl.Series:
    """Whether one of the asked models fits each row; what only may fit goes by the filter's policy for the unknown."""
    fits = answers.select(model.keep).to_series()
    return fits.ne_missing(other=False) if model.keeps_unknown else fits


def read(
    beside: Beside | None, reader: Callable[[Chunk], pl.DataFrame], chunks: Iterable[Chunk]
) -> Iterator[tuple[pl.DataFrame, list[bytes]]]:
    """The rows of chunks with their lines, in order; with the family's answers where there is one."""
    if beside is None:
        for chunk in chunks:
            yield reader(chunk), chunk.lines
        return
    with closing(Spool()) as waiting, ExitStack() as stack:
        if beside.store:
            from gmstool.knowledge.store import open_store

            beside.signed = stack.enter_context(open_store(beside.store))
        for chunk in chunks:
            table = reader(chunk)
            waiting.add(lines_table(chunk.lines, chunk.numbers), table, beside.states(table, chunk.lines))
        for lines, table, states in waiting:
            yield beside.answered(table, states), lines["line"].to_list()
