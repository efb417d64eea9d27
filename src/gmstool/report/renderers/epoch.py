"""The time that files carry inside: SOURCE_DATE_EPOCH where it is set, else one fixed day. Never the clock."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime

from gmstool.provenance import stated_time

FIXED = datetime(2000, 1, 1, tzinfo=UTC)
FIRST_ZIP_YEAR = 1980


def moment() -> datetime:
    """The time in UTC, without its zone, as Office files write it. Raises InputError."""
    return (stated_time() or FIXED).replace(tzinfo=None)


def with_fixed_times(data: bytes) -> bytes:
    """A zip archive with its members in the same order, all of one age."""
    when = max(moment(), datetime(FIRST_ZIP_YEAR, 1, 1))  # noqa: DTZ001  # zip times have no zone
    found = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(found, "w") as new:
        for member in old.infolist():
            entry = zipfile.ZipInfo(member.filename, when.timetuple()[:6])
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            new.writestr(entry, old.read(member.filename))
    return found.getvalue()
