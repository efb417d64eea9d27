"""How little loss of function and missense change a gene bears: LOEUF, pLI and missense Z, each with its release.

A gene is found by symbol and GRCh37 place (`placed_genes`); where its rows contradict each other the value is null.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import polars as pl

from reference_sources.checks import require
from reference_sources.csv_tables import require_fact, with_symbol
from reference_sources.knowledge import EXAC_CONSTRAINT, GNOMAD_CONSTRAINT
from reference_sources.placed_genes import Place, PlacedGenes, Row

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reference_sources.packages import Cache, Source
    from reference_sources.placed_genes import Outcome

SOURCES = (GNOMAD_CONSTRAINT, EXAC_CONSTRAINT)

MINIMUM_GENES = 18_000
MINIMUM_LOEUF = 18_000
MINIMUM_MIS_Z = 17_500
MAXIMUM_LOEUF = 2  # gnomAD cuts the upper bound there
MAXIMUM_Z = 20


def build(cache: Cache, built: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """One row per gene with at least one value; values in range; TP53, BRCA1 and MECP2 as in gnomAD v2.1.1."""
    genes = PlacedGenes(cache, built["genes"], built["gene_spans"])
    gnomad, exac = genes.collect(read_gnomad(cache)), genes.collect(read_exac(cache))
    report("gnomAD", gnomad)
    report("ExAC", exac)
    table = with_symbol(join(gnomad, exac), built["genes"]).select(
        "hgnc_id", "symbol", "loeuf", "loeuf_release", "pli", "pli_release", "mis_z", "mis_z_release"
    )
    check(table)
    return table


def read_gnomad(cache: Cache) -> Iterator[Row]:
    """LOEUF and pLI; LOEUF 0 marks a gene without estimate, whose other cells have slipped by one column."""
    table = pl.read_csv(BytesIO(cache.read(GNOMAD_CONSTRAINT)), separator="\t", quote_char=None)
    for chrom, start, end, symbol, loeuf, pli in table.select(
        pl.col("#chr").str.strip_prefix("chr"), "start", "end", "gene_name", "LOEUF", "pLI"
    ).iter_rows():
        yield Row(symbol, Place(chrom, start, end), (loeuf, pli) if loeuf > 0 else (None, None))


def read_exac(cache: Cache) -> Iterator[Row]:
    """Missense Z of one transcript per gene."""
    table = pl.read_csv(
        BytesIO(cache.read(EXAC_CONSTRAINT)), separator="\t", quote_char=None, schema_overrides={"chr": pl.String}
    )
    for symbol, chrom, start, end, mis_z in table.select("gene", "chr", "tx_start", "tx_end", "mis_z").iter_rows():
        yield Row(symbol, Place(chrom, start, end), (mis_z,))


def join(gnomad: Outcome, exac: Outcome) -> pl.DataFrame:
    """One row per gene that either source has a value for."""
    nothing = (None, None)
    rows = [
        (hgnc_id, *gnomad.values.get(hgnc_id, nothing), *exac.values.get(hgnc_id, (None,)))
        for hgnc_id in sorted({*gnomad.values, *exac.values})
    ]
    schema = {"hgnc_id": pl.Int32, "loeuf": pl.Float64, "pli": pl.Float64, "mis_z": pl.Float64}
    table = pl.DataFrame(rows, schema=schema, orient="row")
    return table.filter(pl.any_horizontal(pl.col("loeuf", "pli", "mis_z").is_not_null())).with_columns(
        release_of("loeuf", GNOMAD_CONSTRAINT),
        release_of("pli", GNOMAD_CONSTRAINT),
        release_of("mis_z", EXAC_CONSTRAINT),
    )


def release_of(column: str, source: Source) -> pl.Expr:
    """The label of the source where the column has a value."""
    return pl.when(pl.col(column).is_not_null()).then(pl.lit(source.label)).alias(f"{column}_release")


def check(table: pl.DataFrame) -> None:
    """Counts, ranges and known values."""
    require(table["hgnc_id"].is_unique().all(), "constraint: a gene occurs twice")
    require(len(table) >= MINIMUM_GENES, f"constraint: only {len(table)} genes")
    for column, minimum in (("loeuf", MINIMUM_LOEUF), ("pli", MINIMUM_LOEUF), ("mis_z", MINIMUM_MIS_Z)):
        found = table[column].count()
        require(found >= minimum, f"constraint: only {found} genes have {column}")
    sound = (
        (pl.col("loeuf") > 0)
        & (pl.col("loeuf") <= MAXIMUM_LOEUF)
        & pl.col("pli").is_between(0, 1)
        & pl.col("mis_z").is_between(-MAXIMUM_Z, MAXIMUM_Z)
    )
    bad = table.filter(~sound)  # a null is neither sound nor bad
    require(bad.is_empty(), f"constraint: impossible values: {bad.rows()[:5]}")
    require_fact(table, symbol="TP53", loeuf=0.469, pli=0.53235)
    require_fact(table, symbol="BRCA1", loeuf=0.915)
    require_fact(table, symbol="MECP2", loeuf=0.407, pli=0.89382)


def report(name: str, outcome: Outcome) -> None:
    """Tell the person who runs the build what could not be used."""
    print(
        f"constraint, {name}: {len(outcome.values):,} genes; {len(outcome.unresolved)} rows whose symbol means no gene "
        f"at that place; {len(outcome.disagreeing)} genes whose rows disagree"
    )
