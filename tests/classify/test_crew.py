"""Processes that judge: what goes wrong in one is told, and none is left behind."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from gmstool import __main__ as start
from gmstool.classify import crew
from gmstool.classify.crew import Crew
from gmstool.classify.messages import Share
from gmstool.classify.task import Task
from gmstool.criteria import comparators
from gmstool.errors import InputError
from gmstool.filters.options import Options

from .conftest import files


@pytest.mark.parametrize(
    ("situation", "arguments", "early"),
    [
        ("a large file to Parquet", "classify big.vcf.gz -o x.parquet", True),
        ("the format by its name", "classify big.vcf.gz --format parquet", True),
        ("a small file", "classify small.vcf.gz -o x.parquet", False),
        ("a table for people", "classify big.vcf.gz -o x.tsv", False),
        ("with relatives", "classify big.vcf.gz -o x.parquet --trio t.toml", False),
        ("with a case", "classify big.vcf.gz -o x.parquet --case c.toml", False),
        ("another command", "inspect big.vcf.gz -o x.parquet", False),
        ("no file", "classify --help", False),
    ],
)
def test_processes_start_early_where_they_will_be_used(situation, arguments, early, monkeypatch):
    monkeypatch.setattr(start, "_size", lambda name: (24 << 20) - (not name.startswith("big")))

    assert start._large_file_to_judge(arguments.split()) == ("big.vcf.gz" if early else "")


def test_what_goes_wrong_in_a_process_is_raised_here(tmp_path):
    share = Share(str(tmp_path / "gone.vcf.gz"), Task(Options()), [], 0, str(tmp_path), {}, [range(1)])

    with pytest.raises(InputError, match=r"gone\.vcf\.gz"):
        list(Crew.taken(2).judge(share))


@pytest.mark.parametrize(
    ("situation", "content"),
    [("no file", None), ("no records", files.vcf())],
)
def test_a_file_that_cannot_be_practised_on_is_no_error_yet(situation, content, tmp_path):
    path = tmp_path / "some.vcf.gz"
    if content is not None:
        path.write_bytes(gzip.compress(content.encode()))

    crew._practise(str(path))


def test_practice_reads_the_tables_before_they_are_asked_for(tmp_path):
    comparators.codons_near.cache_clear()
    path = tmp_path / "some.vcf.gz"
    path.write_bytes(gzip.compress(files.vcf(*[files.record(files.entry())] * 2).encode()))

    crew._practise(str(path))

    assert comparators.codons_near.cache_info().currsize == 1


def test_early_processes_end_with_the_run_that_did_not_need_them():
    program = textwrap.dedent("""
        import os
        from gmstool.classify import crew
        crew.start_early(2, "gone.vcf.gz")
        print(os.getpid(), flush=True)
        os._exit(0)
    """)
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=20)

    group = run.stdout.strip()
    end = time.monotonic() + 15
    while _children_of_group(os.getpgid(0), program) and time.monotonic() < end:
        time.sleep(0.05)
    assert group
    assert not _children_of_group(os.getpgid(0), program)


def _children_of_group(group: int, program: str) -> list[int]:
    """Living processes of this group whose command line is the program's."""
    found = []
    for one in Path("/proc").glob("[0-9]*"):
        try:
            same = os.getpgid(int(one.name)) == group and program.encode() in (one / "cmdline").read_bytes()
        except OSError:
            continue
        found += [int(one.name)] if same else []
    return found
