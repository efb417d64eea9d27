"""Ontology terms of phenopackets, and the resources that they come from."""

from __future__ import annotations

from typing import Any

from gmstool.report.exports.common import curie
from gmstool.report.exports.ontology import release

Term = dict[str, str]
ZYGOSITIES = {
    "heterozygous": ("GENO:0000135", "heterozygous"), "homozygous": ("GENO:0000136", "homozygous"),
    "hemizygous": ("GENO:0000134", "hemizygous"), "heteroplasmic": ("GENO:0000603", "heteroplasmic"),
    "homoplasmic": ("GENO:0000602", "homoplasmic"),
}  # fmt: skip  # as in the schema's documentation
MATERIALS = {"tumour": ("EFO:0009656", "neoplastic sample"), "normal": ("EFO:0009654", "reference sample")}
UNNAMED = (
    "MONDO:0000001",
    "disease",
)  # the root of MONDO: the schema asks for a condition, and none is stated by its id
_OF_SCHEMA = "as in the documentation of Phenopackets 2.0"
_KNOWN = {
    "HP": ("hp", "human phenotype ontology", "http://purl.obolibrary.org/obo/hp.owl", "http://purl.obolibrary.org/obo/HP_"),
    "MONDO": ("mondo", "Mondo Disease Ontology", "http://purl.obolibrary.org/obo/mondo.owl",
              "http://purl.obolibrary.org/obo/MONDO_"),
    "HGNC": ("hgnc", "HUGO Gene Nomenclature Committee", "https://www.genenames.org",
             "https://www.genenames.org/data/gene-symbol-report/#!/hgnc_id/HGNC:"),
    "GENO": ("geno", "Genotype Ontology", "http://purl.obolibrary.org/obo/geno.owl", "http://purl.obolibrary.org/obo/GENO_"),
    "EFO": ("efo", "Experimental Factor Ontology", "http://www.ebi.ac.uk/efo/efo.owl", "http://www.ebi.ac.uk/efo/EFO_"),
    "ONCOTREE": ("oncotree", "OncoTree", "http://data.mskcc.org/ontologies/oncotree", "http://data.mskcc.org/ontologies/oncotree/"),
    "OMIM": ("omim", "Online Mendelian Inheritance in Man", "https://www.omim.org", "https://www.omim.org/entry/"),
    "ORPHA": ("orpha", "Orphanet", "https://www.orpha.net", "https://www.orpha.net/ORDO/Orphanet_"),
}  # fmt: skip


def term(known: tuple[str, str] | None) -> Term | None:
    return {"id": known[0], "label": known[1]} if known else None


def resources(told: Any) -> list[dict[str, str]]:
    """One resource for each namespace whose terms are used, in the order of the alphabet."""
    used = {text.partition(":")[0] for text in _ids(told)}
    return [_resource(prefix) for prefix in sorted(used & set(_KNOWN))]


def _resource(prefix: str) -> dict[str, str]:
    key, name, url, iri = _KNOWN[prefix]
    version = release(key) if key in ("hp", "mondo", "hgnc", "oncotree") else _OF_SCHEMA
    return {"id": key, "name": name, "url": url, "version": version, "namespacePrefix": prefix, "iriPrefix": iri}


def _ids(told: Any) -> set[str]:
    """The identifiers of all terms in nested data."""
    if isinstance(told, dict):
        own = {str(told[key]) for key in ("id", "valueId") if curie(told.get(key))}
        return own.union(*map(_ids, told.values()))
    return set().union(*map(_ids, told)) if isinstance(told, list) else set()
