"""Situations in which lines skipped unread, or not read through an index, could be lines that should be kept."""

import runpy
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pysam
import pytest

laws = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("test_laws_files.py"))))
HIGH = laws.Options(genes=("BRCA1",), impact=("HIGH",), threads=1)
PANEL = laws.Options(genes=("BRCA1",), threads=1)
FIELDS = "Allele|Consequence|IMPACT|SYMBOL|Gene|HGNC_ID|Feature"
SPLIT = "C|intron_variant|MODIFIER|BRCA1||||"  # in the panel, not of the asked impact


def text(fields, info, *, key="CSQ", declared=(), samples=True, newline="\n", place=("chr17", "43100000")):
    """A VCF with one record of BRCA1."""
    columns = "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO" + "\tFORMAT\tS1" * samples
    description = f"Format: {fields}" if key == "CSQ" else "Functional annotations"
    lines = [
        "##fileformat=VCFv4.2", "##contig=<ID=chr17,length=83257441>", f"##contig=<ID={place[0]}>",
        f'##INFO=<ID={key},Number=.,Type=String,Description="{description}">',
        *(f'##INFO=<ID={one},Number=.,Type=String,Description="x">' for one in declared), columns,
        "\t".join([*place, ".", "A", "C", "50", "PASS", info]) + "\tGT\t0/1" * samples,
    ]  # fmt: skip
    return newline.join(lines) + newline


def kept(folder, content, options, *, ledger=False):
    (folder / "in.vcf").write_bytes(content.encode())
    return len(laws.run(folder / "in.vcf", options, ledger=ledger)[1])


def situations(*rows):
    return pytest.mark.parametrize(("content", "options"), [row[1:] for row in rows], ids=[row[0] for row in rows])


def ann(impact, gene):
    return f"ANN=C|stop_gained|{impact}|{gene}|E1|transcript|T1|protein_coding|1/2|c.1A>C|p.K1N|1/9|1/9|1/9||"


def clinical(key, value):
    return text(FIELDS, f"CSQ={SPLIT};{key}={value}", declared=[key]), HIGH


@situations(
    ("the gene is the last field", text("Allele|IMPACT|Feature|SYMBOL", "CSQ=C|HIGH|T1|BRCA1;X=1|2|3"), HIGH),
    ("… of another entry than the first", text("Allele|IMPACT|Z|SYMBOL", "CSQ=C|HIGH|T|TP53,C|HIGH|T|BRCA1"), HIGH),
    ("… before a third entry", text("Allele|IMPACT|Z|SYMBOL", "CSQ=C|HIGH|T|BRCA1,C|LOW|T|TP53,C|LOW|T|NF1"), HIGH),
    ("… right after the impact", text("Allele|IMPACT|SYMBOL", "CSQ=C|HIGH|BRCA1,C|LOW|TP53,C|LOW|NF1"), HIGH),
    ("… without samples, with CRLF", text("Allele|IMPACT|SYMBOL", "CSQ=C|HIGH|BRCA1", samples=False, newline="\r\n"),
     HIGH),
    ("… by gene alone, without samples, with CRLF", text("Allele|SYMBOL", "CSQ=C|BRCA1", samples=False, newline="\r\n"),
     PANEL),
    ("the gene is the first field", text("SYMBOL|Allele|IMPACT|Z", "X=1|2|3;CSQ=BRCA1|C|HIGH|T"), HIGH),
    ("… right before the impact", text("SYMBOL|IMPACT|Allele|Z", "X=1|2|3;CSQ=BRCA1|HIGH|C|T"), HIGH),
    ("the impact is the first field", text("IMPACT|SYMBOL|Allele", "CSQ=LOW|TP53|C,HIGH|BRCA1|C"), HIGH),
    ("the impact is the last field", text("SYMBOL|Allele|IMPACT", "CSQ=TP53|C|LOW,BRCA1|C|HIGH;X=1"), HIGH),
    ("… without samples, with CRLF", text("Allele|SYMBOL|IMPACT", "CSQ=C|BRCA1|HIGH", samples=False, newline="\r\n"),
     HIGH),
    ("a long field between impact and gene", text("Allele|IMPACT|Z|SYMBOL|Y", f"CSQ=C|HIGH|{'x' * 999}|BRCA1|y"), HIGH),
    ("a long field between gene and impact", text("SYMBOL|Z|IMPACT|Y", f"CSQ=BRCA1|{'x' * 999}|HIGH|y"), HIGH),
    ("an entry that ends after its impact", text("Allele|SYMBOL|IMPACT|Feature", "CSQ=C|BRCA1|HIGH"), HIGH),
    ("the gene by id with a version", text(FIELDS, "CSQ=C|stop_gained|HIGH||ENSG00000012048.23||T1"), HIGH),
    ("the gene by HGNC number", text(FIELDS, "CSQ=C|stop_gained|HIGH|LOC1||1100|T1"), HIGH),
    ("SnpEff", text("", ann("HIGH", "BRCA1"), key="ANN"), HIGH),
    ("SnpEff, a space beside the impact", text("", ann(" HIGH ", "BRCA1"), key="ANN"), HIGH),
    ("SnpEff, a space beside the gene", text("", ann("HIGH", " BRCA1 "), key="ANN"), HIGH),
    ("rescued by ClinVar's word", *clinical("CLNSIG", "Pathogenic")),
    ("rescued by ClinVar's word in capitals", *clinical("CLNSIG", "PATHOGENIC")),
    ("rescued by ClinVar's old number", *clinical("CLNSIG", "5")),
    ("rescued by ClinVar's old number under another key", *clinical("CLINVAR_CLNSIG", "5")),
    ("rescued by ClinVar's word in capitals under another key", *clinical("CLINVAR_CLNSIG", "PATHOGENIC")),
)  # fmt: skip
def test_a_line_that_a_full_parse_keeps_is_not_skipped_unread(tmp_path, content, options):
    assert kept(tmp_path, content, options, ledger=True) == 1
    assert kept(tmp_path, content, options) == 1


@situations(
    ("only one transcript of a gene names its HGNC id",
     text(f"{FIELDS}|CANONICAL", "CSQ=C|stop_gained|HIGH|LOC1|||T1|YES,C|stop_gained|HIGH|LOC1||HGNC:1100|T2|"), HIGH),
    ("the HGNC id stands beside an entry without any gene",
     text(FIELDS, "CSQ=C|stop_gained|HIGH||||T1,C|stop_gained|HIGH|||HGNC:1100|T2"), HIGH),
    ("only one transcript of a gene names its Ensembl id",
     text(f"{FIELDS}|CANONICAL", "CSQ=C|stop_gained|HIGH|LOC1|||T1|YES,C|stop_gained|HIGH|LOC1|ENSG00000012048||T2|"),
     HIGH),
)  # fmt: skip
def test_any_entry_may_name_the_panel_s_gene(tmp_path, content, options):
    assert kept(tmp_path, content, options, ledger=True) == 1


@situations(
    ("inside the gene", text(FIELDS, "CSQ=C|stop_gained|HIGH|BRCA1|||T1"), HIGH),
    ("on a contig that is no chromosome",
     text(FIELDS, "CSQ=C|stop_gained|HIGH|BRCA1|||T1", place=("chr17_KI270857v1_alt", "1200")), HIGH),
    ("on a contig of the other naming style",
     text(FIELDS, "CSQ=C|stop_gained|HIGH|BRCA1|||T1", place=("17", "43100000"))
     + text(FIELDS, "CSQ=C|stop_gained|HIGH|BRCA1|||T1").splitlines()[-1] + "\n", HIGH),
)  # fmt: skip
def test_a_record_of_a_panel_gene_is_not_lost_by_the_index(tmp_path, content, options):
    path = tmp_path / "in.vcf.gz"
    path.write_bytes(laws.compressed(content.encode()))
    pysam.tabix_index(str(path), preset="vcf", force=True)
    _, scanned = laws.run(path, replace(options, reader="scan"))
    _, indexed = laws.run(path, options)
    assert scanned != []
    assert indexed == scanned
