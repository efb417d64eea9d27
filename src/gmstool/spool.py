"""Tables that wait until the whole file was read: in memory, or in a file without a name when they are many."""

import io
import tempfile
from collections.abc import Iterator
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

IN_MEMORY = 32 << 20  # bytes that wait; more go to disk
_LENGTH = 8  # bytes of the number before each table


class Spool:
    """Groups of tables, put in and given back in order. Each group has as many tables as the first."""

    def __init__(self) -> None:
        self._file: IO[bytes] = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115  # `close` ends it
        self._width = 0

    def add(self, *tables: "pl.DataFrame") -> None:
        """Let a group of tables wait."""
        self._width = len(tables)
        for table in tables:
            body = io.BytesIO()
            table.write_ipc(body)
            self._file.write(body.tell().to_bytes(_LENGTH, "little"))
            self._file.write(body.getbuffer())

    def __iter__(self) -> "Iterator[tuple[pl.DataFrame, ...]]":
        end = self._file.tell()
        self._file.seek(0)
        while self._file.tell() < end:
            yield tuple(self._next() for _ in range(self._width))

    def _next(self) -> "pl.DataFrame":
        import polars as pl

        length = int.from_bytes(self._file.read(_LENGTH), "little")
        return pl.read_ipc(io.BytesIO(self._file.read(length)))

    def close(self) -> None:
        """Forget what waits."""
        self._file.close()


def lines_table(lines: list[bytes], numbers: list[int]) -> "pl.DataFrame":
    """Lines of a VCF with their line numbers, as a table that can wait."""
    import polars as pl

    return pl.DataFrame({"line": pl.Series(lines, dtype=pl.Binary), "number": pl.Series(numbers, dtype=pl.Int64)})
