"""The OncoKB cancer gene list (cancerGeneList.tsv): the table `oncokb_genes`, one row per gene.

hgnc_id, symbol · role (oncogene, tumour suppressor or both; null: neither is stated)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gmstool.reference.formats.genes import GeneIndex
from gmstool.reference.formats.reading import Made, tsv

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FILE = "cancerGeneList.tsv"
_ROLES = {(True, False): "oncogene", (False, True): "tumour suppressor", (True, True): "both"}


def convert(files: Mapping[str, Path]) -> Made:
    """The list states no release."""
    import polars as pl

    genes = GeneIndex()
    rows = [
        (genes.by_any_symbol(row["Hugo Symbol"]), row["Hugo Symbol"], _role(row))
        for row in tsv(files[FILE], ("Hugo Symbol",))
    ]
    schema = {"hgnc_id": pl.Int32, "symbol": pl.String, "role": pl.String}
    return Made({"oncokb_genes": pl.DataFrame(rows, schema=schema, orient="row")}, "OncoKB cancer gene list", "")


def _role(row: dict[str, str]) -> str | None:
    """From `Is Oncogene` and `Is Tumor Suppressor Gene`, or from `Gene Type` of newer lists."""
    kind = row.get("Gene Type", "").upper()
    oncogene = row.get("Is Oncogene") == "Yes" or kind in ("ONCOGENE", "ONCOGENE_AND_TSG")
    suppressor = row.get("Is Tumor Suppressor Gene") == "Yes" or kind in ("TSG", "ONCOGENE_AND_TSG")
    return _ROLES.get((oncogene, suppressor))
