"""PDF by typst: the view goes in as JSON, never as markup; its own fonts, no network, no clock."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from gmstool.errors import InputError
from gmstool.report.renderers.breaking import marked
from gmstool.report.renderers.markdown import SIGNS
from gmstool.report.renderers.template import text_of

if TYPE_CHECKING:
    from pathlib import Path

    from gmstool.report.blocks import View
    from gmstool.report.case import Case

_SIZE = re.compile(r'viewBox="0 0 ([0-9.]+) ([0-9.]+)"')
PIXELS = 200.0  # an inch, of a picture
LETTERS = 105  # capitals of a table's line
LINE = 18.2  # centimetres of text between the margins of the shipped template
MOST_PAGES = 3  # that a conference reads: evidence and appendix in smaller letters, where that is enough to get there
SCALES = ("0.92", "0.84", "0.76")  # the smallest letters are those of tables: 5.8 points
_PAGE = re.compile(rb"/Type\s*/Page\b(?!s)")
_ZERO_WIDTH = "\N{ZERO WIDTH SPACE}"


def render(case: Case, view: View, template: Path | None = None) -> bytes:
    """The summary as PDF, by the shipped typst template or the site's own."""
    del case
    text = text_of(template, "report.typ").encode()
    given = {"data": json.dumps(_told(view), ensure_ascii=False), "signs": json.dumps(SIGNS)}
    whole = compiled(text, given, "pdf")
    if pages(whole) <= MOST_PAGES:
        return whole
    smaller = (compiled(text, given | {"scale": one}, "pdf") for one in SCALES)
    return next((one for one in smaller if pages(one) <= MOST_PAGES), whole)


def pages(document: bytes) -> int:
    """How many pages a PDF of typst has."""
    return len(_PAGE.findall(document))


def picture(svg: str, width: float) -> bytes:
    """A drawing as PNG, for formats that know no SVG; `width` in points."""
    text = b"""#set page(width: auto, height: auto, margin: 0pt, fill: none)
#image(bytes(sys.inputs.svg), format: "svg", width: float(sys.inputs.width) * 1pt)"""
    return compiled(text, {"svg": svg, "width": f"{width:g}"}, "png")


def compiled(text: bytes, inputs: dict[str, str], kind: str) -> bytes:
    """One document, from memory; typst sees an empty folder and its own fonts only."""
    import tempfile

    import typst

    compiler: Any = typst.compile  # its stubs know no Fonts together with a folder's name
    with tempfile.TemporaryDirectory(prefix="gms-report-") as folder:
        fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)
        try:
            if kind == "png":
                found = compiler(text, root=folder, sys_inputs=inputs, font_paths=fonts, format="png", ppi=PIXELS)
            else:
                found = compiler(text, root=folder, sys_inputs=inputs, font_paths=fonts, format="pdf")
        except typst.TypstError as error:
            raise InputError(f"typst cannot make the {kind}: {error}", hint="is --template a typst file?") from None
    return found if isinstance(found, bytes) else bytes(found[0])


def _told(view: View) -> dict[str, object]:
    """The view as plain data, long words of tables with places to break."""
    told = asdict(view)
    for part in ("first", "evidence", "appendix"):
        for section in told[part]:
            section["title"] = _breakable(section["title"])
            for block in section["blocks"]:
                if block["kind"] == "table":
                    rooms = [int(width * LETTERS / sum(block["widths"])) for width in block["widths"]]
                    block["rows"] = [
                        [marked(cell, _ZERO_WIDTH, room) for cell, room in zip(row, rooms, strict=True)]
                        for row in block["rows"]
                    ]
                if block["kind"] == "paragraph":
                    block["text"] = _breakable(block["text"])
                if block["kind"] == "items":
                    block["items"] = [_breakable(one) for one in block["items"]]
                if block["kind"] == "figure":
                    block["caption"] = _breakable(block["caption"])
                    block["height"] = LINE * block["width"] / 100 * _shape(block["svg"])
                if block["kind"] == "facts":
                    block["pairs"] = [[name, _breakable(value)] for name, value in block["pairs"]]
    return told


def _shape(svg: str) -> float:
    """Height against width of a drawing: typst shrinks one to the rest of a page unless it is told its height."""
    size = _SIZE.search(svg)
    return float(size[2]) / float(size[1]) if size else 1.0


def _breakable(text: str) -> str:
    return marked(text, _ZERO_WIDTH)
