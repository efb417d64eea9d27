"""Combining agrees with ClinGen's expert panels; the rows are public and not part of the repository."""

import runpy
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import pytest

ROOT = Path(__file__).parents[2]
bench = SimpleNamespace(**runpy.run_path(str(ROOT / "benchmarks" / "combining.py")))
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not bench.ROWS.is_file(), reason="the experts' rows (../shared/benchmarks/acmg) are not here"),
]


@cache
def found():
    return bench.cases(bench.ROWS)


@pytest.mark.parametrize(
    ("way", "least"),
    [
        ("2015 table, general", 0.957),
        ("points, general", 0.959),
        ("general rules", 0.957),
        ("with panels' rules", 0.97),
    ],
)
def test_combining_agrees_with_the_experts_and_never_calls_the_opposite(way, least):
    exact, opposite = bench.agreement(found(), bench.figures(found())[way])

    assert exact / len(found()) >= least
    assert opposite == 0


def test_opposite_is_benign_against_pathogenic():
    benign, likely_benign, uncertain, likely_pathogenic, pathogenic = bench.Class

    assert bench.opposite(likely_benign, pathogenic)
    assert bench.opposite(likely_pathogenic, benign)
    assert not bench.opposite(uncertain, pathogenic)
    assert not bench.opposite(benign, likely_benign)
