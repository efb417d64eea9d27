"""Risk of acute myeloid leukaemia: ELN 2022 for intensive, ELN 2024 for less-intensive therapy.

Favourable and intermediate are never stated without a karyotype and a dedicated result for FLT3-ITD: then the class
is None, with what is missing and what the findings at hand would make of it. Lists: data/haematology.toml.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gmstool.somatic.haematology_tables import genes, is_complex, is_found, tables
from gmstool.somatic.haematology_tp53 import tp53, vaf

if TYPE_CHECKING:
    from gmstool.somatic.haematology_facts import Facts

UNCOVERED = "genes not settled (not declared covered, or with an uncertain variant): {}"
KARYOTYPE, ITD = "karyotype", "dedicated result for FLT3-ITD"
IDH1 = "IDH1, TP53 wild type"
PRIOR = "whether hypomethylating therapy came before"


@dataclass(frozen=True, slots=True)
class Risk:
    """A risk class; None where it cannot be stated. `would_be` is what the findings at hand point to."""

    scheme: str
    risk: str | None
    because: tuple[str, ...]
    missing: tuple[str, ...] = ()
    would_be: str | None = None
    provisional: bool = False
    notes: tuple[str, ...] = ()


def eln_2022(facts: Facts) -> Risk:
    """ELN 2022 for intensive therapy."""
    scheme = "ELN 2022"
    if apl := _of_risk(facts, "not for APL"):
        return Risk(scheme, None, apl, notes=("the risk is not for acute promyelocytic leukaemia",))
    missing = (*_missing(facts), *_uncovered(facts, ("TP53",)))
    defining = _of_risk(facts, "favourable")
    if hit := tp53(facts):
        notes = ("beside a favourable fusion: for a person to judge",) if defining else ()
        return Risk(scheme, "adverse", (hit,), missing, notes=notes)
    if adverse := _adverse_cytogenetics(facts, has_favourable=bool(defining)):
        return Risk(scheme, "adverse", adverse, missing)
    by_gene = _favourable_genes(facts)
    if defining or by_gene:
        return _stated(scheme, "favourable", defining or by_gene, missing)
    missing = (*_missing(facts), *_uncovered(facts, ("TP53", *genes("adverse"), "NPM1", "CEBPA")))
    if between := _of_risk(facts, "intermediate"):
        return _stated(scheme, "intermediate", between, missing)
    if by_nine := tuple(gene for gene in genes("adverse") if gene in facts.hits):
        open_ = (*_missing(facts), *_uncovered(facts, ("NPM1", "CEBPA")))  # TP53 would not make it less adverse
        return Risk(scheme, "adverse", by_nine, missing, provisional=bool(open_))
    return _stated(scheme, "intermediate", _intermediate(facts), missing)


def eln_2024(facts: Facts) -> Risk:
    """ELN 2024 for less-intensive therapy; not after hypomethylating therapy."""
    scheme = "ELN 2024, less-intensive therapy"
    if facts.prior_hypomethylating:
        return Risk(scheme, None, (), notes=("not for patients after hypomethylating therapy",))
    if apl := _of_risk(facts, "not for APL"):
        return Risk(scheme, None, apl, notes=("the risk is not for acute promyelocytic leukaemia",))
    prior = (PRIOR,) if facts.prior_hypomethylating is None else ()
    if facts.mutated("TP53"):
        return Risk(scheme, "adverse", ("TP53",), prior, provisional=bool(prior))
    missing = (*_missing(facts), *prior)
    signalling = [gene for gene in genes("signalling_2024") if facts.mutated(gene)]
    only_tp53 = (*missing, *_uncovered(facts, ("TP53",)))
    if "DDX41" in facts.hits:
        return _stated(scheme, "favourable", ("DDX41",), only_tp53)
    if "IDH1" in facts.hits:
        return _stated(scheme, "favourable", (IDH1,), only_tp53, "with azacitidine and ivosidenib only")
    missing += _uncovered(facts, ("TP53", *(() if signalling else genes("signalling_2024"))))
    worse = [*(("FLT3-ITD",) if facts.flt3_itd else ()), *signalling]
    if worse:
        return _stated(scheme, "intermediate", tuple(worse), missing)
    better = ("NPM1",) if facts.npm1 else ("IDH2",) if "IDH2" in facts.hits else ("no FLT3-ITD, NRAS, KRAS or TP53",)
    return _stated(scheme, "favourable", better, missing)


def _of_risk(facts: Facts, risk: str) -> tuple[str, ...]:
    return tuple(one["name"] for one in tables()["fusions"] if one["eln"] == risk and is_found(one, facts))


def _adverse_cytogenetics(facts: Facts, *, has_favourable: bool) -> tuple[str, ...]:
    """Adverse fusions and abnormalities; a class-defining fusion is not made adverse by further abnormalities."""
    fusions = _of_risk(facts, "adverse")
    if has_favourable or facts.karyotype is None:
        return () if has_favourable else fusions
    if _of_risk(facts, "intermediate"):
        return fusions
    found = [*fusions, *facts.karyotype.adverse()]
    if is_complex(facts):
        found.append(f"complex karyotype ({len(facts.karyotype.abnormalities)} abnormalities)")
    if facts.karyotype.monosomal:
        found.append("monosomal karyotype")
    return tuple(found)


def _favourable_genes(facts: Facts) -> tuple[str, ...]:
    found = ["in-frame CEBPA in bZIP"] if facts.cebpa_bzip else []
    if facts.npm1 and facts.flt3_itd is not True:
        found.append("NPM1 without FLT3-ITD" if facts.flt3_itd is False else "NPM1, FLT3-ITD not known")
    return tuple(found)


def _intermediate(facts: Facts) -> tuple[str, ...]:
    if facts.flt3_itd:
        return ("NPM1 with FLT3-ITD",) if facts.npm1 else ("FLT3-ITD without adverse lesion",)
    return ("neither favourable nor adverse",)


def _stated(scheme: str, risk: str, because: tuple[str, ...], missing: tuple[str, ...], note: str = "") -> Risk:
    notes = (note,) if note else ()
    if missing:
        return Risk(scheme, None, because, missing, risk, notes=notes)
    return Risk(scheme, risk, because, notes=notes)


def _missing(facts: Facts) -> tuple[str, ...]:
    gone = [KARYOTYPE] if facts.karyotype is None else []
    if facts.flt3_itd is None:
        gone.append(ITD)
    if any(vaf(row) is None for row in facts.hits.get("TP53", ())):
        gone.append("allele fraction of TP53")
    return tuple(gone)


def _uncovered(facts: Facts, genes: tuple[str, ...]) -> tuple[str, ...]:
    """Genes in which nothing was called and that nobody declared covered: not called is not wild type."""
    found = [gene for gene in genes if facts.mutated(gene) is None]
    return (UNCOVERED.format(", ".join(found)),) if found else ()
