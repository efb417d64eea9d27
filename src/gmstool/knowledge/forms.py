"""The parts of what a user asks for, by its form. Positions are 1-based."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Allele:
    """A change spelled in bases; `build` None where the text names none."""

    chrom: str
    pos: int
    ref: str
    alt: str
    build: str | None = None


@dataclass(frozen=True, slots=True)
class Stretch:
    """A region, 1-based, both ends included."""

    chrom: str
    start: int
    end: int
    build: str | None = None


@dataclass(frozen=True, slots=True)
class Hgvs:
    """A name by HGVS with its sequence: NM_004333.6, ENST…, LRG_…, NC_… or a chromosome; level c, n, g or m."""

    text: str
    sequence: str
    level: str
    change: str
    build: str | None = None


@dataclass(frozen=True, slots=True)
class ProteinChange:
    """A change of a residue: `of` is a gene or a protein's accession; residues in one letter, `*` is a stop.

    `made` is None for a residue without a change (`BRAF V600`), and holds the words of other kinds (fs, del).
    """

    of: str
    residue: str
    number: int
    made: str | None


@dataclass(frozen=True, slots=True)
class Identifier:
    """An identifier of a registry: kind is rsid, clinvar, scv or vrs; the value is written as the registry does."""

    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class GeneName:
    """What may be the name of a gene."""

    name: str


Asked = Allele | Stretch | Hgvs | ProteinChange | Identifier | GeneName
