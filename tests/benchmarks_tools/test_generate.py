"""The benchmark generator: the same data for everyone, and data that VCF readers accept."""

import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from cyvcf2 import VCF

GENERATOR = Path(__file__).parents[2] / "benchmarks" / "generate.py"
RECORDS = 400


def generate(*arguments):
    subprocess.run([sys.executable, str(GENERATOR), *map(str, arguments)], check=True)


@pytest.fixture(scope="module", params=["exome", "wgs"])
def vcf(request, tmp_path_factory):
    path = tmp_path_factory.mktemp(request.param) / "trio.vcf.gz"
    generate(request.param, RECORDS, 7, path)
    return path


@pytest.fixture(scope="module")
def panels(tmp_path_factory):
    folder = tmp_path_factory.mktemp("panels")
    generate("panels", folder)
    return {size: (folder / f"panel_{size}.txt").read_text().split() for size in (30, 199, 560)}, folder


def csq_fields(path):
    return VCF(path).get_header_type("CSQ")["Description"].partition("Format: ")[2].strip('"').split("|")


def test_the_same_seed_gives_the_same_bytes(vcf, tmp_path):
    again = tmp_path / vcf.name
    generate(vcf.parent.name.rstrip("0123456789"), RECORDS, 7, again)

    assert again.read_bytes() == vcf.read_bytes()
    assert again.with_name(f"{vcf.name}.tbi").read_bytes() == vcf.with_name(f"{vcf.name}.tbi").read_bytes()


def test_another_seed_gives_other_variants(tmp_path):
    for seed in (1, 2):
        generate("wgs", 50, seed, tmp_path / f"{seed}.vcf.gz")
    one, other = ({(v.CHROM, v.POS) for v in VCF(tmp_path / f"{seed}.vcf.gz")} for seed in (1, 2))

    assert one != other


def test_there_are_as_many_records_as_asked_for(vcf):
    records = [(variant.CHROM, variant.POS) for variant in VCF(vcf)]

    assert len(records) == len(set(records)) == RECORDS


def test_every_csq_entry_has_the_fields_of_the_header(vcf):
    entries = [entry.split("|") for variant in VCF(vcf) for entry in variant.INFO["CSQ"].split(",")]

    assert {len(entry) for entry in entries} == {len(csq_fields(vcf))} == {44}


def test_every_alternate_allele_is_annotated(vcf):
    for variant in VCF(vcf):
        named = {entry.partition("|")[0] for entry in variant.INFO["CSQ"].split(",")}

        assert len(named) == len(variant.ALT)


def test_the_trio_has_depths_and_likelihoods_for_every_allele(vcf):
    reader = VCF(vcf)

    assert reader.samples == ["proband", "mother", "father"]
    for variant in reader:
        alleles = 1 + len(variant.ALT)
        assert variant.format("AD").shape == (3, alleles)
        assert variant.format("PL").shape == (3, alleles * (alleles + 1) // 2)


def test_the_index_finds_what_the_file_holds(vcf):
    on_chromosome_2 = sum(variant.CHROM == "chr2" for variant in VCF(vcf))

    assert sum(1 for _ in VCF(vcf)("chr2")) == on_chromosome_2 > 0


def test_an_exome_lies_in_genes(tmp_path):
    path = tmp_path / "exome.vcf.gz"
    generate("exome", 50, 1, path)

    assert all("|protein_coding|" in variant.INFO["CSQ"] for variant in VCF(path))


def test_panels_are_nested_and_hold_the_well_known_genes(panels):
    symbols, _ = panels

    assert {size: len(set(genes)) for size, genes in symbols.items()} == {30: 30, 199: 199, 560: 560}
    assert set(symbols[30]) < set(symbols[199]) < set(symbols[560])
    assert {"BRCA1", "BRCA2", "TTN", "CFTR", "SCN1A", "DMD", "FBN1", "MYH7"} < set(symbols[30])


def test_the_regions_of_a_panel_are_half_open_and_apart(panels):
    _, folder = panels
    rows = [line.split("\t") for line in (folder / "panel_560.bed").read_text().splitlines()]
    spans = [(chrom, int(start), int(end)) for chrom, start, end in rows]

    assert ("chr17", 43044294) in {(chrom, start) for chrom, start, _ in spans}, "BRCA1 starts at 43044295, 1-based"
    for (chrom, _, end), (following, start, _) in pairwise(spans):
        assert chrom != following or end < start
