"""Several tumours into one folder: each with its case beside it, and `--resume` makes again what is gone or changed."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

CASES = Path(__file__).parents[1] / "cases"
ASSAY = 'id = "panel"\nversion = "{}"\ngenes = ["NPM1"]\n'


def _many(folder, *more):
    words = [sys.executable, "-m", "gmstool", "classify", "a.vcf", "b.vcf", "--somatic", "--tumour-type", "AML",
             "--assay", "assay.toml", "--out-dir", "out", "--jobs", "2", *more]  # fmt: skip
    told = subprocess.run(words, cwd=folder, capture_output=True, text=True, check=True, timeout=60).stderr
    return sorted(line.removesuffix(": done before") for line in told.splitlines() if "done before" in line)


@pytest.fixture
def tumours(tmp_path):
    for name in ("a", "b"):
        shutil.copy(CASES / "_shared" / "tumour.vcf", tmp_path / f"{name}.vcf")
    (tmp_path / "assay.toml").write_text(ASSAY.format(1))
    _many(tmp_path)
    return tmp_path


def test_each_tumour_has_its_case_beside_it_and_what_is_gone_or_changed_is_made_again(tumours):
    beside = tumours / "out" / "b.tsv.case.json"
    told = json.loads(beside.read_text())
    assert told["tumour_type"]["code"] == "AML"
    assert (tumours / "out" / "a.tsv.case.json").read_text() == beside.read_text()

    assert _many(tumours, "--resume") == ["a.vcf", "b.vcf"]
    beside.unlink()
    assert _many(tumours, "--resume") == ["a.vcf"]
    assert json.loads(beside.read_text()) == told
    (tumours / "assay.toml").write_text(ASSAY.format("2, another"))
    assert _many(tumours, "--resume") == []
