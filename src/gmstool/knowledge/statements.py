"""What the store is asked in SQL: which versions stand, and which rows are at a place."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final, TypeVar

from sqlalchemy import and_, exists, select

from gmstool.knowledge import schema
from gmstool.reference.liftover import other_build

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy import ColumnElement, Select, Table

    from gmstool.knowledge.model import Key

T = TypeVar("T")
_MOST_IN_LIST: Final = 500  # values: below the limits of both databases


def selected(*conditions: ColumnElement[bool]) -> Select[Any]:
    """Assertions that meet some conditions, each with whether it is withdrawn."""
    return select(schema.assertion, withdrawn_by_now().label("withdrawn")).where(*conditions)


def latest(*, withdrawn: bool) -> Select[Any]:
    """The assertions without a later version."""
    return selected(*(() if withdrawn else (~withdrawn_by_now(),)), newest_version())


def newest_version() -> ColumnElement[bool]:
    """An assertion has no later version."""
    later, table = schema.assertion.alias("later").c, schema.assertion.c
    return ~exists().where(later.accession == table.accession, later.version == table.version + 1)


def withdrawn_by_now() -> ColumnElement[bool]:
    """An assertion is withdrawn, in this version or a later one."""
    gone, table = schema.withdrawal.c, schema.assertion.c
    return exists().where(gone.accession == table.accession, gone.version >= table.version)


def in_lists(values: Sequence[T]) -> Iterator[Sequence[T]]:
    """Values in parts that may stand in one IN list."""
    for first in range(0, len(values), _MOST_IN_LIST):
        yield values[first : first + _MOST_IN_LIST]


def places(table: Table, keys: Iterable[Key]) -> Iterator[ColumnElement[bool]]:
    """Conditions that select the rows at some positions, in the build they were read in and in the other one."""
    wanted: dict[tuple[str, str], set[int]] = defaultdict(set)
    for assembly, chrom, pos, _, _ in keys:
        wanted[assembly, chrom].add(pos)
    for (assembly, chrom), positions in wanted.items():
        column = table.c
        for some in in_lists(sorted(positions)):
            yield and_(column.assembly == assembly, column.chrom == chrom, column.pos.in_(some))
            yield and_(
                column.assembly == other_build(assembly), column.lifted_chrom == chrom, column.lifted_pos.in_(some)
            )


def keys_of(row: Any) -> set[Key]:
    """The keys of a row, in the build it was read in and in the other one."""
    own = (row.assembly, row.chrom, row.pos, row.ref, row.alt)
    lifted = (other_build(row.assembly), row.lifted_chrom, row.lifted_pos, row.lifted_ref, row.lifted_alt)
    return {own, lifted} if row.lifted_pos is not None else {own}
