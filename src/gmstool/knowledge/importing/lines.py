"""Lines of a file that may be anything: plain or gzip, each with its number, none longer than a limit."""

from __future__ import annotations

import gzip
import zlib
from typing import TYPE_CHECKING, BinaryIO, Final, NamedTuple, Self, cast

from gmstool.errors import InputError, TruncatedError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LONGEST_LINE: Final = 1 << 20  # bytes; no row of a known format comes near
HEAD_BYTES: Final = 1 << 16
_GZIP = b"\x1f\x8b"


class Line(NamedTuple):
    """A line without its end; `problem` says why it cannot be read, and then `text` is its beginning."""

    number: int
    text: str
    problem: str | None = None


class Lines:
    """The lines of a file, and how much of it has been read."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._raw = path.open("rb")
        except OSError as error:
            raise InputError(f"cannot read {path}: {error.strerror}") from None
        self._size = max(1, path.stat().st_size)
        packed = self._raw.read(len(_GZIP)) == _GZIP
        self._raw.seek(0)
        self._text = cast("BinaryIO", gzip.GzipFile(fileobj=self._raw)) if packed else self._raw

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._raw.close()

    @property
    def fraction(self) -> float:
        """How much of the file has been read, 0 to 1."""
        return min(1.0, self._raw.tell() / self._size)

    def __iter__(self) -> Iterator[Line]:
        number = 0
        while piece := self._read():
            number += 1
            if len(piece) > LONGEST_LINE:
                yield Line(number, piece[:100].decode(errors="replace"), f"longer than {LONGEST_LINE:,} bytes")
                while piece and not piece.endswith(b"\n"):
                    piece = self._read()
                continue
            yield _line(number, piece)

    def _read(self) -> bytes:
        try:
            return self._text.readline(LONGEST_LINE + 1)
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise TruncatedError(f"{self.path} is cut or corrupted: {error}", "fetch the file again") from None


def head(path: Path) -> str:
    """The first lines of a file, to tell its format by."""
    with Lines(path) as lines:
        found: list[str] = []
        for line in lines:
            found.append(line.text)
            if sum(map(len, found)) > HEAD_BYTES or not line.text.startswith("##"):
                break
    return "\n".join(found)


def _line(number: int, piece: bytes) -> Line:
    piece = piece.rstrip(b"\r\n")
    if number == 1:
        piece = piece.removeprefix(b"\xef\xbb\xbf")
    try:
        text = piece.decode()
    except UnicodeDecodeError:
        return Line(number, piece[:100].decode(errors="replace"), "not UTF-8")
    return Line(number, text, "holds a NUL character" if "\0" in text else None)
