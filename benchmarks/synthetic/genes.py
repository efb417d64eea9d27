"""Genes at their real GRCh38 places, from the tables bundled with gmstool."""

from dataclasses import dataclass
from math import isqrt
from pathlib import Path
from typing import Final

from synthetic.contigs import ASSEMBLY, LENGTHS, MITOCHONDRION, prefixed

BUNDLED: Final = Path(__file__).parents[2] / "src/gmstool/reference/data"
PROTEIN_CODING: Final = "protein_coding"
BIOTYPES: Final = {
    "gene with protein product": PROTEIN_CODING,
    "pseudogene": "processed_pseudogene",
    "RNA, micro": "miRNA",
    "RNA, small nucleolar": "snoRNA",
    "RNA, small nuclear": "snRNA",
}  # HGNC locus type → Ensembl biotype; all others are drawn as lncRNA


@dataclass(frozen=True, slots=True, eq=False)
class Gene:
    """One gene; `start` and `end` are 1-based and inclusive. Compared by identity, as it keys a cache."""

    number: int  # of the HGNC identifier; identifiers of transcripts are made from it
    symbol: str
    ensembl: str
    biotype: str
    chrom: str
    start: int
    end: int

    @property
    def is_coding(self) -> bool:
        """Does it make a protein?"""
        return self.biotype == PROTEIN_CODING

    @property
    def exon_count(self) -> int:
        """Grows with the square root of the span: about 15 for BRCA1, 26 for CFTR, 75 for DMD."""
        if self.chrom == MITOCHONDRION or not (self.is_coding or self.biotype == "lncRNA"):
            return 1
        return 1 + isqrt(self.end - self.start) // (20 if self.is_coding else 60)


def load_genes() -> dict[str, list[Gene]]:
    """Genes by contig, each list sorted by start; those that Ensembl does not list are left out, as VEP would."""
    import polars as pl  # `--help` needs no table

    names = pl.read_parquet(BUNDLED / "genes.parquet").select("hgnc_id", "ensembl_gene_id", "locus_type").drop_nulls()
    spans = pl.read_parquet(BUNDLED / "gene_spans.parquet").filter(pl.col("build") == ASSEMBLY)
    one_place = spans.unique("symbol", keep="first", maintain_order=True).join(names, on="hgnc_id")
    genes = [
        Gene(number, symbol, ensembl, BIOTYPES.get(locus_type, "lncRNA"), prefixed(chrom), start, end)
        for number, symbol, ensembl, locus_type, chrom, start, end in one_place.select(
            "hgnc_id", "symbol", "ensembl_gene_id", "locus_type", "chrom", "start", "end"
        ).rows()
    ]
    genes.sort(key=lambda gene: (gene.start, gene.end, gene.symbol))
    return {contig: [gene for gene in genes if gene.chrom == contig] for contig in LENGTHS}
