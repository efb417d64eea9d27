"""Where each person of a pedigree stands: generations from top to bottom, partners side by side, children below."""

import itertools
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from gmstool.family.pedigree import Individual, Pedigree

SWEEPS = 40  # more change nothing in families that fit a page


@dataclass(frozen=True)
class Layout:
    """`places`: column (may be a fraction) and generation of each person; `couples`: their children."""

    places: dict[str, tuple[float, int]]
    couples: dict[tuple[str, ...], tuple[str, ...]]


def laid_out(pedigree: Pedigree) -> Layout:
    """Generations, the order within each, and columns: the same for the same family."""
    couples = _couples(pedigree)
    generation = _generations(pedigree, couples)
    rows = _rows(pedigree, couples, generation)
    columns = _columns(rows, couples)
    return Layout({name: (columns[name], generation[name]) for name in pedigree.individuals}, couples)


def _couples(pedigree: Pedigree) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Parents (father first; one where only one is named) and their children, in the pedigree's order."""
    found: dict[tuple[str, ...], tuple[str, ...]] = {}
    for one in pedigree:
        if one.parents:
            found[one.parents] = (*found.get(one.parents, ()), one.id)
    return found


def _generations(pedigree: Pedigree, couples: dict[tuple[str, ...], tuple[str, ...]]) -> dict[str, int]:
    """Children stand below their parents, partners side by side, and who married in beside the partner.

    Partners of different generations (a man with his daughter) cannot stand side by side and are left where they are.
    """
    level: list[tuple[str, ...]] = []
    found = _levels(pedigree, couples, level) or {}
    for couple in couples:
        together = _levels(pedigree, couples, [*level, couple])
        if together is not None:
            level.append(couple)
            found = together
    return found


def _levels(
    pedigree: Pedigree, couples: dict[tuple[str, ...], tuple[str, ...]], level: list[tuple[str, ...]]
) -> dict[str, int] | None:
    """The generation of each person with these couples side by side; None where that cannot be."""
    found = dict.fromkeys(pedigree.individuals, 0)
    for _ in range(len(pedigree) + 1):
        floors = [(child, found[parent] + 1) for couple in couples for parent in couple for child in couples[couple]]
        floors += [(one, max(found[two] for two in couple)) for couple in level for one in couple]
        raised = {name: floor for name, floor in sorted(floors, key=lambda one: one[1]) if floor > found[name]}
        if not raised:
            return found
        found |= raised
    return None


def _rows(
    pedigree: Pedigree, couples: dict[tuple[str, ...], tuple[str, ...]], generation: dict[str, int]
) -> list[list[str]]:
    """People of each generation from left to right: families below each other, partners together."""
    rows: list[list[str]] = [[] for _ in range(max(generation.values()) + 1)]
    partners = _partners_in(couples)
    seen: set[str] = set()

    def place(name: str) -> None:
        if name in seen:
            return
        group = [one for one in _group(name, partners) if one not in seen]
        seen.update(group)
        for one in group:
            rows[generation[one]].append(one)
        own = [couple for couple in couples if any(one in group for one in couple)]
        for couple in sorted(own, key=lambda couple: sum(group.index(one) for one in couple if one in group)):
            # A child whose partner is born into the family stands last, next to the partner.
            for child in sorted(couples[couple], key=lambda one: _marries_in_family(one, partners, pedigree)):
                place(child)

    for person in sorted(pedigree, key=lambda one: (bool(one.parents), _founds_late(one, partners, pedigree))):
        place(person.id)
    return rows


def _partners_in(couples: Iterable[tuple[str, ...]]) -> dict[str, list[str]]:
    """The partners of everybody who is one of a couple."""
    found: dict[str, list[str]] = {}
    for couple in couples:
        for one in couple:
            found.setdefault(one, []).extend(other for other in couple if other != one)
    return found


def _group(name: str, partners: dict[str, list[str]]) -> list[str]:
    """A person with the partner or partners: one on the right, a second on the left."""
    own = list(dict.fromkeys(partners.get(name, [])))
    further = [two for one in own for two in partners.get(one, []) if two != name and two not in own]
    return list(dict.fromkeys([*own[1:], name, *own[:1], *further]))


def _marries_in_family(name: str, partners: dict[str, list[str]], pedigree: Pedigree) -> bool:
    return any(pedigree[one].parents for one in partners.get(name, []))


def _founds_late(one: Individual, partners: dict[str, list[str]], pedigree: Pedigree) -> bool:
    """Whether a founder married into the family: the partner's parents are placed first."""
    return any(pedigree[other].parents for other in partners.get(one.id, []))


def _columns(rows: list[list[str]], couples: dict[tuple[str, ...], tuple[str, ...]]) -> dict[str, float]:
    """Columns at least one apart, pulled until parents stand over the middle of their children."""
    column = {name: float(at) for row in rows for at, name in enumerate(row)}
    above = {child: couple for couple, children in couples.items() for child in children}
    below = _couples_of(couples)

    def middle(names: tuple[str, ...]) -> float:
        return sum(column[one] for one in names) / len(names)

    def over_children(name: str) -> float:
        pulls = [middle(couples[couple]) + column[name] - middle(couple) for couple in below.get(name, [])]
        return sum(pulls) / len(pulls) if pulls else column[name]

    def under_parents(name: str) -> float:
        if name not in above:
            return column[name]
        return middle(above[name]) + column[name] - middle(couples[above[name]])

    for _ in range(SWEEPS):
        for row in reversed(rows):
            _pull(row, column, over_children)
        for row in rows:
            _pull(row, column, under_parents)
    for row in reversed(rows):
        _pull(row, column, over_children)
    leftmost = min(column.values())
    return {name: round(at - leftmost, 3) for name, at in column.items()}


def _couples_of(couples: dict[tuple[str, ...], tuple[str, ...]]) -> dict[str, list[tuple[str, ...]]]:
    found: dict[str, list[tuple[str, ...]]] = {}
    for couple in couples:
        for one in couple:
            found.setdefault(one, []).append(couple)
    return found


def _pull(row: list[str], column: dict[str, float], wish: Callable[[str], float]) -> None:
    """Move a row's people to where they wish to be, as near as one column apart allows."""
    wanted = {name: wish(name) for name in row}
    from_left, from_right = dict(wanted), dict(wanted)
    for left, right in itertools.pairwise(row):
        from_left[right] = max(from_left[right], from_left[left] + 1)
    for right, left in itertools.pairwise(reversed(row)):
        from_right[left] = min(from_right[left], from_right[right] - 1)
    column.update({name: (from_left[name] + from_right[name]) / 2 for name in row})
