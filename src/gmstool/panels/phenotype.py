"""Human Phenotype Ontology terms, what lies below them, and the genes of the diseases that have them."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from gmstool.errors import PanelError
from gmstool.reference import bundle, diseases

if TYPE_CHECKING:
    from collections.abc import Iterable

TABLES = ("hpo_terms", "gene_hpo", "gene_disease")
SHOWN_DISEASES = 3  # a note stays readable; the count tells the rest
_HPO_ID = re.compile(r"HP:\d{7}")


class Term(NamedTuple):
    """A current HPO term."""

    hpo_id: str
    name: str


@dataclass(slots=True)
class Support:
    """Why a gene belongs to the asked terms: per asked term the annotated ones, and the diseases that have them."""

    hgnc_id: int
    terms: dict[str, set[str]] = field(default_factory=dict)
    diseases: set[str] = field(default_factory=set)
    inheritance: list[str] = field(default_factory=list)

    def told(self) -> str:
        """In a few words: `HP:0001250 (2 terms); OMIM:607208, OMIM:604403 and 3 more diseases`."""
        terms = ", ".join(_term(one, below) for one, below in sorted(self.terms.items()))
        diseases = sorted(self.diseases)
        more = len(diseases) - SHOWN_DISEASES
        rest = f" and {more} more" if more > 0 else ""
        return f"{terms}; {', '.join(diseases[:SHOWN_DISEASES])}{rest}"


def _term(asked: str, below: set[str]) -> str:
    others = sorted(below - {asked})
    if not others:
        return asked
    by = others[0] if len(others) == 1 else f"{len(others)} terms below"
    return f"{asked} and {by}" if asked in below else f"{asked} by {by}"


def asked(texts: Iterable[str]) -> list[Term]:
    """The current terms that are asked for, each once; alternative and replaced ids are followed. Raises PanelError."""
    texts = [text.strip() for text in texts if text.strip()]
    if not texts:
        raise PanelError("no HPO term is named", hint="for example HP:0001250,HP:0001263")
    return list(dict.fromkeys(_current(text) for text in texts))


def supported(terms: list[Term]) -> dict[int, Support]:
    """Genes of diseases that have a term or one below it, by HGNC id."""
    import polars as pl

    below = {term.hpo_id: descendants(term.hpo_id) for term in terms}
    table = bundle.table("gene_hpo").explode("hpo_ids").drop_nulls("hpo_ids")
    current = table.with_columns(pl.col("hpo_ids").replace(_alternatives()))
    table = current.filter(pl.col("hpo_ids").is_in(sorted(set().union(*below.values()))))
    found: dict[int, Support] = {}
    for hgnc_id, disease, hpo_id in table.select("hgnc_id", "disease_id", "hpo_ids").iter_rows():
        one = found.setdefault(hgnc_id, Support(hgnc_id))
        one.diseases.add(disease)
        for term, under in below.items():
            if hpo_id in under:
                one.terms.setdefault(term, set()).add(hpo_id)
    _add_inheritance(found)
    return found


def descendants(hpo_id: str) -> set[str]:
    """A term and all terms below it."""
    found, waiting = set[str](), [hpo_id]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += _children().get(one, [])
    return found


def _add_inheritance(found: dict[int, Support]) -> None:
    """The modes of inheritance of the diseases that support each gene, as far as its chromosome allows them."""
    stated: dict[int, set[str]] = {}
    table = bundle.table("gene_disease").select("hgnc_id", "disease_id", "inheritance")
    for hgnc_id, disease, modes in table.iter_rows():
        one = found.get(hgnc_id)
        if one is not None and disease in one.diseases and modes:
            stated.setdefault(hgnc_id, set()).update(modes)
    for hgnc_id, known in stated.items():
        found[hgnc_id].inheritance = list(diseases.fitting(hgnc_id, known))


def _current(text: str) -> Term:
    wanted = text.upper() if _HPO_ID.fullmatch(text.upper()) else _named(text)
    wanted = _alternatives().get(wanted, wanted)
    row = _terms().get(wanted)
    if row is None:
        raise PanelError(f"{text} is no HPO term", hint=f"of {bundle.release('hpo_terms')}; ids look like HP:0001250")
    if row["obsolete"]:
        if row["replaced_by"]:
            return _current(row["replaced_by"])
        raise PanelError(
            f"{text} is no current HPO term ({row['name']})", hint="choose a current term at https://hpo.jax.org"
        )
    return Term(row["hpo_id"], row["name"])


def _named(text: str) -> str:
    """The id of a term by its full name; anything less is refused with the likest names."""
    names = {row["name"].lower(): row for row in _terms().values() if not row["obsolete"]}
    if text.lower() in names:
        return str(names[text.lower()]["hpo_id"])
    near = difflib.get_close_matches(text.lower(), names, n=3, cutoff=0.6)
    told = ", ".join(f"{names[one]['hpo_id']} {names[one]['name']}" for one in near)
    hint = f"did you mean {told}?" if told else "ids look like HP:0001250"
    raise PanelError(f"`{text[:60]}` is no HPO term", hint=hint)


@cache
def _terms() -> dict[str, dict[str, Any]]:
    columns = ("hpo_id", "name", "parents", "alternative_ids", "obsolete", "replaced_by")
    return {row["hpo_id"]: row for row in bundle.table("hpo_terms").select(columns).iter_rows(named=True)}


@cache
def _alternatives() -> dict[str, str]:
    """Alternative ids to the id of the term."""
    return {other: row["hpo_id"] for row in _terms().values() for other in row["alternative_ids"] or ()}


@cache
def _children() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in _terms().values():
        for parent in row["parents"] or ():
            found.setdefault(parent, []).append(row["hpo_id"])
    return found
