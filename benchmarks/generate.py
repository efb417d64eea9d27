"""Writes the synthetic data that the benchmarks run on.

The genes have their real names and lie at their real GRCh38 places (the tables
bundled with gmstool). Everything inside a gene is made up: exon structures and
transcripts are synthesised deterministically within each span, and so are the
identifiers of transcripts and proteins. Variants, frequencies, scores and genotypes are drawn
from one stream per seed: the same arguments give the same bytes.

    python benchmarks/generate.py exome 50000 1 small.vcf.gz
    python benchmarks/generate.py wgs 1000000 1 large.vcf.gz
    python benchmarks/generate.py panels panels/
"""

import argparse
from pathlib import Path
from random import Random

from synthetic.genes import load_genes
from synthetic.header import header
from synthetic.panels import write_panels
from synthetic.positions import exome_sites, genome_sites
from synthetic.records import records


def write_vcf(kind: str, count: int, seed: int, output: Path) -> None:
    """A bgzipped VCF and its .tbi."""
    import pysam  # `--help` needs no htslib

    random, genes = Random(f"{kind}:{seed}"), load_genes()
    sites = genome_sites(count, random) if kind == "wgs" else exome_sites(count, genes, random)
    with pysam.BGZFile(str(output), "w", index=None) as stream:
        stream.write(header().encode())
        for record in records(sites, genes, random):
            stream.write(record.encode())
    pysam.tabix_index(str(output), preset="vcf", force=True)


def arguments() -> argparse.Namespace:
    """Positional arguments as in the docstring above."""
    parser = argparse.ArgumentParser(description="Write synthetic benchmark data")
    kinds = parser.add_subparsers(dest="kind", required=True)
    for kind, what in (("exome", "variants in and around exons"), ("wgs", "variants all over the genome")):
        vcf = kinds.add_parser(kind, help=what)
        vcf.add_argument("count", type=int, help="number of records")
        vcf.add_argument("seed", type=int)
        vcf.add_argument("output", type=Path, help="a .vcf.gz")
    kinds.add_parser("panels", help="gene panels of 30, 199 and 560 genes").add_argument("folder", type=Path)
    return parser.parse_args()


def main() -> None:
    """Writes what was asked for."""
    options = arguments()
    if options.kind == "panels":
        write_panels(load_genes(), options.folder)
    else:
        write_vcf(options.kind, options.count, options.seed, options.output)


if __name__ == "__main__":
    main()
