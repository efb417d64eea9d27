"""Sentences of the site: only signed ones, only as they were signed, and never for class 3 or for a carrier."""

import pytest

from gmstool.classify.case import CaseError
from gmstool.report.reading import Wanted, read
from gmstool.report.sentence import Sentence
from gmstool.report.view import view

MEANING = {"kind": "meaning", "gene": "PAH", "sv": "Ger fenylketonuri.", "en": "Causes phenylketonuria."}
ACTION = {"kind": "action", "gene": "PAH", "sv": "Erbjud familjen vägledning.", "en": "Offer the family counselling."}
SIGNED = {"signed_by": "B. Exempel", "signed": "2026-11-01"}
CASE = """type = "rare"
[inputs]
classified = "rows.jsonl"
sentences = "sentences.toml"
[[finding]]
variant = "chr12-102840493-G-A"
zygosity = "ZYGOSITY"
moi = "AR"
phenotype_fit = "full"
"""


def toml(*sentences):
    return "\n".join(
        "[[sentence]]\n" + "\n".join(f"{key} = {str(value)!r}" if key != "classes" else f"{key} = {value}"
                                      for key, value in one.items())
        for one in sentences
    )  # fmt: skip


def signed(**changed):
    one = {**MEANING, **SIGNED, **changed}
    return {**one, "sha256": Sentence.model_validate(one).hash}


@pytest.fixture
def said(tmp_path, make):
    """The text of the summary's first page, and the notices, for the file of sentences that is given."""

    def _said(text, *, zygosity="homozygous", language="sv", classification="Pathogenic"):
        row = make.row(variant="chr12-102840493-G-A", gene="PAH", classification=classification)
        (tmp_path / "rows.jsonl").write_text(row.model_dump_json() + "\n")
        (tmp_path / "sentences.toml").write_text(text)
        (tmp_path / "case.toml").write_text(CASE.replace("ZYGOSITY", zygosity))
        case = read(Wanted(str(tmp_path / "case.toml")))
        return str(view(case, language).first), [told for told, _ in case.notices]

    return _said


def test_a_signed_sentence_is_shown_with_its_signer_in_each_language(said):
    text = toml(signed(), signed(**ACTION))

    assert "Ger fenylketonuri. (signerat: B. Exempel, 2026-11-01)" in said(text)[0]
    assert "Erbjud familjen vägledning. (signerat: B. Exempel, 2026-11-01)" in said(text)[0]
    assert "Causes phenylketonuria. (signed: B. Exempel, 1 November 2026)" in said(text, language="en")[0]


@pytest.mark.parametrize(
    ("one", "notice"),
    [
        ({**MEANING}, "nobody has signed it"),
        ({**MEANING, **SIGNED}, "not what was signed"),
        ({**signed(), "sv": "Ger något annat."}, "not what was signed"),
        ({**signed(), "signed_by": "Någon annan"}, "not what was signed"),
    ],
)
def test_an_unsigned_or_changed_sentence_is_ignored_with_a_notice(said, one, notice):
    text, notices = said(toml(one))

    assert one["sv"] not in text.replace("ignored", "")
    assert [told for told in notices if notice in told]


@pytest.mark.parametrize(
    "given",
    [{"zygosity": "heterozygous"}, {"classification": "Uncertain significance"}, {"classification": "Benign"}],
)
def test_it_is_not_used_where_the_finding_explains_nothing(said, given):
    assert "Ger fenylketonuri" not in said(toml(signed()), **given)[0]


@pytest.mark.parametrize("narrowed", [{"gene": "PTPN11"}, {"zygosity": "heterozygous"}, {"condition": "another"}])
def test_gene_condition_and_zygosity_have_to_fit(said, narrowed):
    assert "Ger fenylketonuri" not in said(toml(signed(**narrowed)))[0]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("[[sentence]]\nkind = 'drug'\n", r"sentence\[1\]\.kind"),
        (toml({**MEANING, "classes": [3]}), r"sentence\[1\]\.classes\[1\]"),
        ("[[sentence", "cannot be read"),
    ],
)
def test_a_faulty_file_is_an_error_with_the_path(said, text, fault):
    with pytest.raises(CaseError, match=fault):
        said(text)


def test_the_case_file_s_own_sentence_comes_first(said, monkeypatch):
    monkeypatch.setitem(globals(), "CASE", CASE + 'meaning = "Personens egna ord."\n')
    text = said(toml(signed()))[0]

    assert "Personens egna ord." in text
    assert "Ger fenylketonuri" not in text
