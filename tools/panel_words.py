"""What the panels of `build_panels.py` say about themselves; `{…}` is filled with the releases they are made of."""

from __future__ import annotations

DATE = "2026-11-22"
PANEL_IS_MIT = "MIT for the panel; gene names are facts"
HPO_LICENCE = (
    "HPO annotations are used under the HPO licence (free for any use with acknowledgement and the version shown, "
    "content not altered), Mondo under CC-BY-4.0"
)
BY_CLASS = (
    "A gene is a member when the table gene_disease (gene annotations of the Human Phenotype Ontology: diseases of "
    "OMIM and Orphanet) ties it to a disease whose Mondo term is {root} or lies below it by is_a. "
)
ITS_LIMITS = (
    "Not counted are diseases whose Mondo term is not known for certain (for example those that OMIM described after "
    "the release). Whether a gene causes the disease or only raises its risk the annotations do not say, and nobody "
    "has weighed the evidence or compared the list with one of an expert group: it is a start for a clinician, "
    "with genes too many and too few. The note of a gene names its diseases of the class. Inheritance is what "
    "the annotations state for these diseases as far as the gene's chromosome allows it, because a disease "
    "of several genes states the modes of all of them; other modes than AD, AR, XL, XLD, XLR and MT are left out."
)
EXCLUDED = (
    "retinitis pigmentosa (MONDO:0019200), DNA repair disease (MONDO:0021190), synucleinopathy (MONDO:0000510), "
    "myoclonic-astatic epilepsy (MONDO:0016025), undetermined early-onset epileptic encephalopathy (MONDO:0018614), "
    "early myoclonic encephalopathy (MONDO:0016022), autosomal recessive non-syndromic intellectual disability "
    "(MONDO:0019502), autosomal recessive spondylocostal dysostosis (MONDO:0010180), polysyndactyly 4 "
    "(MONDO:0008272), abdominal obesity-metabolic syndrome (MONDO:0000816), Waldenstrom macroglobulinemia "
    "(MONDO:0100280)"
)
SOURCE = (
    "{gene_disease}: gene_disease of the reference bundle, https://hpo.jax.org, and https://mondo.monarchinitiative.org"
)

METABOLISM = {
    "id": "inborn-errors-of-metabolism",
    "name": "Inborn errors of metabolism",
    "version": "1.0",
    "date": DATE,
    "disease_area": "inborn errors of metabolism",
    "source": f"{SOURCE}; rule: tools/build_panels.py",
    "licence": f"{PANEL_IS_MIT}. {HPO_LICENCE}",
    "note": BY_CLASS.format(root="MONDO:0019052, inborn errors of metabolism,")
    + f"Left out, with what lies below them only: {EXCLUDED}. Mondo hangs these groups below the class, mostly for "
    "the sake of one member, and with them would come genes of cancer predisposition, blindness, epilepsy and "
    "developmental delay of any cause; a few true members (such as SLC25A22, ST3GAL3, TUSC3) fall away too. "
    "KCNJ18 is left out because GRCh37 has it on no chromosome. " + ITS_LIMITS,
}
MITOCHONDRIAL = {
    "id": "mitochondrial",
    "name": "Mitochondrial disease, mitochondrial and nuclear genes",
    "version": "1.0",
    "date": DATE,
    "disease_area": "mitochondrial disease",
    "source": f"{SOURCE}; mitochondrial DNA: gene_spans of the reference bundle ({{spans}}); "
    "rule: tools/build_panels.py",
    "licence": f"{PANEL_IS_MIT}. {HPO_LICENCE}",
    "note": "All 37 genes of mitochondrial DNA, each MT for its place, and nuclear genes. "
    + BY_CLASS.format(root="MONDO:0044970, mitochondrial disease,")
    + "Left out is the group early myoclonic encephalopathy (MONDO:0016022), which Mondo hangs below the class: with "
    "it would come genes of epilepsy of other causes; SLC25A22 falls away too. " + ITS_LIMITS,
}
PHARMACOGENES = {
    "id": "pharmacogenes",
    "name": "Pharmacogenes, CPIC level A, A/B or B",
    "version": "1.0",
    "date": DATE,
    "disease_area": "pharmacogenomics",
    "source": "{pgx}: pgx_gene_drug of the reference bundle, https://cpicpgx.org; rule: tools/build_panels.py",
    "licence": f"{PANEL_IS_MIT}. CPIC's table is CC0-1.0",
    "note": "Genes with at least one drug for which CPIC gives the level A, A/B or B; the note names these drugs by "
    "level. CPIC works on, so look up the present level at cpicpgx.org. A level may be provisional: the table "
    "pgx_gene_drug tells. Star alleles, HLA types and copy numbers of these genes need a caller of their own: "
    "a list of variants from a panel is no pharmacogenetic result.",
}
GMS560 = {
    "id": "solid-tumour-gms560",
    "name": "Solid tumours, genes covered by the GMS560 design",
    "version": "1.0",
    "date": DATE,
    "disease_area": "solid tumours",
    "source": "Exon targets of the GMS560 design, hg38, 2023-02-22: "
    "https://github.com/genomic-medicine-sweden/Twist_Solid_pipeline_files, "
    "design/pool1_pool2.sort.merged.padded20.cnv200.hg38.split_fusion_genes.MUC6_31_rm.exon_only.reannotated."
    "230222.bed, commit 75262d7d83e13441c518775e94d8b09745a0ffa2, sha256 {sha256}; {releases}; "
    "rule: tools/build_panels.py",
    "licence": f"{PANEL_IS_MIT}. The BED states no licence and is not part of the project",
    "note": "Genes of which at least 80 % of the coding bases of the MANE Select transcript lie in the design's "
    "regions on GRCh38, as `gms panels from-bed` counts them. This is what the design covers, not the official gene "
    "list of GMS560, which was not at hand and may differ: genes targeted in part (hotspots, fusion breakpoints, copy "
    "number probes; the next below the limit are MACF1 with 71 % and MUC6 with 59 %), without coding sequence, or by "
    "RNA only are not members, nor is POLR2A, which the design targets but which has no MANE transcript; and a gene "
    "may be covered by chance: FNTB is a member by targets of CHURC1-FNTB, which names another.",
}
