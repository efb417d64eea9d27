"""MANE's RefSeq genomic GFF: the table `transcripts`.

The file has GRCh38 only. A transcript keeps its GRCh37 row from the table in use, with `same_version` and
`same_exons` judged anew; one that is new in this release has none until gms ships it. Exons are kept as offsets from
the transcript's start and lengths.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import unquote

from gmstool.reference import bundle
from gmstool.reference.formats.genes import GeneIndex
from gmstool.reference.formats.reading import Made, hgnc_id, lines, number, wrong

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import polars as pl

    from gmstool.reference.formats.reading import Columns

FILE = "MANE.GRCh38.v{release}.refseq_genomic.gff.gz"
CHROMOSOMES = (*(str(one) for one in range(1, 23)), "X", "Y", "MT")
_ACCESSION = re.compile(r"NC_0000(\d\d)\.\d+")
_COLUMNS = 9
_TAG = "MANE "


@dataclass(slots=True)
class Transcript:
    """One transcript on its way: exons and CDS come on lines of their own."""

    facts: tuple[object, ...]
    place: tuple[str, int, int, int]
    protein: str | None = None
    exons: list[tuple[int, int]] = field(default_factory=list)
    coding: list[int] = field(default_factory=list)


def convert(files: Mapping[str, Path]) -> Made:
    """The release stands in the file's name only."""
    import polars as pl

    path = files[FILE]
    on_38 = _table(path, _transcripts(path))
    known, facts = bundle.usable("transcripts")
    on_37 = _again_on_37(on_38, known)
    rank = pl.col("chrom").replace_strict({name: i for i, name in enumerate(CHROMOSOMES)}, return_dtype=pl.Int32)
    table = pl.concat([on_38, on_37]).sort("build", rank, "start", "end", "transcript")
    refseq = [one for one in facts["sources"] if one["label"].startswith("RefSeq")]
    return Made({"transcripts": table}, "MANE, GRCh38", "", kept={"transcripts": refseq})


def _transcripts(path: Path) -> dict[str, Transcript]:
    """The MANE transcripts on chromosomes, by their id in the file; a pseudoautosomal one counts on X only."""
    found: dict[str, Transcript] = {}
    genes = GeneIndex()
    for line in lines(path):
        if not line or line.startswith("#"):
            continue
        cells = line.split("\t")
        if len(cells) != _COLUMNS:
            raise wrong(path, f"a line has {len(cells)} instead of {_COLUMNS} columns: `{line[:60]}`")
        chrom = _chromosome(cells[0])
        attributes = dict(one.split("=", 1) for one in cells[8].split(";") if "=" in one)
        start, end = number(path, cells[3], "the start"), number(path, cells[4], "the end")
        if chrom and attributes.get("ID", "").startswith("rna-") and _status(attributes):
            place = (chrom, 1 if cells[6] == "+" else -1, start, end)
            found[attributes["ID"]] = Transcript(_facts(attributes, genes), place)
        elif (parent := found.get(attributes.get("Parent", ""))) and cells[2] == "exon":
            parent.exons.append((start, end))
        elif parent and cells[2] == "CDS":
            parent.coding += [start, end]
            parent.protein = attributes.get("protein_id", parent.protein)
    return found


def _chromosome(accession: str) -> str:
    """1..22, X or Y for NC_000001.11; empty for any other sequence."""
    digits = _ACCESSION.fullmatch(accession)
    return CHROMOSOMES[int(digits[1]) - 1] if digits and 1 <= int(digits[1]) <= 24 else ""  # noqa: PLR2004  Y


def _status(attributes: dict[str, str]) -> str:
    """`Select` or `Plus Clinical`, empty for a transcript that is neither."""
    tags = unquote(attributes.get("tag", "")).split(",")
    return next((tag.removeprefix(_TAG) for tag in tags if tag.startswith(_TAG)), "")


def _facts(attributes: dict[str, str], genes: GeneIndex) -> tuple[object, ...]:
    """transcript, ensembl_transcript, hgnc_id, symbol, mane."""
    ids = [one.split(":", 1) for one in unquote(attributes.get("Dbxref", "")).split(",") if ":" in one]
    known = dict(reversed(ids))
    gene = hgnc_id(known.get("HGNC", ""))
    symbol = genes.symbols.get(gene, attributes.get("gene")) if gene else attributes.get("gene")
    return (attributes.get("transcript_id"), known.get("Ensembl"), gene, symbol, _status(attributes))


def _table(path: Path, found: dict[str, Transcript]) -> pl.DataFrame:
    import polars as pl

    rows = [_row(path, one) for one in found.values()]
    if not rows:
        raise wrong(path, "it has no MANE transcript on a chromosome")
    table = pl.DataFrame(rows, schema=_schema(), orient="row")
    return table.sort("chrom").unique("transcript", keep="first", maintain_order=True)  # X comes before Y


def _schema() -> Columns:
    import polars as pl

    return {
        "build": pl.String, "transcript": pl.String, "ensembl_transcript": pl.String, "protein": pl.String,
        "hgnc_id": pl.Int32, "symbol": pl.String, "mane": pl.String, "chrom": pl.String, "strand": pl.Int8,
        "start": pl.Int32, "end": pl.Int32, "cds_start": pl.Int32, "cds_end": pl.Int32, "same_version": pl.Boolean,
        "same_exons": pl.Boolean, "exon_offsets": pl.List(pl.Int32), "exon_lengths": pl.List(pl.Int32),
    }  # fmt: skip


def _row(path: Path, one: Transcript) -> tuple[object, ...]:
    transcript, ensembl, gene, symbol, status = one.facts
    chrom, strand, start, end = one.place
    exons = sorted(one.exons)
    if not exons or (exons[0][0], exons[-1][1]) != (start, end):
        raise wrong(path, f"the exons of {transcript} do not span it")
    coding = (min(one.coding), max(one.coding)) if one.coding else (None, None)
    offsets, lengths = [first - start for first, _ in exons], [last - first + 1 for first, last in exons]
    return (
        "GRCh38", transcript, ensembl, one.protein, gene, symbol, status, chrom, strand, start, end, *coding,
        True, True, offsets, lengths,
    )  # fmt: skip


def _again_on_37(on_38: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """The GRCh37 rows of the table in use whose accession this release has, compared with its version and exons."""
    import polars as pl

    accession = pl.col("transcript").str.split(".").list.first().alias("accession")
    transcribed = pl.when(pl.col("strand") == 1).then("exon_lengths").otherwise(pl.col("exon_lengths").list.reverse())
    listed = on_38.select(
        accession, transcribed.alias("lengths_38"), pl.col("transcript").alias("listed"), "hgnc_id", "symbol", "mane",
        "ensembl_transcript", "protein",
    )  # fmt: skip
    same = pl.col("transcript") == pl.col("listed")
    return (
        known.filter(pl.col("build") == "GRCh37")
        .drop("hgnc_id", "symbol", "mane", "ensembl_transcript", "protein")
        .with_columns(accession)
        .join(listed, on="accession", maintain_order="left")
        .with_columns(
            same.alias("same_version"),
            (transcribed == pl.col("lengths_38")).alias("same_exons"),
            pl.when(same).then("ensembl_transcript").alias("ensembl_transcript"),
            pl.when(same).then("protein").alias("protein"),
        )
        .select(on_38.columns)
    )
