"""3D hotspots (hotspots3d.txt): the table `hotspots_3d`, one row per gene and residue.

hgnc_id, symbol · residue (number) · class (as the source writes it) · p_value
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gmstool.reference.formats.genes import GeneIndex
from gmstool.reference.formats.reading import Made, check_columns, lines_of_any_end, wrong

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FILE = "hotspots3d.txt"
_NUMBER = re.compile(r"\d+")


def convert(files: Mapping[str, Path]) -> Made:
    """The service states no release."""
    import polars as pl

    path = files[FILE]
    lines = lines_of_any_end(path)
    names = lines[0].split("\t") if lines else []
    check_columns(path, names, ("Gene", "Residue"))
    genes, rows = GeneIndex(), []
    for line in lines[1:]:
        row = dict(zip(names, line.split("\t"), strict=False))
        place = _NUMBER.search(row.get("Residue", ""))
        if not place or not row["Gene"]:
            raise wrong(path, f"a row has no gene or residue: `{line[:60]}`")
        rows.append(
            (genes.by_any_symbol(row["Gene"]), row["Gene"], int(place[0]), row.get("Class") or row.get("class"))
        )
    schema = {"hgnc_id": pl.Int32, "symbol": pl.String, "residue": pl.Int32, "class": pl.String}
    table = pl.DataFrame(rows, schema=schema, orient="row").unique(maintain_order=True)
    return Made({"hotspots_3d": table}, "3dhotspots.org", "")
