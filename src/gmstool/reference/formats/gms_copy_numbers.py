"""GMS lists of genes whose copies are called (cnv_amplification_genes.tsv, cnv_deletion_genes.tsv; GRCh37).

Table `gms_copy_numbers`, one row per gene and list:

kind (amplification or deletion, from the file's name) · hgnc_id, symbol · chrom, start, end (1-based, GRCh37)
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from gmstool.genome import bare
from gmstool.reference.formats.genes import GeneIndex
from gmstool.reference.formats.reading import Made, number, tsv, wrong

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

# `chrmosome` is how the lists write it.
NEEDED = ("#gene(s)", "chrmosome", "gene_start", "gene_end")
_NAME = re.compile(r"cnv_(?P<kind>amplification|deletion)_genes(?:_(?P<date>\d{6}))?")


def convert(files: Mapping[str, Path]) -> Made:
    """All lists given at once; the release is the newest day in their names. Raises InputError."""
    import polars as pl

    genes = GeneIndex()
    rows = [one for name, path in files.items() for row in tsv(path, NEEDED) for one in _rows(path, name, row, genes)]
    schema = {"kind": pl.String, "symbol": pl.String, "chrom": pl.String}
    whole = dict.fromkeys(("hgnc_id", "start", "end"), pl.Int32)
    days = sorted(found["date"] for name in files if (found := _NAME.match(name)) and found["date"])
    day = f"20{days[-1][:2]}-{days[-1][2:4]}-{days[-1][4:]}" if days else ""
    table = pl.DataFrame(rows, schema={**schema, **whole})
    return Made({"gms_copy_numbers": table}, f"lists {', '.join(sorted(files))}", day)


def _rows(path: Path, name: str, row: dict[str, str], genes: GeneIndex) -> Iterator[dict[str, Any]]:
    """A row names one gene, or several that lie together."""
    named = _NAME.match(name)
    if not named:
        raise wrong(path, "its name tells neither amplification nor deletion: cnv_amplification_genes.tsv")
    place = {"chrom": bare(row["chrmosome"]), "start": number(path, row["gene_start"], "gene_start"),
             "end": number(path, row["gene_end"], "gene_end")}  # fmt: skip
    for symbol in row["#gene(s)"].split(","):
        yield {"kind": named["kind"], "hgnc_id": genes.by_any_symbol(symbol), "symbol": symbol, **place}
