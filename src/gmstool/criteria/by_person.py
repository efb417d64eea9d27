"""Criteria that neither annotation nor a family can answer: each says what evidence a person would bring."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gmstool.criteria.engine import Finding, criterion, not_assessed
from gmstool.criteria.strength import Strength

if TYPE_CHECKING:
    from gmstool.criteria.facts import Variants

RICHARDS = "Richards 2015, PMID 25741868"
FUNCTIONAL = "Brnich 2019, PMID 31892348"
SEGREGATION = "Biesecker 2024, PMID 38103548"
RETIRED = "Biesecker and Harrison 2018, PMID 29543229"


@criterion(Strength.STRONG, source=FUNCTIONAL, person="functional studies with their controls, or an assay's OddsPath")
def PS3(v: Variants, rules: Any) -> Finding:  # noqa: ARG001
    """Well-established functional studies show a damaging effect on the gene or its product."""
    return not_assessed()


@criterion(Strength.STRONG, source=RICHARDS, person="counts of unrelated patients with the variant, or an odds ratio")
def PS4(v: Variants, rules: Any) -> Finding:  # noqa: ARG001
    """Prevalence in affected individuals is significantly above that in controls."""
    return not_assessed()


@criterion(
    Strength.SUPPORTING,
    source=SEGREGATION,
    person="the patient's phenotype and the diagnostic yield of the gene for it",
)
def PP4(v: Variants, rules: Any) -> Finding:  # noqa: ARG001
    """The patient's phenotype or family history is highly specific for a disease with a single genetic aetiology."""
    return not_assessed()


@criterion(Strength.SUPPORTING, source=RETIRED)
def PP5(v: Variants, rules: Any) -> Finding:  # noqa: ARG001
    """A reputable source reports the variant as pathogenic: retired, never applied."""
    return not_assessed()


@criterion(Strength.STRONG, source=FUNCTIONAL, person="functional studies with their controls, or an assay's OddsPath")
def BS3(v: Variants, rules: Any) -> Finding:  # noqa: ARG001
    """Well-established functional studies show no damaging effect on protein function."""
    return not_assessed()


@criterion(Strength.SUPPORTING, source=RICHARDS, person="the molecular cause that was found for the patient's disease")
def BP5(v: Variants, rules: Any) -> Finding:  # noqa: ARG001
    """Found in a case with an alternate molecular basis for disease."""
    return not_assessed()


@criterion(Strength.SUPPORTING, source=RETIRED)
def BP6(v: Variants, rules: Any) -> Finding:  # noqa: ARG001
    """A reputable source reports the variant as benign: retired, never applied."""
    return not_assessed()
