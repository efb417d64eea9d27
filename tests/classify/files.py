"""Small annotated files for the tests of this folder."""

FIELDS = (
    "Allele", "Consequence", "IMPACT", "SYMBOL", "HGNC_ID", "Feature_type", "Feature", "MANE_SELECT", "HGVSc", "HGVSp",
    "Protein_position", "Amino_acids", "gnomADg_AF", "REVEL", "SpliceAI_max", "CLINVAR_CLNSIG", "CLINVAR_CLNREVSTAT",
)  # fmt: skip
HEAD = (
    "##fileformat=VCFv4.2\n##contig=<ID=chr17,length=83257441>\n##contig=<ID=chrM,length=16569>\n"
    f'##INFO=<ID=CSQ,Number=.,Type=String,Description="Format: {"|".join(FIELDS)}">\n'
    "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n"
)


def entry(allele="T", **values):
    """One annotation entry: a missense variant of TP53 unless told otherwise."""
    given = {
        "Allele": allele, "Consequence": "missense_variant", "IMPACT": "MODERATE", "SYMBOL": "TP53",
        "HGNC_ID": "HGNC:11998", "Feature_type": "Transcript", "Feature": "ENST00000269305.9",
        "MANE_SELECT": "NM_000546.6",
        "HGVSc": "ENST00000269305.9:c.743G>A", "HGVSp": "ENSP00000269305.4:p.Arg248Gln", "Protein_position": "248",
        "Amino_acids": "R/Q", **values,
    }  # fmt: skip
    return "|".join(given.get(name, "") for name in FIELDS)


def record(*entries, chrom="chr17", pos=7674220, ref="C", alt="T"):
    """One line."""
    info = f"CSQ={','.join(entries)}" if entries else "."
    return f"{chrom}\t{pos}\t.\t{ref}\t{alt}\t50\tPASS\t{info}\n"


def vcf(*records):
    """A whole file."""
    return HEAD + "".join(records)
