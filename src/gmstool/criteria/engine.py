"""Criteria as functions over the table of variants: three answers, a strength by row, and a reason with its numbers.

A criterion is a function named by its code; its docstring's first line is the guideline's sentence::

    @criterion(SUPPORTING, source="ClinGen SVI, PM2 v1.0 (2020)", needs=("gnomad_af", "inheritance"))
    def PM2(v: Variants, rules: Rules) -> Finding:
        '''Absent from population databases, or extremely rare if the disease is recessive.'''
        ceiling = choose(v.dominant, yes=rules.pm2.dominant_af, no=rules.pm2.recessive_af)
        return met(v.gnomad_absent | (v.gnomad_af <= ceiling)).because("gnomAD {} against a ceiling of {}", …)

How to add one:

* conditions are boolean expressions of `Variants` facts (facts.py); null is unknown. Write `&`, `|`, `~` and
  `choose` (unknown.py); never `fill_null`, `when().otherwise()`, `list.contains` on what may be unknown.
* `met(condition)` gives the default strength, `met(condition, points)` another by row, `graded(points)` takes points
  that are 0 where the criterion is not met and null where nobody can say.
* `needs` names required facts: where the answer is null, the engine says which of them are not known. `refining`
  names facts whose absence leaves the answer and is told in the reason.
* `because(sentence, *values)` is built only for rows that are shown. The English sentence is its own key in a
  catalogue of translations, so it must not be put together by code.
* what only a person can judge is a criterion too: `person=` says what evidence would be needed (by_person.py).
* `where(condition, sentence, *values)` says something else of some rows (families: de_novo.py).
* register the function in `CRITERIA` (registry.py), in paper order; if it takes from the same evidence as another,
  add the pair to overlap.py.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from gmstool.criteria.facts import Variants, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import polars as pl

    from gmstool.criteria.strength import Strength

    Rules = Any  # a rule set: `rules.pm2.recessive_af`
    Rule = Callable[[Variants, Rules], "Finding"]

UNKNOWN = "not known"


@dataclass(frozen=True, slots=True)
class Finding:
    """The answer of a criterion: points (null: not assessed, 0: not met, unsigned), and what to say of it."""

    points: pl.Expr
    told: str = ""
    values: tuple[pl.Expr, ...] = ()
    concerned: pl.Expr | None = None
    others: str = ""
    instead: tuple[tuple[pl.Expr, str, tuple[pl.Expr, ...]], ...] = ()
    by_default: bool = False  # met with the criterion's default strength

    def only_for(self, concerned: pl.Expr, others: str) -> Finding:
        """What to say of rows that the criterion does not concern, instead of the sentence."""
        return replace(self, concerned=concerned, others=others)

    def because(self, told: str, *values: Any) -> Finding:
        """Say why: `{}` stands for a value; numbers of the rule set may be given as they are."""
        return replace(self, told=told, values=_expressions(values))

    def where(self, condition: pl.Expr, told: str, *values: Any) -> Finding:
        """Say this of rows of a condition instead, whatever their answer is; the first condition that holds counts."""
        return replace(self, instead=(*self.instead, (condition, told, _expressions(values))))


def _expressions(values: tuple[Any, ...]) -> tuple[pl.Expr, ...]:
    import polars as pl

    return tuple(one if isinstance(one, pl.Expr) else pl.lit(one) for one in values)


def met(condition: pl.Expr, points: Any = None) -> Finding:
    """Met where the condition holds, not met where it does not, not assessed where nobody can say."""
    import polars as pl

    worth = pl.lit(_DEFAULT, dtype=pl.Int8) if points is None else points
    found = graded(pl.when(condition).then(worth).when(condition.not_()).then(0).otherwise(None))
    return replace(found, by_default=points is None)


def graded(points: pl.Expr) -> Finding:
    """Met with as many points as the row tells; 0 is not met, null not assessed."""
    import polars as pl

    return Finding(points.cast(pl.Int8))


def given(fact: pl.Expr, verdict: pl.Expr) -> pl.Expr:
    """The verdict where a fact is known, whatever it is; null where it is not."""
    import polars as pl

    return pl.when(fact.is_not_null()).then(verdict)


def unless(veto: pl.Expr, verdict: pl.Expr, *, answer: Any = False) -> pl.Expr:
    """The verdict, but `answer` where a refining fact speaks against it; what is not known vetoes nothing."""
    import polars as pl

    return pl.when(veto).then(answer).otherwise(verdict)


def stronger(one: pl.Expr, other: pl.Expr) -> pl.Expr:
    """The larger of two numbers of points; null where the unknown one might change a 0."""
    import polars as pl

    largest = pl.max_horizontal(one, other)
    return pl.when((largest == 0) & (one.is_null() | other.is_null())).then(None).otherwise(largest)


def not_assessed() -> Finding:
    """What a criterion answers that only a person can judge."""
    import polars as pl

    return Finding(pl.lit(None, dtype=pl.Int8))


def passes(value: pl.Expr, rules: Rules, limit: str) -> pl.Expr:
    """Whether a value passes a limit as its unit in the rule set says: at least, at most, above or below it."""
    note = rules.note(limit)
    word = next(one for one in ("at least", "at most", "above", "below") if one in note.unit)
    found: dict[str, pl.Expr] = {
        "at least": value >= note.value, "at most": value <= note.value,
        "above": value > note.value, "below": value < note.value,
    }  # fmt: skip
    return found[word]


_WORTH = {"none": 0, "Supporting": 1, "Moderate": 2, "Strong": 4, "VeryStrong": 8, "StandAlone": 8}
_DEFAULT = 127  # stands for the default strength until the criterion and its rule set are known


@dataclass(frozen=True, slots=True)
class Criterion:
    """A criterion: what it says, what it is worth by default, whom it rests on, and how it is answered."""

    code: str
    strength: Strength
    source: str
    rule: Rule
    needs: tuple[str, ...] = ()
    refining: tuple[str, ...] = ()
    person: str = ""  # the evidence that a person would have to bring

    @property
    def benign(self) -> bool:
        return self.code.startswith("B")

    @property
    def meaning(self) -> str:
        """The guideline's sentence: the first paragraph of the rule's docstring."""
        return " ".join((self.rule.__doc__ or "").strip().partition("\n\n")[0].split())

    @property
    def details(self) -> str:
        """What else the rule's docstring says."""
        return " ".join((self.rule.__doc__ or "").strip().partition("\n\n")[2].split())

    def points(self, v: Variants, rules: Rules) -> pl.Expr:
        """Signed points as Int8, benign negative: null is not assessed and 0 is not met."""
        import polars as pl

        if not rules.applies(self.code):
            return pl.lit(None, dtype=pl.Int8)
        sign = -1 if self.benign else 1
        finding = self.rule(v, rules)
        found, own = finding.points, rules.criteria[self.code]
        if finding.by_default:
            found = pl.when(found == _DEFAULT).then(worth(own.default)).otherwise(found)
        if own.strengths:
            found = found.clip(upper_bound=worth(own.strengths[0]))
        return (sign * pl.when(self._in_scope(v)).then(found)).cast(pl.Int8)

    def reason(self, v: Variants, rules: Rules) -> pl.Expr:
        """The sentence that goes with the answer."""
        import polars as pl

        if not rules.applies(self.code):
            retired = rules.criteria[self.code].how == "retired"
            return pl.lit("retired: never applied" if retired else f"not applicable by {rules.label}")
        finding = self.rule(v, rules)
        told = filled(finding.told, finding.values)
        noted = _noted(told, _listed(v, self.refining)) if self.refining else told
        if finding.concerned is not None:
            noted = pl.when(finding.concerned.not_()).then(pl.lit(finding.others)).otherwise(noted)
        missing = pl.lit(self.person) if self.person else _listed(v, self.needs)
        unknown = pl.when(missing != "").then(pl.concat_str(pl.lit("not assessed: needs "), missing)).otherwise(told)
        said = pl.when(finding.points.is_null()).then(unknown).otherwise(noted)
        for condition, other, values in reversed(finding.instead):
            said = pl.when(condition).then(filled(other, values)).otherwise(said)
        return pl.when(~self._in_scope(v)).then(v.out_of_scope).otherwise(said)

    def _in_scope(self, v: Variants) -> pl.Expr:
        return v.in_scope_of_null_variants if self.code == "PVS1" else v.in_scope


def criterion(
    strength: Strength, *, source: str, needs: Iterable[str] = (), refining: Iterable[str] = (), person: str = ""
) -> Callable[[Rule], Criterion]:
    """Make a rule a criterion: its default strength, its source, and the facts it cannot and can do without."""
    return lambda rule: Criterion(rule.__name__, strength, source, rule, tuple(needs), tuple(refining), person)


def worth(strength: str) -> int:
    """Points of a strength as rule sets write it; `none` is worth nothing. Stand-alone is told by its code."""
    return _WORTH[strength]


def filled(told: str, values: tuple[pl.Expr, ...]) -> pl.Expr:
    """A sentence with its values put in, unknown ones named so."""
    import polars as pl

    texts = told.split("{}")
    if len(texts) != len(values) + 1:
        raise ValueError(f"{told!r} has {len(texts) - 1} places for {len(values)} values")
    parts = [pl.lit(texts[0])]
    for value, text in zip(values, texts[1:], strict=True):
        parts += [pl.coalesce(_shown(value), pl.lit(UNKNOWN)), pl.lit(text)]
    return pl.concat_str(parts)


def _shown(value: pl.Expr) -> pl.Expr:
    """A value as text: numbers with four digits that count, truth as yes or no."""
    import polars as pl

    text = value.cast(pl.String)
    number = text.cast(pl.Float64, strict=False)
    rounded = number.round_sig_figs(4).cast(pl.String).str.strip_suffix(".0")
    return pl.when(number.is_not_null()).then(rounded).otherwise(text.replace({"true": "yes", "false": "no"}))


def _listed(v: Variants, names: tuple[str, ...]) -> pl.Expr:
    """The facts among these that a row does not know, in words."""
    import polars as pl

    named: dict[str, pl.Expr] = {}
    for name in names:
        unknown = getattr(v, name).is_null()
        named[words(name)] = named[words(name)] | unknown if words(name) in named else unknown
    parts = [pl.when(unknown).then(pl.lit(told)) for told, unknown in named.items()]
    return pl.concat_str(parts, separator=", ", ignore_nulls=True) if parts else pl.lit("")


def _noted(told: pl.Expr, missing: pl.Expr) -> pl.Expr:
    import polars as pl

    note = pl.concat_str(pl.lit(f" ({UNKNOWN}: "), missing, pl.lit(")"))
    return pl.concat_str(told, pl.when(missing != "").then(note).otherwise(pl.lit("")))
