"""Who signed which content; when a case is a draft again; how versions follow each other."""

import json

import pytest

from gmstool.classify.case import CaseError
from gmstool.errors import GmsError, UsageError
from gmstool.identity import IdentityError
from gmstool.report import signing
from gmstool.report.amending import amend, sign
from gmstool.report.reading import Wanted, read
from gmstool.report.signing import content_sha256, is_signed, person
from gmstool.report.signing_record import place
from gmstool.report.view import view

CASE = """# a comment of a person
type = "rare"
lang = "en"
id = "CASE-1"
[inputs]
classified = "rows.jsonl"
[method]
tested = ["snv"]
[coverage]
complete = true
"""


@pytest.fixture
def case(tmp_path, make):
    (tmp_path / "rows.jsonl").write_text(make.row().model_dump_json() + "\n")
    (tmp_path / "case.toml").write_text(CASE)
    return tmp_path / "case.toml"


def shown(path, needed=1):
    return view(read(Wanted(str(path), needed=needed)), "en")


def text_of(path):
    return str([one.blocks for one in shown(path).first])


def ann(path, **more):
    return sign(path, "Ann A", "medical geneticist", **{"two_people": False} | more)


def test_one_signature_ends_the_draft_and_the_case_file_stays_as_it_was(case):
    assert shown(case).watermark == "DRAFT"

    done = ann(case)

    assert (done.version, done.have, done.needed) == (1, 1, 1)
    assert (shown(case).watermark, shown(case).status) == ("", "Signed, version 1")
    assert "Ann A, medical geneticist" in text_of(case)
    assert case.read_text() == CASE


def test_where_two_must_sign_one_is_not_enough_and_the_same_person_is_one(case):
    ann(case, two_people=True)

    assert shown(case).watermark == "DRAFT"
    assert "1 of 2 signatures are in place: Ann A." in text_of(case)
    for name in ("Ann A", "  ANN   a", "\N{FULLWIDTH LATIN CAPITAL LETTER A}nn A"):
        with pytest.raises(UsageError, match="has signed this content already"):
            sign(case, name, "r", two_people=True)
    assert sign(case, "Bo B", "r", two_people=False).have == 2  # the record remembers what the site demanded
    assert shown(case).watermark == ""


def test_the_site_s_setting_counts_where_the_summary_is_made_too(case):
    ann(case)

    assert shown(case, needed=1).watermark == ""
    assert shown(case, needed=2).watermark == "DRAFT"


@pytest.mark.parametrize(
    ("words", "change", "said"),
    [
        ("the case file says something else", ("case.toml", 'tested = ["snv"]', 'tested = ["indel"]'), "the case file"),
        ("a row is judged otherwise", ("rows.jsonl", '"Pathogenic"', '"Benign"'), "the classified variants"),
        ("a profile is chosen", ("case.toml", "lang =", 'profile = "diagnostic"\nlang ='), "the profile"),
        ("coverage is stated otherwise", ("case.toml", "complete = true", "least_depth = 9"), "the coverage"),
    ],
)
def test_a_signed_case_that_changes_is_a_draft_again_and_says_why(case, words, change, said):
    ann(case)
    name, old, new = change
    path = case.parent / name
    path.write_text(path.read_text().replace(old, new))

    assert shown(case).watermark == "DRAFT"
    assert "signed by Ann A and changed afterwards" in text_of(case)
    assert said in text_of(case)


@pytest.mark.parametrize("change", ["# another comment\n", "\n\n"])
def test_a_comment_or_an_empty_line_changes_nothing(case, change):
    ann(case)
    case.write_text(change + CASE)

    assert shown(case).watermark == ""


def test_another_version_of_gms_makes_a_draft(case, monkeypatch):
    ann(case)
    monkeypatch.setattr(signing, "__version__", "99.0")

    assert "the version of gms" in text_of(case)


def test_the_hash_does_not_depend_on_where_files_lie(make):
    def seal(folder):
        return content_sha256(make.case([make.row()], metas=[{"options": {"ped": f"{folder}/a.ped", "min_dp": 3}}]))

    assert seal("/one") == seal("/another/place")
    assert seal("/one") != content_sha256(make.case([make.row()], metas=[{"options": {"ped": "/one/b.ped"}}]))


def test_a_signed_version_is_amended_and_never_signed_over(case):
    ann(case)
    case.write_text(CASE.replace('"snv"', '"snv", "indel"'))
    with pytest.raises(CaseError, match="version 1 is signed, and the case was changed since"):
        ann(case)

    assert amend(case, "Indels were examined too", "Ann A") == 2

    assert shown(case).status == "Draft, version 2"
    ann(case)
    assert shown(case).status == "Signed, version 2"
    assert "Version 2 replaces version 1 of" in text_of(case)
    assert "Reason: Indels were examined too" in text_of(case)


def test_each_version_names_the_hash_of_the_one_before(case):
    ann(case)
    amend(case, "One", "Ann A")
    ann(case)
    amend(case, "Two", "Ann A")
    record = json.loads(place(case).read_text())
    assert [one["version"] for one in record["release"]] == [1, 2, 3]

    record["release"][0]["signature"][0]["role"] = "forger"
    place(case).write_text(json.dumps(record))

    with pytest.raises(CaseError, match="version 2 does not follow from version 1: the record was changed"):
        read(Wanted(str(case)))


def test_only_what_is_signed_can_be_amended(case):
    with pytest.raises(UsageError, match="nothing to amend"):
        amend(case, "Why", "Ann A")
    ann(case, two_people=True)
    with pytest.raises(UsageError, match="nothing to amend"):
        amend(case, "Why", "Ann A")


def test_a_name_may_be_signed_with_and_a_personal_number_may_not(case):
    for name, role in (("Ann 19701063-2391", "r"), ("Ann", "19701063-2391")):
        with pytest.raises(IdentityError):
            sign(case, name, role, two_people=False)
    with pytest.raises(UsageError, match="empty"):
        sign(case, " ", "r", two_people=False)
    assert not place(case).exists()


def test_rows_or_an_empty_case_cannot_be_signed(case):
    with pytest.raises(UsageError, match="no case file"):
        ann(case.parent / "rows.jsonl")
    (case.parent / "rows.jsonl").write_text("")
    with pytest.raises(UsageError, match="nothing to sign"):
        ann(case)


@pytest.mark.parametrize(
    ("words", "change"),
    [
        ("another case's record", lambda told: told | {"case": "CASE-2"}),
        ("no version at all", lambda told: told | {"release": []}),
        ("an unknown key", lambda told: told | {"more": 1}),
        ("a hash that is none", lambda told: told | {"release": [{"version": 1, "replaces": "x"}]}),
        ("a number in a name", lambda told: told | {"case": "19701063-2391"}),
    ],
)
def test_a_record_that_does_not_fit_is_one_clear_error(case, words, change):
    ann(case)
    place(case).write_text(json.dumps(change(json.loads(place(case).read_text()))))

    with pytest.raises(GmsError):
        read(Wanted(str(case)))


def test_a_version_in_the_case_file_must_be_the_record_s(case):
    ann(case)
    case.write_text("version = 3\n" + CASE)

    with pytest.raises(CaseError, match="says version 3, and its signatures version 1"):
        read(Wanted(str(case)))


def test_the_time_of_a_signature_is_the_clock_s_or_source_date_epoch(case, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    ann(case)

    signature = json.loads(place(case).read_text())["release"][0]["signature"][0]
    assert (signature["date"], signature["at"]) == ("2023-11-14", "2023-11-14T22:13:20+00:00")


def test_people_are_told_apart_by_their_names():
    assert person(" ann  A ") == person("Ann a")
    assert person("Ann A") != person("Ann B")


def test_an_unsigned_case_is_no_draft_that_was_changed(make):
    case = make.case([make.row()])

    assert not is_signed(case)
    assert signing.why_draft(case) is None
