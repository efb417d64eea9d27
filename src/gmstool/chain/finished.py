"""The folder of a finished run, read for one variant."""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from gmstool.chain.wish import CLASSIFIED, RECORD
from gmstool.errors import InputError, UsageError
from gmstool.filters import ledger
from gmstool.genome import bare
from gmstool.vcf.alleles import trim

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Place = tuple[str, int, str, str]


@dataclass(frozen=True, slots=True)
class Run:
    """The folder of a run, as far as one variant needs it."""

    folder: Path
    record: dict[str, Any]
    language: str

    def say(self, text: str, *values: object) -> str:
        """A sentence of this page in the language."""
        told = text if self.language == "en" else swedish().get(text, text)
        return told.format(*values)

    def rows(self, name: str, place: Place) -> list[dict[str, Any]]:
        """The rows of a file that are about the variant; none where the file is not there."""
        return [one for one in read(self.folder / name) if _place(one) == place]

    def reason(self, text: str) -> str:
        """A reason of the ledger in the language."""
        if self.language == "en":
            return text
        for told in (one for one in swedish() if one.startswith(("kept", "dropped by"))):
            if found := re.fullmatch("(.*?)".join(map(re.escape, told.split("{}"))), text):
                return self.say(told, *found.groups())
        return text


def opened(folder: Path, language: str) -> Run:
    """A run's folder. Raises InputError where it is none."""
    try:
        record = json.loads((folder / RECORD).read_text("utf-8"))
    except (OSError, ValueError):
        raise InputError(
            f"{folder} is no folder of a run: it has no readable {RECORD}",
            hint="`gms run VCF … -o DIR` makes one; a ledger file can be named too",
        ) from None
    return Run(folder, record if isinstance(record, dict) else {}, language)


def place_of(run: Run, variant: str) -> Place:
    """The variant's place: as written, or by its HGVS name among the classified rows. Raises UsageError."""
    if "c." not in variant and "p." not in variant:
        return ledger.parse_variant(variant)
    name = " ".join(variant.split())
    for row in read(run.folder / CLASSIFIED):
        if name in _names(row):
            return _place(row)
    raise UsageError(
        f"no classified variant of this run is called `{name[:60]}`", hint="write CHR-POS-REF-ALT, as in the file"
    )


def _names(row: dict[str, Any]) -> Iterator[str]:
    """The names a row goes by: with the transcript, and with the gene."""
    for name in filter(None, (row.get("hgvsc"), row.get("hgvsp"))):
        change = name.rpartition(":")[2]
        yield from (name, f"{row.get('gene')} {change}", f"{row.get('gene')}:{change}")


def read(path: Path) -> list[dict[str, Any]]:
    """JSON lines; none where there is no such file. Raises InputError for what is no JSON."""
    if not path.is_file():
        return []
    try:
        rows = [json.loads(line) for line in path.read_text("utf-8").split("\n") if line.strip()]
        for row in rows:
            _place(row)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise InputError(f"{path} is damaged: a line is no row", hint="run `gms run` again") from None
    return rows


def _place(row: dict[str, Any]) -> Place:
    return (bare(row["chrom"]), *trim(row["pos"], row["ref"], row["alt"]))


@cache
def swedish() -> dict[str, str]:
    return tomllib.loads((resources.files("gmstool") / "chain" / "why_sv.toml").read_text("utf-8"))
