"""Cancer driver genes and their roles, from Bailey et al. 2018 (299 genes, 33 cancers of TCGA).

The study calls a gene oncogene or tsg (tumour suppressor gene) per cancer and over all cancers (PANCAN), each definite,
possible, or not at all. The call over all cancers gives the direction, because calls in one cancer rest on few tumours
(SMAD4 is called oncogene in stomach cancer); the role is definite if any call in that direction is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from reference_sources import csv_tables
from reference_sources.checks import require
from reference_sources.csv_tables import require_fact, with_symbol
from reference_sources.knowledge import DRIVER_GENES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reference_sources.packages import Cache

SOURCES = (DRIVER_GENES,)

GENES = 299
ALL_CANCERS = "PANCAN"
WORDS = {"oncogene": "oncogene", "tsg": "tumour suppressor"}
SCHEMA: dict[str, pl.DataType] = {
    "hgnc_id": pl.Int32(),
    "role": pl.String(),
    "cancer_types": pl.List(pl.String),
    "oncogene_in": pl.List(pl.String),
    "suppressor_in": pl.List(pl.String),
    "source": pl.String(),
    "pmid": pl.String(),
}

Call = tuple[str, str | None]  # cancer, role in the study's words


def build(cache: Cache, built: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """One row per gene; the roles of well-known genes are as known."""
    evidence = csv_tables.read(cache, DRIVER_GENES)
    named = evidence.with_columns(csv_tables.gene_of(built["genes"], "gene_symbol", "ensembl_gene_id").alias("hgnc_id"))
    lost = named.filter(pl.col("hgnc_id").is_null())["gene_symbol"].unique().sort().to_list()
    require(not lost, f"cancer_genes: no gene for {lost}")
    rows = [
        row_of(hgnc_id, calls.select("source_scope", "driver_role").rows(), calls["pmid"][0])
        for (hgnc_id,), calls in named.group_by("hgnc_id", maintain_order=True)
    ]
    table = with_symbol(pl.DataFrame(rows, schema=SCHEMA).sort("hgnc_id"), built["genes"])
    table = table.select("hgnc_id", "symbol", pl.exclude("hgnc_id", "symbol"))
    check(table)
    return table


def row_of(hgnc_id: object, calls: list[Call], pmid: str) -> dict[str, object]:
    """What the study says about one gene; PANCAN is no cancer type."""
    return {
        "hgnc_id": hgnc_id,
        "role": role(calls),
        "cancer_types": cancers(calls, ""),
        "oncogene_in": cancers(calls, "oncogene"),
        "suppressor_in": cancers(calls, "tsg"),
        "source": DRIVER_GENES.label,
        "pmid": pmid.removeprefix("PMID:"),
    }


def cancers(calls: list[Call], direction: str) -> list[str]:
    """The cancer types whose call goes in a direction, definite or possible; every type when none is named."""
    return sorted(
        cancer for cancer, call in calls if cancer != ALL_CANCERS and (not direction or direction in (call or ""))
    )


def role(calls: list[Call]) -> str | None:
    """The role in one word, or None where the study gives none."""
    overall = [call for cancer, call in calls if call and cancer == ALL_CANCERS]
    definite = [call for _, call in calls if call in WORDS]
    deciding = overall or definite or [call for _, call in calls if call]
    directions = sorted({call.removeprefix("possible ") for call in deciding})
    if not directions:
        return None
    word = WORDS[directions[0]] if len(directions) == 1 else "both"
    return word if set(directions) & set(definite) else f"possible {word}"


def check(table: pl.DataFrame) -> None:
    """As many genes as the article reports, and textbook roles."""
    require(len(table) == GENES, f"cancer_genes: {len(table)} genes, the article has {GENES}")
    for symbol in ("TP53", "RB1", "PTEN", "SMAD4", "DNMT3A", "ASXL1"):
        require_fact(table, symbol=symbol, role="tumour suppressor")
    for symbol in ("BRAF", "KRAS", "PIK3CA", "EGFR", "FLT3"):
        require_fact(table, symbol=symbol, role="oncogene")
    require_fact(table, symbol="JAK2", role=None)  # listed without a role
