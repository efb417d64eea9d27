"""Real variants with experts' criteria: what annotation can answer is not worse than when it was measured."""

import csv
import runpy
from pathlib import Path
from types import SimpleNamespace

import pytest

ROOT = Path(__file__).parents[2]
FOLDER = ROOT.parent / "shared" / "benchmarks" / "acmg"
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not FOLDER.is_dir(), reason="the public benchmark (../shared/benchmarks/acmg) is not here"),
]


@pytest.fixture(scope="module")
def answers():
    """Pairs of the experts' and our codes."""
    bench = SimpleNamespace(**runpy.run_path(str(ROOT / "benchmarks" / "criteria.py")))
    mine = bench.applied(*bench.read_table(FOLDER / "criteria_dev.vcf"))
    with (FOLDER / "criteria_dev.truth.tsv").open(encoding="utf-8") as file:
        truth = list(csv.DictReader(file, delimiter="\t"))
    keys = [((row["chrom"], int(row["pos"]), row["ref"], row["alt"]), row["gene"]) for row in truth]
    pairs = [(bench.codes(row["expected"]), mine[key]) for row, key in zip(truth, keys, strict=True)]
    return lambda code: bench.score(pairs, code).f1


@pytest.mark.parametrize(
    ("code", "floor"),
    [("PVS1", 0.99), ("PM1", 0.74), ("PM2", 0.77), ("PM5", 0.66), ("PP3", 0.95), ("BA1", 0.70), ("BS1", 0.37),
     ("BP1", 0.99), ("BP4", 0.88), ("BP7", 0.90)],
)  # fmt: skip
def test_agreement_with_experts(answers, code, floor):
    assert answers(code) >= floor
