"""The MANE transcripts of a gene: exons, coding sequence, and where a base of one lies in the other.

Built by `tools/build_reference.py` from MANE and RefSeq; `data/manifest.json` tells the releases. Genomic positions,
and positions in a transcript or its coding sequence, are 1-based inclusive; chromosomes are 1..22, X and Y without
prefix. A pseudoautosomal transcript is given on X. On GRCh37 a transcript lies where RefSeq places it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from gmstool.genome import BUILDS
from gmstool.reference import bundle

if TYPE_CHECKING:
    from collections.abc import Iterator

    import polars as pl


class Exon(NamedTuple):
    """An exon: its number in the order of transcription, from 1, and its place, start < end on both strands."""

    number: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Transcript:
    """A transcript on one build; `exons` are in the order of transcription, a coding sequence includes the stop codon.

    `same_exons` tells whether the exons are as long as on GRCh38, where MANE's sequence is that of the genome. Where
    it is not True (on GRCh37 only), genome and transcript may differ, and c. numbers need not fit the genome.
    """

    build: str
    name: str  # RefSeq accession and version
    ensembl: str | None
    protein: str | None
    hgnc_id: int | None
    symbol: str
    mane: Literal["Select", "Plus Clinical"]
    chrom: str
    strand: Literal[1, -1]
    exons: tuple[Exon, ...]
    cds_start: int | None
    cds_end: int | None
    same_version: bool
    same_exons: bool | None

    @property
    def coding_parts(self) -> tuple[Exon, ...]:
        """The coding part of each exon that has one, under the exon's number; none if nothing is translated."""
        if self.cds_start is None or self.cds_end is None:
            return ()
        parts = (Exon(n, max(start, self.cds_start), min(end, self.cds_end)) for n, start, end in self.exons)
        return tuple(part for part in parts if part.start <= part.end)

    @property
    def cds_length(self) -> int:
        """Bases of the coding sequence, the stop codon included; 0 if nothing is translated."""
        return _bases(self.coding_parts)

    def exon_at(self, position: int) -> Exon | None:
        """The exon that a genomic position lies in, if it lies in one."""
        return next((exon for exon in self.exons if exon.start <= position <= exon.end), None)

    def transcript_position(self, position: int) -> int | None:
        """Which base of the transcript a genomic position is; None outside its exons."""
        return self._offset(self.exons, position)

    def cds_position(self, position: int) -> int | None:
        """Which base of the coding sequence a genomic position is (the number in c.1799); None outside it."""
        return self._offset(self.coding_parts, position)

    def genomic_position(self, cds_position: int) -> int | None:
        """Where a base of the coding sequence lies; None if it has no such base."""
        left = cds_position - 1
        for part in self.coding_parts:
            if 0 <= left <= part.end - part.start:
                return part.start + left if self.strand == 1 else part.end - left
            left -= part.end - part.start + 1
        return None

    def codon(self, position: int) -> int | None:
        """The number of the codon, and so of the amino acid, that a genomic position belongs to."""
        base = self.cds_position(position)
        return None if base is None else (base + 2) // 3

    def bases_before_last_junction(self, position: int) -> int | None:
        """How many bases of the transcript lie between a position and the last junction of two exons.

        0 for the last base before it, negative in the last exon. None outside the exons, or if there is one exon only.
        """
        base = self.transcript_position(position)
        return None if base is None or len(self.exons) == 1 else _bases(self.exons[:-1]) - base

    def _offset(self, parts: tuple[Exon, ...], position: int) -> int | None:
        """Which base of the parts, laid end to end in the order of transcription, a genomic position is."""
        before = 0
        for part in parts:
            if part.start <= position <= part.end:
                return before + (position - part.start if self.strand == 1 else part.end - position) + 1
            before += part.end - part.start + 1
        return None


def of_gene(hgnc_id: int, build: str) -> tuple[Transcript, ...]:
    """The transcripts of a gene on a build whose exons are known, MANE Select first; may be none."""
    return tuple(sorted(_named(hgnc_id, build, "hgnc_id"), key=lambda transcript: transcript.mane != "Select"))


def find(name: str, build: str) -> Transcript | None:
    """The transcript of a RefSeq or Ensembl accession with its version, if it is MANE and its exons are known."""
    return next(_named(name, build, "ensembl_transcript" if name.startswith("ENST") else "transcript"), None)


@cache
def table() -> pl.DataFrame:
    """Every transcript on both builds, also those whose exons are not known.

    build, transcript (RefSeq), ensembl_transcript, protein, hgnc_id (null for a few genes without one), symbol,
    mane (Select or Plus Clinical), chrom, strand (1 or -1), start, end, cds_start, cds_end (genomic, null if nothing
    is translated), exon_starts and exon_ends (in genomic order; null if not known), same_version (whether GRCh37 has
    the very version that MANE lists; if not, the row is of another version and has neither Ensembl transcript nor
    protein), same_exons.
    """
    import polars as pl

    starts = pl.col("start") + pl.col("exon_offsets")
    exons = (starts.alias("exon_starts"), (starts + pl.col("exon_lengths") - 1).alias("exon_ends"))
    return bundle.table("transcripts").with_columns(*exons).drop("exon_offsets", "exon_lengths")


def release() -> str:
    """Name the releases that the transcripts were made of, in one line."""
    return bundle.release("transcripts")


def _named(value: Any, build: str, column: str) -> Iterator[Transcript]:
    """The transcripts of a build with known exons that have a value in a column."""
    chosen, places = _places(build, column)
    yield from (_transcript(chosen.row(at, named=True)) for at in places.get(value, ()))


@cache
def _places(build: str, column: str) -> tuple[pl.DataFrame, dict[Any, tuple[int, ...]]]:
    """The rows of a build with known exons, and where they are by the value of a column."""
    if build not in BUILDS:
        message = f"no transcripts for build {build!r}; known builds are {' and '.join(BUILDS)}"
        raise ValueError(message)
    chosen = table().filter(table()["build"] == build).drop_nulls([column, "exon_starts"])
    places: dict[Any, tuple[int, ...]] = {}
    for at, value in enumerate(chosen[column]):
        places[value] = (*places.get(value, ()), at)
    return chosen, places


def _transcript(row: dict[str, Any]) -> Transcript:
    places = zip(row["exon_starts"], row["exon_ends"], strict=True)
    ordered = list(places) if row["strand"] == 1 else list(places)[::-1]
    return Transcript(
        row["build"], row["transcript"], row["ensembl_transcript"], row["protein"], row["hgnc_id"], row["symbol"],
        row["mane"], row["chrom"], row["strand"], tuple(Exon(n, *place) for n, place in enumerate(ordered, start=1)),
        row["cds_start"], row["cds_end"], row["same_version"], row["same_exons"],
    )  # fmt: skip


def _bases(parts: tuple[Exon, ...]) -> int:
    return sum(part.end - part.start + 1 for part in parts)
