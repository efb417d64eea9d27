"""Prompts: what a person should look at before a variant is reported. They remove nothing and weigh nothing.

Each prompt has a kind (germline, clonal, artefact, event, hotspot, conflict, reversion), a sentence, and the source of
its limit. What is not known gives no prompt by itself: the sentences name it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from gmstool.sentences import Said
from gmstool.somatic import events
from gmstool.somatic.prompt_numbers import citation, numbers
from gmstool.vcf.alleles import is_sequence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from gmstool.somatic.tumour_types import TumourType

_SILENT = ("synonymous_variant", "intron_variant", "upstream_gene_variant", "downstream_gene_variant",
           "intergenic_variant", "3_prime_UTR_variant")  # fmt: skip
_UNASKED = "in the normal sample too: no finding of the tumour alone; what it means is told with consent only"
_ELSEWHERE = "absence from a file of the tumour alone does not exclude an inherited variant"


class Prompt(NamedTuple):
    """One thing to look at."""

    kind: str
    told: Said
    source: str


class Patient(NamedTuple):
    """What is known of the patient: age in years at diagnosis, tumour type, purity as a fraction, consent."""

    tumour: TumourType | None = None
    age: float | None = None
    purity: float | None = None
    tumour_only: bool = True
    inherited: bool = True  # whether predisposition may be told: childhood.py

    @property
    def blood(self) -> bool | None:
        return None if self.tumour is None else self.tumour.is_a("MYELOID") or self.tumour.is_a("LYMPH")


def prompts(row: dict[str, Any], patient: Patient) -> list[Prompt]:
    """Everything about one row, in a fixed order."""
    return [one for rule in RULES for one in rule(row, patient)]


# ------------------------------------------------------------------------------------------------------------- germline


def germline(row: dict[str, Any], patient: Patient) -> Iterator[Prompt]:
    """Predisposition genes whose variants may be inherited: the Swedish recommendation first, then ESMO's."""
    if not patient.inherited or not _harmful(row) or (row["af"] or 0) >= numbers().germline.common:
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
    limit = numbers().germline.common
    if patient.tumour_only and row["af"] is not None and row["af"] >= limit:
        told = Said("probably inherited: population frequency {} against {}", f"{row['af']:.3g}", limit)
        yield Prompt("germline", told, citation("germline.common"))
    if row["myeloid_germline"]:
        yield Prompt("germline", Said("the pipeline of myeloid panels calls it germline"), "INFO/MYELOID_GERMLINE")


def in_normal(row: dict[str, Any], patient: Patient) -> Iterator[Prompt]:
    """What the normal sample shows too, in any gene: inherited, or cells of the tumour in the normal sample."""
    limit, fraction = numbers().germline.normal_vaf, row["normal_vaf"]
    if not patient.tumour_only and fraction is not None and fraction >= limit:
        if not patient.inherited:
            yield Prompt("germline", Said(_UNASKED), citation("germline.normal_vaf"))
            return
        told = Said(
            "in the normal sample too, at {} against {}: inherited, or tumour cells in that sample",
            _percent(fraction), _percent(limit),
        )  # fmt: skip
        yield Prompt("germline", told, citation("germline.normal_vaf"))


def _percent(fraction: float) -> str:
    return f"{100 * fraction:.3g} %"


def _harmful(row: dict[str, Any]) -> bool:
    """Not silent, and not known to be harmless."""
    silent = all(term in _SILENT for term in (row["consequence"] or "").split("&"))
    benign = "benign" in (row["clinvar_significance"] or "") and "pathogenic" not in row["clinvar_significance"]
    return not silent and not benign and row["classification"] not in ("Benign", "Likely benign")


def _looks_inherited(row: dict[str, Any], patient: Patient) -> Said | None:
    """What the reads say, or None where they speak against an inherited variant."""
    found, normal = numbers().germline, row["normal_vaf"]
    if not patient.tumour_only and normal is not None:
        return Said("fraction in the normal sample {}", _percent(normal)) if normal >= found.normal_vaf else None
    fraction = row["tumour_vaf"]
    if fraction is None:
        return Said("the allele fraction is not known; {}", _ELSEWHERE)
    substitution = is_sequence(row["alt"]) and len(row["ref"]) == len(row["alt"])
    least = found.vaf_substitution if substitution else found.vaf_indel
    if fraction < least:
        return None
    told = Said("allele fraction {} against {}", _percent(fraction), _percent(least))
    if found.vaf_heterozygous[0] <= fraction <= found.vaf_heterozygous[1] or fraction >= found.vaf_homozygous:
        told = Said("allele fraction {}, as one or two inherited copies show", _percent(fraction))
    if patient.purity is None:
        return told
    somatic = _percent(patient.purity / 2)  # one of two copies in every tumour cell, without change of copy number
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


# -------------------------------------------------------------------------------------------------- clonal and artefact


def clonal(row: dict[str, Any], patient: Patient) -> Iterator[Prompt]:
    """Clonal haematopoiesis by gene, allele fraction and age."""
    found, fraction = numbers().clonal, row["tumour_vaf"]
    if row["gene"] not in found.genes or not _harmful(row):
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
    yield Prompt("clonal", Said(sentence, row["gene"], _percent(fraction), age), citation("clonal.genes"))


def artefact(row: dict[str, Any], _patient: Patient) -> Iterator[Prompt]:
    """What speaks for a technical artefact: the panel of normals, strands, few reads, other cases of the laboratory."""
    found = numbers().artefact
    if told := _normals(row):
        yield Prompt("artefact", told, citation("artefact.normals"))
    if row["position_nr_sd"] is not None and row["position_nr_sd"] < found.background_sd:
        told = Said("within the background: {} SD against {}", f"{row['position_nr_sd']:.3g}", found.background_sd)
        if row["panel_median"] is not None:
            told = Said("{}; median fraction of normal samples {}", told, _percent(row["panel_median"]))
        yield Prompt("artefact", told, citation("artefact.background_sd"))
    strands = row["tumour_forward"], row["tumour_reverse"]
    if None not in strands and min(strands) == 0 and max(strands) >= found.one_strand_reads:
        told = Said("all {} reads with the variant are on one strand", max(strands))
        yield Prompt("artefact", told, citation("artefact.one_strand_reads"))
    yield from _few_reads(row)
    for name, told_as in (
        ("local_obs", "seen in {} cases of the laboratory"),
        ("clin_obs", "seen in {} clinical cases of the laboratory"),
    ):  # fmt: skip
        if row[name] is not None and row[name] >= found.site_cases:
            yield Prompt("artefact", Said(told_as, row[name]), citation("artefact.site_cases"))
    if row["filter"] not in (None, "PASS", "."):
        yield Prompt("artefact", Said("the caller's filter says {}", row["filter"]), "FILTER")


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
    return Said("{}; median fraction of normal samples {}", told, _percent(max(medians))) if medians else told


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
            shown = (_percent(value), _percent(found[limit])) if limit == "vaf" else (value, found[limit])
            yield Prompt("artefact", Said(told, *shown), citation(f"artefact.{limit}"))


# ------------------------------------------------------------------------------------------------------- named events


def named(row: dict[str, Any], _patient: Patient) -> Iterator[Prompt]:
    """Alterations told by place and length, and large changes that callers and filters lose."""
    known = {
        events.FLT3_ITD: Said("FLT3-ITD of {} bases: kept; its ratio needs the dedicated assay", _length(row)),
        events.MET_EXON_14: Said("may skip exon 14 of MET: confirm in RNA"),
        events.TERT_PROMOTER: Said("promoter of TERT: a non-coding hot spot, kept"),
        events.CEBPA_BZIP: Said("in frame in the bZIP region of CEBPA"),
    }
    if row["event"]:
        yield Prompt("event", known[row["event"]], "gms")
    elif (_length(row) or 0) >= numbers().large.indel:
        yield Prompt(
            "event", Said("a change of {} bases: kept, look at the reads", _length(row)), citation("large.indel")
        )


def _length(row: dict[str, Any]) -> int | None:
    """Bases gained or lost; None where the record does not tell."""
    if is_sequence(row["ref"]) and is_sequence(row["alt"]):
        return abs(len(row["alt"]) - len(row["ref"])) or None
    return abs(row["svlen"]) if row["svlen"] else None


def reversion(row: dict[str, Any], _patient: Patient) -> Iterator[Prompt]:
    """After PARP inhibitors or platinum a second variant of the gene may restore its frame: reversions.py."""
    if row["reverts"]:
        told = Said(
            "may restore {} beside {}: after PARP inhibitor or platinum look for a reversion", row["gene"],
            row["reverts"],
        )  # fmt: skip
        yield Prompt("reversion", told, citation("reversion.genes"))


def conflict(row: dict[str, Any], _patient: Patient) -> Iterator[Prompt]:
    """A harmless class beside evidence, and hot spots that no loaded list counts."""
    if row["hot_listed"]:
        yield Prompt(
            "hotspot", Said("listed as a hot spot, without counts: OS3, OM3 and OP3 rest on counts"), row["hot_listed"]
        )
    harmless = row["classification"] in ("Benign", "Likely benign")
    if harmless and (row["hot_listed"] or row["event"] or row["tier"] in ("I", "II")):
        yield Prompt("conflict", Said("classified {} beside evidence: a person decides", row["classification"]), "gms")


RULES: tuple[Callable[[dict[str, Any], Patient], Iterator[Prompt]], ...] = (
    germline, common, in_normal, clonal, artefact, named, conflict, reversion,
)  # fmt: skip
