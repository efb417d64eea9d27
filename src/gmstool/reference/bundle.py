"""The reference bundle: tables that ship with gms, and newer ones the user has fetched or added.

A table is a Parquet file named in a `manifest.json` beside it. The package's own folder holds the shipped tables; the
user's folder (`gms data path`) may hold newer ones, which then take their place. Unless a table says otherwise,
coordinates are 1-based inclusive and chromosomes are 1..22, X, Y and MT without prefix.
"""

from __future__ import annotations

import json
import os
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gmstool import files
from gmstool.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable

    import polars as pl

    Entries = dict[str, dict[str, Any]]

MANIFEST = "manifest.json"
NON_COMMERCIAL = "non-commercial"
MADE_OF_TABLES: list[Callable[[], None]] = []  # what else `forget` clears; modules that keep such things add to it
_WITH_OTHER_FOLDERS = frozenset(("darwin", "win32"))
_FACTS = {"file": str, "sha256": str, "rows": int, "sources": list}  # what every entry of a manifest states


@cache
def table(name: str) -> pl.DataFrame:
    """A bundled table by name: the user's own release of it if there is one, else the one that ships with gms.

    Raises KeyError for a table that no manifest names, InputError for a file that is not what its manifest says.
    """
    facts = entry(name)
    if name not in _entries(user_folder()):
        return _read(shipped_folder() / facts["file"], "install gmstool again: its own files are damaged")
    path = user_folder() / facts["file"]
    _check_bytes(path, facts["sha256"])
    found = _read(path, _mending(name))
    _check_columns(name, found)
    return found


def usable(name: str) -> tuple[pl.DataFrame, dict[str, Any]]:
    """A table to go on from, with its entry: the one in use, or the shipped one where the user's is damaged."""
    try:
        return table(name), entry(name)
    except InputError:
        facts = shipped()[name]
        return _read(shipped_folder() / facts["file"], "install gmstool again: its own files are damaged"), facts


def entry(name: str) -> dict[str, Any]:
    """What a table is made of: file, sha256, rows and sources with release, date and licence."""
    found: dict[str, Any] = tables()[name]
    return found


@cache
def tables() -> Entries:
    """Every table's manifest entry by name; the user's tables take the place of the shipped ones."""
    return {**shipped(), **own()}


def shipped() -> Entries:
    """The manifest entries of the tables that ship with gms."""
    return _entries(shipped_folder())


def own() -> Entries:
    """The manifest entries of the user's tables."""
    return _entries(user_folder())


def release(*names: str) -> str:
    """Name the releases that these tables were made of, in one line; of all tables when none is named."""
    return ", ".join(_labels(source for name in names or tables() for source in entry(name)["sources"]))


def restricted(*names: str) -> list[str]:
    """The sources of these tables that may not be used commercially; of all tables when none is named.

    Every output that used such a table must name them.
    """
    sources = (source for name in names or tables() for source in entry(name)["sources"])
    return _labels(source for source in sources if source.get("terms") == NON_COMMERCIAL)


def shipped_folder() -> Path:
    """The folder of the tables that ship with gms."""
    return Path(__file__).parent / "data"


def user_folder() -> Path:
    """The folder of the tables a user has fetched or added: GMS_DATA_DIR, else in the folder of all of gms's data."""
    if chosen := os.environ.get("GMS_DATA_DIR"):
        if Path(chosen).is_file():
            raise InputError(f"GMS_DATA_DIR is a file: {chosen}", "name a folder, which need not exist yet")
        return Path(chosen)
    return home() / "reference"


def home() -> Path:
    """The folder of all that gms keeps for a user: GMS_HOME, else `gms` in the user's data folder."""
    if chosen := os.environ.get("GMS_HOME"):
        return Path(chosen)
    return _data_home() / "gms"


def folder(name: str) -> Path:
    """The folder of the table in use."""
    return user_folder() if name in own() else shipped_folder()


def forget() -> None:
    """Read manifests and tables anew, and what was made of them: the user's folder has changed."""
    for clear in (table.cache_clear, tables.cache_clear, _entries.cache_clear, *MADE_OF_TABLES):
        clear()


def _data_home() -> Path:
    # platformdirs says the same for Linux, and importing it costs more than all the rest of reading a manifest.
    if sys.platform not in _WITH_OTHER_FOLDERS:
        return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    import platformdirs

    return platformdirs.user_data_path()


def _labels(sources: Any) -> list[str]:
    return list(dict.fromkeys(source["label"] for source in sources))


@cache
def _entries(folder: Path) -> Entries:
    path = folder / MANIFEST
    try:
        text = path.read_text(encoding="utf-8")
        found = json.loads(text)["tables"]
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise _unusable(path, getattr(error, "strerror", None) or str(error)) from None
    if not isinstance(found, dict):
        raise _unusable(path, "its `tables` are none")
    for name, facts in found.items():
        _check_entry(path, name, facts)
    return dict(found)


def _check_entry(path: Path, name: str, facts: Any) -> None:
    for key, kind in _FACTS.items():
        if not isinstance(facts, dict) or not isinstance(facts.get(key), kind):
            raise _unusable(path, f"its table `{name}` has no `{key}`")
    if Path(facts["file"]).name != facts["file"]:
        raise _unusable(path, f"the file of its table `{name}` lies elsewhere")
    if not all(isinstance(one, dict) and isinstance(one.get("label"), str) for one in facts["sources"]):
        raise _unusable(path, f"a source of its table `{name}` has no label")


def _unusable(path: Path, reason: str) -> InputError:
    mine = path.parent == user_folder()
    hint = "`gms data update` puts it aside and begins a new one" if mine else "install gmstool again"
    return InputError(f"the manifest of the reference tables cannot be used: {path}: {reason}", hint)


def _mending(name: str) -> str:
    """How a user's table is mended."""
    made_by = entry(name).get("build_script", "gms data update")
    return f"`gms data verify` shows all that is wrong; `{made_by}` makes the table anew"


def _check_bytes(path: Path, sha256: str) -> None:
    try:
        found = files.sha256(path)
    except OSError as error:
        raise InputError(f"cannot read the reference table {path}: {error.strerror}", _mending_file(path)) from None
    if found != sha256:
        raise InputError(f"the reference table {path} is not the one its manifest names", _mending_file(path))


def _mending_file(path: Path) -> str:
    return next((_mending(name) for name, facts in own().items() if facts["file"] == path.name), "")


def _read(path: Path, hint: str) -> pl.DataFrame:
    import polars as pl

    try:
        return pl.read_parquet(path)
    except (OSError, pl.exceptions.PolarsError) as error:
        reason = str(error).splitlines()[0]
        raise InputError(f"cannot read the reference table {path}: {reason}", hint) from None


def _check_columns(name: str, found: pl.DataFrame) -> None:
    """A table written by another version of gms may have other columns than this version reads."""
    import polars as pl

    if name not in shipped():
        return
    expected = pl.read_parquet_schema(shipped_folder() / shipped()[name]["file"])
    if dict(expected) != dict(found.schema):
        different = sorted(set(expected.items()) ^ set(found.schema.items()), key=str)
        columns = ", ".join(dict.fromkeys(column for column, _ in different)) or "their order"
        raise InputError(
            f"your reference table `{name}` was made by another version of gms: other columns ({columns})",
            _mending(name),
        )
