"""The national server: assertions and frequencies as JSON, by the protocol of docs/knowledge.md."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gmstool.knowledge.model import Frequency
from gmstool.knowledge.sources import checking
from gmstool.knowledge.sources.age import days_since

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gmstool.knowledge.model import Assertion, Key
    from gmstool.knowledge.sources.web import Web

PROTOCOL = "gms-kb/1"


class National:
    """The server that the site names with `--kb`."""

    def __init__(self, web: Web) -> None:
        self._web = web
        self.name = f"national knowledge base {web.host}"
        self.version: str | None = None
        self.age: int | None = None
        self.scope = f"the national knowledge base {web.host}"

    def at(self, keys: Sequence[Key]) -> list[Assertion]:
        found = self._assertions([("variant", "-".join(map(str, key))) for key in keys])
        if any({one.key, one.lifted_key}.isdisjoint(keys) for one in found):
            raise checking.broken(self._web.host, "an assertion about another variant than was asked for")
        return found

    def between(self, assembly: str, chrom: str, start: int, end: int) -> list[Assertion]:
        return self._assertions([("region", f"{assembly}:{chrom}:{start}-{end}")])

    def of_gene(self, hgnc_id: int) -> list[Assertion]:
        return self._assertions([("gene", f"HGNC:{hgnc_id}")])

    def of_residue(self, hgnc_id: int, residue: int) -> list[Assertion]:
        return self._assertions([("gene", f"HGNC:{hgnc_id}"), ("residue", str(residue))])

    def by_id(self, text: str) -> list[Assertion]:
        return self._assertions([("id", text)])

    def frequencies(self, keys: Sequence[Key]) -> list[Frequency]:
        host = self._web.host
        told = self._told("/api/v1/frequencies", [("variant", "-".join(map(str, key))) for key in keys])
        return [self._frequency(one, keys[0]) for one in checking.listed(told, "frequencies", host)]

    def _assertions(self, asked: list[tuple[str, str]]) -> list[Assertion]:
        told, host = self._told("/api/v1/assertions", asked), self._web.host
        source = f"{self.name} {self.version}" if self.version else self.name
        return [checking.assertion(one, host, source) for one in checking.listed(told, "assertions", host)]

    def _told(self, path: str, asked: list[tuple[str, str]]) -> dict[str, Any]:
        told = self._web.get(path, asked)
        if told is None:
            raise checking.broken(self._web.host, f"{path} is not at this address")
        if not isinstance(told, dict) or told.get("protocol") != PROTOCOL:
            raise checking.broken(self._web.host, f"no `protocol` {PROTOCOL}: is this the right address?")
        self.version = checking.text(told, "release", self._web.host)
        self.age = days_since(self.version)
        return told

    def _frequency(self, told: Any, key: Key) -> Frequency:
        host = self._web.host
        if not isinstance(told, dict) or told.get("kind") not in ("snv", "sv"):
            raise checking.broken(host, "a frequency that is none")
        het, hom, hemi, total = (checking.count_or_band(told, name, host) for name in ("het", "hom", "hemi", "total"))
        return Frequency(
            checking.text(told, "centre", host) or host, told["kind"], key, het, hom, hemi, total, self.name
        )
