"""Criteria that annotation cannot answer: each says what evidence a person, a family or a case file would bring."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gmstool.criteria.engine import Finding, criterion, not_assessed
from gmstool.criteria.strength import Strength

if TYPE_CHECKING:
    from gmstool.criteria.facts import Variants

RICHARDS = "Richards 2015, PMID 25741868"
DE_NOVO = "ClinGen SVI, PS2 and PM6 v1.1 (2021)"
FUNCTIONAL = "Brnich 2019, PMID 31892348"
SEGREGATION = "Biesecker 2024, PMID 38103548"
RETIRED = "Biesecker and Harrison 2018, PMID 29543229"


@criterion(
    Strength.STRONG, source=DE_NOVO, person="both parents' genotypes, proof of parenthood, and the phenotype's grade"
)
def PS2(v: Variants, rules: Any) -> Finding:  # noqa: ARG001
    """De novo, both parents confirmed, in a patient with the disease and no family history."""
    return not_assessed()


@criterion(Strength.STRONG, source=FUNCTIONAL, person="functional studies with their controls, or an assay's OddsPath")
def PS3(v: Variants, rules: Any) -> Finding:  # noqa: ARG001
    """Well-established functional studies show a damaging effect on the gene or its product."""
    return not_assessed()


@criterion(Strength.STRONG, source=RICHARDS, person="counts of unrelated patients with the variant, or an odds ratio")
def PS4(v: Variants, rules: Any) -> Finding:  # noqa: ARG001
    """Prevalence in affected individuals is significantly above that in controls."""
    return not_assessed()


@criterion(
    Strength.MODERATE,
    source="ClinGen SVI, PM3 v1.0 (2019)",
    person="the other allele of a patient with a recessive disease, its class, and the phase",
)
def PM3(v: Variants, rules: Any) -> Finding:  # noqa: ARG001
    """For recessive disorders, detected in trans with a pathogenic variant."""
    return not_assessed()


@criterion(Strength.MODERATE, source=DE_NOVO, person="both parents' genotypes and the phenotype's grade")
def PM6(v: Variants, rules: Any) -> Finding:  # noqa: ARG001
    """Assumed de novo, without confirmation of paternity and maternity."""
    return not_assessed()


@criterion(Strength.SUPPORTING, source=SEGREGATION, person="a pedigree with the relatives' genotypes and phenotypes")
def PP1(v: Variants, rules: Any) -> Finding:  # noqa: ARG001
    """Cosegregation with disease in affected family members, in a gene known to cause the disease."""
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


@criterion(Strength.STRONG, source=SEGREGATION, person="a pedigree with the relatives' genotypes and phenotypes")
def BS4(v: Variants, rules: Any) -> Finding:  # noqa: ARG001
    """Lack of segregation in affected members of a family."""
    return not_assessed()


@criterion(
    Strength.SUPPORTING, source=RICHARDS, person="the other pathogenic variant of the person, and the phase of the two"
)
def BP2(v: Variants, rules: Any) -> Finding:  # noqa: ARG001
    """In trans with a pathogenic variant for a fully penetrant dominant disorder, or in cis with one for any."""
    return not_assessed()


@criterion(Strength.SUPPORTING, source=RICHARDS, person="the molecular cause that was found for the patient's disease")
def BP5(v: Variants, rules: Any) -> Finding:  # noqa: ARG001
    """Found in a case with an alternate molecular basis for disease."""
    return not_assessed()


@criterion(Strength.SUPPORTING, source=RETIRED)
def BP6(v: Variants, rules: Any) -> Finding:  # noqa: ARG001
    """A reputable source reports the variant as benign: retired, never applied."""
    return not_assessed()
