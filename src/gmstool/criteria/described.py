"""The criteria described: rows of a table, one in full, and the page of the documentation."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Any

from gmstool.criteria.facts import words
from gmstool.criteria.registry import CRITERIA
from gmstool.errors import UsageError
from gmstool.rules.load import overlays

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from gmstool.criteria.engine import Criterion
    from gmstool.rules.model import Note, RuleSet

HEADING = ("code", "strength", "answered by", "meaning", "source")
_HOW = {
    "auto": "annotation", "review": "annotation, a person reviews", "case": "family or case file", "person": "a person",
    "retired": "nobody: retired",
}  # fmt: skip
_SECTIONS = {
    "PP3": ("pp3", "spliceai", "calibration"), "BP4": ("bp4", "spliceai", "calibration"), "BP7": ("bp7", "spliceai"),
    "PS2": ("de_novo",), "PM6": ("de_novo",), "PS3": ("functional",), "BS3": ("functional",),
    "PP1": ("segregation",), "BS4": ("segregation",),
    "OS3": ("hotspots",), "OM3": ("hotspots",), "OP3": ("hotspots",), "OP2": ("single_cause",), "OP4": ("population",),
    "SBVS1": ("population",), "SBS1": ("population",), "OM4": ("comparators",), "SBP2": ("silent",),
}  # fmt: skip  # the parts of a rule set that are not named as the criterion is


def table(rules: RuleSet, criteria: Sequence[Criterion] = CRITERIA) -> list[tuple[str, ...]]:
    """One row a criterion, below a heading."""
    return [HEADING, *(_row(one, rules) for one in criteria)]


def in_full(code: str, rules: RuleSet, criteria: Sequence[Criterion] = CRITERIA) -> list[str]:
    """Everything about one criterion, line by line. Raises UsageError for a code that is none."""
    one = found(code, criteria)
    lines = [f"{one.code} ({rules.criteria[one.code].default})", one.meaning]
    lines += [one.details] if one.details else []
    lines += [f"answered by: {_answered_by(one.code, rules)}"]
    lines += [f"source: {one.source}", *_asked(one), f"rule set: {rules.label}"]
    return [*lines, *(f"  {_told(note)}" for note in notes(one.code, rules))]


def found(code: str, criteria: Sequence[Criterion] = CRITERIA) -> Criterion:
    """The criterion of a code. Raises UsageError for a code that is none."""
    by_code = {one.code: one for one in criteria}
    one = by_code.get(code.upper())
    if one is None:
        near = difflib.get_close_matches(code.upper(), by_code, n=3)
        hint = f"did you mean {' or '.join(near)}?" if near else "`gms criteria` lists them"
        raise UsageError(f"`{code}` is no criterion", hint=hint)
    return one


def as_object(code: str, rules: RuleSet, criteria: Sequence[Criterion] = CRITERIA) -> dict[str, Any]:
    """Everything about one criterion as data. Raises UsageError for a code that is none."""
    one = found(code, criteria)
    return {
        **dict(zip((name.replace(" ", "_") for name in HEADING), _row(one, rules), strict=True)),
        "details": one.details,
        "needs": list(dict.fromkeys(words(name) for name in one.needs)) or ([one.person] if one.person else []),
        "refined_by": list(dict.fromkeys(words(name) for name in one.refining)),
        "thresholds": [
            {"path": note.path, "value": note.value, "unit": note.unit, "status": note.status,
             "source": note.citation or note.source}
            for note in notes(one.code, rules)
        ],
        "rules": rules.provenance(),
    }  # fmt: skip


def _answered_by(code: str, rules: RuleSet) -> str:
    """Who or what answers a criterion; a panel may not use it."""
    how = rules.criteria[code].how
    return _HOW[how] if how == "retired" or rules.applies(code) else "nobody: not applied by this rule set"


def notes(code: str, rules: RuleSet) -> list[Note]:
    """The thresholds of a criterion with unit, source and status."""
    sections = _SECTIONS.get(code, (code.lower(),))
    return [note for note in rules.notes() if note.path.split(".")[0] in sections]


def page(rules: RuleSet, generated: str) -> str:
    """docs/criteria.md: the table, each criterion in full, and what waits for a clinical geneticist's signature."""
    lines = ["# Criteria", generated, "", f"By the rule set {rules.label} (sha256 {rules.sha256[:12]}).", ""]
    lines += ["| " + " | ".join(HEADING) + " |", "|---" * len(HEADING) + "|"]
    lines += ["| " + " | ".join(row) + " |" for row in table(rules)[1:]] + [""]
    for one in CRITERIA:
        lines += _described(one)
    lines += [
        "## For sign-off",
        "",
        "Values written down from memory, and choices of this project where guidelines are",
    ]
    lines += ["silent. A clinical geneticist confirms or changes them in a rule set.", ""]
    lines += ["| where | value | unit | status | source |", "|---|---|---|---|---|", *_for_sign_off(rules), ""]
    lines += ["What the rule sets of genes add to these:", ""]
    lines += ["| rule set | where | value | unit | status | source |", "|---|---|---|---|---|---|"]
    lines += [*_of_genes(rules), ""]
    return "\n".join(lines)


def page_of_tumours(rules: RuleSet, criteria: Sequence[Criterion]) -> str:
    """The part of docs/criteria.md about oncogenicity: table, each criterion, what displaces what, for sign-off."""
    lines = ["# Oncogenicity of somatic variants", "", "`gms criteria --scheme oncogenicity` prints this part.", ""]
    lines += [f"By the rule set {rules.label} (sha256 {rules.sha256[:12]}); numbers of the prompts:"]
    lines += ["`src/gmstool/somatic/prompts.toml`.", ""]
    lines += ["| " + " | ".join(HEADING) + " |", "|---" * len(HEADING) + "|"]
    lines += ["| " + " | ".join(row) + " |" for row in table(rules, criteria)[1:]] + [""]
    for one in criteria:
        lines += _described(one)
    lines += ["## Of two criteria on the same evidence", "", "| counts | gives way | source |", "|---|---|---|"]
    cited = {name: entry["citation"] for name, entry in rules.content["sources"].items()}
    lines += [f"| {one.keeps} | {one.drops} | {cited[one.source]} |" for one in rules.overlap.suppress]
    lines += ["", "## Of oncogenicity, for sign-off", "", "| where | value | unit | status | source |"]
    lines += ["|---|---|---|---|---|", *_for_sign_off(rules), ""]
    return "\n".join(lines)


def _described(one: Criterion) -> list[str]:
    lines = [f"## {one.code}", "", one.meaning, *(["", one.details] if one.details else []), ""]
    return lines + [f"- {text}" for text in (f"source: {one.source}", *_asked(one))] + [""]


def _for_sign_off(rules: RuleSet, besides: Iterable[tuple[str, str]] = ()) -> Iterator[str]:
    known = set(besides)
    for note in rules.notes():
        if note.needs_sign_off and (note.path, _value(note)) not in known:
            status = "from memory" if note.status == "memory" else "house"
            yield f"| `{note.path}` | {_value(note)} | {note.unit} | {status} | {note.citation or note.source} |"


def _of_genes(base: RuleSet) -> Iterator[str]:
    """What the shipped rule sets of genes and of mitochondrial DNA have for sign-off beyond the base."""
    known = {(note.path, _value(note)) for note in base.notes()}
    for rules in overlays():
        yield from (f"| {rules.id} {row}" for row in _for_sign_off(rules, known))


def _row(one: Criterion, rules: RuleSet) -> tuple[str, ...]:
    entry = rules.criteria[one.code]
    return one.code, entry.default, _answered_by(one.code, rules), one.meaning, one.source


def _asked(one: Criterion) -> list[str]:
    needs = ", ".join(dict.fromkeys(words(name) for name in one.needs)) or one.person
    lines = [f"needs: {needs}"] if needs else []
    if refining := ", ".join(dict.fromkeys(words(name) for name in one.refining)):
        lines.append(f"refined by: {refining}")
    return lines


def _told(note: Note) -> str:
    unit, source = note.unit or "see the rule set", note.citation or note.source
    return f"{note.path} = {_value(note)} ({unit}; {source}; {note.status})"


def _value(note: Note) -> str:
    """A value in one line; long tables are counted, the rule set has them."""
    if isinstance(note.value, dict):
        rows = sum(len(one) for one in note.value.values() if isinstance(one, list))
        return (
            f"{rows} rows" if rows else ", ".join(f"{key} {value}" for key, value in note.value.items()) or "see source"
        )
    if isinstance(note.value, (list, tuple)):
        return ", ".join(str(one) for one in note.value) or "none"
    return str(note.value)
