"""The rank score of a record: each term's value, the rule it meets and the points, as genmod counts them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from gmstool.errors import MismatchError
from gmstool.ranking.model import PLACES, Category, RankModel, Rule, Term
from gmstool.vcf.header import Header

REMEMBERED = 20_000  # answers kept for values that come again; texts of a whole annotation are not kept
SPLIT_AT = {"ID": ";", "FILTER": ";", "ALT": ",", "FORMAT": ":"}  # what genmod splits whatever the model says
_INFO = PLACES["INFO"]


class Finding(NamedTuple):
    """What one term found. `value` is None where nothing was reported; `rule` is empty where no rule is met."""

    term: str
    value: str | None
    rule: str
    score: int


@dataclass(frozen=True, slots=True)
class Scored:
    """The score of a record. `categories` and `findings` are in the order of the model; `normalized` may be unknown."""

    score: float
    normalized: float | None
    categories: tuple[int, ...]
    findings: tuple[tuple[Finding, ...], ...]


class Record:
    """The parts of a record line that terms look at."""

    __slots__ = ("cells", "entries", "info", "lowered")

    def __init__(self, line: bytes, *, split_entries: bool) -> None:
        self.cells = line.decode("utf-8", "replace").rstrip("\r\n").split("\t", 9)
        items = [item.partition("=") for item in self.cells[_INFO].split(";")]
        # A key without a value is a flag; of a key that stands twice the last counts.
        self.info: dict[str, str] = {key: value for key, _, value in items}
        annotation = self.info.get("CSQ", "")
        self.entries = [entry.split("|") for entry in annotation.split(",")] if split_entries and annotation else []
        self.lowered = annotation.lower()

    def raw(self, term: Term) -> str:
        """What the record says where a term looks; empty where it says nothing."""
        if term.field == "INFO":
            return self.info.get(term.key, "")
        at = PLACES[term.field]
        return self.cells[at] if at < len(self.cells) else ""


class Scorer:
    """A rank model applied to the records of one file."""

    def __init__(self, model: RankModel, header: Header) -> None:
        self.model = model
        self.bounds = model.bounds
        self._fields = {name: at for at, name in reversed(list(enumerate(_csq_fields(header))))}
        self._split = any(term.csq_key and term.data_type != "string" for term in model.terms)
        self._categories = [(one, [self._reader(term) for term in one.terms]) for one in model.categories]

    def __call__(self, line: bytes) -> Scored:
        record = Record(line, split_entries=self._split)
        found = tuple(tuple(read(record) for read in readers) for _, readers in self._categories)
        scores = tuple(
            int(category.combined([one.score for one in findings]))
            for (category, _), findings in zip(self._categories, found, strict=True)
        )
        return Scored(float(sum(scores)), self._normalized(float(sum(scores))), scores, found)

    def _normalized(self, score: float) -> float | None:
        """The score as a share of the model's range; None where the range is unknown, empty or left."""
        if self.bounds is None or not self.bounds[0] <= score <= self.bounds[1] or self.bounds[0] == self.bounds[1]:
            return None
        lowest, highest = self.bounds
        return (score - lowest) / (highest - lowest)

    def _reader(self, term: Term) -> Callable[[Record], Finding]:
        if term.data_type == "flag":
            return lambda record: _flag(term, record)
        if term.data_type == "string":
            return _string_reader(term)
        return self._number_reader(term)

    def _number_reader(self, term: Term) -> Callable[[Record], Finding]:
        """Reads the largest or smallest number; equal texts are looked at once."""
        known: dict[str | tuple[str, ...], Finding] = {}
        at = self._fields.get(term.csq_key, -1) if term.csq_key else None

        def read(record: Record) -> Finding:
            raw: str | tuple[str, ...]
            if at is None:
                raw = record.raw(term)
            else:
                raw = tuple(dict.fromkeys(entry[at] for entry in record.entries if 0 <= at < len(entry)))
            found = known.get(raw)
            if found is None:
                if len(known) >= REMEMBERED:
                    known.clear()
                texts = raw if isinstance(raw, tuple) else (raw,)
                found = known[raw] = _numbers(term, [part for text in texts for part in _parts(term, text)])
            return found

        return read


def missing_fields(model: RankModel, header: Header) -> list[str]:
    """What the terms of a model look at and the header does not declare."""
    csq, found = _csq_fields(header), []
    for term in model.terms:
        if term.key and term.key not in header.info:
            found.append(f"INFO/{term.key}")
        elif term.csq_key and term.csq_key not in csq:
            found.append(f"CSQ/{term.csq_key}")
    return list(dict.fromkeys(found))


def check_fields(model: RankModel, header: Header, name: str) -> None:
    """Raise MismatchError when the file was not annotated with all that the model looks at.

    What was never looked up would score as if it had been looked up and not found: as rare, for a frequency.
    """
    if missing := missing_fields(model, header):
        shown = ", ".join(missing[:6]) + (f" and {len(missing) - 6} more" if len(missing) > 6 else "")  # noqa: PLR2004
        raise MismatchError(
            f"{name} has no {shown}, which {model.name} {model.version} scores",
            hint="annotate the file first; --allow-missing scores these terms as not reported, as for rare variants",
        )


def deciding(category: Category, findings: tuple[Finding, ...]) -> list[bool]:
    """Which findings make the category's score: all of a sum, the first one that reaches a minimum or maximum."""
    if category.aggregation == "sum":
        return [True] * len(findings)
    scores: list[float] = [one.score for one in findings]
    first = scores.index(category.combined(scores)) if scores else -1
    return [at == first for at in range(len(findings))]


def _csq_fields(header: Header) -> tuple[str, ...]:
    declared = header.info.get("CSQ")
    _, marker, text = declared.description.partition("Format:") if declared else ("", "", "")
    return tuple(name.strip() for name in text.strip(" '\"").split("|")) if marker else ()


def _flag(term: Term, record: Record) -> Finding:
    there = term.key in record.info if term.field == "INFO" else record.raw(term) != "."
    if not there or not term.rules:
        return _nothing(term)
    rule = term.rules[-1]
    return Finding(term.name, "set", rule.name, int(rule.score))


def _string_reader(term: Term) -> Callable[[Record], Finding]:
    """Looks for the texts of the rules, capitals ignored, the highest priority first; with record_rule min the last."""
    last = {rule.string.lower(): rule for rule in term.rules}
    ordered = sorted(term.rules, key=lambda rule: rule.priority, reverse=term.takes_largest)
    wanted = [(rule.string.lower(), rule) for rule in ordered]
    nothing = _nothing(term)
    answers = {text: Finding(term.name, rule.string, rule.name, int(last[text].score)) for text, rule in wanted}

    def read(record: Record) -> Finding:
        raw = record.lowered if term.key == "CSQ" else record.raw(term).lower()
        return next((answers[text] for text, _ in wanted if text in raw), nothing) if raw else nothing

    return read


def _numbers(term: Term, texts: list[str]) -> Finding:
    kind = int if term.data_type == "integer" else float
    numbers = [number for text in texts if (number := _number(text, kind)) is not None]
    if not numbers:
        return _nothing(term)
    number = max(numbers) if term.takes_largest else min(numbers)
    if not number:
        # genmod takes 0 for nothing; scores of models in use are tuned with it.
        return _nothing(term)._replace(value=str(number))
    if term.equal:
        return Finding(term.name, str(number), "equal", int(number))
    rule = next((rule for rule in term.rules if _meets(rule, number)), None)
    return Finding(term.name, str(number), rule.name if rule else "", int(rule.score) if rule else 0)


def _meets(rule: Rule, number: float) -> bool:
    return str(number) == rule.value if rule.value else rule.lower <= number < rule.upper


def _parts(term: Term, text: str) -> list[str]:
    if term.field != "INFO":
        return text.split(SPLIT_AT[term.field]) if term.field in SPLIT_AT else [text]
    parts = [text]
    for separator in term.separators:
        parts = [piece for part in parts for piece in part.split(separator)]
    return parts


def _number(text: str, kind: Callable[[str], float]) -> float | None:
    try:
        return kind(text)
    except ValueError:
        return None


def _nothing(term: Term) -> Finding:
    return Finding(term.name, None, "not_reported", int(term.not_reported))
