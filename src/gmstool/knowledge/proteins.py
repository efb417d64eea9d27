"""Which known variants make a protein change: as stated, by the small table of hotspots, or as the codon allows."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from gmstool.knowledge import codons, hotspots
from gmstool.knowledge.findings import in_codon, once, place
from gmstool.knowledge.related import change_of, same_change
from gmstool.knowledge.target import DEFAULT_BUILD

if TYPE_CHECKING:
    from gmstool.knowledge.codons import Codon
    from gmstool.knowledge.forms import ProteinChange
    from gmstool.knowledge.model import Assertion, Key
    from gmstool.knowledge.network import Network
    from gmstool.knowledge.target import Gene

BY_PROTEIN, BY_TABLE, CONSISTENT = "protein change stated", "hotspot table", "consistent with"


class Candidates(NamedTuple):
    """Variants and how each was found, all that is known of the codon, and remarks."""

    how: dict[Key, str]
    near: list[Assertion]
    said: tuple[str, ...] = ()


def candidates(asked: ProteinChange, gene: Gene, network: Network) -> Candidates:
    """The variants that make the change, the surest ones first."""
    codon = codons.numbered(gene.hgnc_id, asked.number)
    stated = network.ask(lambda source: source.of_residue(gene.hgnc_id, asked.number))
    near = [one for one in once(stated + in_codon(codon, network)) if one.key[0] == DEFAULT_BUILD or one.lifted]
    how: dict[Key, str] = {place(one): BY_PROTEIN for one in near if same_change(asked, change_of(one))}
    for key, _ in hotspots.places(gene.symbol, asked.residue, asked.number, asked.made):
        how.setdefault(key, BY_TABLE)
    if codon is None:
        return Candidates(how, near)
    known = codon.known([*map(place, near), *how])
    for key in dict.fromkeys(map(place, near)):
        if key not in how and _fits(asked, key, codon, known) and not _contradicted(key, near, asked):
            how[key] = CONSISTENT
    if asked.residue in codon.residues(known):
        return Candidates(how, near)
    other = f"residue {asked.number} of {gene.symbol} ({codon.transcript}) is not {asked.residue}"
    return Candidates(how, near, (other,))


def _fits(asked: ProteinChange, key: Key, codon: Codon, known: dict[int, str]) -> bool:
    """Whether the bases of a variant allow the change."""
    readings = codon.readings(key, known)
    if any(old == asked.residue and asked.made in (new, None) for old, new in readings):
        return True
    return asked.residue in codon.residues(known) and codon.resized(key, asked.made or "")


def _contradicted(key: Key, near: list[Assertion], asked: ProteinChange) -> bool:
    """Whether an assertion at this place states another protein change than the one asked for."""
    changes = [change_of(one) for one in near if place(one) == key]
    return asked.made is not None and any(one is not None and not same_change(asked, one) for one in changes)
