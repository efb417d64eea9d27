"""Sanity checks on the built tables: a failed one stops the build."""

from __future__ import annotations

import polars as pl

from reference_sources.genome import LENGTHS

BUILDS = ("GRCh37", "GRCh38")
CODING = "gene with protein product"
MINIMUM_CODING = 19_000
MINIMUM_GENES = 43_000
MITOCHONDRIAL_GENES = 37
LONGEST_GENE = 6_000_000  # CNTNAP2, PTPRD, DMD and RBFOX1 are 2.2 to 2.5 Mb

# symbol, chromosomes, and a position inside it per build (1-based)
LANDMARKS = (
    ("BRCA1", ("17",), 41_197_695, 43_045_678),
    ("TTN", ("2",), 179_393_000, 178_530_000),
    ("CFTR", ("7",), 117_199_646, 117_559_592),
    ("CRLF2", ("X", "Y"), 1_315_000, 1_190_600),
    ("MT-ND1", ("MT",), 3_460, 3_460),
    ("TERC", ("3",), 169_482_500, 169_764_700),
    ("RMRP", ("9",), 35_657_800, 35_657_800),
    ("RNU4-2", ("12",), 120_729_600, 120_291_800),
)


class FailedCheckError(Exception):
    """A built table is not what it should be."""


def require(condition: bool, message: str) -> None:
    """Raise unless the condition holds."""
    if not condition:
        raise FailedCheckError(message)


def check_genes(genes: pl.DataFrame) -> None:
    """Every id and symbol once, and about as many genes as HGNC has."""
    require(genes["hgnc_id"].is_unique().all(), "an HGNC id occurs twice")
    require(genes["symbol"].is_unique().all(), "a symbol occurs twice")
    require(len(genes) >= MINIMUM_GENES, f"only {len(genes)} genes")


def check_spans(spans: pl.DataFrame, genes: pl.DataFrame) -> None:
    """Coordinates lie on their chromosome; well-known genes are where they are; few coding genes are missing."""
    check_coordinates(spans)
    for build in BUILDS:
        check_landmarks(spans.filter(pl.col("build") == build), build)
        found = coding_with_span(spans, genes, build)
        require(found >= MINIMUM_CODING, f"{build}: only {found} protein-coding genes have a span")


def check_coordinates(spans: pl.DataFrame) -> None:
    """1 <= start <= end <= chromosome length, and no span is absurdly long."""
    length = pl.struct("build", "chrom").map_elements(
        lambda place: LENGTHS[place["build"]][place["chrom"]], return_dtype=pl.Int64
    )
    sound = (pl.col("start") >= 1) & (pl.col("start") <= pl.col("end")) & (pl.col("end") <= length)
    bad = spans.filter(~sound | (pl.col("end") - pl.col("start") > LONGEST_GENE))
    require(bad.is_empty(), f"impossible spans: {bad.rows()[:10]}")


def check_landmarks(spans: pl.DataFrame, build: str) -> None:
    """Known genes lie on the known chromosome around a known position, and all mitochondrial genes are there."""
    for symbol, chroms, position_37, position_38 in LANDMARKS:
        rows = spans.filter(pl.col("symbol") == symbol)
        position = position_37 if build == "GRCh37" else position_38
        require(tuple(rows["chrom"]) == chroms, f"{build}: {symbol} lies on {rows['chrom'].to_list()}")
        first = rows.row(0, named=True)
        require(first["start"] <= position <= first["end"], f"{build}: {symbol} is not around {position}")
    mitochondrial = spans.filter(pl.col("chrom") == "MT")["hgnc_id"].n_unique()
    require(mitochondrial == MITOCHONDRIAL_GENES, f"{build}: {mitochondrial} mitochondrial genes")


def coding_with_span(spans: pl.DataFrame, genes: pl.DataFrame, build: str) -> int:
    """How many protein-coding genes have a span in a build."""
    placed = spans.filter(pl.col("build") == build)
    return len(genes.filter(pl.col("locus_type") == CODING).join(placed, on="hgnc_id", how="semi"))


def summary(spans: pl.DataFrame, genes: pl.DataFrame) -> str:
    """One line per build for the person who runs the build."""
    coding = len(genes.filter(pl.col("locus_type") == CODING))
    lines = [f"{len(genes):,} genes, {coding:,} of them protein-coding"]
    for build in BUILDS:
        placed = spans.filter(pl.col("build") == build)
        found = coding_with_span(spans, genes, build)
        lines.append(f"{build}: {len(placed):,} spans of {placed['hgnc_id'].n_unique():,} genes, {found:,} coding")
    return "\n".join(lines)
