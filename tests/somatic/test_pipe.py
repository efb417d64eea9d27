"""Rows that leave on a pipe carry the case as a whole: their last line, which the next command of the pipe reads."""

import json
import subprocess
import sys
from pathlib import Path

CASE = Path(__file__).parents[1] / "cases" / "somatic_tells_the_case"
TUMOUR = CASE.parent / "_shared" / "tumour.vcf"
GIVEN = ("--case", CASE / "tumour.toml", "--assay", CASE / "assay.toml", "--calls", CASE / "calls.tsv",
         "--target", CASE / "target.bed")  # fmt: skip


def _gms(*words, given=b""):
    words = [sys.executable, "-m", "gmstool", *map(str, words)]
    return subprocess.run(words, input=given, capture_output=True, check=True, timeout=60)


def test_the_case_travels_with_the_rows_to_the_summary_and_is_the_one_of_the_file_beside(tmp_path):
    piped = _gms("classify", TUMOUR, "--somatic", *GIVEN, "--format", "jsonl").stdout
    _gms("classify", TUMOUR, "--somatic", *GIVEN, "-o", tmp_path / "rows.jsonl")
    *rows, last = piped.splitlines(keepends=True)
    beside = json.loads((tmp_path / "rows.jsonl.case.json").read_text())
    assert b"".join(rows) == (tmp_path / "rows.jsonl").read_bytes()
    assert json.loads(last) == {"case_result": beside}

    _gms("report", "-", "--type", "solid", "--lang", "en", "-o", tmp_path / "piped.md", given=piped)
    _gms("report", "-", "--type", "solid", "--lang", "en", "-o", tmp_path / "rows.md", given=b"".join(rows))
    heading = "### The case as a whole, as gms reckons it"
    assert heading not in (tmp_path / "rows.md").read_text()
    told = (tmp_path / "piped.md").read_text().partition(heading)[2].partition("\n## ")[0]
    for what in ("ELN 2022", "burden", "ERBB2"):
        assert what in told, what


def test_the_case_can_be_told_again_from_a_pipe_as_the_run_told_it():
    piped = _gms("classify", TUMOUR, "--somatic", *GIVEN, "--format", "jsonl").stdout
    again = _gms(
        "tumour", "case", "-", "--tumour-type", "AML", "--case-file", *GIVEN[1:], "--format", "json", given=piped
    )
    assert json.loads(again.stdout) == json.loads(piped.splitlines()[-1])["case_result"]
