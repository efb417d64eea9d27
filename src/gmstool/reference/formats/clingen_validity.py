"""ClinGen's gene-disease validity (CSV): the table `clingen_validity`, one row per gene, disease and inheritance."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gmstool.reference.formats.genes import GeneIndex
from gmstool.reference.formats.reading import Made, begins, csv_below_preamble, hgnc_id, wrong

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FILE = "clingen-gene-validity.csv"
COLUMNS = {
    "disease": "DISEASE LABEL", "mondo_id": "DISEASE ID (MONDO)", "inheritance": "MOI",
    "classification": "CLASSIFICATION", "sop": "SOP", "panel": "GCEP", "date": "CLASSIFICATION DATE",
}  # fmt: skip
CLASSES = frozenset((
    "Definitive", "Strong", "Moderate", "Limited", "Disputed", "Refuted", "No Known Disease Relationship",
))  # fmt: skip


def convert(files: Mapping[str, Path]) -> Made:
    """The release is the day on which ClinGen made the file."""
    import polars as pl

    path = files[FILE]
    symbols = GeneIndex().symbols
    rows = []
    for row in csv_below_preamble(path, "GENE SYMBOL", ("GENE SYMBOL", "GENE ID (HGNC)", *COLUMNS.values())):
        gene = hgnc_id(row["GENE ID (HGNC)"])
        if gene is None or row["CLASSIFICATION"] not in CLASSES:
            raise wrong(path, f"the row of {row['GENE SYMBOL']} has no HGNC id or an unknown classification")
        facts = {name: row[column] or None for name, column in COLUMNS.items()}
        symbol = symbols.get(gene, row["GENE SYMBOL"])
        rows.append({"hgnc_id": gene, "symbol": symbol, **facts, "date": row[COLUMNS["date"]][:10] or None})
    schema = {"hgnc_id": pl.Int32, "symbol": pl.String, **dict.fromkeys(COLUMNS, pl.String)}
    table = pl.DataFrame(rows, schema=schema).sort("hgnc_id", "mondo_id", "inheritance")
    day = created(path)
    return Made({"clingen_validity": table}, f"ClinGen gene-disease validity, file created {day}", day)


def created(path: Path) -> str:
    """The day in the preamble, empty if it is not there."""
    found = re.search(r"FILE CREATED: (\d{4}-\d{2}-\d{2})", begins(path))
    return found[1] if found else ""
