"""The catalogue is whole: every sentence that the code says has a Swedish form, and none is left over."""

import ast
from pathlib import Path

import pytest

from gmstool import report
from gmstool.report import (
    by_type,
    evidence_pages,
    findings,
    first_page,
    headline,
    profiles,
    signed_sentences,
    signing,
    terms,
)  # fmt: skip
from gmstool.report.figures import funnel, points
from gmstool.report.words import Words, catalogue

CODE = [ast.parse(path.read_text()) for path in Path(report.__file__).parent.rglob("*.py")]
TABLES = (
    *terms.CLASSES.values(), *terms.SOMATIC_CLASSES.values(), *terms.TYPES.values(), *terms.VARIANT_TYPES.values(),
    *terms.VERDICTS.values(), *terms.ROLES.values(), *terms.RESULTS.values(), *evidence_pages.FREQUENCIES.values(),
    *evidence_pages.EVIDENCE.values(), *points.SOMATIC, points.SAID, points.SAID_SOMATIC, *findings.WARM,
    "heterozygous", "homozygous", "hemizygous", "heteroplasmic", "homoplasmic", "mosaic", "unknown", "trans", "cis",
    "not classified", "and", "or", *signing.PARTS.values(), "its content",
    *profiles.WITHHELD.values(), "depth", signed_sentences.UNSIGNED, signed_sentences.CHANGED,
    *by_type.MODELS.values(), *by_type.FIT.values(), *funnel.COLUMNS.values(), *first_page.WEIGHTY.values(),
    *headline.SENTENCES.values(),
)  # fmt: skip


def said():
    """Sentences in the code: what `words` is called with, headings, reasons with their values, notices."""
    found = set(TABLES)
    for tree in CODE:
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("words", "self"):
                found |= {node.args[0].value} if node.args and isinstance(node.args[0], ast.Constant) else set()
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "map":
                found |= texts(node.args[1])
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id == "head":
                found |= texts(node.value)
            if isinstance(node, ast.Tuple) and len(node.elts) == 2 and isinstance(node.elts[1], ast.Tuple | ast.List):
                found |= texts(ast.Tuple(node.elts[:1]))
            if isinstance(node, ast.Tuple) and len(node.elts) == 3 and isinstance(node.elts[2], ast.Call | ast.Tuple):
                found |= texts(ast.Tuple(node.elts[1:2]))
    return {one for one in found if isinstance(one, str)} - NO_SENTENCES


NO_SENTENCES = {"sv", "en"}


def texts(node):
    elements = node.elts if isinstance(node, ast.Tuple) else []
    return {one.value for one in elements if (isinstance(one, ast.Constant) and isinstance(one.value,
        str) and " " in one.value) or
            (isinstance(one, ast.Constant) and isinstance(one.value, str) and one.value[:1].isupper())}  # fmt: skip


def test_every_sentence_has_a_swedish_form():
    assert sorted(one for one in said() if one not in catalogue()) == []


def test_no_swedish_form_is_left_over():
    assert sorted(set(catalogue()) - said()) == []


@pytest.mark.parametrize("english", sorted(catalogue()))
def test_both_forms_have_the_same_places_and_the_same_end(english):
    swedish = catalogue()[english]

    assert english.count("{}") == swedish.count("{}")
    assert english.endswith(".") == swedish.endswith(".")
    assert swedish.strip()


def test_numbers_and_dates_are_written_as_the_language_does():
    from datetime import date

    assert [Words("sv").shown(one) for one in (1234567, 0.25, 0.0000001, date(2026, 3, 1), None, True)] == [
        "1\N{NO-BREAK SPACE}234\N{NO-BREAK SPACE}567",
        "0,25",
        "1,0\N{NO-BREAK SPACE}\N{MULTIPLICATION SIGN}\N{NO-BREAK SPACE}10⁻⁷",
        "2026-03-01",
        "okänt",
        "ja",
    ]
    assert [Words("en").shown(one) for one in (1234567, 0.25, date(2026, 3, 1), None, False)] == [
        "1,234,567", "0.25", "1 March 2026", "not known", "no",
    ]  # fmt: skip
    assert (Words("sv").percent(0.125), Words("en").percent(0.125)) == ("12,5\N{NO-BREAK SPACE}%", "12.5%")


def test_decimals_of_reasons_are_swedish_and_names_stay():
    assert Words("sv").reason("revel 0.98 at NM_000277.3:c.1A>G, v1.0") == "revel 0,98 at NM_000277.3:c.1A>G, v1.0"


def test_reviewed_terms_stand():
    assert [Words("sv")(terms.CLASSES[one]) for one in ("Pathogenic", "Likely pathogenic",
        "Uncertain significance")] == [
        "klass 5, patogen", "klass 4, sannolikt patogen", "klass 3, oklar klinisk signifikans",
    ]  # fmt: skip


def test_values_never_become_sentences():
    assert Words("sv")("{} explains the clinical question.", "{}") == "{} förklarar frågeställningen."
