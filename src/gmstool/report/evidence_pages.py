"""The evidence of each key finding: criteria with three answers, points, frequencies, other centres, literature."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gmstool.report.blocks import Block, Chip, Chips, Facts, Items, Paragraph, Section, Table
from gmstool.report.criterion_codes import code
from gmstool.report.drawn import figure_of
from gmstool.report.figures.points import points_bar
from gmstool.report.findings import Finding, fits
from gmstool.report.parts import FindingNote
from gmstool.report.terms import CLASSES, NOTHING, VERDICTS, bracketed, class_of, variant_name

if TYPE_CHECKING:
    from gmstool.report.case import Case, Row
    from gmstool.report.words import Words

MAX_CURATED = 3
MAX_DRAWN, MANY = 2, 4  # findings drawn by protein or exons, one of many: five findings stay on three pages
EVIDENCE = {
    "functional": "Functional study", "segregation": "Segregation", "phenotype": "Fit with the phenotype",
    "de_novo": "New in the patient", "other_allele": "The other allele", "probands": "Other patients",
    "other_cause": "Another cause",
}  # fmt: skip
FREQUENCIES = {
    "gnomad_exomes_af": "gnomAD exomes", "gnomad_genomes_af": "gnomAD genomes", "gnomad_joint_af": "gnomAD",
    "gnomad_popmax_af": "gnomAD, largest group", "swegen_af": "SweGen", "local_af": "the laboratory's own cases",
    "mt_af_hom": "mtDNA, homoplasmic", "mt_af_het": "mtDNA, heteroplasmic", "af": "largest known",
}  # fmt: skip


def sections(case: Case, key: list[Finding], words: Words) -> tuple[Section, ...]:
    """One section for each key finding."""
    drawn = 1 if len(key) >= MANY else MAX_DRAWN
    return tuple(
        Section(f"variant-{number}", variant_name(one), tuple(_blocks(case, one, words, number, number <= drawn)), 2)
        for number, one in enumerate(key, 1)
    )


def _blocks(case: Case, one: Finding, words: Words, number: int, drawn: bool) -> list[Block]:
    blocks: list[Block] = [Facts(tuple(_facts(case, one, words)), inline=True)]
    row = one.row
    if row and row.criteria:
        figure = _points(row, variant_name(one), words)
        blocks += [figure] if figure else []
        blocks += [_chips(row, words, legend=number == 1), *_reasons(row, words)]
        place = figure_of(row, _change(row), words) if drawn else None
        blocks += [place] if place else []
    blocks += [*_curated(one, words), *_literature(case, one, words)]
    return [block for block in blocks if block is not None]


def _condition(case: Case, one: Finding) -> str:
    """The row's condition, by the name that people gave it, and its mode of inheritance."""
    if one.row is None:
        return ""
    named = case.file.question.condition if one.row.condition == case.file.condition else None
    called = (one.note and one.note.condition) or named or one.row.condition
    return " ".join(part for part in (called, one.row.moi and f"({one.row.moi})") if part)


def _facts(case: Case, one: Finding, words: Words) -> list[tuple[str, str]]:
    row, note = one.row, one.note
    told: list[tuple[str, str | None]] = [(words("Class"), class_of(one, words))]
    if row:
        told += [
            (words("Place"), f"{row.variant}{f' ({row.assembly})' if row.assembly else ''}"),
            (words("Transcript"), _transcript(row)),
            (words("Condition"), _condition(case, one)),
            (
                words("Remark"),
                "; ".join(
                    words.reason(part) for part in (row.scope, row.gate, row.schemes_differ, row.conflict) if part
                ),
            ),
            (words("Frequencies"), frequencies(row, words)),
            ("ClinVar", _known(row, words)),
            (words("Knowledge base"), _consensus(row, words)),
            (words("Rule set"), row.rules),
        ]
    if note:
        centres = "; ".join(
            " ".join(part for part in (f"{one.source}: {one.classification}", one.date and f"({words.day(one.date)})",
                one.note)
                     if part) for one in note.other_centres
        )  # fmt: skip
        told += [
            (words("Other centres"), centres),
            (words("Confirmed by"), note.confirmed),
            (words("Comment"), note.comment),
        ]
    return [(name, value) for name, value in told if value]


def _transcript(row: Row) -> str:
    """The transcript of the c. name; an accession of MANE with the one of the same sequence beside it."""
    from gmstool.genome import BUILDS
    from gmstool.reference import transcripts

    name = row.transcript or (row.hgvsc or "").partition(":")[0]
    found = transcripts.find(name, row.assembly) if name and row.assembly in BUILDS else None
    if found is None:
        return name
    other = found.name if name.startswith("ENST") else found.ensembl
    return f"{name} = {other} (MANE {found.mane})" if other else f"{name} (MANE {found.mane})"


def frequencies(row: Row, words: Words) -> str:
    """Known population frequencies; what is not known is not called absent."""
    known = {name: row.more(name) for name in FREQUENCIES}
    told = [
        words("{} {}", words(FREQUENCIES[name]), float(value))
        for name, value in known.items()
        if isinstance(value, int | float) and not (name == "af" and len([one for one in known.values() if one]) > 1)
    ]
    if told:
        return "; ".join(told)
    if row.more("af_status") == "absent":
        return words("looked up, and absent")
    reason = next((one.because for one in row.criteria if one.code == "PM2" and one.because), "")
    return words.reason(reason) if reason else words("not known")


def _known(row: Row, words: Words) -> str:
    """ClinVar's own entry: shown, never evidence for itself."""
    if not row.known or not row.known.get("clinvar"):
        return ""
    stars = row.known.get("stars")
    told = words.reason(str(row.known["clinvar"]).replace("_", " "))
    return (
        words("{} ({} stars); shown, no evidence", told, stars)
        if stars is not None
        else words("{}; shown, no evidence", told)
    )


def _consensus(row: Row, words: Words) -> str:
    """What other laboratories concluded, and how far they agree: shown, never a criterion."""
    if not row.more("kb_sources"):
        return ""
    agreements = {
        "aggregate only": words("all submissions together"), "agree": words("laboratories agree"),
        "single lab": words("one laboratory"), "differing confidence": words("laboratories differ in confidence"),
        "no consensus": words("laboratories do not agree"), "opposite": words("laboratories conclude the opposite"),
    }  # fmt: skip
    name, how = str(row.more("kb_class") or NOTHING), str(row.more("kb_consensus"))
    found = words(CLASSES[name]) if name in CLASSES else name
    by = str(row.more("kb_labs") or row.more("kb_sources")).replace("|", ", ")
    return words("{} ({}), by {}; shown, no evidence", found, agreements.get(how, how), by)


def _change(row: Row) -> str:
    """The shortest name of the change that says what it is."""
    for name in (row.hgvsp, row.hgvsc):
        if name:
            return bracketed(name.rpartition(":")[2])
    return row.variant


def _points(row: Row, name: str, words: Words) -> Block | None:
    from gmstool.errors import GmsError
    from gmstool.rules.load import load

    if row.points is None or not row.rules:
        return None
    try:
        cut = load(row.rules.partition(" ")[0]).combining.cutoffs  # somatic rows add the version
    except GmsError:
        return None  # another site's rule set: its limits are not known here
    edges = (cut.benign + 1, cut.likely_benign + 1, cut.likely_pathogenic, cut.pathogenic)
    return points_bar(row.points, edges, words, name, somatic=bool(row.oncogenicity))


def _chips(row: Row, words: Words, *, legend: bool) -> Chips:
    """The criteria; what their signs mean is told once."""
    chips = tuple(
        Chip(code(one.code, one.strength), "not_met" if one.suppressed_by else one.verdict,
             words("displaced by {}", one.suppressed_by) if one.suppressed_by else words(VERDICTS[one.verdict]))
        for one in row.criteria
    )  # fmt: skip
    return Chips(chips, words("● met   ○ not met   ? not assessed") if legend else "")


def _reasons(row: Row, words: Words) -> list[Block]:
    """Why each criterion is met; the others stand in the appendix's workbook."""
    rows = [
        (code(one.code, one.strength), words("displaced by {}", one.suppressed_by) if one.suppressed_by
         else words.number(one.points) if one.points is not None else NOTHING,
         words.reason(one.because), "; ".join(map(words.reason, one.sources)))
        for one in row.criteria if one.verdict == "met"
    ]  # fmt: skip
    if not rows:
        return [Paragraph(words("No criterion is met."), "note")]
    return [Table(tuple(map(words, ("Criterion", "Points", "Because", "Source"))), tuple(rows), (16, 7, 47, 30))]


def curated(row: Row) -> list[dict[str, Any]]:
    """The curated evidence of a tumour's variant that a summary shows."""
    return [each for each in row.evidence if isinstance(each, dict)][:MAX_CURATED]


def _curated(one: Finding, words: Words) -> list[Block]:
    """Curated evidence of a tumour's variant, the strongest first: shown with its source, never as advice."""
    items = [each for each in (one.row.evidence if one.row else []) if isinstance(each, dict)]
    rows = [
        (" ".join(str(part) for part in (each.get("level"), words.reason(str(each.get("type") or ""))) if part),
         words.reason(str(each.get("biomarker") or NOTHING)),
         "; ".join(words.reason(str(each[name])) for name in ("drug", "indication", "line") if each.get(name))
         or NOTHING,
         ", ".join(str(each[name]) for name in ("source", "date") if each.get(name))
         + ("" if each.get("reviewed", True) else f" ({words('not reviewed')})"))
        for each in (curated(one.row) if one.row else [])
    ]  # fmt: skip
    if not rows:
        return []
    head = tuple(map(words, ("Level and kind", "Marker", "Evidence", "Source")))
    told: list[Block] = [Table(head, tuple(rows), (12, 20, 32, 36))]
    more = len(items) - MAX_CURATED
    return [*told, Paragraph(words("More evidence in the JSON: {}.", more), "note")] if more > 0 else told


def _literature(case: Case, one: Finding, words: Words) -> list[Block]:
    """What was read: the literature and the evidence of the case file, with author and reference."""
    told: list[str] = []
    for entry in case.file.variant:
        name = str(entry.get("variant", ""))
        if not (one.row and name and fits(FindingNote(variant=name), one.row)):
            continue
        read = entry.get("literature", [])
        told += [words("{} says: {}", piece.get("reference"), piece.get("says")) for piece in read]
        for kind, called in EVIDENCE.items():
            told += [
                words(
                    "{}: {} ({})",
                    words(called),
                    piece.get("reference"),
                    piece.get("author") or case.file.author or NOTHING,
                )
                for piece in entry.get(kind, [])
            ]
    return [Items(tuple(told))] if told else []
