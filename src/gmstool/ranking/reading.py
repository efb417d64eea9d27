"""Reading a rank model from genmod's INI file: what cannot be scored is refused, what genmod misreads is noted."""

import hashlib
import itertools
from collections.abc import Iterator
from pathlib import Path

from gmstool.errors import PresetError
from gmstool.ranking.ini import HINT, Section, parse_ini
from gmstool.ranking.model import AGGREGATIONS, PLACES, Category, RankModel, Rule, Term
from gmstool.vcf.text import open_binary

DATA_TYPES = ("float", "integer", "string", "flag")
NOT_REPORTED = "not_reported"
_CATEGORY_KEYS, _TERM_KEYS = frozenset(("category_aggregation",)), frozenset(
    ("field", "data_type", "category", "record_rule", "separators", "info_key", "csq_key", "vep_key", "description")
)  # fmt: skip


def read_model(path: Path) -> RankModel:
    """A rank model file. Raises PresetError naming the section that cannot be used."""
    with open_binary(path) as handle:
        text = handle.read()
    return parse_model(text.decode("utf-8", "replace"), path.name)


def parse_model(text: str, name: str) -> RankModel:
    """The rank model of an INI text; `name` stands in messages."""
    sections = parse_ini(text, name)
    version, categories = _part(sections, "Version", name), _part(sections, "Categories", name)
    notes: list[str] = []
    aggregations = {key: _aggregation(_part(categories, key, name), key, name, notes) for key in categories}
    terms = [
        _term(_part(sections, title, name), title, f"{name}, [{title}]", notes)
        for title in sections
        if title not in ("Version", "Categories")
    ]
    if homeless := [term for term in terms if term.category not in aggregations]:
        term = homeless[0]
        raise PresetError(f"{name}, [{term.name}]: the category `{term.category}` is not under [Categories]", HINT)
    return RankModel(
        name=_text(version, "name", f"{name}, [Version]"),
        version=str(_text(version, "version", f"{name}, [Version]")),
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        categories=tuple(
            Category(key, how, tuple(term for term in terms if term.category == key))
            for key, how in aggregations.items()
        ),
        notes=tuple(notes),
    )


def _aggregation(section: Section, key: str, name: str, notes: list[str]) -> str:
    notes.extend(
        f"[[{key}]]: `{unknown}` means nothing to genmod, which aggregates by min where it finds nothing else"
        for unknown in sorted(section.keys() - _CATEGORY_KEYS)
    )
    found = section.get("category_aggregation", "min")
    if found not in AGGREGATIONS:
        raise PresetError(f"{name}, [[{key}]]: category_aggregation is {found}", hint="use min, max or sum")
    return str(found)


def _term(section: Section, title: str, where: str, notes: list[str]) -> Term:
    kind, field = _text(section, "data_type", where), _text(section, "field", where)
    key = _text(section, "info_key", where) if field == "INFO" else ""
    if kind not in DATA_TYPES or field not in PLACES:
        raise PresetError(f"{where}: data_type {kind} of field {field} cannot be scored", hint=_kinds())
    missing = section.get(NOT_REPORTED)
    term = Term(
        name=title,
        category=_text(section, "category", where),
        field=field,
        key=key,
        csq_key=_csq_key(section, where) if key == "CSQ" else "",
        data_type=kind,
        takes_largest=_record_rule(section, where) == "max",
        separators=_separators(section, kind, where),
        rules=_rules(section, kind, where),
        not_reported=_number(missing, "score", f"{where} [[{NOT_REPORTED}]]") if isinstance(missing, dict) else 0.0,
        equal=any(_is_equal(value) for value in section.values()),
    )
    _check_rules(term, where)
    notes += [f"[{title}]: {note}" for note in _oddities(term, section)]
    return term


def _is_equal(value: object) -> bool:
    """Whether a subsection says that a value is its own score."""
    return isinstance(value, dict) and value.get("score") == "eq"


def _rules(section: Section, kind: str, where: str) -> tuple[Rule, ...]:
    return tuple(
        _rule(section, name, kind, where)
        for name, value in section.items()
        if isinstance(value, dict) and name != NOT_REPORTED and not _is_equal(value)
    )


def _rule(section: Section, name: str, kind: str, where: str) -> Rule:
    part, where = _part(section, name, where), f"{where} [[{name}]]"
    score = _number(part, "score", where)
    if kind == "flag":
        return Rule(name, score)
    if kind == "string":
        return Rule(name, score, string=_text(part, "string", where), priority=int(_number(part, "priority", where)))
    if part.get("value"):
        return Rule(name, score, value=_text(part, "value", where))
    lower, upper = _number(part, "lower", where), _number(part, "upper", where)
    if not lower < upper:
        raise PresetError(f"{where}: the range from {lower:g} to {upper:g} is empty", hint="lower must be below upper")
    return Rule(name, score, lower=lower, upper=upper)


def _check_rules(term: Term, where: str) -> None:
    if term.data_type == "string" and not term.rules:
        raise PresetError(f"{where}: a term of texts needs a subsection with `string`, `priority` and `score`", HINT)
    if term.data_type in ("float", "integer") and len({bool(rule.value) for rule in term.rules}) > 1:
        raise PresetError(f"{where}: some subsections have a `value` and some a range", hint="use one of the two")


def _oddities(term: Term, section: Section) -> Iterator[str]:
    """What genmod makes of a term that its writer may not have meant."""
    if term.data_type != "flag" and section.get("separators") == "None" and term.data_type != "string":
        yield "`separators = None` splits values at the letters N, o, n and e: 1e-05 is read as 1 and -05"
    if term.csq_key and term.data_type == "string":
        yield f"its texts are looked for in the whole annotation, not in {term.csq_key} alone"
    if term.data_type == "float" and any(rule.value and rule.value != _as_float(rule.value) for rule in term.rules):
        yield "`value` never matches a float, which is compared as 4.0"
    ranges = sorted((rule.lower, rule.upper) for rule in term.rules if rule.lower < rule.upper)
    if any(first[1] > second[0] for first, second in itertools.pairwise(ranges)):
        yield "its ranges overlap: the first one counts"
    texts = [key for key, value in section.items() if not isinstance(value, dict)]
    if unknown := sorted(set(texts) - _TERM_KEYS):
        yield f"`{'`, `'.join(unknown)}` means nothing to genmod"


def _as_float(text: str) -> str:
    try:
        return str(float(text))
    except ValueError:
        return ""


def _csq_key(section: Section, where: str) -> str:
    return _text(section, "csq_key" if "csq_key" in section else "vep_key", where)


def _record_rule(section: Section, where: str) -> str:
    found = str(section.get("record_rule", "max"))
    if found not in ("min", "max"):
        raise PresetError(f"{where}: record_rule is {found}", hint="use min or max")
    return found


def _separators(section: Section, kind: str, where: str) -> tuple[str, ...]:
    """Each separator; a text without commas names them by its letters, as genmod reads it."""
    found = section.get("separators", "")
    if not found and kind != "flag":
        raise PresetError(f"{where}: `separators` is missing", hint="for example separators = ',',")
    return tuple(found) if isinstance(found, str | list) else ()


def _part(section: Section, key: str, where: str) -> Section:
    found = section.get(key)
    if not isinstance(found, dict):
        raise PresetError(f"{where}: the section `{key}` is missing", HINT)
    return found


def _text(section: Section, key: str, where: str) -> str:
    found = section.get(key)
    if not isinstance(found, str) or not found:
        raise PresetError(f"{where}: `{key}` is missing or no single text", HINT)
    return found


def _number(section: Section, key: str, where: str) -> float:
    text = _text(section, key, where)
    try:
        return float(text)
    except ValueError:
        raise PresetError(f"{where}: {key} is `{text}`, not a number", HINT) from None


def _kinds() -> str:
    return f"data types: {', '.join(DATA_TYPES)}; fields: {', '.join(PLACES)}"
