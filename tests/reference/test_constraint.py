"""Constraint of genes: values with their release, and null where a source has none."""

from __future__ import annotations

import pytest

from gmstool.reference import bundle, genes
from gmstool.reference.constraint import NOT_KNOWN, Constraint, constraint, table

GNOMAD = "gnomAD v2.1.1 (inferred)"
EXAC = "ExAC r0.3 (2015)"


def of(symbol: str) -> Constraint:
    hgnc_id = genes.resolve(symbol).hgnc_id
    assert hgnc_id is not None
    return constraint(hgnc_id)


@pytest.mark.parametrize(
    ("situation", "symbol", "loeuf", "pli"),
    [
        ("a tumour suppressor", "TP53", 0.469, 0.53235),
        ("a gene that bears loss of one copy", "BRCA1", 0.915, 0.0),
        ("a gene on X", "MECP2", 0.407, 0.89382),
        ("a strongly constrained gene", "SCN1A", 0.071, 1.0),
        ("a gene that the source lists under a former symbol", "QARS1", 0.806, 0.0),
        ("a gene listed twice, told apart by its Ensembl id", "IDS", 0.18, 0.9964),
        ("a gene into which another one was merged", "NEBL", 1.139, 0.0),
        ("a gene whose two rows contradict each other", "TUBB3", None, None),
        ("a gene whose LOEUF of 0 means that there is none", "ADAM30", None, None),
        ("a gene that the source also places elsewhere", "CKS1B", 0.884, 0.4314),
        ("a gene whose Ensembl id has moved since", "UGT1A1", 1.08, 0.0),
        ("a gene whose symbol meant another gene then", "NAA38", None, None),
    ],
)
def test_the_value_is_that_of_the_gene(situation: str, symbol: str, loeuf: float | None, pli: float | None) -> None:
    found = of(symbol)

    assert (found.loeuf, found.pli) == (loeuf, pytest.approx(pli, abs=5e-6) if pli is not None else None)
    assert found.loeuf_release == (GNOMAD if loeuf is not None else None)


def test_missense_z_is_of_the_older_release_and_says_so() -> None:
    found = of("SCN1A")

    assert found.mis_z == pytest.approx(5.61, abs=0.01)
    assert found.mis_z_release == EXAC


def test_a_gene_without_any_value_is_not_known() -> None:
    assert of("MT-ND1") == NOT_KNOWN
    assert constraint(-1) == NOT_KNOWN


def test_every_value_has_a_release_and_no_release_stands_alone() -> None:
    for name in ("loeuf", "pli", "mis_z"):
        assert (table()[name].is_null() == table()[f"{name}_release"].is_null()).all()


def test_loeuf_and_pli_agree_in_direction() -> None:
    tolerant = table().filter((table()["pli"] > 0.99) & (table()["loeuf"] > 0.6))

    assert tolerant.is_empty()


def test_the_manifest_says_that_the_release_is_inferred() -> None:
    sources = {source["label"]: source for source in bundle.entry("constraint")["sources"]}

    assert "not stated in the file" in sources[GNOMAD]["release"]
    assert "ODbL" in sources[EXAC]["licence"]
