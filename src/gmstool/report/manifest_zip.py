"""The manifest in an archive (DOCX, XLSX): an extra field of the last entry of its directory.

Programs skip extra fields that they do not know, and no checksum covers them. The archive's comment, the other free
place, is none: LibreOffice opens no document whose comment is longer than some hundred bytes.
"""

from __future__ import annotations

import struct

_END, _ENTRY = b"PK\x05\x06", b"PK\x01\x02"
_FIELD = b"gm"  # the name of the field: two bytes that nobody has registered
_HEAD, _MOST = 4, 0xFFFF
_NAME_LENGTH, _EXTRA_LENGTH, _NOTE_LENGTH, _FIXED = 28, 30, 32, 46  # offsets in an entry of the directory
_SIZE, _PLACE = 12, 16  # offsets in the end of the directory


def placed(data: bytes, line: bytes) -> bytes:
    """The archive with the line in it. Raises ValueError where it is longer than a field may be."""
    end = data.rindex(_END)
    entry = _last(data, end)
    name, extra = (_short(data, entry + at) for at in (_NAME_LENGTH, _EXTRA_LENGTH))
    if extra + _HEAD + len(line) > _MOST:
        raise ValueError("the manifest is longer than a field of an archive may be")
    at = entry + _FIXED + name + extra
    field = _FIELD + struct.pack("<H", len(line)) + line
    return _resized(data[:at] + field + data[at:], entry, len(field))


def bare(data: bytes, at: int, length: int) -> bytes:
    """The archive without the line that begins at `at`; as it is where the line is not where `placed` puts it."""
    try:
        entry = _last(data, data.rindex(_END))
    except (ValueError, struct.error):
        return data
    if at < _HEAD or not entry < at - _HEAD or data[at - _HEAD : at - 2] != _FIELD:
        return data
    return _resized(data[: at - _HEAD] + data[at + length :], entry, -_HEAD - length)


def _last(data: bytes, end: int) -> int:
    """Where the last entry of the directory begins. Raises ValueError where there is none."""
    at = _long(data, end + _PLACE)
    found = -1
    while data[at : at + 4] == _ENTRY:
        found = at
        at += _FIXED + sum(_short(data, at + one) for one in (_NAME_LENGTH, _EXTRA_LENGTH, _NOTE_LENGTH))
    if found < 0:
        raise ValueError("the archive has no directory")
    return found


def _resized(data: bytes, entry: int, by: int) -> bytes:
    """The archive with the lengths of its last entry's field and of its directory set right."""
    whole = bytearray(data)
    end = data.rindex(_END)
    struct.pack_into("<H", whole, entry + _EXTRA_LENGTH, _short(data, entry + _EXTRA_LENGTH) + by)
    struct.pack_into("<I", whole, end + _SIZE, _long(data, end + _SIZE) + by)
    return bytes(whole)


def _short(data: bytes, at: int) -> int:
    return int(struct.unpack_from("<H", data, at)[0])


def _long(data: bytes, at: int) -> int:
    return int(struct.unpack_from("<I", data, at)[0])
