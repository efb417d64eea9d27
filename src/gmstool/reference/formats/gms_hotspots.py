"""GMS hotspot lists (Mutations_*.csv, tab-separated, GRCh37): the table `gms_hotspots`, one row per place and list.

list (from the file's name: Lung) · hgnc_id, symbol · chrom, start, end (1-based, GRCh37) · residue, cds
report (hotspot, region, region_all or indel) · comment · exon · transcript
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from gmstool.reference.formats.genes import GeneIndex
from gmstool.reference.formats.reading import Made, number, tsv, wrong

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

NEEDED = ("#Chr", "Start", "End", "Gene", "CDS_mutation_syntax", "AA_mutation_syntax", "Report", "comment", "Exon",
          "Accession_number")  # fmt: skip
_NAME = re.compile(r"Mutations?_(?P<list>[A-Za-z-]+)_?(?P<date>\d{8})?")
_CONTIG = re.compile(r"NC_0000(\d\d)\.\d+")
_RESIDUE = re.compile(r"p\.[A-Za-z]+(\d+)")
_X, _SEX = 23, {23: "X", 24: "Y"}


def convert(files: Mapping[str, Path]) -> Made:
    """All lists given at once; the release is the newest day in their names."""
    import polars as pl

    genes = GeneIndex()
    rows = [_row(path, name, row, genes) for name, path in files.items() for row in tsv(path, NEEDED)]
    texts = dict.fromkeys(("list", "symbol", "chrom", "cds", "report", "comment", "exon", "transcript"), pl.String)
    schema = {**texts, **dict.fromkeys(("hgnc_id", "start", "end", "residue"), pl.Int32)}
    days = sorted(found["date"] for name in files if (found := _NAME.match(name)) and found["date"])
    day = f"{days[-1][:4]}-{days[-1][4:6]}-{days[-1][6:]}" if days else ""
    return Made({"gms_hotspots": pl.DataFrame(rows, schema=schema)}, f"lists {', '.join(sorted(files))}", day)


def _row(path: Path, name: str, row: dict[str, str], genes: GeneIndex) -> dict[str, Any]:
    contig = _CONTIG.fullmatch(row["#Chr"])
    if not contig:
        raise wrong(path, f"`{row['#Chr'][:30]}` is no contig of GRCh37")
    chrom, residue, named = int(contig[1]), _RESIDUE.match(row["AA_mutation_syntax"]), _NAME.match(name)
    told = {key: None if row[column] in ("-", "") else row[column] for key, column in (
        ("cds", "CDS_mutation_syntax"), ("report", "Report"), ("comment", "comment"), ("exon", "Exon"),
        ("transcript", "Accession_number"))}  # fmt: skip
    return {
        "list": named["list"] if named else name, "hgnc_id": genes.by_any_symbol(row["Gene"]), "symbol": row["Gene"],
        "chrom": _SEX.get(chrom, str(chrom)), "start": number(path, row["Start"], "Start"),
        "end": number(path, row["End"], "End"), "residue": int(residue[1]) if residue else None, **told,
    }  # fmt: skip
