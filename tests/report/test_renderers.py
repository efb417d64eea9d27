"""The formats: the same bytes each time, nothing in a text is ever markup, and every file opens again."""

import io
import json
import re
import zipfile
from html.parser import HTMLParser

import docx
import pytest

from gmstool.errors import GmsError
from gmstool.report import formats
from gmstool.report.blocks import Figure
from gmstool.report.renderers.xlsx import harmless
from gmstool.report.view import view

HOSTILE = (
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', '#read("/etc/passwd")', "#panic()",
    "$x^2$ *b* _i_ `c`",
    "{{ 7 * 7 }}{% for x in y %}", '=HYPERLINK("http://x")', "| a | b |\n---", "<w:br/>&amp;", "\\input{x}", "]]><x>",
    "å\u202eä\u0000ö\u0008", "</style><script>", "@SUM(A1)", "\ud7ff\ufffe",
)  # fmt: skip


@pytest.fixture(params=HOSTILE, ids=[f"text-{at}" for at in range(len(HOSTILE))])
def hostile(request, make):
    text = request.param
    return make.case(
        [make.row(gene=text[:20], condition=text, known={"clinvar": text, "stars": 1}, rules=text,
                  criteria=[{"code": text[:9], "verdict": "met", "because": text, "sources": [text]}])],
        **make.complete, id=text, referral=text, gaps=[(text, text, 1)], open_question=[text],
        metas=[{"funnel": {"alleles": 3, "steps": [{"step": text, "dropped": 1}]}, "options": {text: text}}],
        sample=[{"id": text}], action=[{"text": text}], finding=[{"variant": "chr1-100-A-T", "why": text,
            "meaning": text}],
    )  # fmt: skip


class Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags, self.attributes = [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [name for name, _ in attrs]


@pytest.mark.parametrize("kind", formats.FORMATS)
def test_the_same_case_gives_the_same_bytes(full, kind):
    shown = view(full, "sv")

    assert formats.render(kind, full, shown) == formats.render(kind, full, shown)


def test_source_date_epoch_is_the_only_clock(full, monkeypatch):
    shown = view(full, "sv")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    later = {kind: formats.render(kind, full, shown) for kind in ("docx", "xlsx")}

    for data in later.values():
        assert b"2023-11-14" in b"".join(
            zipfile.ZipFile(io.BytesIO(data)).read(name) for name in ("docProps/core.xml",)
        )


def test_hostile_text_is_text_in_html(hostile):
    data = formats.render("html", hostile, view(hostile, "sv")).decode()
    found = Tags()
    found.feed(data)

    assert not {"script", "iframe", "object", "x"} & set(found.tags)
    assert not [name for name in found.attributes if name.startswith("on")]
    assert not re.search(r"(src|href)=\"(?!data:|#)", data)
    assert "49" not in data.split("<main>")[0].split("<title>")[1].split("</title>")[0]


def test_hostile_text_is_text_in_pdf_docx_markdown_xlsx_and_json(hostile):
    shown = view(hostile, "en")

    assert formats.render("pdf", hostile, shown).startswith(b"%PDF-")
    document = docx.Document(io.BytesIO(formats.render("docx", hostile, shown)))
    told = "\n".join(one.text for one in document.paragraphs)
    assert shown.first[0].blocks[0].text.split(" ")[0] in told
    assert formats.render("xlsx", hostile, shown)
    assert json.loads(formats.render("json", hostile, shown))["findings"][0]["variant"] == "chr1-100-A-T"
    markdown = formats.render("md", hostile, shown).decode("utf-8", "strict")
    assert not re.search(r"(?<!\\)<", markdown)


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@A", "\t=1", "\r=1"])
def test_a_formula_is_neutralised(text):
    assert harmless(text).startswith("'")


@pytest.mark.parametrize("text", ["NM_1:c.1A>T", "\N{EN DASH}", "1-2", "a=b", "å"])
def test_ordinary_text_stays(text):
    assert harmless(text) == text


def test_the_workbook_has_its_sheets_and_no_formula(full):
    data = zipfile.ZipFile(io.BytesIO(formats.render("xlsx", full, view(full, "sv"))))
    sheets = b"".join(data.read(name) for name in data.namelist() if "sheet" in name)

    assert re.findall(rb'name="([A-Z_]+)"', data.read("xl/workbook.xml")) == [
        b"SUMMARY", b"FINDINGS", b"CRITERIA", b"RESULTS", b"LABORATORY", b"NOT_COVERED", b"SETTINGS", b"DATA_VERSIONS",
    ]  # fmt: skip
    assert b"<f>" not in sheets


@pytest.mark.parametrize("language", ["sv", "en"])
def test_html_says_its_language_and_every_picture_has_words(full, language):
    data = formats.render("html", full, view(full, language)).decode()

    assert f'<html lang="{language}">' in data
    assert data.count("<img") == len(re.findall(r'<img [^>]*alt="[^"]{10,}"', data)) > 0
    assert "<script" not in data
    assert "http" not in re.sub(r"base64,[A-Za-z0-9+/=]+", "", data).replace("http-equiv", "")


def test_every_page_carries_the_ids_and_word_keeps_the_letters(full):
    document = docx.Document(io.BytesIO(formats.render("docx", full, view(full, "sv"))))
    header = document.sections[0].header

    assert "CASE-1" in header.paragraphs[0].text
    assert "UTKAST" in header._element.xml
    assert "Ärende" in header.paragraphs[0].text
    assert all(one.get("descr") for one in document.element.body.xpath(".//wp:docPr"))


def test_figures_read_in_grey_and_have_words(full):
    figures = [block for one in view(full, "sv").sections for block in one.blocks if isinstance(block, Figure)]

    assert {one.name for one in figures} == {"points", "funnel"}
    for one in figures:
        colours = set(re.findall(r'"#([0-9a-f]{6})"', one.svg))
        assert all(colour[:2] == colour[2:4] == colour[4:] for colour in colours)
        assert len(one.alt) > 20
        assert "<title>" in one.svg


def test_a_site_s_own_templates_are_used_and_cannot_reach_out(full, tmp_path):
    shown = view(full, "sv")
    own = tmp_path / "own.j2"
    own.write_text("<p>{{ view.title }}</p>")
    assert formats.render("html", full, shown, own) == b"<p>S\xc3\xa4llsynt sjukdom</p>"
    own.write_text("{{ view.__class__.__mro__[1].__subclasses__() }}")
    with pytest.raises(GmsError):
        formats.render("html", full, shown, own)


def test_a_broken_word_template_is_one_clear_error(full, tmp_path):
    bad = tmp_path / "bad.docx"
    document = docx.Document()
    document.add_paragraph("{{ no_such_name }}")
    document.save(bad)
    with pytest.raises(GmsError, match="no_such_name"):
        formats.render("docx", full, view(full, "sv"), bad)
    bad.write_bytes(b"no zip")
    with pytest.raises(GmsError):
        formats.render("docx", full, view(full, "sv"), bad)


@pytest.mark.parametrize(("kind", "name"), [("html", "own.j2"), ("pdf", "own.typ"), ("docx", "own.docx")])
def test_a_template_that_is_no_text_is_one_clear_error(full, tmp_path, kind, name):
    (tmp_path / name).write_bytes(b"\xff\xfe#x")

    with pytest.raises(GmsError, match=f"template .*{name}"):
        formats.render(kind, full, view(full, "sv"), tmp_path / name)


def test_the_shipped_word_template_is_what_its_script_writes(tmp_path, monkeypatch):
    import importlib.util
    from pathlib import Path

    path = Path(__file__).parents[2] / "tools" / "build_report_template.py"
    spec = importlib.util.spec_from_file_location("build_report_template", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    shipped = module.TARGET.read_bytes()
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    monkeypatch.setattr(module, "TARGET", tmp_path / "report.docx")
    module.main()

    assert (tmp_path / "report.docx").read_bytes() == shipped
