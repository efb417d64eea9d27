"""What readers of whole summaries missed: variants beyond the table, plain words, versions, sources, narrow windows."""

import pytest

from gmstool.report.figures.funnel import filter_funnel
from gmstool.report.renderers import html, markdown
from gmstool.report.view import view
from gmstool.report.words import Words
from gmstool.sentences import say
from gmstool.somatic.regions import part_of

EN, SV = Words("en"), Words("sv")


def section(shown, key):
    return next(one for one in shown.sections if one.key == key)


def said(shown, key):
    return str(section(shown, key).blocks)


def tumour(make, number, tier, **more):
    return make.row(f"1-{number}-A-T", f"G{number}", oncogenicity="Uncertain significance", tier=tier, level="C",
                    hgvsp=f"NP_1.1:p.Arg{number}Trp", **more)  # fmt: skip


def test_the_first_page_names_every_weighty_variant_that_its_table_lacks(make):
    rows = [tumour(make, number, "II", vaf=number / 100) for number in range(1, 8)]
    named = [{"variant": f"chr1-{number}-A-T"} for number in range(1, 6)]
    told = said(view(make.case(rows, kind="solid", finding=named), "sv"), "findings")

    assert "Fler varianter av tier I eller II, inte i tabellen: G6 p.(Arg6Trp) (VAF 6\\xa0%), G7" in told


def test_germline_variants_of_class_four_and_five_are_named_and_others_are_not(make):
    rows = [make.row("1-1-A-T", "NAMED"), make.row("1-2-A-T", "SEVERE", 4), make.row("1-3-A-T", "MILD", 3)]
    told = said(view(make.case(rows, finding=[{"variant": "chr1-1-A-T"}]), "en"), "findings")

    assert "More variants of class 4 or 5, not in the table: SEVERE p.(Arg1Trp)." in told
    assert "MILD" not in told


def test_what_persons_named_beyond_the_table_is_told_too(make):
    rows = [make.row(f"1-{number}-A-T", f"G{number}", 3) for number in range(1, 8)]
    named = [{"variant": f"chr1-{number}-A-T"} for number in range(1, 8)]
    told = said(view(make.case(rows, finding=named), "en"), "findings")

    assert "More variants that the case file names, not in the table: G6 p.(Arg1Trp), G7 p.(Arg1Trp)." in told


@pytest.mark.parametrize(("count", "end"), [(8, "G13 p.(Arg1Trp)."), (9, "G13 p.(Arg1Trp), and 1 more.")])
def test_many_variants_are_counted_so_that_the_page_has_room(make, count, end):
    rows = [make.row(f"1-{number}-A-T", f"G{number:02}") for number in range(1, 6 + count)]
    told = section(view(make.case(rows), "en"), "findings").blocks[1].items[0]

    assert told.endswith(end)


@pytest.mark.parametrize("kind", ["rare", "solid"])
def test_nothing_is_added_where_the_table_has_all(make, kind):
    row = tumour(make, 1, "II", vaf=0.2) if kind == "solid" else make.row()

    assert "not in the table" not in said(view(make.case([row], kind=kind), "en"), "findings")


@pytest.mark.parametrize(("language", "told"), [
    ("sv", "Metoden upptäcker inte kopietalsvarianter, balanserade strukturella varianter eller genfusioner."),
    ("en", "The method does not detect copy-number variants, balanced structural variants or gene fusions."),
])  # fmt: skip
def test_what_a_method_does_not_detect_is_joined_by_or(make, language, told):
    assert told in said(view(make.case(kind="haematology", **make.complete), language), "limits")


@pytest.mark.parametrize(("sure", "told"), [("confirmed", "genotyperna passar"), ("possible", "möjlig")])
def test_a_model_of_inheritance_that_fits_is_not_called_proven(make, sure, told):
    row = make.row(inheritance_models="AD_dn", model_confidence=sure)
    shown = said(view(make.case([row], finding=[{"variant": "chr1-100-A-T"}]), "sv"), "family")

    assert f"dominant, ny hos barnet ({told})" in shown
    assert "bekräftad" not in shown


def test_the_rules_of_a_tumour_s_run_stand_with_their_hashes(make):
    meta = {name: {"id": name, "version": "2", "sha256": "ab" * 32} for name in ("rules", "prompts")}
    told = said(view(make.case([tumour(make, 1, "II")], kind="solid", metas=[meta]), "en"), "versions")

    assert "rules 2 sha256 abababababab…, prompts 2 sha256 abababababab…" in told


@pytest.mark.parametrize(("step", "words", "told"), [
    ("frequency: af at most 0.005", SV, "frekvens: allelfrekvens högst 0,005"),
    ("frequency: af at most 0.005", EN, "frequency: allele frequency at most 0.005"),
    ("frequency: local_af at most 0.02", SV, "frekvens: frekvens bland laboratoriets egna fall högst 0,02"),
    ("vaf at least 0.05", EN, "vaf at least 0.05"),
])  # fmt: skip
def test_the_funnel_names_no_column(step, words, told):
    figure = filter_funnel({"alleles": 5, "steps": [{"step": step, "dropped": 1}]}, words)

    assert told in figure.alt


def test_references_hold_the_curated_evidence_of_key_findings_that_nobody_named(make):
    curated = [{"level": "A", "type": "predictive", "source": "TRIAL (PMID 1)"}]
    row = tumour(make, 1, "II", evidence=curated)
    criteria = [{"code": "OM1", "verdict": "met", "points": 2, "because": "x", "sources": ["Horak 2022"]}]

    assert "Horak 2022; TRIAL (PMID 1)" in said(
        view(
            make.case([row.model_copy(update={"criteria": make.row(criteria=criteria).criteria})], kind="solid"), "en"
        ),
        "references",
    )


@pytest.mark.parametrize(("rows", "there"), [(0, False), (1, True)])
def test_how_criteria_are_judged_is_said_where_some_were(make, rows, there):
    case = make.case([make.row()][:rows], kind="rare" if rows else "pharmacogenomics", **make.complete)

    assert ("judges each criterion" in said(view(case, "en"), "methods")) is there


def test_markdown_says_a_sentence_of_a_figure_once(make):
    case = make.case([tumour(make, 1, "II", vaf=0.2)], kind="solid", tumour={"cell_content": 0.5})
    text = markdown.render(case, view(case, "sv")).decode()

    assert text.count("Streckad linje") == 1


def test_a_narrow_window_shows_each_cell_with_the_name_of_its_column(full):
    text = html.render(full, view(full, "sv")).decode()

    assert '<td role="cell" data-name="Betydelse för frågeställningen">' in text
    assert "min-width: 44rem" not in text
    assert text.count("<th ") == text.count('role="columnheader"')


@pytest.mark.parametrize("place", [(3236, 132, 132), (6407, 12, 12), (11998, 175, 175), (3765, 835, 835)])
def test_a_critical_part_of_a_protein_is_named_in_swedish(place):
    told = say(f"critical part: {part_of(*place)}; for sign-off", "sv")

    assert "residues" not in told
    assert "not reviewed" not in told


def test_a_need_that_holds_a_comma_is_said_in_swedish():
    need = (
        "gnomAD frequency of the continental populations, a review, as gnomAD holds clonal haematopoiesis in this gene"
    )

    assert "review" not in say(f"not assessed: needs {need}", "sv")
