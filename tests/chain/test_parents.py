"""Whether parents are the parents is told by the whole file, though the classification reads what the filter kept."""

import json

import pytest

from gmstool.chain import stages

from .conftest import gms

FIELDS = "Allele|Consequence|IMPACT|SYMBOL|HGNC_ID|Feature_type|Feature|gnomADg_AF"
HEAD = (
    "##fileformat=VCFv4.2\n##contig=<ID=chr13,length=114364328>\n##contig=<ID=chr15,length=101991189>\n"
    f'##INFO=<ID=CSQ,Number=.,Type=String,Description="Format: {FIELDS}">\n'
    + "".join(f'##FORMAT=<ID={key},Number=.,Type=String,Description="x">\n' for key in ("GT", "DP", "GQ", "AD"))
    + "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tchild\tfather\tmother\n"
)
CALLS = {"0/0": "0/0:30:99:30,0", "0/1": "0/1:30:99:15,15"}
CASE = """author = "A. Signer"
[[gene]]
gene = "FBN1"
phenotype = "highly_specific"
date = 2026-11-22
reference = "clinic letter"
"""


def line(chrom, pos, gene, *genotypes):
    csq = f"T|missense_variant|MODERATE|{gene}|Transcript|ENST1|"
    cells = "\t".join(CALLS[one] for one in genotypes)
    return f"{chrom}\t{pos}\t.\tC\tT\t50\tPASS\tCSQ={csq}\tGT:DP:GQ:AD\t{cells}\n"


@pytest.fixture
def trio(tmp_path):
    """A family's file: inherited variants of another gene, and one of FBN1 that is new in the child."""

    def path(inherited):
        calls = (("0/1", "0/1", "0/0"), ("0/1", "0/0", "0/1"), ("0/0", "0/1", "0/1"))
        lines = [line("chr13", 51_000_000 + at, "ATP7B|HGNC:870", *calls[at % 3]) for at in range(inherited)]
        lines.append(line("chr15", 48420684, "FBN1|HGNC:3603", "0/1", "0/0", "0/0"))
        (tmp_path / "trio.vcf").write_text(HEAD + "".join(lines))
        (tmp_path / "case.toml").write_text(CASE)
        return tmp_path / "trio.vcf"

    return path


def test_a_large_file_without_index_is_not_read_again_and_that_is_said(trio, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(stages, "CHECKED_WHOLE", 0)
    asked = ["--trio", "child,mother,father", "--genes", "FBN1", "--case", tmp_path / "case.toml"]
    gms("run", trio(150), *asked, "-o", tmp_path / "run", "--report", "md")

    assert "the file is large and has no index" in capsys.readouterr().err
    assert '"parents_proven_by"' not in (tmp_path / "run" / "run.json").read_text()


@pytest.mark.parametrize(("inherited", "met"), [(150, "PS2"), (50, "PM6")])
def test_enough_sites_of_the_whole_file_prove_the_parents(trio, tmp_path, inherited, met):
    asked = ["--trio", "child,mother,father", "--genes", "FBN1", "--case", tmp_path / "case.toml"]
    gms("run", trio(inherited), *asked, "-o", tmp_path / "run", "-q", "--report", "md")
    gms("classify", tmp_path / "trio.vcf", *asked, "-q", "-o", tmp_path / "whole.jsonl")
    (row,) = map(json.loads, (tmp_path / "run" / "classified.jsonl").read_text().splitlines())

    found = [one["code"] for one in row["criteria"] if one["verdict"] == "met" and one["code"] in ("PS2", "PM6")]

    assert found == [met]
    assert (tmp_path / "whole.jsonl").read_bytes() == (tmp_path / "run" / "classified.jsonl").read_bytes()
