"""Every step has three answers: both sides of its limit, and not known."""

import polars as pl
import pytest

from gmstool.columns import Kind, contract
from gmstool.errors import ExpressionError
from gmstool.filters import steps
from gmstool.filters.judge import FIRST, PASSES, judged
from gmstool.filters.options import Options
from gmstool.filters.rescue import rescued
from gmstool.filters.where import parsed, where
from gmstool.genome import Region
from gmstool.vcf.pretest import GeneKeys

KINDS = {Kind.TEXT: pl.String, Kind.INT: pl.Int64, Kind.FLOAT: pl.Float64, Kind.BOOL: pl.Boolean}
BRCA1 = GeneKeys(frozenset({"BRCA1"}), frozenset({"1100"}), frozenset({"ENSG00000012048", "672"}))
YES, NO, UNKNOWN = True, False, None


def verdict(step, **row):
    """The step's answer for a row of contract columns."""
    frame = pl.DataFrame({name: pl.Series([value], dtype=KINDS[contract()[name].kind]) for name, value in row.items()})
    return frame.select(keep=step.keep)["keep"][0]


def only(found):
    (step,) = found
    return step


SITUATIONS = [
    ("qual just below", steps.quality, Options(min_qual=30), {"qual": 29.9}, NO),
    ("qual exactly at the limit", steps.quality, Options(min_qual=30), {"qual": 30.0}, YES),
    ("qual missing", steps.quality, Options(min_qual=30), {"qual": None}, UNKNOWN),
    ("depth one read short", steps.quality, Options(min_dp=10), {"dp": 9}, NO),
    ("depth at the limit", steps.quality, Options(min_dp=10), {"dp": 10}, YES),
    ("no depth", steps.quality, Options(min_dp=10), {"dp": None}, UNKNOWN),
    ("genotype quality at the limit", steps.quality, Options(min_gq=20), {"gq": 20}, YES),
    ("genotype quality below", steps.quality, Options(min_gq=20), {"gq": 19}, NO),
    ("allele fraction at the limit", steps.quality, Options(min_vaf=0.05), {"vaf": 0.05}, YES),
    ("allele fraction below", steps.quality, Options(min_vaf=0.05), {"vaf": 0.0499}, NO),
    ("FILTER is PASS", steps.quality, Options(pass_only=True), {"filter": "PASS"}, YES),
    ("FILTER names a filter", steps.quality, Options(pass_only=True), {"filter": "LowQual"}, NO),
    ("no filter was applied", steps.quality, Options(pass_only=True), {"filter": None}, UNKNOWN),
    ("ClinVar says it", steps.clinical, Options(clinvar=("pathogenic",)), {"clinvar_significance": "pathogenic"}, YES),
    ("ClinVar says another", steps.clinical, Options(clinvar=("pathogenic",)), {"clinvar_significance": "benign"}, NO),
    ("not in ClinVar", steps.clinical, Options(clinvar=("pathogenic",)), {"clinvar_significance": None}, UNKNOWN),
    ("revel above", where, Options(where="revel > 0.7"), {"revel": 0.71}, YES),
    ("revel at the limit", where, Options(where="revel > 0.7"), {"revel": 0.7}, NO),
    ("no revel", where, Options(where="revel > 0.7"), {"revel": None}, UNKNOWN),
    ("unknown and false", where, Options(where="revel > 0.7 AND cadd > 20"), {"revel": None, "cadd": 1.0}, NO),
    ("unknown or true", where, Options(where="revel > 0.7 OR cadd > 20"), {"revel": None, "cadd": 30.0}, YES),
]  # fmt: skip


@pytest.mark.parametrize(("make", "options", "row", "expected"), [pytest.param(*s[1:], id=s[0]) for s in SITUATIONS])
def test_a_step_answers(make, options, row, expected):
    assert verdict(only(make(options)), **row) is expected


FREQUENCIES = [
    ("just above the limit", 0.0101, "observed", NO),
    ("exactly at the limit", 0.01, "observed", YES),
    ("looked up and absent", None, "absent", YES),
    ("never looked up", None, "not_looked_up", UNKNOWN),
]


@pytest.mark.parametrize(("af", "status", "expected"), [pytest.param(*s[1:], id=s[0]) for s in FREQUENCIES])
def test_absent_from_a_source_is_an_answer_and_never_looked_up_is_not(af, status, expected):
    step = only(steps.frequency(Options(max_af=0.01), "gnomAD"))

    assert verdict(step, af=af, af_status=status) is expected


GENES = [
    ("symbol and id agree", "BRCA1", 1100, None, "in_gene", YES),
    ("symbol alone, no id in the file", "BRCA1", None, None, "in_gene", YES),
    ("id alone, an older symbol", "RNF53", 1100, None, "in_gene", YES),
    ("Ensembl id with a version", "XYZ", None, "ENSG00000012048.23", "in_gene", YES),
    ("another gene", "BRCA2", 1101, "ENSG00000139618", "in_gene", NO),
    ("between genes", None, None, None, "intergenic", NO),
    ("no annotation at all", None, None, None, "unannotated", UNKNOWN),
]


@pytest.mark.parametrize(
    ("gene", "hgnc_id", "gene_id", "status", "expected"), [pytest.param(*s[1:], id=s[0]) for s in GENES]
)
def test_a_panel_gene_is_known_by_any_of_its_names(gene, hgnc_id, gene_id, status, expected):
    step = only(steps.panel(BRCA1, "test", Options()))

    assert verdict(step, gene=gene, hgnc_id=hgnc_id, gene_id=gene_id, gene_status=status) is expected


OVERLAPS = [
    ("ends one base before", 90, 99, NO),
    ("ends on the first base", 90, 100, YES),
    ("starts on the last base", 200, 210, YES),
    ("starts one base after", 201, 210, NO),
    ("spans the region", 50, 300, YES),
]


@pytest.mark.parametrize(("pos", "end", "expected"), [pytest.param(*s[1:], id=s[0]) for s in OVERLAPS])
def test_a_variant_overlaps_a_region(pos, end, expected):
    step = only(steps.regions([Region("chr1", 100, 200)], Options()))

    assert verdict(step, chrom="chr1", pos=pos, end=end) is expected


def test_a_limit_keeps_the_unknown_and_an_inclusion_drops_it():
    table = pl.DataFrame({"qual": [None, 50.0], "revel": [0.9, None]}, schema={"qual": pl.Float64, "revel": pl.Float64})
    found = judged(table, [*steps.quality(Options(min_qual=30)), *where(Options(where="revel > 0.7"))])

    assert found[FIRST].to_list() == [PASSES, 1]
    assert found["unknown"].to_list() == ["qual", None]
    assert found["_unknown_drop"].to_list() == [False, True]


def test_unknown_policies_can_be_turned_round():
    table = pl.DataFrame({"qual": [None]}, schema={"qual": pl.Float64})
    options = Options(min_qual=30, unknown={"quality": "drop"})

    assert judged(table, steps.quality(options))[FIRST].to_list() == [0]


RESCUES = [
    ("dropped by frequency inside the panel", "BRCA1", 0.5, "pathogenic", "clinvar:pathogenic|frequency"),
    ("dropped by frequency outside the panel", "TTN", 0.5, "pathogenic", None),
    ("likely pathogenic counts", "BRCA1", 0.5, "likely_pathogenic", "clinvar:likely_pathogenic|frequency"),
    ("benign is not rescued", "BRCA1", 0.5, "benign", None),
    ("a conflict is not rescued", "BRCA1", 0.5, "pathogenic&benign", None),
    ("not dropped, not rescued", "BRCA1", 0.001, "pathogenic", None),
]


@pytest.mark.parametrize(("gene", "af", "clinvar", "expected"), [pytest.param(*s[1:], id=s[0]) for s in RESCUES])
def test_the_safety_net_acts_inside_the_panel(gene, af, clinvar, expected):
    columns = {"chrom": ["1"], "pos": [1], "ref": ["A"], "alt": ["C"], "gene": [gene], "gene_status": ["in_gene"]}
    more = {"af": [af], "af_status": ["observed"], "clinvar_significance": [clinvar]}
    ids = {"hgnc_id": pl.Series([None], dtype=pl.Int64), "gene_id": pl.Series([None], dtype=pl.String)}
    options = Options(max_af=0.01)
    chain = [*steps.panel(BRCA1, "test", options), *steps.frequency(options, "gnomAD")]

    table = rescued(judged(pl.DataFrame({**columns, **more, **ids}), chain), chain, options, None)

    assert table["_rescue"].to_list() == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "revell > 0.7",
        "af >= max(af)",
        "sum(cadd) > 1",
        "row_number() over (order by pos) > 1",
        'gene = "BRCA1"',
        "revel +",
        "revel + 1",
        "",
        "transcripts = 1",
        "1 = 1",
    ],
)
def test_a_condition_that_cannot_be_answered_is_refused_with_a_hint(text):
    with pytest.raises(ExpressionError) as caught:
        parsed(text)

    assert caught.value.hint
