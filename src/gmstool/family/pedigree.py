"""Who is whose child, who is affected: PED files, and trios named on the command line.

PED: family, individual, father, mother, sex, affection; more columns are allowed and not read. Separated by tabs or
spaces. Lines that begin with # are comments or the header; a header without # is recognised by its words.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from gmstool.errors import GmsError
from gmstool.vcf.text import open_binary

COLUMNS = 6
FORMAT_HINT = "columns: family, individual, father, mother, sex (1 male, 2 female), affection (2 affected, 1 not)"


class PedigreeError(GmsError):
    """A pedigree cannot be used; names file and line."""


class Sex(StrEnum):
    """Sex as the pedigree states it."""

    MALE = "male"
    FEMALE = "female"
    UNKNOWN = "unknown"


# PLINK's codes and the words that pipelines write. What is no code of a sex is "not known", as PLINK reads it.
_SEXES = {"1": Sex.MALE, "m": Sex.MALE, "male": Sex.MALE, "2": Sex.FEMALE, "f": Sex.FEMALE, "female": Sex.FEMALE}
_AFFECTIONS = {
    "1": False, "unaffected": False, "2": True, "affected": True, "0": None, "-9": None, ".": None, "": None,
    "unknown": None,
}  # fmt: skip
_MISSING_PARENT = ("0", "-9", ".", "")
_HEADER_WORDS = ("sex", "gender")


@dataclass(frozen=True, slots=True)
class Individual:
    """One person. `affected` is None when it is not known; parents are None when they are not named."""

    id: str
    father: str | None = None
    mother: str | None = None
    sex: Sex = Sex.UNKNOWN
    affected: bool | None = None
    family: str = ""

    @property
    def parents(self) -> tuple[str, ...]:
        """The ids of the named parents."""
        return tuple(one for one in (self.father, self.mother) if one)


@dataclass(frozen=True)
class Pedigree:
    """Individuals by id, in the order of the file. Parents that are named but not listed are in it, unaffected or not
    being unknown; `warnings` names them.
    """

    individuals: dict[str, Individual]
    name: str = "the pedigree"
    warnings: tuple[str, ...] = field(default=())

    def __iter__(self) -> Iterator[Individual]:
        return iter(self.individuals.values())

    def __contains__(self, name: str) -> bool:
        return name in self.individuals

    def __getitem__(self, name: str) -> Individual:
        return self.individuals[name]

    def __len__(self) -> int:
        return len(self.individuals)

    @property
    def families(self) -> dict[str, tuple[Individual, ...]]:
        """Members of each family, in the order of the file."""
        found: dict[str, tuple[Individual, ...]] = {}
        for one in self:
            found[one.family] = (*found.get(one.family, ()), one)
        return found

    def family_of(self, name: str) -> "Pedigree":
        """The pedigree of one person's family alone."""
        members = {one.id: one for one in self if one.family == self[name].family}
        return Pedigree(members, self.name, self.warnings)

    def children(self, name: str) -> tuple[Individual, ...]:
        """Those who name this individual as a parent."""
        return tuple(one for one in self if name in one.parents)

    def only(self, samples: Iterable[str]) -> "Pedigree":
        """The individuals among these samples; a parent that is none of them is no longer named."""
        kept = frozenset(samples)
        members = {
            one.id: Individual(
                one.id, _among(one.father, kept), _among(one.mother, kept), one.sex, one.affected, one.family
            )
            for one in self
            if one.id in kept
        }
        return Pedigree(members, self.name, self.warnings)

    def not_in(self, samples: Iterable[str]) -> list[str]:
        """Individuals that are no samples."""
        known = frozenset(samples)
        return [one.id for one in self if one.id not in known]

    def without(self, samples: Iterable[str]) -> list[str]:
        """Samples that are no individuals of the pedigree."""
        return [name for name in samples if name not in self]


def _among(name: str | None, kept: frozenset[str]) -> str | None:
    return name if name in kept else None


def trio(child: str, mother: str | None, father: str | None) -> Pedigree:
    """An affected child and its healthy parents; a parent that is None is not known."""
    names = [one for one in (child, mother, father) if one]
    if len(set(names)) < len(names):
        raise PedigreeError(f"a trio names three different samples, found {', '.join(names)}")
    members = [Individual(child, father, mother, Sex.UNKNOWN, affected=True, family="trio")]
    if mother:
        members.append(Individual(mother, sex=Sex.FEMALE, affected=False, family="trio"))
    if father:
        members.append(Individual(father, sex=Sex.MALE, affected=False, family="trio"))
    return Pedigree({one.id: one for one in members}, "the trio")


def read_ped(path: Path) -> Pedigree:
    """A PED file. Raises PedigreeError naming the line."""
    with open_binary(path) as handle:
        text = handle.read().decode("utf-8-sig", "replace")
    return parse_ped(text, str(path))


def parse_ped(text: str, name: str = "the pedigree") -> Pedigree:
    """The pedigree of a PED text; `name` stands in messages."""
    lines: dict[str, int] = {}
    members: dict[str, Individual] = {}
    for number, cells in _rows(text, name):
        one = _individual(cells, f"{name}, line {number}")
        if one.id in members:
            raise PedigreeError(
                f"{name}, line {number}: `{one.id}` stands already on line {lines[one.id]}",
                hint="an individual has one line; ids are those of the VCF and differ between families too",
            )
        members[one.id], lines[one.id] = one, number
    if not members:
        raise PedigreeError(f"{name} has no individuals", hint=FORMAT_HINT)
    warnings = _with_parents(members, lines, name)
    _refuse_loops(members, lines, name)
    return Pedigree(members, name, tuple(warnings))


def _rows(text: str, name: str) -> Iterator[tuple[int, list[str]]]:
    seen = False
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        by_tab = [cell.strip() for cell in line.rstrip("\r\n").split("\t")]
        cells = by_tab if len(by_tab) >= COLUMNS else line.split()
        if not seen and len(cells) >= COLUMNS and cells[4].lower() in _HEADER_WORDS:
            continue
        seen = True
        if len(cells) < COLUMNS:
            raise PedigreeError(f"{name}, line {number}: {len(cells)} columns where a PED has {COLUMNS}", FORMAT_HINT)
        yield number, cells


def _individual(cells: list[str], where: str) -> Individual:
    family, name, father, mother, sex, affection = cells[:COLUMNS]
    if name in _MISSING_PARENT:
        raise PedigreeError(f"{where}: `{name}` is no id of an individual", FORMAT_HINT)
    if affection.lower() not in _AFFECTIONS:
        raise PedigreeError(f"{where}: affection `{affection}` is none of 2, 1, 0 and -9", FORMAT_HINT)
    parents = [None if one in _MISSING_PARENT else one for one in (father, mother)]
    if name in parents:
        raise PedigreeError(f"{where}: `{name}` is its own parent", FORMAT_HINT)
    if parents[0] is not None and parents[0] == parents[1]:
        raise PedigreeError(f"{where}: `{parents[0]}` is both father and mother", FORMAT_HINT)
    found = _SEXES.get(sex.lower(), Sex.UNKNOWN)
    return Individual(name, parents[0], parents[1], found, _AFFECTIONS[affection.lower()], family)


def _with_parents(members: dict[str, Individual], lines: dict[str, int], name: str) -> list[str]:
    """Check each parent's family and sex, and add those that have no line of their own."""
    told = []
    for child in list(members.values()):
        where = f"{name}, line {lines[child.id]}"
        for role, parent, sex in (("father", child.father, Sex.MALE), ("mother", child.mother, Sex.FEMALE)):
            if parent is None:
                continue
            if parent not in members:
                members[parent] = Individual(parent, sex=sex, family=child.family)
                told.append(f"{where}: the {role} `{parent}` of `{child.id}` has no line of its own")
            _check_parent(members[parent], role, sex, child, where)
    return told


def _check_parent(parent: Individual, role: str, sex: Sex, child: Individual, where: str) -> None:
    if parent.sex not in (sex, Sex.UNKNOWN):
        raise PedigreeError(
            f"{where}: `{parent.id}` is the {role} of `{child.id}` and {parent.sex}",
            hint="column 3 is the father, column 4 the mother; sex is 1 for male, 2 for female",
        )
    if parent.family != child.family:
        raise PedigreeError(
            f"{where}: `{child.id}` of family `{child.family}` has a {role} in family `{parent.family}`",
            hint="relatives share one family id",
        )


def _refuse_loops(members: dict[str, Individual], lines: dict[str, int], name: str) -> None:
    """Nobody is their own ancestor. (Cousins who marry are no such loop.)"""
    clear: set[str] = set()
    for start in members:
        path: list[str] = []
        _climb(start, members, path, clear)
        if path:
            where = next((lines[one] for one in path if one in lines), 0)
            raise PedigreeError(
                f"{name}, line {where}: `{path[-1]}` is an ancestor of itself: {' → '.join(path)}",
                hint="check the father and mother columns",
            )


def _climb(start: str, members: dict[str, Individual], loop: list[str], clear: set[str]) -> None:
    """Fill `loop` with a way from a person over parents back to the same person, if there is one."""
    stack = [(start, iter(members[start].parents))]
    way = [start]
    while stack:
        parent = next(stack[-1][1], None)
        if parent is None:
            clear.add(stack.pop()[0])
            way.pop()
        elif parent in way:
            loop += [*way[way.index(parent) :], parent]
            return
        elif parent not in clear:
            stack.append((parent, iter(members[parent].parents)))
            way.append(parent)
