"""Write the example files: a made-up family and a made-up tumour, always the same bytes.

usage: python examples/make_examples.py

No patient's data. Positions, alleles and names are those of well-known public variants (dbSNP, ClinVar, the
literature), on GRCh38. People, genotypes, reads, quality, laboratory counts and scores are invented; frequencies are
rounded. No real person carries so many findings: each record is there to show one thing, named by `shows`.
"""
# ruff: noqa: INP001, T201, E501, SIM905  # a script that prints; its tables are read as tables, one line a row

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from gmstool.consequences import impact_of
from gmstool.genome import RCRS_LENGTH, chromosome_length
from gmstool.vcf.alleles import vep_names

HERE = Path(__file__).parent
CONTIGS = (*(f"chr{name}" for name in (*range(1, 23), "X", "Y")), "chrM")

# symbol | HGNC id | Ensembl gene | transcript | biotype | strand | canonical | MANE Select | MANE Plus Clinical | protein
ENSEMBL = """
MTHFR | 7436 | ENSG00000177000 | ENST00000376590.9 | protein_coding | -1 | YES | NM_005957.5 | | ENSP00000365775.3
LMNA | 6636 | ENSG00000160789 | ENST00000368300.9 | protein_coding | 1 | YES | NM_170707.4 | | ENSP00000357283.4
MCM6 | 6949 | ENSG00000076003 | ENST00000264156.3 | protein_coding | -1 | YES | NM_005915.6 | | ENSP00000264156.2
HFE | 4886 | ENSG00000010704 | ENST00000357618.10 | protein_coding | 1 | YES | NM_000410.4 | | ENSP00000350237.5
CFTR | 1884 | ENSG00000001626 | ENST00000003084.11 | protein_coding | 1 | YES | NM_000492.4 | | ENSP00000003084.6
CDKN2B-AS1 | 34341 | ENSG00000240498 | ENST00000428597.6 | lncRNA | 1 | YES | | |
PAH | 8582 | ENSG00000171759 | ENST00000553106.6 | protein_coding | -1 | YES | NM_000277.3 | | ENSP00000448059.1
PTPN11 | 9644 | ENSG00000179295 | ENST00000351677.7 | protein_coding | 1 | YES | NM_002834.5 | | ENSP00000340944.3
GJB2 | 4284 | ENSG00000165474 | ENST00000382848.5 | protein_coding | -1 | YES | NM_004004.6 | | ENSP00000372299.4
ATP7B | 870 | ENSG00000123191 | ENST00000242839.10 | protein_coding | -1 | YES | NM_000053.4 | | ENSP00000242839.5
BRCA1 | 1100 | ENSG00000012048 | ENST00000357654.9 | protein_coding | -1 | YES | NM_007294.4 | | ENSP00000350283.3
NBR2 | 20691 | ENSG00000198496 | ENST00000460115.5 | lncRNA | 1 | YES | | |
APOE | 613 | ENSG00000130203 | ENST00000252486.9 | protein_coding | 1 | YES | NM_000041.4 | | ENSP00000252486.3
MECP2 | 6990 | ENSG00000169057 | ENST00000453960.7 | protein_coding | -1 | YES | NM_001110792.2 | | ENSP00000395535.2
MECP2 e2 | 6990 | ENSG00000169057 | ENST00000303391.11 | protein_coding | -1 | | | NM_004992.4 | ENSP00000301948.6
MT-TL1 | 7490 | ENSG00000209082 | ENST00000386347.1 | Mt_tRNA | 1 | YES | | |
MT-ND1 | 7455 | ENSG00000198888 | ENST00000361390.2 | protein_coding | 1 | YES | | | ENSP00000354687.2
MT-ND4 | 7459 | ENSG00000198886 | ENST00000361381.2 | protein_coding | 1 | YES | | | ENSP00000354961.2
"""
# symbol | | NCBI gene | transcript | biotype | strand | canonical | | | protein
REFSEQ = """
MTHFR | | 4524 | NM_005957.5 | protein_coding | -1 | YES | | | NP_005948.3
NRAS | | 4893 | NM_002524.5 | protein_coding | -1 | YES | | | NP_002515.1
DNMT3A | | 1788 | NM_022552.5 | protein_coding | -1 | YES | | | NP_072046.2
SF3B1 | | 23451 | NM_012433.4 | protein_coding | -1 | YES | | | NP_036565.2
IDH1 | | 3417 | NM_005896.4 | protein_coding | -1 | YES | | | NP_005887.2
TET2 | | 54790 | NM_001127208.3 | protein_coding | 1 | YES | | | NP_001120680.1
NPM1 | | 4869 | NM_002520.7 | protein_coding | 1 | YES | | | NP_002511.1
JAK2 | | 3717 | NM_004972.4 | protein_coding | 1 | YES | | | NP_004963.1
KRAS | | 3845 | NM_004985.5 | protein_coding | -1 | YES | | | NP_004976.2
FLT3 | | 2322 | NM_004119.3 | protein_coding | -1 | YES | | | NP_004110.2
IDH2 | | 3418 | NM_002168.4 | protein_coding | -1 | YES | | | NP_002159.2
TP53 | | 7157 | NM_000546.6 | protein_coding | -1 | YES | | | NP_000537.3
SRSF2 | | 6427 | NM_003016.4 | protein_coding | -1 | YES | | | NP_003007.2
ASXL1 | | 171023 | NM_015338.6 | protein_coding | 1 | YES | | | NP_056153.2
"""


@dataclass(frozen=True)
class Entry:
    """One annotation entry: a consequence on a transcript, and what VEP knows about the allele."""

    name: str  # key of a transcript table
    terms: str
    hgvsc: str = ""
    hgvsp: str = ""
    place: str = ""  # e11/27 for an exon, i13/16 for an intron
    amino_acids: str = ""
    clin_sig: str = ""
    af: tuple[float | None, float | None] = (None, None)  # gnomAD exomes, gnomAD genomes
    revel: float | None = None
    spliceai: tuple[float, float, float, float] | None = None
    distance: int | None = None
    alt: int = 0


@dataclass(frozen=True)
class Record:
    """One line of the family file; `calls` are the genotypes of child, father and mother."""

    place: str
    identifier: str
    change: str
    calls: str
    entries: tuple[Entry, ...]
    shows: str
    seen: str = ""  # loqusdb: cases, homozygous cases, fraction of cases
    filter: str = "PASS"


FAMILY = (
    Record(
        "chr1:11796321", "rs1801133", "G>A", "0/1 0/1 0/0",
        (Entry("MTHFR", "missense_variant", "c.665C>T", "p.Ala222Val", "e5/12", "A/V", "drug_response", (0.31, 0.28), 0.26),),
        "a common variant of a gene outside the panel", "4410 1190 0.441",
    ),
    Record(
        "chr1:156138613", "rs58596362", "C>T", "0/1 0/0 0/0",
        (Entry("LMNA", "synonymous_variant", "c.1824C>T", "p.Gly608%3D", "e11/12", "G", "pathogenic",
               spliceai=(0, 0, 0.61, 0)),),
        "synonymous, dropped by impact and rescued by ClinVar",
    ),
    Record(
        "chr2:135851076", "rs4988235", "G>A", "0/1 1/1 0/0",
        (Entry("MCM6", "intron_variant", "c.1917+326C>T", place="i13/16", clin_sig="benign&association", af=(None, 0.35)),),
        "a common variant outside the panel", "7020 4630 0.702",
    ),
    Record(
        "chr6:26092913", "rs1800562", "G>A", "0/1 0/0 0/1",
        (Entry("HFE", "missense_variant", "c.845G>A", "p.Cys282Tyr", "e4/6", "C/Y", "pathogenic&other", (0.033, 0.039), 0.87),),
        "pathogenic and common, outside the panel: not rescued", "1190 36 0.119",
    ),
    Record(
        "chr7:117530975", "rs78655421", "G>A", "0/0 0/0 0/1",
        (Entry("CFTR", "missense_variant", "c.350G>A", "p.Arg117His", "e4/27", "R/H", "pathogenic&drug_response",
               (0.0015, 0.0012), 0.89),),
        "kept although the child does not carry it: gms filter judges variants, not inheritance", "41 0 0.0041",
    ),
    Record(
        "chr7:117548628", "rs1805177", "GTT>G,GTTTT", "0/1 0/1 0/2",
        (
            Entry("CFTR", "splice_polypyrimidine_tract_variant&intron_variant", "c.1210-7_1210-6del", place="i9/26",
                  clin_sig="drug_response", af=(0.041, 0.044), spliceai=(0.02, 0.05, 0, 0)),
            Entry("CFTR", "splice_polypyrimidine_tract_variant&intron_variant", "c.1210-7_1210-6dup", place="i9/26",
                  clin_sig="benign", af=(0.11, 0.12), alt=1),
        ),
        "two alternate alleles, both dropped by impact", "900 31 0.09",
    ),
    Record(
        "chr7:117559479", "rs213950", "G>A", "1/1 0/1 0/1",
        (Entry("CFTR", "missense_variant", "c.1408G>A", "p.Val470Met", "e11/27", "V/M", "benign", (0.57, 0.61), 0.34),),
        "in the panel, dropped by frequency", "8150 3020 0.815",
    ),
    Record(
        "chr7:117559590", "rs113993960", "ATCT>A", "0/1 0/1 0/0",
        (Entry("CFTR", "inframe_deletion", "c.1521_1523del", "p.Phe508del", "e11/27", "IF/I", "pathogenic&drug_response",
               (0.0071, 0.0084)),),
        "above the frequency limit, rescued by ClinVar", "238 1 0.0238",
    ),
    Record(
        "chr7:117559594", "rs74571530", "T>G", "0/1 0/0 0/0",
        (Entry("CFTR", "missense_variant", "c.1523T>G", "p.Phe508Cys", "e11/27", "F/C",
               "conflicting_interpretations_of_pathogenicity", (0.0008, 0.0009), 0.72),),
        "few reads and a failed filter: for --pass and --min-gq", "3 0 0.0003", "LowQual",
    ),
    Record(
        "chr9:22125504", "rs1333049", "G>C", "0/1 0/1 0/1",
        (Entry("CDKN2B-AS1", "intron_variant", "n.4271+4131G>C", place="i19/19", af=(None, 0.44)),),
        "non-coding and common, outside the panel",
    ),
    Record(
        "chr12:102840399", "rs5030861", "C>T", "0/1 0/1 0/0",
        (Entry("PAH", "splice_donor_variant", "c.1315+1G>A", place="i12/12", clin_sig="pathogenic", af=(0.0006, 0.0005),
               spliceai=(0, 0, 0.02, 0.99)),),
        "kept: HIGH and rare, from the father", "17 0 0.0017",
    ),
    Record(
        "chr12:102840473", "rs1801152", "G>A", "0/1 0/0 0/1",
        (Entry("PAH", "synonymous_variant", "c.1242C>T", "p.Tyr414%3D", "e12/13", "Y", "benign", (0.053, 0.049)),),
        "in the panel, dropped by impact", "1080 29 0.108",
    ),
    Record(
        "chr12:102840493", "rs5030858", "G>A", "0/1 0/0 0/1",
        (Entry("PAH", "missense_variant", "c.1222C>T", "p.Arg408Trp", "e12/13", "R/W", "pathogenic", (0.0009, 0.001), 0.98),),
        "kept: the second hit in PAH, from the mother", "33 0 0.0033",
    ),
    Record(
        "chr12:112477719", "rs28933386", "A>G", "0/1 0/0 0/0",
        (Entry("PTPN11", "missense_variant", "c.922A>G", "p.Asn308Asp", "e8/16", "N/D", "pathogenic", revel=0.91),),
        "kept: looked up in gnomAD and absent, new in the child",
    ),
    Record(
        "chr13:20189503", "rs2274084", "C>T", "0/0 0/1 0/0",
        (Entry("GJB2", "missense_variant", "c.79G>A", "p.Val27Ile", "e2/2", "V/I", "benign", (0.072, 0.055), 0.68),),
        "in the panel, dropped by frequency", "95 2 0.0095",
    ),
    Record(
        "chr13:20189546", "rs80338939", "AC>A", "0/1 0/0 0/1",
        (Entry("GJB2", "frameshift_variant", "c.35del", "p.Gly12ValfsTer2", "e2/2", "G/X", "pathogenic", (0.006, 0.0066)),),
        "above the frequency limit, rescued by ClinVar", "203 2 0.0203",
    ),
    Record(
        "chr13:51941218", "rs1801249", "A>G", "0/1 1/1 0/1",
        (Entry("ATP7B", "missense_variant", "c.3419T>C", "p.Val1140Ala", "e16/21", "V/A", "benign", (0.54, 0.53), 0.4),),
        "in the panel, dropped by frequency", "6900 2310 0.69",
    ),
    Record(
        "chr13:51944145", "rs76151636", "G>T,A", "0/1 0/1 0/2",
        (
            Entry("ATP7B", "missense_variant", "c.3207C>A", "p.His1069Gln", "e14/21", "H/Q", "pathogenic", (0.0009, 0.001), 0.93),
            Entry("ATP7B", "synonymous_variant", "c.3207C>T", "p.His1069%3D", "e14/21", "H", af=(0.00001, None), alt=1),
        ),
        "two alternate alleles: the first kept, the second dropped by impact", "36 0 0.0036",
    ),
    Record(
        "chr13:51949672", "rs732774", "C>T", "0/1 0/1 0/1",
        (Entry("ATP7B", "missense_variant", "c.2855G>A", "p.Arg952Lys", "e12/21", "R/K", "benign", (0.45, 0.4), 0.12),),
        "in the panel, dropped by frequency", "6320 2010 0.632",
    ),
    Record(
        "chr17:43094464", "rs1799950", "T>C", "0/0 0/1 0/0",
        (Entry("BRCA1", "missense_variant", "c.1067A>G", "p.Gln356Arg", "e10/23", "Q/R", "benign", (0.045, 0.044), 0.2),),
        "benign and outside the panel", "1240 41 0.124",
    ),
    Record(
        "chr17:43124027", "rs80357914", "ACT>A", "0/1 0/0 0/1",
        (
            Entry("BRCA1", "frameshift_variant", "c.68_69del", "p.Glu23ValfsTer17", "e2/23", "E/X", "pathogenic", (0.0002, 0.0001)),
            Entry("NBR2", "upstream_gene_variant", clin_sig="pathogenic", distance=1523),
        ),
        "pathogenic outside the panel: never rescued without consent; two genes, two rows",
    ),
    Record(
        "chr19:44908684", "rs429358", "T>C", "0/1 0/0 0/1",
        (Entry("APOE", "missense_variant", "c.388T>C", "p.Cys130Arg", "e4/4", "C/R", "risk_factor", (0.14, 0.17), 0.07),),
        "outside the panel", "3100 320 0.31",
    ),
    Record(
        "chrX:154092209", ".", "T>C", "0/1 0 0/0",
        (
            Entry("MECP2", "intron_variant", "c.62+5395A>G", place="i1/2"),
            Entry("MECP2 e2", "start_lost", "c.1A>G", "p.Met1?", "e2/4", "M/V"),
        ),
        "intronic on MANE Select, start lost on MANE Plus Clinical: kept, passed_on names the second transcript",
    ),
    Record(
        "chrM:3243", "rs199474657", "A>G", "0/1 0/0 0/1",
        (
            Entry("MT-TL1", "non_coding_transcript_exon_variant", "n.14A>G", place="e1/1", clin_sig="pathogenic"),
            Entry("MT-ND1", "upstream_gene_variant", clin_sig="pathogenic", distance=64),
        ),
        "mitochondrial tRNA, MODIFIER: rescued by ClinVar",
    ),
    Record(
        "chrM:11778", "rs199476112", "G>A", "1/1 0/0 1/1",
        (Entry("MT-ND4", "missense_variant", "c.1019G>A", "p.Arg340His", "e1/1", "R/H", "pathogenic"),),
        "mitochondrial, and the file has no mtDNA frequencies: kept with unknown frequency",
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Somatic:
    """One line of the tumour file. `normals` are Artifact and ArtifactNrSD, `noise` PanelMedian and PositionNrSD."""

    place: str
    change: str
    reads: tuple[int, int]
    entry: Entry
    hotspot: str = "4-other"
    normals: tuple[str, str] = ("0,0,36", "1000,1000")
    noise: tuple[str, str] = ("0.0001", "85.20")
    filter: str = "PASS"


TUMOUR = (
    Somatic("chr1:11796321", "G>A", (402, 391),
            Entry("MTHFR", "missense_variant", "c.665C>T", "p.Ala222Val", "e5/12", "A/V", "drug_response", (0.31, None)),
            normals=("19,19,36", "0.1,0.1")),
    Somatic("chr1:114716126", "C>T", (1188, 4),
            Entry("NRAS", "missense_variant", "c.35G>A", "p.Gly12Asp", "e2/7", "G/D", "uncertain_significance"),
            "1-hotspot", noise=("0.0012", "3.10"), filter="low_allele_frac"),
    Somatic("chr2:25234373", "C>T", (590, 432),
            Entry("DNMT3A", "missense_variant", "c.2645G>A", "p.Arg882His", "e23/23", "R/H", "pathogenic", (0.0004, None)),
            "1-hotspot"),
    Somatic("chr2:197402110", "T>C", (871, 5),
            Entry("SF3B1", "missense_variant", "c.2098A>G", "p.Lys700Glu", "e15/25", "K/E", "likely_pathogenic"), "1-hotspot",
            noise=("0.0002", "2.40"), filter="weak_evidence"),
    Somatic("chr2:208248388", "C>T", (1012, 31),
            Entry("IDH1", "missense_variant", "c.395G>A", "p.Arg132His", "e4/10", "R/H", "pathogenic"), "1-hotspot"),
    Somatic("chr4:105275794", "A>G", (455, 448),
            Entry("TET2", "missense_variant", "c.5284A>G", "p.Ile1762Val", "e11/11", "I/V", "benign", (0.24, None)),
            normals=("15,14,36", "0.2,0.2")),
    Somatic("chr5:171410539", "C>CTCTG", (701, 422),
            Entry("NPM1", "frameshift_variant", "c.860_863dup", "p.Trp288CysfsTer12", "e11/11", "W/CLX", "pathogenic"),
            "2-indel"),
    Somatic("chr9:5073770", "G>T", (1650, 20),
            Entry("JAK2", "missense_variant", "c.1849G>T", "p.Val617Phe", "e14/25", "V/F", "pathogenic", (0.0004, None)),
            "1-hotspot", noise=("0.0003", "21.70")),
    Somatic("chr12:25245350", "C>T", (903, 38),
            Entry("KRAS", "missense_variant", "c.35G>A", "p.Gly12Asp", "e2/5", "G/D", "pathogenic"), "1-hotspot"),
    Somatic("chr13:28018505", "C>A", (888, 107),
            Entry("FLT3", "missense_variant", "c.2503G>T", "p.Asp835Tyr", "e20/24", "D/Y", "pathogenic"), "1-hotspot"),
    Somatic("chr15:90088702", "C>T", (610, 401),
            Entry("IDH2", "missense_variant", "c.419G>A", "p.Arg140Gln", "e4/11", "R/Q", "pathogenic"), "1-hotspot"),
    Somatic("chr17:7676154", "G>C", (88, 790),
            Entry("TP53", "missense_variant", "c.215C>G", "p.Pro72Arg", "e4/11", "P/R", "benign&drug_response", (0.66, None)),
            normals=("31,31,36", "0.1,0.1")),
    Somatic("chr17:76736877", "G>T", (377, 312),
            Entry("SRSF2", "missense_variant", "c.284C>A", "p.Pro95His", "e1/3", "P/H", "likely_pathogenic"), "1-hotspot"),
    Somatic("chr20:32434638", "A>AG", (655, 43),
            Entry("ASXL1", "frameshift_variant", "c.1934dup", "p.Gly646TrpfsTer12", "e13/13", "-/X", "uncertain_significance",
                  (0.0003, None)),
            "2-indel", ("14,15,36", "1.2,1.4"), ("0.0410", "1.90")),
)  # fmt: skip


FAMILY_FIELDS = (
    "Allele Consequence IMPACT SYMBOL Gene Feature_type Feature BIOTYPE EXON INTRON HGVSc HGVSp CDS_position "
    "Protein_position Amino_acids Existing_variation DISTANCE STRAND SYMBOL_SOURCE HGNC_ID CANONICAL MANE_SELECT "
    "MANE_PLUS_CLINICAL ENSP CLIN_SIG gnomADe_AF gnomADg_AF REVEL SpliceAI_pred_DS_AG SpliceAI_pred_DS_AL "
    "SpliceAI_pred_DS_DG SpliceAI_pred_DS_DL"
).split()
TUMOUR_FIELDS = (
    "Allele Consequence IMPACT SYMBOL Gene Feature_type Feature BIOTYPE EXON INTRON HGVSc HGVSp CDS_position "
    "Protein_position Amino_acids Existing_variation DISTANCE STRAND VARIANT_CLASS SYMBOL_SOURCE CANONICAL ENSP "
    "gnomAD_AF CLIN_SIG"
).split()
FAMILY_HEADER = """
##FILTER=<ID=PASS,Description="All filters passed">
##FILTER=<ID=LowQual,Description="Low quality">
##INFO=<ID=Obs,Number=1,Type=Integer,Description="loqusdb: cases with the variant">
##INFO=<ID=Hom,Number=1,Type=Integer,Description="loqusdb: homozygous cases">
##INFO=<ID=Frq,Number=1,Type=Float,Description="loqusdb: fraction of cases with the variant">
##INFO=<ID=CSQ,Number=.,Type=String,Description="Consequence annotations from Ensembl VEP. Format: {fields}">
##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">
##FORMAT=<ID=AD,Number=R,Type=Integer,Description="Reads supporting each allele">
##FORMAT=<ID=DP,Number=1,Type=Integer,Description="Read depth">
##FORMAT=<ID=GQ,Number=1,Type=Integer,Description="Genotype quality">
"""
TUMOUR_HEADER = """
##FILTER=<ID=PASS,Description="All filters passed">
##FILTER=<ID=low_allele_frac,Description="Allele fraction is below specified threshold">
##FILTER=<ID=weak_evidence,Description="Mutation does not meet likelihood threshold">
##INFO=<ID=AF,Number=A,Type=Float,Description="Allele fraction in the tumour">
##INFO=<ID=DP,Number=1,Type=Integer,Description="Total depth">
##INFO=<ID=CALLERS,Number=.,Type=String,Description="Callers that found the variant">
##INFO=<ID=Artifact,Number=1,Type=String,Description="Observations in normal samples: vardict, mutect2, panel size">
##INFO=<ID=ArtifactNrSD,Number=1,Type=String,Description="Distance from the artefact median in SD: vardict, mutect2">
##INFO=<ID=PanelMedian,Number=1,Type=Float,Description="Background median in normal samples">
##INFO=<ID=PositionNrSD,Number=1,Type=Float,Description="Distance from the background median in SD">
##INFO=<ID=Hotspot,Number=1,Type=String,Description="Hotspot class">
##INFO=<ID=CSQ,Number=.,Type=String,Description="Consequence annotations from Ensembl VEP. Format: {fields}">
##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">
##FORMAT=<ID=AD,Number=R,Type=Integer,Description="Reads supporting each allele">
##FORMAT=<ID=AF,Number=A,Type=Float,Description="Allele fraction">
##FORMAT=<ID=DP,Number=1,Type=Integer,Description="Read depth">
"""


def transcripts(table: str) -> dict[str, list[str]]:
    rows = ([cell.strip() for cell in line.split("|")] for line in table.strip().splitlines())
    return {row[0]: row for row in rows}


def header(version: str, body: str, fields: list[str], samples: str) -> list[str]:
    """Header lines. The file says of itself that it is made up."""
    lengths = {name: chromosome_length("GRCh38", name) for name in CONTIGS} | {"chrM": RCRS_LENGTH}
    return [
        "##fileformat=VCFv4.2",
        "##source=examples/make_examples.py of gmstool: made up, no patient's data",
        f'##VEP="{version}" assembly="GRCh38.p14"',
        *(f"##contig=<ID={name},length={length}>" for name, length in lengths.items()),
        *body.strip().format(fields="|".join(fields)).splitlines(),
        f"#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\t{samples}",
    ]


def csq(entry: Entry, known: list[str], fields: list[str], alleles: list[str], identifier: str) -> str:
    """One entry as VEP writes it."""
    _, hgnc, gene, transcript, biotype, strand, canonical, select, clinical, protein = known
    numbers = {letter: re.findall(r"\d+", text)[:1] for letter, text in (("c", entry.hgvsc), ("p", entry.hgvsp))}
    scores = dict(zip(("AG", "AL", "DG", "DL"), entry.spliceai or (), strict=False))
    values = {
        "Allele": vep_names(alleles[0], alleles[1:])[entry.alt], "Consequence": entry.terms,
        "IMPACT": impact_of(entry.terms.split("&")) or "", "SYMBOL": known[0].removesuffix(" e2"), "Gene": gene,
        "Feature_type": "Transcript", "Feature": transcript, "BIOTYPE": biotype,
        "EXON": entry.place[1:] if entry.place.startswith("e") else "",
        "INTRON": entry.place[1:] if entry.place.startswith("i") else "",
        "HGVSc": f"{transcript}:{entry.hgvsc}" if entry.hgvsc else "",
        "HGVSp": f"{protein}:{entry.hgvsp}" if entry.hgvsp else "",
        "CDS_position": "".join(numbers["c"]) if entry.hgvsp else "", "Protein_position": "".join(numbers["p"]),
        "Amino_acids": entry.amino_acids, "Existing_variation": "" if identifier == "." else identifier,
        "DISTANCE": text(entry.distance), "STRAND": strand, "SYMBOL_SOURCE": "HGNC" if hgnc else "EntrezGene",
        "VARIANT_CLASS": "SNV" if len(alleles[0]) == len(alleles[1]) else "insertion",
        "HGNC_ID": f"HGNC:{hgnc}", "CANONICAL": canonical, "MANE_SELECT": select, "MANE_PLUS_CLINICAL": clinical,
        "ENSP": protein, "CLIN_SIG": entry.clin_sig, "gnomADe_AF": text(entry.af[0]), "gnomADg_AF": text(entry.af[1]),
        "gnomAD_AF": text(entry.af[0]), "REVEL": text(entry.revel),
        **{f"SpliceAI_pred_DS_{name}": text(score) for name, score in scores.items()},
    }  # fmt: skip
    return "|".join(values.get(name, "") for name in fields)


def text(number: float | None) -> str:
    return "" if number is None else f"{number:.5f}".rstrip("0").rstrip(".") or "0"


def call(genotype: str, depth: int, n_alleles: int) -> str:
    """GT:AD:DP:GQ with reads shared evenly between the alleles called."""
    called = [int(allele) for allele in genotype.split("/")]
    depth = depth if len(called) > 1 else depth // 2
    reads = [depth * called.count(allele) // len(called) for allele in range(n_alleles)]
    reads[called[0]] += depth - sum(reads)
    return f"{genotype}:{','.join(map(str, reads))}:{depth}:{min(99, 3 * depth)}"


def family_line(record: Record) -> str:
    known = transcripts(ENSEMBL)
    chrom, pos = record.place.split(":")
    alleles = re.split("[>,]", record.change)
    seen = (f"{key}={value}" for key, value in zip(("Obs", "Hom", "Frq"), record.seen.split(), strict=False))
    entries = ",".join(csq(one, known[one.name], FAMILY_FIELDS, alleles, record.identifier) for one in record.entries)
    weak = record.filter != "PASS"
    depths = [7 if weak else (2100 if chrom == "chrM" else 27) + (int(pos) // step) % 14 for step in (1, 3, 7)]
    calls = [call(one, depth, len(alleles)) for one, depth in zip(record.calls.split(), depths, strict=True)]
    quality = f"{31 if weak else 300 + int(pos) % 900}"
    cells = [chrom, pos, record.identifier, alleles[0], ",".join(alleles[1:]), quality, record.filter]
    return "\t".join([*cells, ";".join([*seen, f"CSQ={entries}"]), "GT:AD:DP:GQ", *calls])


def tumour_line(record: Somatic) -> str:
    known = transcripts(REFSEQ)
    chrom, pos = record.place.split(":")
    alleles = record.change.split(">")
    reference, alternate = record.reads
    depth = reference + alternate
    fraction = text(round(alternate / depth, 4))
    info = {
        "AF": fraction, "DP": depth, "CALLERS": "vardict,gatk_mutect2", "Artifact": record.normals[0],
        "ArtifactNrSD": record.normals[1], "PanelMedian": record.noise[0], "PositionNrSD": record.noise[1],
        "Hotspot": record.hotspot, "CSQ": csq(record.entry, known[record.entry.name], TUMOUR_FIELDS, alleles, "."),
    }  # fmt: skip
    cells = [chrom, pos, ".", *alleles, str(60 + depth % 200), record.filter]
    told = ";".join(f"{key}={value}" for key, value in info.items())
    return "\t".join([*cells, told, "GT:AD:AF:DP", f"0/1:{reference},{alternate}:{fraction}:{depth}"])


def write(name: str, lines: list[str]) -> None:
    (HERE / name).write_text("\n".join(lines) + "\n", "utf-8", newline="\n")
    print(f"wrote {HERE.name}/{name}")


def records(head: list[str], line: Callable[..., str], given: tuple[Record, ...] | tuple[Somatic, ...]) -> list[str]:
    return [*head, *(line(one) for one in given)]


def main() -> None:
    samples = "child\tfather\tmother"
    write("family.vcf", records(header("v113", FAMILY_HEADER, FAMILY_FIELDS, samples), family_line, FAMILY))
    write("tumour.vcf", records(header("v105", TUMOUR_HEADER, TUMOUR_FIELDS, "tumour"), tumour_line, TUMOUR))
    pedigree = ["#family\tid\tfather\tmother\tsex\tphenotype"]
    pedigree += ["FAM1\tchild\tfather\tmother\t2\t2", "FAM1\tfather\t0\t0\t1\t1", "FAM1\tmother\t0\t0\t2\t1"]
    write("family.ped", pedigree)


if __name__ == "__main__":
    main()
