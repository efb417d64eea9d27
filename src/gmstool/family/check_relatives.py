"""Parentage from Mendelian errors, kinship of pairs, and which samples look like one person."""

import itertools
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from gmstool.family.check_sex import Answer
from gmstool.family.check_sites import Genotype, Sites
from gmstool.family.pedigree import Individual

# House rules. True trios show Mendelian errors by miscalls only, well below 1 % of such sites. In a simulation (60,000
# variable sites, frequencies from 0.002 to 0.98) an unrelated father made 18 %, the father's brother 9 %, child and
# father exchanged 25 %.
MIN_SITES = 100
MIN_ERRORS = 5
MAX_ERROR_SHARE = 0.02
# Sites at which child and parent are both homozygous, one of them not for the reference: a true pair differs by
# miscalls only, in the simulation an unrelated one at 42 %, uncle and child at 23 %.
MIN_HOMOZYGOUS = 30
MAX_OPPOSITE_SHARE = 0.05
# Alike at 97 % of the sites at which either has an alternate allele: in the simulation siblings at 51 %.
SAME_PERSON = 0.97
# Kinship: Manichaikul et al. 2010, Bioinformatics 26:2867 (KING-robust), equation 9 and table 1.
MIN_KINSHIP_SITES = 1000  # house rule; few or filtered sites bias it
DEGREES = (
    (0.354, "same person or identical twins"), (0.177, "first degree"), (0.0884, "second degree"),
    (0.0442, "third degree"),
)  # fmt: skip
ONE_CHROMOSOME = 0.8
REASONS = (
    "a swapped or mislabelled sample, a wrong pedigree, misattributed parentage, a donated egg or sperm, "
    "a transplant or contamination"
)


@dataclass(frozen=True, slots=True)
class ParentCheck:
    """A child with the parents that are sampled. Errors of `sites`; `opposite` of `homozygous` sites per parent."""

    child: str
    parents: tuple[str, ...]
    errors: int
    sites: int
    opposite: dict[str, tuple[int, int]]
    chromosome: str | None  # that has nearly all errors
    answer: Answer

    @property
    def numbers(self) -> str:
        """Errors and sites, and with two parents also what each of them contradicts alone."""
        share = f" ({100 * self.errors / self.sites:.1f} %)" if self.sites else ""
        each = "".join(
            f"; opposite homozygotes with {parent} at {opposite} of {sites}"
            for parent, (opposite, sites) in self.opposite.items()
        )
        kind = "Mendelian errors" if len(self.parents) > 1 else "opposite homozygotes"
        return f"{self.errors} {kind} at {self.sites} sites{share}{each if len(self.parents) > 1 else ''}"

    @property
    def at_fault(self) -> list[str]:
        """Parents whose genotypes alone contradict."""
        return [one for one, (opposite, sites) in self.opposite.items() if _is_opposite(opposite, sites)]


@dataclass(frozen=True, slots=True)
class PairCheck:
    """Two samples: kinship coefficient (None: too few sites) and the share of sites at which they are alike."""

    pair: tuple[str, str]
    sites: int
    kinship: float | None
    alike: int
    with_alt: int

    @property
    def same(self) -> bool:
        """Whether the two look like one person."""
        return self.with_alt >= MIN_SITES and self.alike / self.with_alt >= SAME_PERSON

    @property
    def degree(self) -> str | None:
        """The degree of kinship in words; None where too few sites tell."""
        if self.kinship is None:
            return None
        return next((name for floor, name in DEGREES if self.kinship > floor), "unrelated or distant")


def check_parents(sites: Sites, person: Individual) -> ParentCheck | None:
    """Mendelian errors of a child; None where the child or both parents are no samples."""
    places = {name: at for at, name in enumerate(sites.samples)}
    parents = tuple(one for one in (person.mother, person.father) if one in places)
    if person.id not in places or not parents:
        return None
    child = places[person.id]
    opposite = {one: _opposite(sites, child, places[one]) for one in parents}
    if len(parents) > 1:
        errors, seen, by_chromosome = mendelian_errors(sites, child, *(places[one] for one in parents))
    else:
        (errors, seen), by_chromosome = opposite[parents[0]], Counter[str]()
    answer = _of_trio(errors, seen) if len(parents) > 1 else _of_duo(errors, seen)
    return ParentCheck(person.id, parents, errors, seen, opposite, _concentrated(by_chromosome), answer)


def mendelian_errors(sites: Sites, child: int, mother: int, father: int) -> tuple[int, int, Counter[str]]:
    """Sites at which the child's alleles cannot come one from each parent, all usable sites, errors per chromosome."""
    errors, seen = Counter[str](), 0
    for (chromosome, calls), count in sites.autosomal.items():
        own, of_mother, of_father = calls[child], calls[mother], calls[father]
        if own is None or of_mother is None or of_father is None:
            continue
        seen += count
        if not _inherited(own, of_mother, of_father):
            errors[chromosome] += count
    return errors.total(), seen, errors


def check_pair(sites: Sites, one: int, other: int) -> PairCheck:
    """Kinship and likeness of two samples."""
    both_het = het = opposite = seen = alike = with_alt = 0
    for (_, calls), count in sites.autosomal.items():
        first, second = calls[one], calls[other]
        if first is None or second is None:
            continue
        seen += count
        first_het, second_het = first[0] != first[1], second[0] != second[1]
        het += count * (first_het + second_het)
        both_het += count * (first_het and second_het)
        opposite += count * (not first_het and not second_het and first != second)
        if any(first) or any(second):
            with_alt += count
            alike += count * (first == second)
    kinship = (both_het - 2 * opposite) / het if het and seen >= MIN_KINSHIP_SITES else None
    return PairCheck((sites.samples[one], sites.samples[other]), seen, kinship, alike, with_alt)


def fits(errors: int, sites: int) -> bool:
    """Whether so many errors are what a true trio has."""
    return sites >= MIN_SITES and _of_trio(errors, sites) is Answer.AGREES


def _inherited(own: Genotype, mother: Genotype, father: Genotype) -> bool:
    first, second = own
    return (first in mother and second in father) or (second in mother and first in father)


def _opposite(sites: Sites, child: int, parent: int) -> tuple[int, int]:
    opposite = homozygous = 0
    for (_, calls), count in sites.autosomal.items():
        own, of_parent = calls[child], calls[parent]
        if own is None or of_parent is None or own[0] != own[1] or of_parent[0] != of_parent[1]:
            continue
        if own[0] or of_parent[0]:
            homozygous += count
            opposite += count * (own != of_parent)
    return opposite, homozygous


def _of_trio(errors: int, sites: int) -> Answer:
    if sites < MIN_SITES:
        return Answer.NOT_ASSESSED
    return Answer.CONTRADICTS if errors >= MIN_ERRORS and errors / sites > MAX_ERROR_SHARE else Answer.AGREES


def _of_duo(opposite: int, homozygous: int) -> Answer:
    if homozygous < MIN_HOMOZYGOUS:
        return Answer.NOT_ASSESSED
    return Answer.CONTRADICTS if _is_opposite(opposite, homozygous) else Answer.AGREES


def _is_opposite(opposite: int, homozygous: int) -> bool:
    return homozygous >= MIN_HOMOZYGOUS and opposite >= MIN_ERRORS and opposite / homozygous > MAX_OPPOSITE_SHARE


def _concentrated(errors: Counter[str]) -> str | None:
    """The chromosome with nearly all errors, as uniparental disomy or a large deletion would have."""
    if errors.total() < MIN_ERRORS:
        return None
    (chromosome, count), *_ = errors.most_common(1)
    return chromosome if count / errors.total() >= ONE_CHROMOSOME else None


def relabellings(samples: Sequence[str], most: int) -> list[tuple[str, ...]]:
    """Ways to give the samples to each other's persons, those that move few samples first."""
    if len(samples) > most:
        return [_exchanged(samples, *pair) for pair in itertools.combinations(range(len(samples)), 2)]
    ways = (way for way in itertools.permutations(samples) if way != tuple(samples))
    return sorted(ways, key=lambda way: sum(a != b for a, b in zip(way, samples, strict=True)))


def _exchanged(samples: Sequence[str], one: int, other: int) -> tuple[str, ...]:
    way = list(samples)
    way[one], way[other] = way[other], way[one]
    return tuple(way)
