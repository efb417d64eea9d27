"""The case file: what it may hold, and errors that name the place."""

from datetime import date

import pytest

from gmstool.classify.case import CaseError, evidence, read
from gmstool.classify.overlay import Overlay, place
from gmstool.identity import IdentityError

WHOLE = """
id = "case-17"
condition = "MONDO:0007947"
author = "A. Signer"
hpo = ["HP:0001166"]

[[variant]]
variant = "chr15-48420684-G-A"
moi = "AD"

[[variant.functional]]
assay = "secretion"
readout = "abnormal"
fits_mechanism = true
odds_path = 25
date = 2026-11-02
reference = "PMID 1"

[[variant.override]]
code = "PM1"
strength = "Strong"
reason = "cysteine of an EGF domain"
author = "B. Signer"
date = 2026-11-03
"""


@pytest.fixture
def case(tmp_path):
    def written(text, name="case.toml"):
        (tmp_path / name).write_text(text)
        return tmp_path / name

    return written


def test_a_case_file_is_read_whole(case):
    found = read(case(WHOLE))

    (variant,) = found.variant
    (assay,) = variant.functional
    assert (found.condition, variant.moi, assay.odds_path) == ("MONDO:0007947", "AD", 25)
    assert (assay.author, assay.date) == ("A. Signer", date(2026, 11, 2))
    assert assay.source == "A. Signer, 2026-11-02: PMID 1"


def test_yaml_says_the_same(case):
    text = """
    variant:
      - variant: chr15-48420684-G-A
        phenotype:
          - description: Marfan, Ghent positive
            diagnostic_yield: 0.9
            author: A. Signer
            date: 2026-11-02
            reference: clinic
    """

    found = read(case(text, "case.yaml"))

    assert found.variant[0].phenotype[0].diagnostic_yield == 0.9


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("odds_path = 25", "oddspath = 25"), r"variant\[1\]\.functional\[1\]\.oddspath is not known"),
        (("odds_path = 25", "odds_path = -1"), r"variant\[1\]\.functional\[1\]\.odds_path cannot be -1"),
        (
            ("odds_path = 25", 'odds_path = "25"'),
            r"variant\[1\]\.functional\[1\]\.odds_path must be a number, found '25'",
        ),
        (("odds_path = 25", "odds_path = true"), r"odds_path must be a number, found True"),
        (("date = 2026-11-02", 'date = "in May"'), r"variant\[1\]\.functional\[1\]\.date must be a date"),
        (("date = 2026-11-02", ""), r"variant\[1\]\.functional\[1\]\.date is missing"),
        (('reference = "PMID 1"', ""), r"variant\[1\]\.functional\[1\]\.reference is missing"),
        (('author = "A. Signer"', ""), r"variant\[1\]\.functional\[1\]\.author is missing"),
        (('readout = "abnormal"', 'readout = "odd"'), r"functional\[1\]\.readout cannot be `odd`"),
        (("fits_mechanism = true", 'fits_mechanism = "yes"'), r"fits_mechanism must be true or false"),
        (('reason = "cysteine of an EGF domain"', ""), r"variant\[1\]\.override\[1\]\.reason is missing"),
        (('reason = "cysteine of an EGF domain"', 'reason = ""'), r"override\[1\]\.reason must be a text"),
        (('author = "B. Signer"', "author = 3"), r"override\[1\]\.author must be a text"),
        (('strength = "Strong"', 'strength = "Very strong"'), r"override\[1\]\.strength cannot be `Very strong`"),
        (('moi = "AD"', 'moi = "dominant"'), r"variant\[1\]\.moi cannot be `dominant`"),
        (("[[variant]]", "[variant]"), r"variant must be a list"),
    ],
)
def test_a_mistake_is_named_with_its_place(case, change, said):
    path = case(WHOLE.replace(*change))

    with pytest.raises(CaseError, match=said):
        read(path)


@pytest.mark.parametrize("text", ["variant = [", "\x00"])
def test_what_is_no_toml_is_an_error(case, text):
    with pytest.raises(CaseError, match="cannot be read"):
        read(case(text))


def test_a_missing_case_file_is_an_error(tmp_path):
    with pytest.raises(CaseError, match="cannot read the case file"):
        read(tmp_path / "none.toml")


def test_no_personal_identity_number_is_taken_in(case):
    with pytest.raises(IdentityError, match=r"case\.toml"):
        read(case('id = "701063-2391"'))


@pytest.mark.parametrize(
    ("override", "said"),
    [
        ('code = "PM9"\nstrength = "Strong"', r"override\[1\]\.code `PM9` is not a criterion"),
        ('code = "PP5"\nstrength = "Supporting"', "PP5 is retired"),
        ('code = "PM1"\nstrength = "StandAlone"', "StandAlone does not fit PM1"),
        ('code = "BA1"\nstrength = "Strong"', "Strong does not fit BA1"),
    ],
)
def test_an_override_that_cannot_be_is_an_error(case, override, said):
    signature = 'reason = "r"\nauthor = "a"\ndate = 2026-01-01'
    text = f'[[variant]]\nvariant = "1-2-A-T"\n[[variant.override]]\n{override}\n{signature}'

    with pytest.raises(CaseError, match=said):
        Overlay(read(case(text)))


@pytest.mark.parametrize(
    "text",
    [
        "chr17-7674220-C-T",
        "17:7674220:C:T",
        "NC_000017.11-7674220-C-T",
        "17-7674219-GC-GT",
        "17:7674220 c>t",
    ],
)
def test_a_variant_has_one_place_however_it_is_written(text):
    assert place(text) == ("17", 7674220, "C", "T")


@pytest.mark.parametrize("text", ["NM_000546.6:c.743G>A", "chr17-7674220", "chr17-x-C-T"])
def test_what_is_no_place_has_none(text):
    assert place(text) is None


def test_a_variant_that_is_given_twice_is_an_error():
    twice = {"variant": [{"variant": "chr17-7674220-C-T"}, {"variant": "17:7674220 C>T"}]}

    with pytest.raises(CaseError, match=r"variant\[2\].variant 17:7674220 C>T is variant\[1\] again"):
        Overlay(evidence(twice, "case.toml"))
