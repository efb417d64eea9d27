"""Settings of a file that go to options which may be given several times."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

GMS = Path(sys.executable).with_name("gms")


def run(folder: Path, setting: str) -> subprocess.CompletedProcess:
    (folder / "gms.toml").write_text(f"[query]\n{setting}\n")
    (folder / "home").mkdir()
    told = [str(GMS), "query", "chr7-140753336-A-T", "--format", "tsv", "--offline"]
    return subprocess.run(
        told,
        cwd=folder,
        env={**os.environ, "GMS_HOME": str(folder / "home")},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    "setting", ['allow-remote = "kb.example.org"', 'allow-remote = ["kb.example.org", "b.example"]']
)
def test_one_text_stands_for_a_list_of_one(tmp_path, setting):
    done = run(tmp_path, setting)

    assert (done.returncode, done.stderr.count("error")) == (0, 0)


def test_a_truth_value_where_names_are_asked_for_is_a_mistake_that_is_told(tmp_path):
    done = run(tmp_path, "allow-remote = true")

    assert done.returncode == 2
    assert "`allow-remote` of [query] takes names, not true" in done.stderr
