"""Asking the store: by place, gene, residue or name. Nothing here writes.

Only the latest version of an assertion is told; what is withdrawn is told when asked for. A Store is for one thread
at a time.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final, Self

from sqlalchemy import and_, func, select
from sqlalchemy.exc import DBAPIError

from gmstool.knowledge import connection, schema
from gmstool.knowledge.model import LONGEST_ALLELE
from gmstool.knowledge.releases import newest_names
from gmstool.knowledge.rows import to_assertion, to_frequency
from gmstool.knowledge.statements import keys_of, latest, places, selected
from gmstool.reference.liftover import other_build

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from sqlalchemy import ColumnElement, Engine, Select

    from gmstool.knowledge.model import Assertion, Frequency, Key

_VCV_DIGITS: Final = 9


def open_store(path: Path | None = None, *, write: bool = False) -> Store:
    """The user's store, or that at a path. Raises StoreError when there is none: reading never makes one."""
    path = path or connection.default_path()
    if not path.is_file():
        raise connection.StoreError(f"there is no store {path}", "`gms kb init` makes one")
    store = Store(path, connection.engine(path, write=write))
    store.check()
    return store


class Store:
    """An open store: what it says of variants, genes and names."""

    def __init__(self, path: Path, engine: Engine) -> None:
        self.path, self.engine = path, engine
        self._sources: dict[int, str] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the connection."""
        self.engine.dispose()

    def check(self) -> None:
        """Raise StoreError when this is no store, or one of another version of gms."""
        try:
            version = self.about().get("schema")
        except DBAPIError as error:
            raise connection.unusable(self.path, str(error.orig)) from None
        if version != schema.VERSION:
            hint = "use the version of gms that made it, or import its files into a new store"
            raise connection.StoreError(f"the store {self.path} has tables of version {version or 'unknown'}", hint)

    def about(self) -> dict[str, str]:
        """What the store says of itself."""
        return {row.name: row.value for row in self._rows(select(schema.about))}

    def at(self, keys: Iterable[Key], *, withdrawn: bool = False) -> dict[Key, list[Assertion]]:
        """The assertions about each of these variants, in either build; keys without any are left out.

        Keys are trimmed as model.Key says.
        """
        found: dict[Key, list[Assertion]] = defaultdict(list)
        asked = set(keys)
        for one in self._told(places(schema.assertion, asked), withdrawn=withdrawn):
            for key in {one.key, one.lifted_key} & asked:
                if key is not None:
                    found[key].append(one)
        return dict(found)

    def between(self, assembly: str, chrom: str, start: int, end: int, *, withdrawn: bool = False) -> list[Assertion]:
        """The assertions about variants that touch a region, both ends included, in order of position."""
        table = schema.assertion.c
        own = and_(
            table.assembly == assembly, table.chrom == chrom, table.pos.between(start - LONGEST_ALLELE, end),
            table.pos + func.length(table.ref) > start,
        )  # fmt: skip
        lifted = and_(
            table.assembly == other_build(assembly), table.lifted_chrom == chrom,
            table.lifted_pos.between(start - LONGEST_ALLELE, end),
            table.lifted_pos + func.length(table.lifted_ref) > start,
        )  # fmt: skip
        found = self._told([own, lifted], withdrawn=withdrawn)
        return sorted(found, key=lambda one: one.pos if one.assembly == assembly or not one.lifted else one.lifted.pos)

    def of_gene(self, hgnc_id: int, *, withdrawn: bool = False) -> list[Assertion]:
        """The assertions about variants of a gene."""
        return list(self._told([schema.assertion.c.hgnc_id == hgnc_id], withdrawn=withdrawn))

    def of_residue(self, hgnc_id: int, residue: int, *, withdrawn: bool = False) -> list[Assertion]:
        """The assertions about changes of one residue, those whose protein change is stated."""
        table = schema.assertion.c
        return list(self._told([and_(table.hgnc_id == hgnc_id, table.residue == residue)], withdrawn=withdrawn))

    def confirmed(self) -> Iterator[Assertion]:
        """The assertions of laboratories that name who reviewed them; a source's entries have stars instead."""
        table = schema.assertion.c
        return self._told(
            [and_(table.lab.is_not(None), table.review.is_not(None), table.stars.is_(None))], withdrawn=False
        )

    def by_id(self, text: str, *, withdrawn: bool = False) -> list[Assertion]:
        """The assertions of a name: accession, SCV, VCV or VariationID (with or without version), VRS id or rsID."""
        name = text.strip()
        if name.startswith("ga4gh:"):
            return list(self._told([schema.assertion.c.vrs_id == name], withdrawn=withdrawn))
        bare = name.partition(".")[0]
        if bare.upper().startswith("GMSA-"):
            return list(self._told([schema.assertion.c.accession == bare.upper()], withdrawn=withdrawn))
        if bare[:2].lower() == "rs" and bare[2:].isdecimal():
            return list(self._told([schema.assertion.c.rsid == bare.lower()], withdrawn=withdrawn))
        names = {name, bare.upper()} | ({f"VCV{bare:>0{_VCV_DIGITS}}"} if bare.isdecimal() else set())
        return list(self._told([schema.assertion.c.source_id.in_(sorted(names))], withdrawn=withdrawn))

    def history(self, accession: str) -> list[Assertion]:
        """Every version of an assertion, the first one first."""
        bare = accession.partition(".")[0].upper()
        statement = selected(schema.assertion.c.accession == bare).order_by(schema.assertion.c.version)
        sources = {one["id"]: one["source"] for one in self.imports()}  # each version as it came
        return [to_assertion(row, sources) for row in self._rows(statement)]

    def withdrawals(self, accession: str) -> list[dict[str, Any]]:
        """Version, reason and day of each withdrawal of an assertion."""
        table = schema.withdrawal.c
        statement = select(table.version, table.reason, table.day).where(table.accession == accession)
        return [dict(row._mapping) for row in self._rows(statement.order_by(table.version))]  # noqa: SLF001  # as above

    def everything(self, *, withdrawn: bool = False) -> Iterator[Assertion]:
        """Every assertion in its latest version, in order of accession."""
        statement = latest(withdrawn=withdrawn).order_by(schema.assertion.c.accession)
        sources = self.sources()
        with self.engine.connect() as connected:
            for row in connected.execution_options(yield_per=5000).execute(statement):
                yield to_assertion(row, sources)

    def frequencies(self, keys: Iterable[Key]) -> dict[Key, list[Frequency]]:
        """How often each centre has seen these variants, in either build; by each centre's newest export."""
        asked, found, table = set(keys), defaultdict(list), schema.frequency
        newest, sources = self._newest_counts(), self.sources()
        for condition in places(table, asked):
            for row in self._rows(select(table).where(condition)):
                if newest.get((row.centre, row.kind)) == row.imported:
                    for key in keys_of(row) & asked:
                        found[key].append(to_frequency(row, sources))
        return dict(found)

    def all_frequencies(self) -> Iterator[Frequency]:
        """Every centre's newest numbers, at their GRCh38 places where these are known."""
        newest, sources = self._newest_counts(), self.sources()
        for row in self._rows(select(schema.frequency).order_by(schema.frequency.c.id)):
            if newest.get((row.centre, row.kind)) == row.imported:
                key = next((key for key in keys_of(row) if key[0] == "GRCh38"), None)
                told = to_frequency(row, sources)
                yield told._replace(key=key) if key else told

    def imports(self) -> list[dict[str, Any]]:
        """Every file that was imported, the first one first."""
        return [dict(row._mapping) for row in self._rows(select(schema.imported).order_by(schema.imported.c.id))]  # noqa: SLF001  # SQLAlchemy's public name

    def sources(self) -> dict[int, str]:
        """The release that the standing rows of each import are of."""
        if not self._sources:
            self._sources = newest_names(self._rows(select(schema.imported)))
        return self._sources

    def _newest_counts(self) -> dict[tuple[str, str], int]:
        table = schema.counted.c
        statement = select(table.centre, table.kind, func.max(table.imported)).group_by(table.centre, table.kind)
        return {(centre, kind): newest for centre, kind, newest in self._rows(statement)}

    def _told(self, conditions: Iterable[ColumnElement[bool]], *, withdrawn: bool) -> Iterator[Assertion]:
        """The latest versions that meet any of some conditions, each once."""
        seen: set[int] = set()
        sources = self.sources()
        for condition in conditions:
            for row in self._rows(latest(withdrawn=withdrawn).where(condition)):
                if row.id not in seen:
                    seen.add(row.id)
                    yield to_assertion(row, sources)

    def _rows(self, statement: Select[Any]) -> list[Any]:
        with self.engine.connect() as connected:
            return list(connected.execute(statement).all())
