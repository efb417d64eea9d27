"""Rows as JSON lines and as the table for people, column by column: what rows share is put into words once."""

from __future__ import annotations

import json
from itertools import islice, repeat
from json.encoder import encode_basestring as quoted
from typing import TYPE_CHECKING, Any

from gmstool.classify.shown import known as clinvar_entry
from gmstool.somatic import shown
from gmstool.somatic.criteria import CODES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    import polars as pl

    from gmstool.somatic.batch import Batch
    from gmstool.somatic.prompt import Prompt
    from gmstool.somatic.shown import Words

    Made = Callable[[Any], str]

SLICE = 2_000  # lines in memory at a time: one of JSON has about eight kilobytes
_SIMPLE = ("variant", "gene", "hgvsc", "hgvsp", "consequence", "tier", "level", "tier_if_reviewed", "level_if_reviewed")


class Once(dict[Any, str]):
    """Texts by what they are made of, each made when it is first asked for."""

    def __init__(self, make: Made) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, key: Any) -> str:
        found = self[key] = self._make(key)
        return found


# ----------------------------------------------------------------------------------------------------------- JSON lines


def json_lines(batch: Batch, words: Words) -> Iterator[str]:
    """The rows as lines of JSON, many lines at a time: the fields of the germline rows, and those of a tumour."""
    fields = _fields(batch, words)
    line = ("{" + ", ".join(f'"{name}": %s' for name in fields) + "}\n").__mod__
    made = map(line, zip(*fields.values(), strict=False))  # what all rows share repeats without an end
    while found := "".join(islice(made, SLICE)):
        yield found


def _fields(batch: Batch, words: Words) -> dict[str, Iterable[str]]:
    """The fields of a line in their order, values as JSON."""
    table = batch.table
    of_row = {name: _values(table[name]) for name in (*shown.PLACE, *shown.OF_GENE)}
    seen = {name: _values(table[name]) for name in (*shown.CALLS, *shown.SEEN)}
    of = batch.tiered.of.items()
    evidence, ranks = ({at: _json(one[name]) for at, one in of} for name in ("evidence", "escat"))
    notes = {at: _json([words.say(one) for one in found]) for at, found in batch.notes.items()}
    return {
        **of_row, **dict.fromkeys(shown.GERMLINE, repeat("null")),
        "oncogenicity": _values(table["classification"]), "points": _values(table["points"]),
        "conflict": _values(table["conflict"]),
        **{name: _some(ranks, table, "[]") if name == "escat" else _values(table[name])
           for name in (*shown.TIER, "tier_reason")},
        "evidence": _some(evidence, table, "[]"), "prompts": _prompts(batch, words),
        "notes": _some(notes, table, "[]"), "tumour_type": repeat(_json(words.tumour_type)),
        "vaf": seen["tumour_vaf"], "dp": seen["tumour_depth"],
        **seen, "callers": _values(table["callers"], lambda text: _json(shown.callers(text))),
        "known": _known(table), "rules": repeat(_json(words.rules.label)),
        "criteria": _criteria(batch, words), "layers": repeat(_json(words.layers)),
    }  # fmt: skip


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)


def _values(column: pl.Series, make: Made | None = None) -> list[str]:
    """A column of texts or numbers as JSON."""
    import polars as pl

    told = Once(make or (quoted if column.dtype == pl.String else _json))
    told[None] = "null"
    return [told[one] for one in column.to_list()]


def _some(told: dict[int, str], table: pl.DataFrame, others: str) -> list[str]:
    """Texts of some rows by their number, and what is said of the others."""
    found = [others] * table.height
    for at, text in told.items():
        found[at] = text
    return found


def _prompts(batch: Batch, words: Words) -> Iterator[str]:
    """Prompts as JSON; those that rows share are put into words once, found again by their identity."""

    def told(one: Prompt) -> str:
        return _json({"kind": one.kind, "because": words.say(one.told), "source": words.marked(one.source)})

    return (f"[{', '.join(found)}]" for found in _shared(batch, told))


def _shared(batch: Batch, told: Made) -> Iterator[list[str]]:
    known: dict[int, str] = {}
    for prompts in batch.prompts:  # which keeps every prompt, so that no two have had the same id
        for one in prompts:
            if id(one) not in known:
                known[id(one)] = told(one)
        yield [known[id(one)] for one in prompts]


def _known(table: pl.DataFrame) -> list[str]:
    """The file's own ClinVar entry as JSON."""
    names = ("clinvar_significance", "clinvar_stars", "clinvar_id")
    told = Once(lambda key: _json(clinvar_entry(dict(zip(names, key, strict=True)))))
    return [told[key] for key in table.select(names).iter_rows()]


def _criteria(batch: Batch, words: Words) -> Iterator[str]:
    """All criteria of each row as JSON."""
    columns = [_criterion(code, batch.table, reasons, words) for code, reasons in batch.judged.told().to_dict().items()]
    return (f"[{', '.join(found)}]" for found in zip(*columns, strict=True))


def _criterion(code: str, table: pl.DataFrame, reasons: pl.Series, words: Words) -> list[str]:
    """One criterion of each row as JSON: the object with an empty reason is made once, each reason is put into it."""
    said, around = Once(lambda text: quoted(words.say(text))), dict[Any, tuple[str, str]]()
    found = []
    for key, text in zip(table.select(code, f"{code}_by").iter_rows(), reasons.to_list(), strict=True):
        if key not in around:
            before, mark, after = _json(shown.criterion(code, key[0], key[1], "", words)).partition('"because": ')
            around[key] = before + mark, after.removeprefix('""')
        before, after = around[key]
        found.append(before + said[text] + after)
    return found


# ------------------------------------------------------------------------------------------------- the table for people


def for_people(batch: Batch, words: Words) -> pl.DataFrame:
    """The table for people: texts, an empty one where there is nothing to say."""
    import polars as pl

    table, of = batch.table, batch.tiered.of
    evidence = {at: "; ".join(shown.item(one, words) for one in found["evidence"]) for at, found in of.items()}
    told: dict[str, Iterable[str]] = {
        **{name: _texts(table[name], str) for name in (*_SIMPLE, "points")},
        "vaf": _texts(table["tumour_vaf"], lambda one: f"{one:.4g}"), "depth": _texts(table["tumour_depth"], str),
        "escat": _some({at: shown.escat(found["escat"]) or "" for at, found in of.items()}, table, ""),
        "why_tier": _texts(table["tier_reason"], words.say),
        "oncogenicity": _texts(table["classification"], lambda one: shown.somatic_class(one, words.language)),
        "criteria": _texts(table["codes"], words.codes),
        "prompts": map("; ".join, _shared(batch, lambda one: words.say(one.told))),
        "notes": _some({at: "; ".join(map(words.say, one)) for at, one in batch.notes.items()}, table, ""),
        "reason": _reasons(batch, words), "evidence": _some(evidence, table, ""), "known": _known_texts(table),
        "layers": ["; ".join(words.layers)] * table.height,
    }  # fmt: skip
    return pl.DataFrame({name: pl.Series(list(told[name]), dtype=pl.String) for name in shown.FOR_PEOPLE})


def _texts(column: pl.Series, make: Made) -> list[str]:
    told = Once(make)
    told[None] = ""
    return [told[one] for one in column.to_list()]


def _known_texts(table: pl.DataFrame) -> list[str]:
    names = ("clinvar_significance", "clinvar_stars", "cosmic_count")
    told = Once(lambda key: shown.known(dict(zip(names, key, strict=True))) or "")
    return [told[key] for key in table.select(names).iter_rows()]


def _reasons(batch: Batch, words: Words) -> list[str]:
    """Each criterion that is met with its reason; then which are not assessed, so that nobody reads them as not met."""
    table, reasons = batch.table, batch.judged.told()
    kept = Once(lambda text: words.say(f"kept: {text}"))
    parts = [[kept[text]] if text else [] for text in table["rescued"].to_list()]
    for code in CODES:
        told = Once(lambda key, code=code: shown.reason(code, key[0], key[1], words))  # type: ignore[misc]
        at = (table[code] != 0).fill_null(value=False).arg_true()
        for row, *key in zip(*(one.to_list() for one in (at, table[f"{code}_by"][at], reasons[code][at])), strict=True):
            parts[row].append(told[tuple(key)])
    for found, open_ in zip(parts, _open(table, words).to_list(), strict=True):
        if open_:
            found.append(f"{words.say('not assessed')}: {open_}")
    return ["; ".join(found) for found in parts]


def _open(table: pl.DataFrame, words: Words) -> pl.Series:
    """The criteria that are not assessed."""
    import polars as pl

    named = (pl.when(pl.col(code).is_null()).then(pl.lit(words.label(code))) for code in CODES)
    return table.select(pl.concat_str(*named, separator=", ", ignore_nulls=True)).to_series()
