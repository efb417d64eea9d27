"""Variants of mitochondrial DNA follow the rules made for it, by their contig and not by the gene that is named."""

import pytest

from gmstool.criteria.registry import CRITERIA

MTAF = '##INFO=<ID=GNOMAD_MTAF_hom,Number=1,Type=Float,Description="homoplasmic">\n'
RULES = "acmg-mtdna-2020"


def line(given, frequency=None, **values):
    """A line of mitochondrial DNA: a missense variant of MT-ND4 unless told otherwise."""
    place = {name: values.pop(name, usual) for name, usual in (("pos", 11_700), ("ref", "G"), ("alt", "A"))}
    gene = {"SYMBOL": "MT-ND4", "HGNC_ID": "HGNC:7459", "Feature": "ENST00000361381"}
    entry = given.entry(place["alt"], **gene | values)
    found = given.record(entry, chrom="chrM", **place)
    return found if frequency is None else found.replace("CSQ=", f"GNOMAD_MTAF_hom={frequency};CSQ=")


@pytest.fixture
def mitochondrial(judged, given, monkeypatch):
    """Judged rows of a file that has mtDNA frequencies."""
    monkeypatch.setattr(given, "HEAD", given.HEAD.replace("#CHROM", f"{MTAF}#CHROM"))
    return lambda **values: judged(line(given, **values))[0]


@pytest.mark.parametrize(
    ("situation", "frequency", "code", "points"),
    [("absent from mtDNA databases", None, "PM2", 1), ("at the ceiling", 2e-5, "PM2", 1), ("above it", 3e-5, "PM2", 0),
     ("below BS1", 0.0049, "BS1", 0), ("at BS1", 0.005, "BS1", -4),
     ("at BA1's limit", 0.01, "BA1", 0), ("above it", 0.011, "BA1", -8)],
)  # fmt: skip
def test_frequencies_of_mitochondrial_populations_count(mitochondrial, situation, frequency, code, points):
    row = mitochondrial(frequency=frequency, gnomADg_AF="0.4")

    assert (row["rules"], row["moi"]) == (RULES, "MT")
    assert row[code] == points, situation


@pytest.mark.parametrize("code", ["PM1", "PM3", "PP2", "PP5", "BP1", "BP3", "BP6", "PP3", "BP4", "BP7", "PS1", "PM5"])
def test_what_is_made_for_nuclear_genes_is_not_assessed(mitochondrial, code):
    """Predictors are calibrated on nuclear genes, splicing does not exist there, and the genetic code is another."""
    assert mitochondrial(REVEL="0.99", SpliceAI_max="0.0")[code] is None


def test_a_gene_that_is_not_named_changes_nothing(mitochondrial):
    row = mitochondrial(SYMBOL="", HGNC_ID="", Consequence="intergenic_variant", IMPACT="MODIFIER", frequency=0.3)

    assert (row["rules"], row["classification"]) == (RULES, "Benign")


def test_transfer_rna_is_in_scope(mitochondrial):
    transfer_rna = {"Consequence": "non_coding_transcript_exon_variant", "IMPACT": "MODIFIER", "HGVSp": ""}

    assert mitochondrial(**transfer_rna)["classification"] == "Uncertain significance"


def test_a_common_variant_that_mitomap_confirms_is_not_called_benign(mitochondrial):
    known = {"pos": 1555, "ref": "A", "SYMBOL": "MT-RNR1", "HGNC_ID": "HGNC:7470", "frequency": 0.02}
    confirmed, other = mitochondrial(**known, alt="G"), mitochondrial(**known, alt="C")

    assert (confirmed["classification"], confirmed["conflict"]) == ("Uncertain significance", "frequency_conflict")
    assert "MITOMAP" in confirmed["gate"]
    assert other["classification"] == "Benign"


def test_hg19_s_other_mitochondrion_has_no_rules(judged, given, monkeypatch):
    monkeypatch.setattr(given, "HEAD", given.HEAD.replace("length=16569", "length=16571"))
    (row,) = judged(line(given))

    assert row["classification"] == "Not in scope"
    assert "mitochondrial" in row["scope"]


def test_every_criterion_answers_for_mitochondrial_dna(mitochondrial):
    assert {one.code for one in CRITERIA} <= mitochondrial().keys()
