"""No name that two genes share picks the wrong one: every former symbol and alias of the gene table is tried.

An annotation that has symbols only is read by this rule: a former symbol stands for its gene as long as no other gene
bears it, today as its approved symbol, or among its former symbols and aliases.
"""

from collections import Counter
from functools import cache

import polars as pl
import pytest

from gmstool.filters import steps
from gmstool.filters.options import Options
from gmstool.panels.model import from_text
from gmstool.panels.resolve import Names, annotation_names, resolve
from gmstool.reference import genes as reference

KMT2D, KMT2B, KMT2A = 7133, 15840, 7132


@cache
def approved() -> dict[str, int]:
    """Approved symbol to HGNC id, for every gene; symbols approved since HGNC's file was made count too."""
    newer = reference.genes().select("newer_symbol", "hgnc_id").drop_nulls()
    return dict(newer.iter_rows()) | dict(reference.genes().select("symbol", "hgnc_id").iter_rows())


@cache
def names() -> dict[int, Names]:
    return annotation_names(tuple(approved().values()))


@cache
def claims() -> list[tuple[str, int]]:
    """Every former symbol and alias with the gene that claims it."""
    table = reference.genes()
    columns = [
        table.select(pl.col(column).alias("name"), "hgnc_id").explode("name") for column in ("previous", "alias")
    ]
    return list(pl.concat(columns).drop_nulls().unique().iter_rows())


def test_the_gene_table_has_the_collisions_that_these_tests_are_about() -> None:
    taken = [name for name, hgnc_id in claims() if approved().get(name, hgnc_id) != hgnc_id]
    shared = [name for name, count in Counter(name for name, _ in claims()).items() if count > 1]

    assert len(taken) > 600
    assert len(shared) > 1_000


def test_every_gene_is_matched_by_its_approved_symbol() -> None:
    assert [symbol for symbol, hgnc_id in approved().items() if symbol not in names()[hgnc_id].symbols] == []


def test_no_approved_symbol_matches_the_panel_of_another_gene() -> None:
    wrong = [
        (symbol, hgnc_id)
        for hgnc_id, own in names().items()
        for symbol in own.symbols
        if approved().get(symbol, hgnc_id) != hgnc_id
    ]

    assert wrong == []


def test_no_symbol_matches_the_panels_of_two_genes() -> None:
    owners = Counter(symbol for own in names().values() for symbol in own.symbols)

    assert [symbol for symbol, count in owners.items() if count > 1] == []


def test_no_symbol_that_another_gene_claims_is_a_name_of_a_gene() -> None:
    claimants: dict[str, set[int]] = {}
    for name, hgnc_id in claims():
        claimants.setdefault(name, set()).add(hgnc_id)
    wrong = [
        (symbol, hgnc_id)
        for hgnc_id, own in names().items()
        for symbol in own.symbols
        if symbol not in approved() and claimants.get(symbol, {hgnc_id}) != {hgnc_id}
    ]

    assert wrong == []


def test_a_former_symbol_is_either_a_name_of_its_gene_or_contested() -> None:
    table = reference.genes().select("hgnc_id", "previous")

    for hgnc_id, previous in table.iter_rows():
        assert names()[hgnc_id].contested == set(previous) - names()[hgnc_id].symbols


@pytest.mark.parametrize("kind", ["hgnc_ids", "gene_ids"])
def test_no_id_belongs_to_two_genes(kind: str) -> None:
    owners = Counter(one for own in names().values() for one in getattr(own, kind))

    assert [one for one, count in owners.items() if count > 1] == []


@pytest.mark.parametrize(
    ("situation", "symbol", "hgnc_id", "written", "kept"),
    [
        ("today's symbol", "KMT2A", KMT2A, "KMT2A", True),
        ("the symbol of an annotation from 2012", "KMT2A", KMT2A, "MLL", True),
        ("a name of two genes, the one", "KMT2D", KMT2D, "MLL2", False),
        ("a name of two genes, the other", "KMT2B", KMT2B, "MLL2", False),
        ("a name of two genes, written in the panel beside its id", "MLL2", KMT2D, "MLL2", False),
        ("a former symbol of DMPK that is an alias of others", "DMPK", 2933, "DM1", False),
    ],
)
def test_an_annotation_with_symbols_only(situation: str, symbol: str, hgnc_id: int, written: str, kept: bool) -> None:
    panel = from_text(f"#symbol\thgnc_id\n{symbol}\t{hgnc_id}\n".encode(), "panel.tsv", "panel")
    (step,) = steps.panel(resolve([panel], strict=True).keys, "panel", Options())
    row = pl.DataFrame(
        {"gene": [written], "hgnc_id": [None], "gene_id": [None], "gene_status": ["in_gene"]},
        schema_overrides={"hgnc_id": pl.Int64, "gene_id": pl.String},
    )

    assert row.select(step.keep).item() is kept, situation


def test_contested_symbols_are_told() -> None:
    panel = from_text(b"KMT2D\n", "panel.tsv", "panel")

    assert resolve([panel]).notes[0].endswith("symbols alone: MLL2 (once KMT2D)")
