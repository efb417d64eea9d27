"""The Human Phenotype Ontology: what a term is called, and what lies below it.

`data/manifest.json` tells the release. The HPO asks to be named with its version wherever its content is shown:
`release()` does so.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from gmstool.errors import UsageError
from gmstool.reference import bundle

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Status = Literal["current", "alternative", "replaced", "synonym", "obsolete", "ambiguous", "unknown"]

_HPO_ID = re.compile(r"(?:HP[:_]?)?(\d{7})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Term:
    """A current HPO term."""

    hpo_id: str
    name: str
    definition: str | None
    synonyms: tuple[str, ...]
    parents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What a text means in the HPO.

    `candidates` are the ids it may stand for: one if it was found, several if it is ambiguous, and for an obsolete
    term those that the HPO suggests to consider.
    """

    hpo_id: str | None
    status: Status
    candidates: tuple[str, ...] = ()


def term(text: str) -> Term:
    """The term with this id or name. Raises UsageError, naming near matches, where there is no one such term."""
    found = find(text)
    if found.hpo_id is None:
        raise UsageError(f"`{text}` is {_PROBLEM[found.status]}", _hint(text, found))
    return _terms()[found.hpo_id]


def find(text: str) -> Found:
    """The term with this id, name or synonym; alternative ids and replaced terms lead to the one that stands.

    Case does not count. A name wins over a synonym of another term.
    """
    wanted = text.strip()
    if number := _HPO_ID.fullmatch(wanted):
        return _by_id(f"HP:{number[1]}")
    ways: tuple[tuple[Status, Mapping[str, tuple[str, ...]]], ...] = (("current", _names()), ("synonym", _synonyms()))
    for status, owners in ways:
        if hpo_ids := owners.get(wanted.lower()):
            return Found(hpo_ids[0], status, hpo_ids) if len(hpo_ids) == 1 else Found(None, "ambiguous", hpo_ids)
    return Found(None, "unknown")


def near(text: str, count: int = 3) -> list[Term]:
    """Terms whose name or synonym has all words of a text, the shortest first, then those spelled alike."""
    wanted = text.strip().lower()
    named = {**_synonyms(), **_names()}
    holding = sorted((name for name in named if all(word in name for word in wanted.split())), key=_by_length)
    alike = (name for name in named if name[:1] == wanted[:1] and abs(len(name) - len(wanted)) <= _SLIPS)
    spelled = [] if len(holding) >= count else difflib.get_close_matches(wanted, alike, n=count)
    hpo_ids = dict.fromkeys(hpo_id for name in (*holding, *spelled) for hpo_id in named[name])
    return [_terms()[hpo_id] for hpo_id in hpo_ids][:count]


def descendants(text: str) -> frozenset[str]:
    """Ids of a term and of all terms below it. Raises UsageError where there is no one such term."""
    top = term(text).hpo_id
    below, todo = {top}, [top]
    while todo:
        new = [child for child in _children().get(todo.pop(), ()) if child not in below]
        below.update(new)
        todo += new
    return frozenset(below)


def successors() -> dict[str, str]:
    """The current term of each id that has become another's: a table of an older release may still have it."""
    return {former: hpo_id for former, (_, hpo_id) in _successors().items()}


def release() -> str:
    """Name the releases that the tables were made of, in one line."""
    return bundle.release("hpo_terms", "gene_hpo")


def _by_length(name: str) -> tuple[int, str]:
    return len(name), name


_SLIPS = 3  # letters that a misspelled name may be longer or shorter
_PROBLEM: dict[Status, str] = {
    "unknown": "no HPO term",
    "ambiguous": "a synonym of several HPO terms",
    "obsolete": "an obsolete HPO term without a replacement",
}


def _hint(text: str, found: Found) -> str:
    candidates = [_terms()[hpo_id] for hpo_id in found.candidates] or near(text)
    named = ", ".join(f"{one.hpo_id} {one.name}" for one in candidates)
    return f"did you mean {named}?" if named else "terms and ids are listed at https://hpo.jax.org"


def _by_id(hpo_id: str) -> Found:
    if hpo_id in _terms():
        return Found(hpo_id, "current", (hpo_id,))
    if hpo_id in _successors():
        status, successor = _successors()[hpo_id]
        return Found(successor, status, (successor,))
    if hpo_id in _obsolete():
        return Found(None, "obsolete", _obsolete()[hpo_id])
    return Found(None, "unknown")


@cache
def _terms() -> dict[str, Term]:
    """Current terms by id."""
    columns = ("hpo_id", "name", "definition", "synonyms", "parents")
    return {
        hpo_id: Term(hpo_id, name, definition, tuple(synonyms), tuple(parents))
        for hpo_id, name, definition, synonyms, parents in _rows(columns, obsolete=False)
    }


@cache
def _successors() -> dict[str, tuple[Status, str]]:
    """The current term that an id stands for today.

    An obsolete term may also be another one's alternative id. What it says itself goes first: its replacement, or
    other terms to consider, which nobody but the user can choose from.
    """
    found: dict[str, tuple[Status, str]] = {}
    for hpo_id, others in _rows(("hpo_id", "alternative_ids"), obsolete=False):
        for other in others:
            found[other] = ("alternative", hpo_id)
    for hpo_id, replacement, consider in _rows(("hpo_id", "replaced_by", "consider"), obsolete=True):
        if replacement is not None:
            found[hpo_id] = ("replaced", replacement)
        elif hpo_id in found and consider and consider != [found[hpo_id][1]]:
            del found[hpo_id]
    return found


@cache
def _obsolete() -> dict[str, tuple[str, ...]]:
    """Obsolete terms without a replacement: the current terms that the HPO suggests to consider."""
    columns = ("hpo_id", "replaced_by", "consider")
    return {
        hpo_id: tuple(one for one in consider if one in _terms())
        for hpo_id, replaced_by, consider in _rows(columns, obsolete=True)
        if replaced_by is None
    }


@cache
def _names() -> dict[str, tuple[str, ...]]:
    """Name in small letters to id."""
    return _owners((one.name.lower(), one.hpo_id) for one in _terms().values())


@cache
def _synonyms() -> dict[str, tuple[str, ...]]:
    """Synonym in small letters to the ids of all terms that have it."""
    return _owners((synonym.lower(), one.hpo_id) for one in _terms().values() for synonym in one.synonyms)


@cache
def _children() -> dict[str, tuple[str, ...]]:
    """Id of each term to those right below it."""
    return _owners((parent, one.hpo_id) for one in _terms().values() for parent in one.parents)


def _owners(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    owners: dict[str, tuple[str, ...]] = {}
    for name, hpo_id in pairs:
        known = owners.get(name, ())
        owners[name] = known if hpo_id in known else (*known, hpo_id)
    return owners


def _rows(columns: tuple[str, ...], *, obsolete: bool) -> Iterable[tuple[Any, ...]]:
    table = bundle.table("hpo_terms")
    return table.filter(table["obsolete"] == obsolete).select(columns).iter_rows()
