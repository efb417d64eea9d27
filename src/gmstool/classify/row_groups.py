"""Parquet files of one schema joined into one without reading their columns: the bytes of their row groups are copied.

The footer of a Parquet file tells where in the file its columns are: these places move with the bytes. Page indexes are
left out, as they are optional and hold places of their own. Apache Parquet, "File format" and parquet.thrift; the
footer is written in Thrift's compact protocol, of which every type is read and written here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

MAGIC = b"PAR1"
_TRUE, _FALSE, _BYTE, _NUMBERS, _DOUBLE, _BINARY, _LISTS, _STRUCT = 1, 2, 3, (4, 5, 6), 7, 8, (9, 10), 12
_SCHEMA, _ROWS, _GROUPS = 2, 3, 4  # fields of FileMetaData
_COLUMNS, _GROUP_PLACE, _ORDINAL = 1, 5, 7  # of RowGroup
_CHUNK_PLACE, _TOLD, _INDEXES = 2, 3, (4, 5, 6, 7)  # of ColumnChunk; of the indexes places (4, 6) and lengths
_PAGE_PLACES = (9, 10, 11)  # of ColumnMetaData
_BLOOM_FILTER = (14, 15)
_MANY = 15  # so many elements, or so wide a step between fields, are told by a number of their own

Struct = dict[int, tuple[int, Any]]  # type and value of each field, by its number


def joined(parts: Iterable[Path], out: BinaryIO) -> None:
    """Write one Parquet file of the row groups of others, in their order; schema and metadata are the first one's."""
    out.write(MAGIC)
    whole: Struct = {}
    place = len(MAGIC)
    for part in parts:
        data = part.read_bytes()
        footer = len(data) - len(MAGIC) - 4 - int.from_bytes(data[-8:-4], "little")
        told = _Reader(data, footer).struct()
        end = min((chunk[at][1] for chunk in _chunks(told) for at in _INDEXES[::2] if at in chunk), default=footer)
        out.write(memoryview(data)[len(MAGIC) : end])
        _move(told, place - len(MAGIC))
        place += end - len(MAGIC)
        whole = _added(whole, told) if whole else told
    text = _struct(whole)
    out.write(text + len(text).to_bytes(4, "little") + MAGIC)


def _groups(told: Struct) -> list[Struct]:
    found: list[Struct] = told[_GROUPS][1][1]
    return found


def _chunks(told: Struct) -> list[Struct]:
    return [chunk for group in _groups(told) for chunk in group[_COLUMNS][1][1]]


def _move(told: Struct, by: int) -> None:
    """Tell the places in a file for one in which they stand so many bytes further on."""
    for group in _groups(told):
        _shift(group, (_GROUP_PLACE,), by)
    for chunk in _chunks(told):
        _shift(chunk, (_CHUNK_PLACE,), by)
        _shift(chunk[_TOLD][1], _PAGE_PLACES, by)
        for at in _INDEXES:
            chunk.pop(at, None)
        for at in _BLOOM_FILTER:
            chunk[_TOLD][1].pop(at, None)


def _shift(struct: Struct, fields: tuple[int, ...], by: int) -> None:
    for at in fields:
        if at in struct:
            kind, place = struct[at]
            struct[at] = kind, place + by


def _added(whole: Struct, told: Struct) -> Struct:
    if told[_SCHEMA] != whole[_SCHEMA]:
        raise AssertionError("parts of one table have one schema")
    groups = [*_groups(whole), *_groups(told)]
    for number, group in enumerate(groups):
        if _ORDINAL in group:
            group[_ORDINAL] = group[_ORDINAL][0], number
    kind, rows = whole[_ROWS]
    list_kind, (of, _) = whole[_GROUPS]
    return whole | {_ROWS: (kind, rows + told[_ROWS][1]), _GROUPS: (list_kind, (of, groups))}


# ------------------------------------------------------------------------------------------ Thrift's compact protocol


class _Reader:
    """Reads values from a place on."""

    def __init__(self, data: bytes, at: int) -> None:
        self._data, self._at = data, at

    def _bytes(self, size: int) -> bytes:
        self._at += size
        return self._data[self._at - size : self._at]

    def _number(self) -> int:
        found = shift = 0
        while True:
            one = self._bytes(1)[0]
            found |= (one & 0x7F) << shift
            if one < 0x80:  # noqa: PLR2004  # the last byte of a number
                return found
            shift += 7

    def _signed(self) -> int:
        number = self._number()
        return (number >> 1) ^ -(number & 1)

    def _value(self, kind: int) -> Any:
        if kind in (_TRUE, _FALSE):
            return kind == _TRUE
        if kind in (_BYTE, _DOUBLE):
            return self._bytes(1 if kind == _BYTE else 8)
        if kind in _NUMBERS:
            return self._signed()
        if kind == _BINARY:
            return self._bytes(self._number())
        if kind in _LISTS:
            return self._list()
        if kind == _STRUCT:
            return self.struct()
        raise ValueError(f"Thrift type {kind} is not one of a Parquet footer")

    def _list(self) -> tuple[int, list[Any]]:
        head = self._bytes(1)[0]
        size = head >> 4 if head >> 4 < _MANY else self._number()
        of = head & 0x0F
        # In a list a truth is a byte of its own.
        return of, [self._bytes(1) if of in (_TRUE, _FALSE) else self._value(of) for _ in range(size)]

    def struct(self) -> Struct:
        """The fields of a structure."""
        found: Struct = {}
        number = 0
        while head := self._bytes(1)[0]:
            number = number + (head >> 4) if head >> 4 else self._signed()
            found[number] = head & 0x0F, self._value(head & 0x0F)
        return found


def _struct(fields: Struct) -> bytes:
    """A structure as it is written."""
    text, before = b"", 0
    for number, (kind, value) in sorted(fields.items()):
        step = number - before
        head = bytes([step << 4 | kind]) if 0 < step <= _MANY else bytes([kind]) + _signed(number)
        text += head + (b"" if kind in (_TRUE, _FALSE) else _value(kind, value))
        before = number
    return text + b"\0"


def _value(kind: int, value: Any) -> bytes:
    if kind in _NUMBERS:
        return _signed(value)
    if kind == _BINARY:
        return _number(len(value)) + bytes(value)
    if kind == _STRUCT:
        return _struct(value)
    if kind in _LISTS:
        of, elements = value
        size = len(elements)
        head = bytes([size << 4 | of]) if size < _MANY else bytes([_MANY << 4 | of]) + _number(size)
        texts: list[bytes] = [one if of in (_TRUE, _FALSE) else _value(of, one) for one in elements]
        return head + b"".join(texts)
    told: bytes = value  # a byte, or the eight of a float
    return told


def _signed(number: int) -> bytes:
    return _number(number << 1 if number >= 0 else (-number << 1) - 1)


def _number(number: int) -> bytes:
    found = bytearray()
    while number >= 0x80:  # noqa: PLR2004  # more than seven bits are left
        found.append(number & 0x7F | 0x80)
        number >>= 7
    found.append(number)
    return bytes(found)
