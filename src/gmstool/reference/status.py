"""What reference tables there are, how old they are, and whether their files are what the manifests say."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from gmstool.files import sha256
from gmstool.reference import bundle, catalogue, names

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SHIPPED, OWN, ABSENT = "shipped", "yours", "not fetched"


@dataclass(frozen=True, slots=True)
class Part:
    """One source of one table. Unknown is null: a release that states no day has no age."""

    table: str
    source: str | None  # its name for `gms data update`; none where gms cannot fetch it
    label: str
    release: str | None
    date: str | None
    age_days: int | None
    stale: bool | None
    licence: str
    terms: str | None
    rows: int | None
    origin: str

    def as_row(self) -> dict[str, Any]:
        """The source as a row of `gms data list`."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Verified:
    """The file of one table compared with its manifest."""

    table: str
    origin: str
    file: str
    wrong: str  # empty when all agrees


def parts(today: dt.date) -> list[Part]:
    """Every table's sources, each once, then the sources of the catalogue that nothing has been fetched from."""
    own = bundle.own()
    found = [
        _part(name, facts["rows"], source, OWN if name in own else SHIPPED, today)
        for name, facts in bundle.tables().items()
        for source in facts["sources"]
    ]
    missing = [
        Part(table, one.id, one.label, None, None, None, None, one.licence, one.terms, None, ABSENT)
        for one in catalogue.sources().values()
        for table in one.tables
        if table not in bundle.tables()
    ]
    return list(dict.fromkeys(found + missing))


def stale(found: list[Part]) -> list[str]:
    """One sentence for each source that is older than its limit."""
    old = {(part.source, part.label): part for part in found if part.stale and part.source}
    return [
        f"{part.label} is {part.age_days:,} days old (limit {catalogue.sources()[source].stale_after_days}): "
        f"`gms data update {source}`"
        for (source, _), part in old.items()
        if source
    ]


def verify() -> Iterator[Verified]:
    """Every file, of shipped tables too where a newer one of the user's takes their place."""
    for origin, folder, entries in (
        (SHIPPED, bundle.shipped_folder(), bundle.shipped()),
        (OWN, bundle.user_folder(), bundle.own()),
    ):
        for name, facts in entries.items():
            path = folder / facts["file"]
            yield Verified(name, origin, str(path), _wrong(path, name, facts))
            if name == "genes":
                yield Verified("names of genes", origin, str(names.beside(path)), _wrong_names(path, facts))


def _wrong_names(path: Path, facts: dict[str, Any]) -> str:
    """What is wrong with the file of names beside a table of genes."""
    import polars as pl

    try:
        expected = names.text(pl.read_parquet(path), facts["sha256"])
        written = names.beside(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError, pl.exceptions.PolarsError) as error:
        return f"it cannot be compared: {str(error).splitlines()[0]}"
    return "" if written == expected else "it does not say what the table says"


def _part(table: str, rows: int, source: dict[str, Any], origin: str, today: dt.date) -> Part:
    stated = source.get("source")
    known = catalogue.sources().get(stated) if stated else catalogue.feeding(table, source["label"])
    age = _age(source.get("date", ""), today)
    return Part(
        table=table,
        source=known.id if known else None,
        label=source["label"],
        release=source.get("release"),
        date=source.get("date") or None,
        age_days=age,
        stale=age > known.stale_after_days if known and age is not None else None,
        licence=source.get("licence", ""),
        terms=source.get("terms"),
        rows=rows,
        origin=origin,
    )


def _age(date: str, today: dt.date) -> int | None:
    try:
        return (today - dt.date.fromisoformat(date)).days
    except ValueError:
        return None


def _wrong(path: Path, name: str, facts: dict[str, Any]) -> str:
    """What is wrong with a table's file, in few words."""
    import polars as pl

    if not path.is_file():
        return "the file is missing"
    if (found := sha256(path)) != facts["sha256"]:
        return f"sha256 is {found}, not {facts['sha256']}"
    try:
        rows = pl.scan_parquet(path).select(pl.len()).collect().item()
        schema = pl.read_parquet_schema(path)
    except (OSError, pl.exceptions.PolarsError) as error:
        return f"it cannot be read: {str(error).splitlines()[0]}"
    if rows != facts["rows"]:
        return f"{rows:,} rows, not {facts['rows']:,}"
    shipped = bundle.shipped().get(name)
    if shipped and dict(schema) != dict(pl.read_parquet_schema(bundle.shipped_folder() / shipped["file"])):
        return "its columns are those of another version of gms"
    return ""
