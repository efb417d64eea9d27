"""What was wrong with pages that people looked at, and stays mended: cut names, faint marks, silent omissions."""

import io
import re

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from gmstool.report.figures.fractions import CAPITAL, LABELS, fraction_plot
from gmstool.report.figures.funnel import filter_funnel
from gmstool.report.figures.lollipop import Domain, lollipop
from gmstool.report.renderers import docx, html
from gmstool.report.renderers.breaking import marked
from gmstool.report.renderers.pdf import _told
from gmstool.report.rows import texts
from gmstool.report.view import view
from gmstool.report.words import Words

EN, SV = Words("en"), Words("sv")
LONG = "ENST00000553106.6:c.1222_1245delinsACGTACGTTTGACCATGGCATTCGATCGTTAGGCATCGATCGGATTACAGGC"


def section(shown, key):
    return next(one for one in shown.sections if one.key == key)


@given(st.text(alphabet="ACGTacgt_>:.()=pm -\n", max_size=120), st.integers(1, 40))
def test_marks_for_breaking_change_nothing_else(text, room):
    assert marked(text, "|", room).replace("|", "") == text


@pytest.mark.parametrize("room", [6, 8, 20])
def test_no_row_of_letters_is_longer_than_its_column(room):
    assert max(len(one) for one in re.split(r"[|\W_]", marked(LONG, "|", room))) <= room + 1


def test_a_short_word_and_the_beginning_of_a_name_stay_whole():
    assert marked("sannolikt patogen PM2_Supporting", "|") == "sannolikt patogen PM2_Supporting"
    assert "c.|" not in marked(LONG, "|")
    assert "p.(|" not in marked("p.(Arg408_Ser415delinsAlaValLeu)", "|")


def test_a_long_name_may_be_broken_everywhere_in_the_pdf(make):
    shown = _told(view(make.case([make.row(hgvsc=LONG)], **make.complete), "sv"))
    read = {place: text for place, text in texts(shown) if not place.endswith((".svg", ".alt"))}
    named = {place: text for place, text in read.items() if "GTTTGACC" in text.replace("\N{ZERO WIDTH SPACE}", "")}

    assert len(named) > 4
    assert [place for place, text in named.items() if "GTTTGACCATGGCATTCGATCGTTAGG" in text] == []


def test_html_breaks_names_without_letters_that_are_copied(make):
    told = html.render(make.case(), view(make.case([make.row(hgvsc=LONG)], **make.complete), "sv")).decode()

    assert "\N{ZERO WIDTH SPACE}" not in told
    assert LONG in told.replace("<wbr>", "").replace("&gt;", ">")


def test_met_criteria_are_printed_dark_where_backgrounds_are_not():
    from importlib import resources

    style = (resources.files("gmstool") / "report" / "templates" / "report.html.j2").read_text("utf-8")
    printed = style.partition("@media print")[2].partition("</style>")[0]
    assert re.search(r"\.chips \.met[^}]*\{[^}]*[; ]print-color-adjust: exact", printed)


def test_word_shows_met_criteria_in_bold_and_leaves_room_for_the_decision(full):
    document = Document(io.BytesIO(docx.render(full, view(full, "en"))))
    bold = {run.text.strip() for line in document.paragraphs for run in line.runs if run.bold}
    fields = {table.cell(0, 0).text: table.rows[0].height for table in document.tables if len(table.rows) == 1}

    assert "●\N{NO-BREAK SPACE}PVS1" in bold
    assert "○\N{NO-BREAK SPACE}BA1" not in bold
    assert fields["Decision of the conference:"] > fields["Signature, name and date:"]


@pytest.mark.parametrize(("count", "told"), [(8, False), (9, True)])
def test_the_plot_says_how_many_variants_it_leaves_out(count, told):
    figure = fraction_plot([(f"V{number}", 0.1) for number in range(count)], None, EN)

    assert ("Drawn are the first 8 of 9 variants." in figure.caption) is told
    assert ("Drawn are the first 8 of 9 variants." in figure.alt) is told


def test_a_long_label_of_the_plot_does_not_leave_the_paper():
    figure = fraction_plot([("W" * 60, 0.5)], None, EN)

    label = re.search(r">(W+…)<", figure.svg)[1]
    assert len(label) * CAPITAL <= LABELS


def test_the_funnel_draws_how_many_were_rescued():
    steps = [{"step": "panel and consequence", "dropped": 11}, {"step": "frequency: af at most 0.005", "dropped": 4}]
    figure = filter_funnel({"alleles": 27, "steps": steps, "rescued": 4}, SV)

    assert "räddade av skyddsnätet: 4<" in figure.svg
    assert "…" not in figure.svg


def test_a_domain_without_room_for_its_name_has_a_letter_that_is_explained():
    figure = lollipop("GENE", 400, [Domain("A transactivation domain", 5, 20), Domain("Kinase", 100, 300)], [], 7,
                      "p", EN)  # fmt: skip

    assert figure.caption.endswith("a: A transactivation domain.")
    assert ">a<" in figure.svg
    assert ">Kinase<" in figure.svg
    assert "has no known pathogenic variant" in figure.alt


def test_the_first_page_names_rules_panel_genome_and_program(full):
    told = view(full, "en").basis

    assert "Rule set: acmg-2015-svi-2024" in told
    assert "Panel: not stated" in told
    assert "Reference genome: GRCh38" in told
    assert "gms: " in told


def test_a_pharmacogenomic_case_is_answered_on_the_first_page(make):
    pgx = [{"gene": "DPYD", "diplotype": "*1/*2A", "phenotype": "intermediate metaboliser", "activity_score": "1.5"},
           *({"gene": f"G{number}", "diplotype": "*1/*1", "phenotype": "normal"} for number in range(5))]  # fmt: skip
    few, many = (view(make.case(kind="pharmacogenomics", **make.complete, pgx=pgx[:count]), "sv") for count in (4, 6))

    assert "DPYD *1/*2A (intermediate metaboliser)" in section(few, "headline").blocks[0].text
    assert "aktivitetspoäng 1,5" in str(section(few, "findings").blocks)
    assert "pharmacogenes" not in {one.key for one in few.sections}
    assert "6 farmakogener" in section(many, "headline").blocks[0].text
    assert len(section(many, "findings").blocks[0].rows) == 5
    assert len(section(many, "pharmacogenes").blocks[0].rows) == 6


@pytest.mark.parametrize(
    ("consent", "told"), [(False, "the patient did not consent"), (None, "there is no consent on file")]
)
def test_no_consent_and_a_refusal_are_told_apart(make, consent, told):
    given = {} if consent is None else {"consent": {"secondary_findings": consent}}

    assert told in str(section(view(make.case([make.row()], **given), "en"), "limits").blocks)


def test_a_mitochondrial_variant_is_named_by_its_place(make):
    row = make.row("M-3243-A-G", "MT-TL1", hgvsc="ENST00000386347.1:n.14A>G", hgvsp=None)

    assert "MT-TL1 m.3243A>G" in str(section(view(make.case([row]), "sv"), "variants").blocks)


@pytest.mark.parametrize(
    ("protein", "shown"),
    [("NP_1.1:p.Arg1Trp", "p.(Arg1Trp)"), ("NP_1.1:p.(Arg1Trp)", "p.(Arg1Trp)"), ("NP_1.1:p.?", "p.?"),
     ("NP_1.1:p.0", "p.0")],
)  # fmt: skip
def test_a_predicted_change_of_the_protein_stands_in_brackets(make, protein, shown):
    table = section(view(make.case([make.row(hgvsp=protein)]), "sv"), "variants").blocks[0]

    assert table.rows[0][0].split()[-1] == shown


def test_a_tumour_s_table_says_how_many_variants_it_leaves_out(make):
    rows = [make.row(f"1-{at}-A-T", oncogenicity="Oncogenic", tier="II", level="C", vaf=0.2) for at in range(1, 13)]
    tiers = section(view(make.case(rows, kind="solid"), "en"), "tiers")

    assert len(tiers.blocks[0].rows) == 10
    assert "More variants in the laboratory's appendix: 2." in tiers.blocks[1].text


def test_leukaemia_is_no_tumour_in_words(make):
    row = make.row(oncogenicity="Oncogenic", tier="II", level="C", vaf=0.2)
    said = {kind: section(view(make.case([row], kind=kind), "sv"), "headline").blocks[0].text
            for kind in ("solid", "haematology")}  # fmt: skip

    assert "Tumören bär AAA p.(Arg1Trp)" in said["solid"]
    assert "I provet påvisas AAA p.(Arg1Trp)" in said["haematology"]


@pytest.mark.parametrize(
    ("typed", "shown"), [("9.1", "9,1"), ("9", "9"), ("1.2.3", "1.2.3"), ("stabil (MSS)", "stabil (MSS)")]
)
def test_a_plain_number_that_a_person_typed_gets_the_comma(typed, shown):
    assert SV.measured(typed) == shown
    assert EN.measured(typed) == typed


def test_options_are_told_as_they_are_typed(make):
    case = make.case([make.row()], metas=[{"options": {"impact": ["HIGH", "MODERATE"], "max_af": 0.005}}])

    assert "--impact HIGH,MODERATE --max-af 0.005" in str(section(view(case, "sv"), "versions").blocks)
