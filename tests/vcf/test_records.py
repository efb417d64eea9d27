"""From record lines to typed rows: which value belongs to which ALT, gene and sample, and what is not known."""

import pytest

from gmstool.columns import contract
from gmstool.vcf.header import parse_header
from gmstool.vcf.records import RecordReader, Wanted
from gmstool.vcf.table import chosen_af, to_frame, with_needed

CSQ = '##INFO=<ID=CSQ,Number=.,Type=String,Description="Format: {}">'
BASIC = "Allele|Consequence|IMPACT|SYMBOL|Gene|HGNC_ID|Feature"


def info(key, number="1", kind="String"):
    return f'##INFO=<ID={key},Number={number},Type={kind},Description="x">'


def table(columns, declared, *lines, samples=(), sample=None):
    names = ["#CHROM", "POS", "ID", "REF", "ALT", "QUAL", "FILTER", "INFO", *(["FORMAT", *samples] if samples else [])]
    form = [f'##FORMAT=<ID={key},Number=.,Type=String,Description="x">' for key in ("GT", "DP", "AD", "GQ", "AF", "PS")]
    text = "\n".join(["##fileformat=VCFv4.2", *form, *declared, "\t".join(names)]) + "\n"
    header = parse_header(text.encode(), "it")
    wanted = Wanted(with_needed(frozenset(columns)), sample=sample)
    rows = RecordReader(header, wanted).read([f"{line}\n".encode() for line in lines], range(5, 5 + len(lines)))
    return to_frame(rows, header, chosen_af(header))


def record(info_text=".", alt="C", ref="A", chrom="1", pos="100"):
    return f"{chrom}\t{pos}\t.\t{ref}\t{alt}\t30\tPASS\t{info_text}"


@pytest.mark.parametrize(
    ("situation", "number", "text", "expected"),
    [
        ("one value an ALT", "A", "0.1,0.2", [0.1, 0.2]),
        ("one of them missing", "A", ".,0.2", [None, 0.2]),
        ("too few values: none is used", "A", "0.1", [None, None]),
        ("too many values: none is used", "A", "0.1,0.2,0.3", [None, None]),
        ("REF first", "R", "0.7,0.1,0.2", [0.1, 0.2]),
        ("REF missing: none is used", "R", "0.1,0.2", [None, None]),
        ("one value for the record", "1", "0.1", [0.1, 0.1]),
        ("any number, as many as ALTs", ".", "0.1,0.2", [0.1, 0.2]),
        ("no value", "A", ".", [None, None]),
        ("scientific notation", "A", "1e-05,2E-3", [1e-05, 0.002]),
        ("no numbers", "A", "NaN,inf", [None, None]),
    ],
    ids=lambda value: value if isinstance(value, str) and " " in value else "",
)
def test_info_values_are_split_by_allele(situation, number, text, expected):
    got = table(["swegen_af"], [info("SWEGENAF", number, "Float")], record(f"SWEGENAF={text}", alt="C,T"))
    assert got["swegen_af"].to_list() == expected, situation


def test_alleles_without_a_row_keep_the_places_of_the_others():
    got = table(["alt", "swegen_af"], [info("SWEGENAF", "A", "Float")], record("SWEGENAF=0.1,0.2,0.3", alt="*,C,<*>"))
    assert got.select("alt", "swegen_af").rows() == [("C", 0.2)]


@pytest.mark.parametrize(
    ("situation", "column", "key", "text", "expected"),
    [
        ("percent signs", "clinvar_review", "CLNREVSTAT", "a%2Cb%3Bc", "a,b;c"),
        ("the largest of joined numbers", "revel", "REVEL", "0.1&0.9&.", 0.9),
        ("all of them missing", "revel", "REVEL", ".&.", None),
        ("empty", "revel", "REVEL", "", None),
        ("a dot", "revel", "REVEL", ".", None),
        ("a word for a number", "revel", "REVEL", "high", None),
        ("an HGNC id with its prefix", "hgnc_id", "HGNC_ID", "HGNC:1100", 1100),
        ("an HGNC id without", "hgnc_id", "HGNC_ID", "1100", 1100),
        ("the first residue of a range", "protein_position", "Protein_position", "12-15/300", 12),
        ("an exon stays text", "exon", "EXON", "2/20", "2/20"),
        ("significance in lower case, each term once", "clinvar_significance", "CLIN_SIG",
         "Pathogenic/pathogenic&Benign", "pathogenic&benign"),
        ("a word of yes", "canonical", "CANONICAL", "YES", True),
        ("no word is not known", "canonical", "CANONICAL", "", None),
    ],
    ids=lambda value: value if isinstance(value, str) and " " in value else "",
)  # fmt: skip
def test_annotation_values_as_pipelines_write_them(situation, column, key, text, expected):
    field = next((one for one in contract()[column].keys("CSQ") if one == key), "")
    declared = [CSQ.format(f"Allele|{key}")] if field else [info(key)]
    line = record(f"CSQ=C|{text}" if field else f"{key}={text}")
    assert table([column], declared, line)[column].to_list() == [expected], situation


@pytest.mark.parametrize(
    ("situation", "declared", "text", "expected"),
    [
        ("the preferred key", ["CLINVAR_CLNSIG", "CLNSIG"], "CLINVAR_CLNSIG=benign;CLNSIG=pathogenic", "benign"),
        ("the preferred key is missing", ["CLINVAR_CLNSIG", "CLNSIG"], "CLNSIG=pathogenic", "pathogenic"),
        ("the preferred key is a dot", ["CLINVAR_CLNSIG", "CLNSIG"], "CLINVAR_CLNSIG=.;CLNSIG=other", "other"),
        ("a key the header does not declare", ["DP"], "CLNSIG=pathogenic", None),
        ("ClinVar's own INFO before VEP's word for the place", ["CLNSIG"], "CLNSIG=pathogenic;CSQ=C|benign",
         "pathogenic"),
        ("VEP's word where ClinVar's INFO is missing", ["CLNSIG"], "CSQ=C|benign", "benign"),
    ],
    ids=lambda value: value if isinstance(value, str) and " " in value else "",
)  # fmt: skip
def test_the_first_source_that_holds_a_value_feeds_the_column(situation, declared, text, expected):
    lines = [info(key, ".") for key in declared] + [CSQ.format("Allele|CLIN_SIG")]
    assert table(["clinvar_significance"], lines, record(text))["clinvar_significance"].to_list() == [expected]


def test_a_variant_in_two_genes_is_two_rows_in_the_order_of_its_entries():
    text = "CSQ=C|missense_variant|MODERATE|G1|E1|HGNC:1|T1,C|stop_gained|HIGH|G2|E2|HGNC:2|T2"
    got = table(["gene", "hgnc_id", "impact", "gene_status"], [CSQ.format(BASIC)], record(text))
    assert got.select("gene", "hgnc_id", "impact", "gene_status", "_alt").rows() == [
        ("G1", 1, "MODERATE", "in_gene", 0), ("G2", 2, "HIGH", "in_gene", 0)
    ]  # fmt: skip


def test_a_record_without_annotation_is_one_row_of_unknowns():
    got = table(["gene", "impact", "gene_status", "af"], [CSQ.format(BASIC)], record("DP=3"))
    assert got.select("gene", "impact", "gene_status", "af").rows() == [(None, None, "unannotated", None)]


def test_a_value_of_the_variant_may_stand_in_any_of_its_entries():
    text = "CSQ=C|intron_variant|MODIFIER|G1|E1||T1|,C|intron_variant|MODIFIER|G1|E1||T2|0.25"
    got = table(["gnomad_exomes_af", "revel"], [CSQ.format(BASIC + "|gnomADe_AF")], record(text))
    assert got["gnomad_exomes_af"].to_list() == [0.25]


def test_a_value_of_a_transcript_does_not_come_from_another():
    text = "CSQ=C|stop_gained|HIGH|G1|E1||T1|,C|intron_variant|MODIFIER|G1|E1||T2|0.9"
    assert table(["revel"], [CSQ.format(BASIC + "|REVEL")], record(text))["revel"].to_list() == [None]


@pytest.mark.parametrize(
    ("situation", "chrom", "text", "expected"),
    [
        ("the largest known", "1", "SWEGENAF=0.1;EXACAF=0.3", 0.3),
        ("the only known", "1", "EXACAF=0.3", 0.3),
        ("none known", "1", ".", None),
        ("mitochondria: nuclear frequencies are not read", "MT", "SWEGENAF=0.1;MTAF=0.02", 0.02),
        ("mitochondria: none known", "chrM", "SWEGENAF=0.1", None),
    ],
    ids=lambda value: value if isinstance(value, str) and " " in value else "",
)
def test_af_is_the_largest_known_frequency(situation, chrom, text, expected):
    declared = [info(key, "A", "Float") for key in ("SWEGENAF", "EXACAF", "MTAF")]
    assert table(["af"], declared, record(text, chrom=chrom))["af"].to_list() == [expected], situation


@pytest.mark.parametrize(
    ("sample", "expected"),
    [("S1", ("0/1", 10, 0.3)), ("S2", ("./.", None, None)), (None, (None, None, None))],
)
def test_the_chosen_sample_fills_its_columns(sample, expected):
    line = record() + "\tGT:DP:AD\t0/1:10:7,3\t./.:.:."
    got = table(["gt", "dp", "vaf"], [], line, samples=("S1", "S2"), sample=sample)
    assert got.select("gt", "dp", "vaf").rows() == [expected]


@pytest.mark.parametrize(
    ("situation", "cells"),
    [("a depth beyond 64 bits", f"DP\t{10**20}"), ("reads beyond 64 bits", f"AD\t1,{10**20}"),
     ("a quality beyond 64 bits", "GQ\t1e300")],
    ids=lambda value: value if " " in value else "",
)  # fmt: skip
def test_absurd_numbers_are_not_known_rather_than_a_crash(situation, cells):
    got = table(["dp", "gq", "ad", "genotypes"], [], f"{record()}\t{cells}", samples=("S1",), sample="S1")
    assert got.select("dp", "gq").rows() == [(None, None)], situation


@pytest.mark.parametrize(
    ("situation", "text", "ref", "end"),
    [
        ("a substitution", ".", "A", 100),
        ("a deletion", ".", "ATTT", 103),
        ("a symbolic deletion with its END", "END=5000", "A", 5000),
        ("a symbolic deletion with its length alone", "SVLEN=-200", "A", 300),
        ("an END before POS is ignored", "END=50", "A", 100),
    ],
    ids=lambda value: value if isinstance(value, str) and " " in value else "",
)
def test_the_end_of_a_variant(situation, text, ref, end):
    alt = "<DEL>" if "=" in text else "A"
    got = table(["end"], [info("END", "1", "Integer"), info("SVLEN", ".", "Integer")], record(text, alt=alt, ref=ref))
    assert got["end"].to_list() == [end], situation
