"""Sections of a tumour's case: tiers, markers, risk classes, the case as a whole, what may be inherited."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gmstool.report.blocks import Block, Facts, Items, Paragraph, Section, Table
from gmstool.report.figures.fractions import fraction_plot
from gmstool.report.findings import Finding, shown_first
from gmstool.report.terms import CLASSES, NOTHING, RESULTS, SOMATIC_CLASSES, coding_of, protein_of, tier, variant_name

if TYPE_CHECKING:
    from gmstool.report.case import Case
    from gmstool.report.words import Words

MAX_PROMPTS, MAX_TIERS = 8, 10


def tiers(case: Case, every: list[Finding], words: Words) -> Section | None:
    """Tier, ESCAT and oncogenicity side by side."""
    rows = [
        (variant_name(one), tier(one) or words("not given"),
         _escat(one.row.escat, words), words(_class_word(one)), words.percent(one.vaf))
        for one in every if one.row and (one.tier or one.row.escat or one.row.oncogenicity)
    ]  # fmt: skip
    if not rows:
        return None
    head = ("Variant", "Tier (AMP/ASCO/CAP)", "ESCAT, suggested", "Oncogenicity", "VAF")
    blocks: list[Block] = [Table(tuple(map(words, head)), tuple(rows[:MAX_TIERS]), (36, 17, 17, 18, 12))]
    tumour = case.file.tumour
    fractions = [
        (f"{one.gene} {protein_of(one) or coding_of(one)}", one.vaf) for one in every if one.row and one.vaf is not None
    ]
    plot = fraction_plot(fractions, tumour.cell_content, words)
    blocks += [plot] if plot else []
    told = [words("Tumour type used: {}.", tumour.oncotree or tumour.diagnosis or words("not stated"))]
    if len(rows) > MAX_TIERS:
        told.append(words("More variants in the laboratory's appendix: {}.", len(rows) - MAX_TIERS))
    blocks.insert(1, Paragraph(" ".join(told), "note"))
    return Section("tiers", words("Tier, ESCAT and oncogenicity"), tuple(blocks), 2)


def _class_word(one: Finding) -> str:
    called = (one.row and one.row.oncogenicity) or ""
    return SOMATIC_CLASSES.get(called) or CLASSES.get(called) or "not classified"


def _escat(value: Any, words: Words) -> str:
    if isinstance(value, dict):
        return " ".join(str(value[name]) for name in ("rank", "drug") if value.get(name)) or words("no suggestion")
    if isinstance(value, list):
        return ", ".join(_escat(one, words) for one in value) or words("no suggestion")
    return str(value) if value else words("no suggestion")


def markers(case: Case, every: list[Finding], words: Words) -> Section | None:
    """Biomarkers, fusions, copy numbers and other results, as given."""
    del every
    blocks: list[Block] = []
    if case.file.biomarker:
        rows = [
            (
                one.name,
                " ".join(part for part in (words.measured(one.value), one.unit) if part),
                one.interpretation or NOTHING,
                one.source or NOTHING,
            )
            for one in case.file.biomarker
        ]
        head = ("Marker", "Value", "Interpretation", "Source")
        blocks.append(Table(tuple(map(words, head)), tuple(rows), (20, 20, 35, 25)))
    if case.file.result:
        rows = [
            (words(RESULTS[one.kind]), one.result, one.meaning or NOTHING, one.source or NOTHING)
            for one in case.file.result
        ]
        head = ("Kind", "Result", "What it means", "Source")
        blocks.append(Table(tuple(map(words, head)), tuple(rows), (17, 31, 32, 20)))
    return Section("markers", words("Biomarkers and other results"), tuple(blocks), 2) if blocks else None


def germline_flags(case: Case, every: list[Finding], words: Words) -> Section | None:
    """Variants that may be inherited, and other prompts of the classification."""
    key = {id(one) for one in shown_first(case, every)}
    told = [
        words("{} may be inherited: consider germline follow-up.", variant_name(one))
        for one in every if one.role == "germline_flag"
        and not any(_kind(each) == "germline" for each in (one.row.prompts if one.row else []))
    ]  # fmt: skip  # a prompt says the same with its reason
    prompts = [(one, each) for one in every if one.row for each in one.row.prompts
               if id(one) in key or _kind(each) == "germline"]  # fmt: skip
    prompts.sort(key=lambda pair: _kind(pair[1]) != "germline")
    same: dict[str, list[str]] = {}  # what is said of several variants is said once
    for one, each in prompts:
        same.setdefault(_prompt(each, words), []).append(f"{one.gene} {coding_of(one)}")
    told += [f"{', '.join(dict.fromkeys(names))}: {text}" for text, names in same.items()]
    if len(told) > MAX_PROMPTS:
        told = [*told[:MAX_PROMPTS], words("More prompts in the JSON: {}.", len(told) - MAX_PROMPTS)]
    return Section("prompts", words("To consider"), (Items(tuple(told)),), 2) if told else None


def _kind(prompt: Any) -> str:
    return str(prompt.get("kind")) if isinstance(prompt, dict) else ""


def _prompt(prompt: Any, words: Words) -> str:
    if isinstance(prompt, dict):
        found = next((prompt[key] for key in ("because", "text", "say", "prompt", "note") if prompt.get(key)), None)
        return words.reason(str(found)) if found else ", ".join(f"{key} {value}" for key, value in prompt.items())
    return words.reason(str(prompt))


def risk(case: Case, every: list[Finding], words: Words) -> Section | None:
    """WHO and ICC side by side, risk, karyotype, marker for residual disease, predisposition, clonal haematopoiesis."""
    del every
    told = case.file.haematology
    pairs = (
        ("WHO 2022", told.who_2022), ("ICC 2022", told.icc_2022), (words("ELN 2022 risk"), told.eln_2022),
        ("IPSS-M", told.ipss_m), (words("Karyotype (ISCN)"), told.karyotype),
        (words("Marker for residual disease"), told.mrd_marker), (words("Germline predisposition"),
            told.predisposition),
        (words("Clonal haematopoiesis"), told.clonal_haematopoiesis),
    )  # fmt: skip
    known = tuple((name, value) for name, value in pairs if value)
    caveat = Paragraph(
        words("A variant in blood may stem from clonal haematopoiesis rather than from the disease."), "note"
    )
    blocks: tuple[Block, ...] = (caveat, Facts(known)) if known else (caveat,)
    return Section("risk", words("Disease class and risk"), blocks, 2)


def computed(case: Case, every: list[Finding], words: Words) -> Section | None:
    """What `gms classify --somatic` found of the case as a whole: events, classes and risk, burden, the assay."""
    from gmstool.errors import InputError
    from gmstool.somatic.case_lines import parts

    del every
    told = next((meta["case_result"] for meta in case.metas if isinstance(meta.get("case_result"), dict)), None)
    if told is None:
        return None
    try:
        pairs = tuple((f"{label[:1].upper()}{label[1:]}", text) for label, text in parts(told, words.language) if label)
    except (KeyError, TypeError, AttributeError, ValueError, IndexError):
        raise InputError("`case_result` of a meta.json is not what gms wrote", "classify the tumour again") from None
    return Section("computed", words("The case as a whole, as gms reckons it"), (Facts(pairs),), 2)


def childhood(case: Case, every: list[Finding], words: Words) -> Section | None:
    del every
    told = case.file.childhood
    pairs = (
        (words("Predisposition"), told.predisposition),
        (words("Paired normal tissue"), None if told.paired_normal is None else words.shown(told.paired_normal)),
        (words("Methylation class"), told.methylation_class),
        (words("Inherited or somatic"), told.inherited),
        (words("Support for the family"), told.family_support),
    )
    known = tuple((name, value) for name, value in pairs if value)
    return Section("childhood", words("The child's tumour and the family"), (Facts(known),), 2) if known else None
