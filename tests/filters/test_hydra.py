"""Hydra-genetics filter rules: what each hits, what it leaves, and what stays unknown."""

import contextlib
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmstool.errors import PresetError
from gmstool.filters import hydra, hydra_grammar
from gmstool.filters.hydra_tree import GrammarError, leaves
from gmstool.vcf.records import RawField

SHARED = Path(__file__).parents[2].parent / "shared" / "fixtures" / "gms"

HIT, LEFT, UNKNOWN = True, False, None


def load(folder, text):
    path = folder / "filter.yaml"
    path.write_text(text, encoding="utf-8")
    return hydra.load(path)


def rule(folder, expression):
    quoted = expression.replace("'", "''")
    (only,) = load(folder, f"filters:\n  it:\n    expression: '{quoted}'\n    soft_filter: 'False'\n")
    return only


def verdict(folder, expression, **raw):
    """The rule's answer for one variant; the raw fields that are not given are missing."""
    it = rule(folder, expression)
    given_fields = {name.replace("__", ":"): text for name, text in raw.items()}
    columns = {field.column: [given_fields.pop(field.column, None)] for field in it.fields}
    assert not given_fields, f"the rule does not read {given_fields}"
    table = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))
    answer = table.select(it.drop())
    assert answer.dtypes == [pl.Boolean]
    return answer.item()


def situations(*rows):
    return pytest.mark.parametrize(
        ("expression", "raw", "expected"), [pytest.param(*row[1:], id=f"{row[1]}: {row[0]}") for row in rows]
    )


@situations(
    ("just below", "FORMAT:DP < 100", {"FORMAT__DP": "99"}, HIT),
    ("equal is not below", "FORMAT:DP < 100", {"FORMAT__DP": "100"}, LEFT),
    ("just above", "INFO:ODDRATIO > 1.5", {"INFO__ODDRATIO": "1.51"}, HIT),
    ("equal is not above", "INFO:ODDRATIO > 1.5", {"INFO__ODDRATIO": "1.5"}, LEFT),
    ("the same number written otherwise", "INFO:MQ = 60", {"INFO__MQ": "60.0"}, HIT),
    ("another number", "INFO:MQ = 60", {"INFO__MQ": "61"}, LEFT),
    ("another number", "INFO:MQ != 60", {"INFO__MQ": "61"}, HIT),
    ("the same number", "INFO:MQ != 60", {"INFO__MQ": "60"}, LEFT),
    ("scientific notation", "INFO:SBF < 0.01", {"INFO__SBF": "9.9e-03"}, HIT),
    ("value first, the number is above", "400 < FORMAT:SB_mutect2:1", {"FORMAT__SB_mutect2": "594,514,358,237"}, HIT),
    ("value first, the number is below", "400 < FORMAT:SB_mutect2:1", {"FORMAT__SB_mutect2": "563,94,45,14"}, LEFT),
    ("quality below", "QUAL < 75", {"QUAL": "61"}, HIT),
    ("quality above", "QUAL < 75", {"QUAL": "110"}, LEFT),
    ("quality last", "75 > QUAL", {"QUAL": "61"}, HIT),
    ("not a number is not above", "INFO:SBF > 0.01", {"INFO__SBF": "nan"}, LEFT),
    ("not a number is not below", "INFO:SBF < 0.01", {"INFO__SBF": "nan"}, LEFT),
    ("not a number differs", "INFO:SBF != 0.01", {"INFO__SBF": "nan"}, HIT),
    ("text has no size", "VEP:gnomAD_AF > 0.005", {"VEP__gnomAD_AF": "0.1&0.2"}, UNKNOWN),
)
def test_numbers_on_both_sides_of_the_limit(tmp_path, expression, raw, expected):
    assert verdict(tmp_path, expression, **raw) is expected


@situations(
    ("32 bits put 0.01 below 0.01", "FORMAT:AF:0 < 0.01", {"FORMAT__AF": "0.01"}, HIT),
    ("32 bits put 0.05 above 0.05", "INFO:AF:0 > 0.05", {"INFO__AF": "0.05"}, HIT),
    ("a half is exact in 32 bits", "FORMAT:AF:0 < 0.5", {"FORMAT__AF": "0.5"}, LEFT),
    ("annotation is text and exact", "VEP:MAX_AF > 0.05", {"VEP__MAX_AF": "0.05"}, LEFT),
    ("annotation just above", "VEP:MAX_AF > 0.05", {"VEP__MAX_AF": "0.0501"}, HIT),
    ("large whole numbers stay exact", "INFO:END = 16777217", {"INFO__END": "16777217"}, HIT),
)
def test_decimals_have_the_precision_of_htslib(tmp_path, expression, raw, expected):
    assert verdict(tmp_path, expression, **raw) is expected


@situations(
    ("the gene", "VEP:SYMBOL = TERT", {"VEP__SYMBOL": "TERT"}, HIT),
    ("another gene", "VEP:SYMBOL = TERT", {"VEP__SYMBOL": "MET"}, LEFT),
    ("a part of the name is not the gene", "VEP:SYMBOL = HLA-A", {"VEP__SYMBOL": "HLA-AB"}, LEFT),
    ("another gene", "VEP:SYMBOL != TERT", {"VEP__SYMBOL": "MET"}, HIT),
    ("the gene", "VEP:SYMBOL != TERT", {"VEP__SYMBOL": "TERT"}, LEFT),
    ("value first", "PLCH2 = VEP:SYMBOL", {"VEP__SYMBOL": "PLCH2"}, HIT),
    ("before in the alphabet", "VEP:SYMBOL < M", {"VEP__SYMBOL": "KMT2C"}, HIT),
    ("value first turns the operator", "M < VEP:SYMBOL", {"VEP__SYMBOL": "KMT2C"}, LEFT),
    ("the first caller", "INFO:CALLERS:0 = gatk_mutect2", {"INFO__CALLERS": "gatk_mutect2"}, HIT),
    ("the second caller", "INFO:CALLERS:0 = gatk_mutect2", {"INFO__CALLERS": "vardict,gatk_mutect2"}, LEFT),
    ("a value of two words", "VEP:BIOTYPE = protein coding", {"VEP__BIOTYPE": "protein coding"}, HIT),
)
def test_words(tmp_path, expression, raw, expected):
    assert verdict(tmp_path, expression, **raw) is expected


@situations(
    ("the first element", "FORMAT:AD:0 < 10", {"FORMAT__AD": "9,56"}, HIT),
    ("the second element", "FORMAT:AD:1 < 10", {"FORMAT__AD": "9,56"}, LEFT),
    ("the list has no third element", "FORMAT:AD:2 < 10", {"FORMAT__AD": "9,56"}, UNKNOWN),
    ("the element is a dot", "FORMAT:AD:1 < 10", {"FORMAT__AD": "9,."}, UNKNOWN),
    ("no element is chosen of a list", "INFO:Artifact > 3", {"INFO__Artifact": "4,0,100"}, UNKNOWN),
    ("one value needs no index", "INFO:Artifact > 3", {"INFO__Artifact": "4"}, HIT),
    ("first allele of a genotype", "FORMAT:GT:0 = 0", {"FORMAT__GT": "0/1"}, HIT),
    ("second allele of a phased genotype", "FORMAT:GT:1 = 0", {"FORMAT__GT": "0|1"}, LEFT),
    ("allele not called", "FORMAT:GT:0 = 0", {"FORMAT__GT": "./."}, UNKNOWN),
)
def test_an_index_counts_from_zero(tmp_path, expression, raw, expected):
    assert verdict(tmp_path, expression, **raw) is expected


@situations(
    ("missing is left", "VEP:MAX_AF > 0.02", {}, LEFT),
    ("missing is left by != too", "VEP:SYMBOL != TERT", {}, LEFT),
    ("missing with an index is left", "INFO:Artifact:0 > 3", {}, LEFT),
    ("missing quality is left", "QUAL < 75", {}, LEFT),
    ("NA_TRUE hits the missing", "FORMAT:NA_TRUE:SB_mutect2:1 > 400", {}, HIT),
    ("NA_TRUE and above", "FORMAT:NA_TRUE:SB_mutect2:1 > 400", {"FORMAT__SB_mutect2": "1,401"}, HIT),
    ("NA_TRUE and below", "FORMAT:NA_TRUE:SB_mutect2:1 > 400", {"FORMAT__SB_mutect2": "1,399"}, LEFT),
    ("NA_TRUE hits the absent element", "FORMAT:NA_TRUE:SB_mutect2:1 > 400", {"FORMAT__SB_mutect2": "1"}, HIT),
    ("NA_TRUE hits the dot", "FORMAT:NA_TRUE:AD:1 > 400", {"FORMAT__AD": "1,."}, HIT),
    ("NA_FALSE leaves the missing", "FORMAT:NA_FALSE:SB_mutect2:1 > 400", {}, LEFT),
    ("NA_FALSE leaves the dot", "FORMAT:NA_FALSE:AD:1 > 400", {"FORMAT__AD": "1,."}, LEFT),
    ("NA_ERROR is unknown", "FORMAT:NA_ERROR:SB_mutect2:1 > 400", {}, UNKNOWN),
    ("NA_ERROR and above", "FORMAT:NA_ERROR:SB_mutect2:1 > 400", {"FORMAT__SB_mutect2": "1,401"}, HIT),
    ("NA_TRUE of a word", "VEP:NA_TRUE:SYMBOL = TERT", {}, HIT),
    ("NA_ERROR of a word", "VEP:NA_ERROR:SYMBOL = TERT", {}, UNKNOWN),
    ("NA_TRUE of the quality", "QUAL:NA_TRUE: < 75", {}, HIT),
    ("a list of words is missing", "INFO:CALLERS:0 = vardict", {}, UNKNOWN),
    ("… and NA_FALSE answers", "INFO:NA_FALSE:CALLERS:0 = vardict", {}, LEFT),
    ("the dash means missing", "VEP:CLIN_SIG = -", {}, HIT),
    ("the dash means missing, not this", "VEP:CLIN_SIG = -", {"VEP__CLIN_SIG": "benign"}, LEFT),
    ("not missing", "VEP:CLIN_SIG != -", {"VEP__CLIN_SIG": "benign"}, HIT),
    ("missing", "VEP:CLIN_SIG != -", {}, LEFT),
    ("each comparison has its own NA word", "INFO:NA_TRUE:A > 1 and INFO:B > 1", {}, LEFT),
)
def test_missing_fields(tmp_path, expression, raw, expected):
    assert verdict(tmp_path, expression, **raw) is expected


SPLICE = "intron_variant&splice_region_variant"


@situations(
    ("at the start", "exist[intron_variant, VEP:Consequence]", {"VEP__Consequence": SPLICE}, HIT),
    ("in the middle", "exist[splice, VEP:Consequence]", {"VEP__Consequence": SPLICE}, HIT),
    ("not there", "exist[splice, VEP:Consequence]", {"VEP__Consequence": "intron_variant"}, LEFT),
    ("not there", "!exist[splice, VEP:Consequence]", {"VEP__Consequence": "intron_variant"}, HIT),
    ("there", "!exist[splice, VEP:Consequence]", {"VEP__Consequence": SPLICE}, LEFT),
    ("brackets", "exist[COSV[0-9]+, VEP:Existing_variation]", {"VEP__Existing_variation": "rs1&COSV5"}, HIT),
    ("brackets", "exist[COSV[0-9]+, VEP:Existing_variation]", {"VEP__Existing_variation": "rs1&COSVX"}, LEFT),
    ("comma in the regex", "exist[^A{2,3}$, INFO:REPEAT]", {"INFO__REPEAT": "AAA"}, HIT),
    ("comma in the regex", "exist[^A{2,3}$, INFO:REPEAT]", {"INFO__REPEAT": "A"}, LEFT),
    ("capitals count", "exist[snv, VEP:VARIANT_CLASS]", {"VEP__VARIANT_CLASS": "SNV"}, LEFT),
    ("missing is empty text", "exist[1-hotspot, INFO:Hotspot]", {}, LEFT),
    ("missing is empty text", "!exist[1-hotspot, INFO:Hotspot]", {}, HIT),
    ("empty text has an end", "exist[^$, INFO:Hotspot]", {}, HIT),
    ("the whole list is searched", "exist[vardict,varscan, INFO:CALLERS]", {"INFO__CALLERS": "vardict,varscan"}, HIT),
    ("one element is searched", "exist[varscan, INFO:CALLERS:0]", {"INFO__CALLERS": "vardict,varscan"}, LEFT),
    ("the list has no such element", "!exist[varscan, INFO:CALLERS:1]", {"INFO__CALLERS": "vardict"}, UNKNOWN),
    ("a list that is missing", "!exist[varscan, INFO:CALLERS:0]", {}, UNKNOWN),
)
def test_exist_searches_text(tmp_path, expression, raw, expected):
    assert verdict(tmp_path, expression, **raw) is expected


ONE, TWO = {"QUAL": "1"}, {"QUAL": "2"}


@situations(
    ("both", "QUAL > 0 and QUAL < 2", ONE, HIT),
    ("one of two is not both", "QUAL > 0 and QUAL < 2", TWO, LEFT),
    ("either", "QUAL = 1 or QUAL = 2", TWO, HIT),
    ("neither", "QUAL = 3 or QUAL = 4", TWO, LEFT),
    ("read from the right: false and (…)", "QUAL = 2 and QUAL = 2 or QUAL = 1", ONE, LEFT),
    ("parentheses: (…) or true", "(QUAL = 2 and QUAL = 2) or QUAL = 1", ONE, HIT),
    ("read from the right: true or (…)", "QUAL = 1 or QUAL = 1 and QUAL = 2", ONE, HIT),
    ("parentheses: (…) and false", "(QUAL = 1 or QUAL = 1) and QUAL = 2", ONE, LEFT),
    ("a group in the middle", "QUAL = 1 and (QUAL = 2 or QUAL = 1) and QUAL < 2", ONE, HIT),
    ("groups in groups", "((QUAL = 1 and QUAL = 1) or (QUAL = 2))", TWO, HIT),
    ("over several lines", "(QUAL = 1 or\n QUAL = 2)", TWO, HIT),
    ("known false decides and", "FORMAT:AD:1 < 10 and VEP:SYMBOL = TERT", {"FORMAT__AD": "3"}, LEFT),
    ("known true decides or", "FORMAT:AD:1 < 10 or VEP:CLIN_SIG = -", {"FORMAT__AD": "3"}, HIT),
    ("unknown and true", "FORMAT:AD:1 < 10 and VEP:CLIN_SIG = -", {"FORMAT__AD": "3"}, UNKNOWN),
    ("unknown or false", "FORMAT:AD:1 < 10 or VEP:SYMBOL = TERT", {"FORMAT__AD": "3"}, UNKNOWN),
)
def test_and_or_have_one_rank_and_three_values(tmp_path, expression, raw, expected):
    assert verdict(tmp_path, expression, **raw) is expected


# Fields of the six variants in hydra's own test file, and which of them its tests expect each rule to hit.
VARIANTS = pl.DataFrame(
    {
        "VEP:SYMBOL": ["SAMD11"] * 3 + ["PLCH2"] * 3,
        "VEP:Feature": ["NM_152486.4"] * 3 + ["XM_017002870.1"] * 3,
        "VEP:Existing_variation": [None, None, "rs121913343&CM010471&COSV52662066&COSV52670856", None, None, None],
        "VEP:AF": [None, None, "0.6", None, None, None],
        "VEP:CLIN_SIG": [None] * 6,
        "FORMAT:AD": ["1108,595", "936,910", "1301,127", "278,9", "314,5", "657,59"],
        "FORMAT:SB_mutect2": ["594,514,358,237", "420,516,392,518", "537,764,48,79", None, None, "563,94,45,14"],
        "QUAL": [None, None, None, "110", "61", None],
    },
    schema_overrides={"VEP:CLIN_SIG": pl.String},
)


@pytest.mark.parametrize(
    ("expression", "hits"),
    [
        ("VEP:SYMBOL = SAMD11", [0, 1, 2]),
        ("FORMAT:AD:1 < 50", [3, 4]),
        ("FORMAT:AD:1 > 200", [0, 1]),
        ("FORMAT:AD:1 > 10 and PLCH2 = VEP:SYMBOL", [5]),
        ("(VEP:AF < 0.07 and VEP:CLIN_SIG = -)", []),
        ("exist[XM_[0-9]+, VEP:Feature]", [3, 4, 5]),
        ("!exist[XM_[0-9]+, VEP:Feature]", [0, 1, 2]),
        ("exist[COSV[0-9]+, VEP:Existing_variation]", [2]),
        ("FORMAT:NA_TRUE:SB_mutect2:1 > 400", [0, 1, 2, 3, 4]),
        ("FORMAT:NA_FALSE:SB_mutect2:1 > 400", [0, 1, 2]),
        ("QUAL < 75", [4]),
    ],
)
def test_hydras_own_expectations(tmp_path, expression, hits):
    answers = VARIANTS.select(rule(tmp_path, expression).drop()).to_series().to_list()
    assert answers == [row in hits for row in range(6)]


@pytest.mark.parametrize(
    ("expression", "column", "problem"),
    [
        ("", 1, "expected a comparison"),
        ("   ", 4, "expected a comparison"),
        ("()", 2, "expected a comparison"),
        ("(QUAL < 1", 10, "found the end"),
        ("QUAL < 1) or QUAL > 2", 9, "found `)`"),
        ("and QUAL < 1", 1, "expected a field on one side"),
        ("QUAL < 1 and ", 14, "expected a comparison"),
        ("(QUAL < 1) and", 12, "found `and`"),
        ("VEP:SYMBOL = MET or", 1, "expected a value without and, or and not"),
        ("MET AND TERT = VEP:SYMBOL", 1, "expected a value without and, or and not"),
        ("QUAL < 1 and and QUAL < 2", 14, "expected a field on one side"),
        ("(QUAL < 1) (QUAL < 2)", 12, "found `(`"),
        ("(QUAL < 1)and (QUAL < 2)", 11, "found `and`"),
        ("QUAL < 1 AND QUAL < 2", 1, "expected FIELD operator VALUE"),
        ("exist[a, VEP:X] AND exist[b, VEP:X]", 1, "expected exist[regex, FIELD]"),
        ("FORMAT:DP<100", 1, "expected FIELD operator VALUE"),
        ("FORMAT:DP < 100 < 200", 1, "expected FIELD operator VALUE"),
        ("FORMAT:DP <= 100", 11, "expected <, >, = or !="),
        ("FORMAT:DP == 100", 11, "expected <, >, = or !="),
        ("100 < 200", 1, "expected a field on one side"),
        ("INFO:A > INFO:B", 1, "expected a field on one side"),
        ("CSQ:A > 1", 1, "expected a field on one side"),
        ("INFO:gnomAD-AF > 1", 1, "found `INFO:gnomAD-AF`"),
        ("1 < INFO:gnomAD-AF", 5, "found `INFO:gnomAD-AF`"),
        ("INFO:AD:x > 1", 1, "found `INFO:AD:x`"),
        ("INFO:AD:1:2 > 1", 1, "found `INFO:AD:1:2`"),
        ("INFO:na_true:AD > 1", 1, "found `INFO:na_true:AD`"),
        ("INFO:NA_TRUE > 1", 1, "found `INFO:NA_TRUE`"),
        ("VEP:Consequence:0 = intron_variant", 1, "expected no index"),
        ("INFO:QUAL < 20", 1, "expected the QUAL column alone"),
        ("VEP:X = EQUAL", 1, "expected the QUAL column alone"),
        ("QUAL < high", 1, "expected a number beside QUAL"),
        ("QUAL:NA_TRUE < 1", 1, "found `QUAL:NA_TRUE`"),
        ("INFO:AF < nan", 1, "expected a finite number"),
        ("FORMAT:GT = 0/1", 1, "expected an index after FORMAT:GT"),
        ("exist[0/1, FORMAT:GT]", 1, "expected a field of text"),
        ("exist[1, QUAL]", 1, "expected a field of text"),
        ("exist[splice]", 1, "expected exist[regex, FIELD]"),
        ("exist[, VEP:Consequence]", 1, "expected exist[regex, FIELD]"),
        ("exist[splice, VEP:Consequence", 1, "expected exist[regex, FIELD]"),
        ("exist[splice, Consequence]", 14, "found `Consequence`"),
        ("not exist[splice, VEP:Consequence]", 1, "expected exist[regex, FIELD]"),
        ("! exist[splice, VEP:Consequence]", 1, "expected exist[regex, FIELD]"),
        ("exist[(a|b), VEP:Consequence]", 1, "expected exist[regex, FIELD]"),
        ("exist[a, INFO:NA_TRUE:X]", 1, "expected no NA_TRUE"),
        ("QUAL < 1 and exist[[a, VEP:X]", 20, "expected a regular expression"),
        ("exist[a[[b], VEP:X]", 7, "expected a regular expression"),
        ("exist[[a&&b], VEP:X]", 7, "expected a regular expression"),
        ("exist[a++, VEP:X]", 7, "expected a regular expression"),
        (r"exist[a\Z, VEP:X]", 7, "expected a regular expression"),
        ("exist[*, VEP:X]", 7, "expected a regular expression"),
    ],
)
def test_an_expression_that_hydra_refuses_or_misreads_names_rule_and_column(tmp_path, expression, column, problem):
    with pytest.raises(PresetError) as caught:
        rule(tmp_path, expression)
    message = str(caught.value)
    assert message.startswith(f"filter.yaml: rule `it`: column {column}: ")
    assert problem in message


def test_hostile_expressions_end_soon():
    nested = "(" * 49 + "QUAL < 1" + ")" * 49
    hydra_grammar.parse(nested)
    with pytest.raises(GrammarError, match="nested groups"):
        hydra_grammar.parse(f"({nested})")
    with pytest.raises(GrammarError, match="nested groups"):
        hydra_grammar.parse(" and ".join(["QUAL < 1 or QUAL < 2"] * 60))
    with pytest.raises(GrammarError, match="at most 10000 characters"):
        hydra_grammar.parse("QUAL < 1 or " * 834)


def test_the_longest_chain_still_runs(tmp_path):
    assert verdict(tmp_path, " or ".join(["QUAL < 1"] * 700), QUAL="2") is LEFT
    assert verdict(tmp_path, "(" * 49 + " or ".join(["QUAL < 3"] * 700) + ")" * 49, QUAL="2") is HIT


PIECES = [
    "(",
    ")",
    " and ",
    " or ",
    "exist[",
    "!",
    "]",
    ",",
    ":0",
    "VEP:A",
    "INFO:NA_TRUE:B",
    "QUAL",
    " < ",
    " = ",
    "1",
]


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=30).map("".join))
def test_any_text_is_read_or_refused(text):
    with contextlib.suppress(GrammarError):
        assert list(leaves(hydra_grammar.parse(text)))


FILE = """\
filters:
  intron:
    description: "Tag introns without splice sites"
    expression: "exist[intron_variant, VEP:Consequence] and !exist[splice, VEP:Consequence]"
    soft_filter_flag: "Intron"
    soft_filter: "True"
  depth:
    expression: "(FORMAT:AD:1 < 20 or FORMAT:AD:0 < 20 or QUAL < 5)"
    soft_filter: "False"
  germline:
    expression:
      VEP:MAX_AF > 0.02 or
      INFO:AF:0 > 0.3
    soft_filter_flag: PopAF
"""


def test_a_file_gives_its_rules_in_order(tmp_path):
    intron, depth, germline = load(tmp_path, FILE)
    assert (intron.name, intron.soft, intron.flag) == ("intron", True, "Intron")
    assert intron.description == "Tag introns without splice sites"
    assert (depth.name, depth.soft, depth.flag, depth.description) == ("depth", False, None, "")
    assert (germline.name, germline.soft, germline.flag) == ("germline", True, "PopAF")
    assert germline.expression == "VEP:MAX_AF > 0.02 or INFO:AF:0 > 0.3"


def test_a_rule_lists_each_raw_column_once(tmp_path):
    intron, depth, germline = load(tmp_path, FILE)
    assert intron.fields == (RawField("VEP", "Consequence"),)
    assert [field.column for field in depth.fields] == ["FORMAT:AD", "QUAL"]
    assert [field.column for field in germline.fields] == ["VEP:MAX_AF", "INFO:AF"]


@pytest.mark.parametrize(
    ("written", "soft"),
    [('"False"', False), ('"True"', True), ("True", True), ('"true"', True)],
    ids=["False in quotes drops", "True in quotes tags", "True without quotes tags", "small letters tag"],
)
def test_soft_or_hard(tmp_path, written, soft):
    text = f"filters:\n  it:\n    expression: QUAL < 1\n    soft_filter_flag: It\n    soft_filter: {written}\n"
    (only,) = load(tmp_path, text)
    assert only.soft is soft


BODY = "expression: QUAL < 1, soft_filter_flag: It"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "expected `filters:`"),
        ("- a\n- b\n", "expected `filters:`"),
        ("rules: {}\n", "expected `filters:`"),
        ("filters: [a]\n", "expected `filters:`"),
        ("filters:\n  it: QUAL < 1\n", "rule `it`: expected the keys"),
        ("filters:\n  1: {expression: QUAL < 1}\n", "rule 1: expected a name that is text"),
        ("filters:\n  no: {expression: QUAL < 1}\n", "rule False: expected a name that is text"),
        ("filters:\n  it: {soft_filter: 'False'}\n", "rule `it`: `expression` is missing"),
        ("filters:\n  it: {expression: 5}\n", "rule `it`: expected text for `expression`"),
        ("filters:\n  it: {expression: QUAL < 1}\n", "rule `it`: a soft filter needs `soft_filter_flag`"),
        (f"filters:\n  it: {{{BODY}, soft_filter: False}}\n", 'rule `it`: expected soft_filter: "True"'),
        (f"filters:\n  it: {{{BODY}, soft_filter: 'false'}}\n", 'rule `it`: expected soft_filter: "True"'),
        (f"filters:\n  it: {{{BODY}, description: 5}}\n", "rule `it`: expected text for `description`"),
        (f"filters:\n  it: {{{BODY}, soft_fliter: 'False'}}\n", "rule `it`: unknown key `soft_fliter`"),
        ("filters:\n  it: {expression: QUAL < 1, soft_filter_flag: AD>200}\n", "`AD>200` is no FILTER id"),
        ("filters:\n  it: {expression: QUAL < 1, soft_filter_flag: low depth}\n", "`low depth` is no FILTER id"),
        (f"filters:\n  it: {{{BODY}}}\n  it: {{{BODY}}}\n", "line 3, column 3: `it` is written twice"),
        ("filters: {\n", "is not readable YAML: line"),
        ("filters: 2024-99-99\n", "is not readable YAML"),
        ("filters: !!python/object/apply:os.getcwd []\n", "is not readable YAML"),
        pytest.param("[" * 5000, "is not readable YAML", id="brackets without end"),
        pytest.param("#" * 1_000_001, "is larger than 1 MB", id="more than a megabyte"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(tmp_path, text, problem):
    with pytest.raises(PresetError) as caught:
        load(tmp_path, text)
    assert str(caught.value).startswith("filter.yaml")
    assert problem in str(caught.value)


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(PresetError, match=r"nowhere\.yaml: No such file"):
        hydra.load(tmp_path / "nowhere.yaml")


def test_bytes_that_are_no_text(tmp_path):
    path = tmp_path / "filter.yaml"
    path.write_bytes(b"filters: \xff\xfe\x00")
    with pytest.raises(PresetError, match="is not readable YAML"):
        hydra.load(path)


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="the public GMS configuration files are not beside this checkout")
def test_every_published_gms_filter_file_is_read():
    files = sorted(SHARED.glob("config_*filter*.yaml"))
    rules = {path.name: hydra.load(path) for path in files}
    assert {name: len(found) for name, found in rules.items()} == {
        "config_hard_filter_somatic.yaml": 3,
        "config_hard_filter_umi_vep105.yaml": 22,
        "config_hard_filter_uppsala_vep105.yaml": 8,
        "config_soft_filter_pindel.yaml": 3,
        "config_soft_filter_somatic.yaml": 6,
    }
    for found in rules.values():
        columns = {field.column: [None] for one in found for field in one.fields}
        table = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))
        assert table.select(**{one.name: one.drop() for one in found}).dtypes == [pl.Boolean] * len(found)
