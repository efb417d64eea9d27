"""What a reader finds in a file, before it is checked: facts by the names of model.Assertion, as written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from gmstool.knowledge.importing.lines import Line


class Found(NamedTuple):
    """A row of a file: the facts of an assertion or of a frequency, or what is wrong with it.

    Facts are texts or None. `own_id` makes the accession where the source gives its records lasting ids.
    """

    line: Line
    facts: dict[str, Any] | None = None
    problem: str | None = None
    counts: bool = False  # the facts are numbers of individuals, not an assertion
    own_id: str | None = None


class Settings(NamedTuple):
    """What the user says of a file; what rows or header state goes first, all but the laboratory."""

    assembly: str | None = None
    lab: str | None = None
    source: str | None = None
    confirmed: str | None = None  # who stands for the classes of a program


class Reader(NamedTuple):
    """A format: how its files are recognised by their first lines, and how they are read."""

    name: str
    title: str
    fits: Callable[[str], bool]
    read: Callable[[Iterable[Line], Settings], Iterator[Found]]
    source: Callable[[str], str]  # name and release, from the first lines
    needs_lab: bool = False
    licence: str | None = None
    whole: bool = False  # a file holds all that its source has at that time
