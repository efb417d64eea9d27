"""Whether one or three copies of a gene or region cause disease, by ClinGen: a reduced set.

Scores are ClinGen's: 0 no, 1 little, 2 emerging, 3 sufficient evidence, 30 gene of a recessive disease. A null score is
not yet evaluated. A gene that is not in the table is not known here, which says nothing about its evidence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from reference_sources import clingen
from reference_sources.checks import require
from reference_sources.csv_tables import require_fact, with_symbol
from reference_sources.knowledge import CLINGEN_DOSAGE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reference_sources.packages import Cache

SOURCES = (CLINGEN_DOSAGE,)

CURATIONS = 246
SCORES = {"No": 0, "Little": 1, "Emerging": 2, "Sufficient": 3}
RECESSIVE = "Gene Associated with Autosomal Recessive Phenotype"
NOT_EVALUATED = "Not yet evaluated"
PLACE = r"^chr(\w+): ?(\d+) ?- ?(\d+)$"


def build(cache: Cache, built: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """One row per gene or region; a region has no HGNC id but a name and a place in both builds."""
    curations = clingen.read(cache, CLINGEN_DOSAGE)
    table = curations.select(
        clingen.hgnc_id("HGNC/ISCA"),
        pl.col("HGNC/ISCA").alias("id"),
        pl.col("GENE/REGION").alias("name"),
        score("HAPLOINSUFFICIENCY", "Haploinsufficiency").alias("haploinsufficiency"),
        score("TRIPLOSENSITIVITY", "Triplosensitivity").alias("triplosensitivity"),
        *(place(build) for build in ("GRCh37", "GRCh38")),
        clingen.day("DATE"),
    )
    table = with_symbol(table, built["genes"]).sort("hgnc_id", "id", nulls_last=True)
    table = table.select("hgnc_id", "symbol", pl.exclude("hgnc_id", "symbol"))
    check(table)
    return table


def score(column: str, effect: str) -> pl.Expr:
    """ClinGen's number for its words; unknown words stop the build."""
    numbers: dict[str | None, int | None] = {f"{word} Evidence for {effect}": score for word, score in SCORES.items()}
    numbers |= {RECESSIVE: 30, NOT_EVALUATED: None, None: None}
    return pl.col(column).replace_strict(numbers, return_dtype=pl.Int32)


def place(build: str) -> pl.Expr:
    """A place as chrom:start-end, 1-based inclusive, without prefix and stray blanks."""
    return pl.col(build).str.replace(PLACE, "${1}:${2}-${3}").alias(f"place_{build.lower()}")


def check(table: pl.DataFrame) -> None:
    """Counts, readable places, and known curations."""
    require(len(table) == CURATIONS, f"clingen_dosage: {len(table)} curations instead of {CURATIONS}")
    require(table["id"].is_unique().all(), "clingen_dosage: a gene or region twice")
    for column in ("place_grch37", "place_grch38"):
        require(table[column].str.contains(r"^(\d+|X|Y):\d+-\d+$").all(), f"clingen_dosage: unreadable {column}")
    require_fact(table, symbol="ADNP", haploinsufficiency=3, triplosensitivity=0)
    require_fact(table, symbol="ABCB11", haploinsufficiency=30)
