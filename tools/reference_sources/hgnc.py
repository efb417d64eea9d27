"""HGNC: the approved genes, their former and other names, and the entries merged into them."""

from __future__ import annotations

import re
from collections import defaultdict
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from reference_sources.sources import HGNC

if TYPE_CHECKING:
    from reference_sources.packages import Cache

NAMES = {
    "HGNC ID": "hgnc_id",
    "Approved symbol": "symbol",
    "Approved name": "name",
    "Status": "status",
    "Previous symbols": "previous",
    "Alias symbols": "alias",
    "Locus type": "locus_type",
    "Ensembl gene ID": "ensembl_gene_id",
    "NCBI Gene ID(supplied by NCBI)": "ncbi_gene_id",
}
COLUMNS = ["hgnc_id", "symbol", "previous", "alias", "withdrawn_ids", "locus_type", "ensembl_gene_id", "ncbi_gene_id"]


class Withdrawn(NamedTuple):
    """An entry that HGNC merged into another one."""

    hgnc_id: int
    symbol: str


def read(cache: Cache) -> pl.DataFrame:
    """One row per approved gene, in order of HGNC id."""
    entries = read_entries(cache)
    approved = entries.filter(pl.col("status") == "Approved")
    merged = merged_entries(entries)
    previous = [
        sorted({*names, *(entry.symbol for entry in merged[hgnc_id])})
        for hgnc_id, names in approved.select("hgnc_id", "previous").iter_rows()
    ]
    withdrawn = [sorted(entry.hgnc_id for entry in merged[hgnc_id]) for hgnc_id in approved["hgnc_id"]]
    return approved.with_columns(
        pl.Series("previous", previous, dtype=pl.List(pl.String)),
        pl.Series("withdrawn_ids", withdrawn, dtype=pl.List(pl.Int32)),
    ).select(COLUMNS)


def read_withdrawn(cache: Cache) -> pl.DataFrame:
    """One row per withdrawn entry that no single approved gene took over, in order of HGNC id.

    successors: the approved genes it was split into; empty where the entry stood for no gene.
    """
    entries = read_entries(cache)
    approved = set(entries.filter(pl.col("status") == "Approved")["hgnc_id"])
    gone = entries.filter(pl.col("status") != "Approved")
    target = targets(entries)
    successors = [sorted(ends(target, hgnc_id) & approved) for hgnc_id in gone["hgnc_id"]]
    by_entry = pl.col("status") == "Entry Withdrawn"
    return (
        gone.with_columns(
            # A split symbol has no name of its own: the file says there where it went.
            name=pl.when(by_entry).then(pl.col("name")).otherwise(None),
            former=pl.concat_list("previous", "alias").list.unique().list.sort(),
            successors=pl.Series(successors, dtype=pl.List(pl.Int32)),
        )
        .filter(pl.col("successors").list.len() != 1)
        .select("hgnc_id", "symbol", "name", "former", "successors")
    )


def read_entries(cache: Cache) -> pl.DataFrame:
    """Every entry of the file, typed."""
    raw = pl.read_csv(BytesIO(cache.read(HGNC)), separator="\t", quote_char=None, infer_schema=False)
    return (
        raw.rename(NAMES)
        .select(NAMES.values())
        .with_columns(
            pl.col("hgnc_id").str.strip_prefix("HGNC:").cast(pl.Int32),
            pl.col("ncbi_gene_id").cast(pl.Int32),
            names_of("previous"),
            names_of("alias"),
        )
        .sort("hgnc_id")
    )


def names_of(column: str) -> pl.Expr:
    """Split a list of names; no gene symbol holds a comma, and a few lists lack the space after theirs."""
    names = pl.col(column).fill_null("").str.split(",").list.eval(pl.element().str.strip_chars())
    return names.list.eval(pl.element().filter(pl.element() != "")).list.unique().list.sort().alias(column)


def merged_entries(entries: pl.DataFrame) -> dict[int, list[Withdrawn]]:
    """The withdrawn entries of each approved gene; one merged into several genes is left out as undecidable."""
    gone = entries.filter(pl.col("status") == "Symbol Withdrawn")
    target = targets(entries)
    merged: dict[int, list[Withdrawn]] = defaultdict(list)
    for hgnc_id, symbol in gone.select("hgnc_id", "symbol").iter_rows():
        final = follow(target, hgnc_id)
        if final is not None:
            merged[final].append(Withdrawn(hgnc_id, symbol))
    return merged


def targets(entries: pl.DataFrame) -> dict[int, list[int]]:
    """Where each symbol withdrawn in favour of others points."""
    gone = entries.filter(pl.col("status") == "Symbol Withdrawn")
    return {row["hgnc_id"]: targets_in(row["name"]) for row in gone.iter_rows(named=True)}


def targets_in(name: str) -> list[int]:
    """The ids that "symbol withdrawn, see [HGNC:12](...)" points to; one line has a space before the number."""
    return [int(number) for number in re.findall(r"\[HGNC: ?(\d+)\]", name)]


def follow(target: dict[int, list[int]], hgnc_id: int) -> int | None:
    """Follow withdrawn entries to where they end, or None if that is not one place."""
    seen: set[int] = set()
    while hgnc_id in target:
        if hgnc_id in seen or len(target[hgnc_id]) != 1:
            return None
        seen.add(hgnc_id)
        hgnc_id = target[hgnc_id][0]
    return hgnc_id


def ends(target: dict[int, list[int]], hgnc_id: int) -> set[int]:
    """All entries that a withdrawn one leads to, however many steps away."""
    found, waiting = set[int](), [hgnc_id]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += target.get(one, [])
    return found - {hgnc_id}
