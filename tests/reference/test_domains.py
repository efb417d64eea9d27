"""What is known along the proteins of MANE transcripts."""

from __future__ import annotations

import pytest

from gmstool.reference import bundle
from gmstool.reference.transcripts import Transcript, find

TABLE = bundle.table("protein_domains")
PLACES = TABLE.select("ensembl_transcript", "start", "end").rows()


def the(name: str) -> Transcript:
    found = find(name, "GRCh38")
    assert found is not None
    return found


def features(symbol: str, source: str) -> list[tuple[str | None, str, int, int]]:
    rows = TABLE.filter(symbol=symbol, source=source).select("accession", "name", "start", "end")
    return list(rows.iter_rows())


@pytest.mark.parametrize(
    ("symbol", "accession", "name", "start", "end"),
    [
        ("TP53", "IPR011615", "p53, DNA-binding domain", 100, 288),
        ("TP53", "IPR010991", "p53, tetramerisation domain", 319, 357),
        ("BRCA1", "IPR018957", "Zinc finger, C3HC4 RING-type", 24, 64),
        ("BRCA1", "IPR001357", "BRCT domain", 1757, 1841),
    ],
)
def test_a_known_domain_lies_where_it_is_known_to_lie(symbol, accession, name, start, end):
    assert (accession, name, start, end) in features(symbol, "InterPro")


def test_the_topology_of_a_receptor_tiles_its_protein_to_the_last_residue():
    assert features("EGFR", "signal peptide") == [(None, "Signal peptide", 1, 24)]
    assert features("EGFR", "topology") == [
        (None, "Extracellular", 25, 645),
        (None, "Helical", 646, 668),
        (None, "Cytoplasmic", 669, 1210),
    ]


def test_every_feature_lies_within_the_protein_of_its_transcript():
    residues = {one: (the(one).cds_length + 2) // 3 - 1 for one in TABLE["ensembl_transcript"].unique()}

    assert all(1 <= start <= end <= residues[one] for one, start, end in PLACES)
    assert any(end == residues[one] for one, _, end in PLACES)


def test_a_feature_stands_under_the_gene_of_its_transcript():
    for name, hgnc_id, symbol in TABLE.select("ensembl_transcript", "hgnc_id", "symbol").unique().iter_rows():
        assert (the(name).hgnc_id, the(name).symbol) == (hgnc_id, symbol)


@pytest.mark.parametrize(
    ("source", "accession"),
    [("InterPro", r"IPR\d{6}"), ("Pfam", r"PF\d{5}"), ("signal peptide", None), ("topology", None)],
)
def test_an_entry_of_interpro_or_pfam_has_an_accession_and_other_features_have_none(source, accession):
    found = TABLE.filter(source=source)["accession"]

    assert len(found) > 1_000
    assert found.is_null().all() if accession is None else found.str.contains(f"^{accession}$").all()


def test_there_is_no_other_source_and_every_feature_has_a_name():
    assert set(TABLE["source"]) == {"InterPro", "Pfam", "signal peptide", "topology"}
    assert TABLE["name"].null_count() == 0


def test_no_feature_is_listed_twice():
    assert not TABLE.is_duplicated().any()


def test_topology_of_another_isoform_is_left_out():
    # UniProt describes OPN1SW with three residues more than its MANE protein has.
    assert features("OPN1SW", "topology") == []
    assert features("OPN1SW", "InterPro") != []
