"""PDF by typst: the view goes in as JSON, never as markup; its own fonts, no network, no clock."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from importlib import resources
from typing import TYPE_CHECKING, Any

from gmstool.errors import InputError
from gmstool.report.renderers.markdown import SIGNS

if TYPE_CHECKING:
    from pathlib import Path

    from gmstool.report.blocks import View
    from gmstool.report.case import Case

LONG = 14  # letters of a word that may be broken in a narrow column: HGVS names have no spaces
_LONG_WORD = re.compile(rf"\S{{{LONG},}}")
_JOINTS = re.compile(r"(?<=[:_/>.\-=()])(?=\w)")
_SIZE = re.compile(r'viewBox="0 0 ([0-9.]+) ([0-9.]+)"')
PIXELS = 200.0  # an inch, of a picture
LINE = 18.0  # centimetres of text between the margins of the shipped template
_ZERO_WIDTH = "\N{ZERO WIDTH SPACE}"


def render(case: Case, view: View, template: Path | None = None) -> bytes:
    """The summary as PDF, by the shipped typst template or the site's own."""
    del case
    shipped = resources.files("gmstool") / "report" / "templates" / "report.typ"
    text = template.read_bytes() if template else shipped.read_bytes()
    return compiled(text, {"data": json.dumps(_told(view), ensure_ascii=False), "signs": json.dumps(SIGNS)}, "pdf")


def picture(svg: str, width: float) -> bytes:
    """A drawing as PNG, for formats that know no SVG; `width` in points."""
    text = b"""#set page(width: auto, height: auto, margin: 0pt)
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
            for block in section["blocks"]:
                if block["kind"] == "table":
                    block["rows"] = [[_breakable(cell) for cell in row] for row in block["rows"]]
                if block["kind"] == "figure":
                    block["height"] = LINE * block["width"] / 100 * _shape(block["svg"])
                if block["kind"] == "facts":
                    block["pairs"] = [[name, _breakable(value)] for name, value in block["pairs"]]
    return told


def _shape(svg: str) -> float:
    """Height against width of a drawing: typst shrinks one to the rest of a page unless it is told its height."""
    size = _SIZE.search(svg)
    return float(size[2]) / float(size[1]) if size else 1.0


def _breakable(text: str) -> str:
    return _LONG_WORD.sub(lambda word: _JOINTS.sub(_ZERO_WIDTH, word[0]), text)
