"""Tumour types: codes and names of OncoTree, and how one type stands to another.

The shipped table is a selection of OncoTree; the whole tree of a user (`gms data add oncotree FILE`) takes its place.
"""

from __future__ import annotations

import difflib
import re
from functools import cache
from typing import Literal, NamedTuple

from gmstool.errors import UsageError
from gmstool.reference import bundle
from gmstool.somatic.shipped import SHIPPED, shipped_table

TABLE = "tumour_types"
ROOT = "TISSUE"
MYELOID = "MYELOID"
NEAR = 5  # names that a hint tells
_WORDS = re.compile(r"[\W_]+")

Relation = Literal["same", "more general", "more particular", "other"]


class TumourType(NamedTuple):
    """A node of the tree; parents are codes from the next one up to the tissue."""

    code: str
    name: str
    main_type: str
    tissue: str
    parents: tuple[str, ...]

    def is_a(self, code: str) -> bool:
        """Whether this is the type of that code, or a kind of it; the root stands for every tumour."""
        return code in (self.code, *self.parents, ROOT)


def find(text: str) -> TumourType:
    """The tumour type of a code or a name (English, Swedish), whatever the case. Raises UsageError with near names."""
    wanted = text.strip()
    named = _called(wanted)
    if len(named) == 1:
        return named[0]
    if named:
        codes = ", ".join(f"{one.code} ({one.tissue})" for one in named)
        raise UsageError(f"several tumour types are named `{wanted}`", f"give the code: {codes}")
    raise UsageError(f"there is no tumour type `{wanted}` in OncoTree", _hint(wanted))


def known(text: str) -> TumourType | None:
    """The tumour type of a code or a name; None where there is none, or several of that name."""
    named = _called(text.strip())
    return named[0] if len(named) == 1 else None


def _called(wanted: str) -> list[TumourType]:
    types = all_types()
    if found := types.get(wanted) or types.get(wanted.upper()):
        return [found]
    return _by_name().get(_plain(wanted), [])


@cache
def _by_name() -> dict[str, list[TumourType]]:
    found: dict[str, list[TumourType]] = {}
    for one in all_types().values():
        for name in {_plain(text) for text in _names(one)[1:]}:
            found.setdefault(name, []).append(one)
    return found


def _names(one: TumourType) -> tuple[str, ...]:
    """The code, the name, and the Swedish name where there is one."""
    return tuple(filter(None, (one.code, one.name, _swedish().get(one.code))))


def search(text: str) -> list[TumourType]:
    """The types whose code and names hold every word of the text, by code; all of them for an empty text."""
    words = _plain(text).split()
    return [one for one in all_types().values() if all(word in _plain(" ".join(_names(one))) for word in words)]


def near(text: str) -> list[TumourType]:
    """The types that look like a text, the likest first."""
    holding = sorted(search(text), key=lambda one: (len(one.name), one.code))
    by_word = {_plain(word): one for one in all_types().values() for word in _names(one)}
    alike = [by_word[word] for word in difflib.get_close_matches(_plain(text), by_word, n=NEAR, cutoff=0.6)]
    return list(dict.fromkeys([*holding, *alike]))[:NEAR]


def relation(case: TumourType, other: str) -> Relation:
    """How a code stands to the case's tumour: `same` where the case is of that type, else where the case lies."""
    if case.is_a(other):
        return "same"
    found = all_types().get(other)
    return "more particular" if found is not None and found.is_a(case.code) and case.code != ROOT else "other"


def name_in(code: str, language: str) -> str | None:
    """The name of a type in a language; in Swedish that of the shipped names, None for a code without one."""
    if language == "sv":
        return _swedish().get(code)
    found = all_types().get(code)
    return found.name if found else None


@cache
def _swedish() -> dict[str, str]:
    """Swedish names by code; the whole tree of a user has names that are not here."""
    rows = (SHIPPED / "tumour_types_sv.tsv").read_text("utf-8").splitlines()
    cells = (row.partition("\t") for row in rows if not row.startswith("##"))
    return {code: name for code, _, name in cells if code != "code"}


@cache
def all_types() -> dict[str, TumourType]:
    """Every tumour type by code."""
    rows = {code: (name, main_type, parent) for code, name, main_type, parent in _rows()}
    found = {}
    for code, (name, main_type, _) in rows.items():
        parents = _parents(code, rows)
        branch = (code, *parents)[-2] if len(parents) > 1 else code
        tissue = rows[branch][0] if code != ROOT else ""
        found[code] = TumourType(code, name, main_type, tissue, tuple(one for one in parents if one != ROOT))
    return dict(sorted(found.items()))


bundle.MADE_OF_TABLES.append(all_types.cache_clear)
bundle.MADE_OF_TABLES.append(_by_name.cache_clear)


def _parents(code: str, rows: dict[str, tuple[str, str, str]]) -> list[str]:
    """From the next one up to the root; a circle, or a parent that is not there, ends it."""
    found: list[str] = []
    at = rows[code][2]
    while at in rows and at not in found and at != code:
        found.append(at)
        at = rows[at][2]
    return found


def _rows() -> list[tuple[str, str, str, str]]:
    own = TABLE in bundle.tables()
    table = bundle.table(TABLE) if own else shipped_table(TABLE)
    return [
        (code, name, main_type or "", parent or "")
        for code, name, main_type, parent in table.select("code", "name", "main_type", "parent").iter_rows()
    ]


def _plain(text: str) -> str:
    return " ".join(_WORDS.sub(" ", text.lower()).split())


def _hint(text: str) -> str:
    found = ", ".join(f"{one.code} ({one.name})" for one in near(text))
    return f"did you mean {found}?" if found else "`gms tumour types` lists them all"
