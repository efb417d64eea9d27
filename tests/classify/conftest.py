"""Judging small files."""

import importlib.util
from pathlib import Path

import pytest

from gmstool.classify.case import Case
from gmstool.classify.conditions import Wish
from gmstool.classify.judging import Judge
from gmstool.classify.reading import Reader
from gmstool.filters.ground import lay_ground
from gmstool.filters.options import Options
from gmstool.filters.plan import make_plan
from gmstool.vcf.chunks import Chunk, Counts
from gmstool.vcf.header import parse_header

_spec = importlib.util.spec_from_file_location("classify_files", Path(__file__).parent / "files.py")
files = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(files)


@pytest.fixture
def given():
    """The makers of small files."""
    return files


@pytest.fixture
def judged():
    """Rows of some record lines as dictionaries, judged as a user would have them."""

    def rows(*records, wish=None, case=None, options=None):
        return batch(*records, wish=wish, case=case, options=options).rows.to_dicts()

    return rows


def batch(*records, wish=None, case=None, options=None, header=None):
    """The judged batch of some record lines."""
    header = header or parse_header(files.HEAD.encode(), "test")
    plan = make_plan(lay_ground(options or Options(), header), full_parse=True)
    lines = [one.encode() for one in records]
    table = Reader(plan)(Chunk(lines, list(range(1, len(lines) + 1)), Counts()))
    return Judge(header, wish or Wish(), Case(variant=tuple(case)) if case else None)(table)


@pytest.fixture
def batched():
    return batch
