"""The reference bundle: tables that ship with gms, and newer ones the user has fetched or added.

A table is a Parquet file named in a `manifest.toml` beside it. The package's own folder holds every table; the user's
folder (`gms data path`) may hold newer ones, which then take their place. Unless a table says otherwise, coordinates
are 1-based inclusive and chromosomes are 1..22, X, Y and MT without prefix.
"""

from __future__ import annotations

import os
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import polars as pl

MANIFEST = "manifest.toml"


@cache
def table(name: str) -> pl.DataFrame:
    """A bundled table by name: the user's own release of it if there is one, else the one that ships with gms.

    Raises KeyError for a table that no manifest names.
    """
    import polars as pl

    return pl.read_parquet(folder(name) / entry(name)["file"])


def entry(name: str) -> dict[str, Any]:
    """What a table is made of: file, sha256, rows and sources with release, date and licence."""
    found: dict[str, Any] = tables()[name]
    return found


@cache
def tables() -> dict[str, dict[str, Any]]:
    """Every table's manifest entry by name; the user's tables take the place of the shipped ones."""
    return {**_entries(shipped_folder()), **_entries(user_folder())}


def release(*names: str) -> str:
    """Name the releases that these tables were made of, in one line; of all tables when none is named."""
    labels = [source["label"] for name in names or tables() for source in entry(name)["sources"]]
    return ", ".join(dict.fromkeys(labels))


def shipped_folder() -> Path:
    """The folder of the tables that ship with gms."""
    return Path(__file__).parent / "data"


def user_folder() -> Path:
    """The folder of the tables a user has fetched or added: GMS_DATA_DIR, else the user's data folder."""
    if chosen := os.environ.get("GMS_DATA_DIR"):
        return Path(chosen)
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "gms" / "reference"


def folder(name: str) -> Path:
    """The folder of the table in use."""
    return user_folder() if name in _entries(user_folder()) else shipped_folder()


@cache
def _entries(folder: Path) -> dict[str, dict[str, Any]]:
    manifest = folder / MANIFEST
    if not manifest.is_file():
        return {}
    found: dict[str, dict[str, Any]] = tomllib.loads(manifest.read_text(encoding="utf-8"))["tables"]
    return found
