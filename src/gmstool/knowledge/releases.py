"""A newer release of a whole source: what it no longer has is withdrawn, and what it still has is of that release.

Whole are files that hold all that a source has, as ClinVar's. A part of one (a gene cut out of it) must withdraw
nothing: where more is lacking than a release ever loses, the file is taken as a part, unless the user says otherwise.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sqlalchemy import Column, MetaData, String, Table, func, insert, select

from gmstool.errors import InputError
from gmstool.knowledge import schema
from gmstool.knowledge.model import today
from gmstool.knowledge.statements import in_lists, newest_version, withdrawn_by_now

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import ColumnElement, Connection

LOST_AT_MOST: Final = 0.05  # of the records of earlier releases; house rule: ClinVar loses far below 1 % in a month
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
_MET: Final = Table("met", MetaData(), Column("accession", String(32), nullable=False), prefixes=["TEMPORARY"])


class Lasting(NamedTuple):
    """The latest version of an assertion that stands."""

    accession: str
    version: int


class Releases:
    """The earlier imports of a source, and which of their records a new file has."""

    def __init__(self, connected: Connection, format_: str, lab: str | None) -> None:
        table = schema.imported.c
        same_lab = table.lab.is_(None) if lab is None else table.lab == lab
        rows = connected.execute(select(table.id, table.source).where(table.format == format_, same_lab)).all()
        self._connected, self._earlier = connected, [row.id for row in rows]
        self._newest = max((day for row in rows for day in _DAY.findall(row.source)), default=None)
        if self._earlier:
            _MET.drop(connected, checkfirst=True)
            _MET.create(connected)

    def check_order(self, source: str) -> None:
        """Refuse a release older than one that is in the store: it would undo what the newer one corrected."""
        day = next(iter(_DAY.findall(source)), None)
        if day and self._newest and day < self._newest:
            hint = "import it into a store of its own (--store), if it is wanted for comparison"
            raise InputError(f"{source} is older than the release of {self._newest} that is in the store", hint)

    def met(self, accessions: Iterable[str]) -> None:
        """Note that the file has these records."""
        if self._earlier:
            self._connected.execute(insert(_MET), [{"accession": one} for one in accessions])

    def gone(self, assemblies: Iterable[str]) -> list[Lasting]:
        """The standing records of earlier files of the same builds that this file does not have."""
        table = schema.assertion.c
        lacking = ~table.accession.in_(select(_MET.c.accession))
        return self._standing([table.assembly.in_(sorted(assemblies)), lacking]) if self._earlier else []

    def named(self, accessions: Sequence[str]) -> list[Lasting]:
        """Those of some records that stand and that earlier files of this source brought."""
        found: list[Lasting] = []
        for some in in_lists(accessions):
            found += self._standing([schema.assertion.c.accession.in_(some)])
        return found

    def number(self, assemblies: Iterable[str]) -> int:
        """How many records of earlier files of the same builds stand."""
        table = schema.assertion.c
        statement = select(func.count()).select_from(schema.assertion).where(
            table.imported.in_(self._earlier), table.assembly.in_(sorted(assemblies)), newest_version(),
            ~withdrawn_by_now(),
        )  # fmt: skip
        return int(self._connected.execute(statement).scalar() or 0)

    def _standing(self, conditions: list[ColumnElement[bool]]) -> list[Lasting]:
        table = schema.assertion.c
        statement = select(table.accession, table.version).where(
            table.imported.in_(self._earlier), *conditions, newest_version(), ~withdrawn_by_now()
        )
        return [Lasting(*row) for row in self._connected.execute(statement)]


def withdraw(connected: Connection, gone: Sequence[Lasting], reason: str, number: int) -> None:
    """Note that an import no longer has some records."""
    row = {"reason": reason, "day": today(), "imported": number}
    if gone:
        connected.execute(insert(schema.withdrawal), [{**one._asdict(), **row} for one in gone])


def lost(connected: Connection, accessions: Sequence[str]) -> dict[str, int]:
    """The version up to which records went with an import: what comes back after that stands again."""
    table = schema.withdrawal.c
    statement = select(table.accession, func.max(table.version)).where(
        table.accession.in_(accessions), table.imported.is_not(None)
    )
    return {row.accession: row[1] for row in connected.execute(statement.group_by(table.accession))}


def newest_names(imports: Iterable[Any]) -> dict[int, str]:
    """The release each import's standing rows are of: the newest whole one of the same source and builds."""
    ordered = sorted(imports, key=lambda row: row.id)
    return {row.id: _newest(row, ordered).source for row in ordered}


def _newest(row: Any, ordered: list[Any]) -> Any:
    same = [
        one for one in ordered
        if one.id >= row.id and one.whole and (one.format, one.lab) == (row.format, row.lab)
        and set((row.assemblies or "").split(",")) <= set((one.assemblies or "").split(","))
    ]  # fmt: skip
    return same[-1] if same else row
