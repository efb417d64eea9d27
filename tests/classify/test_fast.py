"""Several processes and the reader by columns give what one process gives line by line."""

import contextlib
from dataclasses import replace

import polars as pl
import pysam.bcftools
import pytest

from gmstool.classify import parallel, reading, run
from gmstool.classify.task import Task
from gmstool.criteria.facts import SHARED, Variants
from gmstool.criteria.predictive import IN_MOTIF, QUIET, splice_is_quiet
from gmstool.errors import RecordError
from gmstool.filters.options import Options
from gmstool.vcf import scan
from gmstool.vcf.source import open_vcf

ALTS = (("C", "T", "T"), ("C", "CA", "A"), ("CTT", "C", "-"))
TERMS = ("missense_variant", "stop_gained", "synonymous_variant", "intron_variant", "frameshift_variant")
GENES = (("TP53", "HGNC:11998"), ("BRCA2", "HGNC:1101"), ("TTN", "HGNC:12403"), ("", ""))


def records(given, count):
    """Lines of several genes with rule sets of their own, some of them not plain."""
    for at in range(count):
        ref, alt, name = ALTS[at % len(ALTS)]
        gene, number = GENES[at % len(GENES)]
        told = {"Consequence": TERMS[at % len(TERMS)], "gnomADg_AF": ("", "0.00001", "0.2", "0.01")[at % 4]}
        made = [given.entry(name, SYMBOL=gene, HGNC_ID=number, **told), given.entry(name, REVEL="0.9", **told)]
        if at % 50 == 0:
            ref, alt, made = "C", "T,<DEL>", [given.entry("T"), given.entry("deletion")]
        yield given.record(*made, pos=7_670_000 + at, ref=ref, alt=alt)


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    def write(given):
        path = tmp_path_factory.mktemp("large") / "large.vcf.gz"
        with pysam.BGZFile(str(path), "wb") as out:
            out.write(given.vcf(*records(given, 1500)).encode())
        return path

    return write


def classified(vcf, out, threads, **task):
    with contextlib.closing(open_vcf(str(vcf), "auto", threads)) as source:
        result = run.classify(source, Task(Options(threads=threads), **task), out, "parquet")
    return pl.read_parquet(out), result


def told(result):
    return result.records, result.alleles, result.rows, result.classes, result.rule_sets, result.warnings


@pytest.mark.parametrize("full", [False, True], ids=["codes and numbers", "with sentences and transcripts"])
def test_every_way_gives_the_same_parquet(full, large, given, tmp_path, monkeypatch):
    vcf = large(given)
    monkeypatch.setattr(scan, "RANGE_BYTES", 1)  # every block is a range
    monkeypatch.setattr(parallel, "LARGE", 1)
    monkeypatch.setattr(parallel, "MOST_RANGES", 2)
    by_processes, one = classified(vcf, tmp_path / "processes.parquet", 2, full=full)
    by_columns, two = classified(vcf, tmp_path / "columns.parquet", 1, full=full)
    monkeypatch.setattr(reading, "usable", lambda *_: False)
    by_lines, three = classified(vcf, tmp_path / "lines.parquet", 1, full=full)

    assert by_lines.height > 1500
    assert by_columns.equals(by_lines)
    assert by_processes.equals(by_lines)
    assert told(one) == told(two) == told(three)
    assert ("PVS1_because" in by_lines.columns) == full
    assert ("transcripts" in by_lines.columns) == full


@pytest.mark.parametrize(
    ("ranges", "processes", "expected"),
    [(0, 2, []), (1, 2, [1]), (3, 2, [2, 1]), (10, 2, [5, 5]), (11, 2, [3, 3, 3, 2]), (39, 2, [5] * 7 + [4])],
)
def test_ranges_are_shared_out_evenly(ranges, processes, expected):
    shares = parallel.shares(ranges, processes)

    assert [len(one) for one in shares] == expected
    assert [number for one in shares for number in one] == list(range(ranges))


def test_a_broken_record_is_named_by_its_line_and_leaves_nothing(given, tmp_path, monkeypatch):
    vcf = tmp_path / "broken.vcf.gz"
    lines = list(records(given, 1500))
    with pysam.BGZFile(str(vcf), "wb") as out:
        out.write(given.vcf(*lines, "chr17\tx\t.\tA\tC\n").encode())
    monkeypatch.setattr(scan, "RANGE_BYTES", 1)
    monkeypatch.setattr(parallel, "LARGE", 1)
    (tmp_path / "out").mkdir()

    at = given.vcf(*lines).count("\n") + 1
    with pytest.raises(RecordError, match=f"line {at}"):
        classified(vcf, tmp_path / "out" / "broken.parquet", 2)

    assert not list((tmp_path / "out").iterdir())


def test_bcf_gives_what_the_text_gives(large, given, tmp_path):
    vcf, bcf = large(given), tmp_path / "large.bcf"
    bcf.write_bytes(pysam.bcftools.view("-Ob", "--no-version", str(vcf), binary=True))

    of_text, _ = classified(vcf, tmp_path / "text.parquet", 1)
    of_bcf, result = classified(bcf, tmp_path / "bcf.parquet", 1)

    assert result.read_by == "htslib"
    assert of_bcf.equals(of_text)


def test_a_region_is_read_through_the_index(large, given, tmp_path):
    vcf, bed = large(given), tmp_path / "region.bed"
    bed.write_text("chr17\t7670099\t7670200\n")
    pysam.tabix_index(str(vcf), preset="vcf")
    whole, _ = classified(vcf, tmp_path / "whole.parquet", 1)

    with contextlib.closing(open_vcf(str(vcf), "auto", 1)) as source:
        result = run.classify(source, Task(Options(regions=bed)), tmp_path / "region.parquet", "parquet")

    assert result.read_by == "index"
    inside = whole.filter(pl.col("pos") <= 7670200, pl.col("pos") + pl.col("ref").str.len_bytes() > 7670100)
    assert pl.read_parquet(tmp_path / "region.parquet").equals(inside)


def test_facts_that_are_worked_out_once_are_what_their_rules_say(batched, given):
    for part in batched(*records(given, 120)).parts:
        for name in SHARED:
            fact = getattr(Variants, name)
            by_rule = part.table.select(fact.rule(part.facts)).to_series()
            assert part.table[fact.column].equals(by_rule, null_equal=True), name


def test_what_several_criteria_ask_of_splicing_is_what_its_rules_say(batched, given):
    for part in batched(*records(given, 120)).parts:
        plain = replace(part.facts, columns=part.facts.columns - {IN_MOTIF, QUIET})
        by_rule = part.table.select(splice_is_quiet(plain, part.rules)).to_series()
        assert part.table[QUIET].equals(by_rule, null_equal=True)
        assert part.table[IN_MOTIF].null_count() < part.table.height
