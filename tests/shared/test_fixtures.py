"""Files that users' pipelines wrote: each reads, every reader keeps the same, and the dialect's columns are filled."""

import contextlib
import gzip
import json
import runpy
from collections import Counter
from dataclasses import replace
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import pytest

from gmstool.errors import MismatchError

ROOT = Path(__file__).parents[2]
FIXTURES = ROOT.parent / "shared" / "fixtures"
FILES = sorted(
    path.relative_to(FIXTURES).as_posix() for end in ("vcf", "vcf.gz") for path in FIXTURES.rglob(f"*.{end}")
)
laws = SimpleNamespace(**runpy.run_path(str(ROOT / "tests" / "filters" / "test_laws_files.py")))
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not FILES, reason="the public fixture files (../shared/fixtures) are not here"),
    # Open files have a test of their own.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
every_file = pytest.mark.parametrize("name", FILES)

VARIANT = "chrom pos ref alt gene_status filter end genotypes "
VEP = "gene hgnc_id gene_id transcript canonical biotype consequence impact strand allele_match transcripts "
EFFECT = "hgvsc hgvsp exon cdna_position cds_position protein_position amino_acids codons domains "
FILLED = {
    "scout/643594.clinical.vcf.gz": VARIANT + VEP + EFFECT + (
        "intron distance kg_af kg_max_af exac_af exac_max_af swegen_af swegen_het swegen_hom swegen_hemi local_obs "
        "local_hom mt_af_hom af cadd sift polyphen loftool spidex phylop phastcons gerp lof clinvar_significance "
        "clinvar_review clinvar_stars clinvar_id genetic_models rank_score compounds callers"
    ),
    "scout/643594.clinical.SV.vcf.gz": VARIANT + VEP + "svtype svlen genetic_models rank_score kg_af af",
    "scout/cancer_test.vcf.gz": VARIANT + VEP + EFFECT + (
        "variant_class existing_variation gnomad_exomes_af max_af af local_obs local_af local_hom cadd sift polyphen "
        "clinvar_significance rank_score callers svtype svlen"
    ),
    "scout/vep97_annotated_clnsig_conservation_revel.vcf": VARIANT + VEP + EFFECT + (
        "gnomad_genomes_af gnomad_popmax_af swegen_af local_obs cadd phylop phastcons gerp pli loftool "
        "clinvar_significance clinvar_review clinvar_stars clinvar_id rank_score"
    ),
    "scout/vep113_existing_variation.vcf": VARIANT.replace("filter ", "") + VEP + (
        "existing_variation gnomad_genomes_af swegen_af cadd spliceai_ag spliceai_al spliceai_dg spliceai_dl "
        "spliceai_max pli genetic_models rank_score compounds callers sample gt dp ad ad_alt gq vaf"
    ),
    "hydra/HD832.HES45_T.ensembled.vep_annotated.artifact_annotated.hotspot_annotated.background_annotated."
    "include.exon.filter.snv_hard_filter.vcf": VARIANT + (
        "gene gene_id transcript biotype consequence impact intron strand callers artifact panel_median "
        "position_nr_sd sample gt dp ad ad_alt vaf"
    ),
    "slivar/with-bcsq.vcf": VARIANT + "gene transcript biotype consequence impact",
    "slivar/comphet.csq.vcf": VARIANT + (
        "gene transcript biotype consequence impact hgvsp gnomad_popmax_af gnomad_hom revel af"
    ),
    "genmod/test_vcf_annotated_scored.vcf": VARIANT + "gene kg_af af cadd genetic_models rank_score compounds",
    "genmod/test_vcf_regions_models_scored.vcf": VARIANT + "gene kg_af af cadd genetic_models rank_score compounds",
}  # fmt: skip


@cache
def text_of(name):
    data = (FIXTURES / name).read_bytes()
    return gzip.decompress(data) if name.endswith(".gz") else data


def rows(folder, name):
    (folder / "in.vcf").write_bytes(text_of(name))
    return [json.loads(line) for line in laws.run(folder / "in.vcf", laws.Options(threads=1), kind="jsonl")[1]]


def typical(folder, name):
    """Typical filters for a file: its commonest genes as the panel."""
    genes = Counter(row["gene"] for row in rows(folder, name) if row["gene"]).most_common(3)
    plain = laws.Options(threads=1)
    yield replace(plain, max_af=0.01, pass_only=True)
    yield replace(plain, impact=("HIGH", "MODERATE"))
    yield replace(plain, clinvar=("pathogenic", "likely_pathogenic", "benign"))
    for gene, _ in genes:
        if all(one.isalnum() or one in "-._" for one in gene):
            yield replace(plain, genes=(gene,))
            yield replace(plain, genes=(gene,), impact=("HIGH", "MODERATE"), max_af=0.05)
            yield replace(plain, genes=(gene,), consequence=("intron_variant",), rescue=False)


@every_file
def test_every_record_passes_through_unchanged(tmp_path, name):
    body = [line for line in text_of(name).splitlines(keepends=True) if line.strip() and not line.startswith(b"#")]
    (tmp_path / "in.vcf").write_bytes(text_of(name))
    result, lines = laws.run(tmp_path / "in.vcf", laws.Options(threads=1))
    assert lines == body
    assert (result.funnel.records, result.funnel.adds_up()) == (len(body), True)


@every_file
def test_every_reader_keeps_the_same_records(tmp_path, name):
    (tmp_path / "scan.vcf.gz").write_bytes(laws.compressed(text_of(name), 5000))
    for options in typical(tmp_path, name):
        with contextlib.suppress(MismatchError):  # no annotation to ask
            _, expected = laws.run(tmp_path / "in.vcf", options, ledger=True)
            result, streamed = laws.run(tmp_path / "in.vcf", options)
            assert (streamed, result.funnel.adds_up()) == (expected, True)
            assert laws.run(tmp_path / "scan.vcf.gz", options)[1] == expected
            _, through = laws.run(tmp_path / "in.vcf", replace(options, reader="htslib"))
            assert laws.kept_alleles(through) == laws.kept_alleles(expected)


@pytest.mark.parametrize("name", FILLED)
def test_the_columns_of_the_dialect_are_filled(tmp_path, name):
    found = rows(tmp_path, name)
    filled = {column for row in found for column, value in row.items() if value not in (None, [], "")}
    assert sorted(set(FILLED[name].split()) - filled) == []


def test_the_index_keeps_what_the_scan_keeps(tmp_path):
    name = "scout/643594.clinical.vcf.gz"
    path = tmp_path / "it.vcf.gz"
    path.write_bytes(laws.compressed(text_of(name), 5000))
    laws.pysam.tabix_index(str(path), preset="vcf", force=True)
    for options in typical(tmp_path, name):
        result, indexed = laws.run(path, options)
        assert indexed == laws.run(path, replace(options, reader="scan"))[1], (options.told(), result.read_by)
