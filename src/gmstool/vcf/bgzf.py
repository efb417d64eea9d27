"""BGZF: gzip in blocks of at most 64 KiB (SAM specification, section 4.1), inflated and checked.

Byte offsets in messages are offsets in the compressed file, 0-based.
"""

import contextlib
import ctypes
import mmap
import struct
from collections.abc import Iterator
from pathlib import Path

import deflate

from gmstool.errors import InputError, TruncatedError

GZIP_MAGIC = b"\x1f\x8b"
EOF_MARKER = bytes.fromhex("1f8b08040000000000ff0600424302001b0003000000000000000000")
MAX_BLOCK = 1 << 16  # compressed bytes of a block
BATCH_BYTES = 1 << 20  # text handed on at once: stays in the second-level cache, which halves the time of a search
_EXTRA = struct.Struct("<BBH")
_MALLOPT = ((-3, 1 << 30), (-1, 1 << 30), (-2, 64 << 20))  # M_MMAP_THRESHOLD, M_TRIM_THRESHOLD, M_TOP_PAD


def keep_freed_memory() -> None:
    """Tell glibc to reuse freed buffers instead of returning them to the system: page faults halve the scan."""
    try:
        libc = ctypes.CDLL("libc.so.6")
        for parameter, value in _MALLOPT:
            libc.mallopt(parameter, value)
    except (OSError, AttributeError):
        return  # another C library: slower, not wrong


def is_bgzf(start: bytes) -> bool:
    """True when these first bytes are a gzip member with the BGZF `BC` extra field."""
    return start[:4] == b"\x1f\x8b\x08\x04" and start[12:16] == b"BC\x02\x00"


class BgzfFile:
    """A memory-mapped BGZF file; `offsets` are the blocks' starts with the file's end as last element."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with path.open("rb") as handle:
            self._map = mmap.mmap(handle.fileno(), 0, access=mmap.ACCESS_READ)
        self._view = memoryview(self._map)
        self.size = len(self._map)

    def block_size(self, offset: int) -> int:
        """Bytes of the block that starts at `offset`. Raises TruncatedError where there is no whole block."""
        header = self._map[offset : offset + 18]
        if len(header) == 18 and header[:4] == b"\x1f\x8b\x08\x04":  # noqa: PLR2004
            size = header[16] + (header[17] << 8) + 1 if header[12:16] == b"BC\x02\x00" else self._searched_size(offset)
            if offset + size <= self.size:
                return size
            raise TruncatedError(
                f"{self.path} is cut: the block at byte {offset} needs {size} bytes, {self.size - offset} are there",
                hint="copy or bgzip the file again",
            )
        raise TruncatedError(f"{self.path}: no BGZF block at byte {offset}", hint="copy or bgzip the file again")

    def _searched_size(self, offset: int) -> int:
        # Other extra fields may stand before BC (RFC 1952, section 2.3.1.1).
        extra_length = struct.unpack_from("<H", self._map, offset + 10)[0]
        position, end = offset + 12, offset + 12 + extra_length
        while position + 4 <= min(end, self.size - 2):
            first, second, length = _EXTRA.unpack_from(self._map, position)
            if (first, second) == (66, 67):
                return int(struct.unpack_from("<H", self._map, position + 4)[0]) + 1
            position += 4 + length
        raise TruncatedError(f"{self.path}: gzip member without BGZF size at byte {offset}")

    def offsets(self) -> list[int]:
        """Starts of all blocks, then the file's size; also checks that the blocks chain to the end-of-file marker."""
        self.check_end()
        found, offset = [], 0
        while offset < self.size:
            found.append(offset)
            offset += self.block_size(offset)
        return [*found, self.size]

    def check_end(self) -> None:
        """Raise TruncatedError unless the file ends with the BGZF end-of-file marker."""
        if self._map[-len(EOF_MARKER) :] != EOF_MARKER:
            raise TruncatedError(
                f"{self.path} is cut: no end-of-file marker at byte {max(0, self.size - len(EOF_MARKER))}",
                hint="the upload or copy may have stopped early; fetch the file again",
            )

    def inflate(self, offset: int, size: int) -> bytearray:
        """Text of one block, its CRC32 and length checked. Raises TruncatedError naming the offset."""
        block = self._view[offset : offset + size]
        length = int.from_bytes(block[-4:], "little")
        try:
            text = deflate.gzip_decompress(block, length or 1)
        except (deflate.DeflateError, ValueError) as error:
            raise TruncatedError(
                f"{self.path}: the block at byte {offset} is corrupted: its data or checksum is wrong ({error})",
                hint="copy the file again and compare checksums",
            ) from None
        if len(text) != length:
            raise TruncatedError(f"{self.path}: the block at byte {offset} has a wrong length")
        return text

    def tail(self, start: int, end: int) -> bytes:
        """Last four bytes of a block: the length of its text, little-endian."""
        return self._map[max(start, end - 4) : end]

    def texts(self, start: int, end: int) -> Iterator[bytearray]:
        """Text of each block from `start` to before `end` (both block starts)."""
        offset = start
        while offset < end:
            size = self.block_size(offset)
            yield self.inflate(offset, size)
            offset += size

    def forget(self, start: int, end: int) -> None:
        """Give the memory of a read stretch back: it stays in the system's cache, but is not ours any more."""
        page = mmap.PAGESIZE
        first, last = start // page * page, min(end, self.size)
        if hasattr(mmap, "MADV_DONTNEED") and last > first:
            self._map.madvise(mmap.MADV_DONTNEED, first, last - first)

    def close(self) -> None:
        # An error in flight may still hold a block; the system then closes the file with the process.
        with contextlib.suppress(BufferError):
            self._view.release()
            self._map.close()


def open_checked(path: Path) -> BgzfFile:
    """Open a BGZF file, the operating system's refusals put in our words."""
    try:
        return BgzfFile(path)
    except (OSError, ValueError) as error:
        raise InputError(f"cannot read {path}: {error}") from None
