"""Do the samples and the pedigree belong together? For the laboratory, never for a clinical report."""

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gmstool.family import check_relatives as relatives
from gmstool.family import check_sex as sex
from gmstool.family.check_relatives import PairCheck, ParentCheck
from gmstool.family.check_sex import Answer, SexCheck
from gmstool.family.check_sites import MIN_GQ, Sites, read_sites
from gmstool.family.pedigree import Pedigree, Sex
from gmstool.vcf.source import VcfSource

MOST_PERMUTED = 5  # samples: 120 ways to relabel them; of larger families only exchanges of two are tried
MOST_HINTS = 3
NOTICE = "for the laboratory's own log; not part of a clinical report"


@dataclass(frozen=True, slots=True)
class FamilyReport:
    """What was found. `hints` are relabellings with which samples and pedigree would fit."""

    file: str
    pedigree: str
    not_in_file: list[str]
    not_in_pedigree: list[str]
    sites: Sites
    sexes: list[SexCheck]
    parents: list[ParentCheck]
    pairs: list[PairCheck]
    twins: frozenset[tuple[str, str]]  # siblings of the same stated sex: one genotype is no contradiction
    hints: list[str]

    @property
    def contradictions(self) -> list[str]:
        """Each contradiction with its numbers and what may explain it."""
        found = [
            f"{one.sample} is {one.stated} in the pedigree: {one.meaning} ({one.numbers}). May be {sex.REASONS}"
            for one in self.sexes
            if one.answer is Answer.CONTRADICTS
        ]
        found += [_parentage(one) for one in self.parents if one.answer is Answer.CONTRADICTS]
        same = (one for one in self.pairs if one.same and one.pair not in self.twins)
        return found + [
            f"{' and '.join(one.pair)} look like one person: {_alike(one)}. May be one sample twice, or contamination"
            for one in same
        ]

    @property
    def remarks(self) -> list[str]:
        """What a person should look at, but that contradicts nothing."""
        found = [
            f"{one.sample}: {one.meaning} ({one.numbers}). May be {sex.REASONS}"
            for one in self.sexes
            if one.answer is Answer.UNCLEAR
        ]
        found += [
            f"{' and '.join(one.pair)} have one genotype ({_alike(one)}): identical twins, or one sample twice"
            for one in self.pairs
            if one.same and one.pair in self.twins
        ]
        if self.not_in_file:
            found.append(f"in the pedigree but not in the file: {', '.join(self.not_in_file)}")
        if self.not_in_pedigree:
            found.append(f"in the file but not in the pedigree: {', '.join(self.not_in_pedigree)}")
        return found

    def lines(self) -> list[str]:
        """The report as text."""
        seen = self.sites
        how = ", the first 50,000 bases of each megabase" if seen.windows else ""
        floor = f"GQ {MIN_GQ} or more"
        found = [
            f"{self.file} and {self.pedigree} ({NOTICE})",
            f"looked at      {seen.taken:,} autosomal PASS records of {seen.records:,} records{how}; {floor}",
        ]
        found += [f"sex            {one.sample} {one.stated}: {one.answer}, {_sex_line(one)}" for one in self.sexes]
        found += [
            f"parentage      {one.child} of {' and '.join(one.parents)}: {one.answer}, {one.numbers}"
            for one in self.parents
        ]
        found += [f"kinship        {' and '.join(one.pair)}: {_kinship(one)}" for one in self.pairs]
        found += [f"remark         {one}" for one in self.remarks]
        found += [f"contradiction  {one}" for one in self.contradictions]
        return found + [f"would fit      {one}" for one in self.hints]

    def as_data(self) -> dict[str, Any]:
        """The report for programs."""
        return {
            "notice": NOTICE,
            "file": self.file,
            "pedigree": self.pedigree,
            "contradiction": bool(self.contradictions),
            "records": self.sites.records,
            "autosomal_pass_records": self.sites.taken,
            "windows": self.sites.windows,
            "min_gq": MIN_GQ,
            "not_in_file": self.not_in_file,
            "not_in_pedigree": self.not_in_pedigree,
            "sex": [_sex_data(one) for one in self.sexes],
            "parentage": [_parent_data(one) for one in self.parents],
            "pairs": [_pair_data(one) for one in self.pairs],
            "remarks": self.remarks,
            "contradictions": self.contradictions,
            "would_fit": self.hints,
        }


def check_family(
    source: VcfSource, pedigree: Pedigree, progress: Callable[[float], None] = lambda _fraction: None
) -> FamilyReport:
    """Compare the samples of a file with a pedigree."""
    samples = [one.id for one in pedigree if one.id in source.header.samples]
    return judged(read_sites(source, samples, progress), pedigree, source.name, source.header.samples)


def judged(sites: Sites, pedigree: Pedigree, file: str, in_file: tuple[str, ...]) -> FamilyReport:
    """The report on what was counted."""
    people = [pedigree[name] for name in sites.samples]
    sexes = [
        sex.check_sex(one.id, one.sex, counts, sites.y_sites) for one, counts in zip(people, sites.sex, strict=True)
    ]
    parents = [check for one in people if (check := relatives.check_parents(sites, one)) is not None]
    pairs = [
        relatives.check_pair(sites, one, other)
        for one, other in itertools.combinations(range(len(people)), 2)
        if people[one].family == people[other].family
    ]
    return FamilyReport(
        file=Path(file).name,
        pedigree=Path(pedigree.name).name,
        not_in_file=pedigree.not_in(in_file),
        not_in_pedigree=pedigree.without(in_file),
        sites=sites,
        sexes=sexes,
        parents=parents,
        pairs=pairs,
        twins=frozenset(one.pair for one in pairs if _may_be_twins(pedigree, *one.pair)),
        hints=_hints(sites, pedigree, sexes, parents),
    )


def _may_be_twins(pedigree: Pedigree, one: str, other: str) -> bool:
    first, second = pedigree[one], pedigree[other]
    return bool(first.parents) and first.parents == second.parents and first.sex is second.sex


def _hints(sites: Sites, pedigree: Pedigree, sexes: list[SexCheck], parents: list[ParentCheck]) -> list[str]:
    """Relabellings within a family after which nothing contradicts; none where nothing contradicts now."""
    wrong = {one.sample for one in sexes if one.answer is Answer.CONTRADICTS}
    wrong |= {one.child for one in parents if one.answer is Answer.CONTRADICTS}
    found: list[str] = []
    for family in dict.fromkeys(pedigree[name].family for name in sites.samples if name in wrong):
        members = [name for name in sites.samples if pedigree[name].family == family]
        ways = relatives.relabellings(members, MOST_PERMUTED)
        fitting = [way for way in ways if _fits(sites, pedigree, dict(zip(members, way, strict=True)), sexes)]
        found += [_told(members, way) for way in fitting if _moved(members, way) == _moved(members, fitting[0])]
    return found[:MOST_HINTS]


def _fits(sites: Sites, pedigree: Pedigree, given: dict[str, str], sexes: list[SexCheck]) -> bool:
    """Whether sexes and parentage fit when each person is given another sample."""
    genetic = {one.sample: one.genetic for one in sexes}
    for person, sample in given.items():
        if Sex.UNKNOWN not in (genetic[sample], pedigree[person].sex) and genetic[sample] is not pedigree[person].sex:
            return False
    place = {name: at for at, name in enumerate(sites.samples)}
    children = [pedigree[name] for name in given if pedigree[name].father in given and pedigree[name].mother in given]
    trios = [[place[given[name]] for name in (one.id, one.mother or "", one.father or "")] for one in children]
    return bool(trios) and all(relatives.fits(*relatives.mendelian_errors(sites, *trio)[:2]) for trio in trios)


def _moved(members: list[str], way: tuple[str, ...]) -> int:
    return sum(name != sample for name, sample in zip(members, way, strict=True))


def _told(members: list[str], way: tuple[str, ...]) -> str:
    moved = [(name, sample) for name, sample in zip(members, way, strict=True) if name != sample]
    return " and ".join(f"sample {sample} as {name}" for name, sample in moved)


def _parentage(one: ParentCheck) -> str:
    where = f" nearly all on chromosome {one.chromosome}, as uniparental disomy would show;" if one.chromosome else ""
    whom = f" {' and '.join(one.at_fault)} by itself does not fit;" if one.at_fault and len(one.parents) > 1 else ""
    return f"{one.child} of {' and '.join(one.parents)}: {one.numbers};{where}{whom} may be {relatives.REASONS}"


def _sex_line(one: SexCheck) -> str:
    return f"{one.meaning} ({one.numbers})"


def _kinship(one: PairCheck) -> str:
    if one.kinship is None:
        return f"not assessed, {one.sites} of {relatives.MIN_KINSHIP_SITES} sites; {_alike(one)}"
    return f"{one.kinship:.3f} ({one.degree}) at {one.sites} sites; {_alike(one)}"


def _alike(one: PairCheck) -> str:
    return f"alike at {one.alike} of {one.with_alt} sites with an alternate allele"


def _sex_data(one: SexCheck) -> dict[str, Any]:
    seen = one.counts
    facts = {"x_heterozygous": seen.x_het, "x_calls": seen.x_alt, "y_called": seen.y_called, "y_sites": one.y_sites}
    return {"sample": one.sample, "stated": one.stated, "x": one.x, "y": one.y, **facts, "answer": one.answer}


def _parent_data(one: ParentCheck) -> dict[str, Any]:
    each = [
        {"parent": parent, "opposite_homozygotes": opposite, "sites": sites}
        for parent, (opposite, sites) in one.opposite.items()
    ]
    facts = {"child": one.child, "parents": list(one.parents), "errors": one.errors, "sites": one.sites}
    return {**facts, "each": each, "chromosome": one.chromosome, "answer": one.answer}


def _pair_data(one: PairCheck) -> dict[str, Any]:
    facts = {"samples": list(one.pair), "sites": one.sites, "kinship": one.kinship, "degree": one.degree}
    return {**facts, "alike": one.alike, "with_alternate_allele": one.with_alt, "one_person": one.same}
