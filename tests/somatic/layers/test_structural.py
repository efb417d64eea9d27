"""Copy numbers, fusions and skipped exons: each form of call, both sides of every limit."""
# ruff: noqa: E501  # tables of situations, one line a row

import pytest

from gmstool.errors import InputError
from gmstool.somatic import copy_numbers, fusions, structural, tumour_types

HEADER = "##fileformat=VCFv4.2\n##contig=<ID=chr17,length=83257441>\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\t{}\n"
OVER_ERBB2 = "chr17\t39000000\t.\tN\t<{}>\t.\t{}\tSVTYPE={};END=40000000{}\tGT:CN\t0/1:{}"
OVER_TP53 = "chr17\t7000000\t.\tN\t<{}>\t.\tPASS\tSVTYPE={};END=8000000\tGT:CN\t0/1:{}"


def called(layers, line, code="LUAD", purity=None, at=0):
    """The events of one record of GRCh38."""
    cells = line.split("\t")
    info = dict(pair.partition("=")[::2] for pair in cells[7].split(";"))
    wanted = copy_numbers.places(layers, "GRCh38", tumour_types.find(code))
    return [
        *fusions.of_record(cells, info, fusions.known(layers, "GRCh38"), "x.vcf"),
        *copy_numbers.of_record(cells, info, wanted, "x.vcf", at=at, purity=purity),
    ]


def over_erbb2(kind="DUP", copies="6", status="PASS", more=""):
    return OVER_ERBB2.format(kind, status, kind, more, copies)


@pytest.mark.parametrize(
    ("what", "line", "names"),
    [
        ("six copies", over_erbb2(), ["ERBB2 amplification"]),
        ("just below", over_erbb2(copies="5.99"), []),
        ("six by fold change", over_erbb2(copies=".", more=";FOLD_CHANGE=3"), ["ERBB2 amplification"]),
        ("six, corrected by the caller", over_erbb2(copies="4", more=";CORR_CN=6"), ["ERBB2 amplification"]),
        ("five, corrected by the caller", over_erbb2(copies="9", more=";CORR_CN=5"), []),
        ("no copy number", over_erbb2(copies="."), []),
        ("not available", over_erbb2(copies="NA"), []),
        ("filtered", over_erbb2(copies="9", status="LowQual"), []),
        ("one copy of a gene without a limit of loss", over_erbb2("DEL", "1"), []),
        ("one copy of TP53", OVER_TP53.format("DEL", "DEL", "1"), ["TP53 loss"]),
        ("at the limit of loss", OVER_TP53.format("DEL", "DEL", "1.5"), []),
        ("no copy of TP53", OVER_TP53.format("DEL", "DEL", "0.49"), ["TP53 deletion"]),
        ("half a copy", OVER_TP53.format("DEL", "DEL", "0.5"), ["TP53 loss"]),
        ("copy-neutral", OVER_TP53.format("LOH", "LOH", "2"), ["TP53 copy-neutral loss"]),
        ("the gene in part", "chr17\t39700000\t.\tN\t<DUP>\t.\tPASS\tSVTYPE=DUP;END=40000000\tGT:CN\t0/1:9", []),
    ],
)
def test_a_copy_number_calls_what_its_limit_says(layers, what, line, names):
    found = [one.name for one in called(layers, line) if one.name.startswith(("ERBB2", "TP53"))]

    assert found == names, what


MET = "chr7\t116000000\t.\tN\t<DUP>\t.\tPASS\tSVTYPE=DUP;END=117000000\tGT:CN\t0/1:{}"


@pytest.mark.parametrize(
    ("code", "copies", "purity", "is_called"),
    [
        ("LUAD", "9.9", None, False), ("LUAD", "10", None, True), ("BRCA", "5.9", None, False),
        ("BRCA", "6", None, True), ("LUAD", "6", 0.5, True), ("LUAD", "5.9", 0.5, False),
    ],
)  # fmt: skip
def test_the_limit_is_of_gene_and_tumour_and_counts_tumour_cells(layers, code, copies, purity, is_called):
    found = called(layers, MET.format(copies), code, purity)

    assert ("MET amplification" in [one.name for one in found]) is is_called


def test_a_call_tells_its_limit_with_the_source(layers):
    (found,) = (one for one in called(layers, MET.format("12")) if one.name == "MET amplification")

    assert found.detail == (
        "12.0 copies, not corrected for purity; from 10: GEOMETRY mono-1: benefit from ten copies on (PMID 32877583)"
    )


RNA = "chr2\t42295516\t.\tN\tN]chr2:29223528]\t.\t{}\tSVTYPE=BND;GENEA=EML4;GENEB=ALK;FRAME_STATUS=INFRAME\tGT\t./1"
DNA = "{}\t{}\t.\tN\t{}\t.\t{}\tSVTYPE={}{}\tGT\t0/1"


@pytest.mark.parametrize(
    ("what", "line", "names"),
    [
        ("called from RNA", RNA.format("PASS"), ["EML4::ALK"]),
        ("called from RNA, filtered", RNA.format("LowQual"), []),
        ("breakend from ALK into EML4", DNA.format("chr2", 29223528, "[chr2:42295516[N", "PASS", "BND", ""), ["EML4::ALK"]),
        ("its mate", DNA.format("chr2", 42295516, "[chr2:29223528[N", "PASS", "BND", ""), ["EML4::ALK"]),
        ("filtered", DNA.format("chr2", 42295516, "[chr2:29223528[N", "MinSomaticScore", "BND", ""), []),
        ("inversion", DNA.format("chr2", 29223528, "<INV>", "PASS", "INV", ";END=42295516"), ["EML4::ALK"]),
        ("deletion between a known pair", DNA.format("chr2", 29223528, "<DEL>", "PASS", "DEL", ";END=42295516"), ["EML4::ALK"]),
        ("deletion from ALK into an unlisted gene", DNA.format("chr2", 29223528, "<DEL>", "PASS", "DEL", ";END=32360000"), []),
        ("within one gene", DNA.format("chr2", 29223528, "[chr2:29300000[N", "PASS", "BND", ""), []),
        ("between genes", DNA.format("chr2", 29223528, "[chr2:88000[N", "PASS", "BND", ""), []),
    ],
)  # fmt: skip
def test_a_fusion_is_told_from_rna_and_from_dna(layers, what, line, names):
    assert [one.name for one in called(layers, line) if one.kind == "fusion"] == names, what


def test_a_fusion_of_dna_says_that_order_and_frame_are_not_known(layers):
    (found,) = called(layers, DNA.format("chr2", 29223528, "[chr2:42295516[N", "PASS", "BND", ""))

    assert found.detail == fusions.DNA


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("gene\tkind\tcopy_number\nERBB2\tamplification\t12\n", [("ERBB2 amplification", "12 copies")]),
        ("gene\tkind\nTP53\tcopy_neutral_loss\n", [("TP53 copy-neutral loss", "")]),
        ("gene_5\tgene_3\nEML4\tALK\nEML4\tALK\n", [("EML4::ALK", "")]),
        ("#gene1\tgene2\tbreakpoint1\treading_frame\nEML4\tALK(12),X(9)\t1\tin-frame\n", [("EML4::ALK", "in-frame")]),
        ("#FusionName\tJunctionReadCount\nEML4--ALK\t12\n", [("EML4::ALK", "")]),
        ("Gene_1_symbol(5end_fusion_partner)\tGene_2_symbol(3end_fusion_partner)\nEML4\tALK\n", [("EML4::ALK", "")]),
        ("Gene\tstart_exon\tend_exon\tsupporting_reads\nMET\tMET_exon_13\tMET_exon_15\t240\n",
         [("MET exon 14 skipping", "exon 14")]),
        ("Gene\tstart_exon\tend_exon\tsupporting_reads\nEGFR\tEGFR_exon_1\tEGFR_exon_8\t240\n",
         [("EGFR exons 2-7 skipping", "exons 2-7")]),
        ("Gene\tstart_exon\tend_exon\tsupporting_reads\nMET\tMET_exon_13\tMET_exon_14\t240\n", []),
    ],
)  # fmt: skip
def test_tables_of_the_pipelines_are_read(tmp_path, text, told):
    table = tmp_path / "calls.tsv"
    table.write_text(text)

    assert [(one.name, one.detail) for one in structural.read(table, None, None)] == told


@pytest.mark.parametrize("text", ["a\tb\n1\t2\n", "gene\tkind\nERBB2\tgain\n"])
def test_a_table_of_another_kind_is_an_error(tmp_path, text):
    table = tmp_path / "calls.tsv"
    table.write_text(text)

    with pytest.raises(InputError):
        structural.read(table, None, None)


@pytest.mark.parametrize(
    ("samples", "calls"),
    [("case_N\tcase_T", ["ERBB2 amplification"]), ("case_T\tcase_N", [])],
)
def test_copies_are_those_of_the_tumour(tmp_path, layers, samples, calls):
    vcf = tmp_path / "calls.vcf"
    vcf.write_text(HEADER.format(samples) + over_erbb2(copies="2") + "\t0/1:9\n")

    found = structural.read(vcf, layers, "GRCh38", tumour_types.find("BRCA"))

    assert [one.name for one in found if one.name.startswith("ERBB2")] == calls


def test_copies_of_samples_of_which_none_is_known_as_the_tumour_are_an_error_and_not_lost(tmp_path, layers):
    vcf = tmp_path / "calls.vcf"
    vcf.write_text(HEADER.format("a\tb") + over_erbb2(copies="2") + "\t0/1:9\n")

    with pytest.raises(InputError, match="which of the samples a, b is the tumour"):
        structural.read(vcf, layers, "GRCh38", tumour_types.find("BRCA"))


@pytest.mark.parametrize(
    ("result", "names"),
    [
        ({"kind": "copy_number", "result": "TP53 copy-neutral loss"}, ["TP53 copy-neutral loss"]),
        ({"kind": "copy_number", "result": "ERBB2 amplification, 12 copies"}, ["ERBB2 amplification"]),
        ({"kind": "copy_number", "result": "normal"}, []),
        ({"kind": "fusion", "result": "EML4::ALK, exon 13 to 20"}, ["EML4::ALK"]),
        ({"kind": "fusion", "result": "none found"}, []),
    ],
)
def test_what_the_case_file_states(result, names):
    assert [one.name for one in structural.of_case({"result": [result]})] == names
