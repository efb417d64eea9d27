"""Making an empty store."""

from __future__ import annotations

import os
import sqlite3
from typing import TYPE_CHECKING

from sqlalchemy import insert

from gmstool import __version__
from gmstool.knowledge import connection, schema
from gmstool.knowledge.model import today

if TYPE_CHECKING:
    from pathlib import Path


def make_store(path: Path) -> str:
    """Make an empty store; the kind of its journal. Raises StoreError when there is one or it cannot be made."""
    if path.exists():
        raise connection.StoreError(f"there is a store already: {path}", "`gms kb stats` tells what is in it")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        hint = "GMS_HOME names a folder of your own"
        raise connection.StoreError(f"cannot make {path.parent}: {error.strerror}", hint) from None
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        made = connection.connect(part, write=True)
        journal = connection.keep_log(made, path)
        made.close()
        _make_tables(part)
        _settle(part)
        _take_place(part, path)
    except FileExistsError:
        raise connection.StoreError(f"there is a store already: {path}", "another process has just made it") from None
    except (OSError, sqlite3.Error) as error:
        raise connection.unusable(path, str(error)) from None
    finally:
        part.unlink(missing_ok=True)
    return journal


def _take_place(part: Path, path: Path) -> None:
    """Not over a store that another process has made meanwhile, where the file system knows links."""
    try:
        os.link(part, path)
    except FileExistsError:
        raise
    except OSError:
        part.rename(path)


def _make_tables(path: Path) -> None:
    engine = connection.engine(path, write=True)
    with engine.begin() as connected:
        schema.METADATA.create_all(connected)
        facts = {"schema": schema.VERSION, "made": today(), "gms": __version__}
        connected.execute(insert(schema.about), [{"name": name, "value": value} for name, value in facts.items()])
    engine.dispose()


def _settle(path: Path) -> None:
    """Bring a log home, so that the store is one file again."""
    made = connection.connect(path, write=True)
    made.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    made.close()
