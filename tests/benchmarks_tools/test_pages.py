"""docs/benchmarks.md: each script renews its own section."""

import importlib
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


@pytest.fixture
def bench(tmp_path, monkeypatch):
    """The module that writes pages, with a page of its own, and the one that writes the section on speed."""
    monkeypatch.syspath_prepend(BENCHMARKS)
    pages, report = (importlib.import_module(name) for name in ("pages", "timing.report"))
    monkeypatch.setattr(pages, "PAGE", tmp_path / "benchmarks.md")
    return pages, report


def test_a_section_is_renewed_where_it_stands_and_the_others_stay(bench):
    pages, _ = bench
    pages.write("criteria", "## Criteria\n\nold")
    pages.write("combining", "## Combining\n\nkept")
    pages.write("criteria", "## Criteria\n\nnew")
    text = pages.PAGE.read_text()

    assert text.startswith("# Benchmarks\n")
    assert "old" not in text
    assert text.index("new") < text.index("kept")
    assert text.count("<!-- criteria: begin") == text.count("<!-- criteria: end") == 1


def test_writing_twice_changes_nothing(bench):
    pages, _ = bench
    pages.write("criteria", "## Criteria")
    once = pages.PAGE.read_text()
    pages.write("criteria", "## Criteria")

    assert pages.PAGE.read_text() == once


def test_the_speed_section_leaves_these_alone(bench):
    pages, report = bench
    pages.PAGE.write_text(report.replaced("# Benchmarks\n", f"{report.BEGIN}\nold\n{report.END}\n"))
    pages.write("criteria", "## Criteria\n\nkept")
    text = report.replaced(pages.PAGE.read_text(), f"{report.BEGIN}\nnew\n{report.END}\n")

    assert "kept" in text
    assert "old" not in text
