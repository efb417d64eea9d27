"""One transaction on the store: all of it is written, or nothing."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from sqlalchemy.exc import DBAPIError

from gmstool.knowledge import connection

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sqlalchemy import Connection

_CACHE_MIB: Final = 256
_SOON: Final = 1.0  # seconds before one says that another process is writing


class Writing:
    """One transaction on the store; nothing of it stays when it fails."""

    def __init__(self, path: Path, say: Callable[[str], None]) -> None:
        self._path, self._say = path, say

    def __enter__(self) -> Connection:
        self._check_right()
        self._engine = connection.engine(self._path, write=True, patience=_SOON)
        connected = self._engine.connect()
        try:
            self._transaction = connected.begin()
        except connection.StoreError as error:
            if "another process" not in error.message:
                raise
            self._say("another process is writing to the store: waiting for it")
            self._engine.dispose()
            self._engine = connection.engine(self._path, write=True)
            connected = self._engine.connect()
            self._transaction = connected.begin()
        connected.exec_driver_sql(f"PRAGMA cache_size=-{_CACHE_MIB << 10}")
        self._connected = connected
        return connected

    def _check_right(self) -> None:
        if not self._path.is_file():
            raise connection.StoreError(f"there is no store {self._path}", "`gms kb init` makes one")
        if not (os.access(self._path, os.W_OK) and os.access(self._path.parent, os.W_OK)):
            raise connection.unusable(self._path, "readonly")

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        try:
            if kind is None:
                self._transaction.commit()
            else:
                self._transaction.rollback()
        except DBAPIError as failed:
            raise connection.unusable(self._path, str(failed.orig)) from None
        finally:
            self._connected.close()
            self._engine.dispose()
        if isinstance(error, DBAPIError):
            raise connection.unusable(self._path, str(error.orig)) from None
