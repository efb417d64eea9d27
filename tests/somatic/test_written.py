"""JSON lines and the table for people, made column by column, say of each row what the row by itself says."""

import json
from contextlib import closing
from pathlib import Path

import pytest

from gmstool.classify.run import batches as chunks
from gmstool.classify.shown import known as clinvar_entry
from gmstool.filters.options import Options
from gmstool.somatic import shown, tumour_types, written
from gmstool.somatic.case import read as read_case
from gmstool.somatic.run import Run
from gmstool.somatic.task import Result, Task
from gmstool.vcf.source import open_vcf

TUMOUR = Path(__file__).parents[1] / "cases" / "_shared" / "tumour.vcf"
SIGNED = """
[[variant]]
variant = "20-31022441-A-AG"
[[variant.override]]
code = "OS2"
strength = "Strong"
reason = "says \\"no\\" to it"
author = "A. Signer"
date = 2026-11-22
"""


@pytest.fixture(params=["en", "sv"])
def told(request, tmp_path):
    """A judged batch of a tumour with a signed answer, and how it is told."""
    (tmp_path / "case.toml").write_text(SIGNED)
    task = Task(Options(), tumour_type=tumour_types.find("AML"), case=read_case(tmp_path / "case.toml"),
                language=request.param)  # fmt: skip
    with closing(open_vcf(str(TUMOUR))) as source:
        run = Run(source.header, source.name, source.size, task)
        (batch,) = run.batches(chunks(source, run.plan, Result({}), lambda _fraction: None))
    return batch, run.words


def test_each_line_holds_the_facts_evidence_prompts_and_criteria_of_its_row(told):
    batch, words = told
    lines = [json.loads(line) for line in "".join(written.json_lines(batch, words)).splitlines()]
    assert len(lines) == len(batch.rows) > 5
    for line, row in zip(lines, batch.rows, strict=True):
        assert line["criteria"] == json.loads(json.dumps(list(shown.criteria(row, words))))
        assert line["evidence"] == json.loads(json.dumps(row["evidence"], default=str))
        assert [one["because"] for one in line["prompts"]] == [words.say(one.told) for one in row["prompts"]]
        assert line["notes"] == [words.say(one) for one in row["notes"]]
        assert line["known"] == clinvar_entry(row)
        assert (line["vaf"], line["dp"], line["oncogenicity"]) == (
            row["tumour_vaf"], row["tumour_depth"], row["classification"]
        )  # fmt: skip
        assert {name: line[name] for name in (*shown.PLACE, "points", "tier", "af", "change", "tumour_vaf")} == {
            name: row[name] for name in (*shown.PLACE, "points", "tier", "af", "change", "tumour_vaf")
        }  # fmt: skip


def test_many_lines_come_in_slices_and_none_is_lost(told, monkeypatch):
    batch, words = told
    whole = "".join(written.json_lines(batch, words))
    monkeypatch.setattr(written, "SLICE", 3)
    parts = list(written.json_lines(batch, words))
    assert "".join(parts) == whole
    assert max(part.count("\n") for part in parts) == 3


def test_the_table_tells_what_is_met_and_what_nobody_has_assessed(told):
    batch, words = told
    table = written.for_people(batch, words)
    assert tuple(table.columns) == shown.FOR_PEOPLE
    for line, row in zip(table.iter_rows(named=True), batch.rows, strict=True):
        for one in shown.criteria(row, words):
            text = f"{one['code']}: {one['because']}"
            assert (text in line["reason"]) == (one["verdict"] == "met" and not one["suppressed_by"])
        open_ = [one["code"] for one in shown.criteria(row, words) if one["verdict"] == "not_assessed"]
        assert line["reason"].endswith(f"{words.say('not assessed')}: {', '.join(open_)}")
        assert line["points"] == str(row["points"])
        assert line["vaf"] == f"{row['tumour_vaf']:.4g}"
