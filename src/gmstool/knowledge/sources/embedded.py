"""The user's own store as a source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gmstool.knowledge.sources.age import days_since

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gmstool.knowledge.model import Assertion, Frequency, Key
    from gmstool.knowledge.store import Store


class Embedded:
    """What this machine's knowledge base holds; version and age are those of its newest import."""

    name = "knowledge base"

    def __init__(self, store: Store) -> None:
        self._store = store
        imports = store.imports()
        self.version = str(imports[-1]["day"]) if imports else None
        self.age = days_since(self.version)
        newest = f", the newest of {self.version}" if self.version else ""
        self.scope = f"the knowledge base of this machine (imports: {len(imports)}{newest})"

    def close(self) -> None:
        self._store.close()

    def at(self, keys: Sequence[Key]) -> list[Assertion]:
        found = self._store.at(keys)
        return list(dict.fromkeys(one for key in keys for one in found.get(key, ())))

    def between(self, assembly: str, chrom: str, start: int, end: int) -> list[Assertion]:
        return self._store.between(assembly, chrom, start, end)

    def of_gene(self, hgnc_id: int) -> list[Assertion]:
        return self._store.of_gene(hgnc_id)

    def of_residue(self, hgnc_id: int, residue: int) -> list[Assertion]:
        return self._store.of_residue(hgnc_id, residue)

    def by_id(self, text: str) -> list[Assertion]:
        return self._store.by_id(text)

    def frequencies(self, keys: Sequence[Key]) -> list[Frequency]:
        found = self._store.frequencies(keys)
        return list(dict.fromkeys(one for key in keys for one in found.get(key, ())))
