"""The catalogue: which official files newer reference data come from, on what terms, and what tables they feed."""

from __future__ import annotations

import difflib
import os
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from gmstool.errors import UsageError

MIRROR = "GMS_DATA_MIRROR"


@dataclass(frozen=True, slots=True)
class File:
    """One official file. `looks` is a pattern that the beginning of its text matches."""

    name: str
    url: str
    looks: str
    most_megabytes: int
    checksum: str = ""
    needed: bool = True
    pages: bool = False
    many: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """One upstream source; the keys are described at the top of catalogue.toml."""

    id: str
    title: str
    purpose: str
    homepage: str
    label: str
    licence: str
    terms: str
    stale_after_days: int
    tables: tuple[str, ...]
    files: tuple[File, ...]
    page: str = ""
    release: str = ""
    by_hand: bool = False

    def address(self, file: File, release: str) -> str:
        """Where a file is fetched: the official place, or the same file on the site's own mirror."""
        if mirror := mirror_url():
            return f"{mirror}/{self.id}/{file.name.format(release=release)}"
        return file.url.format(release=release)

    def checksum_address(self, file: File) -> str:
        """Where the file's checksum stands, empty where the source publishes none."""
        if file.checksum and (mirror := mirror_url()):
            return f"{mirror}/{self.id}/{file.checksum.rsplit('/', 1)[-1]}"
        return file.checksum

    def page_address(self) -> str:
        """Where the newest release is named, empty where the address of the files does not change."""
        if self.page and (mirror := mirror_url()):
            return f"{mirror}/{self.id}/{self.page.rsplit('/', 1)[-1]}"
        return self.page


@cache
def sources() -> dict[str, Source]:
    """Every source by id, in the order of updating: genes first, because the others look genes up."""
    text = Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")
    return {name: _source(name, facts) for name, facts in tomllib.loads(text).items()}


def named(name: str) -> list[Source]:
    """The sources a name stands for: one by its id, or a family by its first word (clinvar, clingen, hpo).

    Raises UsageError with the names that are near.
    """
    known = sources()
    if name in known:
        return [known[name]]
    if family := [one for one in known.values() if one.id.split("-")[0] == name]:
        return family
    near = difflib.get_close_matches(name.lower(), names(), n=3, cutoff=0.4)
    hint = f"did you mean {', '.join(near)}?" if near else f"sources: {', '.join(known)}"
    raise UsageError(f"there is no data source `{name}`", hint)


def names() -> list[str]:
    """Everything that may stand for a source, families included."""
    return list(dict.fromkeys(name for one in sources() for name in (one.split("-")[0], one)))


def feeding(table: str, label: str) -> Source | None:
    """The source that a table's part comes from: `HGNC 2024-07-23` is of HGNC; None when no source here has it."""
    for source in sources().values():
        if table in source.tables and (label == source.label or label.startswith(f"{source.label} ")):
            return source
    return None


def mirror_url() -> str:
    """The site's own mirror (GMS_DATA_MIRROR), empty where none is set. Raises UsageError unless it is an address."""
    mirror = os.environ.get(MIRROR, "").rstrip("/")
    if mirror and not mirror.startswith(("http://", "https://")):
        raise UsageError(f"{MIRROR} is no http or https address: {mirror}", f"for example {MIRROR}=https://mirror/gms")
    return mirror


def _source(name: str, facts: dict[str, Any]) -> Source:
    files = tuple(File(**one) for one in facts.pop("files"))
    return Source(id=name, tables=tuple(facts.pop("tables")), files=files, **facts)
