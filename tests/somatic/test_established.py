"""A site's table of established variants, the case file of a tumour, and the Swedish catalogue."""

import ast
import re
from pathlib import Path

import pytest
from tests.somatic.conftest import judged

from gmstool.classify.case import CaseError
from gmstool.criteria.facts import words
from gmstool.errors import InputError
from gmstool.rules.load import ONCOGENICITY, load
from gmstool.sentences import catalogue
from gmstool.somatic import case, established
from gmstool.somatic.criteria import CRITERIA
from gmstool.somatic.facts import TumourVariants

PHRASES = {**catalogue()["words"], **catalogue()["sentences"]}
FOLDER = Path(case.__file__).parent
OVERRIDE = """
[tumour]
oncotree = "LUAD"
cell_content = 0.4
age = 61
[[variant]]
variant = "chr7-140753336-A-T"
[[variant.override]]
code = "OS2"
strength = "Strong"
reason = "kinase assay"
author = "A. Signer"
date = 2026-11-22
"""


def test_only_oncogenic_rows_of_a_table_count(tmp_path):
    path = tmp_path / "known.tsv"
    path.write_text(
        "gene\tchange\tclass\tvariant\tsource\nBRAF\tp.Val600Lys\tOncogenic\tchr7-1-AC-T\tus\nKRAS\tG12D\tVUS\t\t\n"
    )
    (one,) = established.read(path).rows
    assert (one.hgnc_id, str(one.change), one.variant, one.told) == (1097, "V600K", "7-1-AC-T", "BRAF V600K (us)")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("gene\tchange\nBRAF\tV600E\n", "no column class"),
        ("gene\tchange\tclass\nNOGENE9\tV600E\tOncogenic\n", "line 2"),
        ("gene\tchange\tclass\nBRAF\tfusion\tOncogenic\n", "line 2"),
        (f"gene\tchange\tclass\nBRAF\t{'x' * 200_000}\tOncogenic\n", "is no table"),
    ],
)
def test_a_table_that_says_nothing_is_refused_with_its_line(tmp_path, text, told):
    (tmp_path / "known.tsv").write_text(text)
    with pytest.raises(InputError, match=told):
        established.read(tmp_path / "known.tsv")


def test_a_missing_table_is_an_error(tmp_path):
    with pytest.raises(InputError, match="cannot read"):
        established.read(tmp_path / "none.tsv")


def test_what_a_person_says_counts_and_is_signed(tmp_path):
    (tmp_path / "case.toml").write_text(OVERRIDE)
    read = case.read(tmp_path / "case.toml")
    assert (read.tumour_type, read.purity, read.age) == ("LUAD", 0.4, 61)
    found = judged(case=read)
    assert (found.rows["OS2"][0], found.rows["points"][0]) == (4, 7)
    assert found.reasons()[0]["OS2"] == "set by A. Signer on 2026-11-22: kinase assay"
    assert judged(case=read, pos=1).rows["OS2"][0] is None


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('"OS2"', '"PVS1"', "no criterion of oncogenicity"),
        ('"Strong"', '"StandAlone"', "cannot be `StandAlone`"),
        ("0.4", "40", "a number from 0 to 1"),
        ("0.4", "0", "cell_content is 0"),
        ("61", '"old"', "a number from 0 to 150"),
    ],
)
def test_a_slip_in_the_case_file_is_named(tmp_path, old, new, told):
    (tmp_path / "case.toml").write_text(OVERRIDE.replace(old, new))
    with pytest.raises(CaseError, match=told):
        case.read(tmp_path / "case.toml")


def said(name):
    """Texts that are given to calls of a function in the modules of this part."""
    files = [FOLDER / f"{one}.py" for one in ("prompts", "shown", "explained")]
    for node in (node for path in files for node in ast.walk(ast.parse(path.read_text()))):
        called = getattr(node.func, "id", getattr(node.func, "attr", "")) if isinstance(node, ast.Call) else ""
        if called == name and node.args and isinstance(node.args[0], ast.Constant):
            yield node.args[0].value


@pytest.mark.parametrize("told", sorted({*said("Said"), *said("say")} - {""}))
def test_every_prompt_and_word_of_the_terminal_has_a_swedish_form(told):
    assert told in PHRASES


@pytest.mark.parametrize("one", CRITERIA, ids=lambda one: one.code)
def test_meaning_reason_and_needs_of_every_criterion_have_a_swedish_form(one):
    found = one.rule(TumourVariants(frozenset()), load(ONCOGENICITY))
    told = {one.meaning, found.told, found.others, one.person, *(words(name) for name in (*one.needs, *one.refining))}
    assert {text for text in told if re.search("[a-z]{3}", text) and text not in PHRASES} - {"SpliceAI"} == set()
