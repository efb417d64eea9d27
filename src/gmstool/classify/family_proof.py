"""Are both parents the parents? The family check of the same file, before its variants are judged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gmstool.classify.task import Task
    from gmstool.family.pedigree import Pedigree
    from gmstool.vcf.source import VcfSource


@dataclass(frozen=True, slots=True)
class Proof:
    """What proves parenthood, in words (None: nothing does), and whether the samples contradict the pedigree."""

    by: str | None = None
    doubt: bool = False
    warning: str = ""


def proof(source: VcfSource, task: Task) -> Proof | None:
    """What the genotypes of a file say of the patient's parents; None where no family, parent or file can be looked at.

    Read once more, from an opening of its own: a large indexed file in windows only. What a person has proven by
    another test is not asked again.
    """
    from gmstool.filters.sample import chosen

    stated = task.case.family if task.case else None
    options = task.options
    asked = options.ped or options.trio
    if not asked or source.path is None or (stated and stated.parents_confirmed):
        return None
    who = chosen(options, source.header)
    name = options.proband or who.sample or ""
    if who.family is None or len(who.family[name].parents) < 2:  # noqa: PLR2004  # a pair
        return None
    return _of_file(source.name, who.family, name)


def _of_file(file: str, family: Pedigree, name: str) -> Proof:
    from gmstool.family.check import check_family
    from gmstool.family.check_sex import Answer
    from gmstool.vcf.source import open_vcf

    source = open_vcf(file, threads=1)
    try:
        report = check_family(source, family)
    finally:
        source.close()
    doubt = bool(report.contradictions)
    found = next((one for one in report.parents if one.child == name), None)
    if doubt:
        return Proof(
            None, doubt, "the samples contradict the pedigree, so nothing counts as de novo: `gms family check`"
        )
    if found is None or found.answer is not Answer.AGREES:
        return Proof()
    return Proof(f"the genotypes ({found.errors} Mendelian errors at {found.sites} sites)")
