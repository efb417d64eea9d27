"""What was not looked at, or failed: a summary says it on its first page, before anybody reads a finding's absence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gmstool.report import profiles
from gmstool.report.findings import UNCERTAIN, Finding
from gmstool.report.terms import VARIANT_TYPES, coding_of, variant_name

if TYPE_CHECKING:
    from gmstool.report.case import Case
    from gmstool.report.words import Words

MAX_NOTES = 4
MAX_GAPS = 6  # genes named on the first page; the appendix has all
EXPECTED = {
    "rare": ("snv", "indel", "cnv", "sv", "repeat_expansion", "mitochondrial"),
    "childhood": ("snv", "indel", "cnv", "sv", "fusion", "methylation"),
    "solid": ("snv", "indel", "cnv", "sv", "fusion", "msi"),
    "haematology": ("snv", "indel", "cnv", "sv", "fusion"),
    "pharmacogenomics": ("snv", "indel", "cnv"),
}  # variant types that a reader of such a report may think were examined; house rule


def limits(case: Case, key: list[Finding], words: Words) -> list[str]:
    """What was not looked at, or failed: coverage, variant types, criteria, layers, samples, consent."""
    return [
        *_coverage(case, words), *_types(case, words), *_criteria(key, words), *_rows(case, words),
        *_layers(case, words), *_language(case, words), *_samples(case, words), *case.file.method.limits,
        *_consent(case, words),
        *(words(text, *values) for text, values in case.notices), *warnings(case, key, words),
        *_profile(case, words),
    ]  # fmt: skip


def _coverage(case: Case, words: Words) -> list[str]:
    if case.gaps is None:
        return [words("Coverage is not known: no coverage file was given.")]
    if not case.gaps:
        return [words("All regions of the panel were covered.")]
    genes: dict[str, int | None] = {}
    for gene, _region, size in case.gaps:
        genes[gene] = None if size is None or genes.get(gene, 0) is None else (genes.get(gene) or 0) + size
    told = [words("{} ({} bases)", gene, size) if size is not None else gene for gene, size in genes.items()]
    rest = words("and {} more genes", len(told) - MAX_GAPS) if len(told) > MAX_GAPS else ""
    return [words("Not covered: {}.", ", ".join([*told[:MAX_GAPS], *([rest] if rest else [])]))]


def _types(case: Case, words: Words) -> list[str]:
    tested = case.file.method.tested
    if not tested:
        return [words("Which variant types the method detects is not stated.")]
    lacking = [words(VARIANT_TYPES[one]) for one in EXPECTED[case.type] if one not in tested]
    return [words("The method does not detect {}.", words.listed(lacking, "or"))] if lacking else []


def _criteria(key: list[Finding], words: Words) -> list[str]:
    told = []
    for one in key:
        count = sum(1 for each in one.row.criteria if each.verdict == "not_assessed") if one.row else 0
        if one.row and count:
            told.append(words("{} {} of {}", f"{one.gene} {coding_of(one)}", count, len(one.row.criteria)))
    return [words("Criteria that could not be assessed: {}.", "; ".join(told))] if told else []


def _rows(case: Case, words: Words) -> list[str]:
    outside = sum(1 for row in case.rows if row.scope)
    return [words("Variants outside what the rules can judge: {}.", outside)] if outside else []


def _layers(case: Case, words: Words) -> list[str]:
    """Evidence layers that nobody reviewed, and what the runs noted or warned of."""
    told: list[str] = []
    for meta in case.metas:
        layers = [one for one in meta.get("layers") or [] if isinstance(one, dict)]
        open_ = dict.fromkeys(words.reason(str(one.get("release"))) for one in layers if one.get("reviewed") is False)
        told += [words("Evidence that nobody has reviewed: {}.", "; ".join(open_))] if open_ else []
        said = [*(meta.get("notes") or []), *(meta.get("warnings") or [])]
        told += [words("The run says: {}.", words.reason(str(one)).removesuffix(".")) for one in said[:MAX_NOTES]]
    return told


def _language(case: Case, words: Words) -> list[str]:
    """Reasons that were written in Swedish, and have no English form."""
    if words.language == "sv" or not case.swedish:
        return []
    return [words("Some reasons are in Swedish: the rows were written with --lang sv.")]


def _samples(case: Case, words: Words) -> list[str]:
    failed = [one.id for one in case.file.sample if one.passed is False]
    unknown = [one.id for one in case.file.sample if one.passed is None]
    told = [words("Did not meet the quality limits: {}.", ", ".join(failed))] if failed else []
    told += [words("Quality is not stated for: {}.", ", ".join(unknown))] if unknown else []
    return told or ([] if case.file.sample else [words("The case file names no sample and no quality.")])


def _consent(case: Case, words: Words) -> list[str]:
    if case.file.consent.secondary_findings or case.type == "pharmacogenomics":
        return []
    if case.file.consent.secondary_findings is False:
        return [words("Secondary findings are not reported: the patient did not consent.")]
    return [words("Secondary findings are not reported: there is no consent on file.")]


def _profile(case: Case, words: Words) -> list[str]:
    if case.profile is None:
        return []
    name = profiles.short(case.profile, words)
    return [words("Reported by the profile {}; what it withholds is counted in the laboratory's appendix.", name)]


def warnings(case: Case, key: list[Finding], words: Words) -> list[str]:
    """What the case file says and the summary leaves out."""
    del case
    return [
        words("The sentence on what {} means is left out: class 3 carries none.", variant_name(one))
        for one in key if one.note and one.note.meaning and one.number == UNCERTAIN
    ]  # fmt: skip
