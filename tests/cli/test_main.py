"""How a run ends: what is left behind, and that what a file holds is never our bug."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

GMS = Path(sys.executable).with_name("gms")


def gms(folder: Path, *words: str) -> subprocess.CompletedProcess:
    told = {**os.environ, "GMS_HOME": str(folder / "home"), "TMPDIR": str(folder)}
    return subprocess.run([str(GMS), *words], cwd=folder, env=told, capture_output=True, text=True, check=False)


def test_an_unpacked_snapshot_does_not_stay_behind(tmp_path):
    done = [gms(tmp_path, "kb", *words) for words in (("init",), ("snapshot", "-o", "s.zip"), ("verify", "s.zip"))]

    assert [one.returncode for one in done] == [0, 0, 0]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["home", "s.zip"]


@pytest.mark.parametrize(
    "words",
    [
        ("tumour", "case", "deep.txt", "--tumour-type", "AML"),
        ("report", "deep.txt", "--type", "rare"),
        ("panels", "import", "panelapp:deep.txt", "--accept-licence"),
        ("report", "verify", "deep.txt"),
    ],
    ids=" ".join,
)
def test_json_without_an_end_is_the_files_fault(tmp_path, words):
    (tmp_path / "deep.txt").write_text("[" * 20_000)

    done = gms(tmp_path, *words)

    assert (done.returncode, done.stderr.startswith("error: ")) == (1, True)
