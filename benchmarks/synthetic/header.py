"""The VCF header."""

from typing import Final

from synthetic.contigs import ASSEMBLY, LENGTHS
from synthetic.csq import FIELDS
from synthetic.trio import SAMPLES

FILTERS: Final = (
    ("PASS", "All filters passed"),
    ("VQSRTrancheSNP99.90to100.00", "Truth sensitivity tranche level for SNP model"),
)
SITE_FIELDS: Final = (
    ("AC", "A", "Integer", "Allele count in genotypes"),
    ("AF", "A", "Float", "Allele frequency in genotypes"),
    ("AN", "1", "Integer", "Total number of alleles in called genotypes"),
    ("BaseQRankSum", "1", "Float", "Alternate against reference base qualities"),
    ("DP", "1", "Integer", "Approximate read depth"),
    ("ExcessHet", "1", "Float", "Phred-scaled p-value for excess heterozygosity"),
    ("FS", "1", "Float", "Phred-scaled strand bias"),
    ("MQ", "1", "Float", "RMS mapping quality"),
    ("MQRankSum", "1", "Float", "Alternate against reference mapping qualities"),
    ("QD", "1", "Float", "Variant confidence by depth"),
    ("ReadPosRankSum", "1", "Float", "Alternate against reference read positions"),
    ("SOR", "1", "Float", "Symmetric odds ratio of strand bias"),
    ("VQSLOD", "1", "Float", "Log odds of being a true variant"),
    ("culprit", "1", "String", "Annotation that performed worst"),
    ("CSQ", ".", "String", f"Consequence annotations from Ensembl VEP. Format: {'|'.join(FIELDS)}"),
)
SAMPLE_FIELDS: Final = (
    ("GT", "1", "String", "Genotype"),
    ("AD", "R", "Integer", "Allelic depths"),
    ("DP", "1", "Integer", "Read depth"),
    ("GQ", "1", "Integer", "Genotype quality"),
    ("PL", "G", "Integer", "Phred-scaled genotype likelihoods"),
)


def header() -> str:
    """Everything up to and including the #CHROM line."""
    lines = [
        "##fileformat=VCFv4.2",
        f'##VEP="v110" time="2024-01-01 00:00:00" cache="homo_sapiens/110_{ASSEMBLY}" assembly="{ASSEMBLY}.p14"',
        "##source=gmstool-benchmark-generator",
        *(f'##FILTER=<ID={key},Description="{text}">' for key, text in FILTERS),
        *_definitions("INFO", SITE_FIELDS),
        *_definitions("FORMAT", SAMPLE_FIELDS),
        *(f"##contig=<ID={contig},length={length},assembly={ASSEMBLY}>" for contig, length in LENGTHS.items()),
        "\t".join(("#CHROM", "POS", "ID", "REF", "ALT", "QUAL", "FILTER", "INFO", "FORMAT", *SAMPLES)),
    ]
    return "\n".join(lines) + "\n"


def _definitions(column: str, fields: tuple[tuple[str, str, str, str], ...]) -> list[str]:
    line = '##{}=<ID={},Number={},Type={},Description="{}">'
    return [line.format(column, *field) for field in fields]
