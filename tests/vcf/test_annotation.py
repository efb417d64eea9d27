"""Annotation entries: which ALT they belong to, how they group by gene, and which transcript is shown."""

import pytest

from gmstool.vcf.annotation import Annotation
from gmstool.vcf.header import parse_header

COLUMNS = "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n"
ANN_TAIL = "|c.1A>C|p.K1N|10/900|1/800|1/200||"


def annotation(key="CSQ", fields="Allele|Consequence|SYMBOL|Gene", extra=""):
    description = f"Format: {fields}" if key == "CSQ" else "as the tool says"
    line = f'##INFO=<ID={key},Number=.,Type=String,Description="{description}">\n' if key else ""
    return Annotation(parse_header(f"##fileformat=VCFv4.2\n{line}{extra}{COLUMNS}".encode(), "it"))


def matched(it, value, ref, alts, pos=100):
    entries = it.entries({it.key: value}, 7)
    return [([entry[1] for entry in one.entries], one.how) for one in it.by_allele(entries, pos, ref, alts)]


@pytest.mark.parametrize(
    ("situation", "value", "ref", "alts", "expected"),
    [
        ("one ALT, VEP's name", "C|first|G|", "A", ["C"], [(["first"], "vep")]),
        ("an insertion under VEP's name", "T|first|G|", "A", ["AT"], [(["first"], "vep")]),
        ("a deletion under VEP's name", "-|first|G|", "AT", ["A"], [(["first"], "vep")]),
        ("two ALTs", "C|first|G|,T|second|G|", "A", ["C", "T"], [(["first"], "vep"), (["second"], "vep")]),
        ("two ALTs, one not annotated", "T|second|G|", "A", ["C", "T"], [([], ""), (["second"], "vep")]),
        ("two ALTs that share the first base", "T|first|G|,GG|second|G|", "A", ["AT", "AGG"],
         [(["first"], "vep"), (["second"], "vep")]),
        ("two ALTs that do not share it", "AT|first|G|,C|second|G|", "A", ["AT", "C"],
         [(["first"], "vep"), (["second"], "vep")]),
        ("trimmed though a neighbour forbids it", "T|first|G|,C|second|G|", "A", ["AT", "C"],
         [(["first"], "trimmed"), (["second"], "vep")]),
        ("a spanning deletion beside an insertion", "T|first|G|", "A", ["AT", "*"], [(["first"], "vep"), ([], "")]),
        ("a name that fits nothing goes to every ALT", "GATTACA|lost|G|", "A", ["C", "T"],
         [(["lost"], "unmatched"), (["lost"], "unmatched")]),
        ("… but not to alleles without a row", "GATTACA|lost|G|", "A", ["C", "*"], [(["lost"], "unmatched"), ([], "")]),
        ("an empty name goes to every ALT", "|lost|G|", "A", ["C"], [(["lost"], "unmatched")]),
        ("a symbolic deletion", "deletion|first|G|", "A", ["<DEL>"], [(["first"], "vep")]),
        ("a symbolic ALT under any name", "CNV|first|G|", "A", ["<CN3>"], [(["first"], "only_alt")]),
        ("a breakend under any name", "whatever|first|G|", "A", ["A]1:5]"], [(["first"], "only_alt")]),
        ("no entries", "", "A", ["C"], [([], "")]),
    ],
    ids=lambda value: value if isinstance(value, str) and " " in value else "",
)  # fmt: skip
def test_an_entry_belongs_to_its_alt(situation, value, ref, alts, expected):
    assert matched(annotation(), value, ref, alts) == expected, situation


@pytest.mark.parametrize(
    ("situation", "value", "expected"),
    [
        ("the number wins over the name", "T|second|1", [(["second"], "allele_num"), ([], "")]),
        ("a number of no ALT: the name counts", "T|second|3", [([], ""), (["second"], "vep")]),
        ("number zero is REF: the name counts", "C|first|0", [(["first"], "vep"), ([], "")]),
        ("no number: the name counts", "C|first|", [(["first"], "vep"), ([], "")]),
    ],
    ids=lambda value: value if isinstance(value, str) and " " in value else "",
)
def test_allele_num(situation, value, expected):
    assert matched(annotation(fields="Allele|Consequence|ALLELE_NUM"), value, "A", ["C", "T"]) == expected, situation


@pytest.mark.parametrize(
    ("situation", "value", "pos_ref_alts", "expected"),
    [
        ("one ALT", "missense|G|T1|b|+|1A|100A>C", (100, "A", ["C"]), [(1, "only_alt")]),
        ("two ALTs, each its change", "missense|G|T1|b|+|1A|100A>C,stop_gained|G|T1|b|+|1A|100A>T",
         (100, "A", ["C", "T"]), [(1, "trimmed"), (1, "trimmed")]),
        ("a change of several records", "missense|G|T1|b|+|1A|100A>C+105G>T", (100, "A", ["C", "T"]),
         [(1, "trimmed"), (0, "")]),
        ("no change stated goes to every ALT", "intron|G|T1|b", (100, "A", ["C", "T"]),
         [(1, "unmatched"), (1, "unmatched")]),
        ("a pointer says nothing here", "@95", (100, "A", ["C"]), [(0, "")]),
        ("a spanning deletion takes nothing", "missense|G|T1|b|+|1A|100A>C", (100, "A", ["*", "C"]),
         [(0, ""), (1, "only_alt")]),
    ],
    ids=lambda value: value if isinstance(value, str) and " " in value else "",
)  # fmt: skip
def test_bcsq_entries_name_their_change(situation, value, pos_ref_alts, expected):
    it, (pos, ref, alts) = annotation("BCSQ"), pos_ref_alts
    found = it.by_allele(it.entries({"BCSQ": value}, 1), pos, ref, alts)
    assert [(len(one.entries), one.how) for one in found] == expected, situation


def test_bcsq_words_become_sequence_ontology_terms():
    it = annotation("BCSQ")
    (entry,) = it.entries({"BCSQ": "*missense&splice_region|G|T1|b|+|1A|100A>C"}, 1)
    assert entry[it.consequence] == "missense_variant&splice_region_variant"


def test_ann_entries_are_read_with_spaces_and_a_transcript_for_hgvs():
    it = annotation("ANN")
    (entry,) = it.entries({"ANN": "C| stop_gained |HIGH|G|ENSG1|transcript|T1.2|protein_coding|3/9" + ANN_TAIL}, 1)
    assert (entry[it.consequence], entry[it.gene], entry[9]) == ("stop_gained", "G", "T1.2:c.1A>C")
    assert (entry[it.place("EXON")], entry[it.place("INTRON")]) == ("3/9", "")


def test_the_rank_of_an_intron_variant_is_an_intron():
    it = annotation("ANN")
    (entry,) = it.entries({"ANN": "C|intron_variant|MODIFIER|G|ENSG1|transcript|T1|b|3/8" + ANN_TAIL}, 1)
    assert (entry[it.place("EXON")], entry[it.place("INTRON")]) == ("", "3/8")


@pytest.mark.parametrize(
    ("value", "entry", "odd"),
    [
        ("C|x|G|E", ["C", "x", "G", "E"], 0),
        ("C|x", ["C", "x", "", ""], 1),
        ("C|x|G|E|more|and more", ["C", "x", "G", "E"], 1),
    ],
    ids=["as declared", "too short", "too long"],
)
def test_entries_of_another_length_are_counted_and_made_to_fit(value, entry, odd):
    it = annotation()
    assert it.entries({"CSQ": value}, 12) == [entry]
    assert (it.odd_entries, it.first_odd) == (odd, 12 if odd else 0)
    assert bool(it.warning()) == bool(odd)


@pytest.mark.parametrize(
    ("situation", "values", "groups", "status"),
    [
        ("two transcripts of a gene", "C|x|G|E1,C|y|G|E2", {"G": 2}, ["in_gene"]),
        ("two genes", "C|x|G|E1,C|y|H|E2", {"G": 1, "H": 1}, ["in_gene", "in_gene"]),
        ("a gene without symbol goes by its id", "C|x||E1", {"E1": 1}, ["in_gene"]),
        ("between genes", "C|intergenic_variant||", {"": 1}, ["intergenic"]),
        ("a regulatory feature", "C|regulatory_region_variant||", {"": 1}, ["feature"]),
        ("between genes and in a feature", "C|intergenic_variant||,C|regulatory_region_variant||", {"": 2},
         ["feature"]),
    ],
    ids=lambda value: value if isinstance(value, str) and " " in value else "",
)  # fmt: skip
def test_grouping_by_gene(situation, values, groups, status):
    it = annotation()
    found = it.by_gene(it.entries({"CSQ": values}, 1))
    assert {gene: len(entries) for gene, entries in found.items()} == groups, situation
    assert [it.status(gene, entries) for gene, entries in found.items()] == status


def test_a_record_without_entries_is_unannotated():
    assert annotation().status("", []) == "unannotated"


@pytest.mark.parametrize(
    ("situation", "rows", "shown"),
    [
        ("MANE Select before all", ["a|stop_gained|||YES", "b|intron_variant|NM_1||"], "b"),
        ("MANE Plus Clinical before canonical", ["a|stop_gained|||YES", "b|intron_variant||NM_2|"], "b"),
        ("canonical before the more severe", ["a|stop_gained|||", "b|intron_variant|||YES"], "b"),
        ("else the most severe", ["a|intron_variant|||", "b|stop_gained|||"], "b"),
        ("of several terms the most severe", ["a|missense_variant|||", "b|intron_variant&stop_gained|||"], "b"),
        ("of equals the first", ["a|stop_gained|||", "b|stop_gained|||"], "a"),
        ("a term nobody ranks comes last", ["a|new_term|||", "b|intergenic_variant|||"], "b"),
    ],
    ids=lambda value: value if isinstance(value, str) and " " in value else "",
)
def test_the_transcript_shown(situation, rows, shown):
    it = annotation(fields="Feature|Consequence|MANE_SELECT|MANE_PLUS_CLINICAL|CANONICAL")
    assert it.shown(it.entries({"CSQ": ",".join(rows)}, 1))[0] == shown, situation


@pytest.mark.parametrize(
    ("info", "entries"),
    [
        ({"Annotation": "G1,G2"}, [["G1", ""], ["G2", ""]]),
        ({"GENEINFO": "G1:123|G2:456", "MC": "SO:1|missense_variant"},
         [["G1", "missense_variant"], ["G2", "missense_variant"]]),
        ({"MC": "SO:1|missense_variant,SO:2|intron_variant"}, [["", "missense_variant&intron_variant"]]),
        ({}, []),
    ],
    ids=["genmod's Annotation", "ClinVar's GENEINFO and MC", "MC alone", "nothing"],
)  # fmt: skip
def test_genes_outside_an_annotation_string(info, entries):
    assert annotation(key="").entries(info, 1) == entries
