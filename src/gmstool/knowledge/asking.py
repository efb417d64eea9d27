"""A question to the knowledge base: from what was asked to one answer per variant."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from gmstool.knowledge import proteins
from gmstool.knowledge.consensus import Overall, overall
from gmstool.knowledge.findings import once, place
from gmstool.knowledge.indels import EXACT, LONGEST_SHIFT, reference_bases
from gmstool.knowledge.related import Related, related_to
from gmstool.knowledge.target import DEFAULT_BUILD, Gene, lifted_key, named

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gmstool.knowledge.indels import Indel
    from gmstool.knowledge.model import Assertion, Frequency, Key
    from gmstool.knowledge.network import Network, Report
    from gmstool.knowledge.target import Target


@dataclass(frozen=True, slots=True)
class Answer:
    """What is known of one variant; key None where nothing was found that the question could mean.

    match says how a protein change found the variant; said are remarks on the question and its answer.
    """

    query: str
    key: Key | None
    gene: Gene | None
    assertions: tuple[Assertion, ...]
    consensus: Overall
    related: tuple[Related, ...] = ()
    frequencies: tuple[Frequency, ...] = ()
    match: str | None = None
    said: tuple[str, ...] = ()
    sources: tuple[Report, ...] = ()

    @property
    def known(self) -> bool:
        """Whether anything is said of the variant itself."""
        return bool(self.assertions or self.frequencies)


def ask(target: Target, network: Network) -> list[Answer]:
    """The answers to one question, at least one. Raises RemoteError when only remotes were asked and all failed."""
    if target.keys:
        answers = [_of_keys(target, network)]
    elif target.indel is not None:
        answers = _of_indel(target, target.indel, network)
    elif target.protein is not None:
        answers = _of_protein(target, network)
    else:
        answers = _listed(target, network)
    network.check_answered(known=any(one.known for one in answers))
    reports = tuple(network.fresh())
    answers = answers or [_answer(target, None, (), said=target.said)]
    return [replace(one, sources=reports) for one in answers]


def _of_keys(target: Target, network: Network) -> Answer:
    """The answer about one place."""
    keys = target.keys
    found = once(network.ask(lambda source: source.at(keys)))
    counts = network.ask(lambda source: source.frequencies(keys))
    gene = target.gene or gene_at(keys[0], found)
    said = target.said if found or not target.guessed else (*target.said, *_other_build(keys[0], network))
    related = related_to(keys[0], gene, network) if gene else ()
    return _answer(target, keys[0], found, gene=gene, related=related, frequencies=counts, said=said)


def _of_indel(target: Target, asked: Indel, network: Network) -> list[Answer]:
    """Known variants that an indel without its sequence may be; those at its very place, else those consistent."""
    first = asked.start - LONGEST_SHIFT - 1
    near = once(
        network.ask(lambda source: source.between(DEFAULT_BUILD, asked.chrom, first, asked.end + 1), remotes=False)
    )
    known = reference_bases(map(place, near))
    how = {place(one): fits for one in near if (fits := asked.fits(place(one), known))}
    chosen = [key for key, fits in how.items() if fits == EXACT] or list(how)
    found = {key: [one for one in near if place(one) == key] for key in chosen}
    return [
        replace(_completed(_answer(target, key, found[key], gene=gene_at(key, found[key]), said=target.said), network),
                match=how[key])
        for key in chosen
    ]  # fmt: skip


def _of_protein(target: Target, network: Network) -> list[Answer]:
    """Variants that make a protein change: by assertions that state it, by the small table, by the codon."""
    if target.protein is None or target.gene is None:
        return []
    found = proteins.candidates(target.protein, target.gene, network)
    said = (*target.said, *found.said)
    if found.how:
        return [_at_protein(target, key, match, network, said) for key, match in found.how.items()]
    others = tuple(Related(place(one), "same residue", (one,)) for one in found.near)
    return [_answer(target, None, (), gene=target.gene, related=others, said=said)]


def _at_protein(target: Target, key: Key, match: str, network: Network, said: tuple[str, ...]) -> Answer:
    found = once(network.ask(lambda source: source.at([key])))
    counts = network.ask(lambda source: source.frequencies([key]))
    related = related_to(key, target.gene, network) if target.gene else ()
    return _answer(target, key, found, gene=target.gene, related=related, frequencies=counts, match=match, said=said)


def _listed(target: Target, network: Network) -> list[Answer]:
    """One answer per variant of a gene, a region or an identifier."""
    found = once(network.ask(lambda source: _looked_up(source, target)))
    by_key: dict[Key, list[Assertion]] = {}
    for one in found:
        by_key.setdefault(place(one), []).append(one)
    ordered = sorted(by_key, key=lambda key: (key[1], key[2], key[3], key[4]))
    answers = [_answer(target, key, by_key[key], gene=target.gene or gene_at(key, by_key[key]), said=target.said)
               for key in ordered]  # fmt: skip
    if target.identifier is None:
        return answers
    return [_completed(one, network) for one in answers]


def _completed(answer: Answer, network: Network) -> Answer:
    """An identifier's variant with all that is known at its place."""
    key, gene = answer.key, answer.gene
    if key is None:
        return answer
    found = once([*answer.assertions, *network.ask(lambda source: source.at([key]), remotes=False)])
    counts = network.ask(lambda source: source.frequencies([key]), remotes=False)
    related = related_to(key, gene, network) if gene else ()
    return replace(
        answer, assertions=tuple(found), consensus=overall(found), related=tuple(related), frequencies=tuple(counts)
    )


def _looked_up(source: Any, target: Target) -> list[Assertion]:
    found: list[Assertion] = []
    if target.identifier is not None:
        found = source.by_id(target.identifier.value)
    elif target.region is not None:
        region = target.region
        found = source.between(region.build or DEFAULT_BUILD, region.chrom, region.start, region.end)
    elif target.gene is not None:
        found = source.of_gene(target.gene.hgnc_id)
    return found


def _answer(
    target: Target, key: Key | None, found: Iterable[Assertion], *, gene: Gene | None = None,
    related: Iterable[Related] = (), frequencies: Iterable[Frequency] = (), match: str | None = None,
    said: tuple[str, ...] = (),
) -> Answer:  # fmt: skip
    assertions = tuple(found)
    return Answer(
        target.query, key, gene or target.gene, assertions, overall(assertions), tuple(related), tuple(frequencies),
        match, said,
    )  # fmt: skip


def gene_at(key: Key, found: Iterable[Assertion]) -> Gene | None:
    """The gene that the assertions name, else the only one with a MANE transcript at the place."""
    for one in found:
        if one.hgnc_id and one.symbol:
            return Gene(one.hgnc_id, one.symbol)
    from gmstool.reference import bundle

    table = bundle.table("transcripts")
    here = table.filter(
        (table["build"] == key[0]) & (table["chrom"] == key[1]) & (table["start"] <= key[2]) & (table["end"] >= key[2])
    )
    genes = {(row["hgnc_id"], row["symbol"]) for row in here.iter_rows(named=True) if row["hgnc_id"]}
    return Gene(*genes.pop()) if len(genes) == 1 else None


def _other_build(key: Key, network: Network) -> tuple[str, ...]:
    """A hint where nothing is known of a variant whose build was not stated, but something is if it is of GRCh37."""
    if key[0] != DEFAULT_BUILD:
        return ()
    lifted = lifted_key(("GRCh37", *key[1:]))
    if isinstance(lifted, str) or not network.ask(lambda source: source.at([lifted]), remotes=False):
        return ()
    return (f"if it is of GRCh37, it is GRCh38 {named(lifted)}, which is known: ask for GRCh37:{named(key)}",)
