"""Copy numbers, fusions and skipped exons: each form of call, both sides of every limit."""
# ruff: noqa: E501  # tables of situations, one line a row

import pytest

from gmstool.errors import InputError
from gmstool.reference import genes
from gmstool.somatic import copy_numbers, fusions, loci, second_hits, segments, structural, tumour_types

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


@pytest.mark.parametrize("text", ["a\tb\n1\t2\n", "gene\tkind\nERBB2\tgain\n", "##a\n1\t2\n"])
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


BND = "{}\t{}\t.\tN\tN]{}:{}]\t.\tPASS\tSVTYPE=BND\tGT\t0/1"
IGH = ("chr14", 105863100)


@pytest.mark.parametrize(
    ("what", "line", "told"),
    [
        (
            "IGH to MYC, far from the gene",
            BND.format(*IGH, "chr8", 127735434 - 1_000_000),
            [("IGH::MYC", "1000 kb beside MYC")],
        ),
        ("one base further", BND.format(*IGH, "chr8", 127735434 - 1_000_001), []),
        ("the same from the other end", BND.format("chr8", 127700000, *IGH), [("IGH::MYC", "35 kb beside MYC")]),
        ("IGH within BCL2", BND.format(*IGH, "chr18", 63126261), [("IGH::BCL2", "order")]),
        ("IGH to CCND1", BND.format(*IGH, "chr11", 69530000), [("IGH::CCND1", "111 kb beside CCND1")]),
        ("IGK to MYC", BND.format("chr2", 88900000, "chr8", 128100000), [("IGK::MYC", "357 kb beside MYC")]),
        ("IGH to no listed gene", BND.format(*IGH, "chr1", 63126261), []),
        ("within IGH", BND.format(*IGH, "chr14", 106200000), []),
        ("MYC to MYC", BND.format("chr8", 127700000, "chr8", 127790000), []),
        ("IGH to CRLF2", BND.format(*IGH, "chrX", 1215000), [("IGH::CRLF2", "2 kb beside CRLF2")]),
        ("IGH to EPOR", BND.format(*IGH, "chr19", 11374000), [("IGH::EPOR", "3 kb beside EPOR")]),
        (
            "inv(3)",
            DNA.format("chr3", 128560000, "<INV>", "PASS", "INV", ";END=169060000"),
            [("GATA2::MECOM", "23 kb beside MECOM")],
        ),
        ("t(3;3)", BND.format("chr3", 128500000, "chr3", 169700000), [("GATA2::MECOM", "36 kb beside MECOM")]),
        ("the enhancer alone", BND.format("chr3", 128560000, "chr3", 150000000), []),
        ("a deletion is no rearrangement", DNA.format("chr3", 128560000, "<DEL>", "PASS", "DEL", ";END=169060000"), []),
        (
            "P2RY8::CRLF2",
            DNA.format("chrX", 1200000, "<DEL>", "PASS", "DEL", ";END=1500000"),
            [("P2RY8::CRLF2", "order")],
        ),
    ],
)
def test_a_locus_that_drives_a_gene_from_a_distance(layers, what, line, told):
    found = [one for one in called(layers, line) if one.kind == "fusion"]

    assert [(one.name, words in one.detail) for one, (_, words) in zip(found, told, strict=True)] == [
        (name, True) for name, _ in told
    ], what


@pytest.mark.parametrize("build", ["GRCh37", "GRCh38"])
def test_the_segments_of_the_receptor_loci_lie_within_them(build):
    regions = dict(loci.of_build(build).regions)
    found = []
    for row in (
        genes.genes()
        .filter(genes.genes()["locus_type"].is_in(["immunoglobulin gene", "T cell receptor gene"]))
        .to_dicts()
    ):
        locus = loci.symbol(row["symbol"])
        found += [
            (row["symbol"], locus, span)
            for span in genes.spans(build, (row["hgnc_id"],)).get(row["hgnc_id"], ())
            if locus in regions and span.chrom == regions[locus].chrom
        ]

    assert len(found) > 300
    outside = [
        name
        for name, locus, span in found
        if not regions[locus].start - loci.MARGIN <= span.start <= span.end <= regions[locus].end + loci.MARGIN
    ]
    assert outside == []


@pytest.mark.parametrize(
    ("name", "locus"),
    [("IGHV3-23", "IGH"), ("IGHM", "IGH"), ("IGHMBP2", "IGHMBP2"), ("IGKC", "IGK"), ("IGLL5", "IGL"), ("IGLL1", "IGLL1"),
     ("TRBJ2-1", "TRB"), ("IGHV1OR15-1", "IGHV1OR15-1"), ("TRDV2", "TRA"), ("TRAF1", "TRAF1"), ("MYC", "MYC")],
)  # fmt: skip
def test_segments_stand_for_their_locus(name, locus):
    assert loci.symbol(name) == locus


CNV = "chr17\t7000000\t.\tN\t<CNV>\t.\tPASS\tSVTYPE=CNV;END=8000000{}\tGT:CN:{}\t0/1:{}:{}"


@pytest.mark.parametrize(
    ("what", "line", "purity", "names"),
    [
        ("two copies, none of the minor allele", CNV.format("", "MCN", 2, 0), None, ["TP53 copy-neutral loss"]),
        ("two copies, one of the minor allele", CNV.format("", "MCN", 2, 1), None, []),
        ("one copy", CNV.format("", "MCN", 1, 0), None, ["TP53 loss"]),
        ("three copies, none of the minor allele", CNV.format("", "MCN", 3, 0), None, ["TP53 loss of one allele"]),
        ("no copy", CNV.format("", "MCN", 0, 0), None, ["TP53 deletion"]),
        ("no word of the minor allele", CNV.format("", "DP", 2, 0), None, []),
        ("allele fraction, purity not known", CNV.format("", "BAF", 2, 0.1), None, []),
        ("allele fraction, all cells lost it", CNV.format("", "BAF", 2, 0.1), 0.8, ["TP53 copy-neutral loss"]),
        ("the other side of the fraction", CNV.format("", "BAF", 2, 0.9), 0.8, ["TP53 copy-neutral loss"]),
        ("half the way: nearer to none", CNV.format("", "BAF", 2, 0.299), 0.8, ["TP53 copy-neutral loss"]),
        ("half the way: nearer to one", CNV.format("", "BAF", 2, 0.301), 0.8, []),
        ("stated in INFO", CNV.format(";BAF=0.1", "DP", 2, 0), 0.8, ["TP53 copy-neutral loss"]),
        ("a fraction that cannot be", CNV.format("", "BAF", 2, 1.5), 0.8, []),
    ],
)
def test_a_lost_allele_is_told_where_the_caller_tells_it(layers, what, line, purity, names):
    found = [one.name for one in called(layers, line, purity=purity) if one.name.startswith("TP53")]

    assert found == names, what


SEGMENTS = {
    "ASCAT": "sample\tchr\tstartpos\tendpos\tnMajor\tnMinor\nT\tchr17\t1\t22000000\t2\t{}\n",
    "FACETS": "chrom\tstart\tend\ttcn.em\tlcn.em\n17\t1\t22000000\t2\t{}\n",
    "PureCN": '"Sampleid"\t"chr"\t"start"\t"end"\t"C"\t"M"\n"T"\t"chr17"\t1\t22000000\t2\t{}\n',
    "CNVkit": "chromosome\tstart\tend\tgene\tlog2\tbaf\tcn\tcn1\tcn2\nchr17\t0\t22000000\tx\t0\t0.1\t2\t2\t{}\n",
    "PURPLE": "chromosome\tstart\tend\tcopyNumber\tminorAlleleCopyNumber\nchr17\t1\t22000000\t2.03\t{}\n",
    "Sequenza": '"chromosome"\t"start.pos"\t"end.pos"\t"CNt"\t"A"\t"B"\n"17"\t1\t22000000\t2\t2\t{}\n',
}


@pytest.mark.parametrize("caller", SEGMENTS)
@pytest.mark.parametrize(("minor", "is_lost"), [("0", True), ("1", False), ("NA", False)])
def test_segments_of_each_caller_are_read(tmp_path, layers, caller, minor, is_lost):
    table = tmp_path / "x.tsv"
    table.write_text(SEGMENTS[caller].format(minor))

    found = [one for one in structural.read(table, layers, "GRCh38") if one.name.startswith("TP53")]

    assert [one.kind for one in found] == (["copy_neutral_loss"] if is_lost else [])
    assert all(one.detail == "2.0 copies, 0.0 of the minor allele, by " + caller for one in found)


def test_segments_without_a_build_are_an_error(tmp_path, layers):
    table = tmp_path / "x.tsv"
    table.write_text(SEGMENTS["ASCAT"].format(0))

    with pytest.raises(InputError, match="build"):
        structural.read(table, layers, None)


@pytest.mark.parametrize("purity", [0.2, 0.5, 1.0])
@pytest.mark.parametrize(("total", "minor"), [(1, 0), (2, 0), (2, 1), (3, 1), (4, 0)])
def test_the_minor_allele_is_worked_out_from_what_a_mixture_shows(purity, total, minor):
    shown = (purity * minor + 1 - purity) / (purity * total + 2 * (1 - purity))

    assert segments.minor_of(shown, total, purity) == pytest.approx(minor)
    assert segments.minor_of(1 - shown, total, purity) == pytest.approx(minor)


@pytest.mark.parametrize(
    ("situation", "rows", "losses", "told"),
    [
        ("a truncating variant and a lost allele", [("RB1", "stop_gained")], ["RB1"], {"RB1": "RB1 loss"}),
        ("a variant alone", [("RB1", "stop_gained")], [], {}),
        ("a lost allele alone", [], ["RB1"], {}),
        ("two variants", [("RB1", "stop_gained"), ("RB1", "frameshift_variant")], [], {"RB1": "different copies"}),
        ("an uncertain variant and a lost allele", [("RB1", "missense_variant")], ["RB1"], {}),
        ("an oncogene", [("KRAS", "stop_gained")], ["KRAS"], {}),
        ("another gene's loss", [("RB1", "stop_gained")], ["PTEN"], {}),
    ],
)
def test_a_tumour_suppressor_that_is_hit_twice(variant, layers, situation, rows, losses, told):
    made = [variant(gene, "p.Arg10Ter", kind) for gene, kind in rows]
    events = [structural.Event("loss", f"{gene} loss", (genes.resolve(gene).hgnc_id,)) for gene in losses]

    found = {one["gene"]: one["because"] for one in second_hits.second_hits(made, events, layers)}

    assert set(found) == set(told), situation
    assert all(words in found[gene] for gene, words in told.items())


@pytest.mark.parametrize(
    ("what", "kind", "gene", "has_variant", "kept"),
    [("loss beside a variant", "loss", "RB1", True, True), ("loss without one", "loss", "RB1", False, False),
     ("TP53 without one", "copy_neutral_loss", "TP53", False, True), ("a deletion", "deletion", "RB1", False, True),
     ("an amplification", "amplification", "ERBB2", False, True)],
)  # fmt: skip
def test_losses_of_genes_without_a_variant_are_not_listed(variant, what, kind, gene, has_variant, kept):
    event = structural.Event(kind, f"{gene} {kind}", (genes.resolve(gene).hgnc_id,))

    assert (
        bool(second_hits.worth_telling([event], [variant(gene, "p.Arg10Ter", "stop_gained")] * has_variant)) is kept
    ), what


@pytest.mark.parametrize(("code", "told"), [("BLL", ["EP300::ZNF384"]), ("LUAD", [])])
def test_partners_that_classes_of_blood_name_are_told_in_a_neoplasm_of_blood(layers, code, told):
    line = BND.format("chr12", 6680000, "chr22", 41150000)
    cells = line.split("\t")

    found = fusions.of_record(
        cells, {"SVTYPE": "BND"}, fusions.known(layers, "GRCh38", tumour_types.find(code)), "x.vcf"
    )

    assert ["::".join(sorted(one.name.split("::"))) for one in found] == told
