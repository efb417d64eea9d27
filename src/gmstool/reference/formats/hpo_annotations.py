"""phenotype.hpoa and genes_to_phenotype.txt: the tables `gene_disease` and `gene_hpo`.

The file of genes repeats the features of each disease without saying which it is stated to lack; that stands in
phenotype.hpoa, with the names and the modes of inheritance of the diseases. Neither has Mondo ids: those of the table
in use are kept, and a disease that is new has none.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gmstool.reference import bundle
from gmstool.reference.formats.genes import GeneIndex
from gmstool.reference.formats.reading import Made, begins, tsv

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import polars as pl

    from gmstool.reference.formats.reading import Columns

    Features = dict[tuple[int, str], set[str]]  # gene and disease to HPO terms

STATED = ("database_id", "disease_name", "qualifier", "hpo_id", "frequency", "aspect", "biocuration")
GENES = ("ncbi_gene_id", "gene_symbol", "hpo_id", "disease_id")
CURATORS = {"OMIM": "OMIM", "ORPHA": "Orphanet"}
# The HPO's "Mode of inheritance" (HP:0000005) in the short words of clinical reports, as in the shipped table.
MODES = {
    "HP:0000006": "AD", "HP:0000007": "AR", "HP:0032113": "semidominant", "HP:0001417": "XL", "HP:0001423": "XLD",
    "HP:0001419": "XLR", "HP:0001450": "YL", "HP:0034339": "pseudoautosomal",
    "HP:0034340": "pseudoautosomal dominant", "HP:0034341": "pseudoautosomal recessive", "HP:0001427": "MT",
    "HP:0012274": "AD with paternal imprinting", "HP:0012275": "AD with maternal imprinting", "HP:0010984": "digenic",
    "HP:0010983": "oligogenic", "HP:0010982": "polygenic", "HP:0001426": "multifactorial", "HP:0001442": "somatic",
    "HP:0003745": "sporadic",
}  # fmt: skip
_ABSENT = re.compile(r"0/[1-9]\d*|0(\.0*)?%|HP:0040285")  # HP:0040285: the frequency "Excluded"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(slots=True)
class Disease:
    """What phenotype.hpoa states of a disease."""

    name: str = ""
    named: str = ""  # day of the curation that named it last
    terms: set[str] = field(default_factory=set)  # of inheritance
    present: set[str] = field(default_factory=set)
    absent: set[str] = field(default_factory=set)


def convert(files: Mapping[str, Path]) -> Made:
    """The release is the version line of phenotype.hpoa."""
    diseases = _diseases(files["phenotype.hpoa"])
    stated = re.search(r"^#version: (\S+)", begins(files["phenotype.hpoa"]), re.MULTILINE)
    release = stated[1] if stated else ""
    genes = GeneIndex()
    features = _features(files["genes_to_phenotype.txt"], genes)
    known, facts = bundle.usable("gene_disease")
    mondo_ids = dict(known.select("disease_id", "mondo_id").iter_rows())
    pairs = _gene_disease(features, diseases, genes, mondo_ids, f"HPO {release}")
    tables = {"gene_disease": pairs, "gene_hpo": _gene_hpo(features, diseases)}
    mondo = [one for one in facts["sources"] if one["label"].startswith("Mondo")]
    day = _DAY.fullmatch(release)
    return Made(tables, f"HPO annotations {release}", day[0] if day else "", kept={"gene_disease": mondo})


def _diseases(path: Path) -> dict[str, Disease]:
    diseases: dict[str, Disease] = defaultdict(Disease)
    for row in tsv(path, STATED, comment="#"):
        disease = diseases[row["database_id"]]
        curated = max(_DAY.findall(row.get("biocuration", "")), default="")
        name = row["disease_name"]
        if not disease.name or curated > disease.named or (curated == disease.named and name < disease.name):
            disease.name, disease.named = name, curated
        absent = row["qualifier"] == "NOT" or _ABSENT.fullmatch(row["frequency"]) is not None
        (disease.absent if absent else disease.present).add(row["hpo_id"])
        if row["aspect"] == "I" and not absent:
            disease.terms.add(row["hpo_id"])
    return diseases


def _features(path: Path, genes: GeneIndex) -> Features:
    """The terms the file gives to each gene and disease; rows of no known gene fall away."""
    features: Features = defaultdict(set)
    for row in tsv(path, GENES):
        digits = row["ncbi_gene_id"].removeprefix("NCBIGene:")
        gene = genes.by_ncbi.get(int(digits) if digits.isdigit() else -1) or genes.by_any_symbol(row["gene_symbol"])
        if gene and row.get("disease_id"):
            features[gene, row["disease_id"]].add(row["hpo_id"])
    return features


def _gene_disease(
    features: Features, diseases: dict[str, Disease], genes: GeneIndex, mondo_ids: dict[str, str], release: str
) -> pl.DataFrame:
    import polars as pl

    schema: Columns = {
        "hgnc_id": pl.Int32, "symbol": pl.String, "disease_id": pl.String, "disease": pl.String, "mondo_id": pl.String,
        "inheritance": pl.List(pl.String), "inheritance_terms": pl.List(pl.String), "sources": pl.List(pl.String),
    }  # fmt: skip
    rows = []
    for gene, disease_id in sorted(features):
        disease = diseases.get(disease_id, Disease())
        modes = [mode for term, mode in MODES.items() if term in disease.terms]
        curator = disease_id.split(":")[0]
        sources = [release, CURATORS.get(curator, curator)]
        rows.append((
            gene, genes.symbols[gene], disease_id, disease.name or None, mondo_ids.get(disease_id), modes or None,
            sorted(disease.terms) or None, sources,
        ))  # fmt: skip
    return pl.DataFrame(rows, schema=schema, orient="row")


def _gene_hpo(features: Features, diseases: dict[str, Disease]) -> pl.DataFrame:
    import polars as pl

    schema: Columns = {
        "hgnc_id": pl.Int32, "disease_id": pl.String, "hpo_ids": pl.List(pl.String),
        "excluded_hpo_ids": pl.List(pl.String),
    }  # fmt: skip
    rows = []
    for (gene, disease_id), terms in sorted(features.items()):
        disease = diseases.get(disease_id, Disease())
        excluded = terms & (disease.absent - disease.present)
        rows.append((gene, disease_id, sorted(terms - excluded), sorted(excluded)))
    return pl.DataFrame(rows, schema=schema, orient="row")
