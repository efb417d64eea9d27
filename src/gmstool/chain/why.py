"""What became of one variant in a run: seen, kept or dropped, judged, known; in plain sentences, on one screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gmstool.chain.finished import place_of
from gmstool.chain.wish import CLASSIFIED, FILTERED_ROWS, KNOWLEDGE, LEDGER
from gmstool.filters import ledger
from gmstool.sentences import class_name, say
from gmstool.somatic.shown import somatic_class

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gmstool.chain.finished import Place, Run

MARKS = {"met": "met", "not_met": "not met", "not_assessed": "not assessed"}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the answer: a word for its kind, and the sentence."""

    kind: str
    text: str


def told(run: Run, variant: str, *, every: bool = False) -> Iterator[Line]:
    """The answer, line by line. `every`: the reasons of criteria that are not met or not assessed, too."""
    place = place_of(run, variant)
    name = "-".join(map(str, place))
    entries = ledger.why(ledger.read(run.folder / LEDGER), name)
    given = run.record.get("input")
    source = str(given.get("name") or "-") if isinstance(given, dict) else "-"
    if not entries:
        yield Line("", run.say("{} was never in the file of this run ({})", variant, source))
        return
    rows = run.rows(CLASSIFIED, place)
    yield Line("", " ".join(_title(one, rows) for one in entries[:1]))
    yield Line("seen", _seen(run, place, entries, rows, source))
    yield from (Line("filter", _with_source(run, one)) for one in entries)
    for row in rows:
        yield from _judged(run, row, every=every, several=len(rows) > 1)
    if not rows:
        yield Line("class", run.say("not classified: the filter dropped it"))
    yield Line("known", _known(run, place, name, asked=bool(rows)))


def _title(entry: dict[str, Any], rows: list[dict[str, Any]]) -> str:
    place = "-".join(str(entry[name]) for name in ("chrom", "pos", "ref", "alt"))
    row = rows[0] if rows else {"gene": entry["gene"]}
    names = (row.get("assembly"), row.get("gene"), row.get("hgvsc"), (row.get("hgvsp") or "").rpartition(":")[2])
    return " ".join(str(one) for one in (place, *names) if one)


def _seen(run: Run, place: Place, entries: list[dict[str, Any]], rows: list[dict[str, Any]], source: str) -> str:
    """In which file and gene, and with which genotypes or reads."""
    genes = ", ".join(dict.fromkeys(one["gene"] for one in entries if one["gene"])) or run.say("no gene")
    calls = next((one.get("genotypes") or [] for one in run.rows(FILTERED_ROWS, place)), [])
    told = ", ".join(f"{one['sample']} {one['gt'] or './.'}" for one in calls)
    for role in ("tumour", "normal"):
        sample = run.record.get(role)
        if rows and sample and rows[0].get(f"{role}_depth"):
            reads = run.say("{} of {} reads in {}", rows[0][f"{role}_alt_reads"], rows[0][f"{role}_depth"], sample)
            told = f"{told}, {reads}" if told else reads
    return f"{run.say('{}, annotated in {}', source, genes)}{f': {told}' if told else ''}"


def _with_source(run: Run, entry: dict[str, Any]) -> str:
    source = f" [{entry['source']}]" if entry["source"] and entry["step"] == "frequency" else ""
    return f"{run.reason(entry['reason'])}{source}"


def _judged(run: Run, row: dict[str, Any], *, every: bool, several: bool) -> Iterator[Line]:
    """The class of one row, and how each criterion fell."""
    of = f"{row['gene']}: " if several and row.get("gene") else ""
    if row.get("rescued") and row.get("oncogenicity"):
        kept = say(row["rescued"], run.language).replace("|", ", ")
        yield Line("filter", run.say("the tumour's own net keeps it: {}", kept))
    if row.get("family_genotypes"):
        yield Line("family", _family(run, row))
    if row.get("tier"):
        yield Line("tier", f"{of}{row['tier']}{row.get('level') or ''}: {say(row['tier_reason'] or '', run.language)}")
    yield Line("class", f"{of}{_class(run, row)}")
    if row.get("condition"):
        yield Line("condition", " ".join(filter(None, (row["condition"], row.get("moi") and f"({row['moi']})"))))
    for name in ("scope", "gate", "schemes_differ", "conflict"):
        if row.get(name):
            yield Line("remark", say(row[name], run.language))
    yield from _criteria(run, row.get("criteria") or [], every=every)
    for one in row.get("prompts") or []:
        yield Line("weigh", say(one["because"], run.language))


def _family(run: Run, row: dict[str, Any]) -> str:
    """Genotypes of the family, and the models that fit with their confidence."""
    names, sure = ((row.get(key) or "").split("|") for key in ("inheritance_models", "model_confidence"))
    models = ", ".join(f"{name} {run.say(how)}" for name, how in zip(names, sure, strict=False) if name)
    return f"{row['family_genotypes']}{f'; {models}' if models else ''}"


def _class(run: Run, row: dict[str, Any]) -> str:
    called = row.get("oncogenicity") or row.get("classification") or "-"
    name = somatic_class(called, run.language) if row.get("oncogenicity") else class_name(called, run.language)
    if row.get("points") is None:
        return run.say("{} by {}", name, row["rules"]) if row.get("rules") else name
    points = f"{row['points']:g}"
    by_table = row.get("class_2015")
    other = f"; {run.say('the table of 2015 gives {}', class_name(by_table, run.language))}" if by_table else ""
    told = "{}, 1 point by {}" if points == "1" else "{}, {} points by {}"
    values = (name, row.get("rules")) if points == "1" else (name, points, row.get("rules"))
    return run.say(told, *values) + other


def _criteria(run: Run, criteria: list[dict[str, Any]], *, every: bool) -> Iterator[Line]:
    """What is met with its reason; the rest by code, or with the reasons too."""
    for verdict, word in MARKS.items():
        found = [one for one in criteria if one["verdict"] == verdict]
        if verdict == "met" or every:
            yield from (Line(word, _reason(run, one)) for one in found)
        if criteria and not found:
            yield Line(word, run.say("none"))
        elif found and verdict != "met" and not every:
            yield Line(word, ", ".join(one["code"] for one in found))


def _reason(run: Run, one: dict[str, Any]) -> str:
    points = f" ({one['points']:+g})" if one.get("points") else ""
    gone = f" [{run.say('displaced by {}', one['suppressed_by'])}]" if one.get("suppressed_by") else ""
    because = one["because"].removeprefix(f"{MARKS[one['verdict']]}: ")
    strength = f"_{one['strength']}" if one.get("strength") else ""
    return f"{one['code']}{strength}{points}{gone}: {say(because, run.language)}"


def _known(run: Run, place: Place, name: str, *, asked: bool) -> str:
    """What the knowledge base said of the variant during the run."""
    found = run.rows(KNOWLEDGE, place)
    if not found and not asked:
        return run.say("not asked, as the filter dropped it: `gms query {}`", name)
    row = found[0] if found else {}
    if not row.get("assertions"):
        return run.say("nothing on this machine knows it: this says nothing of its effect")
    name = class_name(row["kb_class"] or "-", run.language)
    text = run.say(
        "{} ({}), by {}; shown, no evidence", name, run.say(row["kb_consensus"]), row["kb_sources"].replace("|", ", ")
    )
    parts = [row["kb_labs"] and run.say("laboratories: {}", row["kb_labs"].replace("|", ", ")), row["kb_conditions"]]
    return "; ".join([text, *(_short(one) for one in parts if one)])


def _short(text: str, most: int = 120) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def lines(found: Iterable[Line], run: Run, width: int) -> Iterator[str]:
    """The lines for a terminal of this many columns, folded under their own text."""
    import textwrap

    found = list(found)
    label = max((len(run.say(one.kind)) for one in found if one.kind), default=0) + 2
    last = ""
    for one in found:
        head = "" if one.kind == last else run.say(one.kind) if one.kind else ""
        indent = label if one.kind else 0
        last = one.kind
        text = "".join(letter if letter.isprintable() else "�" for letter in one.text)
        yield from textwrap.wrap(
            text, max(width, label + 20), initial_indent=f"{head:<{indent}}", subsequent_indent=" " * (indent or 2),
            break_on_hyphens=False,
        )  # fmt: skip
