"""Pairs of variants of which the second may restore the gene that the first breaks."""

import pytest

from gmstool.somatic.reversions import paired, restores

BROKEN = {"gene": "BRCA2", "variant": "13-100-AC-A", "consequence": "frameshift_variant", "ref": "AC", "alt": "A",
          "clinvar_significance": "pathogenic", "protein_position": 50, "hgvsc": "ENST1:c.150del"}  # fmt: skip
SECOND = {
    **BROKEN,
    "variant": "13-110-A-AC",
    "ref": "A",
    "alt": "AC",
    "clinvar_significance": None,
    "hgvsc": "ENST1:c.160dup",
}
STOP = {"consequence": "stop_gained", "ref": "C", "alt": "T"}
MISSENSE = {"consequence": "missense_variant", "ref": "C", "alt": "G"}


@pytest.mark.parametrize(
    ("what", "second", "broken", "told"),
    [
        ("one base lost, one gained", {}, {}, True),
        ("two gained on one lost", {"alt": "ACC"}, {}, False),
        ("two lost on one lost", {"ref": "ACC", "alt": "A"}, {}, True),
        ("length not known", {"alt": "<INS>"}, {}, False),
        ("a shift on a stop", {}, STOP, False),
        ("whole residues lost", {"consequence": "inframe_deletion", "ref": "ACCC", "alt": "A"}, {}, True),
        ("the residue of the stop replaced", MISSENSE, STOP, True),
        ("another residue replaced", {**MISSENSE, "protein_position": 51}, STOP, False),
        ("a missense beside a shift", MISSENSE, {}, False),
        ("another gene", {"gene": "BRCA1"}, {}, False),
        ("itself", {"variant": BROKEN["variant"]}, {}, False),
        ("the second is the known one", {"clinvar_significance": "pathogenic"}, {"clinvar_significance": None}, False),
        ("both are known", {"clinvar_significance": "pathogenic"}, {}, True),
        ("neither is known", {}, {"clinvar_significance": None}, True),
    ],
)  # fmt: skip
def test_the_second_restores_by_frame_or_by_residue(what, second, broken, told):
    assert restores({**SECOND, **second}, {**BROKEN, **broken}) is told, what


def reverts(*batches):
    rows = [[dict(row) for row in batch] for batch in batches]
    return [row["reverts"] for found, _ in paired((batch, []) for batch in rows) for row in found]


def test_a_pair_is_found_within_a_batch_and_across_its_edge_in_either_order():
    assert reverts([BROKEN, SECOND])[1] == "c.150del"
    assert reverts([BROKEN], [SECOND])[1] == "c.150del"
    assert reverts([SECOND], [BROKEN])[0] == "c.150del"
    assert reverts([]) == []
    assert reverts([SECOND]) == [None]


def test_genes_outside_the_list_are_not_asked():
    assert reverts([{**BROKEN, "gene": "TP53"}, {**SECOND, "gene": "TP53"}]) == [None, None]


def test_batches_keep_their_order_and_their_lines():
    found = list(paired([([SECOND], "a"), ([BROKEN], "b"), ([], "c")]))
    assert [lines for _, lines in found] == ["a", "b", "c"]
