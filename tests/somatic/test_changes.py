"""The change of a residue in short form, whatever the annotator wrote; named alterations by place and length."""
# ruff: noqa: E501  # tables of situations, one line a row

import pytest

from gmstool.somatic.changes import change_of
from gmstool.somatic.events import CEBPA_BZIP, FLT3_ITD, MET_EXON_14, TERT_PROMOTER, event_of


@pytest.mark.parametrize(
    ("hgvsp", "amino_acids", "residue", "short"),
    [
        ("ENSP1.1:p.Val600Glu", None, None, "V600E"),
        ("p.V600E", None, None, "V600E"),
        ("V600E", None, None, "V600E"),
        ("600V>600E", None, None, "V600E"),
        (None, "V/E", 600, "V600E"),
        ("NP_1:p.Trp288CysfsTer12", None, None, "W288fs"),
        ("p.Arg320Ter", None, None, "R320*"),
        ("p.Arg320*", None, None, "R320*"),
        ("p.Thr1036=", None, None, "T1036T"),
        ("p.Glu746_Ala750del", None, None, "E746"),
        ("p.Asp770_Asn771insGly", None, None, "D770"),
        (None, "VK/E", 600, "V600"),
        (None, None, 600, None),
        (None, None, None, None),
        ("p.?", None, None, None),
    ],
)
def test_a_change_is_known_by_its_short_form(hgvsp, amino_acids, residue, short):
    found = change_of(hgvsp, amino_acids, residue)
    assert (str(found) if found else None) == short


ROW = {"gene": None, "chrom": "1", "pos": 1, "ref": "A", "alt": "T", "consequence": "missense_variant", "exon": None, "intron": None,
       "hgvsc": None, "protein_position": None, "svlen": None}  # fmt: skip


@pytest.mark.parametrize(
    ("what", "row", "event"),
    [
        ("an insertion of whole residues in exon 14", {"gene": "FLT3", "alt": "A" + "ACG" * 10, "exon": "14/24"}, FLT3_ITD),
        ("a duplication written as a symbol", {"gene": "FLT3", "alt": "<DUP:TANDEM>", "svlen": 60, "exon": "14/24"}, FLT3_ITD),
        ("by the residue where no exon is told", {"gene": "FLT3", "alt": "A" + "ACG" * 7, "protein_position": 612}, FLT3_ITD),
        ("a shifted frame", {"gene": "FLT3", "alt": "A" + "ACG" * 10 + "C", "exon": "14/24"}, None),
        ("another exon", {"gene": "FLT3", "alt": "A" + "ACG" * 10, "exon": "20/24"}, None),
        ("another gene", {"gene": "KIT", "alt": "A" + "ACG" * 10, "exon": "14/24"}, None),
        ("a substitution", {"gene": "FLT3", "exon": "14/24"}, None),
        ("MET, donor of exon 14", {"gene": "MET", "consequence": "splice_donor_variant", "intron": "14/20"}, MET_EXON_14),
        ("MET, acceptor of exon 14", {"gene": "MET", "consequence": "splice_acceptor_variant&intron_variant", "intron": "13/20"}, MET_EXON_14),
        ("MET, deletion across the donor", {"gene": "MET", "consequence": "splice_donor_variant&coding_sequence_variant", "exon": "14/21", "intron": "14/20"}, MET_EXON_14),
        ("MET, the whole exon deleted", {"gene": "MET", "alt": "<DEL>", "consequence": "feature_truncation", "exon": "14/21"}, MET_EXON_14),
        ("MET, donor of exon 13", {"gene": "MET", "consequence": "splice_donor_variant", "intron": "13/20"}, None),
        ("MET, missense in exon 14", {"gene": "MET", "exon": "14/21"}, None),
        ("TERT C228T on GRCh38", {"gene": "TERT", "assembly": "GRCh38", "pos": 1295113, "ref": "G", "alt": "A"}, TERT_PROMOTER),
        ("TERT C250T on GRCh37", {"gene": "TERT", "assembly": "GRCh37", "pos": 1295250, "ref": "G", "alt": "A"}, TERT_PROMOTER),
        ("TERT beside the promoter's sites", {"gene": "TERT", "assembly": "GRCh38", "pos": 1295114, "ref": "G", "alt": "A"}, None),
        ("TERT, a site of the other build", {"gene": "TERT", "assembly": "GRCh38", "pos": 1295250, "ref": "G", "alt": "A"}, None),
        ("TERT, build not known", {"gene": "TERT", "assembly": None, "pos": 1295113, "ref": "G", "alt": "A"}, None),
        ("CEBPA in frame in the bZIP", {"gene": "CEBPA", "consequence": "inframe_insertion", "protein_position": 312}, CEBPA_BZIP),
        ("CEBPA frameshift in the bZIP", {"gene": "CEBPA", "consequence": "frameshift_variant", "protein_position": 312}, None),
        ("CEBPA in frame before the bZIP", {"gene": "CEBPA", "consequence": "inframe_insertion", "protein_position": 100}, None),
        ("no gene", {}, None),
    ],
)  # fmt: skip
def test_named_alterations_are_recognised_by_place_and_length(what, row, event):
    assert event_of({**ROW, **row}, None) == event, what
