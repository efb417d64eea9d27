"""Options of `gms run` reach the stages that have them, and each stage still gives the separate command's bytes."""

import json

import pytest

from gmstool.errors import EmptyResultError, UsageError

from .conftest import EXAMPLES, TUMOUR, gms

FAMILY = EXAMPLES / "family.vcf"
PED = ["--ped", EXAMPLES / "family.ped"]
STORE_HEAD = "assembly\tchrom\tpos\tref\talt\tlab\tclassification\treview\torigin\n"
# CFTR c.1523T>C, p.Phe508Ser: another change of the codon of c.1523T>G, which the example family has.
SERINE = "GRCh38\tchr7\t117559594\tT\tC\tOwn laboratory\tPathogenic\tA. Signer\tgermline\n"


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """A store with one confirmed assertion."""
    folder = tmp_path_factory.mktemp("store")
    (folder / "own.tsv").write_text(STORE_HEAD + SERINE)
    gms("kb", "init", "--store", folder / "own.db", "-q")
    gms("kb", "import", folder / "own.tsv", "--store", folder / "own.db", "-q")
    return folder / "own.db"


@pytest.fixture(scope="module")
def fasta(tmp_path_factory):
    """A reference of a chromosome that the examples do not have."""
    path = tmp_path_factory.mktemp("fasta") / "ref.fa"
    path.write_text(">chr99\nACGT\n")
    path.with_name("ref.fa.fai").write_text("chr99\t4\t7\t4\t5\n")
    return path


def made(folder, *options, vcf=FAMILY):
    """A run, with the record of what it did."""
    gms("run", vcf, *options, "-o", folder, "-q", "--report", "md", "--lang", "en")
    return json.loads((folder / "run.json").read_text())


def separate(folder, *command):
    """What a separate command writes."""
    gms(*command, "-o", folder / "separate.jsonl", "-q", "--force")
    return (folder / "separate.jsonl").read_bytes()


@pytest.mark.parametrize(
    ("option", "value", "told"),
    [
        ("--model", "AR_comp", {"model": ["AR_comp"]}),
        ("--model", "AD_dn,AR_hom", {"model": ["AD_dn", "AR_hom"]}),
        ("--min-parent-dp", "31", {"min_parent_dp": 31}),
        ("--min-parent-gq", "99", {"min_parent_gq": 99}),
        ("--mosaic-below", "0.01", {"mosaic_below": 0.01}),
        ("--transcripts", "mane", {"transcripts": "mane"}),
        ("--rescue-outside-panel", None, {"rescue_outside_panel": True}),
    ],
)
def test_an_option_reaches_the_filter_and_the_classification(tmp_path, option, value, told):
    asked = [*PED, "--genes", "CFTR,PAH", "--max-af", "0.05", option, *([value] if value else [])]
    record = made(tmp_path / "run", *asked)

    assert told.items() <= record["options"].items()
    assert separate(tmp_path, "filter", FAMILY, *asked) == (tmp_path / "run" / "filtered.jsonl").read_bytes()
    assert separate(tmp_path, "classify", FAMILY, *asked) == (tmp_path / "run" / "classified.jsonl").read_bytes()


def test_a_model_drops_what_cannot_fit_and_its_partners_still_count(tmp_path):
    """With --model the classification reads the partners that the filter dropped."""
    asked = [*PED, "--genes", "PAH,CFTR", "--model", "AR_comp"]
    made(tmp_path / "run", *asked)
    rows = [json.loads(line) for line in (tmp_path / "run" / "classified.jsonl").read_text().splitlines()]

    assert rows
    assert all("AR_comp" in row["inheritance_models"] for row in rows)
    assert (tmp_path / "run" / "candidates.vcf.gz").exists()


def test_left_alignment_reaches_the_known_variants_and_the_knowledge_base(tmp_path, fasta):
    record = made(tmp_path / "run", "--genes", "PAH", "--fasta", fasta)

    assert record["options"]["fasta"] == str(fasta)
    assert [one["is"] for one in record["inputs"]] == ["fasta", "vcf"]
    told = separate(tmp_path, "query", tmp_path / "run" / "filtered.vcf.gz", "--fasta", fasta)
    assert told == (tmp_path / "run" / "knowledge.jsonl").read_bytes()


def test_a_store_is_asked_and_compared_with(tmp_path, store):
    asked = ["--genes", "CFTR", "--impact", "MODERATE", "--max-af", "0.05"]
    record = made(tmp_path / "run", *asked, "--store", store)
    whole = separate(tmp_path, "classify", FAMILY, *asked, "--store", store)
    known = separate(tmp_path, "query", tmp_path / "run" / "filtered.vcf.gz", "--store", store)

    assert (tmp_path / "run" / "classified.jsonl").read_bytes() == whole
    assert (tmp_path / "run" / "knowledge.jsonl").read_bytes() == known
    assert record["comparators"] == ["ClinVar, two stars", "confirmed assertions of own.db"]
    assert "store" in {one["is"] for one in record["inputs"]}
    assert [one["name"] for one in record["knowledge"]] == ["ClinVar", "knowledge base"]
    pm5 = {row["variant"]: _pm5(row) for row in map(json.loads, whole.splitlines())}
    assert pm5["chr7-117559594-T-G"] == (2, "comparator: Own laboratory, GMSA-")


def test_without_the_store_nothing_is_compared_with(tmp_path):
    told = separate(tmp_path, "classify", FAMILY, "--genes", "CFTR", "--impact", "MODERATE")

    assert {_pm5(row) for row in map(json.loads, told.splitlines()) if row["variant"] == "chr7-117559594-T-G"} == {
        (0, "comparator: none")
    }


def _pm5(row):
    (one,) = (each for each in row["criteria"] if each["code"] == "PM5")
    return one["points"], one["because"][:33]


def test_a_snapshot_is_asked_too(tmp_path, store):
    key = tmp_path / "key"
    gms("kb", "keygen", key, "-q")
    gms("kb", "snapshot", "-o", tmp_path / "snapshot", "--store", store, "--key", key, "-q")
    asked = ["--genes", "CFTR", "--snapshot", tmp_path / "snapshot", "--snapshot-key", tmp_path / "key.pub"]
    record = made(tmp_path / "run", *asked)
    told = separate(tmp_path, "query", tmp_path / "run" / "filtered.vcf.gz", *asked[2:])

    assert (tmp_path / "run" / "knowledge.jsonl").read_bytes() == told
    assert [one["name"] for one in record["knowledge"]] == ["ClinVar", "snapshot snapshot"]
    assert {"snapshot", "snapshot key"} <= {one["is"] for one in record["inputs"]}


def test_two_people_are_asked_for_in_the_case_of_the_run(tmp_path):
    made(tmp_path / "run", "--genes", "PAH", "--two-people")

    assert json.loads((tmp_path / "run" / "case.json").read_text())["signatures_needed"] == 2


def test_nothing_left_ends_with_code_4_where_that_is_asked_for_and_the_run_is_whole(tmp_path):
    with pytest.raises(EmptyResultError, match="nothing is left"):
        made(tmp_path / "run", "--genes", "TTN", "--fail-if-empty")

    assert (tmp_path / "run" / "run.json").exists()


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--snapshot-key", "key"], "--snapshot-key is for --snapshot"),
        (["--transcripts", "odd"], "--transcripts odd is not known"),
        (["--model", ","], "--model is empty"),
        (["--somatic", "--model", "AD"], "--model does not go with --somatic"),
        (["--assay", "a.toml"], "--assay goes with --somatic"),
        (["--synonymous"], "--synonymous goes with --somatic"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_read(tmp_path, options, told):
    with pytest.raises(UsageError, match=told):
        gms("run", FAMILY, *options, "-o", tmp_path / "run", "-q")

    assert list(tmp_path.iterdir()) == []


def test_what_is_known_of_the_assay_reaches_a_tumours_case(tmp_path):
    assay, target, calls = tmp_path / "assay.toml", tmp_path / "target.bed", tmp_path / "calls.tsv"
    assay.write_text('id = "A1"\nversion = "2"\n\n[finds]\ngenes = ["EGFR"]\n')
    target.write_text("chr7\t55000000\t56200000\n")
    calls.write_text("gene\tkind\tcopy_number\nEGFR\tamplification\t12\n")
    asked = [*TUMOUR, "--assay", assay, "--target", target, "--calls", calls, "--synonymous"]
    record = made(tmp_path / "run", *asked, vcf=EXAMPLES / "solid.vcf")
    gms("classify", EXAMPLES / "solid.vcf", *asked, "-o", tmp_path / "whole.jsonl", "-q")
    case, separate_case = (
        json.loads(path.read_text())["case_result"]
        for path in (tmp_path / "run" / "classified.jsonl.meta.json", tmp_path / "whole.jsonl.meta.json")
    )

    assert (tmp_path / "whole.jsonl").read_bytes() == (tmp_path / "run" / "classified.jsonl").read_bytes()
    assert case == separate_case
    assert {"assay", "target", "calls 1"} <= {one["is"] for one in record["inputs"]}
