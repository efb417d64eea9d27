"""The laboratory's appendix: all variants with points, posterior and temperature, funnel, quality, versions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gmstool.report import profiles
from gmstool.report.blocks import Block, Facts, Items, Paragraph, Section, Table
from gmstool.report.evidence_pages import curated
from gmstool.report.figures.funnel import filter_funnel
from gmstool.report.findings import Finding, not_carried, shown_first
from gmstool.report.made_with import assembly, gathered, versions
from gmstool.report.terms import NOTHING, ROLES, VARIANT_TYPES, class_of, variant_name

if TYPE_CHECKING:
    from gmstool.report.case import Case
    from gmstool.report.parts import Sample
    from gmstool.report.words import Words

MAX_ROWS, MAX_GAPS, MAX_NAMED = 200, 40, 8


def sections(case: Case, every: list[Finding], words: Words) -> tuple[Section, ...]:
    """The appendix's sections that have something to say."""
    found = (
        ("variants", "All classified variants", _variants(case, every, words)),
        ("profile", "Profile", _profile(case, words)),
        ("gaps", "Regions not covered", _gaps(case, words)),
        ("samples", "Samples and quality", _samples(case, words)),
        ("funnel", "Filter funnel", _funnel(case, words)),
        ("methods", "Method", _methods(case, words)),
        ("versions", "Versions", (Facts(gathered(versions(case, words)), inline=True),)),
        ("references", "References", _references(case, every, words)),
        ("amendments", "Amendments", _amendments(case, words)),
    )
    return tuple(Section(key, words(title), blocks, 2) for key, title, blocks in found if blocks)


def _variants(case: Case, every: list[Finding], words: Words) -> tuple[Block, ...]:
    rows = [
        (variant_name(one), one.row.variant, _class(one, words), _number(one.row.points, words),
         _number(one.row.posterior, words), words(one.row.temperature)
             if one.row.temperature in _TEMPERATURES else NOTHING)
        for one in every if one.row
    ]  # fmt: skip
    if not rows:
        return ()
    head = ("Variant", "Place", "Class", "Points", "Posterior", "Temperature")
    shown = 4 if all(one.row.oncogenicity for one in every if one.row) else 6  # a tumour's rules end with the points
    table = Table(
        tuple(map(words, head[:shown])), tuple(row[:shown] for row in rows[:MAX_ROWS]), (27, 20, 27, 6, 9, 11)[:shown]
    )
    told = [words("More variants in the workbook: {}.", len(rows) - MAX_ROWS)] if len(rows) > MAX_ROWS else []
    if others := not_carried(case):
        names = ", ".join(variant_name(one) for one in others[:MAX_NAMED])
        rest = f", {words('and {} more', len(others) - MAX_NAMED)}" if len(others) > MAX_NAMED else ""
        told.append(words("Left out, as the patient does not carry them: {}.", names + rest))
    return (table, *(Paragraph(one, "note") for one in told))


def _class(one: Finding, words: Words) -> str:
    """The class; where evidence contradicts itself, how: points that are not counted explain themselves."""
    why = one.row.conflict if one.row else None
    return f"{class_of(one, words)} ({words.reason(why)})" if why else class_of(one, words)


_TEMPERATURES = ("hot", "warm", "tepid", "cool", "cold", "ice-cold")


def _number(value: float | None, words: Words) -> str:
    return NOTHING if value is None else words.number(int(value) if float(value).is_integer() else round(value, 4))


def _profile(case: Case, words: Words) -> tuple[Block, ...]:
    """What the profile withholds, counted: never silently missing."""
    told = profiles.sentences(case.profile, case.withheld, words)
    return (Items(tuple(told)),) if told else ()


def _gaps(case: Case, words: Words) -> tuple[Block, ...]:
    if not case.gaps:
        return ()
    rows = [
        (gene, region or words("no known place"), NOTHING if size is None else words.number(size))
        for gene, region, size in case.gaps
    ]
    table = Table(tuple(map(words, ("Gene", "Region", "Bases"))), tuple(rows[:MAX_GAPS]), (25, 50, 25))
    if len(rows) <= MAX_GAPS:
        return (table,)
    return table, Paragraph(words("More regions in the workbook: {}.", len(rows) - MAX_GAPS), "note")


def _samples(case: Case, words: Words) -> tuple[Block, ...]:
    rows = [
        (one.id, words(ROLES[one.role]),
         ", ".join(part for part in (one.kind, one.collected and words("taken {}", one.collected)) if part) or NOTHING,
         _number(one.mean_depth, words), words.percent(one.over_20x), _quality(one, words))
        for one in case.file.sample
    ]  # fmt: skip
    if not rows:
        return ()
    head = ("Sample", "Who", "Material", "Mean depth", "Covered by 20 reads", "Quality")
    return (Table(tuple(map(words, head)), tuple(rows), (15, 13, 23, 11, 18, 20)),)


def _quality(one: Sample, words: Words) -> str:
    passed = words("not known") if one.passed is None else words("passed") if one.passed else words("failed")
    foreign = words("contamination {}", words.percent(one.contamination)) if one.contamination is not None else None
    return "; ".join(part for part in (passed, foreign, one.note) if part)


def _funnel(case: Case, words: Words) -> tuple[Block, ...]:
    for meta in case.metas:
        if isinstance(meta.get("funnel"), dict) and (figure := filter_funnel(meta["funnel"], words)):
            return (figure,)
    return ()


def _methods(case: Case, words: Words) -> tuple[Block, ...]:
    method = case.file.method
    pairs = [
        (words("Method"), " ".join(one for one in (method.name, method.description) if one)),
        (words("Detects"), words.listed([words(VARIANT_TYPES[one]) for one in method.tested]) if method.tested else ""),
        (
            words("Reference genome"),
            assembly(case),
        ),
    ]
    told = tuple((name, value) for name, value in pairs if value)
    if not case.rows:
        return (Facts(told, inline=True),) if told else ()
    said = words(
        "gms judges each criterion with three answers: met, not met, not assessed. What is not known is never "
        "evidence. A person reviews and signs."
    )
    return (*((Facts(told, inline=True),) if told else ()), Paragraph(said, "note"))


def _references(case: Case, every: list[Finding], words: Words) -> tuple[Block, ...]:
    """What the case file names, the sources of the key findings' met criteria and of their curated evidence."""
    rows = [one.row for one in shown_first(case, every) if one.row]
    met = [words.reason(source) for row in rows for each in row.criteria if each.verdict == "met"
           for source in each.sources]  # fmt: skip
    met += [words.reason(str(each["source"])) for row in rows for each in curated(row) if each.get("source")]
    each = sorted({part for one in met for part in one.split("; ")}, key=str.casefold)
    told = tuple(dict.fromkeys([*case.file.reference, *each]))
    return (Paragraph("; ".join(told)),) if told else ()


def _amendments(case: Case, words: Words) -> tuple[Block, ...]:
    told = tuple(
        words("Version {}, {}, {}: {}", one.version, one.date, one.author, one.reason) for one in case.file.amendment
    )
    return (Items(told),) if told else ()
