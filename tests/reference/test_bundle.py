"""Every bundled table is what its manifest says, and small enough to ship."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
from importlib import resources
from pathlib import Path

import polars as pl
import pytest

from gmstool.errors import InputError
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


SOURCE = {"label": "own 1", "release": "own 1", "date": "2026-11-01", "licence": "made up", "terms": "free"}


def put_own(folder: Path, name: str, table: pl.DataFrame, **changed: object) -> None:
    """Give the user's folder one table, as `gms data` writes it, with what a test wants to be different."""
    folder.mkdir(parents=True, exist_ok=True)
    table.write_parquet(folder / "own.parquet")
    digest = hashlib.sha256((folder / "own.parquet").read_bytes()).hexdigest()
    entry = {"file": "own.parquet", "sha256": digest, "rows": len(table), "sources": [SOURCE], **changed}
    (folder / "manifest.json").write_text(json.dumps({"tables": {name: entry}}))
    bundle.forget()


def own_genes() -> pl.DataFrame:
    return bundle.table("genes").head(3)


def test_a_users_own_table_takes_the_place_of_the_shipped_one(own_data: Path) -> None:
    put_own(own_data, "genes", own_genes())

    assert bundle.table("genes").height == 3
    assert bundle.release("genes", "gene_spans").startswith("own 1, Ensembl 110")
    assert "genes" in bundle.shipped()


def test_non_commercial_sources_are_named_once(own_data: Path) -> None:
    assert bundle.restricted() == []
    put_own(own_data, "panelapp_panels", own_genes(), sources=[{**SOURCE, "terms": "non-commercial"}] * 2)

    assert bundle.restricted() == bundle.restricted("panelapp_panels") == ["own 1"]
    assert bundle.restricted("genes") == []


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


DAMAGES = {
    "one bit is wrong": lambda folder: flip(folder / "own.parquet"),
    "the file is cut": lambda folder: (folder / "own.parquet").write_bytes(b"PAR1"),
    "the file is gone": lambda folder: (folder / "own.parquet").unlink(),
    "the file is no table": lambda folder: (folder / "own.parquet").write_text("<html>"),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_table_of_the_users_is_an_error_that_names_the_remedy(own_data: Path, damage) -> None:
    put_own(own_data, "genes", own_genes(), build_script="gms data update hgnc")
    damage(own_data)

    with pytest.raises(InputError) as error:
        bundle.table("genes")

    assert str(own_data / "own.parquet") in error.value.message
    assert "gms data verify" in error.value.hint
    assert "gms data update hgnc" in error.value.hint
    assert len(bundle.usable("genes")[0]) > 40_000


def test_a_damaged_file_with_a_fitting_checksum_is_an_error_too(own_data: Path) -> None:
    own_data.mkdir()
    (own_data / "own.parquet").write_text("no parquet")
    digest = hashlib.sha256(b"no parquet").hexdigest()
    entry = {"file": "own.parquet", "sha256": digest, "rows": 1, "sources": [SOURCE]}
    (own_data / "manifest.json").write_text(json.dumps({"tables": {"genes": entry}}))
    bundle.forget()

    with pytest.raises(InputError, match="cannot read the reference table"):
        bundle.table("genes")


def test_a_table_of_another_version_is_an_error_that_names_its_columns(own_data: Path) -> None:
    put_own(own_data, "genes", own_genes().drop("newer_symbol").with_columns(pl.col("hgnc_id").cast(pl.Int64)))

    with pytest.raises(InputError, match=r"another version of gms: other columns \(hgnc_id, newer_symbol\)"):
        bundle.table("genes")


MANIFESTS = {
    "no JSON": "<html>",
    "a list": "[]",
    "nested beyond reason": "[" * 100_000,
    "without tables": '{"other": "thing"}',
    "tables that are none": '{"tables": "thing"}',
    "a table without its file": '{"tables": {"genes": {"rows": 3}}}',
    "rows that are no number": '{"tables": {"genes": {"file": "x", "sha256": "x", "rows": "3", "sources": []}}}',
    "a file elsewhere": '{"tables": {"genes": {"file": "../x", "sha256": "x", "rows": 3, "sources": []}}}',
    "a source without a label": '{"tables": {"genes": {"file": "x", "sha256": "x", "rows": 3, "sources": [{"x": 1}]}}}',
    "bytes that are no text": b"\xff\xfe",
}


@pytest.mark.parametrize("text", MANIFESTS.values(), ids=MANIFESTS)
def test_a_broken_manifest_is_an_error_that_names_the_remedy(own_data: Path, text: str | bytes) -> None:
    own_data.mkdir()
    (own_data / "manifest.json").write_bytes(text if isinstance(text, bytes) else text.encode())
    bundle.forget()

    with pytest.raises(InputError, match="manifest of the reference tables cannot be used") as error:
        bundle.tables()

    assert "gms data update" in error.value.hint


def test_a_table_that_nobody_knows_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        bundle.table("no_such_table")


def test_a_folder_that_is_a_file_is_refused(own_data: Path) -> None:
    own_data.write_text("a file")
    bundle.forget()

    with pytest.raises(InputError, match="GMS_DATA_DIR is a file"):
        bundle.own()


def test_a_device_for_nothing_holds_no_tables(own_data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GMS_DATA_DIR", os.devnull)
    bundle.forget()

    assert bundle.own() == {}


def test_importing_the_bundle_costs_no_heavy_library() -> None:
    heavy = "polars requests rich platformdirs"
    code = f"import sys; import gmstool.reference.bundle; print([x for x in {heavy.split()} if x in sys.modules])"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"
