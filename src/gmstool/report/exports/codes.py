"""Codes of the FHIR export, as (system, code, display).

Source: HL7 Genomics Reporting Implementation Guide STU3, 3.0.0 (2024-12-12), whose profiles name the LOINC terms, the
answer lists and `tbd-codes-cs`. LOINC is copyright of Regenstrief Institute, used under its licence
(loinc.org/license); modes of inheritance are HPO terms. The guide's profiles do not name 29770-5 (karyotype), 81695-9
(microsatellite instability) and 94076-7 (mutations per megabase).
"""

from __future__ import annotations

Code = tuple[str, str, str]

LOINC = "http://loinc.org"
TBD = "http://hl7.org/fhir/uv/genomics-reporting/CodeSystem/tbd-codes-cs"
PROFILE = "http://hl7.org/fhir/uv/genomics-reporting/StructureDefinition/"
GUIDE = "3.0.0"
UCUM = "http://unitsofmeasure.org"
HGNC = "http://www.genenames.org"
HGVS = "http://varnomen.hgvs.org"
HPO = "http://human-phenotype-ontology.org"
MONDO = "http://purl.obolibrary.org/obo/mondo.owl"
ONCOTREE = "http://data.mskcc.org/ontologies/oncotree"
ICD_O = "http://terminology.hl7.org/CodeSystem/icd-o-3"
SEQUENCE_ONTOLOGY = "http://www.sequenceontology.org"
REFSEQ, ENSEMBL = "http://www.ncbi.nlm.nih.gov/refseq", "http://www.ensembl.org"
PHASE = "http://terminology.hl7.org/CodeSystem/sequence-phase-relationship-cs"
ABSENT_REASON = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
SECONDARY = "http://hl7.org/fhir/StructureDefinition/observation-secondaryFinding"
SUPPORTING = "http://hl7.org/fhir/StructureDefinition/workflow-supportingInfo"

LABORATORY = ("http://terminology.hl7.org/CodeSystem/observation-category", "laboratory", "Laboratory")
GENETICS = ("http://terminology.hl7.org/CodeSystem/v2-0074", "GE", "Genetics")
BIOMARKER_CATEGORY = (TBD, "biomarker-category", "A characterization of a given biomarker observation.")


def _loinc(code: str, display: str) -> Code:
    return LOINC, code, display


REPORT = _loinc("51969-4", "Genetic analysis report")
VARIANT = _loinc("69548-6", "Genetic variant assessment")
HAPLOTYPE = _loinc("84414-2", "Haplotype name")
GENOTYPE = _loinc("84413-4", "Genotype display name")
PHASE_RELATION = _loinc("82120-7", "Allelic phase")
DIAGNOSTIC = (TBD, "diagnostic-implication", "Diagnostic Implication")
THERAPEUTIC = (TBD, "therapeutic-implication", "Therapeutic Implication")
CONSEQUENCE = (TBD, "molecular-consequence", "Molecular Consequence")
FEATURE_CONSEQUENCE = (TBD, "feature-consequence", "Feature Consequence")
PROTEIN_SEQUENCE = (TBD, "protein-ref-seq", "An identifier for the protein reference sequence.")
INHERITANCE_MODE = (TBD, "condition-inheritance", "Condition Inheritance")
CONCLUSION = (TBD, "conclusion-string", "Conclusion Text")

GENE = _loinc("48018-6", "Gene studied [ID]")
CODING_NAME = _loinc("48004-6", "DNA change (c.HGVS)")
PROTEIN_NAME = _loinc("48005-3", "Amino acid change (pHGVS)")
GENOMIC_NAME = _loinc("81290-9", "Genomic DNA change (gHGVS)")
TRANSCRIPT = _loinc("51958-7", "Transcript reference sequence [ID]")
GENOMIC_SEQUENCE = _loinc("48013-7", "Genomic reference sequence [ID]")
ASSEMBLY = _loinc("62374-4", "Human reference sequence assembly version")
CHROMOSOME = _loinc("48000-4", "Chromosome")
REF = _loinc("69547-8", "Genomic ref allele [ID]")
ALT = _loinc("69551-0", "Genomic alt allele [ID]")
START_END = _loinc("81254-5", "Genomic allele start-end")
COORDINATES = _loinc("92822-6", "Genomic coordinate system")
ALLELIC_STATE = _loinc("53034-5", "Allelic state")
FRACTION = _loinc("81258-6", "Sample variant allelic frequency [NFr]")
READS = _loinc("82121-5", "Allelic read depth")
SOURCE_CLASS = _loinc("48002-0", "Genomic source class")
ORIGIN = _loinc("94186-4", "Origin of germline genetic variant")
SIGNIFICANCE = _loinc("53037-8", "Genetic variation clinical significance [Imp]")
EVIDENCE_LEVEL = _loinc("93044-6", "Level of evidence")
PHENOTYPE = _loinc("81259-4", "Associated phenotype")
MEDICATION = _loinc("51963-7", "Medication assessed")
KARYOTYPE = _loinc("29770-5", "Karyotype [Identifier] in Blood or Tissue Nominal")

PRESENT, NOT_PRESENT = _loinc("LA9633-4", "Present"), _loinc("LA9634-2", "Absent")
ONE_BASED = _loinc("LA30102-0", "1-based character counting")
ASSEMBLIES = {"GRCh37": _loinc("LA14029-5", "GRCh37"), "GRCh38": _loinc("LA26806-2", "GRCh38")}
STATES = {
    "heterozygous": _loinc("LA6706-1", "Heterozygous"), "homozygous": _loinc("LA6705-3", "Homozygous"),
    "hemizygous": _loinc("LA6707-9", "Hemizygous"), "heteroplasmic": _loinc("LA6703-8", "Heteroplasmic"),
    "homoplasmic": _loinc("LA6704-6", "Homoplasmic"),
}  # fmt: skip
SOURCE_CLASSES = {"germline": _loinc("LA6683-2", "Germline"), "somatic": _loinc("LA6684-0", "Somatic")}
ORIGINS = {
    "maternal": _loinc("LA26320-4", "Maternal"), "paternal": _loinc("LA26321-2", "Paternal"),
    "de novo": _loinc("LA26807-0", "De novo"),
}  # fmt: skip
SIGNIFICANCES = {
    "Pathogenic": _loinc("LA6668-3", "Pathogenic"), "Likely pathogenic": _loinc("LA26332-9", "Likely pathogenic"),
    "Uncertain significance": _loinc("LA26333-7", "Uncertain significance"),
    "Likely benign": _loinc("LA26334-5", "Likely benign"), "Benign": _loinc("LA6675-8", "Benign"),
}  # fmt: skip
DIRECTIONS = {"sensitivity": _loinc("LA6677-4", "Responsive"), "resistance": _loinc("LA6676-6", "Resistant")}
METABOLIZERS = {
    "ultrarapid metabolizer": _loinc("LA10315-2", "Ultrarapid metabolizer"),
    "rapid metabolizer": _loinc("LA25390-8", "Rapid metabolizer"),
    "normal metabolizer": _loinc("LA25391-6", "Normal metabolizer"),
    "intermediate metabolizer": _loinc("LA10317-8", "Intermediate metabolizer"),
    "poor metabolizer": _loinc("LA9657-3", "Poor metabolizer"),
}
MARKERS = {
    "TMB": _loinc("94076-7", "Mutations/Megabase [# Ratio] in Tumor"),
    "MSI": _loinc("81695-9", "Microsatellite instability [Interpretation] in Cancer specimen Qualitative"),
}
# LL541-4: the guide's overall interpretation up to STU2; from 3.0.0 it is DiagnosticReport.conclusionCode
INTERPRETATIONS = {
    "positive": _loinc("LA6576-8", "Positive"), "negative": _loinc("LA6577-6", "Negative"),
    "inconclusive": _loinc("LA9663-1", "Inconclusive"),
}  # fmt: skip
CHANGE_TYPE = "http://hl7.org/fhir/uv/genomics-reporting/CodeSystem/genomic-study-change-type-cs"
# types of variants that a method detects; mitochondrial variants, methylation and instability are no change types
CHANGES: dict[str, tuple[Code, ...]] = {
    "snv": ((SEQUENCE_ONTOLOGY, "SO:0001483", "SNV"),), "indel": ((SEQUENCE_ONTOLOGY, "SO:1000032", "delins"),),
    "cnv": ((CHANGE_TYPE, "CNV", "Copy number variations"),),
    "sv": ((SEQUENCE_ONTOLOGY, "SO:0001537", "structural_variant"),),
    "fusion": ((SEQUENCE_ONTOLOGY, "SO:0001565", "gene_fusion"),),
}  # fmt: skip
PHASES = {"cis": (PHASE, "Cis", "Cis"), "trans": (PHASE, "Trans", "Trans")}
MODES = {
    "AD": ("HP:0000006", "Autosomal dominant inheritance"), "AR": ("HP:0000007", "Autosomal recessive inheritance"),
    "XL": ("HP:0001417", "X-linked inheritance"), "XLR": ("HP:0001419", "X-linked recessive inheritance"),
    "XLD": ("HP:0001423", "X-linked dominant inheritance"), "YL": ("HP:0001450", "Y-linked inheritance"),
    "MT": ("HP:0001427", "Mitochondrial inheritance"),
}  # fmt: skip
_CHROMOSOMES = {
    "1": "LA21254-0", "2": "LA21255-7", "3": "LA21256-5", "4": "LA21257-3", "5": "LA21258-1", "6": "LA21259-9",
    "7": "LA21260-7", "8": "LA21261-5", "9": "LA21262-3", "10": "LA21263-1", "11": "LA21264-9", "12": "LA21265-6",
    "13": "LA21266-4", "14": "LA21267-2", "15": "LA21268-0", "16": "LA21269-8", "17": "LA21270-6", "18": "LA21271-4",
    "19": "LA21272-2", "20": "LA21273-0", "21": "LA21274-8", "22": "LA21275-5", "X": "LA21276-3", "Y": "LA21277-1",
}  # fmt: skip


def chromosome(name: str) -> Code | None:
    """The answer of LL2938-0 for 1 to 22, X and Y; None for mitochondrial DNA, which the list does not hold."""
    return _loinc(_CHROMOSOMES[name], f"Chromosome {name}") if name in _CHROMOSOMES else None
