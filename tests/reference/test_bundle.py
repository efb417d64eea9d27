"""Every bundled table is what its manifest says, and small enough to ship."""

from __future__ import annotations

import hashlib
import re
from importlib import resources
from pathlib import Path

import polars as pl
import pytest

from gmstool.reference import bundle

DATA = resources.files("gmstool.reference") / "data"
SHIPPED = sorted(bundle.tables())
MOST_BYTES = 15_000_000  # all tables together: they ship in the wheel


@pytest.mark.parametrize("name", SHIPPED)
def test_the_manifest_matches_the_file(name: str) -> None:
    entry = bundle.entry(name)

    assert entry["sha256"] == hashlib.sha256((DATA / entry["file"]).read_bytes()).hexdigest()
    assert entry["rows"] == len(bundle.table(name))


@pytest.mark.parametrize("name", SHIPPED)
def test_the_manifest_tells_origin_and_licence_of_every_source(name: str) -> None:
    for source in bundle.entry(name)["sources"]:
        assert {"label", "release", "licence", "package", "version", "package_licence", "member"} <= source.keys()
        assert re.fullmatch(r"[0-9a-f]{64}", source["package_sha256"])


def test_no_file_lies_beside_the_manifest_unnamed() -> None:
    named = {entry["file"] for entry in bundle.tables().values()}

    assert {file.name for file in DATA.iterdir() if file.name.endswith(".parquet")} == named


def test_the_tables_fit_into_the_wheel() -> None:
    assert sum(len((DATA / entry["file"]).read_bytes()) for entry in bundle.tables().values()) < MOST_BYTES


def test_a_users_own_table_takes_the_place_of_the_shipped_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pl.DataFrame({"hgnc_id": [5], "symbol": ["A1BG"]}).write_parquet(tmp_path / "genes.parquet")
    (tmp_path / "manifest.toml").write_text(
        '[tables.genes]\nfile = "genes.parquet"\nsha256 = "x"\nrows = 1\n[[tables.genes.sources]]\nlabel = "own"\n'
    )
    monkeypatch.setenv("GMS_DATA_DIR", str(tmp_path))
    for cached in (bundle.table, bundle.tables, bundle._entries):
        cached.cache_clear()
    try:
        assert bundle.table("genes").rows() == [(5, "A1BG")]
        assert bundle.release("genes", "gene_spans").startswith("own, Ensembl 110")
    finally:
        for cached in (bundle.table, bundle.tables, bundle._entries):
            cached.cache_clear()
