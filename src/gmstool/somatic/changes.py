"""The change of a protein in short form: residue, first and new amino acid, whatever the annotator wrote."""

from __future__ import annotations

import re
from typing import NamedTuple

_ONE_LETTER = {
    "Ala": "A", "Arg": "R", "Asn": "N", "Asp": "D", "Cys": "C", "Gln": "Q", "Glu": "E", "Gly": "G", "His": "H",
    "Ile": "I", "Leu": "L", "Lys": "K", "Met": "M", "Phe": "F", "Pro": "P", "Ser": "S", "Thr": "T", "Trp": "W",
    "Tyr": "Y", "Val": "V", "Ter": "*", "Sec": "U",
}  # fmt: skip
_LONG = re.compile(r"([A-Z][a-z]{2})(\d+)([A-Z][a-z]{2}|\*|=|fs)?")
_SHORT = re.compile(r"(?:p\.\(?)?([A-Z*])(\d+)([A-Z*]|=|fs)?(?![a-z])")
_RANGE = re.compile(r"^p\.\(?[A-Z][a-z]{0,2}\d+_[A-Z][a-z]{0,2}(\d+)(?=del|dup)")
_BCSQ = re.compile(r"(\d+)([A-Z*]+)>(\d+)([A-Z*]+)")


class Change(NamedTuple):
    """V600E as its parts; `becomes` is None where no single residue replaces it, and `fs` for a shifted frame."""

    was: str
    residue: int
    becomes: str | None

    def __str__(self) -> str:
        return f"{self.was}{self.residue}{self.becomes or ''}"


def change_of(hgvsp: str | None, amino_acids: str | None = None, residue: int | None = None) -> Change | None:
    """From p.Val600Glu, p.V600E or bcftools' 600V>600E, else from V/E and the position; None where nothing tells."""
    text = (hgvsp or "").rpartition(":")[2]
    if match := _BCSQ.search(text):
        one = len(match[2]) == len(match[4]) == 1
        return Change(match[2][0], int(match[1]), match[4] if one else None)
    if match := _LONG.search(text):
        was, becomes = _ONE_LETTER.get(match[1]), match[3]
        if was:
            shifted = "fs" if re.search(r"fs(Ter|\*|$)", text) else None
            return Change(was, int(match[2]), shifted or _single(text, match.end(), _short(becomes, was)))
    if match := _SHORT.search(text):
        return Change(match[1], int(match[2]), _single(text, match.end(), _short(match[3], match[1])))
    return _of_residues(amino_acids, residue)


def last_residue(hgvsp: str | None, change: Change) -> int:
    """The last residue of a range (p.Glu746_Ala750del: 750), else the one that changes."""
    match = _RANGE.search((hgvsp or "").rpartition(":")[2])
    return max(int(match[1]), change.residue) if match else change.residue


def _short(becomes: str | None, was: str) -> str | None:
    if becomes == "=":
        return was
    return becomes if becomes in (None, "fs", "*") or len(becomes) == 1 else _ONE_LETTER.get(becomes)


def _single(text: str, end: int, becomes: str | None) -> str | None:
    """The new residue, where the name goes no further than one residue: no range, deletion or insertion."""
    rest = text[end:].strip(")")
    return becomes if becomes == "fs" or not rest or rest.startswith("fs") else None


def _of_residues(amino_acids: str | None, residue: int | None) -> Change | None:
    was, slash, becomes = (amino_acids or "").partition("/")
    if residue is None or not was or was[0] == "-":
        return None
    single = slash and len(was) == len(becomes) == 1
    return Change(was[0], residue, becomes if single else None)
