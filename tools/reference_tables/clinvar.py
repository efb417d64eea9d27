"""ClinVar's P and LP variants of at least two stars, one row per variant (GRCh38, 1-based)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from reference_sources import clinvar
from reference_sources.checks import require
from reference_sources.genome import CHROMOSOMES, LENGTHS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reference_sources.packages import Cache

SOURCES = (clinvar.VARIANTS, clinvar.KEYS)
BUILD = "GRCh38"
SEQUENCE_ONTOLOGY = Path(__file__).resolve().parents[2] / "src/gmstool/reference/data/sequence_ontology.tsv"
VARIANTS = range(70_000, 80_000)
SOMATIC = 2  # bit of ClinVar's ORIGIN
SOMATIC_VARIANTS = range(900, 1_100)

# chrom, pos, ref, alt, VariationID: BRAF V600E, CFTR F508del, TP53 R175H, MT-TL1 m.3243A>G
PRESENT = (
    ("7", 140753336, "A", "T", 13961),
    ("7", 117559590, "ATCT", "A", 7105),
    ("17", 7675088, "C", "T", 12374),
    ("MT", 3243, "A", "G", 9589),
)
COLUMNS = [
    "build", "chrom", "pos", "ref", "alt", "variation_id", "significance", "review_status", "stars", "hgnc_id",
    "symbol", "genes_at", "diseases", "mondo_ids", "consequence", "origin", "rsid",
]  # fmt: skip


def build(cache: Cache, built: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """hgnc_id and symbol are those ClinVar states: null here, as the packed file has none; genes_at is by place."""
    variants = clinvar.read(cache, sequence_ontology()).with_columns(
        build=pl.lit(BUILD), hgnc_id=pl.lit(None, pl.Int32), symbol=pl.lit(None, pl.String)
    )
    table = (
        variants.join(genes_at(variants, built["gene_spans"]), on="variation_id", how="left")
        .with_columns(pl.coalesce("genes_at", pl.lit([], pl.List(pl.Int32))))
        .sort(chromosome_order(), "pos", "ref", "alt")
        .select(COLUMNS)
    )
    check(table)
    return table


def sequence_ontology() -> dict[str, str]:
    """Name of each consequence term by accession."""
    lines = SEQUENCE_ONTOLOGY.read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t")[:2] for line in lines if not line.startswith("#"))


def chromosome_order() -> pl.Expr:
    """1 to 22, X, Y, MT."""
    return pl.col("chrom").replace_strict({name: i for i, name in enumerate(CHROMOSOMES)}, return_dtype=pl.Int32)


def genes_at(variants: pl.DataFrame, spans: pl.DataFrame) -> pl.DataFrame:
    """HGNC ids of the genes whose span the reference allele touches, by VariationID."""
    touching = (pl.col("last") >= pl.col("start"), pl.col("pos") <= pl.col("end"))
    places = variants.select("variation_id", "chrom", "pos", last=pl.col("pos") + pl.col("ref").str.len_chars() - 1)
    by_chromosome = [
        places.filter(pl.col("chrom") == chrom).join_where(genes.select("hgnc_id", "start", "end"), *touching)
        for (chrom,), genes in spans.filter(pl.col("build") == BUILD).group_by("chrom")
    ]
    return pl.concat(by_chromosome).group_by("variation_id").agg(genes_at=pl.col("hgnc_id").unique().sort())


def check(table: pl.DataFrame) -> None:
    """Every variant once, inside its chromosome, with bases for alleles, and well-known ones as they are known."""
    place = pl.struct("chrom", last=pl.col("pos") + pl.col("ref").str.len_chars() - 1)
    inside = place.map_elements(lambda at: at["last"] <= LENGTHS[BUILD][at["chrom"]], return_dtype=pl.Boolean)
    bases = pl.all_horizontal(pl.col("ref", "alt").str.contains("^[ACGT]+$"))
    require(len(table) in VARIANTS, f"{len(table)} ClinVar variants")
    require(table["variation_id"].is_unique().all(), "a VariationID occurs twice")
    require(not table.select("chrom", "pos", "ref", "alt").is_duplicated().any(), "a variant occurs twice")
    require(table.select(((pl.col("pos") >= 1) & inside & bases).all()).item(), "an impossible variant")
    known = set(table.select("chrom", "pos", "ref", "alt", "variation_id").iter_rows())
    require(known.issuperset(PRESENT), f"missing: {sorted(set(PRESENT) - known)}")
    somatic = table.filter(pl.col("origin") & SOMATIC != 0)
    require(len(somatic) in SOMATIC_VARIANTS, f"{len(somatic)} variants seen as somatic")
    print(f"  {table['genes_at'].list.len().eq(0).sum():,} variants in no gene's span")
    print(f"  {table['consequence'].null_count():,} without a consequence")
    print(f"  {table['rsid'].null_count():,} without an rs number")
    print(f"  {table['diseases'].list.len().eq(0).sum():,} without a condition that has a Mondo id")
