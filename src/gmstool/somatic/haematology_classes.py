"""Defining alterations of WHO 2022 and ICC 2022 that were found, and the summary of genes that treatment asks for."""

from __future__ import annotations

import string
from typing import TYPE_CHECKING, Any

from gmstool.somatic.evidence import effect
from gmstool.somatic.haematology_tables import genes, is_complex, is_found, tables
from gmstool.somatic.haematology_tp53 import tp53, tp53_state

if TYPE_CHECKING:
    from gmstool.somatic.haematology_facts import Facts
    from gmstool.somatic.tumour_types import TumourType

AML = "AML"
_LETTERS = string.ascii_letters + "*"


def classes(facts: Facts, tumour: TumourType | None = None) -> list[dict[str, str]]:
    """Defining alterations that were found: what WHO 2022 and ICC 2022 call the disease, as far as genes tell.

    Without a tumour, and for one that is AML: of AML; else the lists of the tumour types that this is a kind of.
    """
    if tumour is None or tumour.is_a(AML):
        return _leukaemia(facts)
    return [
        {"finding": one["finding"], "weight": one["weight"], "who_2022": one["who"], "icc_2022": one["icc"]}
        for one in tables()["defining"]
        if tumour.is_a(one["tumour"]) and _defines(one, facts)
    ]


def covered(tumour: TumourType) -> str:
    """For which tumour types there are lists, so that an empty answer is not read as "none found"."""
    codes = list(dict.fromkeys((AML, *(one["tumour"] for one in tables()["defining"]))))
    if any(tumour.is_a(code) for code in codes):
        return "implemented for this tumour type, as far as genes, fusions and karyotype tell"
    return (
        f"not implemented for {tumour.code}: only for {', '.join(codes)}; see the diagnostic evidence of each variant"
    )


def _defines(one: dict[str, Any], facts: Facts) -> bool:
    """Whether a line of the list is found, and nothing that it excludes is."""
    if _is_excluded(one, facts):
        return False
    if "partners" in one:
        return is_found(one, facts)
    if one.get("karyotype") == "isolated del(5q)":
        return facts.karyotype is not None and facts.karyotype.isolated_del_5q()
    if one.get("twice"):
        return tp53_state(facts)[0] is True
    rows = facts.hits.get(one["gene"], ())
    wanted = set(one.get("changes", ()))
    return any(not wanted or (short := effect(row).short) in wanted or short.rstrip(_LETTERS) in wanted for row in rows)


def _is_excluded(one: dict[str, Any], facts: Facts) -> bool:
    unless = one.get("unless", ())
    found = (*facts.karyotype.adverse(), *(("complex",) if is_complex(facts) else ())) if facts.karyotype else ()
    return bool(set(unless) & set(found)) or ("twice" in unless and tp53_state(facts)[0] is True)


def _leukaemia(facts: Facts) -> list[dict[str, str]]:
    """The defining alterations of acute myeloid leukaemia."""
    found = [
        {"finding": one["name"], "who_2022": one["who"], "icc_2022": one["icc"]}
        for one in tables()["fusions"]
        if is_found(one, facts)
    ]
    if facts.npm1:
        found.append({"finding": "NPM1", "who_2022": "AML with NPM1 mutation", "icc_2022": "AML with mutated NPM1"})
    if facts.cebpa_bzip:
        found.append({
            "finding": "CEBPA, in frame in bZIP", "who_2022": "AML with CEBPA mutation",
            "icc_2022": "AML with in-frame bZIP CEBPA mutations",
        })  # fmt: skip
    if tp53(facts):
        found.append({"finding": "TP53", "who_2022": "no class of its own in AML", "icc_2022": "AML with mutated TP53"})
    return found or _related(facts)


def _related(facts: Facts) -> list[dict[str, str]]:
    """The genes of myelodysplasia, which count where nothing else defines the disease."""
    who, icc = ([gene for gene in genes(name) if gene in facts.hits] for name in ("related_who", "related_icc"))
    if not icc:
        return []
    return [{
        "finding": ", ".join(icc),
        "who_2022": "AML, myelodysplasia-related" if who else "not defining in WHO 2022",
        "icc_2022": "AML with myelodysplasia-related gene mutations",
    }]  # fmt: skip


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
