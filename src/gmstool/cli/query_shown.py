"""Answers of `gms query` for people: a paragraph and a table for each variant."""

from __future__ import annotations

import io
import shutil
import sys
from typing import TYPE_CHECKING, Any

from gmstool.cli.console import colourful, printable
from gmstool.knowledge.target import named
from gmstool.knowledge.told import absent, codes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console
    from rich.table import Table

    from gmstool.knowledge.asking import Answer
    from gmstool.knowledge.network import Report

_NARROWEST, _WIDEST = 80, 140
_MOST_RELATED = 8
_LONGEST_CONDITION = 90
_FOUND = {
    "protein change stated": "found by the protein change that an assertion states",
    "hotspot table": "found by the table of hotspots that ships with gms",
    "consistent with": "consistent with the change that was asked for: no source says that it is this one",
    "place and length": "found by its place and length",
}
_AGGREGATE = "aggregate only: no laboratory of the knowledge base has assessed it"


def table(answers: list[Answer], limit: int) -> Iterator[str]:
    """The lines of all answers; a question with several variants is shown as a list of them."""
    questions: dict[str, list[Answer]] = {}
    for one in answers:
        questions.setdefault(one.query, []).append(one)
    for at, of_question in enumerate(questions.values()):
        if at:
            yield "\n"
        yield from _question(of_question, limit)


def _question(answers: list[Answer], limit: int) -> Iterator[str]:
    first = answers[0]
    if len(answers) == 1 or any(one.match for one in answers):
        for at, one in enumerate(answers):
            yield from ["\n"] if at else []
            yield from _one(one)
    else:
        yield from _several(answers, limit)
    yield from _sources(first.sources, first)


def _one(answer: Answer) -> Iterator[str]:
    place = f"{named(answer.key)}  {answer.key[0]}" if answer.key else "no variant"
    yield _line(f"{answer.query}: {place}" + (f"  {answer.gene.symbol}" if answer.gene else ""))
    for said in answer.said:
        yield _line(f"  note: {said}")
    if answer.match:
        yield _line(f"  {_FOUND[answer.match]}")
    if answer.assertions:
        agreement = str(answer.consensus.agreement)
        words = _AGGREGATE if agreement == "aggregate only" else agreement
        yield _line(f"  {answer.consensus.classification or 'no class'} ({words})")
        yield from _conditions(answer)
        yield from _assertions(answer)
    else:
        yield _line(f"  {absent(answer)}")
    yield from _frequencies(answer)
    yield from _related(answer)


def _conditions(answer: Answer) -> Iterator[str]:
    if len(answer.consensus.conditions) < 2:  # noqa: PLR2004  # one condition is told by the line above
        return
    written = {one.condition.casefold(): one.condition for one in answer.assertions if one.condition}
    for one in answer.consensus.conditions:
        named = written.get(one.subject.condition or "", one.subject.condition) or "condition not stated"
        about = ", ".join(filter(None, (_short(named), one.subject.origin)))
        decided = ", decided by a curator" if one.decided else ""
        yield _line(f"    {about}: {one.classification or 'no class'} ({one.agreement}{decided})")


def _assertions(answer: Answer) -> Iterator[str]:
    rows = []
    for one in answer.assertions:
        stars = f" {'*' * one.stars}" if one.stars else ""
        source = " ".join(filter(None, (one.source, one.source_id)))
        rows.append([
            one.lab or "", f"{one.classification or '-'}{stars}", _short(one.condition or one.condition_id or ""),
            codes(one), one.quarter or "", source,
        ])  # fmt: skip
    yield from _drawn(("lab", "class", "condition", "criteria", "date", "source"), rows)


def _frequencies(answer: Answer) -> Iterator[str]:
    for one in answer.frequencies:
        numbers = ", ".join(f"{name} {value}" for name, value in (("het", one.het), ("hom", one.hom),
                            ("hemi", one.hemi)) if value is not None)  # fmt: skip
        if one.allele_frequency is not None:
            numbers = f"allele frequency {one.allele_frequency:.3g}"
        total = f" of {one.total if isinstance(one.total, str) else format(one.total, ',')} cases" if one.total else ""
        yield _line(f"  seen at {one.centre}: {numbers}{total} ({one.kind.upper()}, {one.source})")


def _related(answer: Answer) -> Iterator[str]:
    if not answer.related:
        return
    yield _line("  related variants")
    rows = []
    for one in answer.related[:_MOST_RELATED]:
        classes = dict.fromkeys(each.classification or "-" for each in one.assertions)
        ids = dict.fromkeys(" ".join(filter(None, (each.source, each.source_id))) for each in one.assertions)
        rows.append([named(one.key), one.relation, ", ".join(classes), ", ".join(ids)])
    yield from _drawn(("variant", "relation", "class", "source"), rows)
    if (left := len(answer.related) - _MOST_RELATED) > 0:
        yield _line(f"    and {left} more: --format jsonl lists all")


def _several(answers: list[Answer], limit: int) -> Iterator[str]:
    first = answers[0]
    yield _line(f"{first.query}: {len(answers):,} variants" + (f"  {first.gene.symbol}" if first.gene else ""))
    for said in first.said:
        yield _line(f"  note: {said}")
    rows = []
    for one in answers[: limit or None]:
        sources = dict.fromkeys(" ".join(filter(None, (each.source, each.source_id))) for each in one.assertions)
        rows.append([
            named(one.key) if one.key else "", one.gene.symbol if one.gene else "",
            one.consensus.classification or "-", str(one.consensus.agreement), ", ".join(sources),
        ])  # fmt: skip
    yield from _drawn(("variant", "gene", "class", "consensus", "sources"), rows)
    if limit and len(answers) > limit:
        yield _line(f"  the first {limit} of {len(answers):,}: --limit 0 shows all, --format tsv or jsonl lists them")


def _sources(reports: tuple[Report, ...], answer: Answer) -> Iterator[str]:
    told = []
    for one in reports:
        age = f", {one.source.age:,} days old" if one.source.age is not None else ""
        version = f" {one.source.version}" if one.source.version else ""
        state = f": {one.state}" + (f" ({one.said})" if one.said else "") if one.state != "answered" else ""
        told.append(f"{one.source.name}{version}{age}{state}")
    if told and (answer.assertions or len(told) > 1):
        yield _line(f"  asked: {'; '.join(told)}")


def _grid(names: tuple[str, ...], rows: list[list[str]]) -> Table:
    """A table of texts, without the columns that say nothing."""
    from rich import box
    from rich.table import Table

    filled = [at for at in range(len(names)) if any(row[at] for row in rows)]
    made = Table(box=box.SIMPLE_HEAD, pad_edge=True, show_edge=False, header_style="bold")
    for at in filled:
        made.add_column(names[at], overflow="fold")
    for row in rows:
        made.add_row(*(_text(row[at] or "-") for at in filled))
    return made


def _drawn(names: tuple[str, ...], rows: list[list[str]]) -> Iterator[str]:
    """Rows as a table; in a narrow window each is a line, which the terminal breaks better than columns do."""
    width = min(shutil.get_terminal_size((100, 24)).columns, _WIDEST)
    if width >= _NARROWEST:
        yield from _console(_grid(names, rows), width).splitlines(keepends=True)
        return
    for row in rows:
        first, *rest = filter(None, row)
        yield _line(f"  {first}: {'; '.join(rest)}")


def _console(shown: Table, width: int) -> str:
    from rich.console import Console

    colour = colourful(sys.stdout)
    target: Console = Console(
        file=io.StringIO(), width=width, force_terminal=colour, no_color=not colour, markup=False, highlight=False
    )
    target.print(shown)
    text: Any = target.file
    return "".join(line.rstrip() + "\n" for line in text.getvalue().splitlines())


def _text(value: str) -> Any:
    from rich.text import Text

    return Text(printable(value))


def _line(text: str) -> str:
    return printable(text) + "\n"


def _short(text: str) -> str:
    if len(text) <= _LONGEST_CONDITION:
        return text
    kept = text[:_LONGEST_CONDITION].rpartition("; ")[0] or text[:_LONGEST_CONDITION]
    return f"{kept}; … ({text.count('; ') + 1} conditions)"
