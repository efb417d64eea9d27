"""DOCX by docxtpl: the shipped template, or one that the site edited in Word. Every text is escaped."""

from __future__ import annotations

import io
from importlib import resources
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

from gmstool.errors import InputError
from gmstool.report.blocks import Block, Chips, Empty, Facts, Figure, Table
from gmstool.report.renderers.epoch import moment, with_fixed_times
from gmstool.report.renderers.markdown import SIGNS
from gmstool.report.renderers.pdf import picture

if TYPE_CHECKING:
    from pathlib import Path

    from gmstool.report.blocks import View
    from gmstool.report.case import Case

_HELD = "\N{NO-BREAK SPACE}"
LINE = 17.8  # centimetres of text between the margins
FIELD = 0.75  # centimetres of a line that people write by hand
POINTS = 500.0  # width of a picture before it is scaled: sharp in print


def render(case: Case, view: View, template: Path | None = None) -> bytes:
    """The summary as a Word document. Raises InputError for a template that Word may open and docxtpl may not."""
    from docxtpl import DocxTemplate
    from jinja2 import StrictUndefined, TemplateError
    from jinja2.sandbox import SandboxedEnvironment

    del case
    shipped = resources.files("gmstool") / "report" / "templates" / "report.docx"
    source = io.BytesIO(template.read_bytes() if template else shipped.read_bytes())
    try:
        document = DocxTemplate(source)
        document.render(context(view, document), SandboxedEnvironment(undefined=StrictUndefined), autoescape=True)
    except (TemplateError, ValueError, KeyError, OSError, AttributeError, TypeError, BadZipFile) as error:
        raise InputError(
            f"the template {template or 'of gms'} cannot be used: {error}", hint="docs/report.md lists what it may name"
        ) from None
    _finish(document.docx, view)
    data = io.BytesIO()
    document.save(data)
    return with_fixed_times(data.getvalue())


def context(view: View, document: Any) -> dict[str, Any]:
    """What a template may name; docs/report.md says what each is."""
    parts = ((view.first, ""), (view.evidence, view.evidence_title), (view.appendix, view.appendix_title))
    sections = [
        {"key": one.key, "title": one.title, "level": one.level, "part": title if number == 0 else "",
         "blocks": [_block(each, document) for each in one.blocks]}
        for found, title in parts for number, one in enumerate(found)
    ]  # fmt: skip
    lead = next((block for block in view.first[0].blocks if block.kind == "paragraph"), None)
    return {
        "title": view.title, "subtitle": view.subtitle, "basis": view.basis, "status": view.status,
        "watermark": view.watermark, "notice": view.notice, "language": view.language, "page": view.page.split("{}"),
        "ids": view.ids, "headline": getattr(lead, "text", ""),
        "sections": sections, "section": {one["key"]: one for one in sections},
    }  # fmt: skip


def _block(block: Block, document: Any) -> SimpleNamespace:
    """A block as a template sees it: its own names, a chip's sign written out, a figure as a picture."""
    if isinstance(block, Chips):
        told = [(f"{SIGNS[one.verdict]}{_HELD}{one.code}", one.verdict == "met") for one in block.chips]
        return SimpleNamespace(kind="chips", text="   ".join(text for text, _ in told), runs=told, legend=block.legend)
    if isinstance(block, Figure):
        return SimpleNamespace(kind="figure", image=_image(block, document), alt=block.alt, caption=block.caption)
    if isinstance(block, Facts):
        text = "   ".join(f"{name}: {value}" for name, value in block.pairs)
        return SimpleNamespace(kind="facts", inline=block.inline, text=text, pairs=block.pairs)
    found = {name: getattr(block, name) for name in type(block).__dataclass_fields__}
    return SimpleNamespace(**found)


def _image(figure: Figure, document: Any) -> Any:
    from docx.shared import Cm
    from docxtpl import InlineImage

    data = io.BytesIO(picture(figure.svg, POINTS * figure.width / 100))
    return InlineImage(document, data, width=Cm(LINE * figure.width / 100))


def _finish(document: Any, view: View) -> None:
    """What a template cannot say: alternative texts, widths of columns, the language, and one fixed time."""
    from docx.shared import Cm

    figures = [block for section in view.sections for block in section.blocks if isinstance(block, Figure)]
    drawings = document.element.body.xpath(".//wp:docPr")
    for number, drawing in enumerate(drawings, 1):
        drawing.set("id", str(number))
    for drawing, figure in zip(drawings, figures, strict=False):
        drawing.set("descr", figure.alt)
    widths = {block.head: block.widths for section in view.sections for block in section.blocks
              if isinstance(block, Table)}  # fmt: skip
    for table in document.tables:
        _widen(table, widths)
    heights = {f"{block.label}:": block.lines for section in view.sections for block in section.blocks
               if isinstance(block, Empty)}  # fmt: skip
    for table in document.tables:
        if len(table.rows) == 1 and (lines := heights.get(table.cell(0, 0).text)):
            table.rows[0].height = Cm(FIELD * lines + 0.2)
    told = document.core_properties
    told.title, told.language, told.author, told.comments = view.title, view.language, "gmstool", ""
    told.created = told.modified = moment()


def _widen(table: Any, known: dict[tuple[str, ...], tuple[int, ...]]) -> None:
    from docx.shared import Cm

    widths = known.get(tuple(cell.text for cell in table.rows[0].cells)) if table.rows else None
    if widths is None:
        return
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(LINE * width / sum(widths))
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Cm(LINE * width / sum(widths))
