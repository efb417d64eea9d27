"""A forked run is what the same words are as a program of their own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.forks import ENV, Forks

TRIO = Path(__file__).parent / "cases" / "_shared" / "trio.vcf"


@pytest.mark.parametrize(
    ("words", "given"),
    [
        (["--version"], b""),
        (["filter", str(TRIO), "--where", "af < 0.5"], b""),
        (["filter", "-", "--max-af", "0.01"], TRIO.read_bytes()),
        (["filter", "absent.vcf"], b""),
        (["filter", str(TRIO), "--no-such-option"], b""),
        (["columns"], b"what it is given and does not read " * 10_000),
    ],
)
def test_a_fork_ends_and_writes_as_a_program_does(forks, tmp_path, words, given):
    program = [sys.executable, "-m", "gmstool", *words]
    run = subprocess.run(program, input=given, capture_output=True, check=False, cwd=tmp_path, env=ENV)
    fork = forks.run(words, cwd=tmp_path, env=ENV, given=given)

    assert (fork.returncode, fork.stdout, fork.stderr) == (run.returncode, run.stdout, run.stderr)
    assert run.stdout + run.stderr


def test_a_run_leaves_nothing_to_the_next(forks, tmp_path):
    (tmp_path / "gms.toml").write_text("[filter]\nmax_af = 0.01\n")
    (elsewhere := tmp_path / "elsewhere").mkdir()
    words = ["filter", str(TRIO)]
    plain = forks.run(words, cwd=elsewhere, env=ENV).stdout

    assert forks.run(words, cwd=tmp_path, env=ENV).stdout != plain
    assert forks.run(words, cwd=elsewhere, env=ENV | {"GMS_FILTER_MAX_AF": "0.02"}).stdout != plain
    assert forks.run(words, cwd=elsewhere, env=ENV).stdout == plain


def test_a_run_that_hangs_is_ended_and_the_next_one_runs(tmp_path):
    forks = Forks()
    forks.run(["--version"], cwd=tmp_path, env=ENV)
    os.mkfifo(tmp_path / "never_written.vcf")

    with pytest.raises(TimeoutError):
        forks.run(["filter", "never_written.vcf"], cwd=tmp_path, env=ENV, seconds=0.5)
    assert forks.run(["--version"], cwd=tmp_path, env=ENV).returncode == 0
    forks.close()
