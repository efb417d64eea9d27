"""XLSX: findings, all criteria, uncovered regions, settings and data versions. No cell is ever a formula."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

from gmstool.report.appendix import versions
from gmstool.report.findings import findings
from gmstool.report.plain import clean
from gmstool.report.renderers.epoch import moment
from gmstool.report.terms import VERDICTS, class_of
from gmstool.report.words import Words

if TYPE_CHECKING:
    from gmstool.report.blocks import View
    from gmstool.report.case import Case

ACTIVE = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet, or the CSV made of it, may take for a formula
MAX_CELL = 32_000  # Excel's limit is 32,767 letters
FINDINGS = (
    "gene", "variant", "hgvsc", "hgvsp", "zygosity", "vaf", "class", "points", "posterior", "temperature", "tier",
    "condition", "moi", "conflict", "rules",
)  # fmt: skip
CRITERIA = ("variant", "gene", "criterion", "verdict", "strength", "points", "because", "sources")


def render(case: Case, view: View) -> bytes:
    """The workbook. The same case gives the same bytes."""
    import xlsxwriter

    words, data = Words(view.language), io.BytesIO()
    book = xlsxwriter.Workbook(data, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
                                      "strings_to_numbers": False})  # fmt: skip
    book.set_properties({"title": view.title, "created": moment()})
    head, wrapped = (
        book.add_format({"bold": True, "bg_color": "#E8E8E8"}),
        book.add_format({"text_wrap": True, "valign": "top"}),
    )
    for name, titles, rows in _sheets(case, view, words):
        sheet = book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(titles) - 1, 24)
        for column, title in enumerate(titles):
            sheet.write_string(0, column, title, head)
        for number, row in enumerate(rows, 1):
            for column, value in enumerate(row):
                _write(sheet, number, column, value, wrapped)
    book.close()
    return data.getvalue()


def _write(sheet: Any, row: int, column: int, value: Any, cell_format: Any) -> None:
    """A number as a number, all else as text; null is an empty cell."""
    if isinstance(value, bool) or value is None:
        sheet.write_string(row, column, "" if value is None else str(value).lower(), cell_format)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value, cell_format)
    else:
        sheet.write_string(row, column, harmless(str(value)), cell_format)


def harmless(text: str) -> str:
    """The text, marked as text where its first letter would start a formula."""
    short = clean(text)[:MAX_CELL]
    return f"'{short}" if short.startswith(ACTIVE) else short


def _sheets(case: Case, view: View, words: Words) -> list[tuple[str, tuple[str, ...], list[tuple[Any, ...]]]]:
    every = findings(case)
    found = [
        (one.gene, one.row.variant if one.row else one.note.variant if one.note else "", one.name,
            one.row and one.row.hgvsp,
         one.zygosity, one.vaf, class_of(one, words), one.row and one.row.points, one.row and one.row.posterior,
         one.row and one.row.temperature, one.tier, one.row and one.row.condition, "/".join(one.modes),
         one.row and one.row.conflict, one.row and one.row.rules)
        for one in every
    ]  # fmt: skip
    criteria = [
        (one.row.variant, one.gene, each.code, words(VERDICTS[each.verdict]), each.strength, each.points,
         words.reason(each.because), "; ".join(each.sources))
        for one in every if one.row for each in one.row.criteria
    ]  # fmt: skip
    about: list[tuple[Any, ...]] = [
        *view.ids,
        ("type", case.type),
        ("status", view.status),
        ("language", view.language),
    ]
    about += [(f"options.{name}", json.dumps(value, ensure_ascii=False)) for meta in case.metas
              if isinstance(meta.get("options"), dict) for name, value in meta["options"].items()]  # fmt: skip
    return [
        ("FINDINGS", FINDINGS, found),
        ("CRITERIA", CRITERIA, criteria),
        ("NOT_COVERED", ("gene", "region", "bases"), list(case.gaps or [])),
        ("SETTINGS", ("setting", "value"), about),
        ("DATA_VERSIONS", ("what", "version"), list(versions(case, words))),
    ]
