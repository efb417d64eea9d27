"""Write the Word template of `gms report`: src/gmstool/report/templates/report.docx, always the same bytes.

usage: python tools/build_report_template.py

A site copies the file, edits fonts, logo and fixed texts in Word, and names it with --template. What stands in double
braces is filled in; docs/report.md lists the names.
"""

import io
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor

from gmstool.report.renderers.epoch import moment, with_fixed_times

TARGET = Path(__file__).parent.parent / "src" / "gmstool" / "report" / "templates" / "report.docx"
FONT = "Liberation Sans"
STYLES = (
    ("Lead", 12, True, False),
    ("Note", 7.5, False, True),
    ("Small", 7.5, False, False),
    ("Cell", 7, False, False),
    ("Gap", 2, False, False),
    ("Warning", 7.8, False, False),
    ("Kept", 7.8, False, False),
)
GAP = "   "  # between what stands in one line
WATERMARK = (
    '<w:pict xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:o="urn:schemas-microsoft-com:office:office">'
    '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" path="m@7,l@8,m@5,21600l@6,21600e">'
    '<v:formulas><v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/>'
    '<v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/>'
    '<v:f eqn="if @0 @4 21600"/></v:formulas><v:path textpathok="t" o:connecttype="rect"/>'
    '<v:textpath on="t" fitshape="t"/></v:shapetype>'
    '<v:shape id="gmsWatermark" type="#_x0000_t136" style="position:absolute;margin-left:0;margin-top:0;width:420pt;'
    "height:110pt;rotation:315;z-index:-251;mso-position-horizontal:center;mso-position-horizontal-relative:margin;"
    'mso-position-vertical:center;mso-position-vertical-relative:margin" fillcolor="#e4e4e4" stroked="f" '
    'alt="{{ watermark }}"><v:textpath style="font-family:&quot;Liberation Sans&quot;;font-size:1pt" '
    'string="{{ watermark }}"/></v:shape></w:pict>'
)

EDGE = 57  # twentieths of a point between a cell's edge and its text
INDENT = f'<w:tblInd {nsdecls("w")} w:w="{EDGE}" w:type="dxa"/>'
MARGINS = f"<w:tblCellMar {nsdecls('w')}>" + "".join(
    f'<w:{side} w:w="{EDGE}" w:type="dxa"/>' for side in ("left", "right")
) + "</w:tblCellMar>"  # fmt: skip
BORDER = f"<w:pBdr {nsdecls('w')}>" + "".join(
    f'<w:{side} w:val="single" w:sz="6" w:space="1" w:color="000000"/>' for side in ("top", "left", "bottom", "right")
) + "</w:pBdr>"  # fmt: skip


def main() -> None:
    document = Document()
    _page(document)
    _styles(document)
    _header(document)
    _footer(document)
    _body(document)
    _properties(document)
    data = io.BytesIO()
    document.save(data)
    TARGET.write_bytes(with_fixed_times(data.getvalue()))
    print(f"wrote {TARGET}")


def _page(document: Any) -> None:
    part = document.sections[0]
    part.page_width, part.page_height = Cm(21), Cm(29.7)
    part.left_margin = part.right_margin = Cm(1.6)
    part.top_margin, part.bottom_margin = Cm(1.4), Cm(1.0)
    part.header_distance = part.footer_distance = Cm(0.55)


def _styles(document: Any) -> None:
    styles = document.styles
    for name, size, bold, italic in STYLES:
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = styles["Normal"]
        style.font.size, style.font.bold, style.font.italic = Pt(size), bold, italic
    for name, size in (("Normal", 7.8), ("Title", 14), ("Heading 1", 11), ("Heading 2", 9.5), ("List Bullet", 7.8)):
        style = styles[name]
        style.font.name, style.font.size, style.font.color.rgb = FONT, Pt(size), RGBColor(0, 0, 0)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for kind in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(kind), FONT)
        for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:cstheme", "w:eastAsiaTheme"):
            fonts.attrib.pop(qn(theme), None)
    for style in styles:
        if style.type == WD_STYLE_TYPE.PARAGRAPH:
            style.paragraph_format.space_after = Pt(0.5)
            style.paragraph_format.space_before = Pt(2 if style.name.startswith("Heading") else 0)
            style.paragraph_format.line_spacing = 1.0
    styles["Title"].font.bold = True
    for edge in styles["Title"].element.iter(qn("w:bottom")):  # python-docx draws it blue
        edge.set(qn("w:color"), "000000")
        edge.attrib.pop(qn("w:themeColor"), None)
    styles["Kept"].paragraph_format.keep_with_next = True  # a figure with its caption, facts with what follows
    styles["Warning"].element.get_or_add_pPr().insert(0, parse_xml(BORDER))  # before the spacing


def _header(document: Any) -> None:
    header = document.sections[0].header
    line = header.paragraphs[0]
    line.style = document.styles["Small"]
    line.text = "{% for name, value in ids %}{{ name }}: {{ value }}   {% endfor %}"
    line.add_run("   {{ status }}").bold = True
    header.add_paragraph("{%p if watermark %}")
    header.add_paragraph().add_run()._r.append(parse_xml(WATERMARK))  # noqa: SLF001  # python-docx has no drawing of text
    header.add_paragraph("{%p endif %}")


def _footer(document: Any) -> None:
    line = document.sections[0].footer.paragraphs[0]
    line.style = document.styles["Small"]
    line.add_run("{{ notice }}   {{ page[0] }}")
    _field(line, "PAGE")
    line.add_run("{{ page[1] }}")
    _field(line, "NUMPAGES")
    line.add_run("{{ page[2] }}")


def _field(line: Any, name: str) -> None:
    """A number that Word works out: the page, or how many there are."""
    for kind in ("begin", "instr", "end"):
        run = line.add_run()
        if kind == "instr":
            text = OxmlElement("w:instrText")
            text.set(qn("xml:space"), "preserve")
            text.text = name
            run._r.append(text)  # noqa: SLF001  # python-docx has no fields
        else:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)  # noqa: SLF001


def _body(document: Any) -> None:
    add = document.add_paragraph
    add("{{ title }}", "Title")
    add("{{ subtitle }}", "Note")
    add("{%p if basis %}")
    add("{{ basis }}", "Small")
    add("{%p endif %}")
    add("{%p for section in sections %}")
    add("{%p if section.part %}")
    add("{{ section.part }}", "Heading 1")
    add("{%p endif %}")
    for test, style in (("if section.level == 1", "Heading 1"), ("else", "Heading 2")):
        add(f"{{%p {test} %}}")
        add("{{ section.title }}", style)
    add("{%p endif %}")
    add("{%p for block in section.blocks %}")
    for tone, style in (("lead", "Lead"), ("note", "Note"), ("warning", "Warning"), ("plain", "Normal")):
        _when(document, f'block.kind == "paragraph" and block.tone == "{tone}"', "{{ block.text }}", style)
    _loop(document, "items", "one in block.items", "{{ one }}", "List Bullet")
    _runs(document, 'block.kind == "chips"', "Small", (
        ("{%r for text, met in block.runs %}", False), ("{%r if met %}", False), (f"{{{{ text }}}}{GAP}", True),
        ("{%r else %}", False), (f"{{{{ text }}}}{GAP}", False), ("{%r endif %}", False), ("{%r endfor %}", False),
    ))  # fmt: skip
    _when(document, 'block.kind == "chips" and block.legend', "{{ block.legend }}", "Note")
    _when(document, 'block.kind == "figure"', "{{ block.image }}", "Kept")
    _when(document, 'block.kind == "figure" and block.caption', "{{ block.caption }}", "Note")
    _tables(document)
    add("{%p endfor %}")
    add("{%p endfor %}")


def _when(document: Any, test: str, text: str, style: str) -> None:
    document.add_paragraph(f"{{%p if {test} %}}")
    document.add_paragraph(text, style)
    document.add_paragraph("{%p endif %}")


def _runs(document: Any, test: str, style: str, runs: tuple[tuple[str, bool], ...]) -> None:
    """One line of several runs, some of them bold."""
    document.add_paragraph(f"{{%p if {test} %}}")
    line = document.add_paragraph("", style)
    for text, bold in runs:
        line.add_run(text).bold = bold or None
    document.add_paragraph("{%p endif %}")


def _loop(document: Any, kind: str, loop: str, text: str, style: str) -> None:
    document.add_paragraph(f'{{%p if block.kind == "{kind}" %}}')
    document.add_paragraph(f"{{%p for {loop} %}}")
    document.add_paragraph(text, style)
    document.add_paragraph("{%p endfor %}")
    document.add_paragraph("{%p endif %}")


def _tables(document: Any) -> None:
    """Tables of any width, facts in two columns, and empty fields."""
    document.add_paragraph('{%p if block.kind == "table" %}')
    table = _table(document, 4, 3)
    _row(table, 0, ("{%tc for one in block.head %}", "{{ one }}", "{%tc endfor %}"), bold=True, shade=True)
    _row(table, 1, ("{%tr for row in block.rows %}", "", ""))
    _row(table, 2, ("{%tc for cell in row %}", "{{ cell }}", "{%tc endfor %}"))
    _row(table, 3, ("{%tr endfor %}", "", ""))
    _marked(table.rows[0], "w:tblHeader")  # the heading stands on each page that the table reaches
    for row in (table.rows[0], table.rows[2]):
        _marked(row, "w:cantSplit")
    document.add_paragraph("", "Gap")
    document.add_paragraph("{%p endif %}")
    _runs(document, 'block.kind == "facts" and block.inline', "Kept", (
        ("{%r for name, value in block.pairs %}", False), ("{{ name }}: ", True), (f"{{{{ value }}}}{GAP}", False),
        ("{%r endfor %}", False),
    ))  # fmt: skip
    document.add_paragraph('{%p if block.kind == "facts" and not block.inline %}')
    table = _table(document, 3, 2, grid=False)
    _row(table, 0, ("{%tr for pair in block.pairs %}", ""))
    _row(table, 1, ("{{ pair[0] }}", "{{ pair[1] }}"))
    _marked(table.rows[1], "w:cantSplit")
    table.cell(1, 0).paragraphs[0].runs[0].bold = True
    _row(table, 2, ("{%tr endfor %}", ""))
    table.autofit = False
    for column, width in zip(table.columns, (Cm(4), Cm(13.8)), strict=True):
        column.width = width
        for cell in column.cells:
            cell.width = width
    document.add_paragraph("{%p endif %}")
    document.add_paragraph('{%p if block.kind == "empty" %}')
    table = _table(document, 1, 1)
    _row(table, 0, ("{{ block.label }}:",))
    table.rows[0].height = Cm(1)
    document.add_paragraph("", "Gap")
    document.add_paragraph("{%p endif %}")


def _table(document: Any, rows: int, columns: int, *, grid: bool = True) -> Any:
    table = document.add_table(rows, columns)
    look = table._tbl.tblPr.find(qn("w:tblLook"))  # noqa: SLF001  # python-docx has no margins of cells
    for one in (INDENT, MARGINS):
        look.addprevious(parse_xml(one))  # in the order that Word's schema wants
    if grid:
        table.style = document.styles["Table Grid"]
    return table


def _row(table: Any, number: int, texts: tuple[str, ...], *, bold: bool = False, shade: bool = False) -> None:
    for cell, text in zip(table.rows[number].cells, texts, strict=True):
        line = cell.paragraphs[0]
        line.style = "Cell"
        line.add_run(text).bold = bold or None
        if shade:
            cell._tc.get_or_add_tcPr().append(parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:fill="E8E8E8"/>'))  # noqa: SLF001


def _marked(row: Any, name: str) -> None:
    mark = OxmlElement(name)
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)  # noqa: SLF001


def _properties(document: Any) -> None:
    told = document.core_properties
    told.author, told.title, told.comments = "gmstool", "Template of gms report", ""
    told.created = told.modified = moment()


if __name__ == "__main__":
    main()
