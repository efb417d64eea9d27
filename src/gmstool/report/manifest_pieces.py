"""A file in named pieces, so that a change is not only found but placed: sections, keys, members or stretches."""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

SHORT = 12  # letters of a piece's hash: it places a change, the file's own hash proves it
MAX_PIECES, STRETCH = 64, 4096
MAX_MEMBER = 64 << 20
_DAMAGE = (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, EOFError)
_CUTS = {"md": re.compile(rb"(?m)^(?=#{1,3} )"), "html": re.compile(rb'(?=<h[23] id=")')}
_NAMES = {"md": re.compile(rb"#+ ([^\n]{1,60})"), "html": re.compile(rb'<h[23] id="([\w-]{1,60})')}


def pieces(kind: str, data: bytes) -> list[list[str]]:
    """Names and short hashes, in the order of the file."""
    found = _pieces(kind, data.rstrip(b"\n") + b"\n" if kind in _CUTS else data)
    return [[name, hashlib.sha256(part).hexdigest()[:SHORT]] for name, part in found]


def _pieces(kind: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    if kind in _CUTS:
        return _sections(kind, data)
    if kind in ("docx", "xlsx"):
        return _members(data)
    return _keys(data) if kind == "json" or kind.endswith(".json") else _stretches(data)


def _sections(kind: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    cut = [part for part in _CUTS[kind].split(data) if part]
    for part in cut[: MAX_PIECES - 1]:
        named = _NAMES[kind].match(part)
        yield named[1].decode("utf-8", "replace") if named else "the beginning", part
    if rest := b"".join(cut[MAX_PIECES - 1 :]):
        yield "the rest", rest


def _members(data: bytes) -> Iterator[tuple[str, bytes]]:
    """The members of an archive; one that cannot be read is empty."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except _DAMAGE:
        yield "the archive", data
        return
    for one in archive.infolist()[:MAX_PIECES]:
        try:
            with archive.open(one) as member:
                yield one.filename[:80], member.read(MAX_MEMBER)
        except _DAMAGE:
            yield one.filename[:80], b""


def _keys(data: bytes) -> Iterator[tuple[str, bytes]]:
    try:
        told = json.loads(data)
    except (ValueError, RecursionError):
        return
    if isinstance(told, dict):
        for key, value in list(told.items())[:MAX_PIECES]:
            yield str(key)[:60], json.dumps(value, sort_keys=True).encode()


def _stretches(data: bytes) -> Iterator[tuple[str, bytes]]:
    size = max(STRETCH, -(-len(data) // MAX_PIECES))
    for at in range(0, len(data), size):
        yield f"bytes {at}-{min(at + size, len(data)) - 1}", data[at : at + size]


def differing(old: list[list[str]], new: list[list[str]]) -> list[str]:
    """The names of pieces that are not what they were, are gone, or came."""
    before, after = [tuple(one) for one in old], [tuple(one) for one in new]
    return list(dict.fromkeys(name for name, _ in (*_but(before, after), *_but(after, before))))


def _but(these: list[tuple[str, ...]], those: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    left = list(those)
    found = []
    for one in these:
        if one in left:
            left.remove(one)
        else:
            found.append(one)
    return found
