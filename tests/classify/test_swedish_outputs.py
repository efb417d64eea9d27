"""Swedish outputs hold no half-translated sentences: no little English word is left in any reason."""

import re
from pathlib import Path

import pytest

from gmstool.classify.run import classify
from gmstool.classify.task import Task
from gmstool.filters.options import Options
from gmstool.sentences import say
from gmstool.vcf.source import open_vcf

CASES = Path(__file__).parents[1] / "cases"
ENGLISH = re.compile(
    r"\b(?:the|of|no|yes|not|with|without|and|is|are|by|needs|known|below|against|read|reads|call|hom_ref|hom_alt|het|"
    r"predictor|mother|father|absent|true|false|true|for|from)\b"
)
FAMILY = CASES / "classify_beside_a_family"


def sentences(source, tmp_path, **options):
    import json

    out = tmp_path / "out.jsonl"
    vcf = open_vcf(str(source))
    classify(vcf, Task(Options(**options), language="sv"), out, "jsonl")
    vcf.close()
    for line in out.read_text().splitlines():
        row = json.loads(line)
        yield from (one["because"] for one in row["criteria"])
        yield from (row[name] for name in ("scope", "gate", "model_reason", "family_genotypes") if row.get(name))


@pytest.mark.parametrize("name", ["classify_json_lines", "classify_rows_for_people", "classify_mitochondrial_dna"])
def test_reasons_are_swedish_throughout(name, tmp_path):
    (source,) = (CASES / name).glob("*.vcf")
    told = {text for text in sentences(source, tmp_path) if ENGLISH.search(text)}

    assert told == set()


def test_reasons_of_a_family_are_swedish_throughout(tmp_path):
    text = (FAMILY / "trio.vcf").read_text()
    source, ped = tmp_path / "trio.vcf", tmp_path / "trio.ped"
    for english, neutral in (("father", "pappan"), ("mother", "mamman")):
        text = text.replace(english, neutral)
    source.write_text(text)
    ped.write_text("F\tchild\tpappan\tmamman\t2\t2\nF\tpappan\t0\t0\t1\t1\nF\tmamman\t0\t0\t2\t1\n")

    assert {one for one in sentences(source, tmp_path, ped=ped) if ENGLISH.search(one)} == set()


@pytest.mark.parametrize(
    ("english", "swedish"),
    [
        ("a het, b hom_ref", "a heterozygot, b homozygot referens"),
        ("a unknown (no call), b hom_ref (3 of 30 reads)",
         "a okänd (ingen genotyp), b homozygot referens (3 av 30 läsningar)"),
        ("a unknown (depth 5, below 10)", "a okänd (djup 5, under 10)"),
        ("not de novo: a hemi, b hom_alt", "inte de novo: a hemizygot, b homozygot variant"),
        ("a het: fits none of AD, XR", "a heterozygot: passar ingen av AD, XR"),
        ("a fraction 0.31, b fraction not known", "a andel 0.31, b okänd andel"),
        ("no predictor of missense change in the file, SpliceAI 0.1",
         "inget prediktionsverktyg för missense i filen, SpliceAI 0.1"),
    ],
)  # fmt: skip
def test_words_about_a_family_and_missing_tools_are_translated_as_a_whole(english, swedish):
    assert say(english, "sv") == swedish
