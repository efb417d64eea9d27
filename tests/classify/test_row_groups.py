"""Parquet parts joined by their bytes are the table that polars would have written."""

from __future__ import annotations

import io
from datetime import date
from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gmstool.classify import row_groups
from gmstool.classify.row_groups import joined

if TYPE_CHECKING:
    from pathlib import Path

MANY = {f"C{number}": pl.Int8 for number in range(40)}  # more columns than a byte of a list's head can count


def parts_of(folder: Path, tables: list[pl.DataFrame], **options: object) -> list[Path]:
    paths = [folder / f"{number}.parquet" for number in range(len(tables))]
    for path, table in zip(paths, tables, strict=True):
        table.write_parquet(path, metadata={"gms.of": "made here"}, **options)
    return paths


def read(paths: list[Path]) -> tuple[pl.DataFrame, bytes]:
    out = io.BytesIO()
    joined(paths, out)
    return pl.read_parquet(io.BytesIO(out.getvalue())), out.getvalue()


TABLES = [
    ("one part", [pl.DataFrame({"a": [1, 2, None]})]),
    ("three parts of several kinds", [
        pl.DataFrame({"a": [number, None], "b": ["x" * number, None], "c": [0.5, None], "d": [True, None],
                      "e": [[1, None], None], "f": [{"g": "y"}, None], "h": [date(2026, 1, 1), None]})
        for number in range(1, 4)
    ]),
    ("a part without rows between others", [pl.DataFrame({"a": [1]}), pl.DataFrame({"a": [1]}).clear(),
                                            pl.DataFrame({"a": [2]})]),
    ("nothing known", [pl.DataFrame({"a": [None, None]}, {"a": pl.String})] * 2),
    ("many columns", [pl.DataFrame({name: [number] for name in MANY}, MANY) for number in range(20)]),
]  # fmt: skip


@pytest.mark.parametrize(("situation", "tables"), TABLES, ids=[one[0] for one in TABLES])
@pytest.mark.parametrize("compression", ["lz4", "zstd", "uncompressed"])
def test_the_parts_are_read_as_one_table(situation, tables, compression, tmp_path):
    found, _ = read(parts_of(tmp_path, tables, compression=compression))

    assert found.schema == tables[0].schema
    assert found.equals(pl.concat(tables))


def test_metadata_are_those_of_the_parts(tmp_path):
    tables = [pl.DataFrame({"a": [1]}), pl.DataFrame({"a": [2]})]

    _, data = read(parts_of(tmp_path, tables))

    assert pl.read_parquet_metadata(io.BytesIO(data))["gms.of"] == "made here"


def test_row_groups_are_skipped_by_their_statistics_as_in_a_file_of_one_writing(tmp_path):
    tables = [pl.DataFrame({"a": range(at, at + 1000), "b": ["x"] * 1000}) for at in (0, 1000, 2000)]
    out = tmp_path / "whole.parquet"

    with out.open("wb") as file:
        joined(parts_of(tmp_path, tables, row_group_size=100), file)

    assert pl.scan_parquet(out).filter(pl.col("a").is_between(995, 1004)).collect()["a"].to_list() == [
        *range(995, 1005)
    ]
    assert pl.scan_parquet(out).slice(1500, 3).collect()["a"].to_list() == [1500, 1501, 1502]


def test_parts_of_different_tables_are_refused(tmp_path):
    with pytest.raises(AssertionError, match="one schema"):
        read(parts_of(tmp_path, [pl.DataFrame({"a": [1]}), pl.DataFrame({"b": [1]})]))


numbers = st.integers(-(2**63), 2**63 - 1)
values = st.recursive(
    st.one_of(
        st.tuples(st.sampled_from((4, 5, 6)), numbers),
        st.tuples(st.just(8), st.binary(max_size=300)),
        st.tuples(st.just(7), st.binary(min_size=8, max_size=8)),
        st.tuples(st.just(3), st.binary(min_size=1, max_size=1)),
        st.sampled_from(((1, True), (2, False))),
    ),
    lambda inner: st.one_of(
        st.tuples(st.just(12), st.dictionaries(st.integers(1, 60), inner, max_size=4)),
        st.tuples(st.just(9), st.tuples(st.just(6), st.lists(numbers, max_size=20))),
        st.tuples(st.just(9), st.tuples(st.just(1), st.lists(st.sampled_from((b"\1", b"\2")), max_size=20))),
    ),
    max_leaves=8,
)


@settings(max_examples=80, deadline=None)
@given(st.dictionaries(st.integers(1, 200), values, max_size=6))
def test_a_structure_is_read_as_it_was_written(fields):
    text = row_groups._struct(fields)

    assert row_groups._Reader(b"before" + text, 6).struct() == fields
