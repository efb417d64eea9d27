"""Classes of WHO 2022 and ICC 2022 that findings point to, and the summary of genes that treatment asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gmstool.somatic import blood_classes
from gmstool.somatic.haematology_tables import genes, is_found, tables
from gmstool.somatic.haematology_tp53 import tp53

if TYPE_CHECKING:
    from gmstool.somatic.haematology_facts import Facts
    from gmstool.somatic.tumour_types import TumourType

AML = "AML"
NEAR_AML = ("MDS", "MDS/MPN")
# What no sequencing tells: blasts by WHO 2022 and ICC 2022, from memory.
BLASTS = "blasts: WHO asks for no lower limit, ICC from 10 %"
ABL1 = "blasts from 20 %, and no chronic myeloid leukaemia"
CEBPA = "blasts: WHO from 20 %, ICC from 10 %"
RELATED = "blasts: WHO from 20 %; ICC from 20 %, MDS/AML from 10 %"


def classes(facts: Facts, tumour: TumourType | None = None) -> list[dict[str, str]]:
    """Findings that bear on the class: what WHO 2022 and ICC 2022 make of them, and what has to be added.

    Without a tumour, and for one that is AML: of AML; else the lines of the tumour types that this is a kind of, or
    may be. What defines AML is told of myelodysplastic neoplasms too: there it changes the diagnosis.
    """
    if tumour is None or tumour.is_a(AML):
        return _leukaemia(facts)
    found = [one for line in blood_classes.lines() if line.is_for(tumour) and (one := blood_classes.told(line, facts))]
    if any(tumour.is_a(code) for code in NEAR_AML):
        found += [one for one in _by_fusion(facts) if one["finding"] != "BCR::ABL1"]
    return sorted(found, key=lambda one: blood_classes.WEIGHTS.index(one["weight"]))


def covered(tumour: TumourType) -> str:
    """Whether there are lists for a tumour type, so that an empty answer is not read as "none found"."""
    if tumour.is_a(AML) or any(line.is_for(tumour) for line in blood_classes.lines()):
        return "implemented for this tumour type, as far as genes, fusions and karyotype tell"
    return f"not implemented for {tumour.code}: there is no list for it; see the diagnostic evidence of each variant"


def _leukaemia(facts: Facts) -> list[dict[str, str]]:
    """The defining alterations of acute myeloid leukaemia."""
    found = _by_fusion(facts)
    if facts.npm1:
        found.append(_defining("NPM1", "AML with NPM1 mutation", "AML with mutated NPM1"))
    if facts.cebpa_bzip:
        found.append(
            _defining(
                "CEBPA, in frame in bZIP", "AML with CEBPA mutation", "AML with in-frame bZIP CEBPA mutations", CEBPA
            )
        )
    if tp53(facts):
        found.append(_defining("TP53", "no class of its own in AML", "AML with mutated TP53", RELATED))
    return found or _related(facts)


def _by_fusion(facts: Facts) -> list[dict[str, str]]:
    return [
        _defining(one["name"], one["who"], one["icc"], ABL1 if one["name"] == "BCR::ABL1" else BLASTS)
        for one in tables()["fusions"]
        if is_found(one, facts)
    ]


def _related(facts: Facts) -> list[dict[str, str]]:
    """The genes of myelodysplasia, which count where nothing else defines the disease."""
    who, icc = ([gene for gene in genes(name) if gene in facts.hits] for name in ("related_who", "related_icc"))
    if not icc:
        return []
    told = "AML, myelodysplasia-related" if who else "not defining in WHO 2022"
    return [_defining(", ".join(icc), told, "AML with myelodysplasia-related gene mutations", RELATED)]


def _defining(finding: str, who: str, icc: str, needs: str = BLASTS) -> dict[str, str]:
    return {"finding": finding, "weight": "defining", "who_2022": who, "icc_2022": icc, "needs": needs}


def summary(facts: Facts) -> list[tuple[str, str]]:
    """IDH1, IDH2, FLT3 and NPM1: found, not found where the assay covers the gene, or not known."""
    words = {
        True: "found",
        False: "not found",
        None: "not known: not declared covered, or with an uncertain variant",
    }
    told = [(gene, words[facts.mutated(gene)]) for gene in ("NPM1", "IDH1", "IDH2", "FLT3")]
    itd = {True: "found", False: "negative by a dedicated test", None: "not known: needs a dedicated test"}[
        facts.flt3_itd
    ]
    return [*told, ("FLT3-ITD", itd)]
