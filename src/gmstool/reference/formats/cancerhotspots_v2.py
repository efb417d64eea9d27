"""cancerhotspots.org v2 as a text table (hotspots_v2.txt): the table `cancer_hotspots` of cancerhotspots.py.

Lines may end in CR alone, as the published file's do. A row is a new amino acid of a residue: `Variant_Amino_Acid` is
`E:833` (amino acid and tumours), `Mutation_Count` the tumours with any change of the residue.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gmstool.reference.formats.cancerhotspots import hotspots
from gmstool.reference.formats.genes import GeneIndex
from gmstool.reference.formats.reading import Made, check_columns, lines_of_any_end, number, wrong

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path


FILE = "hotspots_v2.txt"
SYMBOL, PLACE, COUNT, REFERENCE, VARIANT = (
    "Hugo_Symbol", "Amino_Acid_Position", "Mutation_Count", "Reference_Amino_Acid", "Variant_Amino_Acid",
)  # fmt: skip
_PLACE = re.compile(r"\d+")


def convert(files: Mapping[str, Path]) -> Made:
    """The service states no release."""
    path = files[FILE]
    residues: dict[tuple[str, str], tuple[str, int, dict[str, int]]] = {}
    for row in _rows(path):
        amino, _, tumours = row[VARIANT].partition(":")
        residue = (row[SYMBOL], f"{row[REFERENCE].partition(':')[0]}{row[PLACE]}")
        count = number(path, row[COUNT], COUNT) if row[COUNT] else 0
        known = residues.setdefault(residue, (row[PLACE], count, {}))
        known[2][amino] = known[2].get(amino, 0) + number(path, tumours or "0", VARIANT)
    if not residues:
        raise wrong(path, "it has no hotspot")
    genes = GeneIndex()
    rows = [_row(key, found, genes) for key, found in residues.items()]
    return Made({"cancer_hotspots": hotspots(rows)}, "cancerhotspots.org v2", "")


def _row(key: tuple[str, str], found: tuple[str, int, dict[str, int]], genes: GeneIndex) -> tuple[object, ...]:
    (symbol, residue), (place, tumours, variants) = key, found
    position = int(place) if _PLACE.fullmatch(place) else None
    ordered = dict(sorted(variants.items(), key=lambda pair: (-pair[1], pair[0])))
    return (
        genes.by_any_symbol(symbol), symbol, None, residue, position, None, None, tumours, list(ordered),
        list(ordered.values()), [], [],
    )  # fmt: skip


def _rows(path: Path) -> Iterator[dict[str, str]]:
    """Rows by column name, whatever ends the lines."""
    lines = lines_of_any_end(path)
    names = lines[0].split("\t") if lines else []
    check_columns(path, names, (SYMBOL, PLACE, COUNT, REFERENCE, VARIANT))
    for line in lines[1:]:
        cells = [cell.strip('"') for cell in line.split("\t")]
        if len(cells) < len(names) // 2:
            raise wrong(path, f"a row has {len(cells)} instead of {len(names)} columns: `{line[:60]}`")
        yield dict(zip(names, cells + [""] * (len(names) - len(cells)), strict=False))
