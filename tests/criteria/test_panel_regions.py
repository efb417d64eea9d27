"""Regions and limits of panels' rule sets, and that they lie in the protein that variants are numbered by."""

import pytest

from gmstool.criteria.assess import assess
from gmstool.criteria.gathering import READ, Setting
from gmstool.reference.genes import resolve
from gmstool.reference.transcripts import of_gene
from gmstool.rules.load import default, for_gene, overlays
from gmstool.sentences import say

REGIONS = [(rules.id, one) for rules in overlays() for one in (*rules.pm1.regions, *rules.bp1.harmful_residues)]


def residues(region):
    return [*region.get("residues", ()), *(region[edge] for edge in ("start", "end") if edge in region)]


@pytest.mark.parametrize(("panel", "region"), REGIONS, ids=[f"{panel}-{at}" for at, (panel, _) in enumerate(REGIONS)])
def test_a_region_lies_within_the_protein_of_mane_select(panel, region):
    selected = next(one for one in of_gene(resolve(region["gene"]).hgnc_id, "GRCh38") if one.mane == "Select")

    assert max(residues(region)) < selected.cds_length // 3, (panel, region["name"])
    assert region.get("start", 1) <= region.get("end", 1)


@pytest.mark.parametrize("name", sorted({one["name"] for _, one in REGIONS}))
def test_the_name_of_a_region_has_a_swedish_form(name):
    same = {"C-terminal region", "CR2", "N-terminal region", "P-loop", "SAK", "central region", "hotspot", "switch I",
            "switch II", *(f"exon {number}" for number in (4, 6, 11, 14, 17))}  # fmt: skip

    assert (say(name, "sv") == name) == (name in same)


@pytest.mark.parametrize(
    ("gene", "residue", "expected"),
    [
        ("MECP2", 101, 0), ("MECP2", 102, 2), ("MECP2", 174, 2), ("MECP2", 175, 0),  # p.Arg133 of isoform e2 is 145
        ("MECP2", 313, 0), ("MECP2", 314, 2), ("MECP2", 318, 2), ("MECP2", 319, 0),
        ("UBE3A", 820, 0), ("UBE3A", 840, 2),
        ("BRAF", 237, 0), ("BRAF", 238, 2), ("BRAF", 287, 2), ("BRAF", 288, 0), ("BRAF", 438, 0), ("BRAF", 439, 2),
        ("RAF1", 472, 0), ("RAF1", 473, 2), ("RAF1", 512, 2), ("RAF1", 513, 0), ("RAF1", 602, 2), ("RAF1", 601, 0),
        ("FBN1", 250, 4), ("FBN1", 251, 0), ("FBN1", 85, 2),
        ("BMPR2", 41, 2), ("BMPR2", 42, 0), ("BMPR2", 34, 4), ("BMPR2", 132, 0), ("BMPR2", 503, 0), ("BMPR2", 504, 2),
        ("VHL", 167, 2), ("VHL", 166, 0), ("F9", 84, 0), ("F9", 85, 2), ("F9", 173, 2), ("F9", 174, 0), ("F9", 411, 4),
        ("F8", 2283, 0), ("F8", 2284, 2), ("RAG1", 386, 0), ("RAG1", 387, 1), ("RAG1", 394, 2), ("IL2RG", 241, 4),
        ("SERPINC1", 414, 2), ("SERPINC1", 415, 0), ("RPE65", 107, 2), ("RPE65", 126, 0), ("JAK3", 759, 2),
    ],
)  # fmt: skip
def test_regions_of_pm1_at_both_sides_of_their_edges(ask, gene, residue, expected):
    assert ask.points("PM1", gene=gene, protein_position=residue, rules=for_gene(gene)) == expected


@pytest.mark.parametrize(
    ("situation", "residue", "frequency", "expected"),
    [
        ("in exon 4 and rare", 105, 0.0002, 2), ("the last codon of exon 4", 231, 0.0002, 2),
        ("in exon 4 and too common for PM2", 105, 0.00021, 0), ("before exon 4", 103, 0.0002, 0),
        ("behind exon 4", 232, 0.0002, 0), ("a cysteine elsewhere, rare", 711, 0.0002, 2),
        ("a cysteine elsewhere, too common", 711, 0.00021, 0), ("nobody has looked the frequency up", 105, None, None),
        ("outside, and nobody has looked it up", 232, None, 0),
    ],
)  # fmt: skip
def test_pm1_of_ldlr_asks_for_pm2_as_well(ask, situation, residue, frequency, expected):
    facts = {"gnomad_popmax_af": frequency} if frequency else {"af_status": "not_looked_up"}

    assert ask.points("PM1", gene="LDLR", protein_position=residue, rules=for_gene("LDLR"), **facts) == expected, (
        situation
    )


def test_pm1_says_that_the_panel_asks_for_pm2(ask):
    told = ask.reason("PM1", gene="LDLR", protein_position=105, rules=for_gene("LDLR"), gnomad_popmax_af=0.001)

    assert told == "residue 105: exon 4; the panel asks for PM2 as well, which holds: no"
    assert say(told, "sv") == "aminosyra 105: exon 4; panelen kräver även PM2, som gäller: nej"


@pytest.mark.parametrize(("gene", "expected"), [("LDLR", 2), ("PAH", 1)])
def test_pm2_has_the_strength_that_the_panel_gives_it(ask, gene, expected):
    assert ask.points("PM2", gene=gene, rules=for_gene(gene), gnomad_popmax_af=0.0001) == expected


@pytest.mark.parametrize(
    ("gene", "code", "frequency", "expected"),
    [
        ("FBN1", "BA1", 0.001, -8), ("FBN1", "BA1", 0.0009, 0), ("FBN1", "BS1", 0.00005, -4),
        ("FBN1", "BS1", 0.00004, 0),
        ("FBN1", "PM2", 0.000005, 1), ("FBN1", "PM2", 0.000006, 0), ("VHL", "BA1", 0.000156, -8),
        ("VHL", "BS1", 0.0000156, -4), ("VHL", "BS1", 0.000015, 0), ("BMPR2", "BS1", 0.001, -4),
        ("BMPR2", "BS1", 0.0009, 0), ("SERPINC1", "PM2", 0.00002, 1), ("SERPINC1", "PM2", 0.000021, 0),
        ("RPE65", "BA1", 0.008, -8), ("RPE65", "BS1", 0.0008, -4), ("RPE65", "BS1", 0.0007, 0),
        ("ADA", "BA1", 0.00721, -8), ("ADA", "BS1", 0.00161, -4), ("ADA", "BS1", 0.0016, 0),
        ("RAG2", "PM2", 0.0000588, 1),
        ("RAG2", "PM2", 0.00006, 0), ("NEB", "BS1", 0.000237, -4), ("NEB", "BS1", 0.000236, 0),
        ("F8", "BA1", 0.00033, -8), ("F9", "BA1", 0.0000556, -8), ("F9", "BS1", 0.0000055, 0),
    ],
)  # fmt: skip
def test_limits_of_frequency_at_both_sides(ask, gene, code, frequency, expected):
    moi = "XLR" if gene in ("F8", "F9") else "AD"

    assert ask.points(code, gene=gene, rules=for_gene(gene), gnomad_popmax_af=frequency, moi=moi) == expected


@pytest.mark.parametrize(
    ("gene", "code", "score", "expected"),
    [
        ("ACADVL", "PP3", 0.75, 0), ("ACADVL", "PP3", 0.76, 1), ("ACADVL", "BP4", 0.5, 0), ("ACADVL", "BP4", 0.49, -1),
        ("FBN1", "PP3", 0.75, 1), ("FBN1", "PP3", 0.749, 0), ("FBN1", "BP4", 0.326, -1), ("FBN1", "BP4", 0.327, 0),
        ("SERPINC1", "PP3", 0.6, 1), ("RAG1", "PP3", 0.99, 0), ("RAG1", "BP4", 0.01, None),
    ],
)  # fmt: skip
def test_scores_of_panels_at_both_sides(ask, gene, code, score, expected):
    assert ask.points(code, gene=gene, rules=for_gene(gene), revel=score, spliceai_max=0.0) == expected


@pytest.mark.parametrize(("gene", "applies"), [("DNM2", False), ("ACTA1", False), ("FBN1", True), ("VHL", True)])
def test_a_panel_says_whether_null_variants_count(gene, applies):
    assert for_gene(gene).id != default().id
    assert for_gene(gene).applies("PVS1") is applies


@pytest.mark.parametrize(
    ("situation", "gene", "residue", "score", "pp3", "bp4"),
    [
        ("in a domain, harmful", "BRCA1", 1650, 0.28, 1, 0), ("in a domain, between", "BRCA1", 1857, 0.27, 0, 0),
        ("in a domain, harmless", "BRCA1", 102, 0.15, 0, -1), ("outside, harmful", "BRCA1", 103, 0.6, 0, 0),
        ("outside, harmless", "BRCA1", 1858, 0.0, 0, 0), ("the other gene, in a domain", "BRCA2", 3186, 0.28, 1, 0),
        ("the other gene, outside", "BRCA2", 3187, 0.28, 0, 0), ("not known where", "BRCA2", None, 0.28, None, None),
        ("no score in a domain", "BRCA2", 2481, None, None, None),
    ],
)  # fmt: skip
def test_the_brca_panel_reads_bayesdel_in_its_domains_only(ask, situation, gene, residue, score, pp3, bp4):
    rules = for_gene(gene)
    row = {"gene": gene, "protein_position": residue, "bayesdel": score, "revel": 0.99, "spliceai_max": 0.0}
    found = assess(ask.tabled(row), rules, Setting("GRCh38", frozenset(READ))).verdicts

    assert (found["PP3"][0], found["BP4"][0]) == (pp3, bp4), situation


def test_outside_its_domains_the_brca_panel_says_so(ask):
    told = ask.reason("PP3", gene="BRCA1", protein_position=500, spliceai_max=0.0, rules=for_gene("BRCA1"))

    assert told.startswith("outside the domains where the panel reads predictors of missense change")


# TP53 codon 248: the panel's hot spot. Isoforms that begin later number it 209 or 116.
HOT = {"chrom": "chr17", "gene": "TP53", "hgnc_id": 11998, "pos": 7_674_220, "ref": "C", "alt": "T"}


@pytest.mark.parametrize(
    ("situation", "facts", "expected"),
    [("MANE Select by RefSeq", {"transcript": "NM_000546.6", "protein_position": 248}, 2),
     ("MANE Select by Ensembl, another version", {"transcript": "ENST00000269305.4", "protein_position": 248}, 2),
     ("MANE Select numbers a neighbour", {"transcript": "NM_000546.6", "protein_position": 247}, 0),
     ("a shorter isoform: by the place in the genome", {"transcript": "NM_001126115.1", "protein_position": 116}, 2),
     ("an isoform whose number is a hot spot's", {"transcript": "NM_001126115.1", "protein_position": 248,
                                                 "pos": 7_673_750}, 0),
     ("an isoform, outside of Select's coding sequence", {"transcript": "NM_001126115.1", "protein_position": 248,
                                                         "pos": 7_674_500}, None),
     ("transcript not known", {"transcript": None, "protein_position": 248}, None),
     ("residue not known", {"transcript": "NM_001126115.1", "protein_position": None}, None)],
)  # fmt: skip
def test_residues_are_those_of_mane_select(ask, situation, facts, expected):
    assert ask.points("PM1", **HOT | facts, rules=for_gene("TP53")) == expected, situation


def test_the_reason_names_the_residue_of_mane_select(ask):
    told = ask.reason("PM1", **HOT, transcript="NM_001126115.1", protein_position=116, rules=for_gene("TP53"))

    assert told.startswith("residue 248: ")


def test_the_first_residue_of_a_deletion_is_where_its_transcript_begins():
    """TP53 is on the minus strand: of the bases of codons 248 and 247 the higher place is 247's."""
    from gmstool.criteria.places import residue_of_select

    row = HOT | {"pos": 7_674_219, "ref": "GGCCTC", "alt": "G", "end": 7_674_224, "transcript": "NM_001126115.1",
                 "protein_position": 115}  # fmt: skip

    assert residue_of_select(row, "GRCh38") == 247
