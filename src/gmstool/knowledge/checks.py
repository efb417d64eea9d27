"""What the store holds, and whether it holds what was written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select, text

from gmstool.knowledge import schema
from gmstool.knowledge.rows import content

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from gmstool.knowledge.consensus import Consensus
    from gmstool.knowledge.model import Assertion, Key
    from gmstool.knowledge.store import Store


def counts(store: Store) -> dict[str, Any]:
    """Numbers of rows; assertions and classes count latest versions that are not withdrawn."""
    later, gone, table = schema.assertion.alias("later").c, schema.withdrawal.c, schema.assertion.c
    latest = ~select(later.id).where(later.accession == table.accession, later.version == table.version + 1).exists()
    stands = ~select(gone.id).where(gone.accession == table.accession, gone.version >= table.version).exists()
    by_class = (
        select(table.classification, func.count().label("number")).where(latest, stands).group_by(table.classification)
    )
    with store.engine.connect() as connected:
        classes = {row.classification: int(row.number) for row in connected.execute(by_class)}
        return {
            "store": str(store.path), "assertions": sum(classes.values()),
            "withdrawn": connected.execute(select(func.count()).select_from(schema.withdrawal)).scalar(),
            "frequencies": connected.execute(select(func.count()).select_from(schema.frequency)).scalar(),
            "bytes": store.path.stat().st_size,
            "classes": dict(sorted(classes.items(), key=lambda one: -one[1])),
        }  # fmt: skip


def problems(store: Store) -> list[str]:
    """What is wrong with the store, in a sentence each."""
    with store.engine.connect() as connected:
        return [*_damage(connected), *_numbers(connected), *_versions(connected), *_contents(connected)]


def _damage(connected: Connection) -> Iterator[str]:
    """What the database itself finds: pages that are torn, indexes that miss rows."""
    if connected.dialect.name != "sqlite":
        return
    for (line,) in connected.execute(text("PRAGMA integrity_check(10)")):
        if line != "ok":
            yield f"the file is damaged: {line}"


def _numbers(connected: Connection) -> Iterator[str]:
    """Each import has as many rows as it says it added."""
    found = {
        number: rows
        for table in (schema.assertion, schema.frequency)
        for number, rows in connected.execute(select(table.c.imported, func.count()).group_by(table.c.imported))
    }
    logged = {row.id: row.added + row.corrected for row in connected.execute(select(schema.imported))}
    for number in sorted(found.keys() | logged.keys()):
        if found.get(number, 0) != logged.get(number, 0):
            yield f"import {number} has {found.get(number, 0):,} rows, its log says {logged.get(number, 0):,}"


def _versions(connected: Connection) -> Iterator[str]:
    """The versions of an assertion are 1, 2, 3 …"""
    table = schema.assertion.c
    statement = select(table.accession).group_by(table.accession).having(func.max(table.version) != func.count())
    for (accession,) in connected.execute(statement.limit(10)):
        yield f"{accession} lacks a version"


def _contents(connected: Connection) -> Iterator[str]:
    """What a row asserts has the digest it was written with."""
    rows = connected.execution_options(yield_per=5000).execute(select(schema.assertion))
    for row in rows.mappings():
        if content(dict(row)) != row["content"]:
            yield f"{row['accession']}.{row['version']} is not what was written"


def discordances(store: Store) -> Iterator[tuple[list[Assertion], Consensus]]:
    """Variants and conditions on which laboratories disagree and nobody has decided: the work of curators."""
    from gmstool.knowledge.consensus import Agreement, by_condition, subject

    of_variant: dict[Key, list[Assertion]] = {}
    for one in store.everything():
        if one.lab is not None:
            key = one.key if one.assembly == "GRCh38" or one.lifted_key is None else one.lifted_key
            of_variant.setdefault(key, []).append(one)
    open_ = (Agreement.OPPOSITE, Agreement.NO_CONSENSUS, Agreement.CONFIDENCE)
    for key in sorted(key for key, several in of_variant.items() if len(several) > 1):
        for found in by_condition(of_variant[key]):
            if found.agreement in open_ and not found.decided:
                yield [one for one in of_variant[key] if subject(one) == found.subject], found
