"""Codes as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmstool.criteria.codes import ACMG, CodeError, Evidence, known_codes, natural, parse
from gmstool.criteria.strength import STAND_ALONE, Strength
from gmstool.rules.load import ONCOGENICITY, default, load

SPELLINGS = {
    "a bare code has the strength of its letters": ("PVS1", "PVS1"),
    "a bare PM2 is moderate, as in 2015": ("PM2", "PM2"),
    "a strength behind an underscore": ("PM2_Supporting", "PM2_Supporting"),
    "small letters": ("pm2_supporting", "PM2_Supporting"),
    "a very strong one in two words": ("PM3_Very Strong", "PM3_VeryStrong"),
    "a very strong one with underscores": ("PM3_very_strong", "PM3_VeryStrong"),
    "a very strong one in one word": ("PM3_VeryStrong", "PM3_VeryStrong"),
    "a hyphen": ("PP1-Strong", "PP1_Strong"),
    "a long dash": ("PP1\N{EN DASH}Strong", "PP1_Strong"),
    "a strength in parentheses": ("PVS1(Strong)", "PVS1_Strong"),
    "a strength in parentheses after a space": ("PS4 (Moderate)", "PS4_Moderate"),
    "a strength after a space": ("PM2 Supporting", "PM2_Supporting"),
    "abbreviations": ("PM2_sup PS3_mod PP1_str PVS1_VS BP1_P", "PM2_Supporting PS3_Moderate PP1_Strong PVS1 BP1"),
    "an equals sign, a colon, an abbreviation with its full stop": (
        "PP3=Moderate PS4: Strong PM2 (supp.)",
        "PP3_Moderate PS4 PM2_Supporting",
    ),
    "quotes and the full stop of a sentence": ('"PVS1, PM3 (Very Strong)."', "PVS1 PM3_VeryStrong"),
    "an RNA assay": ("BP7_Strong (RNA) PVS1(RNA)", "BP7_Strong PVS1"),
    "a strength that the code has anyway": ("PS3_Strong", "PS3"),
    "commas, semicolons, spaces and plus signs": ("PVS1,PM2;PP3 PP4+PP1", "PVS1 PM2 PP3 PP4 PP1"),
    "no codes": ("", ""),
    "only separators": (" ;, ", ""),
    "what is given as not met does not count": ("PVS1 PP3_not_met", "PVS1"),
    "not met, in other words": ("PVS1 PP3_Unmet PM1_N/A PS3 not applicable BP4: not evaluated", "PVS1"),
    "what is given as met": ("PVS1_Met, PS3 met; PP1_Moderate", "PVS1 PS3 PP1_Moderate"),
    "a list in a sentence": ("PVS1, PS3 and PM2_Supporting", "PVS1 PS3 PM2_Supporting"),
    "a list in brackets": ("[PVS1, PM2_Supporting]", "PVS1 PM2_Supporting"),
    "a list in parentheses, with a strength in its own": ("(PVS1 (Strong), PM3)", "PVS1_Strong PM3"),
    "a list of JSON": ('["PVS1", "PM3_Strong"]', "PVS1 PM3_Strong"),
    "bullets and curly quotes": ("\N{BULLET} \u201cPVS1\u201d \N{BULLET} PP3", "PVS1 PP3"),
    "blanks that cannot be seen": ("PVS1\N{ZERO WIDTH SPACE} PM2_Supp\N{SOFT HYPHEN}orting", "PVS1 PM2_Supporting"),
    "blanks that do not break": (
        "PM3_Very\N{NO-BREAK SPACE}Strong PP3\N{NARROW NO-BREAK SPACE}PP1",
        "PM3_VeryStrong PP3 PP1",
    ),
    "wide letters": ("\N{FULLWIDTH LATIN CAPITAL LETTER P}P3", "PP3"),
    "a stand-alone benign criterion": ("BA1_Stand Alone BS1_StandAlone", "BA1 BS1_StandAlone"),
}


@pytest.mark.parametrize(("text", "codes"), SPELLINGS.values(), ids=SPELLINGS)
def test_spellings_found_in_the_wild(text, codes):
    assert " ".join(map(str, parse(text).evidence)) == codes


ERRORS = {
    "an unknown code": ("PVS9", "`PVS9` is not a criterion", "PVS1"),
    "a word": ("PVS1 benign", "`benign` is not a criterion", ""),
    "a slip in the strength": ("PM2_Suporting", "Suporting is not a strength", "Supporting"),
    "an S that may mean two strengths": ("PM2_S", "S may mean strong or supporting", "word"),
    "a pathogenic criterion that stands alone": ("PVS1_StandAlone", "cannot stand alone", ""),
    "a code of tumours": ("OVS1", "`OVS1` is not a criterion", "--scheme oncogenicity"),
    "one letter that is no strength": ("BP7_O", "O is not a strength", "strengths are Supporting"),
    "a code and a number": ("PS4 x2", "`X2` is not a criterion", "write codes as"),
    "a word for none": ("none", "`none` is not a criterion", "an empty line"),
    "two sets of parentheses": ("(PVS1) (PM2)", "`(PVS1)` is not a criterion", "write codes as"),
    "a stroke, which may mean or": ("PS2/PM6", "`PS2/PM6` is not a criterion", "write codes as"),
    "points for a strength": ("PP3 (2)", "`(2)` is not a criterion", "write codes as"),
    "a number of no criterion": ("PM2.5", "is not a criterion", ""),
    "two codes without a separator": ("PVS1PM2", "is not a criterion", ""),
}


@pytest.mark.parametrize(("text", "message", "hint"), ERRORS.values(), ids=ERRORS)
def test_what_is_not_a_criterion_is_an_error_with_near_matches(text, message, hint):
    with pytest.raises(CodeError) as caught:
        parse(text)

    assert message in caught.value.message
    assert hint in caught.value.hint


def test_a_germline_code_among_those_of_tumours_says_which_scheme_has_it():
    with pytest.raises(CodeError) as caught:
        parse("PVS1", known_codes(load(ONCOGENICITY)))

    assert "--scheme acmg" in caught.value.hint


@pytest.mark.parametrize(
    ("text", "told"),
    [("PP3_not_met", "not met"), ("PP3_N/A", "not applicable"), ("PP3 not assessed", "not assessed")],
)
def test_what_is_not_counted_is_told(text, told):
    assert parse(text).warnings == (f"PP3 is given as {told} and is not counted",)


def test_the_same_criterion_twice_counts_once_with_its_greatest_strength():
    parsed = parse("PM2_Supporting PP3 PM2 PP3")

    assert [str(one) for one in parsed.evidence] == ["PM2", "PP3"]
    assert any("PM2 is given more than once" in told for told in parsed.warnings)


def test_a_bare_pm2_is_warned_about():
    assert any("today it is PM2_Supporting" in told for told in parse("PM2").warnings)
    assert parse("PM2_Moderate").warnings == ()


@pytest.mark.parametrize("code", ["OVS1", "OS3", "OM4", "OP1", "SBVS1", "SBS2", "SBP1"])
def test_codes_of_tumours_have_the_strength_of_their_letters(code):
    strengths = {"V": "VeryStrong", "S": "Strong", "M": "Moderate", "P": "Supporting"}
    letter = code.removeprefix("SB").removeprefix("O")[0]

    assert parse(code, known_codes(load(ONCOGENICITY))).evidence == (Evidence(code, Strength(strengths[letter])),)


def test_the_known_codes_are_the_28_of_the_guideline():
    assert known_codes(default()) == ACMG
    assert len(ACMG) == 28


evidence = st.builds(Evidence, st.sampled_from(ACMG), st.sampled_from(list(Strength))).filter(
    lambda one: one.benign or one.strength is not STAND_ALONE
)


@given(st.lists(evidence, unique_by=lambda one: one.code), st.sampled_from([" ", ",", "; ", ", "]))
def test_reading_what_was_written_gives_the_same(codes, separator):
    assert parse(separator.join(map(str, codes))).evidence == tuple(codes)


@given(st.text())
def test_any_text_is_read_or_refused(text):
    try:
        found = parse(text).evidence
    except CodeError:
        return

    assert all(one.code in ACMG for one in found)


def test_every_code_names_its_strength():
    assert {code: str(natural(code)) for code in ("PVS1", "PS4", "PM6", "PP5", "BA1", "BS4", "BP7")} == {
        "PVS1": "VeryStrong", "PS4": "Strong", "PM6": "Moderate", "PP5": "Supporting", "BA1": "StandAlone",
        "BS4": "Strong", "BP7": "Supporting",
    }  # fmt: skip
