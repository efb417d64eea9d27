"""Variants near the one asked for: the same protein change by other bases, other changes of the same residue."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gmstool.knowledge import codons, hotspots
from gmstool.knowledge.findings import in_codon, once, place
from gmstool.knowledge.variant_text import protein_change

if TYPE_CHECKING:
    from gmstool.knowledge.codons import Change, Codon
    from gmstool.knowledge.forms import ProteinChange
    from gmstool.knowledge.model import Assertion, Key
    from gmstool.knowledge.network import Network
    from gmstool.knowledge.target import Gene

SAME_CHANGE, SAME_RESIDUE = "same protein change", "same residue"
MAY_BE_SAME = "consistent with the same protein change"
Stated = tuple[str, int, str | None]


@dataclass(frozen=True, slots=True)
class Related:
    """A related variant, how it is related, and what is known of it."""

    key: Key
    relation: str
    assertions: tuple[Assertion, ...]


def change_of(one: Assertion) -> Stated | None:
    """The protein change that an assertion states."""
    return protein_change(one.hgvsp) if one.hgvsp else None


def same_change(asked: ProteinChange, stated: Stated | None) -> bool:
    """Whether a stated change is the one asked for; without a new residue, any change of that residue."""
    if stated is None or (stated[0], stated[1]) != (asked.residue, asked.number):
        return False
    return asked.made is None or _plain(stated[2]) == _plain(asked.made)


def related_to(key: Key, gene: Gene, network: Network) -> tuple[Related, ...]:
    """Other variants of the codon that a substitution changes, and of its residue where assertions name it."""
    codon = codons.around(key, gene.hgnc_id)
    if codon is None:
        return ()
    by_residue = network.ask(lambda source: source.of_residue(gene.hgnc_id, codon.number), remotes=False)
    near = once(by_residue + in_codon(codon, network))
    here = {one.key for one in near} | {place(one) for one in near}
    own = _own_change(key, codon, near, codon.known(here | {key}))
    others: dict[Key, list[Assertion]] = {}
    for one in near:
        if place(one) != key:
            others.setdefault(place(one), []).append(one)
    found = (
        Related(other, _relation(other, told, own, codon, codon.known(here | {key})), tuple(told))
        for other, told in others.items()
    )
    return tuple(sorted(found, key=lambda one: (one.relation != SAME_CHANGE, one.relation, one.key)))


def _own_change(key: Key, codon: Codon, near: list[Assertion], known: dict[int, str]) -> set[Change]:
    """What the variant may make of its residue: stated, in the hotspot table, or what its bases leave possible."""
    stated = {change for one in near if place(one) == key and (change := change_of(one))}
    if (spot := hotspots.change_at(key)) and (read := protein_change(spot[1])):
        stated.add(read)
    exact = {(old, made) for old, _, made in stated if made}
    return exact or codon.readings(key, known)


def _relation(key: Key, told: list[Assertion], own: set[Change], codon: Codon, known: dict[int, str]) -> str:
    stated = {(change[0], change[2]) for one in told if (change := change_of(one)) and change[2]}
    theirs = stated or codon.readings(key, known)
    if not theirs or not own or not theirs & own:
        return SAME_RESIDUE
    return SAME_CHANGE if len(theirs) == len(own) == 1 else MAY_BE_SAME


def _plain(text: str | None) -> str:
    return (text or "").split("fs")[0] + ("fs" if "fs" in (text or "") else "")
