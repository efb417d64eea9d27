"""OM1: critical parts of domains, both sides of each edge, and what a list does not say."""
# ruff: noqa: E501  # tables of situations, one line a row

import itertools

import pytest
from tests.somatic.conftest import BRAF, KRAS, RULES, TP53, established, judged, points, reason

from gmstool.reference.genes import resolve
from gmstool.somatic import regions
from gmstool.somatic.changes import change_of, last_residue
from gmstool.somatic.layers import shipped_table

EZH2, EGFR, PTEN = 3527, 3236, 9588
ROWS = [(row["symbol"], row["residues"]) for row in shipped_table("regions").iter_rows(named=True)]


def missense(gene, hgnc_id, residue):
    named = {"hgvsp": f"p.Gly{residue}Glu", "protein_position": residue, "amino_acids": "G/E"}
    return {"gene": gene, "hgnc_id": hgnc_id, **named}


@pytest.mark.parametrize(
    ("gene", "hgnc_id", "inside", "outside"),
    [
        ("EZH2", EZH2, (612, 646, 727), (611, 728)),
        ("BRAF", BRAF, (459, 474, 594, 600, 627), (458, 475, 593, 628)),
        ("KRAS", KRAS, (10, 12, 17, 25, 40, 57, 64), (9, 18, 24, 41, 56, 65)),
        ("PTEN", PTEN, (90, 94, 123, 130, 166, 168), (89, 95, 122, 131, 165, 169)),
        ("TP53", TP53, (175, 176, 248), (174, 177, 247)),
        ("EGFR", EGFR, (718, 726, 855, 884), (717, 727, 854, 885)),
    ],
)  # fmt: skip
def test_a_critical_part_has_both_its_ends_and_no_more(gene, hgnc_id, inside, outside):
    assert [points("OM1", **missense(gene, hgnc_id, at)) for at in inside] == [2] * len(inside)
    assert [points("OM1", **missense(gene, hgnc_id, at)) for at in outside] == [None] * len(outside)


@pytest.mark.parametrize(("symbol", "residues"), ROWS, ids=lambda text: text)
def test_every_row_by_hand_holds_its_ends_and_not_what_lies_beside_them(symbol, residues):
    gene, parts = resolve(symbol).hgnc_id, regions.read_ranges(residues)
    assert gene is not None
    assert all(0 < start <= end for start, end in parts)
    assert all(end < start for (_, end), (start, _) in itertools.pairwise(parts))
    part = regions.Part("x", parts, "y")
    for start, end in parts:
        assert part.meets(start, start) and part.meets(end, end)  # noqa: PT018  # the two ends of one stretch
        assert regions.part_of(gene, start, end)
        assert not part.meets(start - 1, start - 1) or any(start - 1 == one for _, one in parts)
        assert not part.meets(end + 1, end + 1) or any(end + 1 == one for one, _ in parts)


def test_every_row_by_hand_has_source_and_date():
    table = shipped_table("regions")
    assert table.select("symbol", "name", "residues", "source", "date").null_count().sum_horizontal().sum() == 0


def test_the_reason_names_part_source_and_what_a_person_still_has_to_do():
    assert reason("OM1", **missense("EZH2", EZH2, 646)) == (
        "critical part: catalytic SET domain, residues 612-727 (UniProt Q15910; Morin 2010 (PMID 20081860) [not reviewed]); for sign-off"
    )
    told = reason("OM1", **missense("KRAS", KRAS, 12))
    assert told.startswith("critical part: P-loop, residues 10-17 (PM1, germline: ClinGen RASopathy Expert Panel")


@pytest.mark.parametrize(
    ("what", "facts"),
    [
        ("a gene that no list has", missense("RB1", 9884, 600)),
        ("a panel's supporting region", missense("RUNX1", 10471, 100)),
        ("the residue is not known", {"hgvsp": None, "protein_position": None, "amino_acids": None}),
        ("the gene is not known", {"hgnc_id": None, "gene": None}),
    ],
)
def test_where_no_list_says_so_nobody_knows(what, facts):
    assert points("OM1", **facts) is None, what
    assert reason("OM1", **facts).startswith("not assessed: needs a critical"), what


@pytest.mark.parametrize(
    ("what", "facts", "expected"),
    [
        ("silent", {"consequence": "synonymous_variant", "hgvsp": "p.Val600=", "amino_acids": "V"}, 0),
        ("null", {"consequence": "stop_gained", "hgvsp": "p.Val600Ter", "amino_acids": "V/*"}, 0),
        ("intronic", {"consequence": "intron_variant", "hgvsp": None, "protein_position": None, "amino_acids": None}, 0),
        ("a deletion that ends in the part", {"consequence": "inframe_deletion", "ref": "AGGG", "alt": "A",
         "hgvsp": "p.Leu592_Asp594del", "protein_position": 592, "amino_acids": "LGD/-"}, 2),
        ("a deletion that ends before it", {"consequence": "inframe_deletion", "ref": "AGGG", "alt": "A",
         "hgvsp": "p.Leu591_Phe593del", "protein_position": 591, "amino_acids": "LGF/-"}, None),
    ],
)  # fmt: skip
def test_only_changed_and_lost_residues_count(what, facts, expected):
    assert points("OM1", **facts) == expected, what


def test_a_hot_spot_or_an_established_change_takes_the_place_of_the_part():
    spots = ((BRAF, 600, "V600E", 897, 833),)
    found = judged(spots=spots).rows
    assert (found["OM1"][0], found["OM1_by"][0], found["OS3"][0]) == (2, "OS3", 4)
    assert judged(known=established(BRAF, "V600E", "7-1-A-T")).rows["OM1_by"][0] == "OS1"
    assert judged(spots=((BRAF, 600, "V600E", 20, 5),)).rows["OP3_by"][0] == "OM1"


@pytest.mark.parametrize(
    ("hgvsp", "last"),
    [("p.Glu746_Ala750del", 750), ("NP_1.1:p.(Glu746_Ala750delinsVal)", 750), ("p.E746_A750del", 750), ("p.Val600Glu", 600),
     ("p.Asp770_Asn771insSer", 770), ("p.Ala767_Val769dup", 769)],
)  # fmt: skip
def test_a_range_has_a_last_residue(hgvsp, last):
    assert last_residue(hgvsp, change_of(hgvsp)) == last


def test_the_rule_set_leaves_the_part_to_a_review():
    assert RULES.criteria["OM1"].how == "review"
