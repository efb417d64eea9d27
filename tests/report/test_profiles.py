"""What each profile reports and withholds, and that nothing withheld goes missing in silence."""

import pytest

from gmstool.errors import GmsError, InputError, UsageError
from gmstool.report import profiles
from gmstool.report.case import Case, CaseFile
from gmstool.report.checking import checked
from gmstool.report.conclusion import conclude
from gmstool.report.headline import headline
from gmstool.report.profiles import applied, find, shipped
from gmstool.report.view import view
from gmstool.report.words import Words

# words, profile, class, inheritance, what the case file adds, whether it is reported
SITUATIONS = [
    ("diagnosis: a class 3", "diagnostic", 3, "AD", {}, True),
    ("diagnosis: a class 2", "diagnostic", 2, "AD", {}, False),
    ("diagnosis: a class 2 that a person names", "diagnostic", 2, "AD", {"finding": [{}]}, True),
    ("diagnosis: a row without a class", "diagnostic", None, "AD", {}, True),
    ("prenatal: a class 4", "prenatal", 4, "AD", {}, True),
    ("prenatal: a class 3", "prenatal", 3, "AD", {}, False),
    ("prenatal: a class 3 that was asked for", "prenatal", 3, "AD", {"finding": [{}]}, True),
    ("prenatal: a class 2 that a person names", "prenatal", 2, "AD", {"finding": [{}]}, False),
    ("prenatal: a row without a class", "prenatal", None, "AD", {}, False),
    ("presymptomatic: the family's variant", "presymptomatic", 5, "AD", {"known_variant": ["chr1-100-A-T"]}, True),
    ("presymptomatic: by its HGVS name", "presymptomatic", 5, "AD", {"known_variant": ["c.100A>T"]}, True),
    ("presymptomatic: another class 5", "presymptomatic", 5, "AD", {"known_variant": ["chr1-101-A-T"]}, False),
    ("presymptomatic: none is known", "presymptomatic", 5, "AD", {}, False),
    ("presymptomatic: another, though named", "presymptomatic", 5, "AD", {"finding": [{}]}, False),
    ("presymptomatic: the family's, of class 3", "presymptomatic", 3, "AD", {"known_variant": ["1-100-A-T"]}, False),
    ("carrier: a recessive class 4", "carrier", 4, "AR", {}, True),
    ("carrier: a recessive class 3", "carrier", 3, "AR", {}, False),
    ("carrier: a recessive class 3, though named", "carrier", 3, "AR", {"finding": [{}]}, False),
    ("carrier: a dominant class 5", "carrier", 5, "AD", {}, False),
    ("carrier: dominant or recessive", "carrier", 5, "AD/AR", {}, True),
    ("carrier: X-linked", "carrier", 5, "XL", {}, True),
    ("carrier: inheritance is not known", "carrier", 5, None, {}, False),
    ("childhood cancer: a class 3", "childhood_cancer", 3, "AD", {}, True),
    ("childhood cancer: a class 2", "childhood_cancer", 2, "AD", {}, False),
    ("childhood cancer: predisposition, no consent", "childhood_cancer", 5, "AD",
     {"finding": [{"role": "germline_flag"}]}, False),
    ("childhood cancer: predisposition, consent", "childhood_cancer", 5, "AD",
     {"finding": [{"role": "germline_flag"}], "consent": {"secondary_findings": True}}, True),
    ("secondary: put forward, with consent", "secondary", 5, "AD",
     {"finding": [{"role": "secondary"}], "consent": {"secondary_findings": True}}, True),
    ("secondary: put forward, consent refused", "secondary", 5, "AD",
     {"finding": [{"role": "secondary"}], "consent": {"secondary_findings": False}}, False),
    ("secondary: put forward, consent not stated", "secondary", 5, "AD", {"finding": [{"role": "secondary"}]}, False),
    ("secondary: of class 3", "secondary", 3, "AD",
     {"finding": [{"role": "secondary"}], "consent": {"secondary_findings": True}}, False),
    ("secondary: nobody put it forward", "secondary", 5, "AD", {"consent": {"secondary_findings": True}}, False),
]  # fmt: skip


def _file(told):
    notes = [{"variant": "chr1-100-A-T", **one} for one in told.get("finding", [])]
    return checked(CaseFile, {**told, "finding": notes}, "the case")


@pytest.mark.parametrize(
    ("words", "name", "number", "moi", "told", "reported"), SITUATIONS, ids=[one[0] for one in SITUATIONS]
)
def test_a_profile_reports_what_its_purpose_asks(make, words, name, number, moi, told, reported):
    rows = [make.row(number=number, moi=moi, gene="BRCA2")]

    kept, file, withheld = applied(rows, _file(told), name)

    assert bool(kept) is reported
    assert sum(count for _, _, count in withheld) == (0 if reported else 1)
    assert reported or not file.finding


def test_without_a_profile_nothing_is_withheld(make):
    rows = [make.row(number=1), make.row(number=None)]

    assert applied(rows, CaseFile(), None) == (rows, CaseFile(), [])


def test_secondary_findings_are_those_of_the_listed_genes(make):
    told = {"finding": [{"role": "secondary"}], "consent": {"secondary_findings": True}}

    assert applied([make.row(gene="PAH")], _file(told), "secondary")[0] == []


def test_what_the_case_file_says_of_a_withheld_variant_goes_with_it(make):
    told = {"finding": [{}], "action": [{"text": "Treat.", "about": "chr1-100-A-T"}, {"text": "Call."}],
            "variant": [{"variant": "chr1-100-A-T"}]}  # fmt: skip

    _, file, _ = applied([make.row(number=2)], _file(told), "prenatal")

    assert [one.text for one in file.action] == ["Call."]
    assert file.variant == []


def test_a_finding_that_no_row_holds_stays_where_a_person_put_it_forward():
    told = {"finding": [{"gene": "DMD"}]}

    assert applied([], _file(told), "prenatal")[1].finding
    assert not applied([], _file(told), "presymptomatic")[1].finding


@pytest.mark.parametrize("language", ["sv", "en"])
def test_what_is_withheld_is_counted_in_the_appendix(make, language):
    rows, file, withheld = applied(
        [make.row(number=3), make.row("2-1-A-T", number=3), make.row("3-1-A-T", number=1)], CaseFile(), "prenatal"
    )
    case = Case(file=file, type="rare", rows=rows, profile="prenatal", withheld=withheld)
    shown = view(case, language)
    section = next(one for one in shown.appendix if one.key == "profile")

    told = " ".join(section.blocks[0].items)
    assert ("class 3: 2" if language == "en" else "klass 3: 2") in told
    assert ("class 1: 1" if language == "en" else "klass 1: 1") in told
    assert any("prenatal" in one or "fosterdiagnostik" in one for one in shown.first[3].blocks[0].items)


def test_a_count_does_not_tell_the_class_of_what_nobody_may_know(make):
    rows = [make.row(number=5), make.row("2-1-A-T", number=1)]

    assert applied(rows, CaseFile(), "presymptomatic")[2] == [("not the family's known variant", None, 2)]


def test_nothing_reported_under_a_profile_is_no_missing_input(make):
    file = checked(CaseFile, make.complete, "the case")
    rows, file, withheld = applied([make.row(number=3)], file, "prenatal")
    case = Case(file=file, type="rare", rows=rows, gaps=[], profile="prenatal", withheld=withheld)

    assert conclude(case).complete


def test_a_presymptomatic_test_needs_the_family_s_variant(make):
    file = checked(CaseFile, make.complete, "the case")
    case = Case(file=file, type="rare", gaps=[], profile="presymptomatic", withheld=[("x", None, 1)])

    assert headline(case, conclude(case), Words("en")).startswith("Incomplete basis.")


def test_every_profile_has_its_reason_and_its_source_and_none_is_signed_off():
    assert set(shipped()) == {
        "diagnostic", "prenatal", "presymptomatic", "carrier", "childhood_cancer", "secondary"
    }  # fmt: skip
    for one in shipped().values():
        assert one.source
        assert one.signed_off == ""


def test_a_site_s_own_profile_is_a_file(tmp_path):
    own = tmp_path / "own.toml"
    own.write_text(
        '[own]\nclasses = [5]\nnamed = [5]\nconsent = []\nsource = "us"\nsigned_off = "A. Chief, 2026-01-01"\n'
        'name = { sv = "egen", en = "own" }\nreason = { sv = "så", en = "so" }\n'
    )
    assert find(str(own)).classes == [5]
    assert "No medical director" not in " ".join(profiles.sentences(str(own), [], Words("en")))


@pytest.mark.parametrize(
    ("text", "error"),
    [("[own]\nclasses = [6]\n", GmsError), ("x = 1\n", InputError), ("[a]\n[b]\n", InputError), ("[", InputError)],
)
def test_a_wrong_profile_is_one_clear_error(tmp_path, text, error):
    path = tmp_path / "wrong.toml"
    path.write_text(text)
    with pytest.raises(error):
        find(str(path))


def test_a_name_that_is_no_profile_lists_those_that_are():
    with pytest.raises(UsageError, match="there is no profile nonsense") as told:
        find("nonsense")
    assert "prenatal" in told.value.hint
