"""A site's own biomarkers and hotspots, in the form of the shipped ones: tables `site_biomarkers`, `site_hotspots`.

A row with reviewer and a day within twelve months weighs in full; every cell stays text as in the shipped tables.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gmstool.reference.formats.reading import Made, tsv, wrong

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

BIOMARKERS = ("id", "gene", "partner", "kind", "first", "last", "changes", "tumour_type", "type", "level", "drug",
              "direction", "indication", "line", "regulators", "nt_council", "escat", "escat_source", "source", "date",
              "reviewer")  # fmt: skip
HOTSPOTS = ("symbol", "residue", "residue_end", "change", "kind", "chrom", "pos37", "pos38", "ref", "alt",
            "tumour_types", "source", "date", "reviewer")  # fmt: skip
KINDS = ("change", "residue", "inframe_deletion", "inframe_insertion", "inframe", "frameshift", "truncating", "itd",
         "promoter", "exon_skipping", "cebpa_bzip", "oncogenic", "amplification", "deletion", "fusion", "msi_high",
         "tmb_high", "hrd_positive")  # fmt: skip
RANKS = ("", "I-A", "I-B", "I-C", "II-A", "II-B", "III-A", "III-B", "IV-A", "IV-B", "V", "X")
_ALLOWED = {"kind": KINDS, "level": tuple("ABCD"), "type": ("therapeutic", "diagnostic", "prognostic"), "escat": RANKS}
_NUMBERS = ("first", "last", "residue", "residue_end", "pos37", "pos38")


def convert(files: Mapping[str, Path]) -> Made:
    """One table of one file, told by its name in the catalogue; the release is the newest day of its rows."""
    import polars as pl

    ((name, path),) = files.items()
    columns = BIOMARKERS if name == "biomarkers.tsv" else HOTSPOTS
    rows = [_checked(path, row, columns) for row in tsv(path, columns, comment="##")]
    table = pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String))
    day = max((row["date"] for row in rows if row["date"]), default="")
    return Made({f"site_{name.removesuffix('.tsv')}": table}, f"the site's {name}, newest row {day}", day or "")


def _checked(path: Path, row: dict[str, str], columns: tuple[str, ...]) -> dict[str, str | None]:
    for name in columns:
        cell = row.get(name)
        if cell is None:
            raise wrong(path, f"a row has no cell `{name}`: {list(row.values())[:3]}")
        if columns is BIOMARKERS and name in _ALLOWED and cell not in _ALLOWED[name]:
            raise wrong(path, f"{name} cannot be `{cell[:30]}`: one of {', '.join(filter(None, _ALLOWED[name]))}")
        if name in _NUMBERS and cell and not cell.isdigit():
            raise wrong(path, f"{name} `{cell[:30]}` is not a number")
    return {name: row[name] or None for name in columns}
