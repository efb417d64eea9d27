"""Reading rank models: what stands in the file is kept, what cannot be scored is refused by its place."""

from pathlib import Path

import pytest

from gmstool.errors import PresetError
from gmstool.ranking.ini import parse_ini
from gmstool.ranking.reading import parse_model, read_model

FIXTURES = Path(__file__).parents[3] / "shared" / "fixtures"
MODELS = sorted(FIXTURES.glob("*/*.ini"))
HEAD = "[Version]\nname = m\nversion = 1\n[Categories]\n[[c]]\ncategory_aggregation = sum\n"
TERM = "[t]\nfield = INFO\ninfo_key = K\ncategory = c\ndata_type = float\nseparators = ',',\n"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("max", "max"),
        ("'PASS'", "PASS"),
        ("','", ","),
        ("',',", [","]),
        ("',', ':', '|',", [",", ":", "|"]),
        ("""'/',",",""", ["/", ","]),
        ("'#' # a comment", "#"),
        ("Swegen frequency  # a comment", "Swegen frequency"),
        ("a, b", ["a", "b"]),
        ("it's", "it's"),
        ("", ""),
    ],
)
def test_a_value_is_read_as_it_is_quoted(written, read):
    assert parse_ini(f"[s]\n  key ={written}\n", "m.ini") == {"s": {"key": read}}


def test_brackets_nest_and_indentation_does_not():
    text = "[a]\n      x = 1\n   [[b]]\ny = 2\n[[c]]\n  [d]\n"

    assert parse_ini(text, "m.ini") == {"a": {"x": "1", "b": {"y": "2"}, "c": {}}, "d": {}}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[a]\n[[[b]]]\n", "line 2: `[[[b]]]` is no section"),
        ("[a\n", "line 1: `[a` is no section"),
        ("[a]\nwords\n", "line 2: expected `key = value`"),
        ("[a]\nx = 1\nx = 2\n", "line 3: `x` stands twice"),
        ("[a]\nx = 'y' z\n", "line 2: the quotes"),
    ],
)
def test_a_line_that_is_no_ini_is_named(text, said):
    with pytest.raises(PresetError, match=r"m\.ini") as told:
        parse_ini(text, "m.ini")

    assert said in told.value.message


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "the section `Version` is missing"),
        (HEAD.replace("sum", "mean"), "category_aggregation is mean"),
        (HEAD + TERM.replace("= c\n", "= d\n"), "the category `d` is not under [Categories]"),
        (HEAD + TERM.replace("float", "character"), "data_type character of field INFO cannot be scored"),
        (HEAD + TERM.replace("INFO", "sample_id"), "field sample_id cannot be scored"),
        (HEAD + TERM.replace("info_key = K\n", ""), "`info_key` is missing"),
        (HEAD + TERM.replace("= K", "= CSQ"), "`vep_key` is missing"),
        (HEAD + TERM.replace("separators = ',',\n", ""), "`separators` is missing"),
        (HEAD + TERM + "record_rule = mean\n", "record_rule is mean"),
        (HEAD + TERM + "[[r]]\nscore = much\nlower = 0\nupper = 1\n", "score is `much`, not a number"),
        (HEAD + TERM + "[[r]]\nscore = 1\nlower = 1\nupper = 1\n", "the range from 1 to 1 is empty"),
        (HEAD + TERM + "[[r]]\nscore = 1\nlower = 1\n", "`upper` is missing"),
        (HEAD + TERM + "[[r]]\nscore = 1\nvalue = 1\n[[s]]\nscore = 1\nlower = 1\nupper = 2\n", "some a range"),
        (HEAD + TERM.replace("float", "string") + "[[r]]\nscore = 1\nstring = x\n", "`priority` is missing"),
        (HEAD + TERM.replace("float", "string"), "needs a subsection with `string`"),
    ],
)
def test_a_model_that_cannot_be_scored_is_refused(text, said):
    with pytest.raises(PresetError) as told:
        parse_model(text, "m.ini")

    assert said in told.value.message


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (HEAD.replace("category_aggregation", "category_aggregate"), "`category_aggregate` means nothing to genmod"),
        (HEAD + TERM.replace("',',", "None") + "[[r]]\nscore=1\nlower=0\nupper=1\n", "1e-05 is read as 1 and -05"),
        (HEAD + TERM + "[[r]]\nscore=1\nvalue=4\n", "`value` never matches a float"),
        (HEAD + TERM + "[[r]]\nscore=1\nlower=0\nupper=2\n[[s]]\nscore=2\nlower=1\nupper=3\n", "its ranges overlap"),
        (HEAD + TERM + "recordrule = max\n", "`recordrule` means nothing"),
        (
            HEAD + TERM.replace("= K", "= CSQ\ncsq_key = SIFT").replace("float", "string")
            + "[[r]]\nscore=1\npriority=1\nstring=x\n",
            "looked for in the whole annotation, not in SIFT alone",
        ),
    ],
)  # fmt: skip
def test_what_genmod_reads_in_another_way_is_noted(text, said):
    assert [said for note in parse_model(text, "m.ini").notes if said in note] == [said]


def test_a_value_of_a_float_that_is_written_as_one_needs_no_note():
    assert parse_model(HEAD + TERM + "[[r]]\nscore=1\nvalue=4.0\n", "m.ini").notes == ()


def test_bounds_are_those_of_all_terms():
    ranges = "[[not_reported]]\nscore = 4\n[[r]]\nscore = -12\nlower = 0.02\nupper = 1\n"
    second = TERM.replace("[t]", "[u]") + "[[r]]\nscore = 3\nlower = 0\nupper = 1\n"

    assert parse_model(HEAD + TERM + ranges + second, "m.ini").bounds == (-12.0, 7.0)
    assert parse_model(HEAD.replace("sum", "min") + TERM + ranges + second, "m.ini").bounds == (-12.0, 3.0)


def test_a_term_whose_value_is_the_score_has_no_bounds():
    assert parse_model(HEAD + TERM + "[[r]]\nscore = eq\n", "m.ini").bounds is None


@pytest.mark.shared
@pytest.mark.skipif(not MODELS, reason="the public fixture files (../shared/fixtures) are not here")
@pytest.mark.parametrize(
    ("name", "terms", "categories", "bounds"),
    [
        ("genmod/rank_model_cmms_v1.7.ini", 12, 8, (-25.0, 24.0)),
        ("genmod/rank_model_cmms_v1.9.ini", 12, 8, (-25.0, 29.0)),
        ("gms/rank_model_-v1.34-.ini", 29, 10, (-30.0, 51.0)),
        ("scout/rank_model_-v1.20-.ini", 19, 10, (-30.0, 44.0)),
        ("scout/svrank_model_-v1.5-.ini", 12, 8, (-44.0, 39.0)),
    ],
)
def test_the_models_of_public_pipelines_are_read_whole(name, terms, categories, bounds):
    model = read_model(FIXTURES / name)

    assert (len(list(model.terms)), len(model.categories), model.bounds) == (terms, categories, bounds)
