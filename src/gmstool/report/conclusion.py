"""What the case as a whole says: genotype, inheritance, phase and phenotype together, never the class alone.

Explains: class 4 or 5, a genotype that causes the disease under its mode of inheritance, and a phenotype that a person
called fitting. A heterozygote in a recessive gene is a carrier, whatever the class. What is not known makes the
conclusion uncertain, never a finding or its absence. Nothing found can be said only where coverage and the tested
variant types are known.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from gmstool.report.findings import HARMFUL, UNCERTAIN, Finding, findings
from gmstool.report.profiles import lacks_known

if TYPE_CHECKING:
    from gmstool.report.case import Case

MAX_NAMED = 5  # of a tumour's variants
RECESSIVE, DOMINANT = ("AR", "XLR"), ("AD", "XLD")
Told = tuple[str, tuple[Any, ...]]  # an English sentence of the catalogue, and its values


class Kind(StrEnum):
    EXPLAINS = "explains"
    IN_PART = "explains_in_part"
    CARRIER = "carrier"
    UNCERTAIN = "uncertain"
    NONE = "none"
    ACTIONABLE = "actionable"  # a tumour's variant of tier I or II, or an oncogenic one
    PHARMACOGENES = "pharmacogenes"


@dataclass(frozen=True, slots=True)
class Answer:
    """What one finding says to the question."""

    finding: Finding
    kind: Kind
    reason: Told


@dataclass(frozen=True, slots=True)
class Conclusion:
    """The case's answer. `missing`: why the basis is incomplete; empty where it is complete."""

    kind: Kind
    answers: tuple[Answer, ...]  # those that the headline names
    every: tuple[Answer, ...]
    missing: tuple[Told, ...]

    @property
    def complete(self) -> bool:
        return not self.missing


def conclude(case: Case) -> Conclusion:
    """The conclusion of a case."""
    every = findings(case)
    told = tuple(_somatic(one) if case.somatic else germline(one, every) for one in every if one.role == "primary")
    if case.type == "pharmacogenomics" and case.file.pgx:
        return Conclusion(Kind.PHARMACOGENES, (), told, missing(case))
    for kind in (Kind.ACTIONABLE, Kind.EXPLAINS, Kind.IN_PART, Kind.UNCERTAIN, Kind.CARRIER):
        if found := tuple(one for one in told if one.kind is kind):
            return Conclusion(kind, _first(found), told, missing(case))
    return Conclusion(Kind.NONE, (), told, missing(case))


def _first(found: tuple[Answer, ...]) -> tuple[Answer, ...]:
    """Those that persons named, where they named any: of many warm variants the headline names no more than two."""
    named = tuple(one for one in found if one.finding.note)
    return (named or found)[: MAX_NAMED if found[0].kind is Kind.ACTIONABLE else 2]


def missing(case: Case) -> tuple[Told, ...]:
    """What must be known before a summary may say that nothing was found."""
    told: list[Told] = []
    if not case.coverage_known:
        told.append(("what was covered is not known: the case names no coverage file", ()))
    if not case.file.method.tested:
        told.append(("which variant types the method detects is not stated", ()))
    if lacks_known(case.profile, case.file):
        told.append(("the profile asks for the family's known variant, and the case file names none", ()))
    if not case.rows and not case.file.pgx and not case.withheld:
        told.append(("no classified variants were given", ()))
    failed = [one.id for one in case.file.sample if one.passed is False]
    if failed:
        told.append(("the sample {} did not meet the quality limits", (", ".join(failed),)))
    return tuple(told)


def germline(one: Finding, every: list[Finding]) -> Answer:
    """What a germline variant says to the question."""
    number = one.number
    if one.absent:
        return Answer(one, Kind.NONE, ("the patient does not carry it", ()))
    if number is None:
        return _unclassified(one)
    if number < UNCERTAIN:
        return Answer(one, Kind.NONE, ("no cause of disease by its class", ()))
    kind, reason = genotype(one, every)
    if number < HARMFUL and kind is not Kind.CARRIER:
        return Answer(one, Kind.UNCERTAIN, ("its significance is uncertain", ()))
    if number < HARMFUL:
        return Answer(one, Kind.NONE, ("one copy of uncertain significance in a gene of recessive disease", ()))
    return _by_phenotype(one, reason) if kind is Kind.EXPLAINS else Answer(one, kind, reason)


def _unclassified(one: Finding) -> Answer:
    """Without a class nothing can be said, and what a person puts forward is no case without findings."""
    if one.note:
        return Answer(one, Kind.UNCERTAIN, ("it is not classified", ()))
    return Answer(one, Kind.NONE, ("not classified; nothing can be said", ()))


def _by_phenotype(one: Finding, reason: Told) -> Answer:
    fit = one.note.phenotype_fit if one.note else None
    if fit == "full":
        return Answer(one, Kind.EXPLAINS, reason)
    if fit == "partial":
        return Answer(one, Kind.IN_PART, ("genotype and inheritance fit; the phenotype is explained in part", ()))
    if fit == "none":
        return Answer(one, Kind.UNCERTAIN, ("the gene's disease does not fit the phenotype", ()))
    return Answer(
        one, Kind.UNCERTAIN, ("genotype and inheritance fit; nobody has judged the fit with the phenotype", ())
    )


def genotype(one: Finding, every: list[Finding]) -> tuple[Kind, Told]:
    """EXPLAINS where the genotype causes the disease under its mode of inheritance, else CARRIER or UNCERTAIN."""
    if not one.modes:
        return Kind.UNCERTAIN, ("the mode of inheritance is not known", ())
    if "MT" in one.modes:
        return _mitochondrial(one)
    if one.zygosity is None:
        return Kind.UNCERTAIN, ("the genotype is not known", ())
    answers = [_under(mode, one, every) for mode in one.modes]
    if len({kind for kind, _ in answers}) == 1:
        return answers[0]
    return Kind.UNCERTAIN, ("the answer differs between the modes of inheritance {}", ("/".join(one.modes),))


def _mitochondrial(one: Finding) -> tuple[Kind, Told]:
    if one.zygosity == "homoplasmic":
        return Kind.EXPLAINS, ("the variant is homoplasmic", ())
    level = one.vaf
    if level is None:
        return Kind.UNCERTAIN, ("the level of heteroplasmy is not known", ())
    return Kind.UNCERTAIN, ("a person judges whether the level of heteroplasmy causes disease", ())


def _under(mode: str, one: Finding, every: list[Finding]) -> tuple[Kind, Told]:
    """The genotype under one mode of inheritance."""
    both = one.zygosity in ("homozygous", "hemizygous")
    if both:
        return Kind.EXPLAINS, ("the genotype causes disease under {} inheritance", (mode,))
    if one.zygosity == "mosaic":
        return Kind.UNCERTAIN, ("the variant is mosaic", ())
    if mode in DOMINANT:
        return Kind.EXPLAINS, ("the genotype causes disease under {} inheritance", (mode,))
    if mode in RECESSIVE:
        return _two_copies(mode, one, every)
    return Kind.UNCERTAIN, ("one copy may or may not cause disease under {} inheritance", (mode,))


def _two_copies(mode: str, one: Finding, every: list[Finding]) -> tuple[Kind, Told]:
    """A heterozygote in a recessive gene: with a second variant in trans it may explain, alone it never does."""
    other = partner(one, every)
    if other is None:
        return Kind.CARRIER, ("one copy only, and the disease is recessive ({})", (mode,))
    phase = _phase(one, other)
    if phase == "cis":
        return Kind.CARRIER, ("both variants lie on one copy of the gene", ())
    if phase != "trans":
        return Kind.UNCERTAIN, ("whether the two variants lie on different copies is not known", ())
    if (other.number or 0) < HARMFUL:
        return Kind.UNCERTAIN, ("the second variant is not class 4 or 5", ())
    return Kind.EXPLAINS, ("two variants on different copies of the gene", ())


def partner(one: Finding, every: list[Finding]) -> Finding | None:
    """The second variant of the gene: as named, else another of class 3 to 5 or, without a class, of a person."""
    wanted = one.note.partner if one.note else None
    for other in every:
        if other is one or other.gene != one.gene or other.role != "primary" or other.absent:
            continue
        if wanted:
            if other.row and wanted.removeprefix("chr") in (
                other.row.variant.removeprefix("chr"), other.row.hgvsc, other.coding
            ):  # fmt: skip
                return other
        elif _may_be_second(other) and other.row != one.row:
            return other
    return None


def _may_be_second(other: Finding) -> bool:
    return other.note is not None if other.number is None else other.number >= UNCERTAIN


def _phase(one: Finding, other: Finding) -> str | None:
    """The phase that either of the two states, else what the family's genotypes or the reads proved.

    None where persons contradict each other, or say that it is not known.
    """
    stated = {found.note.phase for found in (one, other) if found.note and found.note.phase}
    if stated:
        told = stated - {"unknown"}
        return told.pop() if len(told) == 1 else None
    return "trans" if _in_trans(one, other) or _in_trans(other, one) else None


def _in_trans(one: Finding, other: Finding) -> bool:
    """Whether the row names the other variant as a partner in trans: PLACE:trans:BASIS, as in the column contract."""
    told = str(one.row.more("compound_partners") or "") if one.row else ""
    found = [entry.split(":") for entry in told.split("|")]
    return any(entry[:2] == [other.row.variant, "trans"] for entry in found if other.row)


def _somatic(one: Finding) -> Answer:
    """What a tumour's variant says: tier first, then oncogenicity."""
    if one.tier in ("I", "II"):
        return Answer(one, Kind.ACTIONABLE, _evidence(one))
    if (one.number or 0) >= HARMFUL and one.tier not in ("III", "IV"):
        return Answer(one, Kind.ACTIONABLE, ("oncogenic by its class; no tier is given", ()))
    if one.number is None and not one.tier:
        return _unclassified(one)
    if (one.number or 0) >= UNCERTAIN or one.tier == "III":
        return Answer(one, Kind.UNCERTAIN, ("its significance for this tumour is uncertain", ()))
    return Answer(one, Kind.NONE, ("no cause of disease by its class", ()))


def _evidence(one: Finding) -> Told:
    """Whether the curated evidence is of this tumour type; rows that do not tell say nothing of it."""
    related = [each.get("relation") for each in one.row.evidence if isinstance(each, dict)] if one.row else []
    if "same" in related:
        return ("there is evidence of tier {} for this tumour type", (one.tier,))
    if any(related):
        return ("there is evidence of tier {}, not of this very tumour type", (one.tier,))
    return ("there is evidence of tier {}", (one.tier,))
