"""Which sources `gms query` asks: those of this machine, and the remotes that may be asked."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, NamedTuple

from gmstool.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from gmstool.cli.console import Talk
    from gmstool.knowledge.network import Network
    from gmstool.knowledge.sources import Source


class Remotes(NamedTuple):
    """The addresses that the user names, and the hosts that may be sent a variant beside the national server."""

    national: str | None
    beacons: list[str]
    loqusdbs: list[str]
    allowed: list[str]
    timeout: float


@contextlib.contextmanager
def opened(
    remotes: Remotes, snapshot: Path | None, key: Path | None, store: Path | None, talk: Talk
) -> Iterator[Network]:
    """The sources to ask, closed at the end so that nothing is left beside the store."""
    from gmstool.knowledge.network import Network
    from gmstool.knowledge.sources.opened import opened_here

    if key is not None and snapshot is None:
        raise UsageError("--snapshot-key is for --snapshot")
    remote = _remote(remotes, talk)
    with opened_here(snapshot, key, store) as local:
        if snapshot is not None and (stale := getattr(local[-1], "stale", None)):
            talk.warn(stale)
        yield Network(local, remote, remotes.timeout)


def _remote(asked: Remotes, talk: Talk) -> list[Source]:
    if not (asked.national or asked.beacons or asked.loqusdbs):
        return []
    from gmstool.knowledge.sources.opened import remote_sources

    found, refused = remote_sources(asked.national, asked.beacons, asked.loqusdbs, asked.allowed, asked.timeout)
    for host in refused:
        talk.warn(f"{host} is not asked: `--allow-remote {host}` sends it the variant")
    return found
