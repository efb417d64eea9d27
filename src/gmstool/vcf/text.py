"""Sources of text: plain, gzip, BGZF and streams, handed on as buffers of whole lines."""

import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from gmstool.errors import HeaderError, InputError, TruncatedError
from gmstool.vcf.bgzf import BATCH_BYTES, EOF_MARKER, GZIP_MAGIC, is_bgzf
from gmstool.vcf.header import MAX_HEADER_BYTES, Header, parse_header

Text = bytes | bytearray
BCF_MAGIC = b"BCF\x02"


def whole_lines(pieces: Iterable[Text]) -> Iterator[bytes]:
    """The same text in buffers of about BATCH_BYTES that end at line ends; a last line without newline gets one.

    Pieces are gathered and copied once, also those of a record longer than a buffer.
    """
    pending: list[Text | memoryview] = []
    size = 0
    for piece in pieces:
        size += len(piece)
        end = piece.rfind(b"\n") + 1 if size >= BATCH_BYTES else 0
        if not end:
            pending.append(piece)
            continue
        yield b"".join((*pending, memoryview(piece)[:end]))
        pending, size = [piece[end:]], len(piece) - end
    rest = b"".join(pending)
    if rest:
        yield rest if rest.endswith(b"\n") else rest + b"\n"


def plain(handle: BinaryIO) -> Iterator[bytes]:
    while buffer := handle.read(BATCH_BYTES):
        yield buffer


def gunzip(handle: BinaryIO, name: str, start: bytes = b"") -> Iterator[bytes]:
    """Inflate a gzip stream of any number of members; cut or corrupted members raise TruncatedError with the offset."""
    inflater = zlib.decompressobj(31)
    buffer, offset, blocked = start or handle.read(BATCH_BYTES), 0, is_bgzf(start)
    tail = b""
    while buffer:
        offset += len(buffer)
        tail = (tail + buffer)[-len(EOF_MARKER) :]
        try:
            while buffer:
                yield inflater.decompress(buffer)
                buffer = inflater.unused_data if inflater.eof else b""
                if inflater.eof and buffer.strip(b"\0"):
                    inflater = zlib.decompressobj(31)
                else:
                    buffer = b""
        except zlib.error as error:
            raise TruncatedError(f"{name} is corrupted before byte {offset} ({error})") from None
        buffer = handle.read(BATCH_BYTES)
        if buffer and inflater.eof:
            inflater = zlib.decompressobj(31)
    if not inflater.eof or (blocked and tail != EOF_MARKER):
        raise TruncatedError(
            f"{name} is cut: the compressed data stop at byte {offset}", hint="fetch the file again or repeat the pipe"
        )


def sniffed(handle: BinaryIO, name: str) -> tuple[str, Iterator[bytes]]:
    """Kind of a stream (`plain`, `gzip`, `bcf`) and its text; nothing of the stream is lost."""
    start = handle.read(65536)
    if not start:
        raise HeaderError(f"{name} is empty", hint="an empty result of an earlier step? a VCF has at least a header")
    if start.startswith(GZIP_MAGIC):
        inside = zlib.decompressobj(31)
        try:
            first = inside.decompress(start, 64)
        except zlib.error as error:
            raise TruncatedError(f"{name} is corrupted at byte 0 ({error})") from None
        return ("bcf" if first.startswith(BCF_MAGIC) else "gzip"), gunzip(handle, name, start)
    return ("bcf" if start.startswith(BCF_MAGIC) else "plain"), _with_start(start, handle)


def _with_start(start: bytes, handle: BinaryIO) -> Iterator[bytes]:
    yield start
    yield from plain(handle)


def split_header(buffers: Iterable[Text], name: str) -> tuple[Header, Iterator[bytes]]:
    """The parsed header, and the rest of the text as buffers of whole record lines."""
    text = b""
    lines = whole_lines(buffers)
    for buffer in lines:
        text += buffer
        end = header_end(text)
        if end is not None:
            return parse_header(text[:end], name), _chain(text[end:], lines)
        if len(text) > MAX_HEADER_BYTES:
            raise HeaderError(f"{name}: no `#CHROM` line in the first {MAX_HEADER_BYTES >> 20} MiB")
    return parse_header(text, name), iter(())


def _chain(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    if first:
        yield first
    yield from rest


def header_end(text: bytes) -> int | None:
    """Offset just after the #CHROM line, or of the first line that is no header line; None when not yet seen."""
    start = 0 if text.startswith(b"#CHROM") else text.find(b"\n#CHROM") + 1
    if start or text.startswith(b"#CHROM"):
        end = text.find(b"\n", start) + 1
        return end or None
    if not text.startswith((b"#", b"\xef\xbb\xbf#")):
        return 0 if not text.strip() else text.find(b"\n") + 1
    return None


def open_binary(path: Path) -> BinaryIO:
    """Open a file for reading; directories, missing and unreadable files raise InputError."""
    try:
        if path.is_dir():
            raise InputError(
                f"{path} is a folder", hint="name a .vcf, .vcf.gz or .bcf file; several are given one by one"
            )
        return path.open("rb")
    except FileNotFoundError:
        raise InputError(f"{path} does not exist", hint="check the path; `-` reads standard input") from None
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror}") from None
