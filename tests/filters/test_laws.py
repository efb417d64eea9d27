"""Laws of a filter run that hold for any file: every reader keeps the same, and as much as a plain judge keeps."""

import runpy
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gmstool.vcf import scan, source

HERE = Path(__file__).parent
laws = SimpleNamespace(**{
    name: thing for part in ("data", "files") for name, thing in runpy.run_path(f"{HERE}/test_laws_{part}.py").items()
})  # fmt: skip
some = settings(max_examples=60, deadline=None, report_multiple_bugs=False, suppress_health_check=list(HealthCheck))


@given(laws.records_of, laws.fields_of, laws.options_of)
@some
def test_every_reader_keeps_the_same_records(tmp_path_factory, records, fields, options):
    paths = laws.write_all(tmp_path_factory.mktemp("law"), laws.text(records, fields))
    full, expected = laws.run(paths["plain"], options, ledger=True)  # a ledger parses every line
    assert laws.kept_alleles(expected) == laws.kept_by_hand(records, options)
    for kind in ("plain", "scan", "index"):
        result, lines = laws.run(paths[kind], options)
        assert lines == expected, f"{kind}, read by {result.read_by}"
        assert result.funnel.adds_up()
        if result.read_by != "index":
            assert result.funnel.alleles == sum(len(record.alleles) for record in records)
            assert (result.funnel.kept, result.funnel.rescued) == (full.funnel.kept, full.funnel.rescued)
    for path, reader in ((paths["scan"], "htslib"), (paths["bcf"], "auto")):
        result, lines = laws.run(path, replace(options, reader=reader))
        assert laws.kept_alleles(lines) == laws.kept_alleles(expected), result.read_by
        assert len(lines) == len(expected)


@given(st.data(), laws.records_of, laws.fields_of, laws.options_of)
@settings(some, max_examples=25)
def test_a_managed_variant_is_kept_by_every_reader(tmp_path_factory, data, records, fields, options):
    folder = tmp_path_factory.mktemp("managed")
    record = data.draw(st.sampled_from(records))
    allele = data.draw(st.sampled_from(record.alleles))
    chrom, pos = record.place
    (folder / "managed.tsv").write_text(
        f"chromosome\tposition\treference\talternative\tbuild\n{chrom[3:]}\t{pos}\tA\t{allele.alt}\t38\n"
    )
    paths = laws.write_all(folder, laws.text(records, fields))
    options = replace(options, managed=folder / "managed.tsv")
    wanted = laws.kept_by_hand(records, options, {(chrom, pos, allele.alt)})
    _, expected = laws.run(paths["plain"], options, ledger=True)
    assert laws.kept_alleles(expected) == wanted
    assert [laws.run(paths[kind], options)[1] for kind in ("plain", "scan", "index")] == [expected] * 3


@given(laws.records_of, laws.fields_of, laws.options_of, st.integers(1, 900))
@settings(some, max_examples=4)
def test_worker_processes_keep_the_same_records(tmp_path_factory, records, fields, options, range_bytes):
    paths = laws.write_all(tmp_path_factory.mktemp("workers"), laws.text(records, fields))
    _, expected = laws.run(paths["scan"], options)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scan, "RANGE_BYTES", range_bytes)
        patch.setattr(source, "PARALLEL_FROM_BYTES", 0)
        _, lines = laws.run(paths["scan"], replace(options, threads=2))
    assert lines == expected


@given(laws.records_of, laws.fields_of, laws.options_of, st.integers(1, 900), st.integers(40, 3000))
@settings(some, max_examples=30)
def test_where_the_ranges_are_cut_changes_nothing(tmp_path_factory, records, fields, options, range_bytes, block):
    folder = tmp_path_factory.mktemp("ranges")
    content = laws.text(records, fields).encode()
    (folder / "plain.vcf").write_bytes(content)
    (folder / "cut.vcf.gz").write_bytes(laws.compressed(content, block))
    _, expected = laws.run(folder / "plain.vcf", options)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scan, "RANGE_BYTES", range_bytes)
        _, lines = laws.run(folder / "cut.vcf.gz", options)
    assert lines == expected


@given(laws.records_of, laws.fields_of, st.sampled_from((b"\n", b"\r\n")), st.booleans())
@settings(some, max_examples=20)
def test_without_a_filter_every_byte_passes_through(tmp_path_factory, records, fields, newline, last_newline):
    folder = tmp_path_factory.mktemp("through")
    content = laws.text(records, fields).encode().replace(b"\n", newline)
    content = content if last_newline else content.removesuffix(newline)
    (folder / "in.vcf").write_bytes(content)
    (folder / "in.vcf.gz").write_bytes(laws.compressed(content, 333))
    body = content[content.index(b"#CHROM") :].split(b"\n", 1)[1]
    for name in ("in.vcf", "in.vcf.gz"):
        result, lines = laws.run(folder / name, laws.Options(threads=1))
        assert b"".join(lines) == body + (b"" if last_newline else b"\n")
        assert (result.funnel.kept, result.funnel.kept_records) == (result.funnel.alleles, len(records))


@given(st.data(), laws.records_of, laws.fields_of, laws.options_of)
@settings(some, max_examples=20)
def test_the_order_of_the_records_is_irrelevant(tmp_path_factory, data, records, fields, options):
    folder = tmp_path_factory.mktemp("order")
    (folder / "sorted.vcf").write_text(laws.text(records, fields))
    (folder / "mixed.vcf").write_text(laws.text(data.draw(st.permutations(records)), fields))
    _, expected = laws.run(folder / "sorted.vcf", options)
    assert sorted(laws.run(folder / "mixed.vcf", options)[1]) == sorted(expected)


@given(laws.records_of, st.sampled_from((7, 8, 30, 31)), st.sampled_from(("S1", "S2")))
@settings(some, max_examples=20)
def test_the_order_of_the_samples_is_irrelevant(tmp_path_factory, records, min_dp, sample):
    folder = tmp_path_factory.mktemp("samples")
    options = laws.Options(min_dp=min_dp, sample=sample, rescue=False, threads=1)
    kept = []
    for samples in (("S1", "S2"), ("S2", "S1")):
        (folder / "in.vcf").write_text(laws.text(records, samples=samples))
        kept.append(laws.kept_alleles(laws.run(folder / "in.vcf", options)[1]))
    depths = {(*one.place, allele.alt): one.dp[sample == "S2"] for one in records for allele in one.alleles}
    assert kept == [{key for key, dp in depths.items() if dp == "." or int(dp) >= min_dp}] * 2
