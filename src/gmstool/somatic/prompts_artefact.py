"""Prompts of variants that may not be the tumour's own: clonal haematopoiesis, and artefacts of the method."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gmstool.sentences import Said
from gmstool.somatic import events
from gmstool.somatic.prompt import Prompt, harmful, percent
from gmstool.somatic.prompt_numbers import citation, numbers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gmstool.somatic.prompt import Patient


def clonal(row: dict[str, Any], patient: Patient) -> Iterator[Prompt]:
    """Clonal haematopoiesis by gene, allele fraction and age."""
    found, fraction = numbers().clonal, row["tumour_vaf"]
    if row["gene"] not in found.genes or not harmful(row):
        return
    if patient.blood:
        if row["gene"] in found.remission:
            told = Said(
                "{} often stays after remission as clonal haematopoiesis: no marker of residual disease alone",
                row["gene"],
            )
            yield Prompt("clonal", told, citation("clonal.remission"))
        return
    if fraction is None or not found.vaf_from <= fraction <= found.vaf_to:
        return
    age = "not known" if patient.age is None else f"{patient.age:g}"
    sentence = "may come from clonal haematopoiesis: {} at {}, age {}"
    if patient.age is not None and patient.age < found.age_from:
        sentence = "may come from clonal haematopoiesis, seldom at this age: {} at {}, age {}"
    yield Prompt("clonal", Said(sentence, row["gene"], percent(fraction), age), citation("clonal.genes"))


def artefact(row: dict[str, Any], _patient: Patient) -> Iterator[Prompt]:
    """What speaks for a technical artefact: the panel of normals, strands, few reads, other cases of the laboratory."""
    if told := _normals(row):
        yield Prompt("artefact", told, citation("artefact.normals"))
    yield from _background(row)
    yield from _one_strand(row)
    yield from _few_reads(row)
    yield from _other_cases(row)
    if row["filter"] not in (None, "PASS", "."):
        yield Prompt("artefact", Said("the caller's filter says {}", row["filter"]), "FILTER")


def _background(row: dict[str, Any]) -> Iterator[Prompt]:
    """How far the variant stands above the fractions of normal samples at its place, in standard deviations."""
    limit = numbers().artefact.background_sd
    if row["position_nr_sd"] is not None and row["position_nr_sd"] < limit:
        told = Said("within the background: {} SD against {}", f"{row['position_nr_sd']:.3g}", limit)
        if row["panel_median"] is not None:
            told = Said("{}; median fraction of normal samples {}", told, percent(row["panel_median"]))
        yield Prompt("artefact", told, citation("artefact.background_sd"))


def _one_strand(row: dict[str, Any]) -> Iterator[Prompt]:
    strands = row["tumour_forward"], row["tumour_reverse"]
    if None not in strands and min(strands) == 0 and max(strands) >= numbers().artefact.one_strand_reads:
        told = Said("all {} reads with the variant are on one strand", max(strands))
        yield Prompt("artefact", told, citation("artefact.one_strand_reads"))


def _other_cases(row: dict[str, Any]) -> Iterator[Prompt]:
    for name, told in (
        ("local_obs", "seen in {} cases of the laboratory"),
        ("clin_obs", "seen in {} clinical cases of the laboratory"),
    ):
        if row[name] is not None and row[name] >= numbers().artefact.site_cases:
            yield Prompt("artefact", Said(told, row[name]), citation("artefact.site_cases"))


def _normals(row: dict[str, Any]) -> Said | None:
    """`Artifact` counts the normals of each caller and ends with their number; `ArtifactNrSD` tells how far away.

    `ArtifactMedian` has the median fraction of those normals by caller: the largest is told.
    """
    numbers_of = [int(one) for one in (row["artifact"] or "").split(",") if one.isdigit()]
    if len(numbers_of) < 2:  # noqa: PLR2004  # a caller and the size of the panel
        return None
    seen, size = max(numbers_of[:-1]), numbers_of[-1]
    clear, medians = _reals(row["artifact_nr_sd"]), _reals(row["artifact_median"])
    far = bool(clear) and max(clear) >= numbers().artefact.normals_sd
    if seen <= numbers().artefact.normals or far:
        return None
    told = Said("seen in {} of {} normal samples", seen, size)
    return Said("{}; median fraction of normal samples {}", told, percent(max(medians))) if medians else told


def _reals(text: str | None) -> list[float]:
    """The numbers of a list; what is none is left out."""
    found = [_real(one) for one in (text or "").split(",")]
    return [one for one in found if one is not None]


def _real(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _few_reads(row: dict[str, Any]) -> Iterator[Prompt]:
    found = numbers().artefact
    name = "alt_reads_tert" if row["event"] == events.TERT_PROMOTER else "alt_reads"
    for value, limit, told in (
        (row["tumour_alt_reads"], name, "{} reads with the variant, fewer than {}"),
        (row["tumour_depth"], "depth", "depth {}, below {}"),
        (row["tumour_vaf"], "vaf", "allele fraction {}, below {}"),
    ):
        if value is not None and value < found[limit]:
            shown = (percent(value), percent(found[limit])) if limit == "vaf" else (value, found[limit])
            yield Prompt("artefact", Said(told, *shown), citation(f"artefact.{limit}"))
