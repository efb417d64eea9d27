"""Filter files of hydra-genetics (``filter_vcf``), read as they are: each rule becomes one polars expression.

    filters:
      depth:
        description: "Few reads"
        expression: "FORMAT:DP < 100"
        soft_filter: "True"            # "False" drops the variant; "True", or no such line, tags it
        soft_filter_flag: "LowDepth"   # required when it tags

A rule that is true drops the variant (hard) or writes its flag into FILTER (soft); every rule is asked.

What hydra decides, and so do we:

* VEP reads the first CSQ entry of the record; FORMAT reads one sample, chosen outside the file; an index counts from 0.
* A missing field makes its comparison false, ``!=`` too, unless the rule writes NA_TRUE.
  ``FIELD = -`` asks whether the field is missing.
* ``exist[regex, FIELD]`` searches anywhere in the field's whole text.
  A missing field is searched as empty text, so that ``!exist`` is usually true of it.
* A value in the rule that reads as a number is compared as a number, any other as text.
* Decimals of INFO, FORMAT and QUAL pass through 32 bits as in htslib: AF=0.01 is below 0.01, AF=0.05 is above 0.05.

Where hydra stops with an error there is no verdict, and the answer is null:

* a number is compared with text, with a ``.`` in a list, or with a list from which no element is chosen;
* the list has no element with the index;
* a missing field has an index and is searched or compared with text;
* a missing field is marked NA_ERROR.

A written NA_TRUE or NA_FALSE also answers for missing elements. ``and`` and ``or`` have three values: false and unknown
is false, where hydra would stop.

Differences, all because hydra reads the types that the header declares and we read the record's text:

* An index on a field declared as one value: here a list of one; hydra takes a letter, stops or ignores the index.
* ``FIELD = word`` without an index: hydra finds a field declared as a list unequal to every word; here its text counts.
* A field that is ``.`` is missing; hydra keeps the dot if the header says String, and stops at it in a list of numbers.
* Decimals declared as String pass through 32 bits here too; hydra compares them in 64.
* ``exist`` on a field of numbers searches its text; hydra stops.
* An INFO key that the header does not declare is missing; hydra stops.

Files at which hydra would stop, or which it would misread, are refused: ``hydra_grammar`` and ``hydra_terms`` do so
for expressions. Here it is ``soft_filter: False`` without quotes (hydra tags), a key written twice (hydra keeps the
last) and an unknown key (hydra ignores it).
"""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import yaml

from gmstool.errors import PresetError
from gmstool.filters.hydra_expression import compiled
from gmstool.filters.hydra_grammar import parse
from gmstool.filters.hydra_tree import Exist, GrammarError, leaves
from gmstool.vcf.records import RawField

if TYPE_CHECKING:
    from pathlib import Path

    import polars as pl

MAX_BYTES: Final = 1_000_000
KEYS: Final = ("description", "expression", "soft_filter", "soft_filter_flag")

# Python reads `a++` as possessive, Rust as a repeated group; hydra's own Python versions refuse it.
_POSSESSIVE: Final = re.compile(r"(?<!\\)[*+?}]\+")
# These break the FILTER column or its header line.
_UNFIT_FLAG: Final = re.compile(r"[\s<>,;]")


@dataclass(frozen=True, slots=True)
class HydraRule:
    """One rule; ``fields`` are the raw columns that ``drop`` reads: text, null where missing or ``.``."""

    name: str
    description: str
    expression: str
    soft: bool
    flag: str | None
    fields: tuple[RawField, ...]

    def drop(self) -> pl.Expr:
        """True where the rule hits the variant (hard: drop, soft: tag), null where hydra would have no verdict."""
        return compiled(parse(self.expression))


def load(path: Path) -> tuple[HydraRule, ...]:
    """Read every rule of a hydra filter file, in the file's order."""
    document = _document(path)
    filters = document.get("filters") if isinstance(document, dict) else None
    if not isinstance(filters, dict):
        raise PresetError(
            f"{path.name}: expected `filters:` with named rules", hint="is this a hydra-genetics filter file?"
        )
    return tuple(_rule(path.name, name, body) for name, body in filters.items())


class _UniqueKeys(yaml.SafeLoader):
    """PyYAML keeps the last of two equal keys, so that a rule would vanish without a word."""

    def compose_mapping_node(self, anchor: Any) -> yaml.MappingNode:
        node = super().compose_mapping_node(anchor)
        seen: set[str] = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode):
                if key.value in seen:
                    raise yaml.MarkedYAMLError(problem=f"`{key.value}` is written twice", problem_mark=key.start_mark)
                seen.add(key.value)
        return node


def _document(path: Path) -> object:
    try:
        with path.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise PresetError(f"{path.name}: {error.strerror}", hint="check the path of the filter file") from error
    if len(content) > MAX_BYTES:
        raise PresetError(f"{path.name} is larger than 1 MB", hint="is this a hydra-genetics filter file?")
    try:
        return yaml.load(content, Loader=_UniqueKeys)  # noqa: S506 - a SafeLoader that also refuses equal keys
    # ValueError: an impossible date; RecursionError: brackets without end.
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise PresetError(
            f"{path.name} is not readable YAML{_place(error)}", hint="check it with a YAML linter"
        ) from error


def _place(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None)
    where = f": line {mark.line + 1}, column {mark.column + 1}" if mark else ""
    return f"{where}: {problem}" if problem else where


def _rule(file: str, name: object, body: object) -> HydraRule:
    if not isinstance(name, str):
        raise PresetError(f"{file}: rule {name!r}: expected a name that is text", hint='put the name in quotes: "…"')
    where = f"{file}: rule `{name}`"
    if not isinstance(body, dict):
        raise PresetError(f"{where}: expected the keys {', '.join(KEYS)}")
    if unknown := [str(key) for key in body if key not in KEYS]:
        raise PresetError(f"{where}: unknown key `{unknown[0]}`", hint=f"known keys: {', '.join(KEYS)}")
    expression = _text(where, body, "expression")
    if expression is None:
        raise PresetError(f"{where}: `expression` is missing", hint='for example expression: "FORMAT:DP < 100"')
    soft = _soft(where, body)
    return HydraRule(
        name=name,
        description=_text(where, body, "description") or "",
        expression=expression,
        soft=soft,
        flag=_flag(where, body, soft=soft),
        fields=_fields(where, expression),
    )


def _text(where: str, body: dict[Any, Any], key: str) -> str | None:
    if key not in body:
        return None
    value = body[key]
    if not isinstance(value, str):
        raise PresetError(f"{where}: expected text for `{key}`", hint=f'put it in quotes: {key}: "…"')
    return value


def _soft(where: str, body: dict[Any, Any]) -> bool:
    written = body.get("soft_filter", "True")
    if str(written).lower() == "true":
        return True
    if written != "False":
        raise PresetError(
            f'{where}: expected soft_filter: "True" or soft_filter: "False", in quotes',
            hint='hydra drops variants only for the text "False"; false or False without quotes tags them',
        )
    return False


def _flag(where: str, body: dict[Any, Any], *, soft: bool) -> str | None:
    flag = _text(where, body, "soft_filter_flag")
    if soft and not flag:
        raise PresetError(
            f"{where}: a soft filter needs `soft_filter_flag`", hint='or write soft_filter: "False" to drop'
        )
    if flag and _UNFIT_FLAG.search(flag):
        raise PresetError(f"{where}: soft_filter_flag `{flag}` is no FILTER id", hint="avoid spaces and < > , ;")
    return flag


def _fields(where: str, expression: str) -> tuple[RawField, ...]:
    try:
        terms = tuple(leaves(parse(expression)))
        for term in terms:
            if isinstance(term, Exist):
                _check_regex(term)
    except GrammarError as error:
        raise PresetError(f"{where}: {error}", hint=error.hint) from error
    return tuple(dict.fromkeys(term.field.raw for term in terms))


def _check_regex(term: Exist) -> None:
    """A regex must mean the same to Python (hydra) and to Rust (polars)."""
    import polars as pl

    try:
        with warnings.catch_warnings():
            # Python warns of [[, &&, -- and ~~ in a class, which Rust reads as set operations.
            warnings.simplefilter("error", FutureWarning)
            re.compile(term.regex)
        pl.select(pl.lit("").str.contains(term.regex))
        portable = not _POSSESSIVE.search(term.regex)
    except (re.error, FutureWarning, OverflowError, RecursionError, pl.exceptions.ComputeError):
        portable = False
    if not portable:
        raise GrammarError(
            term.column,
            f"expected a regular expression, found `{term.regex[:60]}`",
            "escape brackets with a backslash; back-references, possessive repeats and sets in [ ] are not supported",
        )
