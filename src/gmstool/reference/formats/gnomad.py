"""gnomAD gene constraint (TSV, v4): the table `constraint`.

LOEUF is `lof.oe_ci.upper`, pLI `lof.pLI`, missense Z `mis.z_score`. A gene is judged by one transcript: Ensembl's MANE
Select, else RefSeq's, else Ensembl's canonical one, else RefSeq's. NA, and a LOEUF of 0 (no estimate), are null. Where
rows of the same rank contradict each other, the gene has no row.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from gmstool.reference.formats.genes import GeneIndex
from gmstool.reference.formats.reading import Made, begins, check_columns, lines, wrong

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    Values = tuple[float | None, float | None, float | None]

FILE = "gnomad.v4.1.1.constraint_metrics.tsv.bgz"
NEEDED = ("gene", "gene_id", "transcript", "canonical", "mane_select", "lof.oe_ci.upper", "lof.pLI", "mis.z_score")
LEFT_OF_VALUES = 5
VERSION = "v4.1.1"


def convert(files: Mapping[str, Path]) -> Made:
    """The release stands in the file's name only; each value bears it as `*_release`."""
    import polars as pl

    genes = GeneIndex()
    best: dict[int, tuple[int, Values | None]] = {}
    for rank, gene, values in _rows(files[FILE], genes):
        known = best.get(gene)
        if known is None or rank < known[0]:
            best[gene] = (rank, values)
        elif rank == known[0] and values != known[1]:
            best[gene] = (rank, None)
    rows = [
        (gene, genes.symbols[gene], *values)
        for gene, (_, values) in sorted(best.items())
        if values and any(one is not None for one in values)
    ]
    schema = {"hgnc_id": pl.Int32, "symbol": pl.String, "loeuf": pl.Float64, "pli": pl.Float64, "mis_z": pl.Float64}
    table = pl.DataFrame(rows, schema=schema, orient="row")
    stated = [
        pl.when(pl.col(name).is_not_null()).then(pl.lit(f"gnomAD {VERSION}")).alias(f"{name}_release")
        for name in ("loeuf", "pli", "mis_z")
    ]
    columns = [name for value in ("loeuf", "pli", "mis_z") for name in (value, f"{value}_release")]
    table = table.with_columns(stated).select("hgnc_id", "symbol", *columns)
    return Made({"constraint": table}, f"gnomAD {VERSION} constraint, GRCh38", "", VERSION)


def _rows(path: Path, genes: GeneIndex) -> Iterator[tuple[int, int, Values]]:
    """Rank of the transcript, gene, and its values; transcripts that no gene is judged by fall away unread."""
    names = begins(path).partition("\n")[0].split("\t")
    check_columns(path, names, NEEDED)
    at = {name: names.index(name) for name in NEEDED}
    for line in lines(path):
        gene, gene_id, transcript, canonical, mane = line.split("\t", LEFT_OF_VALUES)[:LEFT_OF_VALUES]
        chosen = {"true"} & {canonical, mane}
        found = genes.by_ensembl.get(gene_id) or genes.by_ncbi.get(int(gene_id) if gene_id.isdigit() else -1)
        hgnc_id = found or genes.by_symbol.get(gene)
        if chosen and hgnc_id:
            cells = line.split("\t")
            if len(cells) != len(names):
                raise wrong(path, f"the row of {transcript} has {len(cells)} instead of {len(names)} columns")
            rank = 2 * (mane != "true") + (not transcript.startswith("ENST"))
            loeuf, pli, mis_z = (_value(path, cells[at[name]]) for name in NEEDED[5:])
            yield rank, hgnc_id, (loeuf or None, pli, mis_z)


def _value(path: Path, cell: str) -> float | None:
    try:
        value = float(cell) if cell not in {"NA", ""} else math.nan
    except ValueError:
        raise wrong(path, f"`{cell[:40]}` is not a number") from None
    return None if math.isnan(value) else value
