"""Reviewed terms: classes, genotypes, types of variants and of cases, as English keys of the catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gmstool.genome import bare
from gmstool.report.findings import Finding

if TYPE_CHECKING:
    from gmstool.report.words import Words

NOTHING = "\N{EN DASH}"  # an empty cell
CLASSES = {
    "Pathogenic": "class 5, pathogenic",
    "Likely pathogenic": "class 4, likely pathogenic",
    "Uncertain significance": "class 3, uncertain significance",
    "Likely benign": "class 2, likely benign",
    "Benign": "class 1, benign",
    "Oncogenic": "oncogenic",
    "Likely oncogenic": "likely oncogenic",
    "Not in scope": "not in scope",
}
SOMATIC_CLASSES = {
    "Uncertain significance": "uncertain oncogenicity",
    "Likely benign": "likely benign",
    "Benign": "benign",
}
TYPES = {
    "rare": "Rare disease",
    "solid": "Solid tumour",
    "haematology": "Haematology",
    "childhood": "Childhood cancer",
    "pharmacogenomics": "Pharmacogenomics",
}
VARIANT_TYPES = {
    "snv": "single-nucleotide variants",
    "indel": "small insertions and deletions",
    "cnv": "copy-number variants",
    "sv": "balanced structural variants",
    "repeat_expansion": "repeat expansions",
    "mitochondrial": "mitochondrial variants",
    "fusion": "gene fusions",
    "methylation": "methylation",
    "msi": "microsatellite instability",
}
VERDICTS = {"met": "met", "not_met": "not met", "not_assessed": "not assessed"}
ROLES = {
    "index": "index patient", "mother": "mother", "father": "father", "sibling": "sibling", "relative": "relative",
    "tumour": "tumour", "normal": "normal tissue",
}  # fmt: skip
RESULTS = {
    "fusion": "gene fusion", "copy_number": "copy number", "structural": "structural variant",
    "karyotype": "karyotype", "methylation": "methylation class", "expression": "expression", "other": "other result",
}  # fmt: skip


def class_of(finding: Finding, words: Words) -> str:
    """The class in words; a tier beside it where one is given."""
    row = finding.row
    called = row.called if row else None
    if not called:
        told = words("not classified")
    elif row and row.oncogenicity and called in SOMATIC_CLASSES:
        told = words(SOMATIC_CLASSES[called])
    else:
        told = words(CLASSES[called]) if called in CLASSES else called
    return f"{words('tier {}', tier(finding))}; {told}" if finding.tier else told


def tier(finding: Finding) -> str:
    """II C: the tier and its level of evidence."""
    return " ".join(part for part in (finding.tier, finding.row and finding.row.level) if part)


def amount(finding: Finding, words: Words) -> str:
    """Zygosity of a germline variant; allele fraction of a tumour's, a mosaic or a mitochondrial one."""
    if finding.absent:
        return words("not carried by the patient")
    whole = finding.zygosity in ("heterozygous", "homozygous", "hemizygous") and not finding.tumours
    parts = [words(finding.zygosity)] if finding.zygosity and not finding.tumours else []
    parts += [words("VAF {}", words.percent(finding.vaf))] if finding.vaf is not None and not whole else []
    if parts:
        return ", ".join(parts)
    return words("VAF not known") if finding.tumours else words("genotype not known")


def variant_name(finding: Finding) -> str:
    """`PAH c.1222C>T p.(Arg408Trp)`, as far as it is known."""
    return " ".join(one for one in (finding.gene, coding_of(finding), protein_of(finding)) if one)


def coding_of(finding: Finding) -> str:
    """`c.1222C>T`; a change of one base in the mitochondrial genome by its place, `m.3243A>G`."""
    row = finding.row
    if row and bare(row.chrom or "") in ("M", "MT") and len(row.ref or "") == len(row.alt or "") == 1:
        return f"m.{row.pos}{row.ref}>{row.alt}"
    return finding.coding


def protein_of(finding: Finding) -> str:
    """`p.(Arg408Trp)`: a predicted change stands in brackets, `p.?` and `p.0` do not."""
    return bracketed(finding.protein)


def bracketed(protein: str) -> str:
    """`p.Arg408Trp` as `p.(Arg408Trp)`."""
    plain = protein.startswith("p.") and not protein.startswith(("p.(", "p.?", "p.0"))
    return f"p.({protein[2:]})" if plain else protein
