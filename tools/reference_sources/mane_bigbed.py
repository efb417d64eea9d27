"""MANE transcripts with exons and coding sequence on GRCh38, from the bigBed file of MANE's genome browser track.

Needs pybigtools, which gmstool itself does not: `pip install pybigtools`.
"""

from __future__ import annotations

from importlib import import_module
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from reference_sources.packages import Package, Source
from reference_sources.transcript_structure import STRUCTURE, structure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reference_sources.packages import Cache

SCOUT = Package(
    "pypi",
    "scout-browser",
    "4.115.2",
    "scout_browser-4.115.2-py3-none-any.whl",
    "ca936fffb1fba19e584a713a53314894a48dca1fc59bf400a0f797d6a678ba34",
    "MIT in the metadata, BSD-3-Clause in the LICENSE file",
)
MANE_BIGBED = Source(
    "MANE track of scout-browser 4.115.2",
    SCOUT,
    "scout/resources/custom_igv_tracks/mane.bb",
    "MANE, GRCh38; release not stated in the file, older than 1.5",
    "",
    "public (NCBI and EMBL-EBI, no restriction on use)",
    "exons and coding sequence of the transcripts that MANE 1.5 still lists; the others are left out",
)


class Row(NamedTuple):
    """One record of the track (bigGenePred with MANE's columns); a status of three words is three fields, not read."""

    start: int  # 0-based, as all of BED
    end: int
    ensembl_transcript: str
    score: str
    strand: str
    cds_start: str
    cds_end: str
    reserved: str
    exons: str
    sizes: str
    offsets: str
    name: str
    cds_start_status: str
    cds_end_status: str
    frames: str
    type: str
    ensembl_gene: str
    symbol: str
    gene_type: str
    ensembl_protein: str
    transcript: str
    ncbi_gene: str
    protein: str


def read(cache: Cache) -> pl.DataFrame:
    """One row per transcript on a chromosome: its structure, the Ensembl transcript and the protein."""
    rows = [
        (row.transcript, row.ensembl_transcript, row.protein, *structure_of(chrom, row))
        for chrom, row in records(cache.read(MANE_BIGBED))
        if "_" not in chrom  # alternate contigs and patches
    ]
    schema = {"transcript": pl.String, "ensembl_transcript": pl.String, "protein": pl.String, **STRUCTURE}
    return pl.DataFrame(rows, schema=schema, orient="row")


def structure_of(chrom: str, row: Row) -> tuple[object, ...]:
    """Place, coding sequence and exons of one record, 1-based inclusive."""
    starts = [row.start + int(offset) for offset in row.offsets.rstrip(",").split(",")]
    sizes = [int(size) for size in row.sizes.rstrip(",").split(",")]
    ends = [start + size for start, size in zip(starts, sizes, strict=True)]
    return structure(chrom, row.strand, int(row.cds_start), int(row.cds_end), starts, ends)


def records(data: bytes) -> Iterator[tuple[str, Row]]:
    """Every record of a bigBed file with its chromosome."""
    bigbed = import_module("pybigtools").open(BytesIO(data))  # untyped, and not there where nothing is built
    for chrom, length in bigbed.chroms().items():
        for fields in bigbed.records(chrom, 0, length):
            yield chrom, Row(*fields[: len(Row._fields)])
