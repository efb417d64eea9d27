"""Laws of the unknown: taking a value away never turns it into evidence."""

import json
import runpy
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

HERE = Path(__file__).parent
laws = SimpleNamespace(**{
    name: thing for part in ("data", "files") for name, thing in runpy.run_path(f"{HERE}/test_laws_{part}.py").items()
})  # fmt: skip
some = settings(max_examples=25, deadline=None, report_multiple_bugs=False, suppress_health_check=list(HealthCheck))


def rows(folder, content, options):
    """The rows kept, by place and allele."""
    (folder / "in.vcf").write_text(content)
    _, lines = laws.run(folder / "in.vcf", options, kind="jsonl")
    return {(row["chrom"], row["pos"], row["alt"]): row for row in map(json.loads, lines)}


def ledger(folder, content, options):
    """What became of every allele."""
    (folder / "in.vcf").write_text(content)
    laws.run(folder / "in.vcf", options, ledger=True)
    newest = max(folder.glob("*.ledger.tsv"), key=lambda path: path.stat().st_mtime_ns)
    names, *cells = [line.split("\t") for line in newest.read_text().splitlines()]
    told = [dict(zip(names, row, strict=True)) for row in cells]
    return {(row["chrom"], int(row["pos"]), row["alt"]): row for row in told}


def changed(records, at, **values):
    return [replace(record, **values) if one == at else record for one, record in enumerate(records)]


def without(record, **values):
    """The record with these values of its alleles taken away."""
    return replace(record, alleles=tuple(replace(one, **values) for one in record.alleles))


@given(st.data(), laws.records_of)
@some
def test_a_frequency_taken_away_keeps_the_row_and_says_so(tmp_path_factory, data, records):
    folder = tmp_path_factory.mktemp("af")
    options = laws.Options(max_af=0.01, rescue=False, threads=1)
    at = data.draw(st.integers(0, len(records) - 1))
    before = rows(folder, laws.text(records), options)
    after = rows(folder, laws.text([*records[:at], without(records[at], af=""), *records[at + 1 :]]), options)
    assert before.keys() <= after.keys()
    for allele in records[at].alleles:
        row = after[(*records[at].place, allele.alt)]
        assert (row["af"], row["af_status"] in ("absent", "not_looked_up")) == (None, True)
        assert row["unknown"] == ("af" if row["af_status"] == "not_looked_up" else None)


@pytest.mark.parametrize(
    ("name", "field", "options"),
    [
        ("qual", {"qual": "."}, laws.Options(min_qual=60, rescue=False, threads=1)),
        ("filter", {"filter": "."}, laws.Options(pass_only=True, rescue=False, threads=1)),
        ("dp", {"dp": (".", "30")}, laws.Options(min_dp=31, sample="S1", rescue=False, threads=1)),
    ],
    ids=["QUAL", "FILTER", "depth"],
)
@given(data=st.data(), records=laws.records_of)
@settings(some, max_examples=10)
def test_a_quality_taken_away_keeps_the_row_and_says_so(tmp_path_factory, name, field, options, data, records):
    folder = tmp_path_factory.mktemp("quality")
    at = data.draw(st.integers(0, len(records) - 1))
    before = rows(folder, laws.text(records), options)
    after = rows(folder, laws.text(changed(records, at, **field)), options)
    assert before.keys() <= after.keys()
    for allele in records[at].alleles:
        assert after[(*records[at].place, allele.alt)]["unknown"] == name


@pytest.mark.parametrize(
    ("what", "options"),
    [
        ("entries", laws.Options(genes=("BRCA1", "TP53", "MLH1", "NF1"), rescue=False, threads=1)),
        ("entries", laws.Options(impact=("HIGH", "MODERATE"), rescue=False, threads=1)),
        ("entries", laws.Options(consequence=("missense_variant", "stop_gained"), rescue=False, threads=1)),
        ("clinvar", laws.Options(clinvar=("pathogenic", "benign"), rescue=False, threads=1)),
        ("clinvar", laws.Options(where="clinvar_significance LIKE '%b%'", rescue=False, threads=1)),
    ],
    ids=["panel", "impact", "consequence", "clinvar", "where"],
)
@given(data=st.data(), records=laws.records_of)
@settings(some, max_examples=10)
def test_an_inclusion_value_taken_away_drops_as_not_known(tmp_path_factory, what, options, data, records):
    folder = tmp_path_factory.mktemp("inclusion")
    at = data.draw(st.integers(0, len(records) - 1))
    before = ledger(folder, laws.text(records), options)
    bare = without(records[at], **({"entries": ()} if what == "entries" else {"clinvar": ""}))
    after = ledger(folder, laws.text([*records[:at], bare, *records[at + 1 :]]), options)
    for key, row in after.items():
        if key[:2] != records[at].place:
            assert row == before[key]
        else:
            assert (row["outcome"], "not known" in row["reason"]) == ("dropped", True)


@given(st.data(), laws.records_of, laws.options_of)
@some
def test_an_unknown_kept_on_request_is_kept(tmp_path_factory, data, records, options):
    folder = tmp_path_factory.mktemp("policy")
    at = data.draw(st.integers(0, len(records) - 1))
    bare = [*records[:at], without(records[at], entries=()), *records[at + 1 :]]
    options = replace(options, max_af=None, pass_only=False, clinvar=())
    kept = replace(options, unknown={"panel": "keep", "consequence": "keep"})
    assert {key for key in rows(folder, laws.text(bare), kept) if key[:2] == records[at].place} == {
        (*records[at].place, one.alt) for one in records[at].alleles
    }


@given(laws.records_of)
@settings(some, max_examples=10)
def test_an_unknown_dropped_on_request_is_dropped(tmp_path_factory, records):
    folder = tmp_path_factory.mktemp("policy")
    bare = laws.text([replace(record, qual=".") for record in records])
    options = laws.Options(min_qual=1, unknown={"quality": "drop"}, rescue=False, threads=1)
    assert rows(folder, bare, options) == {}
    assert {row["outcome"] for row in ledger(folder, bare, options).values()} == {"dropped"}
