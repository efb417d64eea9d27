"""What is known along the protein of a MANE transcript: InterPro and Pfam entries, signal peptide, topology.

A transcript is Ensembl's by name; it is taken only if its exons and coding sequence are exactly those of a MANE
transcript. InterPro entries are of any kind: families and repeats as well as domains. They say nothing about function
at a residue. UniProt's topology is that of its canonical isoform.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

import polars as pl

from reference_sources import ideogram_proteins
from reference_sources.checks import require
from reference_sources.ideogram_proteins import PROTEINS, STRUCTURES, Feature, Structure
from reference_sources.spans import GeneIndex
from reference_sources.transcript_structure import cds_length

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reference_sources.packages import Cache

SOURCES = (PROTEINS, STRUCTURES)
SCHEMA = {
    "hgnc_id": pl.Int32, "symbol": pl.String, "ensembl_transcript": pl.String, "source": pl.String,
    "accession": pl.String, "name": pl.String, "start": pl.Int32, "end": pl.Int32,
}  # fmt: skip
MINIMUM_TRANSCRIPTS = 17_500
MINIMUM_ABUTTING = 0.8  # of topological stretches, that follow the one before; one residue off, and next to none would
MOST_OVERLAPPING = 0.01

# symbol, name, start, end: as Pfam has them for P04637 and P38398, and UniProt for P00533
LANDMARKS = (
    ("TP53", "p53, DNA-binding domain", 100, 288),
    ("BRCA1", "Zinc finger, C3HC4 RING-type", 24, 64),
    ("EGFR", "Extracellular", 25, 645),
    ("EGFR", "Helical", 646, 668),
    ("EGFR", "Cytoplasmic", 669, 1210),
)


class Protein(NamedTuple):
    """A MANE transcript and the length of its protein."""

    hgnc_id: int
    symbol: str
    ensembl_transcript: str
    length: int


def build(cache: Cache, built: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Features lie within their protein, and well-known domains are where they are known to be."""
    proteins = mane_proteins(built["transcripts"])
    names = tie_names(ideogram_proteins.read_structures(cache), proteins, GeneIndex(built["genes"]))
    features = ideogram_proteins.read_features(cache)
    rows = [row for name, protein in sorted(names.items()) for row in rows_of(protein, features.get(name, set()))]
    table = pl.DataFrame(rows, schema=SCHEMA, orient="row").unique().sort("hgnc_id", "start", "end", *SCHEMA)
    report(names, features, table)
    check(table)
    return table


def mane_proteins(transcripts: pl.DataFrame) -> dict[int, dict[Structure, Protein]]:
    """Per gene the MANE transcripts on GRCh38 by their structure; the stop codon, whole or cut, is no residue."""
    on_38 = transcripts.filter(pl.col("build") == "GRCh38").drop_nulls(["hgnc_id", "cds_start", "exon_offsets"])
    starts = pl.col("start") + pl.col("exon_offsets")
    exons = on_38.with_columns(starts.alias("exon_starts"), (starts + pl.col("exon_lengths") - 1).alias("exon_ends"))
    found: dict[int, dict[Structure, Protein]] = defaultdict(dict)
    for row in exons.with_columns(cds_length(exons).alias("bases")).iter_rows(named=True):
        structure = Structure(
            row["strand"], tuple(zip(row["exon_offsets"], row["exon_lengths"], strict=True)), row["bases"]
        )
        length = (row["bases"] + 2) // 3 - 1
        found[row["hgnc_id"]][structure] = Protein(row["hgnc_id"], row["symbol"], row["ensembl_transcript"], length)
    return found


def tie_names(
    structures: dict[str, list[tuple[str, Structure]]], proteins: dict[int, dict[Structure, Protein]], index: GeneIndex
) -> dict[str, Protein]:
    """Ensembl's transcript names of the MANE transcripts."""
    tied: dict[str, Protein] = {}
    for symbol, transcripts in structures.items():
        tables = (index.by_symbol, index.by_newer, index.by_previous, index.by_locus)
        hgnc_id = next((table[symbol] for table in tables if symbol in table), None)
        of_gene = proteins.get(hgnc_id, {}) if hgnc_id else {}
        tied |= {name: of_gene[structure] for name, structure in transcripts if structure in of_gene}
    return tied


def rows_of(protein: Protein, features: set[Feature]) -> Iterator[tuple[Any, ...]]:
    """The features within the protein; topology that runs beyond its end is that of another isoform altogether."""
    beyond = {feature for feature in features if feature.end > protein.length}
    other_isoform = any(feature.source == "topology" for feature in beyond)
    for feature in features - beyond:
        if not (other_isoform and feature.source == "topology"):
            yield protein.hgnc_id, protein.symbol, protein.ensembl_transcript, *feature


def report(names: dict[str, Protein], features: dict[str, set[Feature]], table: pl.DataFrame) -> None:
    """Tell the person who runs the build what was left out."""
    tied = {name: protein for name, protein in names.items() if name in features}
    given = sum(len(features[name]) for name in tied)
    beyond = sum(feature.end > protein.length for name, protein in tied.items() for feature in features[name])
    print(f"protein_domains: {len(features):,} transcripts named in full, {len(tied):,} are MANE with the same exons")
    print(f"protein_domains: {given:,} features, {beyond} beyond the protein's end, {given - len(table)} left out")


def check(table: pl.DataFrame) -> None:
    """Many transcripts, known domains in place, and the topology fits together."""
    count = table["ensembl_transcript"].n_unique()
    require(count >= MINIMUM_TRANSCRIPTS, f"protein features of only {count} transcripts")
    require((table["start"] >= 1).all() and (table["start"] <= table["end"]).all(), "a feature is upside down")
    for symbol, name, start, end in LANDMARKS:
        found = table.filter((pl.col("symbol") == symbol) & (pl.col("name") == name)).select("start", "end")
        require((start, end) in found.rows(), f"{symbol}: {name} lies at {found.rows()}, not at {start}-{end}")
    check_topology(table)


def check_topology(table: pl.DataFrame) -> None:
    """Most topological stretches begin right after the one before, and next to none overlap: ends were read rightly."""
    topology = table.filter(pl.col("source") == "topology").sort("ensembl_transcript", "start", "end")
    step = topology.select(pl.col("start") - pl.col("end").shift(1).over("ensembl_transcript"))["start"].drop_nulls()
    abut, overlap = (step == 1).sum(), (step < 1).sum()
    print(f"protein_domains: of {len(step):,} topological stretches after another {abut:,} abut, {overlap} overlap")
    require(abut >= MINIMUM_ABUTTING * len(step), "topological stretches do not abut")
    require(overlap <= MOST_OVERLAPPING * len(step), "topological stretches overlap")
