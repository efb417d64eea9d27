"""ClinGen's dosage sensitivity (CSV): the table `clingen_dosage`, one row per gene or region.

The words become ClinGen's own scores: 0 no, 1 little, 2 emerging, 3 sufficient evidence, 30 gene of a recessive
disease, 40 dosage sensitivity unlikely; not yet evaluated is null. The shorter file of genes alone has no places.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gmstool.reference.formats.clingen_validity import created
from gmstool.reference.formats.genes import GeneIndex
from gmstool.reference.formats.reading import Made, begins, csv_below_preamble, hgnc_id, wrong

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from gmstool.reference.formats.reading import Columns

FILE = "clingen-gene-dosage.csv"
EVIDENCE = {"no": 0, "little": 1, "some": 2, "emerging": 2, "sufficient": 3}
OTHER = {
    "gene associated with autosomal recessive phenotype": 30,
    "dosage sensitivity unlikely": 40,
    "not yet evaluated": None,
    "": None,
}
_PLACE = re.compile(r"chr(\w+): ?(\d+) ?- ?(\d+)")


def convert(files: Mapping[str, Path]) -> Made:
    """The release is the day on which ClinGen made the file."""
    import polars as pl

    path = files[FILE]
    name, key = ("GENE/REGION", "HGNC/ISCA") if '"GENE/REGION"' in begins(path) else ("GENE SYMBOL", "HGNC ID")
    symbols = GeneIndex().symbols
    rows = []
    for row in csv_below_preamble(path, name, (name, key, "HAPLOINSUFFICIENCY", "TRIPLOSENSITIVITY", "DATE")):
        gene = hgnc_id(row[key]) if row[key].startswith("HGNC:") else None
        scores = [_score(path, row[column]) for column in ("HAPLOINSUFFICIENCY", "TRIPLOSENSITIVITY")]
        places = [_place(row.get(build, "")) for build in ("GRCh37", "GRCh38")]
        symbol = symbols.get(gene, row[name]) if gene else None
        rows.append((gene, symbol, row[key], row[name], *scores, *places, row["DATE"][:10] or None))
    schema: Columns = {
        "hgnc_id": pl.Int32, "symbol": pl.String, "id": pl.String, "name": pl.String, "haploinsufficiency": pl.Int32,
        "triplosensitivity": pl.Int32, "place_grch37": pl.String, "place_grch38": pl.String, "date": pl.String,
    }  # fmt: skip
    table = pl.DataFrame(rows, schema=schema, orient="row").sort("hgnc_id", "id", nulls_last=True)
    day = created(path)
    return Made({"clingen_dosage": table}, f"ClinGen dosage sensitivity, file created {day}", day)


def _score(path: Path, words: str) -> int | None:
    told = words.strip().lower()
    if told in OTHER:
        return OTHER[told]
    evidence, _, rest = told.partition(" evidence for ")
    if evidence not in EVIDENCE or not rest:
        raise wrong(path, f"`{words}` is no score of ClinGen's that this version of gms knows")
    return EVIDENCE[evidence]


def _place(text: str) -> str | None:
    """chrom:start-end, 1-based inclusive, without prefix and stray blanks; null where there is none."""
    found = _PLACE.fullmatch(text.strip())
    return f"{found[1]}:{found[2]}-{found[3]}" if found else None
