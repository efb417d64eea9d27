"""Write examples/solid.vcf: a made-up solid tumour beside its normal sample, always the same bytes.

usage: python examples/make_solid.py

No patient's data. Places, alleles and names are those of well-known public variants on GRCh38; reads and samples are
invented, and no real tumour carries so many findings: each record is there to show one thing.
"""
# ruff: noqa: INP001, T201, E501  # a script that prints; its table is read as a table, one line a row

from pathlib import Path

from gmstool.consequences import impact_of
from gmstool.vcf.alleles import vep_names

HERE = Path(__file__).parent
FIELDS = [
    "Allele",
    "Consequence",
    "IMPACT",
    "SYMBOL",
    "Gene",
    "Feature_type",
    "Feature",
    "BIOTYPE",
    "EXON",
    "INTRON",
    "HGVSc",
    "HGVSp",
    "Protein_position",
    "Amino_acids",
    "HGNC_ID",
    "CANONICAL",
    "MANE_SELECT",
    "gnomADe_AF",
    "gnomADe_AFR_AF",
    "gnomADe_AMR_AF",
    "gnomADe_EAS_AF",
    "gnomADe_NFE_AF",
    "gnomADe_SAS_AF",
]
CONTIGS = {"chr2": 242193529, "chr5": 181538259, "chr7": 159345973, "chr12": 133275309, "chr13": 114364328,
           "chr17": 83257441}  # fmt: skip
# gene | HGNC | Ensembl gene | transcript | MANE
GENES = {
    "DNMT3A": ("2978", "ENSG00000119772", "ENST00000321117.10", "NM_022552.5"),
    "TERT": ("11730", "ENSG00000164362", "ENST00000310581.10", "NM_198253.3"),
    "EGFR": ("3236", "ENSG00000146648", "ENST00000275493.7", "NM_005228.5"),
    "MET": ("7029", "ENSG00000105976", "ENST00000397752.8", "NM_000245.4"),
    "BRAF": ("1097", "ENSG00000157764", "ENST00000646891.2", "NM_004333.6"),
    "KRAS": ("6407", "ENSG00000133703", "ENST00000311936.8", "NM_004985.5"),
    "RB1": ("9884", "ENSG00000139687", "ENST00000267163.6", "NM_000321.3"),
    "TP53": ("11998", "ENSG00000141510", "ENST00000269305.9", "NM_000546.6"),
    "BRCA1": ("1100", "ENSG00000012048", "ENST00000357654.9", "NM_007294.4"),
}
# place | change | gene | consequence | HGVSc | HGVSp | exon | intron | residue | residues | gnomAD: all, AFR AMR EAS NFE SAS | tumour: ref, alt | forward, reverse | normal: ref, alt
VARIANTS = """
chr2:25234373 | C>T | DNMT3A | missense_variant | c.2645G>A | p.Arg882His | 23/23 | | 882 | R/H | 0.0004 0.0003 0.0002 0.0001 0.0006 0.0004 | 940,61 | 30,31 | 601,33
chr5:1295113 | G>A | TERT | upstream_gene_variant | | | | | | | | 210,44 | 21,23 | 180,0
chr7:55191822 | T>G | EGFR | missense_variant | c.2573T>G | p.Leu858Arg | 21/28 | | 858 | L/R | | 820,301 | 150,151 | 512,0
chr7:116771990 | G>A | MET | splice_donor_variant | c.3028+1G>A | | | 14/20 | | | | 700,180 | 92,88 | 490,0
chr7:140753336 | A>T | BRAF | missense_variant | c.1799T>A | p.Val600Glu | 15/18 | | 600 | V/E | | 690,260 | 133,127 | 500,0
chr12:25245351 | C>A | KRAS | missense_variant | c.34G>T | p.Gly12Cys | 2/5 | | 12 | G/C | | 650,244 | 120,124 | 498,0
chr13:48367512 | C>T | RB1 | stop_gained | c.958C>T | p.Arg320Ter | 10/27 | | 320 | R/* | | 402,351 | 180,171 | 470,0
chr17:7675088 | C>T | TP53 | missense_variant | c.524G>A | p.Arg175His | 5/11 | | 175 | R/H | | 300,455 | 230,225 | 455,1
chr17:7676154 | G>C | TP53 | missense_variant | c.215C>G | p.Pro72Arg | 4/11 | | 72 | P/R | 0.66 0.37 0.71 0.55 0.74 0.52 | 20,700 | 350,350 | 4,450
chr17:43124027 | ACT>A | BRCA1 | frameshift_variant | c.68_69del | p.Glu23ValfsTer17 | 2/23 | | 23 | E/X | 0.0002 0 0.0001 0 0.0003 0 | 380,415 | 210,205 | 251,240
"""
HEADER = """##fileformat=VCFv4.2
##source=examples/make_solid.py of gmstool: made up, no patient's data
##VEP="v113" assembly="GRCh38.p14"
##tumor_sample=solid_T
##normal_sample=solid_N
{contigs}
##FILTER=<ID=PASS,Description="All filters passed">
##INFO=<ID=CALLERS,Number=.,Type=String,Description="Callers that found the variant">
##INFO=<ID=CSQ,Number=.,Type=String,Description="Consequence annotations from Ensembl VEP. Format: {fields}">
##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">
##FORMAT=<ID=AD,Number=R,Type=Integer,Description="Reads supporting each allele">
##FORMAT=<ID=AF,Number=A,Type=Float,Description="Allele fraction">
##FORMAT=<ID=DP,Number=1,Type=Integer,Description="Read depth">
##FORMAT=<ID=SB,Number=4,Type=Integer,Description="Reads of reference and alternate, forward and reverse">
#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tsolid_N\tsolid_T"""


def entry(cells: list[str], alleles: list[str]) -> str:
    """One VEP entry of a row."""
    gene, terms, coding, protein, exon, intron, residue, residues, gnomad = cells[2:11]
    number, ensembl, transcript, mane = GENES[gene]
    frequencies = gnomad.split() or [""] * 6
    values = dict(zip(FIELDS, (
        vep_names(alleles[0], alleles[1:])[0], terms, impact_of([terms]) or "", gene, ensembl, "Transcript", transcript,
        "protein_coding", exon, intron, f"{transcript}:{coding}" if coding else "", f"ENSP:{protein}" if protein else "",
        residue, residues, f"HGNC:{number}", "YES", mane, *frequencies,
    ), strict=True))  # fmt: skip
    return "|".join(values[name] for name in FIELDS)


def call(reads: str, strands: str | None) -> str:
    """GT:AD:AF:DP:SB of one sample."""
    reference, alternate = (int(one) for one in reads.split(","))
    forward, reverse = (int(one) for one in (strands or f"{alternate // 2},{alternate - alternate // 2}").split(","))
    depth = reference + alternate
    genotype = "0/0" if alternate * 50 < depth else "0/1"
    both = f"{reference // 2},{reference - reference // 2},{forward},{reverse}"
    return f"{genotype}:{reference},{alternate}:{round(alternate / depth, 4):g}:{depth}:{both}"


def line(row: str) -> str:
    cells = [cell.strip() for cell in row.split("|")]
    chrom, pos = cells[0].split(":")
    alleles = cells[1].split(">")
    info = f"CALLERS=vardict,gatk_mutect2;CSQ={entry(cells, alleles)}"
    calls = [call(cells[13], None), call(cells[11], cells[12])]
    return "\t".join([chrom, pos, ".", *alleles, ".", "PASS", info, "GT:AD:AF:DP:SB", *calls])


def main() -> None:
    contigs = "\n".join(f"##contig=<ID={name},length={length}>" for name, length in CONTIGS.items())
    lines = [
        HEADER.format(contigs=contigs, fields="|".join(FIELDS)),
        *(line(row) for row in VARIANTS.strip().splitlines()),
    ]
    (HERE / "solid.vcf").write_text("\n".join(lines) + "\n", "utf-8", newline="\n")
    print(f"wrote {HERE.name}/solid.vcf")


if __name__ == "__main__":
    main()
