"""The workbook as a person reads and prints it: what stands in which sheet, and that no text is cut off."""

import io
import re
import zipfile
from xml.etree import ElementTree as ET

import pytest

from gmstool.report.renderers import xlsx
from gmstool.report.view import view

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def parsed(text):
    return ET.fromstring(text)  # noqa: S314  # our own workbook


def opened(made, language="sv"):
    """Sheet name to its rows of texts, and to its XML."""
    book = zipfile.ZipFile(io.BytesIO(xlsx.render(made, view(made, language))))
    known = ["".join(one.itertext()) for one in parsed(book.read("xl/sharedStrings.xml"))]
    names = re.findall(r'<sheet name="([A-Z_]+)"', book.read("xl/workbook.xml").decode())
    rows, texts = {}, {}
    for number, name in enumerate(names, 1):
        texts[name] = book.read(f"xl/worksheets/sheet{number}.xml").decode()
        lines = parsed(texts[name]).iter(f"{MAIN}row")
        rows[name] = [[_cell(one, known) for one in line] for line in lines]
    return rows, texts


def _cell(one, known):
    value = one.findtext(f"{MAIN}v")
    return known[int(value)] if one.get("t") == "s" else value


def test_one_who_opens_the_workbook_alone_sees_the_status_the_answer_and_the_gaps(make):
    made = make.case([make.row()], **make.complete, id="CASE-17")
    told = opened(made)[0]["SUMMARY"]

    assert told[1][0] == "Utkast, version 1"
    assert ["Ärende", "CASE-17"] in told
    assert any("klass 5" in text for _, text in told)


def test_posterior_and_temperature_stand_in_the_laboratory_s_sheet_alone(make):
    rows, _ = opened(make.case([make.row(posterior=0.9941, temperature="hot")], **make.complete))

    assert [name for name, lines in rows.items() for line in lines if "0.9941" in line] == ["LABORATORY"]
    assert [name for name, lines in rows.items() for line in lines if "hot" in line] == ["LABORATORY"]


def test_results_beside_the_variants_are_in_it(make):
    more = {
        "biomarker": [{"name": "TMB", "value": "9", "unit": "mut/Mb"}],
        "result": [{"kind": "fusion", "result": "EML4::ALK"}],
        "pgx": [{"gene": "DPYD", "diplotype": "*1/*2A", "phenotype": "poor", "drug": "fluorouracil"}],
    }
    _, *told = opened(make.case([make.row()], **make.complete, **more))[0]["RESULTS"]

    assert [line[:4] for line in told] == [
        ["biomarker", "TMB", "9 mut/Mb", ""], ["fusion", "", "EML4::ALK", ""],
        ["pharmacogene", "DPYD", "*1/*2A: poor", "fluorouracil"],
    ]  # fmt: skip


def test_each_sheet_is_one_page_wide_and_repeats_heading_case_and_page(make):
    _, texts = opened(make.case([make.row()], **make.complete, id="CASE-17", referral="R&D <1>"))

    for text in texts.values():
        assert 'orientation="landscape"' in text
        assert 'fitToHeight="0"' in text
        assert "CASE-17" in text
        assert "R&amp;&amp;D &lt;1&gt;" in text, "an & would begin a mark of the page's head"
        assert "Sida &amp;P av &amp;N" in text


@pytest.mark.parametrize(("letters", "lines"), [(10, 1), (65, 1), (66, 2), (131, 3), (40_000, 27)])
def test_a_row_is_as_high_as_its_longest_text(make, letters, lines):
    criterion = {"code": "PVS1", "verdict": "met", "because": "x" * letters}
    _, texts = opened(make.case([make.row(criteria=[criterion])], **make.complete))
    (height,) = re.findall(r'<row r="2"[^>]* ht="(\d+)"', texts["CRITERIA"]) or ["15"]

    assert int(height) == 15 * lines


@pytest.mark.parametrize("ids", ["&" * 300, "&P" * 99, "x" * 900])
def test_a_hostile_name_stays_within_the_head_of_a_page(make, ids):
    _, texts = opened(make.case([make.row()], **make.complete, id=ids[:300]))
    head = parsed(texts["FINDINGS"]).findtext(f"{MAIN}headerFooter/{MAIN}oddHeader")

    assert len(head) <= 255
    assert not re.search(r"(?<!&)(?:&&)*&P", head)
