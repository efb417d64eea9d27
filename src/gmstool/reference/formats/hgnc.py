"""HGNC complete set (TSV) and withdrawn entries (TSV): the tables `genes` and `withdrawn_genes`.

`genes` has a row per approved gene; the symbols of entries merged into a gene count among its former ones.
`newer_symbol` is null: it names what MANE calls a gene that an older HGNC file did not know yet. Without the list of
withdrawn entries, those known to the gene table in use are kept (HGNC never gives a withdrawn entry back), and
`withdrawn_genes` stays as it is.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from gmstool.reference import bundle
from gmstool.reference.formats.reading import Made, hgnc_id, number, tsv, wrong

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    import polars as pl

    from gmstool.reference.formats.reading import Columns

NEEDED = (
    "hgnc_id", "symbol", "status", "locus_type", "alias_symbol", "prev_symbol", "entrez_id", "ensembl_gene_id",
    "date_modified",
)  # fmt: skip
MERGED = "MERGED_INTO_REPORT(S) (i.e HGNC_ID|SYMBOL|STATUS)"


class Heirloom(NamedTuple):
    """What a gene took over from entries merged into it."""

    ids: list[int]
    symbols: list[str]


class Withdrawn(NamedTuple):
    """A withdrawn entry and where it points."""

    hgnc_id: int
    symbol: str
    targets: tuple[int, ...]


def convert(files: Mapping[str, Path]) -> Made:
    """The release is named by the newest change in the file."""
    path = files["hgnc_complete_set.txt"]
    rows = [row for row in tsv(path, NEEDED) if row.get("status") == "Approved"]
    newest = max((row.get("date_modified", "") for row in rows), default="")
    approved = {_id(path, row) for row in rows}
    if len(approved) != len(rows):
        raise wrong(path, "an HGNC id occurs twice")
    kept, release = {}, f"HGNC complete set, newest change {newest}"
    if "withdrawn.txt" in files:
        gone = list(_withdrawn(files["withdrawn.txt"]))
        tables = {"withdrawn_genes": _entries_without_heir(gone, approved)}
        merged = _merged(gone, approved)
    else:
        known, facts = bundle.usable("genes")
        tables, merged = {}, _known_merged(known, approved)
        kept["genes"] = facts["sources"]
    tables["genes"] = _genes(path, rows, merged)
    return Made(tables, release, newest, kept=kept)


def _genes(path: Path, rows: list[dict[str, str]], merged: Mapping[int, Heirloom]) -> pl.DataFrame:
    import polars as pl

    schema: Columns = {
        "hgnc_id": pl.Int32, "symbol": pl.String, "previous": pl.List(pl.String), "alias": pl.List(pl.String),
        "withdrawn_ids": pl.List(pl.Int32), "locus_type": pl.String, "ensembl_gene_id": pl.String,
        "ncbi_gene_id": pl.Int32, "newer_symbol": pl.String,
    }  # fmt: skip
    found = [_gene(path, row, merged.get(_id(path, row), Heirloom([], []))) for row in rows]
    genes = pl.DataFrame(found, schema=schema, orient="row").sort("hgnc_id")
    if not genes["symbol"].is_unique().all():
        raise wrong(path, "a symbol occurs twice")
    return genes


def _gene(path: Path, row: dict[str, str], merged: Heirloom) -> tuple[object, ...]:
    entrez = row["entrez_id"]
    return (
        _id(path, row), row["symbol"], sorted({*_names(row["prev_symbol"]), *merged.symbols}),
        sorted(_names(row["alias_symbol"])), sorted(merged.ids), row["locus_type"] or None,
        row["ensembl_gene_id"] or None, number(path, entrez, "the NCBI gene id") if entrez else None, None,
    )  # fmt: skip


def _id(path: Path, row: dict[str, str]) -> int:
    found = hgnc_id(row["hgnc_id"])
    if found is None or not row.get("symbol"):
        raise wrong(path, f"the row of `{row['hgnc_id'][:40]}` has no HGNC id or no symbol")
    return found


def _names(cell: str) -> set[str]:
    return {name.strip() for name in cell.split("|")} - {""}


def _withdrawn(path: Path) -> Iterable[Withdrawn]:
    for row in tsv(path, ("HGNC_ID", "STATUS", "WITHDRAWN_SYMBOL", MERGED)):
        targets = re.findall(r"HGNC:(\d+)", row.get(MERGED, ""))
        yield Withdrawn(
            number(path, row["HGNC_ID"].removeprefix("HGNC:"), "the HGNC id"),
            row["WITHDRAWN_SYMBOL"],
            tuple(int(one) for one in targets),
        )


def _heirs(gone: list[Withdrawn], approved: set[int]) -> dict[int, set[int]]:
    """The approved genes each withdrawn entry leads to, however many steps away."""
    targets = {entry.hgnc_id: entry.targets for entry in gone}
    heirs = {}
    for entry in gone:
        found, waiting = {entry.hgnc_id}, list(entry.targets)
        while waiting:
            one = waiting.pop()
            if one not in found:
                found.add(one)
                waiting += targets.get(one, ())
        heirs[entry.hgnc_id] = found & approved
    return heirs


def _merged(gone: list[Withdrawn], approved: set[int]) -> dict[int, Heirloom]:
    """The withdrawn entries that one gene alone took over, by that gene; one split into several is undecidable."""
    merged: dict[int, Heirloom] = defaultdict(lambda: Heirloom([], []))
    heirs = _heirs(gone, approved)
    for entry in gone:
        if len(heirs[entry.hgnc_id]) == 1:
            heirloom = merged[next(iter(heirs[entry.hgnc_id]))]
            heirloom.ids.append(entry.hgnc_id)
            heirloom.symbols.append(entry.symbol)
    return merged


def _known_merged(genes: pl.DataFrame, approved: set[int]) -> dict[int, Heirloom]:
    """What the gene table in use knows of merged entries; their symbols are not told apart from other former ones."""
    known = genes.select("hgnc_id", "withdrawn_ids", "previous").iter_rows()
    return {one: Heirloom(ids, previous) for one, ids, previous in known if ids and one in approved}


def _entries_without_heir(gone: list[Withdrawn], approved: set[int]) -> pl.DataFrame:
    """The entries that stood for no gene, or were split into several: the file gives no other names of theirs."""
    import polars as pl

    schema: Columns = {
        "hgnc_id": pl.Int32, "symbol": pl.String, "name": pl.String, "former": pl.List(pl.String),
        "successors": pl.List(pl.Int32),
    }  # fmt: skip
    heirs = _heirs(gone, approved)
    alone = [one for one in gone if len(heirs[one.hgnc_id]) != 1 and one.hgnc_id not in approved]
    rows: list[tuple[object, ...]] = [(one.hgnc_id, one.symbol, None, [], sorted(heirs[one.hgnc_id])) for one in alone]
    return pl.DataFrame(rows, schema=schema, orient="row").sort("hgnc_id")
