"""`gms why DIR VARIANT` says where a variant was seen, what the filter did, how it was judged and what is known."""

import ast
from pathlib import Path

import pytest

from gmstool.chain import why
from gmstool.chain.finished import opened, swedish
from gmstool.errors import InputError, UsageError

from .conftest import gms

SOURCE = Path(why.__file__)


def told(folder, variant, language="en", width=500, *, every=False):
    run = opened(folder, language)
    return list(why.lines(why.told(run, variant, every=every), run, width))


@pytest.mark.parametrize(
    ("situation", "variant", "sentences"),
    [
        ("kept", "12-102840493-G-A", [
            "family.vcf, annotated in PAH: child 0/1, father 0/0, mother 0/1", "kept: passed every step",
            "AR_comp confirmed", "by vcep-pah", "PP3", "Pathogenic (aggregate only), by ClinVar",
        ]),
        ("written otherwise", "chr12:102840493:G:A", ["kept: passed every step"]),
        ("by its name", "PAH c.1222C>T", ["chr12-102840493-G-A"]),
        ("by its protein name", "PAH p.Arg408Trp", ["chr12-102840493-G-A"]),
        ("outside the genes", "17-43124027-ACT-A", ["dropped by panel", "not classified", "gms query"]),
        ("too common", "12-102840473-G-A", ["dropped by"]),
        ("not in the file", "1-1-A-T", ["1-1-A-T was never in the file of this run (family.vcf)"]),
    ],
)  # fmt: skip
def test_what_became_of_a_variant(rare, situation, variant, sentences):
    text = " ".join(told(rare, variant))

    assert [one for one in sentences if one not in text] == [], situation


def test_swedish_where_sentences_exist(rare):
    text = " ".join(told(rare, "12-102840493-G-A", "sv"))

    wanted = (
        "annoterad i PAH",
        "behållen: klarade varje steg",
        "5 patogen",
        "ej bedömt",
        "bekräftad",
        "enligt ClinVar",
    )

    assert [one for one in wanted if one not in text] == []


def test_a_hot_spot_that_a_limit_drops_is_told_with_both_reasons(tumour):
    text = " ".join(told(tumour, "2-25234373-C-T"))

    assert "dropped by quality: vaf at least 0.1" in text
    assert "the tumour's own net keeps it: hot spot DNMT3A R882H" in text
    assert "61 of 1001 reads in solid_T" in text


def test_every_criterion_is_named_once_and_its_reason_on_request(rare):
    short, long = (" ".join(told(rare, "12-102840493-G-A", every=every)) for every in (False, True))

    for code in ("PVS1", "PM2", "BA1", "BP7", "PS3"):
        assert code in short
    assert "no null variant" in long
    assert "no null variant" not in short


@pytest.mark.parametrize("width", [40, 60, 80])
@pytest.mark.parametrize("variant", ["12-102840493-G-A", "17-43124027-ACT-A"])
def test_a_narrow_window_is_kept_to_and_the_answer_fits_a_screen(rare, width, variant):
    lines = [part for line in told(rare, variant, width=width) for part in line.split("\n")]

    assert [line for line in lines if len(line) > width and " " in line.strip()] == []
    assert width < 80 or len(lines) <= 24


@pytest.mark.parametrize("variant", ["nonsense", "PAH c.1A>T", "12-x-G-A"])
def test_what_is_no_variant_is_refused(rare, variant):
    with pytest.raises(UsageError, match="variant"):
        told(rare, variant)


def test_a_folder_that_is_no_run_is_refused(tmp_path):
    with pytest.raises(InputError, match=r"run\.json"):
        told(tmp_path, "1-1-A-T")


def test_a_damaged_run_is_told(rare, tmp_path):
    for name in ("run.json", "ledger.parquet"):
        (tmp_path / name).write_bytes((rare / name).read_bytes())
    (tmp_path / "classified.jsonl").write_text('{"chrom": "chr1"}\n')

    with pytest.raises(InputError, match="damaged"):
        told(tmp_path, "12-102840493-G-A")


def test_every_sentence_of_this_page_has_a_swedish_form_with_the_same_places():
    said = {
        node.args[0].value
        for node in ast.walk(ast.parse(SOURCE.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "say"
        and isinstance(node.args[0], ast.Constant)
    }  # fmt: skip

    assert sorted(said - swedish().keys()) == []
    assert [one for one, other in swedish().items() if one.count("{}") != other.count("{}")] == []


@pytest.mark.parametrize("language", ["en", "sv"])
def test_the_command_folds_lines_and_replaces_no_letter(rare, capsys, monkeypatch, language):
    monkeypatch.setenv("COLUMNS", "80")
    gms("why", rare, "12-102840493-G-A", "--lang", language)
    lines = capsys.readouterr().out.splitlines()

    assert "\ufffd" not in "".join(lines)
    assert max(map(len, lines)) <= 80
    assert len(lines) > 12
