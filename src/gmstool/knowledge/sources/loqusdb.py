"""A loqusdb server: how many of a centre's cases have a variant. Families and cases that it names are not read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gmstool.errors import UsageError
from gmstool.genome import BUILDS, bare
from gmstool.knowledge.model import Frequency
from gmstool.knowledge.sources import checking

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gmstool.knowledge.model import Assertion, Key
    from gmstool.knowledge.sources.web import Web


def build_and_address(text: str) -> tuple[str, str]:
    """`GRCh37=https://…` names the build of a server, which its API does not tell; GRCh38 without."""
    build, equals, url = text.partition("=")
    if not equals or "/" in build:
        return "GRCh38", text
    if build not in BUILDS:
        raise UsageError(f"--loqusdb {text}: {build} is no build", hint="GRCh37=https://loqusdb.example.org")
    return build, url


class Loqusdb:
    """One server, of one build."""

    version: str | None = None
    age: int | None = None

    def __init__(self, web: Web, build: str = "GRCh38") -> None:
        self._web, self._build = web, build
        self.name = f"loqusdb {web.host}"
        self.scope = f"the cases of loqusdb {web.host}"

    def at(self, keys: Sequence[Key]) -> list[Assertion]:  # noqa: ARG002  # it counts, and concludes nothing
        return []

    def between(self, assembly: str, chrom: str, start: int, end: int) -> list[Assertion]:  # noqa: ARG002
        return []

    def of_gene(self, hgnc_id: int) -> list[Assertion]:  # noqa: ARG002
        return []

    def of_residue(self, hgnc_id: int, residue: int) -> list[Assertion]:  # noqa: ARG002
        return []

    def by_id(self, text: str) -> list[Assertion]:  # noqa: ARG002
        return []

    def frequencies(self, keys: Sequence[Key]) -> list[Frequency]:
        """The counts of the variants of the server's build; none where it says 404, which is `not seen`."""
        found = (self._frequency(key) for key in keys if key[0] == self._build)
        return [one for one in found if one is not None]

    def _frequency(self, key: Key) -> Frequency | None:
        host = self._web.host
        told = self._web.get(f"/variants/{'_'.join(map(str, key[1:]))}", [])
        if told is None:
            return None
        if not isinstance(told, dict):
            raise checking.broken(host, "no object")
        place = (bare(str(told.get("chrom"))), told.get("start"), told.get("ref"), told.get("alt"))
        if place != key[1:]:
            raise checking.broken(host, "its answer is about another variant than was asked for")
        seen, hom, hemi, total = (
            checking.count(told, name, host) for name in ("observations", "homozygote", "hemizygote", "total")
        )
        if seen is None or (total is not None and seen > total) or seen < (hom or 0) + (hemi or 0):
            raise checking.broken(host, "its counts do not add up")
        het = None if hom is None or hemi is None else seen - hom - hemi
        return Frequency(host, "snv", key, het, hom, hemi, total, self.name)
