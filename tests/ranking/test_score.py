"""The points of a value, as genmod counts them, and how they add up."""

import io

import pytest

from gmstool.errors import MismatchError
from gmstool.ranking.reading import parse_model
from gmstool.ranking.run import Row, VcfOutput, Wish, check_unscored, scored_header
from gmstool.ranking.score import Scorer, check_fields, deciding, missing_fields
from gmstool.vcf.header import parse_header
from gmstool.vcf.write import VcfWriter

HEAD = "[Version]\nname = m\nversion = 1\n[Categories]\n"
FREQUENCY = """[freq]
field = INFO
info_key = AF
data_type = float
category = {category}
record_rule = {rule}
separators = ',',
[[not_reported]]
score = 4
[[common]]
score = -12
lower = 0.02
upper = 1.1
[[rare]]
score = 2
lower = 0.001
upper = 0.02
[[gap]]
score = 9
lower = 2
upper = 3
"""
MODELS = """[models]
field = INFO
info_key = GeneticModels
data_type = string
category = inherit
record_rule = {rule}
separators = ',',
[[not_reported]]
score = -12
[[ad]]
score = 1
priority = 1
string = 'AD'
[[ad_dn]]
score = 3
priority = 2
string = 'AD_dn'
"""


def header(*declared: str, columns: str = "") -> object:
    lines = ["##fileformat=VCFv4.2", *declared, "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO" + columns]
    return parse_header(("\n".join(lines) + "\n").encode(), "a.vcf")


def line(info: str, filter_: str = "PASS") -> bytes:
    return f"1\t10\t.\tA\tG\t50\t{filter_}\t{info}\n".encode()


def model(*terms: str, category: str = "c", aggregation: str = "max") -> object:
    return parse_model(f"{HEAD}[[{category}]]\ncategory_aggregation = {aggregation}\n{''.join(terms)}", "m.ini")


def score(ranked: object, info: str, filter_: str = "PASS") -> float:
    return Scorer(ranked, header())(line(info, filter_)).score


@pytest.mark.parametrize(
    ("info", "points"),
    [
        (".", 4),
        ("AF=.", 4),
        ("AF", 4),
        ("AF=0", 4),  # genmod takes 0 for nothing
        ("AF=0.0009", 0),
        ("AF=0.001", 2),
        ("AF=0.0199", 2),
        ("AF=0.02", -12),
        ("AF=1.1", 0),
        ("AF=0.001,0.5", -12),
        ("AF=.,0.001", 2),
        ("AF=0.5;AF=0.001", 2),
        ("DP=3;AF=0.001", 2),
    ],
)
def test_a_number_gets_the_points_of_its_range(info, points):
    assert score(model(FREQUENCY.format(category="c", rule="max")), info) == points


def test_the_smallest_number_counts_where_the_model_says_so():
    assert score(model(FREQUENCY.format(category="c", rule="min")), "AF=0.001,0.5") == 2


@pytest.mark.parametrize(
    ("rule", "info", "points"),
    [
        ("max", ".", -12),
        ("max", "GeneticModels=1:AD", 1),
        ("max", "GeneticModels=1:ad_DN", 3),
        ("max", "GeneticModels=1:AD|AD_dn", 3),
        ("min", "GeneticModels=1:AD|AD_dn", 1),
        ("min", "GeneticModels=1:AD_dn", 1),  # AD stands in it, too
        ("max", "GeneticModels=1:XR", -12),
    ],
)
def test_a_text_is_looked_for_by_priority(rule, info, points):
    assert score(model(MODELS.format(rule=rule), category="inherit"), info) == points


def test_points_lose_their_fraction_as_in_genmod():
    half = FREQUENCY.format(category="c", rule="max").replace("score = 2\n", "score = 2.9\n")

    assert score(model(half), "AF=0.01") == 2


@pytest.mark.parametrize(("text", "points"), [("4", 7), ("5", 0), ("4.0", 1), ("x", 1), ("3,4", 7)])
def test_a_whole_number_that_is_named_must_be_met(text, points):
    named = (
        "[sig]\nfield = INFO\ninfo_key = S\ndata_type = integer\ncategory = c\nseparators = ',',\n"
        "[[not_reported]]\nscore = 1\n[[four]]\nscore = 7\nvalue = 4\n"
    )

    assert score(model(named), f"S={text}") == points


@pytest.mark.parametrize(("filter_", "points"), [("PASS", 3), (".", 1), ("LowQual", 0), ("q10;pass", 3)])
def test_filters_are_texts(filter_, points):
    term = (
        "[f]\nfield = FILTER\ndata_type = string\ncategory = c\nseparators = ';',\nrecord_rule = min\n"
        "[[pass]]\nscore = 3\npriority = 1\nstring = 'PASS'\n[[dot]]\nscore = 1\npriority = 2\nstring = '.'\n"
    )

    assert score(model(term), ".", filter_) == points


@pytest.mark.parametrize(("info", "points"), [("DB", 5), ("DB=1", 5), ("XDB", -1), (".", -1)])
def test_a_flag_is_there_or_not(info, points):
    term = "[f]\nfield=INFO\ninfo_key=DB\ndata_type=flag\ncategory=c\n[[not_reported]]\nscore=-1\n[[there]]\nscore=5\n"

    assert score(model(term), info) == points


def test_a_value_may_be_its_own_score_and_is_not_normalised():
    term = "[f]\nfield=INFO\ninfo_key=Q\ndata_type=float\ncategory=c\nseparators=',',\n[[any]]\nscore=eq\n"
    scored = Scorer(model(term), header())(line("Q=7.9"))

    assert (scored.score, scored.normalized) == (7.0, None)


CSQ = '##INFO=<ID=CSQ,Number=.,Type=String,Description="VEP. Format: Allele|SIFT|REVEL">'
REVEL = (
    "[revel]\nfield=INFO\ninfo_key=CSQ\ncsq_key=REVEL\ndata_type=float\ncategory=c\nseparators='&',\n"
    "[[not_reported]]\nscore=-2\n[[low]]\nscore=1\nlower=0\nupper=0.5\n[[high]]\nscore=5\nlower=0.5\nupper=1\n"
)


@pytest.mark.parametrize(
    ("csq", "points"),
    [("G|x|0.7", 5), ("G|x|0.1,G|y|0.7", 5), ("G|0.9|0.1", 1), ("G|x|", -2), ("G|x", -2), ("G|x|0.1&0.6", 5)],
)
def test_a_field_of_the_annotation_is_read_in_every_entry(csq, points):
    assert Scorer(model(REVEL), header(CSQ))(line(f"CSQ={csq}")).score == points


def test_texts_are_looked_for_in_the_whole_annotation_as_genmod_does():
    sift = (
        "[sift]\nfield=INFO\ninfo_key=CSQ\ncsq_key=SIFT\ndata_type=string\ncategory=c\nseparators=None\n"
        "[[deleterious]]\nscore=1\npriority=2\nstring=deleterious\n"
    )

    assert Scorer(model(sift), header(CSQ))(line("CSQ=Deleterious|tolerated|0.1")).score == 1


@pytest.mark.parametrize(("aggregation", "points"), [("min", -12.0), ("max", 1.0), ("sum", -11.0)])
def test_a_category_combines_its_terms(aggregation, points):
    both = model(
        FREQUENCY.format(category="inherit", rule="max"),
        MODELS.format(rule="max"),
        category="inherit",
        aggregation=aggregation,
    )

    assert score(both, "AF=0.5;GeneticModels=1:AD") == points


def test_the_terms_that_make_a_score_are_told():
    both = model(
        FREQUENCY.format(category="inherit", rule="max"), MODELS.format(rule="max"), category="inherit",
        aggregation="min",
    )  # fmt: skip
    scored = Scorer(both, header())(line("AF=0.5;GeneticModels=1:AD"))

    assert [tuple(one) for one in scored.findings[0]] == [("freq", "0.5", "common", -12), ("models", "AD", "ad", 1)]
    assert deciding(both.categories[0], scored.findings[0]) == [True, False]


def test_a_score_is_normalised_within_the_range_of_the_model():
    scorer = Scorer(model(FREQUENCY.format(category="c", rule="max")), header())

    assert [scorer(line(info)).normalized for info in ("AF=0.5", "AF=2.5", ".")] == [0.0, 1.0, 16 / 21]


def test_a_score_outside_the_models_own_range_is_not_normalised():
    only_high = FREQUENCY.format(category="c", rule="max").replace("-12", "3")

    assert Scorer(model(only_high), header())(line("AF=1.5")).normalized is None


def test_what_a_file_was_not_annotated_with_is_refused_by_name():
    both = model(FREQUENCY.format(category="c", rule="max"), REVEL)

    assert missing_fields(both, header()) == ["INFO/AF", "INFO/CSQ"]
    assert missing_fields(both, header(CSQ.replace("|REVEL", ""))) == ["INFO/AF", "CSQ/REVEL"]
    with pytest.raises(MismatchError, match="INFO/AF"):
        check_fields(both, header(CSQ), "a.vcf")


AF = '##INFO=<ID=AF,Number=A,Type=Float,Description="Frequency">'


@pytest.mark.parametrize(
    ("info", "kept"), [(".", ""), ("AF=0.5", "AF=0.5;"), ("RankScore=1:9;DB", "RankScore=1:9;DB;")]
)
def test_a_record_keeps_its_bytes_and_gets_its_score(info, kept):
    written = io.BytesIO()
    wish = Wish(model(FREQUENCY.format(category="c", rule="max")), family="F1")
    scored = Scorer(wish.model, header(AF))(line(info))

    VcfOutput(VcfWriter(None, "vcf", written), wish).write([Row(line(info), scored, [], None)])

    tags = f"RankScore=F1:{scored.score};RankScoreNormalized=F1:{scored.normalized};RankScoreMinMax=F1:-12.0:9.0"
    assert written.getvalue() == line(f"{kept}{tags};RankResult={scored.categories[0]}")


def test_scores_of_an_earlier_run_are_replaced_only_when_asked():
    old = header('##INFO=<ID=RankScore,Number=.,Type=String,Description="old">')
    wish = Wish(model(FREQUENCY.format(category="c", rule="max")))

    with pytest.raises(MismatchError, match="has RankScore already"):
        check_unscored(old, wish, "a.vcf")
    new = Wish(wish.model, replace=True)
    check_unscored(old, new, "a.vcf")
    assert scored_header(old, new, {}).count(b"ID=RankScore,") == 1
