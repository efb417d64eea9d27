"""Opening the store: one SQLite file in the user's data folder, by way of SQLAlchemy.

Readers never create the store, nor wait for a writer where the file system can keep a write-ahead log. Network file
systems cannot (they share no memory), so there the journal is a file, and readers wait while a writer commits.
Source: SQLite, "Write-Ahead Logging", sections 2.2 and 5; "URI filenames".
"""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from gmstool.errors import GmsError
from gmstool.reference import bundle

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

FILE: Final = "knowledge.sqlite"
PATIENCE: Final = 600.0  # seconds to wait for another writer
# File systems that several machines see, as /proc/self/mounts names them: shared memory does not reach across.
NETWORK: Final = frozenset((
    "9p", "afs", "beegfs", "ceph", "cifs", "fuse.glusterfs", "fuse.sshfs", "gfs2", "gpfs", "lustre", "nfs", "nfs4",
    "ocfs2", "smb3", "smbfs",
))  # fmt: skip
_MOUNTS = Path("/proc/self/mounts")


class StoreError(GmsError):
    """The store of the knowledge base cannot be used."""


def default_path() -> Path:
    """Where a user's store lies: GMS_HOME, else the user's data folder."""
    return bundle.home() / FILE


def engine(path: Path, *, write: bool, patience: float = PATIENCE) -> Engine:
    """A way to the store, for one process. Raises StoreError when there is none or it is no store."""
    from sqlalchemy import create_engine, event
    from sqlalchemy.pool import StaticPool

    made = create_engine(
        "sqlite://", creator=lambda: connect(path, write=write, patience=patience), poolclass=StaticPool
    )
    # The whole transaction holds the right to write, so that what it read cannot change under it.
    event.listen(made, "begin", lambda connection: _begin(connection, path, write=write))
    return made


def _begin(connection: Connection, path: Path, *, write: bool) -> None:
    from sqlalchemy.exc import DBAPIError

    try:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")
    except DBAPIError as error:
        raise unusable(path, str(error.orig)) from None


def connect(path: Path, *, write: bool, patience: float = PATIENCE) -> sqlite3.Connection:
    """SQLite's own connection, which begins no transaction by itself. Raises StoreError."""
    try:
        made = sqlite3.connect(
            _uri(path, write=write), uri=True, timeout=patience, isolation_level=None, check_same_thread=False
        )
        made.execute("PRAGMA query_only=1" if not write else "PRAGMA foreign_keys=1")
        made.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.Error as error:
        raise unusable(path, str(error)) from None
    return made


def _uri(path: Path, *, write: bool) -> str:
    if write:
        mode = "rwc"
    elif os.access(path, os.W_OK) and os.access(path.parent, os.W_OK):
        mode = "rw"  # under query_only: SQLite then takes away the -wal and -shm files that any reader opens
    else:
        mode = "ro"
    uri = f"file:{quote(str(path))}?mode={mode}"
    if os.environ.get("GMS_KB_LOCKS") == "files":
        return uri + "&vfs=unix-dotfile"  # for a network file system whose locks do not work
    if mode == "ro" and not os.access(path.parent, os.W_OK) and not _in_use(path):
        uri += "&immutable=1"  # a log cannot be begun in a folder without the right to write
    return uri


def _in_use(path: Path) -> bool:
    """Whether somebody who may write has the store open, or left a log behind."""
    return Path(f"{path}-shm").exists() or Path(f"{path}-wal").exists()


def keep_log(connection: sqlite3.Connection, path: Path) -> str:
    """Let readers go on while one writes, where the file system can; the journal's kind: wal or delete."""
    asked = "DELETE" if on_network(path) else "WAL"
    return str(connection.execute(f"PRAGMA journal_mode={asked}").fetchone()[0])


def on_network(path: Path, mounts: Path = _MOUNTS) -> bool:
    """Whether a path is on a file system that other machines see; False where the system does not tell."""
    try:
        lines = [line.split() for line in mounts.read_text(encoding="utf-8", errors="replace").splitlines()]
    except OSError:
        return False
    whole = path.resolve()
    over = [(point, kind) for _, point, kind, *_ in lines if whole.is_relative_to(point.replace(r"\040", " "))]
    return max(over, key=lambda one: len(one[0]), default=("", ""))[1] in NETWORK


def unusable(path: Path, reason: str) -> StoreError:
    """What went wrong with the store, in a sentence, and what mends it."""
    if "locked" in reason or "busy" in reason:
        return StoreError(f"another process is writing to the store {path}", "wait for it to end, and run this again")
    if "readonly" in reason or "unable to open" in reason:
        hint = "GMS_HOME names a folder of your own; reading needs no right to write"
        return StoreError(f"no right to write to the store {path}", hint)
    if "full" in reason:
        return StoreError(f"the disk is full: {path}", "nothing was changed; make room, and run this again")
    hint = "`gms kb verify` tells what is wrong; a store is restored from a copy, or by importing its files again"
    return StoreError(f"the store {path} cannot be used: {reason}", hint)
