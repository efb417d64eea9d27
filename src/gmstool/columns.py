"""The column contract: every column of the table of variants, what it means and which keys of a VCF feed it.

A source is written KIND/KEY: CSQ, ANN and BCSQ are fields of an annotation entry, INFO and FORMAT are VCF keys.
Sources stand in order of preference; the first that holds a value feeds the column. Null means "not known".
Which pipeline writes which key is told by the pipelines' own headers (nf-core/raredisease, MIP, nallo, BALSAMIC,
Twist Solid, poppy, VEP, SnpEff, bcftools csq, genmod, slivar). Keys such as gnomADe_AF_grpmax, gnomADg_AC_XY and
gnomADj_fafmax_faf95_max_joint are fields of gnomAD's own VCFs as VEP's --custom names them (short name gnomADe, g or
j); gnomad_AC_XY, gnomad_ac_xy and gnomad_faf95_max are Talos's and echtvar's names. dbNSFP's gnomAD frequencies feed no
ancestry group: dbNSFP has missense variants alone, and what it lacks was not looked up.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache


class Kind(StrEnum):
    """Type of a column's values."""

    TEXT = "text"
    INT = "integer"
    FLOAT = "float"
    BOOL = "boolean"
    INTS = "list of integers"
    NESTED = "nested"


class Level(StrEnum):
    """What a value belongs to."""

    VARIANT = "variant"  # one alternate allele
    TRANSCRIPT = "transcript"  # the transcript shown
    SAMPLE = "sample"  # the chosen sample
    RUN = "run"  # added by gms


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    kind: Kind
    meaning: str
    level: Level = Level.VARIANT
    sources: tuple[str, ...] = ()
    unit: str = ""

    def keys(self, kind: str) -> tuple[str, ...]:
        """The sources of one kind, without the prefix."""
        return tuple(source.partition("/")[2] for source in self.sources if source.startswith(f"{kind}/"))


_KINDS = {"T": Kind.TEXT, "I": Kind.INT, "F": Kind.FLOAT, "B": Kind.BOOL, "L": Kind.INTS, "N": Kind.NESTED}
_LEVELS = {"v": Level.VARIANT, "t": Level.TRANSCRIPT, "s": Level.SAMPLE, "r": Level.RUN}

# One column a line: name | kind and level | sources | unit | meaning
_CONTRACT = """
# The variant
chrom | Tv | VCF/CHROM | | Contig, as the file writes it
pos | Iv | VCF/POS | 1-based | Position of the first base of REF
ref | Tv | VCF/REF | | Reference bases
alt | Tv | VCF/ALT | | One alternate allele
gene | Tt | CSQ/SYMBOL ANN/Gene_Name BCSQ/gene INFO/Annotation INFO/GENEINFO | | Gene symbol as annotated
gene_status | Tt | | | in_gene, intergenic, feature (a regulatory feature without a gene) or unannotated
hgnc_id | It | CSQ/HGNC_ID | | HGNC number of the gene as annotated
gene_id | Tt | CSQ/Gene ANN/Gene_ID | | Ensembl or NCBI gene id as annotated
transcript | Tt | CSQ/Feature ANN/Feature_ID BCSQ/transcript | | Transcript shown: MANE Select, else MANE Plus Clinical, else canonical, else the most severe
mane | Tt | CSQ/MANE_SELECT CSQ/MANE_PLUS_CLINICAL CSQ/MANE | | MANE status of the transcript: Select or Plus Clinical
canonical | Bt | CSQ/CANONICAL | | Ensembl canonical transcript
biotype | Tt | CSQ/BIOTYPE ANN/Transcript_BioType BCSQ/biotype | | Biotype of the transcript
consequence | Tt | CSQ/Consequence ANN/Annotation BCSQ/consequence INFO/MC | | Sequence Ontology terms, joined by &
impact | Tt | CSQ/IMPACT ANN/Annotation_Impact | | HIGH, MODERATE, LOW or MODIFIER; from the consequence where the file has none
hgvsc | Tt | CSQ/HGVSc ANN/HGVS.c | | HGVS name at coding level
hgvsp | Tt | CSQ/HGVSp ANN/HGVS.p BCSQ/amino_acid_change | | HGVS name at protein level (bcftools csq writes its own short form)
exon | Tt | CSQ/EXON | number/total | Exon of the transcript
intron | Tt | CSQ/INTRON | number/total | Intron of the transcript
cdna_position | It | CSQ/cDNA_position ANN/cDNA.pos_/_cDNA.length | 1-based | First changed base of the cDNA
cds_position | It | CSQ/CDS_position ANN/CDS.pos_/_CDS.length | 1-based | First changed base of the coding sequence
protein_position | It | CSQ/Protein_position ANN/AA.pos_/_AA.length BCSQ/amino_acid_change | 1-based | First changed residue
amino_acids | Tt | CSQ/Amino_acids | | Reference and alternate residues
codons | Tt | CSQ/Codons | | Reference and alternate codons
strand | It | CSQ/STRAND | 1 or -1 | Strand of the transcript
distance | It | CSQ/DISTANCE ANN/Distance | bases | Distance to the transcript, for upstream and downstream variants
lof | Tt | CSQ/LoF | | LOFTEE: HC or LC
lof_filter | Tt | CSQ/LoF_filter | | LOFTEE: why the confidence is low
lof_flags | Tt | CSQ/LoF_flags | | LOFTEE: flags
domains | Tt | CSQ/DOMAINS | | Protein domains that overlap
variant_class | Tv | CSQ/VARIANT_CLASS INFO/CLNVC | | Sequence Ontology class of the variant, as annotated
existing_variation | Tv | CSQ/Existing_variation | | Known variants at this place: dbSNP, COSMIC …
id | Tv | VCF/ID | | Identifiers of the record
qual | Fv | VCF/QUAL | Phred | Quality of the record
filter | Tv | VCF/FILTER | | PASS, or the filters that the record failed
svtype | Tv | INFO/SVTYPE | | Type of a structural variant
svlen | Iv | INFO/SVLEN | bases | Length of a structural variant
end | Iv | INFO/END | 1-based | Last base of the variant: INFO/END where declared, else POS + length of REF - 1

# Frequencies
af | Fv | | fraction | Largest known of the chosen population frequencies; mitochondrial variants: mtDNA frequencies only
af_status | Tv | | | observed, absent (looked up, not found) or not_looked_up
gnomad_exomes_af | Fv | CSQ/gnomADe_AF CSQ/gnomAD_AF CSQ/gnomAD_exomes_AF INFO/gnomADe_AF | fraction | gnomAD exomes
gnomad_genomes_af | Fv | CSQ/gnomADg_AF CSQ/gnomAD_genomes_AF INFO/GNOMADAF INFO/gnomADg_AF INFO/gnomad_af | fraction | gnomAD genomes
gnomad_joint_af | Fv | CSQ/gnomADj_AF CSQ/gnomADj_AF_joint INFO/gnomad_joint_af | fraction | gnomAD exomes and genomes together
gnomad_popmax_af | Fv | INFO/GNOMADAF_popmax INFO/GNOMADAF_POPMAX INFO/gnomad_popmax_af CSQ/gnomADj_AF_grpmax_joint CSQ/gnomADg_AF_popmax CSQ/gnomADg_AF_grpmax CSQ/gnomADe_AF_popmax CSQ/gnomADe_AF_grpmax | fraction | Largest frequency among gnomAD's ancestry groups
gnomad_afr_af | Fv | CSQ/gnomADe_AFR_AF CSQ/gnomADg_AFR_AF CSQ/gnomAD_AFR_AF CSQ/gnomADe_AF_afr CSQ/gnomADe_AF_AFR CSQ/gnomADg_AF_afr INFO/gnomADe_AF_afr | fraction | gnomAD, African and African American
gnomad_amr_af | Fv | CSQ/gnomADe_AMR_AF CSQ/gnomADg_AMR_AF CSQ/gnomAD_AMR_AF CSQ/gnomADe_AF_amr CSQ/gnomADe_AF_AMR CSQ/gnomADg_AF_amr INFO/gnomADe_AF_amr | fraction | gnomAD, Admixed American
gnomad_eas_af | Fv | CSQ/gnomADe_EAS_AF CSQ/gnomADg_EAS_AF CSQ/gnomAD_EAS_AF CSQ/gnomADe_AF_eas CSQ/gnomADe_AF_EAS CSQ/gnomADg_AF_eas INFO/gnomADe_AF_eas | fraction | gnomAD, East Asian
gnomad_nfe_af | Fv | CSQ/gnomADe_NFE_AF CSQ/gnomADg_NFE_AF CSQ/gnomAD_NFE_AF CSQ/gnomADe_AF_nfe CSQ/gnomADe_AF_NFE CSQ/gnomADg_AF_nfe INFO/gnomADe_AF_nfe | fraction | gnomAD, European, not Finnish
gnomad_sas_af | Fv | CSQ/gnomADe_SAS_AF CSQ/gnomADg_SAS_AF CSQ/gnomAD_SAS_AF CSQ/gnomADe_AF_sas CSQ/gnomADe_AF_SAS CSQ/gnomADg_AF_sas INFO/gnomADe_AF_sas | fraction | gnomAD, South Asian
gnomad_faf95 | Fv | INFO/gnomad_faf95_max INFO/gnomad_FAF95 CSQ/gnomADj_fafmax_faf95_max_joint CSQ/gnomADe_fafmax_faf95_max CSQ/gnomADg_fafmax_faf95_max | fraction | gnomAD's filtering frequency: lower bound (95 %) of the frequency, largest of the ancestry groups
gnomad_ac | Iv | INFO/gnomad_ac CSQ/gnomADg_AC | alleles | gnomAD allele count
gnomad_an | Iv | INFO/gnomad_an CSQ/gnomADg_AN | alleles | gnomAD alleles genotyped
gnomad_hom | Iv | INFO/gnomad_n_homalt INFO/gnomad_nhomalt CSQ/gnomADg_nhomalt CSQ/gnomADe_nhomalt | persons | gnomAD homozygotes
gnomad_hemi | Iv | INFO/gnomad_AC_XY INFO/gnomad_ac_xy CSQ/gnomADj_AC_joint_XY CSQ/gnomADe_AC_XY CSQ/gnomADg_AC_XY INFO/GNOMADe_AC_male INFO/GNOMADg_AC_male | alleles | gnomAD alleles of persons with one X chromosome: hemizygotes outside the regions that X and Y share
max_af | Fv | CSQ/MAX_AF | fraction | VEP's largest of 1000 Genomes, ESP and gnomAD groups
kg_af | Fv | CSQ/AF INFO/1000GAF | fraction | 1000 Genomes
kg_max_af | Fv | INFO/1000G_MAX_AF | fraction | Largest 1000 Genomes group
exac_af | Fv | INFO/EXACAF INFO/ExACAF CSQ/ExAC_AF INFO/AF_EXAC | fraction | ExAC
exac_max_af | Fv | INFO/EXACMAX_AF INFO/EXACMAXAF | fraction | Largest ExAC group
swegen_af | Fv | INFO/SWEGENAF INFO/SWEREFAF CSQ/SWEGENAF | fraction | SweGen, 1,000 Swedish genomes
swegen_het | Iv | INFO/SWEGENAAC_Het INFO/SWEGENAC_Het INFO/SWEREFAC_Het | persons | SweGen heterozygotes
swegen_hom | Iv | INFO/SWEGENAAC_Hom INFO/SWEGENAC_Hom INFO/SWEREFAC_Hom | persons | SweGen homozygotes; the files count alleles, two a person
swegen_hemi | Iv | INFO/SWEGENAAC_Hemi INFO/SWEGENAC_Hemi INFO/SWEREFAC_Hemi | persons | SweGen hemizygotes
local_obs | Iv | INFO/Obs | cases | loqusdb: cases of the laboratory with the variant
local_hom | Iv | INFO/Hom | cases | loqusdb: homozygous cases
local_af | Fv | INFO/Frq | fraction of cases | loqusdb: observation frequency, not an allele frequency
clin_obs | Iv | INFO/clin_obs | cases | loqusdb of clinical structural variants: observations
mt_af_hom | Fv | INFO/GNOMAD_MTAF_hom INFO/MTAF | fraction | mtDNA: frequency of homoplasmic carriers (gnomAD), else GenBank
mt_af_het | Fv | INFO/GNOMAD_MTAF_het | fraction | mtDNA: frequency of heteroplasmic carriers (gnomAD)

# Predictors
revel | Ft | CSQ/REVEL CSQ/REVEL_score INFO/REVEL | 0 to 1 | REVEL; the rank score is another number and is not read
alphamissense | Ft | CSQ/am_pathogenicity CSQ/AlphaMissense_score INFO/am_pathogenicity | 0 to 1 | AlphaMissense
alphamissense_class | Tt | CSQ/am_class INFO/am_class | | AlphaMissense class
bayesdel | Ft | CSQ/BayesDel_noAF_score CSQ/BayesDel_noAF INFO/BayesDel_noAF | | BayesDel without allele frequency
cadd | Fv | CSQ/CADD_PHRED INFO/CADD | Phred | CADD
sift | Tt | CSQ/SIFT | | SIFT
polyphen | Tt | CSQ/PolyPhen | | PolyPhen-2
spliceai_ag | Ft | CSQ/SpliceAI_pred_DS_AG | 0 to 1 | SpliceAI delta score, acceptor gain
spliceai_al | Ft | CSQ/SpliceAI_pred_DS_AL | 0 to 1 | SpliceAI delta score, acceptor loss
spliceai_dg | Ft | CSQ/SpliceAI_pred_DS_DG | 0 to 1 | SpliceAI delta score, donor gain
spliceai_dl | Ft | CSQ/SpliceAI_pred_DS_DL | 0 to 1 | SpliceAI delta score, donor loss
spliceai_max | Ft | CSQ/SpliceAI_max INFO/SpliceAI | 0 to 1 | Largest of the four SpliceAI delta scores
dbscsnv_ada | Ft | CSQ/ada_score INFO/ada_score | 0 to 1 | dbscSNV, AdaBoost
dbscsnv_rf | Ft | CSQ/rf_score INFO/rf_score | 0 to 1 | dbscSNV, random forest
maxentscan_diff | Ft | CSQ/MaxEntScan_diff | | MaxEntScan, reference minus alternate
spidex | Fv | INFO/SPIDEX | | SPIDEX
phylop | Fv | CSQ/phyloP100way_vertebrate INFO/dbNSFP_phyloP100way_vertebrate | | phyloP, 100 vertebrates
phastcons | Fv | CSQ/phastCons100way_vertebrate INFO/dbNSFP_phastCons100way_vertebrate | 0 to 1 | phastCons, 100 vertebrates
gerp | Fv | CSQ/GERP++_RS INFO/dbNSFP_GERP___RS | | GERP++ rejected substitutions
pli | Ft | CSQ/pLI_gene_value CSQ/ExACpLI INFO/most_severe_pli | 0 to 1 | Probability that the gene does not tolerate loss of function
loftool | Ft | CSQ/LoFtool | 0 to 1 | LoFtool intolerance of the gene

# Clinical knowledge
clinvar_significance | Tv | CSQ/CLINVAR_CLNSIG INFO/CLINVAR_CLNSIG INFO/CLNSIG CSQ/ClinVar_CLNSIG CSQ/CLIN_SIG | | ClinVar terms, lower case, joined by &
clinvar_review | Tv | CSQ/CLINVAR_CLNREVSTAT INFO/CLINVAR_CLNREVSTAT INFO/CLNREVSTAT CSQ/ClinVar_CLNREVSTAT | | ClinVar review status
clinvar_stars | Iv | | 0 to 4 | ClinVar stars, from the review status
clinvar_id | Tv | CSQ/CLINVAR_CLNVID INFO/CLINVAR_CLNVID CSQ/CLINVAR INFO/CLINVAR CSQ/ClinVar INFO/CLNACC | | ClinVar variation id or accession

# Pipelines
genetic_models | Tv | INFO/GeneticModels | | genmod inheritance models, joined by a bar
rank_score | Fv | INFO/RankScore | | genmod rank score
compounds | Tv | INFO/Compounds | | genmod compound pairs
callers | Tv | INFO/CALLERS INFO/FOUND_IN INFO/set | | Callers that found the variant
hotspot | Tv | INFO/Hotspot | | Hotspot class of the Twist Solid list
cosmic_count | Iv | INFO/COSMIC_CNT | tumours | COSMIC: tumours with the variant, as the pipeline counts them
myeloid_germline | Iv | INFO/MYELOID_GERMLINE | 1 | Called as germline by the myeloid pipeline
artifact | Tv | INFO/Artifact | | Observations among normal samples per caller, panel size last
artifact_median | Tv | INFO/ArtifactMedian | | Median VAF among normal samples per caller
artifact_nr_sd | Tv | INFO/ArtifactNrSD | SD | Distance from the artefact median per caller
panel_median | Fv | INFO/PanelMedian | fraction | Background median VAF among normal samples
position_nr_sd | Fv | INFO/PositionNrSD | SD | Distance from the background median

# The chosen sample
sample | Ts | | | Name of the chosen sample
gt | Ts | FORMAT/GT | | Genotype of the record as written; ./. is a call that was not made
dp | Is | FORMAT/DP | reads | Depth
ad | Ls | FORMAT/AD | reads | Reads supporting REF and this ALT
ad_alt | Is | FORMAT/AD FORMAT/AO FORMAT/VD | reads | Reads supporting this ALT
gq | Is | FORMAT/GQ | Phred | Genotype quality
vaf | Fs | FORMAT/AF FORMAT/VAF FORMAT/FREQ FORMAT/AD FORMAT/AO FORMAT/VD | fraction | Variant allele fraction: as the caller states it, else from the reads
ps | Ts | FORMAT/PS FORMAT/PID | | Phase set
genotypes | Ns | | | All samples: gt, dp, ad, gq, vaf, ps

# The family
inheritance_models | Tr | | | Models that fit the family (of those asked by --model), joined by a bar; needs --ped or --trio
model_confidence | Tr | | | For each model of inheritance_models confirmed or possible, joined by a bar; excluded when none fits
model_reason | Tr | | | What confirms, leaves open or excludes: the genotypes, and what is not certain
compound_partners | Tr | | | Other variants of a compound heterozygote: CHROM-POS-REF-ALT:trans:BASIS (parents, reads or deletion) or :unknown, joined by a bar
family_genotypes | Tr | | | Each member's genotype of this allele: hom_ref (no copy), het, hom_alt, hemi or unknown, and what speaks against it

# Added by gms
allele_match | Tr | | | How the annotation was tied to this ALT: allele_num, vep, trimmed, only_alt or unmatched (given to every ALT)
passed_on | Tr | | | Transcript on which the row passed the consequence test, when it is not the one shown
unknown | Tr | | | Values that a filter step did not know and kept the row all the same
rescued | Tr | | | Why the safety net kept a row, and the step it undid
transcripts | Nt | | | All transcripts of this gene: transcript, mane, canonical, biotype, consequence, impact, hgvsc, hgvsp, exon, intron
"""

# Population frequencies that `af` is the largest of, when --af-field names no others.
DEFAULT_AF = (
    "gnomad_exomes_af", "gnomad_genomes_af", "gnomad_joint_af", "gnomad_popmax_af", "kg_af", "exac_af", "swegen_af",
)  # fmt: skip
EXOME_ONLY = ("gnomad_exomes_af", "exac_af")  # sources that say nothing about non-coding sites
MT_AF = ("mt_af_hom",)


def _lines() -> Iterator[tuple[str, str]]:
    section = ""
    for line in _CONTRACT.strip().splitlines():
        if line.startswith("# "):
            section = line[2:]
        elif line:
            yield section, line


def _column(line: str) -> Column:
    name, code, sources, unit, meaning = (cell.strip() for cell in line.split("|", 4))
    keys = tuple(source.replace("_/_", " / ") for source in sources.split())
    return Column(name, _KINDS[code[0]], meaning, _LEVELS[code[1]], keys, unit)


@cache
def contract() -> dict[str, Column]:
    """All columns, name to column, in the order of every output."""
    return {column.name: column for column in (_column(line) for _, line in _lines())}


@cache
def sections() -> dict[str, tuple[str, ...]]:
    """Names of the columns under each heading of the contract."""
    grouped: dict[str, list[str]] = {}
    for section, line in _lines():
        grouped.setdefault(section, []).append(_column(line).name)
    return {section: tuple(names) for section, names in grouped.items()}
