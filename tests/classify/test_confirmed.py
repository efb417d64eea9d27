"""What persons confirmed in a store, and what of it is compared with."""

import pytest

from gmstool.classify.confirmed import level, substitutions
from gmstool.knowledge.importing.found import Settings
from gmstool.knowledge.making import make_store
from gmstool.knowledge.model import Assertion
from gmstool.knowledge.writing import Request, import_file


def said(classification, lab="Lab", review="A. Signer", **more):
    return Assertion(
        "GMSA-A", 1, "GRCh38", "13", 51_960_000, "C", "T", classification=classification, lab=lab, review=review, **more
    )


P, LP, VUS = "Pathogenic", "Likely pathogenic", "Uncertain significance"


@pytest.mark.parametrize(
    ("situation", "told", "expected"),
    [
        ("nothing", [], None),
        ("pathogenic", [said(P)], "P: Lab, GMSA-A.1"),
        ("likely pathogenic", [said(LP)], "LP: Lab, GMSA-A.1"),
        ("one of each", [said(P), said(LP)], "P/LP: Lab, GMSA-A.1"),
        ("uncertain", [said(VUS)], None),
        ("pathogenic for one, uncertain for another", [said(P), said(VUS)], None),
        ("nobody confirmed it", [said(P, review=None)], None),
        ("no laboratory", [said(P, lab=None)], None),
        ("an entry with stars", [said(P, stars=1)], None),
        ("unconfirmed beside confirmed", [said(VUS, review=None), said(P)], "P: Lab, GMSA-A.1"),
        ("of a tumour", [said(P, origin="somatic")], None),
        ("a curator decided the discordance", [said(VUS), said(LP, decided=True)], "LP: Lab, GMSA-A.1"),
        ("a curator decided against it", [said(P), said(VUS, decided=True)], None),
    ],
)
def test_what_confirmed_assertions_say_together(situation, told, expected):
    assert level(told) == expected, situation


ROWS = """GRCh38\tchr13\t51960000\tC\tT\tLab\tPathogenic\tA. Signer\tgermline
GRCh38\tchr13\t51960001\tC\tT\tLab\tUncertain significance\tA. Signer\tgermline
GRCh38\tchr13\t51960002\tC\tT\tLab\tPathogenic\t\tgermline
GRCh38\tchr13\t51960003\tCA\tC\tLab\tPathogenic\tA. Signer\tgermline
GRCh37\tchr17\t7577539\tG\tA\tLab\tLikely pathogenic\tA. Signer\tgermline
"""


@pytest.fixture
def store(tmp_path):
    path, table = tmp_path / "kb.sqlite", tmp_path / "kb.tsv"
    make_store(path)
    table.write_text("assembly\tchrom\tpos\tref\talt\tlab\tclassification\treview\torigin\n" + ROWS)
    import_file(path, Request(table, Settings()), say=lambda _text: None)
    return path


@pytest.mark.parametrize(
    ("build", "expected"),
    [
        ("GRCh38", [("13", 51_960_000, "P"), ("17", 7_674_221, "LP")]),
        ("GRCh37", [("13", 52_534_136, "P"), ("17", 7_577_539, "LP")]),
    ],
)
def test_confirmed_substitutions_are_told_at_their_places_in_either_build(store, build, expected):
    found = substitutions(store, build)

    assert [(one.chrom, one.pos, one.said.partition(":")[0]) for one in found.rows] == expected


def test_of_a_file_whose_build_is_not_known_nothing_is_compared(store):
    assert substitutions(store, None) is None
