"""One file on its way into the store: it comes in whole or not at all, and only new rows are ever added."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import func, insert, select

from gmstool import __version__, identity
from gmstool.errors import InputError
from gmstool.files import sha256
from gmstool.knowledge import connection, rejects, releases, schema
from gmstool.knowledge.importing.clinvar import NO_CLASS
from gmstool.knowledge.importing.lines import Line
from gmstool.knowledge.importing.prepare import Preparer
from gmstool.knowledge.importing.words import WordError
from gmstool.knowledge.model import today
from gmstool.knowledge.request import Outcome, Request
from gmstool.knowledge.rows import frequency_row, to_row
from gmstool.knowledge.statements import in_lists

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from sqlalchemy import Connection

    from gmstool.knowledge.importing.found import Found
    from gmstool.knowledge.model import Assertion

_AT_ONCE: Final = 5_000  # rows
_COLUMNS: Final = tuple(one.name for one in schema.assertion.columns if one.name != "id")
_INSERT: Final = (
    f"INSERT INTO assertion ({', '.join(map(json.dumps, _COLUMNS))}) VALUES ({', '.join('?' * len(_COLUMNS))})"  # noqa: S608  # no name of a user's
)


class Import:
    """One file on its way into the store. `whole` says that files of this format hold all that their source has."""

    def __init__(
        self, connected: Connection, store: Path, format_: str, request: Request, source: str, licence: str | None,
        *, whole: bool = False,
    ) -> None:  # fmt: skip
        self.connected, self.store, self.request, self.licence = connected, store, request, licence
        self.preparer = Preparer(request.settings, source, request.base, keeps_names=request.keeps_names)
        self.outcome = Outcome(source, format_)
        self.whole = whole if request.whole is None else request.whole
        self.assemblies: set[str] = set()
        newest = connected.execute(select(func.max(schema.imported.c.id))).scalar()
        self.number = (newest or 0) + 1

    def run(self, found: Iterator[Found], progress: Callable[[], None], withdrawn: Sequence[str] = ()) -> Outcome:
        """Add what was found in the file, and log it; `withdrawn` are records that its maker has withdrawn."""
        digest, done = sha256(self.request.path), self.outcome
        logged = self._logged(digest)
        if before := next((one for one in logged if self._holds_all(one)), None):
            done.again, done.rows, done.duplicates = True, before.rows, before.rows
            return done
        self.releases = releases.Releases(self.connected, done.format, self.request.settings.lab)
        if self.whole:
            self.releases.check_order(done.source)
        for batch in _batches(found):
            self._add(batch)
            progress()
        if not done.rows and not withdrawn:
            raise InputError(f"{self.request.path} has no rows", "is it the file you meant?")
        if self.whole:
            self._release()
        self._withdraw(self.releases.named(withdrawn), f"withdrawn by the maker of {done.source}")
        if done.added + done.corrected + done.withdrawn or (self.whole and not any(one.whole for one in logged)):
            self._log(digest)
        self._set_aside()
        return done

    def _release(self) -> None:
        """Withdraw what the release no longer has, unless so much is lacking that the file is only a part of it."""
        gone = self.releases.gone(self.assemblies)
        if self.request.whole or len(gone) <= releases.LOST_AT_MOST * self.releases.number(self.assemblies):
            self._withdraw(gone, f"not in {self.outcome.source}")
        else:
            self.whole, self.outcome.lacking = False, len(gone)

    def _withdraw(self, gone: list[releases.Lasting], reason: str) -> None:
        releases.withdraw(self.connected, gone, reason, self.number)
        self.outcome.withdrawn += len(gone)

    def decided(self, decision: Assertion) -> str:
        """Add one assertion that no file holds; its name."""
        row = to_row(decision)
        self._add_assertions([(Line(1, decision.accession), row)])
        if not self.outcome.added + self.outcome.corrected:
            raise connection.StoreError("this was decided before, in the same words", "nothing was changed")
        self.outcome.rows = 1
        self._log(hashlib.sha256(row["content"].encode()).hexdigest())
        return f"{row['accession']}.{row['version']}"

    def _logged(self, digest: str) -> Sequence[Any]:
        """Earlier imports of this very file, for the same laboratory."""
        table, lab = schema.imported.c, self.request.settings.lab
        same_lab = table.lab.is_(None) if lab is None else table.lab == lab
        statement = select(table.rows, table.rejected, table.format, table.whole).where(
            table.sha256 == digest, same_lab, table.source == self.outcome.source
        )
        return self.connected.execute(statement).all()

    def _holds_all(self, logged: Any) -> bool:
        """Whether reading the file again changes nothing.

        Rows that were rejected may come in with other options; counts would come in twice. A file that was taken for a
        part is another matter once the user says that it is whole.
        """
        complete = logged.rejected == 0 or logged.format == "loqusdb"
        return complete and (logged.whole or not self.request.whole)

    def _add(self, batch: list[Found]) -> None:
        self.outcome.rows += len(batch)
        assertions: list[tuple[Line, dict[str, Any]]] = []
        frequencies: list[dict[str, Any]] = []
        for found in batch:
            if found.problem == NO_CLASS:
                self.outcome.without_class += 1
            elif found.problem:
                self._reject(found.line, found.problem)
            else:
                self._prepare(found, assertions, frequencies)
        if assertions:
            self._add_assertions(assertions)
        if frequencies:
            self.connected.execute(insert(schema.frequency), frequencies)
            self.outcome.added += len(frequencies)

    def _prepare(self, found: Found, assertions: list[Any], frequencies: list[Any]) -> None:
        try:
            if found.counts:
                frequencies.append({**frequency_row(*self.preparer.frequency(found)), "imported": self.number})
            else:
                assertions.append((found.line, to_row(self.preparer.assertion(found))))
        except WordError as problem:
            self._reject(found.line, str(problem))

    def _reject(self, line: Line, reason: str) -> None:
        self.outcome.rejected.append((line.number, reason, identity.masked(line.text[: rejects.LONGEST])))

    def _add_assertions(self, prepared: list[tuple[Line, dict[str, Any]]]) -> None:
        accessions = {row["accession"] for _, row in prepared}
        if self.whole:
            self.releases.met(accessions)
        self.assemblies |= {row["assembly"] for _, row in prepared}
        known, new = self._known(accessions), []
        for line, row in prepared:
            version, content, number = known.get(row["accession"], (0, None, 0))
            if content == row["content"]:
                self.outcome.duplicates += 1
                continue
            if number == self.number:
                self._reject(line, "another row of this file says otherwise of the same variant and condition")
                continue
            row["version"], row["imported"] = version + 1, self.number
            known[row["accession"]] = (version + 1, row["content"], self.number)
            self.outcome.added += version == 0
            self.outcome.corrected += version > 0
            new.append(row)
        if new:
            self._write(new)

    def _write(self, new: list[dict[str, Any]]) -> None:
        if self.connected.dialect.name == "sqlite":
            # As tuples: SQLAlchemy's own handling of a million dictionaries takes as long as the database.
            self.connected.exec_driver_sql(_INSERT, [tuple(map(row.__getitem__, _COLUMNS)) for row in new])
        else:
            self.connected.execute(insert(schema.assertion), new)

    def _known(self, accessions: Iterable[str]) -> dict[str, tuple[int, str | None, int]]:
        """Version, content and import of the latest version of each accession that the store has.

        Content is None where it went with an earlier release: the same row stands again as a new version.
        """
        table, ordered, found = schema.assertion.c, sorted(accessions), {}
        for some in in_lists(ordered):
            statement = select(table.accession, table.version, table.content, table.imported).where(
                table.accession.in_(some)
            )
            for name, version, content, number in self.connected.execute(statement.order_by(table.version)):
                found[name] = (version, content, number)
            for name, version in releases.lost(self.connected, some).items():
                if found[name][0] <= version:
                    found[name] = (found[name][0], None, found[name][2])
        return found

    def _log(self, digest: str) -> None:
        done, request = self.outcome, self.request
        row = {
            "id": self.number, "source": done.source, "format": done.format, "sha256": digest,
            "file": identity.masked(request.path.name), "lab": request.settings.lab, "day": today(),
            "licence": self.licence, "gms": __version__, "rows": done.rows, "withdrawn": done.withdrawn,
            "assemblies": ",".join(sorted(self.assemblies)) or None, "whole": self.whole,
            "added": done.added, "corrected": done.corrected, "duplicates": done.duplicates,
            "rejected": len(done.rejected),
        }  # fmt: skip
        self.connected.execute(insert(schema.imported), [row])
        if done.format == "loqusdb":
            kind = self.connected.execute(
                select(schema.frequency.c.kind).where(schema.frequency.c.imported == self.number).limit(1)
            ).scalar()
            if kind is not None:
                counted = {"imported": self.number, "centre": request.settings.lab, "kind": kind}
                self.connected.execute(insert(schema.counted), [counted])

    def _set_aside(self) -> None:
        if self.outcome.rejected:
            self.outcome.rejects = self.request.rejects or rejects.default(self.store, self.number, self.request.path)
            rejects.write(self.outcome.rejects, self.outcome.rejected)


def _batches(found: Iterable[Found]) -> Iterator[list[Found]]:
    batch: list[Found] = []
    for one in found:
        batch.append(one)
        if len(batch) >= _AT_ONCE:
            yield batch
            batch = []
    if batch:
        yield batch
