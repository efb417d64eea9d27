"""Putting converted tables into the user's folder: all of a source's tables at once, or none.

A table's file is named by its content, and the manifest is replaced in one step: a command that runs beside an update
sees the old tables or the new ones, never a mixture. The files of the last state stay until the next update.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gmstool import __version__
from gmstool.errors import InputError, OutputError, UsageError
from gmstool.files import atomic, sha256
from gmstool.reference import bundle, formats, names

if TYPE_CHECKING:
    from collections.abc import Iterator

    import polars as pl

    from gmstool.reference.catalogue import Source
    from gmstool.reference.formats.reading import Made
    from gmstool.reference.obtain import Obtained

FEWEST = 0.5  # of the rows in use: a table that shrinks to less was most likely cut
_ABOUT = "Reference tables of this user, written by `gms data`: do not edit by hand."


@dataclass(frozen=True, slots=True)
class Installed:
    """A table that has taken its place."""

    table: str
    rows: int
    label: str


def check_licence(source: Source, *, accept: bool) -> None:
    """Raise UsageError for a non-commercial source whose licence has not been accepted, now or before."""
    if source.terms != bundle.NON_COMMERCIAL or accept or _accepted(source):
        return
    raise UsageError(
        f"{source.title} is not free for every use: {source.licence}",
        f"read the terms at {source.homepage}; if your use agrees with them, add --accept-licence",
    )


def put_aside_broken_manifest() -> Path | None:
    """Move a manifest that cannot be read out of the way; tells where it is now."""
    path = bundle.user_folder() / bundle.MANIFEST
    try:
        bundle.own()
    except InputError:
        aside = path.with_name(f"{path.name}.broken")
        path.replace(aside)
        bundle.forget()
        return aside
    return None


def install(obtained: Obtained, how: str, *, accept: bool = False, force: bool = False) -> list[Installed]:
    """Convert the files of a source and let its tables take their place. Raises GmsError; then nothing has changed.

    how: the command that made the tables; force: even a table that has lost half its rows.
    """
    check_licence(obtained.source, accept=accept)
    made = formats.of(obtained.source.id).convert(obtained.files)
    for name, table in made.tables.items():
        _check_size(name, table, obtained.source, force=force)
    folder = bundle.user_folder()
    _make(folder)
    with _locked(folder), _written(folder, made.tables) as files:
        _swap(folder, obtained, made, files, how)
    bundle.forget()
    label = _label(obtained, made)
    return [Installed(name, len(table), label) for name, table in made.tables.items()]


def _accepted(source: Source) -> bool:
    found: dict[str, Any] = _manifest(bundle.user_folder()).get("accepted", {}).get(source.id, {})
    return found.get("licence") == source.licence


def _check_size(name: str, table: pl.DataFrame, source: Source, *, force: bool) -> None:
    if table.is_empty():
        raise InputError(f"{source.title} gives no row for the table `{name}`", "is the file whole?")
    known = bundle.tables().get(name, {}).get("rows", 0)
    if not force and len(table) < FEWEST * known:
        raise InputError(
            f"{source.title} gives only {len(table):,} rows for the table `{name}`, which has {known:,} now",
            "was the file cut? If it is the whole file, use --force",
        )


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(
            f"cannot make the folder {folder}: {error.strerror}", "choose another one with GMS_DATA_DIR"
        ) from None


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """One update at a time, so that two do not overwrite each other's manifest (where the system has such locks)."""
    with (folder / ".lock").open("w") as file:
        with contextlib.suppress(ImportError):
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextlib.contextmanager
def _written(folder: Path, tables: dict[str, pl.DataFrame]) -> Iterator[dict[str, Path]]:
    """The tables as files named by their content; new ones are removed again when the manifest does not change."""
    files: dict[str, Path] = {}
    new: list[Path] = []
    try:
        for name, table in tables.items():
            files[name] = _write(folder, name, table, new)
        yield files
    except BaseException:
        for path in new:
            path.unlink(missing_ok=True)
            names.beside(path).unlink(missing_ok=True)
        raise


def _write(folder: Path, name: str, table: pl.DataFrame, new: list[Path]) -> Path:
    with _private(folder / f".{name}.part") as part:
        table.write_parquet(part, compression="zstd", compression_level=9)
        path = folder / f"{name}-{sha256(part)[:12]}.parquet"
        if not path.exists():
            new.append(path)
        part.replace(path)
    if name == "genes":
        names.beside(path).write_text(names.text(table, sha256(path)), encoding="utf-8")
    return path


@contextlib.contextmanager
def _private(part: Path) -> Iterator[Path]:
    """A path for unfinished work. Raises OutputError for what the system refuses."""
    import polars as pl

    try:
        yield part
    except (OSError, pl.exceptions.PolarsError) as error:
        reason = getattr(error, "strerror", None) or str(error).splitlines()[0]
        raise OutputError(f"cannot write to {part.parent}: {reason}", "is the disk full?") from error
    finally:
        part.unlink(missing_ok=True)


def _swap(folder: Path, obtained: Obtained, made: Made, files: dict[str, Path], how: str) -> None:
    """Write the manifest that names the new tables, and remove files that neither it nor the one before it names."""
    import polars as pl

    before = _manifest(folder)
    tables = dict(before.get("tables", {}))
    for name, path in files.items():
        tables[name] = {
            "file": path.name,
            "sha256": sha256(path),
            "rows": len(made.tables[name]),
            "build_script": how,
            "written_with": f"gmstool {__version__}, polars {pl.__version__}",
            **({names.CHECKSUM: names.digest(names.beside(path).read_bytes())} if name == "genes" else {}),
            "sources": [_source_entry(obtained, made), *made.kept.get(name, [])],
        }
    accepted = {**before.get("accepted", {}), **_acceptance(obtained.source)}
    manifest = {"about": _ABOUT, "tables": dict(sorted(tables.items())), **({"accepted": accepted} if accepted else {})}
    with atomic(folder / bundle.MANIFEST) as part:
        part.write_text(json.dumps(manifest, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    _sweep(folder, {facts["file"] for state in (before.get("tables", {}), tables) for facts in state.values()})


def _sweep(folder: Path, named: set[str]) -> None:
    for path in folder.glob("*.parquet"):
        if path.name not in named:
            path.unlink(missing_ok=True)
            names.beside(path).unlink(missing_ok=True)


def _manifest(folder: Path) -> dict[str, Any]:
    try:
        text = (folder / bundle.MANIFEST).read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    found: dict[str, Any] = json.loads(text)
    return found


def _acceptance(source: Source) -> dict[str, Any]:
    if source.terms != bundle.NON_COMMERCIAL:
        return {}
    return {source.id: {"licence": source.licence, "date": _today()}}


def _label(obtained: Obtained, made: Made) -> str:
    """How outputs name the release: by its number, else by its day."""
    version = made.version or obtained.release or made.date or obtained.modified
    return f"{obtained.source.label} {version}".strip()


def _source_entry(obtained: Obtained, made: Made) -> dict[str, Any]:
    source = obtained.source
    release = f"{made.release}, release {obtained.release}" if obtained.release else made.release
    entry = {
        "label": _label(obtained, made),
        "source": source.id,
        "release": release,
        "date": made.date or obtained.modified,
        "obtained": _today(),
        "licence": source.licence,
        "terms": source.terms,
        "homepage": source.homepage,
        "files": obtained.as_entries(),
    }
    return {key: value for key, value in entry.items() if value}


def _today() -> str:
    return dt.datetime.now(dt.UTC).date().isoformat()
