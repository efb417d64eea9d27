"""Panels' rule sets that are for certain conditions of a gene."""

import pytest

from gmstool.rules.load import default, for_gene

HYPERTHERMIA = ("Malignant hyperthermia, susceptibility to, 1", "MONDO:0007783")


@pytest.mark.parametrize(
    ("situation", "asked", "expected"),
    [("nobody stated a condition", {}, default().id),
     ("its condition by name", {"conditions": HYPERTHERMIA[:1]}, "vcep-ryr1-mhs"),
     ("its condition by number", {"conditions": (None, HYPERTHERMIA[1])}, "vcep-ryr1-mhs"),
     ("letters of another case", {"conditions": (HYPERTHERMIA[0].upper(),)}, "vcep-ryr1-mhs"),
     ("another condition of the gene", {"conditions": ("Central core disease", "MONDO:0007289")}, default().id),
     ("the panel by name", {"panel": "Malignant Hyperthermia Susceptibility VCEP"}, "vcep-ryr1-mhs")],
)  # fmt: skip
def test_a_rule_set_for_certain_conditions_is_used_for_these_alone(situation, asked, expected):
    assert for_gene("RYR1", **asked).id == expected, situation


def test_a_rule_set_for_all_conditions_of_its_genes_is_used_for_each():
    assert for_gene("TP53", conditions=("Li-Fraumeni syndrome",)).id == "vcep-tp53"
