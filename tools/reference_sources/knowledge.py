"""Packages and files behind the tables on constraint, cancer, repeats, pharmacogenes and ClinGen's curations."""

from __future__ import annotations

from reference_sources.packages import Package, Source

TADA = Package(
    "pypi",
    "tadacnv",
    "1.0.2",
    "tadacnv-1.0.2-py3-none-any.whl",
    "ca5cd111a70f22751f0bedf400f0b7f695c52d546111c94977cf600e22fc93b0",
    "MIT",
)
PHIZZ = Package(
    "pypi",
    "phizz",
    "0.2.3",
    "phizz-0.2.3-py2.py3-none-any.whl",
    "d455850624a890d6a182a8d41239c4163e2d0545ab5366b84f9ac5f05f061e62",
    "MIT",
)
ONCOREF = Package(
    "pypi",
    "oncoref",
    "1.20.0",
    "oncoref-1.20.0-py3-none-any.whl",
    "78ebb0be308590feafb992218c284a151051c0a11d006134c1885107bb91dee8",
    "Apache-2.0",
)
STRANGER = Package(
    "pypi",
    "stranger",
    "0.10.2",
    "stranger-0.10.2-py3-none-any.whl",
    "dd5d32f9ec7e85dcacf3efbafc99d1acc7e0b7979090eca0feda1aa2ce10f1f5",
    "MIT",
)
PYPGX = Package(
    "pypi",
    "pypgx",
    "0.27.0",
    "pypgx-0.27.0-py3-none-any.whl",
    "95303696c51a5d21f44f0f3771ecd142ac30f9c6c1025dcd642352fdd4544d40",
    "MIT",
)
SCOUT = Package(
    "pypi",
    "scout-browser",
    "4.115.2",
    "scout_browser-4.115.2-py3-none-any.whl",
    "ca936fffb1fba19e584a713a53314894a48dca1fc59bf400a0f797d6a678ba34",
    "MIT",
)

GNOMAD_CONSTRAINT = Source(
    "gnomAD v2.1.1 (inferred)",
    TADA,
    "tadacnv/data/gnomad_genes_pli_loeuf_HI.bed",
    "gnomAD constraint; the release is not stated in the file, its values are those of v2.1.1",
    "2021-09-06",
    "CC0-1.0 by gnomAD's terms of use for its primary data; results derived from it carry no restriction",
    "LOEUF and pLI, GRCh37; rows with LOEUF 0 have no value (their pLI column holds another score) and are left out; "
    "the date is that of the file in the package",
)
EXAC_CONSTRAINT = Source(
    "ExAC r0.3 (2015)",
    PHIZZ,
    "phizz/resources/forweb_cleaned_exac_r03_march16_z_data_pLI.txt.gz",
    "ExAC release 0.3, functional gene constraint (Lek et al. 2016, PMID 27535533)",
    "2015-12-18",
    "ODbL-1.0 as commonly recorded for ExAC, whose own terms are no longer online to be checked; "
    "attribution, and the same licence for what is derived from the column mis_z",
    "missense Z only; one transcript per gene, GRCh37; older than gnomAD and not comparable with its Z scores",
)
DRIVER_GENES = Source(
    "Bailey 2018 driver genes",
    ONCOREF,
    "oncoref/data/driver-gene-evidence.csv",
    "Bailey et al. 2018, Cell 173:371-385, Table S1 (PMID 29625053)",
    "2026-09-02",
    "facts of the cited article, compiled by oncoref under Apache-2.0",
    "299 genes of 33 TCGA cancers by 26 algorithms; no OncoKB and no COSMIC; few genes of blood cancers",
)
CANCER_TYPES = Source(
    "oncoref cancer types",
    ONCOREF,
    "oncoref/data/cancer-type-registry.csv",
    "oncoref 1.20.0, registry of cancer codes",
    "2026-09-23",
    "Apache-2.0",
    "names of the cancer codes",
)
FUSIONS = Source(
    "oncoref fusions",
    ONCOREF,
    "oncoref/data/cancer-fusions.csv",
    "oncoref 1.20.0, recurrent fusions by cancer type, each with its article",
    "2026-09-02",
    "Apache-2.0; facts of the cited articles",
    "rich in sarcomas, poor in rare fusions of blood cancers; free-text notes are not taken over",
)
REPEATS_37 = Source(
    "stranger 0.10.2 repeat catalogue",
    STRANGER,
    "stranger/resources/variant_catalog_grch37.json",
    "stranger 0.10.2, GRCh37",
    "",
    "MIT; limits are facts of the cited GeneReviews chapters and articles",
    "limits in repeat units, as the catalogue uses them to flag alleles: they are not the diagnostic limits of the "
    "cited chapters (intermediate and premutation ranges are not told apart), so confirm them before a report; the "
    "SweGen statistics are not taken over",
)
REPEATS_38 = REPEATS_37._replace(
    member="stranger/resources/variant_catalog_grch38.json", release="stranger 0.10.2, GRCh38"
)
CPIC_PAIRS = Source(
    "CPIC gene-drug pairs 2023-08-19",
    PYPGX,
    "pypgx/api/data/cpic-table.csv",
    "CPIC genes-drugs table as of 2023-08-19, the day that pypgx states for its copy",
    "2023-08-19",
    "CC0-1.0 (CPIC; cite cpicpgx.org and the guideline, and check there for updates)",
    "without the columns of other owners: PharmGKB level and FDA label (PharmGKB, CC BY-SA 4.0), ATC (WHO)",
)
CPIC_ALLELES = Source(
    "CPIC allele function of pypgx 0.27.0",
    PYPGX,
    "pypgx/api/data/allele-table.csv",
    "CPIC clinical function and activity score of alleles; date not stated in the file",
    "",
    "CC0-1.0 (CPIC) for function and activity score",
    "without the variants that define an allele: those are PharmVar's (CC BY-SA 4.0) for most genes",
)
CPIC_DIPLOTYPES = Source(
    "CPIC diplotypes of pypgx 0.27.0",
    PYPGX,
    "pypgx/api/data/diplotype-table.csv",
    "CPIC diplotype to phenotype; date not stated in the file",
    "",
    "CC0-1.0 (CPIC)",
    "genes without a CPIC guideline are left out",
)
CPIC_SCORES = CPIC_DIPLOTYPES._replace(
    label="CPIC activity scores of pypgx 0.27.0",
    member="pypgx/api/data/equation-table.csv",
    release="CPIC activity score to phenotype; date not stated in the file",
)
CPIC_PRIORITIES = CPIC_DIPLOTYPES._replace(
    label="CPIC priorities of pypgx 0.27.0",
    member="pypgx/api/data/phenotype-table.csv",
    release="CPIC priority of a phenotype in the record; date not stated in the file",
)
CLINGEN_VALIDITY = Source(
    "ClinGen gene-disease validity 2026-08-25 (reduced set)",
    SCOUT,
    "scout/demo/resources/clingen_gene_disease_summary_reduced.csv",
    "ClinGen gene-disease validity, file created 2026-08-25, reduced to a part of the genes",
    "2026-08-25",
    "CC0-1.0 (ClinGen; attribution asked for)",
    "a reduced set: a gene that is not in it is not known here, which says nothing about its evidence",
)
CLINGEN_DOSAGE = CLINGEN_VALIDITY._replace(
    label="ClinGen dosage sensitivity 2026-08-25 (reduced set)",
    member="scout/demo/resources/clingen_dosage_sensitivity_reduced.csv",
    release="ClinGen dosage sensitivity, file created 2026-08-25, reduced to a part of the genes and regions",
    note="a reduced set: a gene or region that is not in it is not known here, which says nothing about its evidence",
)
