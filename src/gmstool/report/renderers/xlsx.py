"""XLSX: summary, findings, criteria, results, uncovered regions, settings, data versions. No cell is a formula."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

from gmstool.report.blocks import Items, Paragraph
from gmstool.report.findings import findings
from gmstool.report.made_with import versions
from gmstool.report.plain import clean
from gmstool.report.renderers.epoch import moment
from gmstool.report.terms import VERDICTS, amount, class_of
from gmstool.report.words import Words

if TYPE_CHECKING:
    from gmstool.report.blocks import View
    from gmstool.report.case import Case

ACTIVE = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet, or the CSV made of it, may take for a formula
MAX_CELL = 32_000  # Excel's limit is 32,767 letters
MAX_HEADER = 200  # letters of a printed page's head; Excel takes 255 with its marks
FINDINGS = (
    "gene", "variant", "hgvsc", "hgvsp", "zygosity", "vaf", "class", "points", "tier", "condition", "moi", "conflict",
    "rules",
)  # fmt: skip
CRITERIA = ("variant", "gene", "criterion", "verdict", "strength", "points", "because", "sources")
LABORATORY = ("variant", "gene", "points", "posterior", "temperature", "moved_by")  # never on a page for patients
RESULTS = ("kind", "name", "result", "meaning", "source")
# letters that fit; a column that is not named has room for a word
WIDTHS = {
    "what": 26, "text": 110, "gene": 11, "variant": 22, "hgvsc": 24, "hgvsp": 24, "zygosity": 14, "vaf": 8, "class": 20,
    "points": 8, "tier": 6, "condition": 20, "moi": 7, "conflict": 16, "rules": 16, "criterion": 10, "verdict": 13,
    "strength": 12, "because": 66, "sources": 44, "posterior": 10, "temperature": 13, "moved_by": 60, "region": 30,
    "bases": 10, "setting": 30, "value": 90, "version": 100, "kind": 18, "name": 22, "result": 40, "meaning": 50,
    "source": 40,
}  # fmt: skip
ROOM, LINE, MOST_LINES = (
    16,
    15,
    27,
)  # letters of a column that is not named; points of a line; Excel's limit is 409 points
NUMBERS = {"vaf": "0.0%", "posterior": "0.0000", "bases": "#,##0", "points": "0"}


def render(case: Case, view: View) -> bytes:
    """The workbook. The same case gives the same bytes."""
    import xlsxwriter

    data = io.BytesIO()
    book = xlsxwriter.Workbook(data, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
                                      "strings_to_numbers": False})  # fmt: skip
    book.set_properties({"title": view.title, "created": moment()})
    head = book.add_format({"bold": True, "bg_color": "#E8E8E8", "bottom": 1, "valign": "top"})
    shape = {"text_wrap": True, "valign": "top"}
    text = book.add_format(shape)
    numbers = {
        name: book.add_format({**shape, "align": "center", "num_format": code}) for name, code in NUMBERS.items()
    }
    for name, titles, rows in _sheets(case, view, Words(view.language)):
        sheet = book.add_worksheet(name)
        _lay_out(sheet, view, titles, len(rows))
        for column, title in enumerate(titles):
            sheet.write_string(0, column, title, head)
        for number, row in enumerate(rows, 1):
            sheet.set_row(number, LINE * _lines(titles, row))  # an office program may leave a wrapped text one line
            for column, value in enumerate(row):
                _write(sheet, number, column, value, numbers.get(titles[column], text))
    book.close()
    return data.getvalue()


def _lay_out(sheet: Any, view: View, titles: tuple[str, ...], count: int) -> None:
    """Widths by what a column holds; on paper the whole width, the heading and the case's name on each page."""
    for column, title in enumerate(titles):
        sheet.set_column(column, column, WIDTHS.get(title, ROOM))
    sheet.freeze_panes(1, 0)
    if count:
        sheet.autofilter(0, 0, count, len(titles) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    names = " · ".join(f"{name}: {value}" for name, value in view.ids)
    sheet.set_header(f"&L{_printed(names)}&R{_printed(view.status)}")
    sheet.set_footer(f"&L{_printed(view.notice)}&R{_printed(view.page).replace('{}', '&P', 1).replace('{}', '&N', 1)}")


def _lines(titles: tuple[str, ...], row: tuple[Any, ...]) -> int:
    """How many lines the longest cell of a row takes, breaks of its own counted."""
    most = 1
    for title, value in zip(titles, row, strict=True):
        room = WIDTHS.get(title, ROOM) - 1
        parts = [] if value is None else str(value)[:MAX_CELL].splitlines()
        most = max(most, sum(max(1, -(-len(part) // room)) for part in parts))
    return min(most, MOST_LINES)


def _printed(text: str) -> str:
    """A text for the head of a page, where & would begin a mark."""
    short = clean(text)[:MAX_HEADER]
    return short.replace("&", "&&") if len(short) + short.count("&") <= MAX_HEADER else short.replace("&", "+")


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
         amount(one, words) if one.absent else one.zygosity and words(one.zygosity), one.vaf, class_of(one, words),
         one.row and one.row.points, one.tier,
         one.row and one.row.condition, "/".join(one.modes), one.row and one.row.conflict, one.row and one.row.rules)
        for one in every
    ]  # fmt: skip
    criteria = [
        (one.row.variant, one.gene, each.code, words(VERDICTS[each.verdict]), each.strength, each.points,
         words.reason(each.because), "; ".join(map(words.reason, each.sources)))
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
    laboratory = [
        (one.row.variant, one.gene, one.row.points, one.row.posterior, one.row.temperature,
         one.note and one.note.moved_by)
        for one in every if one.row and not one.tumours
    ]  # fmt: skip
    return [
        ("SUMMARY", ("what", "text"), _summary(view)),
        ("FINDINGS", FINDINGS, found),
        ("CRITERIA", CRITERIA, criteria),
        ("RESULTS", RESULTS, _results(case)),
        ("LABORATORY", LABORATORY, laboratory),
        ("NOT_COVERED", ("gene", "region", "bases"), list(case.gaps or [])),
        ("SETTINGS", ("setting", "value"), about),
        ("DATA_VERSIONS", ("what", "version"), list(versions(case, words))),
    ]


def _summary(view: View) -> list[tuple[Any, ...]]:
    """What must not be missed by one who opens the workbook alone: the status, the headline, what was not examined."""
    told: list[tuple[Any, ...]] = [(view.status, view.title), *view.ids]
    for section in view.first:
        if section.key in ("headline", "limits"):
            texts = [one.text for one in section.blocks if isinstance(one, Paragraph)]
            texts += [text for one in section.blocks if isinstance(one, Items) for text in one.items]
            told += [(section.title if number == 0 else "", text) for number, text in enumerate(texts)]
    return [*told, ("", view.notice)]


def _results(case: Case) -> list[tuple[Any, ...]]:
    """What stands beside the variants: markers, fusions and the like, pharmacogenes; as the case file gives them."""
    file = case.file
    told: list[tuple[Any, ...]] = [
        ("biomarker", one.name, " ".join(part for part in (one.value, one.unit) if part), one.interpretation,
         one.source) for one in file.biomarker
    ]  # fmt: skip
    told += [(one.kind, "", one.result, one.meaning, one.source) for one in file.result]
    told += [
        ("pharmacogene", one.gene, f"{one.diplotype}: {one.phenotype}",
         " · ".join(text for text in (one.drug, one.recommendation, one.strength) if text), one.source)
        for one in file.pgx
    ]  # fmt: skip
    return told
