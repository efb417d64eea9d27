"""Leukaemia: risk, classes, TP53 hit twice: situations in words, both sides of every number."""
# ruff: noqa: E501  # tables of situations, one line a row

import re

import pytest

from gmstool.reference.genes import resolve
from gmstool.somatic import (
    blood_classes,
    haematology,
    haematology_classes,
    haematology_tables,
    haematology_tp53,
    karyotype,
    tumour_types,
)
from gmstool.somatic.assay import UNKNOWN, Assay
from gmstool.somatic.evidence import Event
from gmstool.somatic.haematology_facts import Facts, gather

NINE = ("ASXL1", "BCOR", "EZH2", "RUNX1", "SF3B1", "SRSF2", "STAG2", "U2AF1", "ZRSR2")
COVERED = frozenset((*NINE, "NPM1", "CEBPA", "TP53", "NRAS", "KRAS", "IDH1", "IDH2", "FLT3", "DDX41"))
NORMAL = "46,XX[20]"


def facts(*genes, iscn=NORMAL, itd=False, fusions=(), covered=COVERED, tp53=(), **more):
    """Everything looked at and nothing found, but for what is named."""
    hits = {gene: [{"tumour_vaf": 0.4}] for gene in genes}
    if tp53:
        hits["TP53"] = [{"tumour_vaf": one} for one in tp53]
    return Facts(hits, {}, karyotype.read(iscn), fusions, itd, npm1="NPM1" in genes, covered=covered, **more)


# situation | facts | ELN 2022
ELN_2022 = (
    ("nothing found", facts(), "intermediate"),
    ("RUNX1::RUNX1T1 by fusion", facts(fusions=("RUNX1::RUNX1T1",)), "favourable"),
    ("t(8;21) by karyotype", facts(iscn="46,XX,t(8;21)(q22;q22)[18]/46,XX[2]"), "favourable"),
    ("inv(16)", facts(iscn="46,XY,inv(16)(p13q22)"), "favourable"),
    ("CBFB::MYH11 with ASXL1", facts("ASXL1", fusions=("CBFB::MYH11",)), "favourable"),
    ("CBFB::MYH11 with FLT3-ITD", facts(itd=True, fusions=("CBFB::MYH11",)), "favourable"),
    ("inv(16) with -7: the fusion defines the class", facts(iscn="45,XY,inv(16)(p13q22),-7"), "favourable"),
    ("NPM1 without FLT3-ITD", facts("NPM1"), "favourable"),
    ("NPM1 with FLT3-ITD", facts("NPM1", itd=True), "intermediate"),
    ("NPM1 without FLT3-ITD, with ASXL1: the nine genes do not count", facts("NPM1", "ASXL1"), "favourable"),
    ("NPM1 with FLT3-ITD and ASXL1", facts("NPM1", "ASXL1", itd=True), "adverse"),
    ("NPM1 with -7", facts("NPM1", iscn="45,XX,-7"), "adverse"),
    ("CEBPA bZIP in frame", facts(cebpa_bzip=True), "favourable"),
    ("CEBPA bZIP in frame, with SRSF2", facts("SRSF2", cebpa_bzip=True), "favourable"),
    ("FLT3-ITD without adverse lesion", facts(itd=True), "intermediate"),
    ("t(9;11)", facts(iscn="46,XX,t(9;11)(p22;q23)"), "intermediate"),
    ("t(9;11) with ASXL1: it takes precedence", facts("ASXL1", iscn="46,XX,t(9;11)(p22;q23)"), "intermediate"),
    ("other KMT2A rearrangement", facts(iscn="46,XX,t(11;19)(q23;p13)"), "adverse"),
    ("KMT2A::AFDN", facts(fusions=("KMT2A::AFDN",)), "adverse"),
    ("DEK::NUP214", facts(fusions=("DEK::NUP214",)), "adverse"),
    ("BCR::ABL1", facts(fusions=("BCR::ABL1",)), "adverse"),
    ("t(8;16)", facts(iscn="46,XX,t(8;16)(p11;p13)"), "adverse"),
    ("inv(3)", facts(iscn="46,XX,inv(3)(q21q26)"), "adverse"),
    ("del(5q)", facts(iscn="46,XX,del(5)(q13q33)"), "adverse"),
    ("-7", facts(iscn="45,XX,-7"), "adverse"),
    ("del(7q) alone", facts(iscn="46,XX,del(7)(q22)"), "intermediate"),
    ("17p translocation", facts(iscn="46,XX,t(5;17)(q13;p13)"), "adverse"),
    ("two abnormalities", facts(iscn="47,XX,+8,del(20)(q11)"), "intermediate"),
    ("three abnormalities: complex", facts(iscn="48,XX,+8,del(20)(q11),+21"), "adverse"),
    ("three gained chromosomes: hyperdiploid, not complex", facts(iscn="49,XX,+8,+13,+21"), "intermediate"),
    ("three gains with a structural abnormality", facts(iscn="49,XX,+8,+13,+21,del(20)(q11)"), "adverse"),
    ("KMT2A partial tandem duplication: not counted", facts(fusions=("KMT2A::KMT2A",)), "intermediate"),
    ("two lost autosomes: monosomal", facts(iscn="44,XX,-18,-20"), "adverse"),
    ("one lost autosome", facts(iscn="45,XX,-18"), "intermediate"),
    ("a lost sex chromosome", facts(iscn="45,X,-Y"), "intermediate"),
    ("TP53 at 10 %", facts(tp53=(0.10,)), "adverse"),
    ("TP53 at 9.9 %", facts(tp53=(0.099,)), "intermediate"),
    ("TP53 beside NPM1", facts("NPM1", tp53=(0.3,)), "adverse"),
    *((f"{gene} alone", facts(gene), "adverse") for gene in NINE),
    ("KRAS alone", facts("KRAS"), "intermediate"),
)  # fmt: skip


@pytest.mark.parametrize(("situation", "found", "risk"), ELN_2022, ids=[one[0] for one in ELN_2022])
def test_eln_2022_with_everything_known(situation, found, risk):
    assert haematology.eln_2022(found).risk == risk, situation


@pytest.mark.parametrize(("situation", "found", "risk"), ELN_2022, ids=[one[0] for one in ELN_2022])
@pytest.mark.parametrize("gone", ["karyotype", "itd"])
def test_neither_favourable_nor_intermediate_without_karyotype_and_flt3_itd(situation, found, risk, gone):
    from dataclasses import replace

    poorer = replace(found, karyotype=None) if gone == "karyotype" else replace(found, flt3_itd=None)

    told = haematology.eln_2022(poorer)

    assert told.risk in ("adverse", None), situation
    assert told.missing


@pytest.mark.parametrize("gene", NINE)
def test_adverse_by_a_gene_is_provisional_until_karyotype_and_itd_are_known(gene):
    assert haematology.eln_2022(facts(gene, iscn=None, itd=None)).provisional
    assert not haematology.eln_2022(facts(gene)).provisional


def test_what_is_missing_is_named():
    told = haematology.eln_2022(facts("NPM1", iscn=None, itd=None, covered=frozenset()))

    assert told.risk is None
    assert told.would_be == "favourable"
    assert told.missing == (
        "karyotype",
        "dedicated result for FLT3-ITD",
        "genes not settled (not declared covered, or with an uncertain variant): TP53",
    )


def test_not_called_is_not_wild_type_where_nobody_declared_the_gene_covered():
    assert haematology.eln_2022(facts(covered=frozenset())).risk is None
    assert haematology.eln_2024(facts(covered=frozenset(), prior_hypomethylating=False)).risk is None


def test_risk_is_not_for_promyelocytic_leukaemia():
    assert haematology.eln_2022(facts(fusions=("PML::RARA",))).risk is None
    assert haematology.eln_2024(facts(fusions=("PML::RARA",))).risk is None


# situation | facts | ELN 2024
ELN_2024 = (
    ("nothing found", facts(), "favourable"),
    ("NPM1", facts("NPM1"), "favourable"),
    ("NPM1 with FLT3-ITD", facts("NPM1", itd=True), "intermediate"),
    ("NPM1 with KRAS", facts("NPM1", "KRAS"), "intermediate"),
    ("NPM1 with TP53", facts("NPM1", tp53=(0.3,)), "adverse"),
    ("IDH2", facts("IDH2"), "favourable"),
    ("IDH2 with NRAS", facts("IDH2", "NRAS"), "intermediate"),
    ("IDH1", facts("IDH1"), "favourable"),
    ("IDH1 with NRAS", facts("IDH1", "NRAS"), "favourable"),
    ("IDH1 with TP53", facts("IDH1", tp53=(0.3,)), "adverse"),
    ("DDX41", facts("DDX41"), "favourable"),
    ("FLT3-ITD", facts(itd=True), "intermediate"),
    ("NRAS", facts("NRAS"), "intermediate"),
    ("KRAS", facts("KRAS"), "intermediate"),
    ("TP53", facts(tp53=(0.02,)), "adverse"),
    ("ASXL1, which does not count here", facts("ASXL1"), "favourable"),
)  # fmt: skip


@pytest.mark.parametrize(("situation", "found", "risk"), ELN_2024, ids=[one[0] for one in ELN_2024])
def test_eln_2024_for_less_intensive_therapy(situation, found, risk):
    from dataclasses import replace

    assert haematology.eln_2024(replace(found, prior_hypomethylating=False)).risk == risk, situation
    assert haematology.eln_2024(replace(found, prior_hypomethylating=True)).risk is None
    assert haematology.eln_2024(replace(found, flt3_itd=None, prior_hypomethylating=False)).risk in ("adverse", None)


def test_idh1_is_favourable_with_azacitidine_and_ivosidenib_only():
    told = haematology.eln_2024(facts("IDH1", prior_hypomethylating=False))

    assert told.notes == ("with azacitidine and ivosidenib only",)


# situation | allele fractions | karyotype | hit twice
TP53 = (
    ("two variants", (0.10, 0.10), NORMAL, True),
    ("two variants, one below 10 %", (0.10, 0.099), NORMAL, None),
    ("one above half", (0.51,), NORMAL, True),
    ("one at half", (0.50,), NORMAL, None),
    ("one beside a loss of 17p", (0.3,), "45,XX,-17", True),
    ("one in a complex karyotype", (0.3,), "48,XX,+8,del(20)(q11),+21", True),
    ("one, no karyotype", (0.3,), None, None),
    ("one below 10 %", (0.05,), NORMAL, False),
    ("one of unknown fraction", (None,), NORMAL, None),
    ("none, and the gene is covered", (), NORMAL, False),
)  # fmt: skip


@pytest.mark.parametrize(
    ("situation", "fractions", "losses", "twice"),
    [
        ("one variant and a call of a lost copy", (0.3,), ("TP53 loss (x)",), True),
        ("one variant and copy-neutral loss", (0.3,), ("TP53 copy-neutral loss (x)",), True),
        ("a variant below 10 % and a lost copy", (0.09,), ("TP53 loss (x)",), False),
        ("a lost copy alone", (), ("TP53 loss (x)",), False),
        ("one variant, no call", (0.3,), (), None),
    ],
)
def test_tp53_is_hit_twice_by_a_call_of_copy_number(situation, fractions, losses, twice):
    assert haematology_tp53.tp53_state(facts(tp53=fractions, tp53_losses=losses))[0] is twice, situation


@pytest.mark.parametrize("kind", ["loss", "deletion", "copy_neutral_loss"])
def test_calls_of_tp53_are_gathered_from_events(layers, kind):
    events = [Event(kind, f"TP53 {kind}", (11998,), "", "cnv.vcf"), Event("amplification", "TP53 amplification")]

    assert gather([], {}, events, UNKNOWN, layers).tp53_losses == (f"TP53 {kind} (cnv.vcf)",)


@pytest.mark.parametrize(("situation", "fractions", "iscn", "twice"), TP53, ids=[one[0] for one in TP53])
def test_tp53_hit_twice(situation, fractions, iscn, twice):
    assert haematology_tp53.tp53_state(facts(iscn=iscn, tp53=fractions))[0] is twice, situation


def test_tp53_is_not_known_where_nobody_declared_it_covered():
    assert haematology_tp53.tp53_state(facts(covered=frozenset()))[0] is None


@pytest.mark.parametrize(
    ("genes", "who", "icc"),
    [
        (("NPM1",), "AML with NPM1 mutation", "AML with mutated NPM1"),
        (("RUNX1",), "not defining in WHO 2022", "AML with myelodysplasia-related gene mutations"),
        (("ASXL1",), "AML, myelodysplasia-related", "AML with myelodysplasia-related gene mutations"),
        (("NPM1", "ASXL1"), "AML with NPM1 mutation", "AML with mutated NPM1"),
    ],
)
def test_classes_of_who_and_icc_side_by_side(genes, who, icc):
    found = haematology_classes.classes(facts(*genes))

    assert [(one["who_2022"], one["icc_2022"]) for one in found] == [(who, icc)]


@pytest.mark.parametrize(
    ("iscn", "abnormalities"),
    [
        ("46,XX[20]", ()),
        ("46,XX,t(8;21)(q22;q22)[18]/46,XX[2]", ("t(8;21)(q22;q22)",)),
        ("47,XY,+8[10]/48,idem,+21[5]", ("+8", "+21")),
        ("45,X,-Y", ()),
        ("46,XY,del(5)(q13q33),-7,+mar", ("del(5)(q13q33)", "-7", "+mar")),
    ],
)
def test_a_karyotype_is_read(iscn, abnormalities):
    assert karyotype.read(iscn).abnormalities == abnormalities


@pytest.mark.parametrize("text", ["", None, "not done", "normal"])
def test_words_are_no_karyotype(text):
    assert karyotype.read(text) is None


# what the case file says of FLT3-ITD | known as
@pytest.mark.parametrize(
    ("value", "known"),
    [("negative", False), ("not detected", False), ("negativ", False), ("0", False), ("0.0", False), ("positive", True),
     ("detected", True), ("ratio 0.4", True), ("0.05", True), ("sample failed", None), ("", None)],
)  # fmt: skip
def test_flt3_itd_is_known_from_a_dedicated_result(layers, value, known):
    content = {"biomarker": [{"name": "FLT3-ITD", "value": value}]}

    assert gather([], content, [], UNKNOWN, layers).flt3_itd is known


def test_flt3_itd_that_is_not_called_is_not_negative(layers):
    assay = Assay("panel", "1", {"flt3_itd": True, "fusions": True}, frozenset(("FLT3",)))

    assert gather([], {}, [], assay, layers).flt3_itd is None


def test_a_called_flt3_itd_goes_before_a_negative_result(variant, layers):
    row = variant("FLT3", None, "inframe_insertion", event="FLT3-ITD")

    assert (
        gather([row], {"biomarker": [{"name": "FLT3-ITD", "value": "negative"}]}, [], UNKNOWN, layers).flt3_itd is True
    )


@pytest.mark.parametrize(
    ("situation", "row", "counts"),
    [
        ("listed hotspot, uncertain by points", {"gene": "SRSF2", "hgvsp": "p.Pro95His"}, True),
        ("listed hotspot, likely benign by points",
         {"gene": "SRSF2", "hgvsp": "p.Pro95His", "oncogenicity": "Likely benign"}, True),
        ("listed hotspot, benign", {"gene": "SRSF2", "hgvsp": "p.Pro95His", "oncogenicity": "Benign"}, False),
        ("missense beside the hotspot", {"gene": "SRSF2", "hgvsp": "p.Pro96His"}, False),
        ("frameshift", {"gene": "ASXL1", "hgvsp": "p.Gly646TrpfsTer12", "consequence": "frameshift_variant"}, True),
        ("missense where only truncating variants are listed", {"gene": "ASXL1", "hgvsp": "p.Ala500Val"}, False),
        ("oncogenic", {"gene": "EZH2", "hgvsp": "p.Ala10Val", "oncogenicity": "Likely oncogenic"}, True),
        ("uncertain", {"gene": "EZH2", "hgvsp": "p.Ala10Val"}, False),
    ],
)  # fmt: skip
def test_which_variants_count(variant, layers, situation, row, counts):
    found = gather([variant(**row)], {}, [], UNKNOWN, layers)

    assert (row["gene"] in found.hits) is counts, situation


@pytest.mark.parametrize(
    ("situation", "row", "known"),
    [
        ("an uncertain variant", {"hgvsp": "p.Ser241Phe"}, None),
        ("a benign variant", {"hgvsp": "p.Pro72Arg", "oncogenicity": "Benign"}, False),
        ("a silent variant", {"hgvsp": "p.Pro36=", "consequence": "synonymous_variant"}, False),
        ("an oncogenic variant", {"hgvsp": "p.Ser241Phe", "oncogenicity": "Oncogenic"}, True),
    ],
)
def test_a_covered_gene_is_wild_type_only_without_an_uncertain_variant(variant, layers, situation, row, known):
    assay = Assay("panel", "1", {}, frozenset(("TP53",)))

    assert gather([variant("TP53", **row)], {}, [], assay, layers).mutated("TP53") is known, situation


def called(gene, change, consequence="missense_variant", vaf=0.4):
    """One row that counts."""
    return {gene: [{"gene": gene, "hgvsp": f"x:p.{change}", "consequence": consequence, "tumour_vaf": vaf,
                    "ref": "A", "alt": "T", "protein_position": None}]}  # fmt: skip


# situation | tumour | facts | findings
CLASSES = (
    ("SF3B1 in MDS", "MDS", {"hits": called("SF3B1", "Lys700Glu")}, ["SF3B1"]),
    ("SF3B1 with del(5q)", "MDS", {"hits": called("SF3B1", "Lys700Glu"), "karyotype": "46,XX,del(5)(q13q33)"},
     ["isolated del(5q)"]),
    ("SF3B1 with -7", "MDS", {"hits": called("SF3B1", "Lys700Glu"), "karyotype": "45,XX,-7"}, []),
    ("del(5q) with one other", "MDS", {"karyotype": "47,XX,del(5)(q13q33),+8"}, ["isolated del(5q)"]),
    ("del(5q) with -7", "MDS", {"karyotype": "45,XX,del(5)(q13q33),-7"}, []),
    ("del(5q) with two others", "MDS", {"karyotype": "48,XX,del(5)(q13q33),+8,+21"}, []),
    ("TP53 above half", "MDS", {"hits": called("TP53", "Arg175His", vaf=0.6)}, ["TP53 hit twice"]),
    ("TP53 once", "MDS", {"hits": called("TP53", "Arg175His", vaf=0.3)}, []),
    ("JAK2 V617F", "PV", {"hits": called("JAK2", "Val617Phe")}, ["JAK2 V617F"]),
    ("another JAK2", "PV", {"hits": called("JAK2", "Arg683Gly")}, []),
    ("CALR", "ET", {"hits": called("CALR", "Leu367ThrfsTer46", "frameshift_variant")}, ["CALR, exon 9"]),
    ("MPL W515L", "PMF", {"hits": called("MPL", "Trp515Leu")}, ["MPL W515 or S505N"]),
    ("BCR::ABL1", "CML", {"fusions": ("BCR::ABL1",)}, ["BCR::ABL1"]),
    ("t(9;22)", "CML", {"karyotype": "46,XX,t(9;22)(q34;q11)"}, ["BCR::ABL1"]),
    ("KIT D816V", "SM", {"hits": called("KIT", "Asp816Val")}, ["KIT D816V"]),
    ("FIP1L1::PDGFRA", "MLNER", {"fusions": ("FIP1L1::PDGFRA",)}, ["PDGFRA rearrangement"]),
    ("ETV6::RUNX1", "BLL", {"fusions": ("ETV6::RUNX1",)}, ["ETV6::RUNX1"]),
    ("the same in AML", "AML", {"fusions": ("ETV6::RUNX1",)}, []),
)  # fmt: skip


@pytest.mark.parametrize(("situation", "code", "found", "names"), CLASSES, ids=[one[0] for one in CLASSES])
def test_defining_alterations_beyond_leukaemia(situation, code, found, names):
    known = Facts(found.get("hits", {}), {}, karyotype.read(found.get("karyotype")), found.get("fusions"))

    told = haematology_classes.classes(known, tumour_types.find(code))

    assert [one["finding"] for one in told] == names, situation


@pytest.mark.parametrize(
    ("code", "words"),
    [("AML", "implemented for this"), ("MDS", "implemented for this"), ("PV", "implemented for this"),
     ("FL", "implemented for this"), ("HL", "not implemented for HL"), ("LUAD", "not implemented for LUAD")],
)  # fmt: skip
def test_a_tumour_without_lists_says_so(code, words):
    assert words in haematology_classes.covered(tumour_types.find(code))


def test_every_line_of_the_lists_has_a_source_and_its_status():
    tables = haematology_tables.tables()

    lines = [*tables["fusions"], *tables["numbers"].values(), *tables["genes"].values()]
    lines += [one._asdict() for one in blood_classes.lines()]
    assert all(one["source"] in tables["sources"] and one["status"] in ("verified", "from memory") for one in lines)
    named = {code for one in blood_classes.lines() for code in one.tumour.split(",")}
    assert named <= set(tumour_types.all_types())


@pytest.mark.parametrize("line", blood_classes.lines(), ids=lambda one: f"{one.tumour} {one.finding}")
def test_every_line_can_be_met_and_says_what_the_morphology_adds(line):
    genes_known = all(resolve(gene).symbol == gene for gene in re.split("[,+]", line.genes) if gene)
    partners = {one for pair in re.split("[,+]", line.fusions) for one in pair.split("::") if one}

    assert line.weight in blood_classes.WEIGHTS
    assert line.needs
    assert line.who
    assert line.icc
    assert genes_known
    assert {one for one in partners if resolve(one).symbol != one} == set()
    assert line.genes or line.fusions or line.karyotype


def known(hits=None, fusions=None, iscn=None):
    return Facts(hits or {}, {}, karyotype.read(iscn), fusions)


# situation | tumour | facts | finding: weight
MORE_CLASSES = (
    ("BRAF V600E in hairy cell leukaemia", "HCL", known(called("BRAF", "Val600Glu")), {"BRAF V600E": "criterion"}),
    ("BRAF V600K there", "HCL", known(called("BRAF", "Val600Lys")), {}),
    ("MYD88 L265P in Waldenström", "WM", known(called("MYD88", "Leu265Pro")), {"MYD88 L265P": "criterion"}),
    ("t(11;14) in mantle cell lymphoma", "MCL", known(iscn="46,XX,t(11;14)(q13;q32)"), {"CCND1 rearrangement": "defining"}),
    ("MYC and BCL2", "DLBCLNOS", known(fusions=("IGH::MYC", "IGH::BCL2")), {"MYC with BCL2": "defining"}),
    ("MYC by karyotype, BCL2 by call", "DLBCLNOS", known(fusions=("IGH::BCL2",), iscn="46,XX,t(8;14)(q24;q32)"),
     {"MYC with BCL2": "defining"}),
    ("MYC alone", "DLBCLNOS", known(fusions=("IGH::MYC",)), {}),
    ("MYC and BCL6", "DLBCLNOS", known(fusions=("IGH::MYC", "IGL::BCL6")), {"MYC with BCL6": "defining"}),
    ("MYC, BCL2 and BCL6", "DLBCLNOS", known(fusions=("IGH::MYC", "IGH::BCL2", "IGL::BCL6")), {"MYC with BCL2": "defining"}),
    ("MYC in Burkitt lymphoma", "BL", known(fusions=("IGK::MYC",)), {"MYC with an immunoglobulin gene": "criterion"}),
    ("MYC with BCL2 is no Burkitt lymphoma", "BL", known(fusions=("IGK::MYC", "IGH::BCL2")), {}),
    ("MYC with another partner", "BL", known(fusions=("BCL7A::MYC",)), {}),
    ("RHOA G17V", "AITL", known(called("RHOA", "Gly17Val")), {"RHOA G17V": "supports"}),
    ("IDH2 R172", "AITL", known(called("IDH2", "Arg172Lys")), {"IDH2 R172": "supports"}),
    ("IDH2 R140 is of AML", "AITL", known(called("IDH2", "Arg140Gln")), {}),
    ("ALK", "ALCL", known(fusions=("NPM1::ALK",)), {"ALK rearrangement": "defining"}),
    ("STAT3 in the SH2 domain", "TLGL", known(called("STAT3", "Tyr640Phe")), {"STAT3": "criterion"}),
    ("STAT3 before it", "TLGL", known(called("STAT3", "Arg583Gly")), {}),
    ("TRA::TCL1A", "TPLL", known(fusions=("TRA::TCL1A",)), {"TCL1A or MTCP1 rearrangement": "criterion"}),
    ("t(4;14)", "PCM", known(fusions=("IGH::NSD2",)), {"IGH::NSD2 or FGFR3": "defining"}),
    ("CRLF2", "BLL", known(fusions=("P2RY8::CRLF2",)), {"kinase or cytokine receptor rearrangement": "defining"}),
    ("BCR::ABL1 is not BCR::ABL1-like", "BLL", known(fusions=("BCR::ABL1",)), {"BCR::ABL1": "defining"}),
    ("KMT2A by karyotype", "BLL", known(iscn="46,XX,t(4;11)(q21;q23)"), {"KMT2A rearrangement": "defining"}),
    ("TET2 with SRSF2 in CMML", "CMML", known({**called("TET2", "Arg550Ter", "stop_gained"), **called("SRSF2", "Pro95His")}),
     {"TET2, SRSF2": "criterion", "TET2 with SRSF2": "supports"}),
    ("NPM1 in MDS is AML", "MDS", known(called("NPM1", "Trp288CysfsTer12", "frameshift_variant")), {"NPM1": "defining"}),
    ("RUNX1::RUNX1T1 in MDS is AML", "MDS", known(fusions=("RUNX1::RUNX1T1",)), {"RUNX1::RUNX1T1": "defining"}),
    ("BCR::ABL1 in myelofibrosis", "PMF", known(fusions=("BCR::ABL1",)), {"BCR::ABL1": "defining"}),
    ("CSF3R T618I", "CNL", known(called("CSF3R", "Thr618Ile")), {"CSF3R T618I": "criterion"}),
    ("SF3B1 with thrombocytosis", "MDSMPNRST", known(called("SF3B1", "Lys700Glu")), {"SF3B1": "defining"}),
    ("a change in frame of CALR", "ET", known(called("CALR", "Glu381del", "inframe_deletion")), {}),
    ("a broad diagnosis", "MBN", known(called("BRAF", "Val600Glu")), {"BRAF V600E": "criterion"}),
)  # fmt: skip


@pytest.mark.parametrize(("situation", "code", "found", "told"), MORE_CLASSES, ids=[one[0] for one in MORE_CLASSES])
def test_findings_of_myeloid_and_lymphoid_neoplasms(situation, code, found, told):
    classes = haematology_classes.classes(found, tumour_types.find(code))

    assert {one["finding"]: one["weight"] for one in classes} == told, situation
    assert all(one["needs"] for one in classes)


@pytest.mark.parametrize(
    ("situation", "vaf", "beside", "icc"),
    [
        ("ten per cent", 0.10, {}, "MDS with mutated SF3B1"),
        ("below it", 0.099, {}, "not met: below 10% of the alleles"),
        ("with RUNX1", 0.4, called("RUNX1", "Arg201Ter", "stop_gained"), "not met: RUNX1 beside it"),
    ],
)
def test_icc_asks_more_of_sf3b1_than_who(situation, vaf, beside, icc):
    told = haematology_classes.classes(
        known({**called("SF3B1", "Lys700Glu", vaf=vaf), **beside}), tumour_types.find("MDS")
    )

    assert told[0]["finding"] == "SF3B1"
    assert (told[0]["who_2022"], told[0]["icc_2022"]) == ("MDS with low blasts and SF3B1 mutation", icc), situation


@pytest.mark.parametrize(("vaf", "is_told"), [(0.05, True), (0.049, False), (None, False)])
def test_who_asks_for_five_per_cent_of_sf3b1(vaf, is_told):
    told = haematology_classes.classes(known(called("SF3B1", "Lys700Glu", vaf=vaf)), tumour_types.find("MDS"))

    assert ("SF3B1" in {one["finding"] for one in told}) is is_told
