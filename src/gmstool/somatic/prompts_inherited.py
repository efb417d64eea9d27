"""Prompts of variants that may be inherited: by gene, diagnosis, age, population, and what a normal sample shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gmstool.sentences import Said
from gmstool.somatic.prompt import Prompt, harmful, percent
from gmstool.somatic.prompt_numbers import citation, numbers
from gmstool.vcf.alleles import is_sequence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gmstool.somatic.prompt import Patient

_UNASKED = "in the normal sample too: no finding of the tumour alone; what it means is told with consent only"
_ELSEWHERE = "absence from a file of the tumour alone does not exclude an inherited variant"


def germline(row: dict[str, Any], patient: Patient) -> Iterator[Prompt]:
    """Predisposition genes whose variants may be inherited: the Swedish recommendation first, then ESMO's."""
    if not patient.inherited or not harmful(row) or _is_common(row):
        return
    fraction = _looks_inherited(row, patient)
    if fraction is None:
        return
    gene = row["gene"]
    reason = _by_diagnosis(gene, patient) or _any_tumour(gene) or _young(gene, patient) or _blood(gene, patient)
    if reason:
        told, source = reason
        yield Prompt("germline", Said("consider germline follow-up: {}; {}", told, fraction), source)


def common(row: dict[str, Any], patient: Patient) -> Iterator[Prompt]:
    """A population variant in a file without a normal sample is most likely inherited."""
    if patient.tumour_only and _is_common(row):
        limit = numbers().germline.common
        told = Said("probably inherited: population frequency {} against {}", f"{row['af']:.3g}", limit)
        yield Prompt("germline", told, citation("germline.common"))
    if row["myeloid_germline"]:
        yield Prompt("germline", Said("the pipeline of myeloid panels calls it germline"), "INFO/MYELOID_GERMLINE")


def _is_common(row: dict[str, Any]) -> bool:
    """Known to be common in the population: a frequency that is not known does not lift a prompt."""
    return row["af"] is not None and row["af"] >= numbers().germline.common


def in_normal(row: dict[str, Any], patient: Patient) -> Iterator[Prompt]:
    """What the normal sample shows too, in any gene: inherited, or cells of the tumour in the normal sample."""
    limit, fraction = numbers().germline.normal_vaf, row["normal_vaf"]
    if not patient.tumour_only and fraction is not None and fraction >= limit:
        if not patient.inherited:
            yield Prompt("germline", Said(_UNASKED), citation("germline.normal_vaf"))
            return
        told = Said(
            "in the normal sample too, at {} against {}: inherited, or tumour cells in that sample",
            percent(fraction), percent(limit),
        )  # fmt: skip
        yield Prompt("germline", told, citation("germline.normal_vaf"))


def _looks_inherited(row: dict[str, Any], patient: Patient) -> Said | None:
    """What the reads say, or None where they speak against an inherited variant."""
    found, normal = numbers().germline, row["normal_vaf"]
    if not patient.tumour_only and normal is not None:
        return Said("fraction in the normal sample {}", percent(normal)) if normal >= found.normal_vaf else None
    fraction = row["tumour_vaf"]
    if fraction is None:
        return Said("the allele fraction is not known; {}", _ELSEWHERE)
    substitution = is_sequence(row["alt"]) and len(row["ref"]) == len(row["alt"])
    least = found.vaf_substitution if substitution else found.vaf_indel
    if fraction < least:
        return None
    told = Said("allele fraction {} against {}", percent(fraction), percent(least))
    if found.vaf_heterozygous[0] <= fraction <= found.vaf_heterozygous[1] or fraction >= found.vaf_homozygous:
        told = Said("allele fraction {}, as one or two inherited copies show", percent(fraction))
    if patient.purity is None:
        return told
    somatic = percent(patient.purity / 2)  # one of two copies in every tumour cell, without change of copy number
    return Said("{}; one of two copies in every tumour cell would show {}", told, somatic)


def _by_diagnosis(gene: str | None, patient: Patient) -> tuple[Said, str] | None:
    """Gene, diagnosis and age as in the Swedish recommendation; an age that is not known does not lift the prompt."""
    if patient.tumour is None:
        return None
    for name, one in numbers().germline.by_diagnosis.items():
        if gene in one["genes"] and any(patient.tumour.is_a(code) for code in one["tumours"]):
            limit = one["age_at_most"]
            if not limit or patient.age is None or patient.age <= limit:
                age = f"{patient.age:g}" if patient.age is not None else None
                told = Said("{} with the diagnosis {}", gene, patient.tumour.code)
                if limit:
                    told = Said("{} with the diagnosis {} at the age of {}", gene, patient.tumour.code, age)
                return told, citation(f"germline.by_diagnosis.{name}.age_at_most")
    return None


def _any_tumour(gene: str | None) -> tuple[Said, str] | None:
    """ESMO: seven genes whatever the tumour, and two of intermediate penetrance."""
    for name in ("any_tumour", "intermediate"):
        if gene in numbers().germline[name]:
            told = "{} is followed up in every tumour" if name == "any_tumour" else "{}, of intermediate penetrance"
            return Said(told, gene), citation(f"germline.{name}")
    return None


def _young(gene: str | None, patient: Patient) -> tuple[Said, str] | None:
    """ESMO: genes that are seldom inherited are followed up in the young only."""
    found = numbers().germline
    if gene in found.seldom and patient.age is not None and patient.age < found.young:
        return Said("{} below the age of {}", gene, found.young), citation("germline.seldom")
    return None


def _blood(gene: str | None, patient: Patient) -> tuple[Said, str] | None:
    if patient.blood and gene in numbers().germline.blood:
        return Said("{} predisposes to blood cancers", gene), citation("germline.blood")
    return None
