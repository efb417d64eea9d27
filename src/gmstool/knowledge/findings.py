"""What sources found, brought together: each record once, each at its GRCh38 place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gmstool.knowledge.target import DEFAULT_BUILD

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gmstool.knowledge.codons import Codon
    from gmstool.knowledge.model import Assertion, Key
    from gmstool.knowledge.network import Network


def once(found: Iterable[Assertion]) -> list[Assertion]:
    """Each record once: a ClinVar record of the bundled table and of the user's store is told as the store has it."""
    kept: dict[tuple[Any, ...], Assertion] = {}
    for one in found:
        condition = one.condition_id if one.lab else None  # an aggregate has one record for all conditions
        record = (one.source.split(" ", 1)[0], one.source_id or one.accession)
        kept[(*record, place(one), one.lab, condition, one.origin)] = one
    return list(kept.values())


def place(one: Assertion) -> Key:
    """Where an assertion's variant is in GRCh38; in GRCh37 where it has no place there."""
    other = one.lifted_key
    return other if one.assembly != DEFAULT_BUILD and other is not None else one.key


def in_codon(codon: Codon | None, network: Network) -> list[Assertion]:
    """What is known on this machine of the bases of a codon."""
    if codon is None:
        return []
    return network.ask(
        lambda source: [
            one for start, end in codon.stretches() for one in source.between(DEFAULT_BUILD, codon.chrom, start, end)
        ],
        remotes=False,
    )
