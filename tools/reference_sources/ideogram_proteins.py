"""Protein features and exon structures by Ensembl transcript name, from ideogram's caches of Ensembl 110.

Both files give a start and *end - start*. The protein file names the first transcript of a gene in full, and later
ones only by a number, without their gene; they cannot be told apart reliably and are not read.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from reference_sources.packages import Source
from reference_sources.sources import IDEOGRAM

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reference_sources.packages import Cache

PROTEINS = Source(
    "Protein features of Ensembl 110",
    IDEOGRAM,
    "package/dist/data/cache/proteins/homo-sapiens-proteins.tsv.gz",
    "Ensembl 110: Pfam ranges under the name of their InterPro entry, SignalP, and UniProt topology; "
    "releases of InterPro and UniProt not stated in the file",
    "",
    "CC0-1.0 (package, InterPro and Pfam); topology is UniProt's, CC BY 4.0",
    "ranges beyond the end of the protein are left out, and the topology of such proteins with them",
)
STRUCTURES = Source(
    "Gene structures of Ensembl 110",
    IDEOGRAM,
    "package/dist/data/cache/gene-structures/homo-sapiens-gene-structures.tsv.gz",
    "Ensembl 110, GRCh38",
    "",
    "CC0-1.0 (package); Ensembl data carry no restriction",
    "ties a transcript's name to the MANE transcript with the very same exons and coding sequence",
)
KEY = r"\d+|PF\d+|S|_[^=]*?"
NAMED_KEY = re.compile(rf"(?:^|; )(\d+|PF\d+) = (.*?)(?=; (?:{KEY}) = |$)")
TOPOLOGY = {"E": "Extracellular", "C": "Cytoplasmic", "H": "Helical"}
EXON = 1  # the other parts are untranslated


class Feature(NamedTuple):
    """A stretch of a protein, in amino acids, 1-based inclusive."""

    source: str
    accession: str | None
    name: str | None
    start: int
    end: int


class Structure(NamedTuple):
    """Exons as offsets from the transcript's start and lengths, in genomic order, and the bases that are translated."""

    strand: int
    exons: tuple[tuple[int, int], ...]
    cds_length: int


def read_features(cache: Cache) -> dict[str, set[Feature]]:
    """The features of each transcript that is named in full; the file lists many twice."""
    lines = cache.read(PROTEINS).decode().splitlines()
    names = dict(NAMED_KEY.findall(lines[1].partition("keys: ")[2]))
    rows = (line.split("\t") for line in lines if not line.startswith("#"))
    return {name: {feature(part, names) for part in parts} for name, *parts in rows if not re.fullmatch(r"-?\d+", name)}


def feature(part: str, names: dict[str, str]) -> Feature:
    """Read "11615;100;188": the key of the feature, its start, and its end less its start."""
    key, start, extent = part.split(";")
    ends = int(start), int(start) + int(extent)
    if key == "S":
        return Feature("signal peptide", None, "Signal peptide", *ends)
    if key.startswith("_"):
        return Feature("topology", None, TOPOLOGY.get(key[1:], key[1:].replace(" --- ", "; ")), *ends)
    if key.startswith("PF"):
        return Feature("Pfam", key, names.get(key), *ends)
    return Feature("InterPro", f"IPR{int(key):06d}", names.get(key), *ends)


def read_structures(cache: Cache) -> dict[str, list[tuple[str, Structure]]]:
    """The transcripts of each gene, by the gene's symbol in Ensembl: name and structure."""
    found: dict[str, list[tuple[str, Structure]]] = defaultdict(list)
    for name, structure in structures(cache.read(STRUCTURES).decode()):
        found[name.rpartition("-")[0]].append((name, structure))
    return found


def structures(text: str) -> Iterator[tuple[str, Structure]]:
    """Name and structure of each line: name, start, biotype, strand, then part;start;end - start."""
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        name, _, _, strand, *parts = line.split("\t")
        numbers = [tuple(map(int, part.split(";"))) for part in parts]
        exons = tuple(sorted((start, extent + 1) for kind, start, extent in numbers if kind == EXON))
        untranslated = sum(extent + 1 for kind, _, extent in numbers if kind != EXON)
        yield name, Structure(-1 if strand == "-" else 1, exons, sum(size for _, size in exons) - untranslated)
