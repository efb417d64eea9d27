"""Protein, exons and allele fractions: what lies where, in both languages."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmstool.report.case import Row
from gmstool.report.drawn import figure_of
from gmstool.report.figures.exons import gene_track
from gmstool.report.figures.fractions import fraction_plot
from gmstool.report.figures.lollipop import Domain, lollipop
from gmstool.report.words import Words

EN, SV = Words("en"), Words("sv")
DOMAINS = [Domain("Kinase", 40, 80)]
EXONS = [(100, 199), (300, 399), (500, 599)]


def marker(svg: str) -> float:
    """Where the tip of the patient's triangle is."""
    return float(re.search(r'<polygon points="[^"]* ([\d.]+),[\d.]+"', svg)[1])


def test_the_protein_names_the_domain_and_counts_known_variants_near_and_far():
    figure = lollipop("GENE", 200, DOMAINS, [5, 50, 60, 61, 199, 300], 50, "p.Arg50Cys", EN)

    assert figure.alt == (
        "The protein of GENE, 200 residues: p.Arg50Cys lies in Kinase. "
        "Known pathogenic variants in ClinVar (circles): 5, 2 of them within 10 residues."
    )


@pytest.mark.parametrize(
    ("residue", "told"), [(39, "in no named domain"), (40, "in Kinase"), (80, "in Kinase"), (81, "in no named domain")]
)
def test_a_domain_holds_its_first_and_last_residue(residue, told):
    assert told in lollipop("GENE", 200, DOMAINS, [], residue, "p", EN).alt


@pytest.mark.parametrize(
    ("place", "strand", "told"),
    [
        (100, 1, "in exon 1"),
        (399, 1, "in exon 2"),
        (400, 1, "next to exon 2"),
        (449, 1, "50 bases from exon 2"),
        (450, 1, "50 bases from exon 3"),
        (499, 1, "next to exon 3"),
        (599, 1, "in exon 3"),
        (700, 1, "101 bases from exon 3"),
    ],
)
def test_a_place_is_told_by_its_exon_or_the_nearest_one(place, strand, told):
    assert gene_track("NM_1.1", EXONS, (150, 550), strand, place, "c.1A>G", EN).alt.endswith(f"lies {told}.")


@given(st.integers(1, 2000), st.integers(1, 2000))
def test_places_keep_their_order_on_the_page(one, other):
    first, last = sorted((one, other))
    forward = [marker(gene_track("t", EXONS, (150, 550), 1, at, "c", EN).svg) for at in (first, last)]
    backward = [marker(gene_track("t", EXONS[::-1], (150, 550), -1, at, "c", EN).svg) for at in (first, last)]

    assert forward == sorted(forward)
    assert backward == sorted(backward, reverse=True)
    assert all(0 <= x <= 520 for x in forward + backward)


def test_a_single_exon_without_coding_sequence_is_drawn():
    assert "1 exons" in gene_track("NR_1.1", [(10, 20)], None, 1, 15, "n.6A>G", EN).alt


def test_fractions_are_drawn_by_size_with_the_expected_half_of_the_tumour_cells():
    figure = fraction_plot([("A", 0.1), ("B", 0.4)], 0.6, EN)

    assert figure.alt == "Allele fractions: B 40%; A 10%. Dashed: a heterozygous variant in every tumour cell, 30%."
    assert "Dashed" not in fraction_plot([("A", 0.1)], None, EN).alt
    assert fraction_plot([], 0.6, EN) is None


def test_only_the_first_variants_are_drawn():
    figure = fraction_plot([(f"V{number}", number / 20) for number in range(12)], None, EN)

    assert "V7" in figure.alt
    assert "V8" not in figure.alt


@pytest.mark.parametrize("words", [EN, SV], ids=["en", "sv"])
def test_names_with_markup_are_letters(words):
    hostile = '<script x="&">'
    for figure in (
        lollipop(hostile, 100, [Domain(hostile * 5, 1, 100)], [3], 50, hostile, words),
        gene_track(hostile, EXONS, None, 1, 150, hostile, words),
        fraction_plot([(hostile, 0.5)], None, words),
    ):
        assert "<script" not in figure.svg
        assert hostile in figure.alt


def row(**facts) -> Row:
    return Row.model_validate({"variant": "chr12-102840493-G-A", "assembly": "GRCh38", "chrom": "chr12",
        "pos": 102840493, "hgnc_id": 8582, "gene": "PAH", "hgvsp": "NP_000268.1:p.Arg408Trp", **facts})  # fmt: skip


def test_a_change_of_the_protein_is_drawn_on_the_protein_with_its_known_variants():
    figure = figure_of(row(), "p.Arg408Trp", EN)

    assert figure.name == "protein"
    assert "452 residues" in figure.alt
    assert int(re.search(r"\(circles\): (\d+)", figure.alt)[1]) > 100


def test_another_change_is_drawn_among_the_exons():
    figure = figure_of(row(hgvsp=None, pos=102840399), "c.1315+1G>A", EN)

    assert figure.name == "exons"
    assert figure.alt.endswith("lies next to exon 12.")


@pytest.mark.parametrize(
    "facts",
    [{"hgnc_id": None}, {"hgnc_id": 1}, {"hgvsp": None, "assembly": None}, {"hgvsp": None, "pos": None}],
    ids=["gene not known", "gene without a transcript", "build not known", "place not known"],
)
def test_what_is_not_known_is_not_drawn(facts):
    assert figure_of(row(**facts), "p", EN) is None


def test_a_residue_beyond_the_protein_is_of_another_transcript_and_not_drawn_on_it():
    assert figure_of(row(hgvsp="p.Arg9999Trp"), "p.Arg9999Trp", EN).name == "exons"
