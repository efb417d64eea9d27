"""Residues and codons: the genetic code, and how unlike two residues are.

Properties of the residues and the formula of their distance: Grantham 1974, Science 185:862 (composition, polarity,
volume), from memory; the published matrix is what the formula gives, to within one.
"""

from __future__ import annotations

from itertools import product
from math import sqrt

_BASES = "TCAG"
_RESIDUES = "FFLLSSSSYY**CC*WLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG"  # NCBI translation table 1
CODE = {"".join(codon): residue for codon, residue in zip(product(_BASES, repeat=3), _RESIDUES, strict=True)}
_COMPLEMENT = str.maketrans("ACGT", "TGCA")

_PROPERTIES = {
    "S": (1.42, 9.2, 32.0), "R": (0.65, 10.5, 124.0), "L": (0.0, 4.9, 111.0), "P": (0.39, 8.0, 32.5),
    "T": (0.71, 8.6, 61.0), "A": (0.0, 8.1, 31.0), "V": (0.0, 5.9, 84.0), "G": (0.74, 9.0, 3.0),
    "I": (0.0, 5.2, 111.0), "F": (0.0, 5.2, 132.0), "Y": (0.20, 6.2, 136.0), "C": (2.75, 5.5, 55.0),
    "H": (0.58, 10.4, 96.0), "Q": (0.89, 10.5, 85.0), "N": (1.33, 11.6, 56.0), "K": (0.33, 11.3, 119.0),
    "D": (1.38, 13.0, 54.0), "E": (0.92, 12.3, 83.0), "M": (0.0, 5.7, 105.0), "W": (0.13, 5.4, 170.0),
}  # fmt: skip
_WEIGHTS = (1.833, 0.1018, 0.000399)
_SCALE = 50.723


def grantham(one: str, other: str) -> int | None:
    """Grantham's distance of two residues in one letter, 5 to 215; None for a stop or what is no residue."""
    if one not in _PROPERTIES or other not in _PROPERTIES:
        return None
    pairs = zip(_WEIGHTS, _PROPERTIES[one], _PROPERTIES[other], strict=True)
    return round(_SCALE * sqrt(sum(weight * (a - b) ** 2 for weight, a, b in pairs)))


def on_strand(bases: str, strand: int) -> str:
    """Single bases as the transcript has them."""
    return bases if strand == 1 else bases.translate(_COMPLEMENT)


def codons_that_fit(known: dict[int, str], residue: str, changes: tuple[tuple[int, str, str], ...]) -> tuple[str, ...]:
    """Codons of a residue that have the known bases (at 0 to 2), and of which each change makes its residue."""
    return tuple(
        codon
        for codon, coded in CODE.items()
        if coded == residue
        and all(codon[at] == base for at, base in known.items())
        and all(CODE[replaced(codon, at, base)] == made for at, base, made in changes)
    )


def replaced(codon: str, at: int, base: str) -> str:
    return codon[:at] + base + codon[at + 1 :]
