"""What the variants imply: the class for a condition, and what curated evidence says of treatments. No advice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gmstool.report.exports import codes
from gmstool.report.exports.common import curie
from gmstool.report.exports.fhir_parts import coded, component, key_of
from gmstool.report.exports.fhir_people import tumour
from gmstool.report.exports.ontology import tumour_name
from gmstool.report.findings import UNCERTAIN
from gmstool.report.first_page import why
from gmstool.report.terms import class_of, tier

if TYPE_CHECKING:
    from gmstool.report.exports.fhir_parts import Context, Entry, Resource
    from gmstool.report.findings import Finding


def entries(of: Context) -> list[Entry]:
    """One diagnostic implication for each classified variant, one therapeutic for each piece of evidence."""
    told = [diagnostic(of, one) for one in of.findings if one.row and (one.row.called or one.tier)]
    return told + [entry for one in of.findings for entry in therapeutic(of, one)]


def diagnostic(of: Context, one: Finding) -> Entry:
    """The class, the condition it holds for, its inheritance, and why in a sentence."""
    called = one.row.classification if one.row and not one.tumours else None
    known = [codes.SIGNIFICANCES[called]] if called in codes.SIGNIFICANCES else []
    told = [coded(codes.SIGNIFICANCE, *known, text=class_of(one, of.words))]
    return of.observation(
        "diagnostic-implication", codes.DIAGNOSTIC, key_of(one),
        derivedFrom=[of.ref("variant", key_of(one))],
        component=[*told, *_level(of, one), *_condition(of, one), *_mode(one), *_conclusion(of, one)],
    )  # fmt: skip


def _level(of: Context, one: Finding) -> list[Resource]:
    """The tier with its level of evidence, of a tumour's variant."""
    return [coded(codes.EVIDENCE_LEVEL, text=f"AMP/ASCO/CAP 2017 {of.words('tier {}', tier(one))}")] if one.tier else []


def _condition(of: Context, one: Finding) -> list[Resource]:
    """The condition that the row was judged for: the tumour for a tumour's variant."""
    if one.tumours:
        found = tumour(of)
        return [component(codes.PHENOTYPE, valueCodeableConcept=found)] if found["coding"] or found["text"] else []
    row = one.row
    mondo = curie(row.more("mondo")) if row else None
    name = row.condition if row else None
    known = [(codes.MONDO, mondo, name or "")] if mondo else []
    return [coded(codes.PHENOTYPE, *known, text=name)] if known or name else []


def _mode(one: Finding) -> list[Resource]:
    """The mode of inheritance, where there is one and no more."""
    mode = one.modes[0] if len(one.modes) == 1 else ""
    return [coded(codes.INHERITANCE_MODE, (codes.HPO, *codes.MODES[mode]))] if mode in codes.MODES else []


def _conclusion(of: Context, one: Finding) -> list[Resource]:
    """Why this class, and what persons say that it means; a variant of class 3 carries no meaning."""
    meaning = one.note.meaning if one.note and one.number != UNCERTAIN else None
    rules = f"({one.row.rules})" if one.row and one.row.rules else None
    told = " ".join(text for text in (why(one, of.words), rules, meaning) if text)
    return [component(codes.CONCLUSION, valueString=told)] if told else []


def therapeutic(of: Context, one: Finding) -> list[Entry]:
    """Curated evidence on treatments in this very tumour type, each with its level. It is knowledge, not advice."""
    pieces = [each for each in (one.row.evidence if one.row else []) if _counts(each)]
    return [_therapeutic(of, one, each, number) for number, each in enumerate(pieces, 1)]


def _counts(piece: Any) -> bool:
    return (
        isinstance(piece, dict) and piece.get("type") == "therapeutic" and piece.get("relation") == "same"
        and bool(piece.get("drug"))
    )  # fmt: skip


def _therapeutic(of: Context, one: Finding, piece: dict[str, Any], number: int) -> Entry:
    direction = str(piece.get("direction") or "")
    known = [codes.DIRECTIONS[direction]] if direction in codes.DIRECTIONS else []
    code = str(piece.get("tumour_type") or "")
    told = [
        *([coded(codes.THERAPEUTIC, *known, text=None if known else direction)] if direction else []),
        coded(codes.MEDICATION, text=str(piece["drug"])),
        *(
            [coded(codes.EVIDENCE_LEVEL, text=f"AMP/ASCO/CAP 2017 level {piece['level']}")]
            if piece.get("level")
            else []
        ),
        *([coded(codes.PHENOTYPE, (codes.ONCOTREE, code, tumour_name(code) or ""))] if code else []),
        *([component(codes.CONCLUSION, valueString=of.words.reason(str(piece["told"])))] if piece.get("told") else []),
    ]
    return of.observation(
        "therapeutic-implication", codes.THERAPEUTIC, f"{key_of(one)}|{number}",
        derivedFrom=[of.ref("variant", key_of(one))], component=told,
    )  # fmt: skip
