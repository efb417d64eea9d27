"""The chromosome bands of both builds (1-based inclusive), from UCSC, checked against NCBI's ideograms."""

from __future__ import annotations

import json
from io import BytesIO
from typing import TYPE_CHECKING

import polars as pl

from reference_sources.checks import BUILDS, require
from reference_sources.genome import CHROMOSOMES, LENGTHS
from reference_sources.packages import Source
from reference_sources.sources import FIGENO, IDEOGRAM

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reference_sources.packages import Cache

PUBLIC = "public domain (UCSC cytoBand table)"
NOTE = "the package is GPL-3.0, the file is UCSC public-domain data, used as data only"
BANDS_37 = Source(
    "UCSC cytobands of figeno 1.9.0", FIGENO, "figeno/data/hg19_cytobands.tsv", "UCSC cytoBand, hg19", "2025-12-12",
    PUBLIC, NOTE,
)  # fmt: skip
BANDS_38 = BANDS_37._replace(member="figeno/data/hg38_cytobands.tsv", release="UCSC cytoBand, hg38")
IDEOGRAMS = {
    build: Source(
        f"Ideogram of {build}",
        IDEOGRAM,
        f"package/dist/data/bands/native/homo-sapiens-{assembly}.json",
        f"NCBI ideogram of {assembly}",
        "",
        "CC0-1.0 (package)",
        "bands compared with UCSC's",
    )
    for build, assembly in (("GRCh37", "GCF_000001405.13"), ("GRCh38", "GCF_000001405.26"))
}
SOURCES = (BANDS_37, BANDS_38, *IDEOGRAMS.values())
LANDMARKS = (
    ("17", 7_675_088, "p13.1", "TP53"),
    ("9", 130_835_000, "q34.12", "ABL1"),
    ("22", 23_290_000, "q11.23", "BCR"),
)


def build(cache: Cache, built: Mapping[str, pl.DataFrame]) -> pl.DataFrame:  # noqa: ARG001  needs no other table
    """Bands tile every chromosome from the first base to the last, and both sources agree on them."""
    table = pl.concat([read(cache, BANDS_37, "GRCh37"), read(cache, BANDS_38, "GRCh38")])
    for build_name in BUILDS:
        bands = table.filter(pl.col("build") == build_name)
        check_tiling(bands, build_name)
        check_agreement(bands, read_ideogram(cache, build_name), build_name)
    check_landmarks(table)
    return table


def read(cache: Cache, source: Source, build_name: str) -> pl.DataFrame:
    """UCSC's bands of the chromosomes, which are 0-based half-open."""
    names = ["chrom", "start", "end", "band", "stain"]
    raw = pl.read_csv(BytesIO(cache.read(source)), separator="\t", has_header=False, new_columns=names)
    rank = pl.col("chrom").replace_strict({name: i for i, name in enumerate(CHROMOSOMES)}, return_dtype=pl.Int32)
    return (
        raw.with_columns(pl.lit(build_name).alias("build"), pl.col("chrom").str.strip_prefix("chr"))
        .filter(pl.col("chrom").is_in([name for name in CHROMOSOMES if name != "MT"]))
        .with_columns((pl.col("start") + 1).cast(pl.Int32), pl.col("end").cast(pl.Int32))
        .sort(rank, "start")
        .select("build", *names)
    )


def read_ideogram(cache: Cache, build_name: str) -> pl.DataFrame:
    """Chromosome, band and last base; the first base is 0-based in one file and 1-based in the other."""
    fields = [line.split() for line in json.loads(cache.read(IDEOGRAMS[build_name]))["chrBands"]]
    rows = [(chrom, arm + band, int(end)) for chrom, arm, band, _, _, _, end, *_ in fields]
    return pl.DataFrame(rows, schema={"chrom": pl.String, "band": pl.String, "end": pl.Int32}, orient="row")


def check_tiling(bands: pl.DataFrame, build_name: str) -> None:
    """On each chromosome the bands begin at 1, follow each other without gap, end with it, and are named once."""
    lengths = {chrom: length for chrom, length in LENGTHS[build_name].items() if chrom != "MT"}
    require(bands["chrom"].unique(maintain_order=True).to_list() == list(lengths), f"{build_name}: missing chromosomes")
    require(not bands.select("chrom", "band").is_duplicated().any(), f"{build_name}: a band is named twice")
    for (chrom,), rows in bands.group_by("chrom", maintain_order=True):
        begins = [1, *(end + 1 for end in rows["end"].to_list()[:-1])]
        require(rows["start"].to_list() == begins, f"{build_name}: bands of {chrom} leave a gap or overlap")
        require(rows["end"][-1] == lengths[str(chrom)], f"{build_name}: bands of {chrom} do not end with it")


def check_agreement(bands: pl.DataFrame, other: pl.DataFrame, build_name: str) -> None:
    """The ideogram has the same bands with the same ends."""
    different = bands.join(other, on=["chrom", "band", "end"], how="anti")
    print(f"cytobands: {build_name}: {len(bands)} bands, {len(other)} in the ideogram, {len(different)} differ")
    require(different.is_empty(), f"{build_name}: the sources disagree on {different.rows()[:10]}")


def check_landmarks(table: pl.DataFrame) -> None:
    """Well-known genes lie in the bands they are said to lie in."""
    on_38 = table.filter(pl.col("build") == "GRCh38")
    for chrom, position, band, gene in LANDMARKS:
        here = (pl.col("chrom") == chrom) & (pl.col("start") <= position) & (pl.col("end") >= position)
        found = on_38.filter(here)["band"].to_list()
        require(found == [band], f"{gene} lies in {found}, not in {chrom}{band}")
