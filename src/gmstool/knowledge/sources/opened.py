"""Which sources a question goes to."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from gmstool.knowledge.sources import Source


def local_sources(
    snapshot: Path | None = None, key: Path | None = None, store: Path | None = None
) -> list[Source]:  # fmt: skip
    """The bundled ClinVar table, the named store or the user's where there is one, and a snapshot if named.

    Nothing is made.
    """
    from gmstool.knowledge.connection import default_path
    from gmstool.knowledge.sources.bundled import Bundled

    found: list[Source] = [Bundled()]
    if store is not None or default_path().is_file():
        from gmstool.knowledge.sources.embedded import Embedded
        from gmstool.knowledge.store import open_store

        found.append(Embedded(open_store(store)))
    if snapshot is not None:
        from gmstool.knowledge.sources.frozen import Frozen

        found.append(Frozen(snapshot, key))
    return found


@contextlib.contextmanager
def opened_here(
    snapshot: Path | None = None, key: Path | None = None, store: Path | None = None
) -> Iterator[list[Source]]:  # fmt: skip
    """The sources of this machine, closed at the end so that nothing is left beside the store."""
    with contextlib.ExitStack() as stack:
        found = local_sources(snapshot, key, store)
        for one in found:
            if close := getattr(one, "close", None):
                stack.callback(close)
        yield found


def remote_sources(
    national: str | None, beacons: list[str], loqusdbs: list[str], allowed: list[str], timeout: float
) -> tuple[list[Source], list[str]]:
    """The remotes that may be asked, the national server first, and the hosts that nobody has allowed.

    Raises UsageError for what is no safe address, allowed or not.
    """
    from gmstool.knowledge.sources.beacon import Beacon
    from gmstool.knowledge.sources.loqusdb import Loqusdb, build_and_address
    from gmstool.knowledge.sources.national import National
    from gmstool.knowledge.sources.token import national_token
    from gmstool.knowledge.sources.web import Web

    found: list[Source] = [National(Web(national, timeout, national_token()))] if national else []
    builds = [build_and_address(text) for text in loqusdbs]
    others: list[tuple[Web, Source]] = [(web := Web(url, timeout), Beacon(web)) for url in beacons]
    others += [(web := Web(url, timeout), Loqusdb(web, build)) for build, url in builds]
    found += [source for web, source in others if web.host in allowed]
    return found, [web.host for web, _ in others if web.host not in allowed]
