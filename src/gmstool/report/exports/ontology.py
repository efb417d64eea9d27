"""Names that the reference bundle has for identifiers, and the releases they come from."""

from __future__ import annotations

from functools import cache

from gmstool.reference import bundle

RELEASES = {"hp": "hpo_terms", "mondo": "gene_disease", "hgnc": "genes"}  # namespace: the bundle's table


def hpo_name(term: str) -> str | None:
    """The name of an HPO term; None where the bundle does not know it."""
    from gmstool.reference import phenotypes

    found = phenotypes.find(term)
    return phenotypes.term(term).name if found.hpo_id == term else None


def mondo_name(term: str) -> str | None:
    """The name of a MONDO condition among those of genes; None where the bundle does not know it."""
    return _conditions().get(term)


@cache
def _conditions() -> dict[str, str]:
    table = bundle.table("gene_disease").select("mondo_id", "disease").drop_nulls()
    return dict(table.unique(subset="mondo_id", keep="first", maintain_order=True).iter_rows())


bundle.MADE_OF_TABLES.append(_conditions.cache_clear)


def hgnc_id(symbol: str) -> int | None:
    """The HGNC identifier of a gene by its approved symbol; None where the symbol is no such one."""
    from gmstool.reference import genes

    found = genes.resolve(symbol)
    return found.hgnc_id if found.symbol == symbol else None


def tumour_name(oncotree: str) -> str | None:
    """The name of an OncoTree code; None where the shipped selection does not hold it."""
    from gmstool.somatic import tumour_types

    found = tumour_types.all_types().get(oncotree)
    return found.name if found else None


def release(namespace: str) -> str:
    """The release of an ontology, as the bundle names it: `2025-01-16` of `HPO 2025-01-16`."""
    if namespace == "oncotree":
        return _oncotree()
    labels = [str(one["label"]) for one in bundle.entry(RELEASES[namespace])["sources"]]
    wanted = {"hp": "HPO", "mondo": "Mondo", "hgnc": "HGNC"}[namespace]
    return next((label.removeprefix(wanted).strip() for label in labels if label.startswith(wanted)), "unknown")


def _oncotree() -> str:
    """The release of the tumour types in use: the user's tree, else the shipped selection."""
    from gmstool.somatic import shipped, tumour_types

    if tumour_types.TABLE in bundle.tables():
        return bundle.release(tumour_types.TABLE)
    return str(shipped.shipped_facts()[tumour_types.TABLE]["label"])
