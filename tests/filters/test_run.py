"""What a whole run does with values that cannot be read, with its own tags, and with damaged files."""

import subprocess
import sys

import pysam
import pytest

HEADER = """##fileformat=VCFv4.2
##contig=<ID=chr17,length=83257441>
##INFO=<ID=CSQ,Number=.,Type=String,Description="Format: Allele|Consequence|IMPACT|SYMBOL|gnomADg_AF|CLIN_SIG">
##INFO=<ID=GMS_KEPT,Number=A,Type=Integer,Description="of an earlier run">
#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO
"""


def record(pos, alt, *entries, info=""):
    return f"chr17\t{pos}\t.\tA\t{alt}\t50\tPASS\t{info}CSQ={','.join(entries)}\n"


def gms(folder, text, *arguments):
    (folder / "in.vcf").write_text(HEADER + text)
    command = [sys.executable, "-m", "gmstool", "filter", str(folder / "in.vcf"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


def body(done):
    return [line for line in done.stdout.splitlines() if not line.startswith("#")]


@pytest.mark.parametrize("written", ["abc", "nan", "-0.1"])
def test_a_frequency_that_cannot_be_one_is_not_known_rather_than_absent(tmp_path, written):
    text = record(1, "C", f"C|missense_variant|MODERATE|TP53|{written}|")

    kept = gms(tmp_path, text, "--max-af", "0.01")
    dropped = gms(tmp_path, text, "--max-af", "0.01", "--unknown", "frequency=drop")

    assert len(body(kept)) == 1
    assert "kept with unknown af" in kept.stderr
    assert body(dropped) == []


def test_a_frequency_above_one_is_above_every_limit(tmp_path):
    text = record(1, "C", "C|missense_variant|MODERATE|TP53|1.05|")

    assert body(gms(tmp_path, text, "--max-af", "1")) == []


def test_soft_leaves_a_record_with_a_passing_allele_alone(tmp_path):
    entries = ("C|missense_variant|MODERATE|TP53|0.4|", "G|missense_variant|MODERATE|TP53|0.001|")

    done = gms(tmp_path, record(1, "C,G", *entries), "--max-af", "0.01", "--soft")

    assert body(done)[0].split("\t")[6] == "PASS"


def test_a_tag_of_an_earlier_run_gives_way(tmp_path):
    entries = ("C|missense_variant|MODERATE|TP53|0.4|", "G|missense_variant|MODERATE|TP53|0.001|")

    done = gms(tmp_path, record(1, "C,G", *entries, info="GMS_KEPT=1,1;"), "--max-af", "0.01")

    assert body(done)[0].split("\t")[7].split(";")[1:] == ["GMS_KEPT=0,1"]


def test_a_fusion_belongs_to_each_of_its_genes(tmp_path):
    text = record(1, "C", "C|gene_fusion|HIGH|BCR&ABL1||")

    assert len(body(gms(tmp_path, text, "--genes", "ABL1", "--impact", "HIGH"))) == 1
    assert len(body(gms(tmp_path, text, "--genes", "BCR"))) == 1


@pytest.mark.parametrize("option", ["--genes", "--impact", "--consequence", "--clinvar", "--panel"])
def test_an_empty_option_does_not_turn_its_filter_off(tmp_path, option):
    done = gms(tmp_path, record(1, "C", "C|missense_variant|MODERATE|TP53||"), option, "")

    assert done.returncode == 2
    assert f"{option} is empty" in done.stderr


def test_two_outputs_are_never_written_to_one_file(tmp_path):
    out = str(tmp_path / "x.tsv")

    done = gms(tmp_path, record(1, "C", "C|missense_variant|MODERATE|TP53||"), "-o", out, "--ledger", out)

    assert done.returncode == 2


def test_a_late_damaged_block_is_an_error_that_names_its_place(tmp_path):
    lines = "".join(record(pos, "C", f"C|missense_variant|MODERATE|TP53||{pos * 7919}") for pos in range(1, 9000))
    path = tmp_path / "in.vcf.gz"
    with pysam.BGZFile(str(path), "wb") as handle:
        handle.write((HEADER + lines).encode())
    damaged = bytearray(path.read_bytes())
    damaged[-40] ^= 0xFF  # in the last block before the end-of-file marker
    path.write_bytes(damaged)

    command = [sys.executable, "-m", "gmstool", "filter", str(path), "-o", str(tmp_path / "out.tsv")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)

    assert done.returncode == 1
    assert "block at byte" in done.stderr
    assert not (tmp_path / "out.tsv").exists()
